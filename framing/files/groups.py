"""Parquet that grows beside a part of Arrow tables: a row group of a good size is written as soon as it is full.

In: tables of one schema. Out: a Parquet file, the same for the same tables however they came. A run that was ended
leaves none that counts: it is made anew from the part.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

# Text a row group of Parquet holds at least: small ones make large files.
_GROUP_BYTES = 8 << 20


class Groups:
    """A Parquet file in the making at a place."""

    def __init__(self, place: Path) -> None:
        self.place = place
        self._held: list[pa.Table] = []
        self._size = 0
        self._writer: pq.ParquetWriter | None = None

    def add(self, table: pa.Table) -> None:
        """One table more. Raises OSError on a full disk."""
        self._held.append(table)
        self._size += table.nbytes
        if self._size >= _GROUP_BYTES:
            self._write()

    def finish(self) -> None:
        """Write what is left; the file is then whole, and on the disk."""
        if self._held:
            self._write()
        if self._writer is not None:
            self._writer.close()
        with self.place.open("rb") as stream:
            os.fsync(stream.fileno())

    def drop(self) -> None:
        """Take the file away."""
        if self._writer is not None:
            with suppress(OSError, pa.ArrowException):
                self._writer.close()
            # What could not be written now must not be tried again.
            self._writer.is_open = False
        self.place.unlink(missing_ok=True)

    def _write(self) -> None:
        group = pa.concat_tables(self._held).combine_chunks()
        self._held, self._size = [], 0
        if self._writer is None:
            self._writer = pq.ParquetWriter(self.place, group.schema, compression="zstd")
        self._writer.write_table(group)


def read_part(part: Path, size: int) -> Iterator[pa.Table]:
    """The tables of a part, one stream of Arrow behind the other, in its first `size` bytes."""
    with part.open("rb") as stream:
        while stream.tell() < size:
            with pa.ipc.open_stream(stream) as reader:
                yield reader.read_all()
