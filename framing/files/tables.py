"""Writes tables of one schema as one result: json, jsonl, csv or parquet, whole or not at all.

In: tables, a path and a format. Out: a file or standard output. The page for people is made in `report`.
"""

from __future__ import annotations

import codecs
from collections.abc import Callable, Iterable, Iterator
from itertools import chain
from pathlib import Path
from typing import BinaryIO

import pyarrow as pa
import pyarrow.parquet as pq
from pyarrow import csv as arrow_csv

from framing.errors import FramingError
from framing.files.jsontext import cell_texts, row_texts
from framing.files.output import open_output

# Bytes of table turned to text at a time.
_PIECE_BYTES = 4 << 20


def write_tables(tables: Iterable[pa.Table], path: str | Path | None, format: str) -> None:
    """Write tables as one result; nothing is left behind when the making of a table fails.

    path : None or `-` is standard output; `.gz` at its end packs it. format : json, jsonl, csv or parquet.
    Raises FramingError for another format and for a path that cannot be written.
    """
    if format not in _WRITERS:
        raise FramingError(f"format '{format}' is not known; choose {', '.join(_WRITERS)}")
    with open_output(path) as stream:
        _WRITERS[format](iter(tables), stream)


def write_stream(tables: Iterable[pa.Table], stream: BinaryIO, format: str, *, continued: bool = False) -> None:
    """Write tables as jsonl or csv to a stream; `continued`: behind others of the same kind, so without a header."""
    if format == "csv":
        _write_csv(iter(tables), stream, header=not continued)
    else:
        _WRITERS[format](iter(tables), stream)


def write_sheet(table: pa.Table, path: str | Path | None) -> None:
    """Write a table for people to fill: CSV with the mark by which spreadsheet programs know UTF-8."""
    with open_output(path) as stream:
        stream.write(codecs.BOM_UTF8)
        _write_csv(iter([table]), stream)


def _write_jsonl(tables: Iterator[pa.Table], stream: BinaryIO) -> None:
    for piece in _pieces(tables):
        _write_rows(row_texts(piece), stream, "\n")
        stream.write(b"\n")


def _write_json(tables: Iterator[pa.Table], stream: BinaryIO) -> None:
    stream.write(b"[")
    before = b"\n"
    for piece in _pieces(tables):
        stream.write(before)
        _write_rows(row_texts(piece), stream, ",\n")
        before = b",\n"
    stream.write(b"\n]\n")


def _write_rows(rows: pa.Array, stream: BinaryIO, between: str) -> None:
    whole = pa.ListArray.from_arrays(pa.array([0, len(rows)], pa.int32()), rows)
    stream.write(pa.compute.binary_join(whole, between)[0].as_buffer())


def _write_csv(tables: Iterator[pa.Table], stream: BinaryIO, *, header: bool = True) -> None:
    first = next(tables)
    options = arrow_csv.WriteOptions(include_header=header)
    flat = _flat(first.slice(0, 0)).schema
    # Nobody else writes to the stream; closing the writer must not close standard output.
    with arrow_csv.CSVWriter(_open_sink(stream), flat, write_options=options) as writer:
        for piece in _pieces(chain([first], tables)):
            writer.write_table(_flat(piece))


def _flat(table: pa.Table) -> pa.Table:
    """Lists and structs as JSON in a cell."""
    columns = [
        cell_texts(name, table[name]) if pa.types.is_nested(table[name].type) else _plain(table[name].combine_chunks())
        for name in table.schema.names
    ]
    return pa.table(columns, names=table.schema.names)


def _plain(values: pa.Array) -> pa.Array:
    """What is no number is an empty cell, as what is missing."""
    if not pa.types.is_floating(values.type):
        return values
    return pa.compute.if_else(pa.compute.is_nan(values), pa.scalar(None, values.type), values)


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
        rows = max(1, int(table.num_rows * _PIECE_BYTES / max(table.nbytes, 1)))
        for start in range(0, table.num_rows, rows):
            yield table.slice(start, rows).combine_chunks()


class _Unclosed:
    """A stream that others may write to but not close."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self.closed = False

    def write(self, data: bytes) -> int:
        return self._stream.write(data)

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
