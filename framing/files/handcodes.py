"""Reads hand-coded passages: codes of one or many coders, with whatever else their rows say of the passages.

In: table files (a filled sheet of `framing sample`, one file a coder or all in one). Out: CODES, and the units as
PASSAGES with the other columns behind.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa

from framing.errors import FramingError
from framing.files.codes import parse_codes
from framing.files.notes import list_names
from framing.files.rows import read_rows
from framing.records import CODES, PASSAGES, Codebook
from framing.terms import guess_language

# Other names of our columns, taken where ours is not there; told in a note.
_OTHER_NAMES = {
    "document_id": ("cluster", "doc_id", "document"),
    "passage_id": ("id", "unit_id"),
    "frames": ("gold",),
    "text": ("passage", "content"),
}
_CODING = ("coder", "frame", "frames", "code", "weight", "codebook_version", "context_before", "context_after", "note")


@dataclass(frozen=True)
class HandCodes:
    """CODES whose passage_id names a row of `units`: PASSAGES (text null where none is given), then other columns.

    is_designed: whether inclusion probabilities are known (a weight in every row). is_picked: whether passages were
    picked for their uncertainty, which no figure can be made to represent the corpus.
    """

    codes: pa.Table
    units: pa.Table
    is_designed: bool
    is_picked: bool


def read_hand_codes(
    paths: Sequence[str], codebook: Codebook, *, names: Mapping[str, str], notes: list[str]
) -> HandCodes:
    """The hand codes of all files. A file without a column `coder` is one coder's, called like the file.

    names : column role (text, id, speaker, …) to the user's column. A unit is a stretch of a document where start and
    end are given, else a passage_id, else a document. Raises FramingError with file and row.
    """
    if not paths:
        raise FramingError("no hand codes are named; give a filled coding sheet (csv, jsonl, …)")
    several = len(paths) > 1
    named = [(path, read_rows(path), Path(path).name.split(".")[0] if several else "") for path in paths]
    return _collect(named, codebook, names, notes)


def take_hand_codes(
    table: Any, codebook: Codebook, *, names: Mapping[str, str] | None = None, notes: list[str] | None = None
) -> HandCodes:
    """The rows of a data frame (pandas, polars, Arrow) as hand codes, the same as from a file of them.

    >>> from framing.records import Frame
    >>> codes = pa.table({"passage_id": ["a", "a"], "coder": ["x", "y"], "peace": [1, 0]})
    >>> take_hand_codes(codes, Codebook("c", "1", (Frame("peace", "Peace"),))).codes["code"].to_pylist()
    [1, 0]
    """
    if not hasattr(table, "__arrow_c_stream__"):
        raise FramingError(f"{type(table).__name__} is no table; give a pandas, polars or Arrow table")
    rows = pa.table(table).to_pylist()
    return _collect([("the table", rows, "")], codebook, names or {}, [] if notes is None else notes)


def _collect(
    tables: Sequence[tuple[str, list[dict[str, Any]], str]],
    codebook: Codebook,
    names: Mapping[str, str],
    notes: list[str],
) -> HandCodes:
    """Hand codes of (name, rows, coder where the rows name none)."""
    codes: list[dict[str, Any]] = []
    units: dict[str, dict[str, Any]] = {}
    rows_seen, weighted, picked = 0, 0, False
    for path, given, default in tables:
        _refuse_scores(given, path)
        rows = _renamed(given, path, names, notes)
        for row, parsed in zip(rows, parse_codes(rows, path, codebook), strict=True):
            if not parsed:
                continue
            key = unit_key(parsed[0])
            coder = {"coder": default} if default and not row.get("coder") else {}
            codes += [{**code, "passage_id": key, **coder} for code in parsed]
            units.setdefault(key, _unit(key, row, parsed[0], codebook))
            rows_seen, weighted = rows_seen + 1, weighted + (str(row.get("weight") or "").strip() != "")
            picked = picked or row.get("design") == "uncertainty"
    if not codes:
        listed = list_names([name for name, _, _ in tables])
        raise FramingError(f"{listed}: no cell of a frame is filled; write 1 (coded) or 0 (looked at, not)")
    table = pa.Table.from_pylist(codes, schema=CODES)
    return HandCodes(table, _units_table(list(units.values())), weighted == rows_seen, picked)


def _refuse_scores(rows: Sequence[Mapping[str, Any]], path: str) -> None:
    if rows and {"method", "values", "hits"} <= set(rows[0]):
        raise FramingError(
            f"{path} holds rows of `framing score`, which a machine coded; give it as --method codes --codes {path}"
        )


def unit_key(place: Mapping[str, Any]) -> str:
    """One text that names a coded unit, the same for all coders."""
    if place["document_id"] is not None and place["start"] is not None:
        return f"{place['document_id']}:{place['start']}-{place['end']}"
    return str(place["passage_id"] or place["document_id"])


def _renamed(rows: list[dict[str, Any]], path: str, names: Mapping[str, str], notes: list[str]) -> list[dict[str, Any]]:
    found = list(rows[0]) if rows else []
    wanted = {("passage_id" if role == "id" else role): column for role, column in names.items()}
    for ours, others in _OTHER_NAMES.items():
        column = next((o for o in others if o in found), "")
        # An id alone is the document's, as everywhere else; beside a document it is the passage's.
        alone = ours == "passage_id" and not {"document_id", "cluster", "doc_id", "document"} & set(found)
        if ours not in found and ours not in wanted and column and not alone:
            wanted[ours] = column
    # Names of columns are given for texts and hand codes alike, and either may lack some.
    taken = {ours: column for ours, column in wanted.items() if column != ours and column in found}
    if taken:
        notes.append(f"{path}: {', '.join(f'{ours} from {column!r}' for ours, column in taken.items())}")
    other = {column: ours for ours, column in taken.items()}
    return [{other.get(name, name): value for name, value in row.items()} for row in rows]


def _unit(key: str, row: Mapping[str, Any], place: Mapping[str, Any], codebook: Codebook) -> dict[str, Any]:
    text = row.get("text")
    speaker = row.get("speaker")
    names = speaker.split("; ") if isinstance(speaker, str) and speaker else speaker or []
    known = {*_CODING, *PASSAGES.names, *codebook.frame_ids}
    own = {k: v for k, v in row.items() if k not in known}
    start = place["start"] if place["start"] is not None else 0
    return {
        "document_id": place["document_id"] or key,
        "passage_id": key,
        "start": start,
        "end": place["end"] if place["end"] is not None else start + len(text or ""),
        "text": text,
        "language": row.get("language") or (guess_language(text) if text else None),
        "speaker": [str(name) for name in names],
        "reporter": row.get("reporter"),
        "attribution": "metadata" if names else "none",
        "given_passage_id": place["passage_id"],
        **{k: None if v is None else str(v) for k, v in own.items() if not isinstance(v, list | dict)},
    }


def _units_table(units: list[dict[str, Any]]) -> pa.Table:
    columns = dict.fromkeys(name for unit in units for name in unit)
    types = {field.name: field.type for field in PASSAGES}
    schema = pa.schema([(name, types.get(name, pa.string())) for name in columns])
    return pa.Table.from_pylist(units, schema=schema)
