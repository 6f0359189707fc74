"""Writes tables of one schema as one result: json, jsonl, csv or parquet, whole or not at all.

In: tables, a path and a format. Out: a file or standard output. The page for people is made in `report`.
"""

from __future__ import annotations

import codecs
import sys
from collections.abc import Callable, Iterable, Iterator
from itertools import chain
from pathlib import Path
from typing import BinaryIO, cast

import pyarrow as pa
import pyarrow.parquet as pq
from pyarrow import csv as arrow_csv

from framing.errors import FramingError
from framing.files.jsontext import cell_texts, combined, row_texts, without_nan
from framing.files.output import open_output

# Bytes of table turned to text at a time, by Arrow and by the compiled writer.
_PIECE_BYTES, _LARGE_PIECE_BYTES = 4 << 20, 16 << 20
# A table of so many bytes is worth loading the compiled writer, some hundredths of a second (five seconds where it is
# not cached yet); once it is there, it writes smaller ones too.
_COMPILED_BYTES, _WORTH_A_CALL = 4 << 20, 1 << 16
_WRITER = "framing.files.lines.kernels"


def write_tables(tables: Iterable[pa.Table], path: str | Path | None, format: str) -> None:
    """Write tables as one result; nothing is left behind when the making of a table fails.

    path : None or `-` is standard output; `.gz` at its end packs it. format : json, jsonl, csv or parquet.
    Raises FramingError for another format and for a path that cannot be written.
    """
    if format not in _WRITERS:
        raise FramingError(f"format '{format}' is not known; choose {', '.join(_WRITERS)}")
    with open_output(path) as stream:
        _WRITERS[format](iter(tables), stream)


def table_bytes(table: pa.Table, format: str, *, continued: bool = False) -> bytes | memoryview:
    """A table as jsonl or csv; `continued`: behind others of the same kind, so without a header."""
    made = _Parts()
    if format == "csv":
        _write_csv(iter([table]), cast(BinaryIO, made), header=not continued)
    else:
        _WRITERS[format](iter([table]), cast(BinaryIO, made))
    return made.parts[0] if len(made.parts) == 1 else b"".join(made.parts)


def write_sheet(table: pa.Table, path: str | Path | None) -> None:
    """Write a table for people to fill: CSV with the mark by which spreadsheet programs know UTF-8."""
    with open_output(path) as stream:
        stream.write(codecs.BOM_UTF8)
        _write_csv(iter([table]), stream)


def _write_jsonl(tables: Iterator[pa.Table], stream: BinaryIO) -> None:
    for piece in _pieces(tables):
        stream.write(_json_rows(piece, "\n"))


def _write_json(tables: Iterator[pa.Table], stream: BinaryIO) -> None:
    stream.write(b"[")
    before = b"\n"
    for piece in _pieces(tables):
        stream.write(before)
        stream.write(_json_rows(piece, ",\n")[:-2])
        before = b",\n"
    stream.write(b"\n]\n")


def _json_rows(piece: pa.Table, end: str) -> memoryview:
    """The rows as JSON, `end` behind each."""
    if _is_large(piece):
        from framing.files.lines.rows import json_rows

        return json_rows(piece, end)
    rows = row_texts(piece, end)
    whole = pa.ListArray.from_arrays(pa.array([0, len(rows)], pa.int32()), rows)
    return memoryview(pa.compute.binary_join(whole, "")[0].as_buffer())


def _write_csv(tables: Iterator[pa.Table], stream: BinaryIO, *, header: bool = True) -> None:
    first = next(tables)
    options = arrow_csv.WriteOptions(include_header=header)
    flat = _flat(first.slice(0, 0)).schema
    # Nobody else writes to the stream; closing the writer must not close standard output.
    with arrow_csv.CSVWriter(_open_sink(stream), flat, write_options=options) as writer:
        for piece in _pieces(chain([first], tables)):
            rows = _csv_rows(piece)
            if rows is not None:
                stream.write(rows)
            else:
                writer.write_table(_flat(piece))


def _csv_rows(piece: pa.Table) -> memoryview | None:
    """The rows of a large table, unless it has types that only Arrow writes."""
    if not _is_large(piece):
        return None
    from framing.files.lines.rows import csv_rows

    return csv_rows(piece)


def _flat(table: pa.Table) -> pa.Table:
    """Lists and structs as JSON in a cell."""
    columns = [
        cell_texts(name, table[name]) if pa.types.is_nested(table[name].type) else _plain(combined(table[name]))
        for name in table.schema.names
    ]
    return pa.table(columns, names=table.schema.names)


def _plain(values: pa.Array) -> pa.Array:
    """What is no number is an empty cell, as what is missing."""
    return without_nan(values) if pa.types.is_floating(values.type) else values


def _write_parquet(tables: Iterator[pa.Table], stream: BinaryIO) -> None:
    first = next(tables)
    with pq.ParquetWriter(_open_sink(stream), first.schema, compression="zstd") as writer:
        for table in chain([first], tables):
            writer.write_table(table)


def _open_sink(stream: BinaryIO) -> pa.NativeFile:
    return pa.PythonFile(_Unclosed(stream), mode="w")


def _pieces(tables: Iterator[pa.Table]) -> Iterator[pa.Table]:
    """Tables cut so that their text stays far from the limit of an Arrow array; empty ones are passed over."""
    for table in tables:
        if not table.num_rows:
            continue
        size = _LARGE_PIECE_BYTES if _is_large(table) else _PIECE_BYTES
        rows = max(1, int(table.num_rows * size / max(table.nbytes, 1)))
        for start in range(0, table.num_rows, rows):
            yield table.slice(start, rows)


def _is_large(table: pa.Table) -> bool:
    return bool(table.nbytes >= (_WORTH_A_CALL if _WRITER in sys.modules else _COMPILED_BYTES))


class _Parts:
    """A stream that keeps what is written, without a copy."""

    def __init__(self) -> None:
        self.parts: list[bytes | memoryview] = []

    def write(self, data: bytes | memoryview) -> int:
        self.parts.append(data)
        return len(data)

    def flush(self) -> None:
        """Nothing is held back."""


class _Unclosed:
    """A stream that others may write to but not close."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self.closed = False

    def write(self, data: bytes | memoryview) -> int:
        # Arrow fills the same place again, and the stream may keep what it is given.
        return self._stream.write(bytes(data))

    def flush(self) -> None:
        self._stream.flush()

    def close(self) -> None:
        self.closed = True


_WRITERS: dict[str, Callable[[Iterator[pa.Table], BinaryIO], None]] = {
    "json": _write_json,
    "jsonl": _write_jsonl,
    "csv": _write_csv,
    "parquet": _write_parquet,
}
