"""Small builders for the scoring tests: a passages table, a codebook, a lexicon, each in a line."""

from collections.abc import Sequence
from typing import Any

import pyarrow as pa

from framing.records import EXCLUDE, PASSAGES, Codebook, Entry, Frame, Lexicon
from framing.score import score_passages

ORCHARD = Codebook("orchard", "1", (Frame("fruit", "Fruit"), Frame("pests", "Pests"), Frame("frost", "Frost")))


def passages_of(texts: Sequence[str], language: str | None = "en", start: int = 0, **own: Sequence[Any]) -> pa.Table:
    n = len(texts)
    columns = {
        "document_id": [f"d{i}" for i in range(n)],
        "passage_id": [f"d{i}#1" for i in range(n)],
        "start": [start] * n,
        "end": [start + len(text) for text in texts],
        "text": list(texts),
        "language": [language] * n,
        "speaker": [None] * n,
        "reporter": [None] * n,
        "attribution": ["none"] * n,
    }
    table = pa.table(columns, schema=PASSAGES)
    for name, values in own.items():
        table = table.append_column(name, pa.array(values))
    return table


def lexicon_of(*rows: tuple[str, ...], language: str = "en", name: str = "toy", **more: Any) -> Lexicon:
    """Rows are (frame, pattern[, strength[, rule]]); a row without a frame is an exclusion."""
    entries = []
    for row in rows:
        frame, pattern, *rest = row
        strength = rest[0] if rest else ("strong" if frame else EXCLUDE)
        entries.append(Entry(pattern, frame, strength, rest[1] if len(rest) > 1 else ""))
    return Lexicon(name, "1", language, tuple(entries), **more)


def frames_of(text: str, lexicon: Lexicon, codebook: Codebook = ORCHARD) -> list[str]:
    return score_passages(passages_of([text]), [lexicon], codebook).column("frames").to_pylist()[0]
