"""A concordance as lines with the keyword in the middle."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import Any

import pyarrow as pa

from framing.report.passages import tag_frames
from framing.report.tables import cell_width, pad, shorten, visible, wrap

_SPEAKER_WIDTH = 18
# Longer keywords run on into the room of their right context.
_KEYWORD_WIDTH = 24
_LEAST_SIDE = 10

Row = Mapping[str, Any]


def format_concordance(lines: pa.Table, *, width: int = 100) -> str:
    """One line a place: passage, speaker, left context, keyword, right context; the count below.

    Hits of several frames at one place share a line, with the frames' tags before it.
    """
    rows = lines.to_pylist()
    if not rows:
        return "nothing found"
    tags = tag_frames(sorted({row["frame"] for row in rows if row["frame"]}))
    places = [_place(list(same), tags if len(tags) > 1 else {}) for _, same in groupby(rows, key=_spot)]
    columns = ("passage", "speaker", "tags", "keyword")
    passage, speaker, tag, keyword = (max(cell_width(p[name]) for p in places) for name in columns)
    keyword = min(keyword, _KEYWORD_WIDTH)
    head = passage + speaker + tag + 2 * (2 + (tag > 0))
    side = max(_LEAST_SIDE, (width - head - keyword - 4) // 2)
    out = []
    for p in places:
        first = [pad(p["passage"], passage), pad(p["speaker"], speaker), *([pad(p["tags"], tag)] if tag else [])]
        left = pad(_tail(p["left"], side), side, right=True)
        room = max(_LEAST_SIDE, width - head - side - 4 - max(keyword, cell_width(p["keyword"])) - _marks_width(p))
        right = shorten(p["right"], room) + (f"  {p['marks']}" if p["marks"] else "")
        out.append("  ".join([*first, left, pad(p["keyword"], keyword), right]).rstrip())
    counts = (len(places), "place"), (len({r["passage_id"] for r in rows}), "passage")
    told = [f"{n} {noun}{'s' * (n != 1)}" for n, noun in (*counts, (len({r["document_id"] for r in rows}), "document"))]
    legend = "; ".join(f"{tag} = {frame.replace('_', ' ')}" for frame, tag in tags.items()) if len(tags) > 1 else ""
    return "\n".join([*out, f"{told[0]} in {told[1]} of {told[2]}", *([wrap(legend, width=width)] if legend else [])])


def _spot(row: Row) -> tuple[str, int, int]:
    return row["passage_id"], row["start"], row["end"]


def _place(rows: Sequence[Row], tags: Mapping[str, str]) -> dict[str, str]:
    """The texts of one line, from all hits at the place."""
    row = rows[0]
    frames = dict.fromkeys(tags[r["frame"]] for r in rows if r["frame"] in tags)
    marks = dict.fromkeys(m for r in rows for m in (r["polarity"], r["voice"]) if m not in (None, "affirmed", "own"))
    return {
        "passage": row["passage_id"],
        "speaker": shorten(visible("; ".join(row["speaker"] or [])), _SPEAKER_WIDTH),
        "tags": "+".join(frames),
        "left": visible(row["left"]).rstrip(),
        "keyword": visible(row["keyword"]),
        "right": visible(row["right"]).lstrip(),
        "marks": f"({', '.join(marks)})" if marks else "",
    }


def _marks_width(place: Mapping[str, str]) -> int:
    return cell_width(place["marks"]) + 2 if place["marks"] else 0


def _tail(text: str, width: int) -> str:
    """The end of a text that fits; the left context is read from the keyword outwards."""
    if cell_width(text) <= width:
        return text
    return shorten(text[::-1], width)[::-1]
