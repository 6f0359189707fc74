"""JSON as raw tables: JSON Lines block by block through Arrow, an array or a single object element by element.

In: a source. Out: tables and row numbers. A line that is not an object is a bad row; types come from the first 16 MB.
"""

from __future__ import annotations

import codecs
import io
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, BinaryIO

import pyarrow as pa
from pyarrow import json as arrow_json

from framing.errors import FramingError
from framing.files.columntypes import infer_schema, plain_type, rows_to_table
from framing.files.encodings import SAMPLE_BYTES, Encoding, detect_encoding, tell_encoding
from framing.files.jsonblocks import element_blocks, line_blocks, utf8_chunks
from framing.files.notes import Notes, show_value
from framing.files.raw import RawBatch
from framing.files.sources import JSON, Source

# Columns and their types are taken from this much of a file; a later misfit is told and left empty.
TYPE_SAMPLE_BYTES = 16 << 20

# Arrow's reader brings the process down where the first value is null.
_OBJECT = re.compile(rb"\s*\{")
# Whole numbers that Arrow would round: they are kept as text, as long identifiers must be.
_HUGE = re.compile(rb"[:,\[]\s*-?\d{20,}\s*[,}\]]")

Row = dict[str, Any]


@dataclass
class JsonFile:
    """A .jsonl or .json file, opened twice: for its columns and for its rows."""

    source: Source
    notes: Notes
    batch_bytes: int
    _encoding: Encoding = field(init=False, repr=False)
    _by_lines: bool = field(init=False, repr=False)
    _next_row: int = field(init=False, repr=False, default=1)

    def schema(self) -> pa.Schema:
        """The columns of the objects at the beginning. Raises FramingError for an empty file or no object at all."""
        with self.source.open() as stream:
            sample = stream.read(SAMPLE_BYTES)
        start = sample.strip()
        if not start:
            raise FramingError(f"{self.source.name} is empty; give a JSON object with a text on each line")
        self._encoding = detect_encoding(sample, self.source.name)
        if told := tell_encoding(self._encoding):
            self.notes.say_of(self.source.name, told)
        self._by_lines = self._is_lines(sample)
        with self.source.open() as stream:
            block = next(self._blocks(stream, TYPE_SAMPLE_BYTES), b"")
        found = _arrow_schema(block) if self._by_lines and not _HUGE.search(block) else None
        if found is None:
            found = infer_schema([row for _, _, row in self._parse_rows(block, 1, 1, quiet=True)])
        if not found.names:
            raise FramingError(self._no_object(block))
        return found

    def batches(self, schema: pa.Schema) -> Iterator[RawBatch]:
        """The rows, in tables of about `batch_bytes`."""
        line = row = 1
        with self.source.open() as stream:
            for block in self._blocks(stream, self.batch_bytes):
                table = _read_fast(block, schema) if self._by_lines else None
                if table is not None:
                    yield RawBatch(table, range(row, row + table.num_rows), self.source.share_read(stream))
                    row += table.num_rows
                else:
                    yield self._read_slowly(block, schema, line, row)
                    row = self._next_row
                line += block.count(b"\n") if self._by_lines else 0

    def _read_slowly(self, block: bytes, schema: pa.Schema, line: int, row: int) -> RawBatch:
        """Row by row: bad lines are told; the others go through Arrow after all, unless a type does not fit."""
        parsed = list(self._parse_rows(block, line, row))
        numbers = [number for _, number, _ in parsed]
        good = b"\n".join(json.dumps(found, ensure_ascii=False).encode() for _, _, found in parsed)
        if parsed and (table := _read_fast(good, schema)) is not None:
            return RawBatch(table, numbers)
        unit = "line" if self._by_lines else "item"
        places = [f"{unit} {at}" for at, _, _ in parsed]
        rows = [found for _, _, found in parsed]
        return RawBatch(rows_to_table(rows, schema, name=self.source.name, places=places, notes=self.notes), numbers)

    def _is_lines(self, sample: bytes) -> bool:
        """One object a line; not an array, and not one object over many lines."""
        text = codecs.getincrementaldecoder(self._encoding.codec)("replace").decode(sample[self._encoding.mark :])
        first = text.lstrip().split("\n", 1)[0].strip()
        if first.startswith("["):
            return False
        return not (first.startswith("{") and self.source.kind == JSON and not _is_json(first))

    def _blocks(self, stream: BinaryIO, size: int) -> Iterator[bytes]:
        """UTF-8 bytes of whole lines, or of whole elements joined by line ends."""
        chunks = utf8_chunks(stream, self._encoding)
        return line_blocks(chunks, size) if self._by_lines else element_blocks(chunks, size, self.source.name)

    def _parse_rows(self, block: bytes, line: int, row: int, *, quiet: bool = False) -> Iterator[tuple[int, int, Row]]:
        """(line, row number, object) of each good line; the bad ones are told unless `quiet`."""
        for at, data in enumerate(block.split(b"\n"), start=line if self._by_lines else row):
            if not data.strip():
                continue
            found = _parse_line(data)
            if isinstance(found, dict):
                yield at, row, found
            elif not quiet:
                self.notes.skip_row(self.source.name, f"{'line' if self._by_lines else 'item'} {at}", found)
            row += 1
        self._next_row = row

    def _no_object(self, block: bytes) -> str:
        data = next((line for line in block.split(b"\n") if line.strip()), b"")
        if not data:
            return f"{self.source.name} is an empty list; give an object with a text for each document"
        found = _parse_line(data)
        return (
            f"{self.source.name}, line 1: {found if isinstance(found, str) else 'the object is empty; it needs a text'}"
        )


