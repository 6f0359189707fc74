"""Do the intervals of Krippendorff's alpha cover? Nominal 95 % intervals on simulated codes of two coders.

Units of a document resemble each other; both coders see the truth and err alike. The true alpha is that of a very large
sample. For each setting: coverage and mean width of the bootstrap and of the jackknife interval over documents.

usage: python bench/agreement.py [--draws 500]
"""

from __future__ import annotations

import argparse

import numpy as np
import pyarrow as pa

from framing.records import CODES, Codebook, Frame
from framing.stats.agreement import krippendorff_alpha
from framing.validate import collect_codes, measure_agreement

BOOK = Codebook("toy", "1", (Frame("a", "A"),))
# Documents, units in each, share of the frame, error of each coder, correlation within documents.
SETTINGS = (
    (100, 1, 0.3, 0.05, 0.0),
    (40, 5, 0.3, 0.05, 0.2),
    (40, 5, 0.1, 0.03, 0.2),
    (15, 8, 0.3, 0.05, 0.2),
    (15, 8, 0.1, 0.03, 0.2),
)
RESAMPLES = 500


def simulate(setting: tuple[int, int, float, float, float], rng: np.random.Generator) -> np.ndarray:
    """Codes (2, documents * units)."""
    documents, units, share, error, rho = setting
    precision = 1 / rho - 1 if rho else np.inf
    shares = rng.beta(share * precision, (1 - share) * precision, documents) if rho else np.full(documents, share)
    truth = rng.random(documents * units) < np.repeat(shares, units)
    return np.array([np.where(rng.random(len(truth)) < error, ~truth, truth) for _ in range(2)]).astype(float)


def measure(codes: np.ndarray, units: int, rng: np.random.Generator) -> dict[str, float]:
    """The row of frame a."""
    n = codes.shape[1]
    names = [f"u{i}" for i in range(n)]
    columns = {"passage_id": names * 2, "coder": ["x"] * n + ["y"] * n, "frame": ["a"] * 2 * n}
    table = pa.table({**columns, "code": codes.ravel().astype(np.int8), "weight": np.ones(2 * n)})
    whole = pa.Table.from_pylist(table.to_pylist(), schema=CODES)
    places = pa.table({"passage_id": names, "document_id": [f"d{i // units:04}" for i in range(n)]})
    row: dict[str, float] = measure_agreement(collect_codes(whole, places, BOOK), draws=RESAMPLES, rng=rng).to_pylist()[
        0
    ]
    return row


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--draws", type=int, default=500)
    draws = parser.parse_args().draws
    print("| documents × units | share | alpha | bootstrap | width | jackknife | width |\n" + "| --- " * 7 + "|")
    for at, setting in enumerate(SETTINGS):
        rng = np.random.default_rng([1, at])
        documents, units, share, _, _ = setting
        truth = krippendorff_alpha(simulate((200_000 // units, *setting[1:]), rng))
        found = []
        for _ in range(draws):
            row = measure(simulate(setting, rng), units, rng)
            if row["alpha_low"] is None:
                continue
            for low, high in (("alpha_low", "alpha_high"), ("jackknife_low", "jackknife_high")):
                found.append([row[low] <= truth <= row[high], row[high] - row[low]])
        means = np.array(found, dtype=float).reshape(-1, 4).mean(axis=0)
        shown = f"{means[0]:.1%} | {means[1]:.2f} | {means[2]:.1%} | {means[3]:.2f}"
        print(f"| {documents} × {units} | {share} | {truth:.3f} | {shown} |", flush=True)


if __name__ == "__main__":
    main()
