"""Reads hand or machine codes: long (a row a passage, coder and frame) or wide (a column a frame).

In: a table file. Out: CODES. Offsets are characters of the document, end exclusive; it does not look at the texts.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa

from framing.errors import FramingError
from framing.files.columns import check_column
from framing.files.notes import list_names, show_value
from framing.files.rows import read_rows
from framing.records import CODES, Codebook

_YES, _NO = ("1", "1.0", "true", "yes", "y"), ("0", "0.0", "false", "no", "n")
# A wide table without a coder is one coder's.
_UNNAMED_CODER = "coder"


def read_codes(path: str | Path, codebook: Codebook) -> pa.Table:
    """The codes of a file, its frames held against the codebook.

    A row names its passage by document_id (or id) with start and end, or by passage_id. Empty cells of a wide table
    are no codes. weight is 1 where none is given. Raises FramingError with file, row, value and remedy.
    """
    name = str(path)
    rows = read_rows(path)
    found = list(rows[0]) if rows else []
    wide = [frame for frame in codebook.frame_ids if frame in found]
    if "frame" not in found and not wide:
        raise FramingError(
            f"{name} has neither a column 'frame' nor one named like a frame of {codebook.label}; "
            f"it has {list_names(found)}"
        )
    if "passage_id" not in found:
        _check_places(name, found)
    made: list[dict[str, Any]] = []
    for number, row in enumerate(rows, start=1):
        where = f"{name}, row {number}"
        place = _place(row, where)
        if "frame" in found:
            codebook.check_frame(str(row["frame"]), where)
            made.append({**place, "frame": row["frame"], "code": _code(row.get("code", 1), where)})
        else:
            made += [{**place, "frame": f, "code": _code(row[f], where)} for f in wide if not _is_empty(row[f])]
    return pa.Table.from_pylist(made, schema=CODES)


def _check_places(name: str, found: Sequence[str]) -> None:
    check_column(name, found, "document_id" if "id" not in found else "id")
    for column in ("start", "end"):
        if (column in found) != ("start" in found):
            check_column(name, found, column)


def _place(row: Mapping[str, Any], where: str) -> dict[str, Any]:
    document = row.get("document_id", row.get("id"))
    start, end = (_whole(row.get(key), key, where) for key in ("start", "end"))
    if (start is None) != (end is None) or (start is not None and end is not None and not 0 <= start < end):
        raise FramingError(
            f"{where}: start {start} and end {end} are no stretch of text; start counts from 0, before end"
        )
    weight = row.get("weight")
    return {
        "document_id": None if _is_empty(document) else str(document),
        "start": start,
        "end": end,
        "passage_id": None if _is_empty(row.get("passage_id")) else str(row["passage_id"]),
        "coder": str(row.get("coder") or _UNNAMED_CODER),
        "weight": 1.0 if _is_empty(weight) else _number(weight, "weight", where),
        "codebook_version": None if _is_empty(row.get("codebook_version")) else str(row["codebook_version"]),
    }


def _code(value: Any, where: str) -> int:
    word = str(value).strip().casefold()
    if word in _YES or word in _NO:
        return int(word in _YES)
    raise FramingError(f"{where}: code {show_value(value)} is not known; write 1 (coded) or 0 (looked at, not coded)")


def _whole(value: Any, key: str, where: str) -> int | None:
    if _is_empty(value):
        return None
    number = _number(value, key, where)
    if number != int(number):
        raise FramingError(f"{where}: {key} {show_value(value)} is no whole number; write characters from the start")
    return int(number)


def _number(value: Any, key: str, where: str) -> float:
    try:
        return float(value)
    except (TypeError, ValueError):
        raise FramingError(f"{where}: {key} {show_value(value)} is no number; write digits") from None


def _is_empty(value: Any) -> bool:
    return value is None or (isinstance(value, str) and not value.strip())