def _parse_line(data: bytes) -> Row | str:
    """The object of a line, or why there is none."""
    try:
        text = data.decode("utf-8")
        found = json.loads(text)
        # A lone surrogate (`\ud83d` without its partner) is JSON but no text.
        if "\\ud" in text.casefold():
            json.dumps(found, ensure_ascii=False).encode("utf-8")
    except UnicodeEncodeError:
        return "half a character (a lone \\ud… escape) stands in it; write both halves"
    except UnicodeDecodeError as error:
        return f"byte {error.start} (0x{data[error.start]:02x}) is not UTF-8; save the file in UTF-8"
    except RecursionError:
        return "brackets stand in brackets too deep to be read; write the object flatter"
    except json.JSONDecodeError as error:
        shown = show_value(data.decode("utf-8", "replace").strip())
        return f"{shown} is not JSON ({error.msg}, character {error.colno}); write one object in braces on each line"
    if not isinstance(found, dict):
        shown = show_value(found if isinstance(found, str) else json.dumps(found, ensure_ascii=False))
        return f"{shown} is not an object; write one object in braces on each line"
    return found


def _is_json(text: str) -> bool:
    try:
        json.loads(text)
    except json.JSONDecodeError:
        return False
    return True


def _arrow_schema(block: bytes) -> pa.Schema | None:
    """The columns as Arrow infers them, or None where it cannot."""
    if not _OBJECT.match(block):
        return None
    try:
        read = arrow_json.ReadOptions(block_size=len(block) + 1, use_threads=False)
        found = arrow_json.read_json(io.BytesIO(block), read_options=read).schema
        return pa.schema([(column.name, plain_type(column.type)) for column in found])
    except (pa.ArrowInvalid, RecursionError):
        return None


def _read_fast(block: bytes, schema: pa.Schema) -> pa.Table | None:
    """The rows of a block through Arrow, or None where a line needs a closer look."""
    if not _OBJECT.match(block):
        return None
    try:
        codecs.utf_8_decode(block)
        read = arrow_json.ReadOptions(block_size=len(block) + 1, use_threads=False)
        parse = arrow_json.ParseOptions(explicit_schema=schema, unexpected_field_behavior="error")
        return arrow_json.read_json(io.BytesIO(block), read_options=read, parse_options=parse).select(schema.names)
    except (pa.ArrowInvalid, UnicodeDecodeError):
        return None
