"""CSV and TSV as raw tables of texts: delimiter and quoting found out, bad rows told by their line.

In: a source. Out: tables whose columns are the header's, with the number of each row. Line ends in cells stay.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice

import pyarrow as pa

from framing.errors import FramingError
from framing.files.encodings import SAMPLE_BYTES, Encoding, detect_encoding, tell_encoding
from framing.files.notes import Notes, show_value
from framing.files.raw import RawBatch
from framing.files.sources import TSV, Source

_DELIMITERS = (",", ";", "\t", "|")
# Rows that decide on the delimiter and on whether `year` is a number.
_SAMPLE_ROWS = 200
_SURROGATE = re.compile("[\ud800-\udfff]")
# A line as a file opened with newline="" gives it; only those are cut that are asked for.
_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")
# The csv module's limit holds for the process; it is only ever raised, because speeches are longer than its 128 kB.
_FIELD_LIMIT = 2**31 - 1
_WHOLE_NUMBER = re.compile(r"-?[0-9]{1,9}")


@dataclass
class DelimitedFile:
    """A CSV or TSV file, opened twice: for its columns and for its rows."""

    source: Source
    notes: Notes
    batch_bytes: int
    _dialect: tuple[Encoding, str, int] = field(init=False, repr=False)

    def schema(self) -> pa.Schema:
        """The header's names, all texts but a `year` of whole numbers. Raises FramingError for an empty file."""
        with self.source.open() as stream:
            sample = stream.read(SAMPLE_BYTES)
        if not sample.strip():
            raise FramingError(f"{self.source.name} is empty; give a table with a header line and a column of text")
        encoding = detect_encoding(sample, self.source.name)
        if told := tell_encoding(encoding):
            self.notes.say_of(self.source.name, told)
        text = sample[encoding.mark :].decode(encoding.codec, "replace")
        delimiter, quoting = _sniff(text, self.source.kind == TSV)
        self._dialect = encoding, delimiter, quoting
        rows, _ = _sample_rows(text, delimiter, quoting)
        if not rows:
            raise FramingError(
                f"{self.source.name}, line 1: the header has a quotation mark that is never closed; close it"
            )
        header = _clean_header(rows[0])
        types = {"year": pa.int64()} if _holds_numbers(rows[1:], header) else {}
        return pa.schema([(name, types.get(name, pa.string())) for name in header])

    def batches(self, schema: pa.Schema) -> Iterator[RawBatch]:
        """The rows, in tables of about `batch_bytes`."""
        encoding, delimiter, quoting = self._dialect
        csv.field_size_limit(_FIELD_LIMIT)
        with self.source.open() as stream:
            stream.read(encoding.mark)
            text = io.TextIOWrapper(stream, encoding.codec, "surrogateescape", newline="")
            reader = csv.reader(text, delimiter=delimiter, quoting=quoting, strict=True)  # type: ignore[arg-type]
            next(reader)
            for table, numbers in self._batches(reader, schema):
                yield RawBatch(table, numbers, self.source.share_read(stream))

    def _batches(self, reader: Iterator[list[str]], schema: pa.Schema) -> Iterator[tuple[pa.Table, list[int]]]:
        kept: list[list[str]] = []
        numbers: list[int] = []
        size = 0
        for number, row in self._good_rows(reader, len(schema)):
            kept.append(row)
            numbers.append(number)
            size += sum(map(len, row))
            if size >= self.batch_bytes:
                yield _to_table(kept, schema), numbers
                kept, numbers, size = [], [], 0
        if kept:
            yield _to_table(kept, schema), numbers

    def _good_rows(self, reader: Iterator[list[str]], width: int) -> Iterator[tuple[int, list[str]]]:
        number = 0
        while True:
            line = reader.line_num + 1  # type: ignore[attr-defined]
            try:
                row = next(reader)
            except StopIteration:
                return
            except csv.Error as error:
                number += 1
                last = reader.line_num  # type: ignore[attr-defined]
                place = f"line {line}" if last <= line else f"lines {line} to {last}"
                self.notes.skip_row(self.source.name, place, _explain(error))
                continue
            if not row:
                continue
            number += 1
            if len(row) > width and not any(row[width:]):
                row = row[:width]
            if reason := _bad_row(row, width):
                self.notes.skip_row(self.source.name, f"line {line}", reason)
            else:
                yield number, row


