"""CSV and TSV of any dialect: what a writer puts into cells comes out, with the lines of bad rows told."""

import csv
import io
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from test_files_documents import put, read

from framing.files import delimited
from framing.files.delimited import DelimitedFile
from framing.files.notes import Notes
from framing.files.sources import CSV, Source

CELL = st.text(st.sampled_from("ab,;|\t\"'\n Жж他。"), max_size=12)
ROWS = st.lists(st.tuples(CELL, CELL, CELL), min_size=1, max_size=8)


def raw(data: bytes) -> list[list[Any]]:
    """The rows of a file of bytes, the header first."""
    source = Source("x.csv", "x", CSV, held=io.BytesIO(data))
    file = DelimitedFile(source, Notes(strict=True), 1 << 20)
    schema = file.schema()
    rows = [list(row.values()) for batch in file.batches(schema) for row in batch.table.to_pylist()]
    return [schema.names, *rows]


@given(ROWS, st.sampled_from([",", ";", "\t", "|"]), st.sampled_from(["\n", "\r\n"]), st.booleans())
@settings(deadline=None, max_examples=150)
def test_what_was_written_is_read(rows: list[tuple[str, str, str]], mark: str, end: str, quoted: bool) -> None:
    sink = io.StringIO(newline="")
    writer = csv.writer(
        sink, delimiter=mark, lineterminator=end, quoting=csv.QUOTE_ALL if quoted else csv.QUOTE_MINIMAL
    )
    writer.writerow(["id", "text", "speaker"])
    writer.writerows(rows)
    found = raw(sink.getvalue().encode("utf-8"))
    assert found[0] == ["id", "text", "speaker"]
    assert found[1:] == [list(row) for row in rows]


@pytest.mark.parametrize("mark", [",", ";", "\t", "|"])
def test_the_delimiter_is_the_one_that_parts_rows_evenly(mark: str) -> None:
    header = mark.join(("id", "text", "speaker"))
    rows = [mark.join((str(n), "one, two; three" if mark not in ",;" else "one two", "Ada")) for n in range(3)]
    assert raw("\n".join([header, *rows]).encode())[0] == ["id", "text", "speaker"]


def test_tabs_without_quoting_keep_lone_marks() -> None:
    data = 'id\ttext\n1\t"go\n2\tsay "so"\n'
    assert raw(data.encode()) == [["id", "text"], ["1", '"go'], ["2", 'say "so"']]


def test_empty_lines_and_empty_cells_behind_the_last_are_nothing(tmp_path: Path) -> None:
    file = put(tmp_path / "x.csv", "id,text\n\n1,Peace.,,\n\n2,War.\n")
    assert read(file)["document_id"].to_pylist() == ["1", "2"]


def test_old_line_ends() -> None:
    assert raw(b"id,text\r1,Peace.\r2,War.\r") == [["id", "text"], ["1", "Peace."], ["2", "War."]]


@given(st.text(st.sampled_from('a",;\r\n\u2028\x85'), max_size=30))
def test_lines_of_a_sample_are_those_of_a_file(text: str) -> None:
    assert [found[0] for found in delimited._LINE.finditer(text)] == list(io.StringIO(text, newline=""))
