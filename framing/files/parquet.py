"""Parquet as raw tables, a bounded number of rows at a time.

In: a source. Out: its own types, row numbers from 1. Memory is bounded by a row group's pages, not by the file.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import cast

import pyarrow as pa
import pyarrow.parquet as pq

from framing.errors import FramingError
from framing.files.columntypes import store_column, stored_type
from framing.files.notes import Notes
from framing.files.raw import RawBatch
from framing.files.sources import Source

# Rows at a time: no fewer than this even where documents are long, no more even where they are short.
_FEWEST, _MOST = 16, 65_536
# Compressed text grows by about this much when it is read.
_EXPANSION = 2


@dataclass
class ParquetFile:
    """A .parquet file, opened twice: for its columns and for its rows."""

    source: Source
    notes: Notes
    batch_bytes: int

    def schema(self) -> pa.Schema:
        """The file's columns, large and dictionary types made plain. Raises FramingError when it is no Parquet."""
        with self._open() as file:
            found = file.schema_arrow
        return pa.schema([(column.name, stored_type(column.type)) for column in found])

    def batches(self, schema: pa.Schema) -> Iterator[RawBatch]:
        """The rows, in tables of about `batch_bytes`."""
        row = 1
        with self._open() as file:
            try:
                for batch in file.iter_batches(self._rows_at_a_time(file), use_threads=False):
                    table = self._as_planned(pa.Table.from_batches([batch]), schema)
                    rows = range(row, row + table.num_rows)
                    row += table.num_rows
                    yield RawBatch(table, rows, (row - 1) / file.metadata.num_rows)
            except (pa.ArrowInvalid, OSError) as error:
                raise FramingError(
                    f"{self.source.name}, row {row}: the file is damaged ({_in_a_line(error)}); write it again"
                ) from None

    def _as_planned(self, table: pa.Table, schema: pa.Schema) -> pa.Table:
        stored = [
            store_column(table[column], column, name=self.source.name, notes=self.notes) for column in schema.names
        ]
        return pa.Table.from_arrays(stored, schema=schema)

    @contextmanager
    def _open(self) -> Iterator[pq.ParquetFile]:
        with self.source.open() as stream:
            try:
                # Parquet is read from its end: a packed or piped file has to be unpacked first.
                seekable = stream if isinstance(stream, io.BufferedReader) else io.BytesIO(stream.read())
                file = pq.ParquetFile(cast(io.BufferedReader, seekable))
            except (pa.ArrowInvalid, OSError) as error:
                raise FramingError(
                    f"{self.source.name} is not a Parquet file ({_in_a_line(error)}); give .parquet, .csv or .jsonl"
                ) from None
            with file:
                yield file

    def _rows_at_a_time(self, file: pq.ParquetFile) -> int:
        size = sum(file.metadata.row_group(i).total_byte_size for i in range(file.metadata.num_row_groups))
        a_row = _EXPANSION * size / max(1, file.metadata.num_rows)
        return int(min(_MOST, max(_FEWEST, self.batch_bytes / max(1.0, a_row))))


def _in_a_line(error: Exception) -> str:
    return " ".join(str(error).split())
