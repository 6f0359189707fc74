"""A concordance as lines with the keyword in the middle."""

from __future__ import annotations

import pyarrow as pa

from framing.report.tables import cell_width, shorten

_SPEAKER_WIDTH = 18


def format_concordance(lines: pa.Table, *, width: int = 100) -> str:
    """One line a place: passage, speaker, left context, keyword, right context; the count below."""
    rows = lines.to_pylist()
    if not rows:
        return "nothing found"
    place = max(cell_width(row["passage_id"]) for row in rows)
    keyword = max(cell_width(row["keyword"]) for row in rows)
    side = max(10, (width - place - _SPEAKER_WIDTH - keyword - 8) // 2)
    out = []
    for row in rows:
        speaker = shorten("; ".join(row["speaker"] or []), _SPEAKER_WIDTH)
        left, right = _tail(row["left"], side), shorten(row["right"], side)
        marks = [m for m in (row["polarity"], row["voice"]) if m not in (None, "affirmed", "own")]
        out.append(
            f"{_pad(row['passage_id'], place)}  {_pad(speaker, _SPEAKER_WIDTH)}  {_pad(left, side, right=True)}"
            f"  {_pad(row['keyword'], keyword)}  {right}{'  (' + ', '.join(marks) + ')' if marks else ''}"
        )
    passages, documents = len({r["passage_id"] for r in rows}), len({r["document_id"] for r in rows})
    return "\n".join([*out, f"{len(rows)} places in {passages} passages of {documents} documents"])


def _tail(text: str, width: int) -> str:
    """The end of a text that fits; the left context is read from the keyword outwards."""
    if cell_width(text) <= width:
        return text
    return shorten(text[::-1], width)[::-1]


def _pad(text: str, width: int, *, right: bool = False) -> str:
    gap = " " * max(0, width - cell_width(text))
    return gap + text if right else text + gap
