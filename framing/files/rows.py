"""Reads any table of ours or the user's (csv, tsv, jsonl, json, parquet, .gz of these) as it is, without roles.

In: a path. Out: a table, or dictionaries. For small files such as lists of people and codes: it is read whole.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa

from framing.errors import FramingError
from framing.files.columns import check_column
from framing.files.damage import tell_damage
from framing.files.delimited import DelimitedFile
from framing.files.jsonl import JsonFile
from framing.files.notes import Notes
from framing.files.parquet import ParquetFile
from framing.files.raw import RawFile
from framing.files.sources import CSV, JSON, JSONL, PARQUET, READABLE_TABLES, TSV, Source, file_kind

_BATCH_BYTES = 8 << 20
_READERS: dict[str, Callable[[Source, Notes, int], RawFile]] = {
    CSV: DelimitedFile,
    TSV: DelimitedFile,
    JSONL: JsonFile,
    JSON: JsonFile,
    PARQUET: ParquetFile,
}


def read_table(path: str | Path) -> pa.Table:
    """A table as the file has it (CSV cells are texts). Raises FramingError at the first bad row."""
    name = str(path)
    place = Path(path)
    if not place.is_file():
        raise FramingError(f"there is no file {name}; check the path")
    kind, stem = file_kind(place)
    if kind not in _READERS:
        raise FramingError(f"{name} is no table; give {READABLE_TABLES}")
    file: RawFile = _READERS[kind](Source(name, stem, kind, place), Notes(strict=True), _BATCH_BYTES)
    with tell_damage(name):
        schema = file.schema()
        return pa.concat_tables([schema.empty_table(), *(batch.table for batch in file.batches(schema))])


def read_rows(path: str | Path, *, needed: Sequence[str] = ()) -> list[dict[str, Any]]:
    """The rows of a table as dictionaries. Raises FramingError when a `needed` column is not there."""
    table = read_table(path)
    for column in needed:
        check_column(str(path), table.schema.names, column)
    return table.to_pylist()  # type: ignore[no-any-return]
