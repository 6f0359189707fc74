"""Small corpora for the tests of aggregate, compare and contrast: sums by hand and seeded draws."""

import numpy as np
import pyarrow as pa

from framing.records import DISTRIBUTIONS

FRAMES = ("f1", "f2", "f3")


def sums(rows: list[tuple], frames: tuple[str, ...] = FRAMES, **behind: list) -> pa.Table:  # type: ignore[type-arg]
    """DISTRIBUTIONS from (speaker, document, passages, (passages with each frame)); mentions are the same numbers.

    behind : a value a row, carried for each frame.
    """
    out = []
    for i, (speaker, document, n, having) in enumerate(rows):
        for frame, k in zip(frames, having, strict=True):
            row = {"speaker": speaker, "document_id": document, "frame": frame, "n_passages": float(n)}
            row |= {"n_words": 40.0 * n, "passages_with": float(k), "mentions": float(k), "probability": None}
            out.append({**row, **{name: values[i] for name, values in behind.items()}})
    more = [pa.field(name, pa.string()) for name in behind]
    return pa.Table.from_pylist(out, schema=pa.schema([*DISTRIBUTIONS, *more]))


def corpus(
    seed: int, documents: dict[str, int], shares: dict[str, tuple[float, ...]], *, shared: int = 0, size: int = 12
) -> list[tuple]:  # type: ignore[type-arg]
    """Rows for `sums`: beta-binomial documents; the first `shared` documents are everybody's."""
    rng = np.random.default_rng(seed)
    rows = []
    for speaker, n in documents.items():
        for d in range(n):
            m = int(rng.integers(size // 2, 2 * size))
            tilt = rng.beta(np.array(shares[speaker]) * 15, (1 - np.array(shares[speaker])) * 15)
            name = f"d{d:03}" if d < shared else f"{speaker}{d:03}"
            rows.append((speaker, name, m, tuple(int(v) for v in rng.binomial(m, tilt))))
    return rows


def two_speakers(seed: int = 1, n: int = 14, shared: int = 0) -> pa.Table:
    """Ana uses f1 more than Ben; f2 and f3 alike."""
    shares = {"Ana": (0.5, 0.3, 0.1), "Ben": (0.2, 0.3, 0.1)}
    return sums(corpus(seed, {"Ana": n, "Ben": n}, shares, shared=shared))
