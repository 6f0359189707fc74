"""Keyword in context: every place where a pattern stands, with the words around it and who says them.

In: passages and patterns of the matcher's language, or scores with their hits. Out: a table, one row a place.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

import pyarrow as pa

from framing.matcher import Matcher
from framing.records import PASSAGES, check_table

CONCORDANCE = pa.schema(
    {
        "document_id": pa.string(),
        "passage_id": pa.string(),
        "speaker": pa.list_(pa.string()),
        "start": pa.int64(),
        "end": pa.int64(),
        "left": pa.string(),
        "keyword": pa.string(),
        "right": pa.string(),
        "pattern": pa.string(),
        "frame": pa.string(),
        "polarity": pa.string(),
        "voice": pa.string(),
    }
)
_SPACE = re.compile(r"\s+")


def find_keywords(passages: pa.Table, patterns: Sequence[str], *, window: int = 60) -> pa.Table:
    """Where `patterns` stand in the passages, in order of passage and start.

    window: characters of context on each side, cut at a word's edge where there is one. Offsets are the document's.
    Raises FramingError when a pattern cannot be read.
    """
    check_table(passages, PASSAGES, "passages")
    found = Matcher(list(patterns)).find(passages["text"])
    rows = passages.select(PASSAGES.names).to_pylist()
    places = zip(
        found.text_index.tolist(), found.pattern_index.tolist(), found.start.tolist(), found.end.tolist(), strict=True
    )
    lines = [_line(rows[t], a, b, window) | {"pattern": patterns[p]} for t, p, a, b in places]
    return pa.Table.from_pylist(lines, schema=CONCORDANCE)


def list_hits(scores: pa.Table, *, frame: str = "", window: int = 60) -> pa.Table:
    """The hits of a scores table as a concordance, all frames or one."""
    lines = []
    for row in scores.select([*PASSAGES.names, "hits"]).to_pylist():
        for hit in row["hits"]:
            if frame and hit["frame"] != frame:
                continue
            line = _line(row, hit["start"] - row["start"], hit["end"] - row["start"], window)
            named = {key: hit[key] for key in ("frame", "polarity", "voice")}
            lines.append(line | named | {"pattern": hit["entry"]})
    return pa.Table.from_pylist(lines, schema=CONCORDANCE)


def _line(passage: Mapping[str, Any], start: int, end: int, window: int) -> dict[str, Any]:
    text = passage["text"]
    return {
        "document_id": passage["document_id"],
        "passage_id": passage["passage_id"],
        "speaker": passage["speaker"],
        "start": passage["start"] + start,
        "end": passage["start"] + end,
        "left": _cut(text[max(0, start - window) : start], start > window, left=True),
        "keyword": _SPACE.sub(" ", text[start:end]),
        "right": _cut(text[end : end + window], len(text) > end + window, left=False),
    }


def _cut(context: str, is_cut: bool, *, left: bool) -> str:
    """Drop the half word at the far edge of a context that was cut; text without spaces keeps its characters."""
    folded = _SPACE.sub(" ", context)
    if is_cut and " " in folded.strip():
        folded = folded.partition(" ")[2] if left else folded.rpartition(" ")[0]
    return folded.lstrip() if left else folded.rstrip()
