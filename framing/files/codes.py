"""Reads hand or machine codes: long (a row a passage, coder and frame) or wide (a column a frame, or a list of frames).

In: a table file. Out: CODES or JUDGEMENTS. Offsets are characters of the document, end exclusive; it does not look at
the texts.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from typing import Any

import pyarrow as pa

from framing.errors import FramingError
from framing.files.columns import check_column
from framing.files.notes import list_names, show_value
from framing.files.rows import read_rows
from framing.records import CODES, JUDGEMENTS, Codebook

_YES, _NO = ("1", "1.0", "true", "yes", "y"), ("0", "0.0", "false", "no", "n")
# A wide table without a coder is one coder's.
_UNNAMED_CODER = "coder"
# What a frame's number is called in a long table of another tool, best first.
_NUMBERS = ("probability", "prob", "score", "code")
_BETWEEN = re.compile(r"[|;,]")
_DECIMAL_COMMA = re.compile(r"\d+,\d+")


def read_codes(path: str | Path, codebook: Codebook) -> pa.Table:
    """The codes of a file, its frames held against the codebook: CODES.

    A row names its passage by document_id (or id) with start and end, or by passage_id. Empty cells of a wide table
    are no codes; a column `frames` lists those coded, the others were looked at and not found. weight is 1 where none
    is given. Raises FramingError with file, row, value and remedy.
    """
    reading = _Reading(str(path), codebook, _code, ("code",))
    return pa.Table.from_pylist(list(reading.read(read_rows(path))), schema=CODES)


def parse_codes(rows: Sequence[Mapping[str, Any]], name: str, codebook: Codebook) -> list[list[dict[str, Any]]]:
    """The codes of each row of a table that is read already: a list a row, empty where nothing is coded."""
    return _Reading(name, codebook, _code, ("code",)).read_each(rows)


def read_judgements(path: str | Path, codebook: Codebook, notes: list[str]) -> pa.Table:
    """What another tool or model says of passages, as probabilities from 0 to 1 (yes and no are 1 and 0): JUDGEMENTS.

    The same shapes as `read_codes`. Frames that are not in the codebook are left out and told in `notes`.
    """
    reading = _Reading(str(path), codebook, _probability, _NUMBERS, lenient=True)
    table = pa.Table.from_pylist(list(reading.read(read_rows(path))), schema=JUDGEMENTS)
    if reading.unknown:
        named = list_names([f"'{frame}' in {n} rows" for frame, n in sorted(reading.unknown.items())])
        notes.append(f"{path}: not in codebook {codebook.label} and left out: {named}")
    if not table.num_rows:
        raise FramingError(f"{path} holds no code for a frame of {codebook.label} ({list_names(codebook.frame_ids)})")
    return table


@dataclass
class _Reading:
    """One file on its way to codes: what a code may be, where a long table keeps it, and frames nobody knows."""

    name: str
    codebook: Codebook
    parse: Callable[[Any, str], float]
    numbers: tuple[str, ...]
    lenient: bool = False
    unknown: Counter[str] = field(default_factory=Counter)

    def read(self, rows: Sequence[Mapping[str, Any]]) -> Iterator[dict[str, Any]]:
        return chain.from_iterable(self.read_each(rows))

    def read_each(self, rows: Sequence[Mapping[str, Any]]) -> list[list[dict[str, Any]]]:
        found = list(rows[0]) if rows else []
        self._check(found)
        wide = [frame for frame in self.codebook.frame_ids if frame in found]
        made = []
        for number, row in enumerate(rows, start=1):
            where = f"{self.name}, row {number}"
            place = _place(row, where)
            codes = [(frame, self.parse(value, where)) for frame, value in self._frames(row, found, wide, where)]
            made.append([{**place, "frame": frame, "code": code} for frame, code in codes])
        return made

    def _check(self, found: Sequence[str]) -> None:
        if not {"frame", "frames", *self.codebook.frame_ids} & set(found):
            raise FramingError(
                f"{self.name} has no column 'frame' or 'frames', and none named like a frame of "
                f"{self.codebook.label}; it has {list_names(found)}"
            )
        if "passage_id" not in found:
            _check_places(self.name, found)

    def _frames(
        self, row: Mapping[str, Any], found: Sequence[str], wide: Sequence[str], where: str
    ) -> Iterator[tuple[str, Any]]:
        if "frame" in found:
            column = next((c for c in self.numbers if c in found), "")
            if self._knows(str(row["frame"]), where):
                yield str(row["frame"]), row[column] if column else 1
        elif wide:
            yield from ((frame, row[frame]) for frame in wide if not _is_empty(row[frame]))
        elif row["frames"] is not None:
            named = [frame for frame in _listed(row["frames"]) if self._knows(frame, where)]
            yield from ((frame, int(frame in named)) for frame in self.codebook.frame_ids)

    def _knows(self, frame: str, where: str) -> bool:
        if not self.lenient:
            self.codebook.check_frame(frame, where)
        known = frame in self.codebook.frame_ids
        self.unknown.update([] if known else [frame])
        return known


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


def _listed(frames: Any) -> list[str]:
    """The frames of a list, of a JSON list in a cell, or of names with | ; or , between them."""
    if isinstance(frames, str):
        text = frames.strip()
        frames = json.loads(text) if text.startswith("[") and text.endswith("]") else _BETWEEN.split(text)
    return [str(frame).strip() for frame in frames if str(frame).strip()]


def _code(value: Any, where: str) -> int:
    word = str(value).strip().casefold()
    if word in _YES or word in _NO:
        return int(word in _YES)
    raise FramingError(f"{where}: code {show_value(value)} is not known; write 1 (coded) or 0 (looked at, not coded)")


def _probability(value: Any, where: str) -> float:
    word = str(value).strip().casefold()
    if word in _YES or word in _NO:
        return float(word in _YES)
    number = _number(value, "code", where)
    if not 0.0 <= number <= 1.0:
        raise FramingError(f"{where}: code {show_value(value)} is no probability; write 0 to 1, or 0 and 1")
    return number


def _whole(value: Any, key: str, where: str) -> int | None:
    if _is_empty(value):
        return None
    number = _number(value, key, where)
    if number != int(number):
        raise FramingError(f"{where}: {key} {show_value(value)} is no whole number; write characters from the start")
    return int(number)


def _number(value: Any, key: str, where: str) -> float:
    # A spreadsheet program writes 26.5 as 26,5 where that is the custom; nobody writes thousands apart here.
    plain = value.replace(",", ".") if isinstance(value, str) and _DECIMAL_COMMA.fullmatch(value.strip()) else value
    try:
        return float(plain)
    except (TypeError, ValueError):
        raise FramingError(f"{where}: {key} {show_value(value)} is no number; write digits") from None


def _is_empty(value: Any) -> bool:
    return value is None or (isinstance(value, str) and not value.strip())
