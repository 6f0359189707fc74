"""Bad rows are counted and told by place, value, rule and remedy; strict stops at the first; bad files are refused."""

import gzip
import io
from pathlib import Path

import pyarrow as pa
import pytest
from test_files_documents import delimited, parquet, put, read, tarball

from framing.errors import FramingError
from framing.files import jsonblocks, jsonl, sources
from framing.files.documents import read_documents

CELLS = "cells where the header has 3; put quotation marks around cells that hold the delimiter"
# name: (bytes, ids kept, what is told of the rows left out)
BAD_ROWS = {
    "cells.csv": (
        b"id,text,speaker\n1,Peace.,Ada\n2,too,many,cells\n3,few\n4,War.,Bo\n",
        ["1", "4"],
        f"2 rows were left out; the first is NAME, line 3: 4 {CELLS}",
    ),
    "lines.csv": (
        b'id,text,speaker\n1,"Two\nlines.",Ada\n2,few\n',
        ["1"],
        f"1 row was left out; it is NAME, line 4: 2 {CELLS}",
    ),
    "no_text.csv": (
        b"id,text,speaker\n1,Peace.,Ada\n2, ,Bo\n",
        ["1"],
        "1 row was left out; it is NAME, row 2: column 'text' has no text; fill it in",
    ),
    "unpaired.csv": (
        b'id,text,speaker\n1,Peace.,Ada\n2,"a" b,Bo\n3,War.,Cy\n',
        ["1", "3"],
        "1 row was left out; it is NAME, line 3: the quotation marks do not pair (',' expected after '\"'); "
        "double the marks inside a quoted cell",
    ),
    "open.csv": (
        b'id,text,speaker\n1,Peace.,Ada\n2,"never closed,Bo\n3,War.,Cy\n',
        ["1"],
        "1 row was left out; it is NAME, lines 3 to 4: a quotation mark opens here and is never closed, "
        "so that all below is one cell; close or double it",
    ),
    "lines.jsonl": (
        b'{"id": 1, "text": "Peace."}\nnot json\n[1]\n\n{"id": 4, "text": "War."}\n',
        ["1", "4"],
        "2 rows were left out; the first is NAME, line 2: 'not json' is not JSON (Expecting value, character 1); "
        "write one object in braces on each line",
    ),
    "null.jsonl": (
        b'{"id": 1, "text": "Peace."}\n{"id": 2, "text": null}\n',
        ["1"],
        "1 row was left out; it is NAME, row 2: column 'text' has no text; fill it in",
    ),
    "half.jsonl": (
        b'{"id": 1, "text": "Peace."}\n{"id": 2, "text": "W\\ud83d"}\n',
        ["1"],
        "1 row was left out; it is NAME, line 2: half a character (a lone \\ud… escape) stands in it; "
        "write both halves",
    ),
    "bytes.jsonl": (
        b'{"id": 1, "text": "Peace."}\n' + b" " * 5_000_000 + b'\n{"id": 2, "text": "W\xff"}\n',
        ["1"],
        "1 row was left out; it is NAME, line 3: byte 20 (0xff) is not UTF-8; save the file in UTF-8",
    ),
    "items.json": (
        b'[{"id": 1, "text": "Peace."}, 7, {"id": 3, "text": "War."}]',
        ["1", "3"],
        "1 row was left out; it is NAME, item 2: '7' is not an object; write one object in braces on each line",
    ),
}


@pytest.mark.parametrize("name", BAD_ROWS)
def test_bad_rows_are_counted_and_the_first_told(name: str, tmp_path: Path) -> None:
    data, ids, told = BAD_ROWS[name]
    file = put(tmp_path / name, data)
    notes: list[str] = []
    assert read(file, notes=notes)["document_id"].to_pylist() == ids
    assert told.replace("NAME", str(file)) in notes


@pytest.mark.parametrize("name", BAD_ROWS)
def test_strict_stops_at_the_first_bad_row(name: str, tmp_path: Path) -> None:
    data, _, told = BAD_ROWS[name]
    file = put(tmp_path / name, data)
    with pytest.raises(FramingError) as stop:
        read(file, strict=True)
    assert str(stop.value) == told.replace("NAME", str(file)).partition(" is ")[2]