def _bad_row(row: list[str], width: int) -> str:
    if len(row) != width:
        return (
            f"{len(row)} cells where the header has {width}; put quotation marks around cells that hold the delimiter"
        )
    if any(not cell.isascii() and _SURROGATE.search(cell) for cell in row):
        cell = next(cell for cell in row if _SURROGATE.search(cell))
        shown = show_value(cell.encode("utf-8", "replace").decode())
        return f"{shown} holds bytes of another encoding; save the whole file in UTF-8"
    return ""


def _explain(error: csv.Error) -> str:
    if "unexpected end" in str(error):
        return "a quotation mark opens here and is never closed, so that all below is one cell; close or double it"
    return f"the quotation marks do not pair ({error}); double the marks inside a quoted cell"


def _to_table(rows: list[list[str]], schema: pa.Schema) -> pa.Table:
    arrays = [_to_array(cells, column.type) for cells, column in zip(zip(*rows, strict=True), schema, strict=True)]
    return pa.Table.from_arrays(arrays, schema=schema)


def _to_array(cells: Sequence[str], type_: pa.DataType) -> pa.Array:
    if pa.types.is_integer(type_):
        return pa.array([int(c) if _WHOLE_NUMBER.fullmatch(c.strip()) else None for c in cells], type_)
    return pa.array(cells, type_)


def _sniff(text: str, tabbed: bool) -> tuple[str, int]:
    """Delimiter and quoting: the delimiter that gives the first rows the most cells of one number.

    Tables divided by tabs are often written without quoting; there a mark that does not pair is a letter.
    """
    tried = [(_evenness(_sample_rows(text, mark)[0]), mark) for mark in (("\t",) if tabbed else _DELIMITERS)]
    # max takes the first of equals: commas before semicolons before tabs.
    (_, width), delimiter = max(tried, key=lambda pair: pair[0])
    if width <= 1:
        # Nothing parts the rows: one column, or a header that cannot be read, which is told.
        header = text.split("\n", 1)[0]
        delimiter = next((mark for mark in _DELIMITERS if mark in header), delimiter)
    _, pairs = _sample_rows(text, delimiter)
    return delimiter, csv.QUOTE_MINIMAL if pairs or delimiter != "\t" else csv.QUOTE_NONE


def _evenness(rows: list[list[str]]) -> tuple[float, int]:
    width = len(rows[0]) if rows else 0
    return (sum(len(row) == width for row in rows) / len(rows) if width > 1 else 0.0), width


def _sample_rows(text: str, delimiter: str, quoting: int = csv.QUOTE_MINIMAL) -> tuple[list[list[str]], bool]:
    """The first rows up to one that cannot be read, and whether all could."""
    csv.field_size_limit(_FIELD_LIMIT)
    lines = (found[0] for found in _LINE.finditer(text))
    reader = csv.reader(lines, delimiter=delimiter, quoting=quoting, strict=True)  # type: ignore[arg-type]
    rows: list[list[str]] = []
    try:
        for row in islice(reader, _SAMPLE_ROWS):
            rows += [row] if row else []
    except csv.Error as error:
        cut = len(text) >= SAMPLE_BYTES // 4 and "unexpected end" in str(error)
        return rows, cut
    return rows, True


def _clean_header(header: Sequence[str]) -> list[str]:
    names: list[str] = []
    for position, cell in enumerate(header, start=1):
        name = cell.strip() or f"column_{position}"
        count = sum(n == name or n.startswith(f"{name}_") for n in names) + 1 if name in names else 1
        names.append(name if count == 1 else f"{name}_{count}")
    return names


def _holds_numbers(rows: Sequence[Sequence[str]], header: Sequence[str]) -> bool:
    if "year" not in header:
        return False
    at = header.index("year")
    cells = [row[at].strip() for row in rows if len(row) > at]
    return any(cells) and all(_WHOLE_NUMBER.fullmatch(cell) for cell in cells if cell)
