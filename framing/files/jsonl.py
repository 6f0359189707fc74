"""JSON as raw tables: JSON Lines block by block through Arrow, an array or a single object element by element.

In: a source. Out: tables and row numbers. A line that is not an object is a bad row; types come from the first 16 MB.
"""

from __future__ import annotations

import codecs
import itertools
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, BinaryIO

import pyarrow as pa

from framing.errors import FramingError
from framing.files.columntypes import infer_schema, rows_to_table
from framing.files.encodings import SAMPLE_BYTES, Encoding, detect_encoding, tell_encoding
from framing.files.jsonarrow import count_lines, guess_columns, holds_huge_numbers, infer_columns, read_block
from framing.files.jsonblocks import element_blocks, line_blocks, utf8_chunks
from framing.files.notes import Notes, show_value
from framing.files.raw import RawBatch
from framing.files.sources import JSON, Source

# Columns and their types are taken from this much of a file; a later misfit is told and left empty.
TYPE_SAMPLE_BYTES = 16 << 20

Row = dict[str, Any]


@dataclass(frozen=True)
class _Kept:
    """A block that was read for the columns already: its rows, bytes and line ends, and the share of the file read."""

    table: pa.Table
    size: int
    lines: int
    share: float


@dataclass
class JsonFile:
    """A .jsonl or .json file, opened twice: for its columns and for its rows.

    keeps: rows that are read for the columns are kept until their turn comes, some 20 MB of them.
    """

    source: Source
    notes: Notes
    batch_bytes: int
    keeps: bool = False
    _kept: list[_Kept] = field(init=False, repr=False, default_factory=list)
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
        found = self._columns_by_rows()
        if found is not None:
            return found
        with self.source.open() as stream:
            block = next(self._blocks(stream, TYPE_SAMPLE_BYTES), b"")
        found = infer_columns(block) if self._by_lines else None
        if found is None:
            found = infer_schema([row for _, _, row in self._parse_rows(block, 1, 1, quiet=True)])
        if not found.names:
            raise FramingError(self._no_object(block))
        return found

    def batches(self, schema: pa.Schema) -> Iterator[RawBatch]:
        """The rows, in tables of about `batch_bytes`."""
        line = row = 1
        begin = 0
        with self.source.open() as stream:
            while self._kept:
                kept = self._kept.pop(0)
                yield RawBatch(kept.table, range(row, row + kept.table.num_rows), kept.share)
                row, line, begin = row + kept.table.num_rows, line + kept.lines, begin + kept.size
            for block in self._blocks(stream, self.batch_bytes, begin):
                table = read_block(block, schema) if self._by_lines else None
                if table is not None:
                    yield RawBatch(table, range(row, row + table.num_rows), self.source.share_read(stream))
                    row += table.num_rows
                else:
                    yield self._read_slowly(block, schema, line, row)
                    row = self._next_row
                line += count_lines(block) if self._by_lines else 0

    def _columns_by_rows(self) -> pa.Schema | None:
        """The columns of the first rows, where all rows at the beginning have them; these are read with them at once.

        None where that is not so, or not seen so: the columns are then inferred from all.
        """
        if not self._by_lines or self._encoding.codec != "utf-8":
            return None
        kept: list[_Kept] = []
        size = 0
        with self.source.open() as stream:
            blocks = self._blocks(stream, self.batch_bytes)
            first = next(blocks, b"")
            schema = guess_columns(first)
            if not schema:
                return None
            for block in itertools.chain([first], blocks):
                table = None if holds_huge_numbers(block) else read_block(block, schema)
                if table is None:
                    return None
                size += len(block)
                if self.keeps:
                    kept.append(_Kept(table, len(block), count_lines(block), self.source.share_read(stream)))
                if size >= TYPE_SAMPLE_BYTES:
                    break
        self._kept = kept
        return schema

    def _read_slowly(self, block: bytes, schema: pa.Schema, line: int, row: int) -> RawBatch:
        """Row by row: bad lines are told; the others go through Arrow after all, unless a type does not fit."""
        parsed = list(self._parse_rows(block, line, row))
        numbers = [number for _, number, _ in parsed]
        good = b"\n".join(json.dumps(found, ensure_ascii=False).encode() for _, _, found in parsed)
        if parsed and (table := read_block(good, schema)) is not None:
            return RawBatch(table, numbers)
        unit = "line" if self._by_lines else "item"
        places = [f"{unit} {at}" for at, _, _ in parsed]
        rows = [found for _, _, found in parsed]
        return RawBatch(rows_to_table(rows, schema, name=self.source.name, places=places, notes=self.notes), numbers)

    def _is_lines(self, sample: bytes) -> bool:
        """One object a line; not an array, and not one object over many lines."""
        text = codecs.getincrementaldecoder(self._encoding.codec)("replace").decode(sample[self._encoding.mark :])
        text = text.lstrip()
        first = text[: text.find("\n")].strip() if "\n" in text else text.strip()
        if first.startswith("["):
            return False
        return not (first.startswith("{") and self.source.kind == JSON and not _is_json(first))

    def _blocks(self, stream: BinaryIO, size: int, begin: int = 0) -> Iterator[bytes]:
        """UTF-8 bytes of whole lines, or of whole elements joined by line ends; from the byte `begin` on."""
        chunks = utf8_chunks(stream, self._encoding, begin)
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