PEACE = gzip.compress(b"Peace in Karsovia. " * 500)
REFUSED = {
    "gone.txt": (None, "there is no file or folder NAME; check the path"),
    "x.pdf": (b"%PDF", "NAME ends in '.pdf', which is not read; give .txt .md .csv"),
    "pdf.txt": (b"%PDF-1.4", "NAME is a PDF, not text; save it as .txt, .csv or .jsonl in UTF-8"),
    "zip.csv": (b"PK\x03\x04....", "NAME is a Zip archive or an Office document, not text; save it as"),
    "empty.txt": (b"", "NAME is empty; give a file with text"),
    "blank.md": (b" \r\n\t", "NAME is empty; give a file with text"),
    "empty.csv": (b"\n\n", "NAME is empty; give a table with a header line and a column of text"),
    "empty.jsonl": (b"", "NAME is empty; give a JSON object with a text on each line"),
    "empty.txt.gz": (gzip.compress(b""), "NAME is empty; give a file with text"),
    "header.csv": (b"id,text\n", "no document with text is in the inputs; they hold no rows; give a row"),
    "open_header.csv": (b'id,"text\n1,Peace.\n', "NAME, line 1: the header has a quotation mark that is never closed"),
    "other.csv": (b"a,b\n1,2\n", "NAME has no column for the text among a, b; name it with --text-column"),
    "null.jsonl": (b"null\n", "NAME, line 1: 'null' is not an object; write one object in braces on each line"),
    "list.json": (b"[\n]", "NAME is an empty list; give an object with a text for each document"),
    "word.json": (b'"hello"', "NAME, line 1: 'hello' is not an object; write one object in braces on each line"),
    "nothing.jsonl": (b"{}\n", "NAME, line 1: the object is empty; it needs a text"),
    "cut.json": (b'[{"text": "Peace."}, {"te', "NAME is not JSON (Unterminated string starting at); mend it"),
    "deep.jsonl": (
        b'{"text": "Peace.", "x": ' + b"[" * 100_000 + b"]" * 100_000 + b"}",
        "NAME, line 1: brackets stand in brackets too deep to be read; write the object flatter",
    ),
    "words.parquet": (b"hello", "NAME is not a Parquet file (Parquet file size is 5 bytes"),
    "no_rows.parquet": (parquet(pa.table({"text": pa.array([], pa.string())})), "no document with text is in the"),
    "nested.parquet": (
        parquet(pa.table({"text": [["a"]]})),
        "NAME: column 'text' holds list<",
    ),
    "cut.txt.gz": (PEACE[:-12], "NAME is a damaged gzip file (Compressed file ended before"),
    "torn.txt.gz": (PEACE[:20] + b"\0\0\0\0" + PEACE[24:], "NAME is a damaged gzip file ("),
    "tables.tgz": (tarball({"x.csv": "text\nPeace."}), "no document with text is in the inputs; NAME holds no texts"),
    "none.tgz": (gzip.compress(b"not a tar" * 100), "NAME is not a readable archive ("),
    "mixed.txt": (b"Peace \xff\xfe\x81 war " * 9, "NAME: byte 6 (0xff) is not UTF-8, and the file reads in no other"),
    "late.txt": (b"peace " * 700_000 + b"\x98\xff", "NAME: byte 4200000 (0x98) is not UTF-8; save the file in UTF-8"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_read_is_one_sentence(name: str, tmp_path: Path) -> None:
    data, sentence = REFUSED[name]
    file = tmp_path / name if data is None else put(tmp_path / name, data)
    with pytest.raises(FramingError) as stop:
        read(file)
    assert str(stop.value).startswith(sentence.replace("NAME", str(file)))
    assert "\n" not in str(stop.value)


def test_a_path_that_the_system_refuses_is_told() -> None:
    with pytest.raises(FramingError, match=r"x cannot be read \(File name too long\); check the path"):
        read("x" * 300)


def test_a_folder_or_pattern_with_nothing_to_read(tmp_path: Path) -> None:
    for name in (str(tmp_path), f"{tmp_path}/*.csv"):
        with pytest.raises(FramingError) as stop:
            read(name)
        assert str(stop.value).startswith(f"{name} holds nothing to read; give files ending in .txt")


def test_a_cell_that_does_not_fit_its_column_is_left_empty_and_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(jsonl, "TYPE_SAMPLE_BYTES", 1000)
    monkeypatch.setattr(jsonblocks, "_READ_BYTES", 1000)
    lines = ['{"text": "Peace.", "n": 1}'] * 200 + ['{"text": "War.", "n": "many"}']
    file = put(tmp_path / "x.jsonl", "\n".join(lines))
    notes: list[str] = []
    *_, last = read_documents([str(file)], notes=notes, batch_bytes=1000)
    assert last["n"].to_pylist()[-1] is None
    assert (
        f"{file}, line 201: 'many' in column 'n' is not int64 like the rows before; such cells are left empty" in notes
    )


@pytest.mark.parametrize("data", [delimited(",").encode(), gzip.compress(delimited(";").encode()), b'{"text": "Go."}'])
def test_standard_input_is_known_by_its_content(data: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    stdin = io.TextIOWrapper(io.BytesIO(data))
    monkeypatch.setattr(sources.sys, "stdin", stdin)
    assert read("-")["text"].to_pylist()[0] in ('He said: "Go",\nthen; left.', "Go.")
