"""Reads attributions that stand apart from their texts: the rows of `framing quotes`, ours or made by hand.

In: a table file. Out: QUOTES with a column `scope`. It holds no span against a text; `check_attributions` does, given
the documents.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa

from framing.errors import FramingError
from framing.files.notes import show_value
from framing.files.rows import read_rows
from framing.records import QUOTES

_NAME_COLUMNS = ("speaker", "holder", "co_holders")
_KINDS = ("direct", "indirect", "mixed")
_DEFAULTS = {"level": 0, "parent": -1, "rule": ""}
# `document`: the file has all attributions of the document; `span`: the row is in place of what it overlaps.
SCOPES = ("document", "span")
BY_HAND = QUOTES.append(pa.field("scope", pa.string()))


def read_attributions(path: str | Path) -> pa.Table:
    """The attributions of a file, as QUOTES with their `scope`; columns beyond these are passed over.

    Needed are document_id and spans, or start and end (standoff, one stretch a row); names may be a text, a list or a
    JSON list. `parent` counts the rows of the document from 0. `scope` is `document` unless the row says `span`.
    Raises FramingError with file, row, value and remedy.
    """
    rows = read_rows(path, needed=("document_id",))
    if rows and "spans" not in rows[0] and not {"start", "end"} <= rows[0].keys():
        raise FramingError(f"{path} has no column 'spans'; it has {', '.join(rows[0])}")
    made = [_read_row(row, f"{path}, row {number}") for number, row in enumerate(rows, start=1)]
    return pa.Table.from_pylist(made, schema=BY_HAND)


def check_attributions(
    quotes: pa.Table, documents: pa.Table, *, name: str, places: Sequence[int] | None = None
) -> None:
    """Hold spans, cues and mentions against the texts. Raises FramingError for the first that does not stand there.

    places : where in the file, from 0, the rows of `quotes` stand, when they are a part of it.
    """
    texts = dict(zip(documents["document_id"].to_pylist(), documents["text"].to_pylist(), strict=True))
    for place, row in zip(range(len(quotes)) if places is None else places, quotes.to_pylist(), strict=True):
        where = f"{name}, row {place + 1}"
        text = texts.get(row["document_id"])
        if text is None:
            raise FramingError(f"{where}: there is no document '{row['document_id']}' in the inputs; give its text too")
        last = max([end for _, end in row["spans"]] + [row["cue_end"] or 0, row["speaker_end"] or 0])
        if last > len(text):
            raise FramingError(
                f"{where}: character {last} is past the end of '{row['document_id']}' ({len(text)} long)"
            )
        for piece, start in (("cue", "cue_start"), ("speaker_text", "speaker_start")):
            _check_words(row, piece, start, text, where)


def _check_words(row: Mapping[str, Any], piece: str, start: str, text: str, where: str) -> None:
    if row[piece] is None or row[start] is None:
        return
    there = text[row[start] : row[start.replace("_start", "_end")]]
    if " ".join(there.split()) != " ".join(row[piece].split()):
        raise FramingError(f"{where}: the text has {show_value(there)} where {piece} is {show_value(row[piece])}")


def _read_row(row: Mapping[str, Any], where: str) -> dict[str, Any]:
    made = {name: row.get(name) for name in QUOTES.names}
    made["document_id"] = str(row["document_id"])
    made["spans"] = _spans(row["spans"] if "spans" in row else _standoff(row, where), where)
    made["scope"] = row.get("scope") or SCOPES[0]
    if made["scope"] not in SCOPES:
        raise FramingError(f"{where}: scope {show_value(made['scope'])} is not known; write document or span")
    if made["scope"] == "span":
        made["rule"] = None  # the rule of ours that it corrects says nothing of it
    if made["kind"] is not None and made["kind"] not in _KINDS:
        raise FramingError(f"{where}: kind {show_value(made['kind'])} is not known; write {', '.join(_KINDS)}")
    for name in _NAME_COLUMNS:
        made[name] = _names(row.get(name))
    for name in QUOTES.names:
        if pa.types.is_integer(QUOTES.field(name).type):
            made[name] = _whole(made[name], name, where)
        if made[name] in (None, "") and name in _DEFAULTS:
            made[name] = _DEFAULTS[name]
    return made


def _spans(value: Any, where: str) -> list[list[int]]:
    found = _unpacked(value)
    if isinstance(found, list) and found and all(map(_is_span, found)):
        return [list(map(int, span)) for span in found]
    raise FramingError(f"{where}: spans {show_value(value)} are no stretches of text; write [[start, end], …]")


def _standoff(row: Mapping[str, Any], where: str) -> list[list[int | None]]:
    return [[_whole(row[name], name, where) for name in ("start", "end")]]


def _is_span(value: Any) -> bool:
    pair = isinstance(value, Sequence) and len(value) == 2 and all(isinstance(at, int) for at in value)
    return pair and 0 <= value[0] < value[1]


def _names(value: Any) -> list[str]:
    found = _unpacked(value)
    if found is None or found == "":
        return []
    return [str(name) for name in found] if isinstance(found, list) else [str(found)]


def _unpacked(value: Any) -> Any:
    """A list that stands in a text cell."""
    if isinstance(value, str) and value.startswith("["):
        try:
            return json.loads(value)
        except json.JSONDecodeError:
            return value
    return value


def _whole(value: Any, name: str, where: str) -> int | None:
    if value is None or value == "":
        return None
    try:
        return int(value)
    except (TypeError, ValueError):
        raise FramingError(f"{where}: {name} {show_value(value)} is no whole number; write digits") from None
