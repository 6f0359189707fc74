"""Codebooks, speaker lists, codes, attributions and settings-like files: what is taken, and each refusal's sentence."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from report_kit import ORCHARD
from test_files_documents import put

from framing.errors import FramingError
from framing.files.attributions import check_attributions, read_attributions
from framing.files.codebooks import read_codebook
from framing.files.codes import read_codes
from framing.files.mappings import read_mapping
from framing.files.people import read_people
from framing.files.rows import read_rows
from framing.records import DOCUMENTS, Person


def refusal(read: Callable[..., Any], *arguments: Any) -> str:
    with pytest.raises(FramingError) as stop:
        read(*arguments)
    return str(stop.value)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("c.toml", 'name = "c"\nversion = "2"\n[[frames]]\nid = "a"\ntitle = "A frame"\n[[frames]]\nid = "b_c"\n'),
        ("c.yaml", "name: c\nversion: 2\nframes:\n  a: A frame\n  b_c: {definition: ''}\n"),
        ("c.json", '{"version": "2", "frames": [{"id": "a", "title": "A frame"}, "b_c"]}'),
    ],
)
def test_codebooks_in_three_languages_are_the_same(name: str, text: str, tmp_path: Path) -> None:
    book = read_codebook(put(tmp_path / name, text))
    assert book.label == "c-2"
    assert [(f.id, f.title) for f in book.frames] == [("a", "A frame"), ("b_c", "B c")]


@pytest.mark.parametrize(
    ("name", "text", "sentence"),
    [
        ("c.toml", 'name = "c"\n', "NAME names no frames; write [[frames]] with id, title and definition"),
        ("c.toml", "name = c\n", "NAME is not TOML: Invalid value (at line 1, column 8); mend it there"),
        ("c.json", '{"frames": ["1a"]}', "NAME, frame 1: id '1a' is no identifier; write letters, digits and _"),
        ("c.json", '{"frames": [{"title": "x"}]}', "NAME, frame 1: '{'title': 'x'}' has no id; write [[frames]]"),
        ("c.json", '{"frames": ["a", "a"]}', "frame 'a' stands twice in codebook c; frame ids must differ"),
        ("c.json", "[1]", "NAME holds no named values; write key = value (TOML) or key: value (YAML)"),
        ("c.yaml", "a: [1\n", "NAME is not YAML: while parsing a flow sequence"),
        ("c.ini", "a = 1", "NAME ends in '.ini'; give .toml, .yaml, .yml or .json"),
    ],
)
def test_codebooks_refused(name: str, text: str, sentence: str, tmp_path: Path) -> None:
    file = put(tmp_path / name, text)
    assert refusal(read_codebook, file).startswith(sentence.replace("NAME", str(file)))


def test_a_missing_file_is_told() -> None:
    assert refusal(read_mapping, "gone.toml") == "there is no file gone.toml; check the path"
    assert refusal(read_rows, "gone.csv") == "there is no file gone.csv; check the path"


def test_people_with_aliases_roles_and_lists(tmp_path: Path) -> None:
    file = put(
        tmp_path / "p.csv", "name,aliases,role,country,x\nAda Brook,Brook| A. Brook |Brook,minister,Karsovia,1\n"
    )
    assert read_people(file) == (Person("Ada Brook", ("Brook", "A. Brook"), "minister", "Karsovia"),)
    lists = put(tmp_path / "p.jsonl", '{"name": "Ada Brook", "aliases": ["Brook", "A. Brook"]}\n')
    assert read_people(lists) == (Person("Ada Brook", ("Brook", "A. Brook")),)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("names\nAda\n", "NAME has no column 'name'; it has names; did you mean 'names'?"),
        ("name,role\nAda,x\n,y\n", "NAME, row 2: there is no name; write one, or delete the row"),
        ("name,role\nAda,x\nAda,y\n", "NAME, row 2: 'Ada' is already the name in row 1; put all aliases in one row"),
    ],
)
def test_people_refused(text: str, sentence: str, tmp_path: Path) -> None:
    file = put(tmp_path / "p.csv", text)
    assert refusal(read_people, file).startswith(sentence.replace("NAME", str(file)))


def test_codes_long_and_wide_are_the_same(tmp_path: Path) -> None:
    long = put(tmp_path / "l.csv", "id,start,end,coder,frame,code\nd,0,5,A,pests,1\nd,0,5,A,fruit_growing,no\n")
    wide = put(tmp_path / "w.csv", "document_id,start,end,coder,pests,fruit_growing\nd,0,5,A,yes,0\n")
    rows = [sorted(map(str, read_codes(file, ORCHARD).to_pylist())) for file in (long, wide)]
    assert rows[0] == rows[1]
    assert read_codes(wide, ORCHARD)["code"].to_pylist() in ([1, 0], [0, 1])


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("id,x\nd,1\n", "NAME has no column 'frame' or 'frames', and none named like a frame of orchard-1.2"),
        ("id,frame\nd,pest\n", "NAME, row 1: frame 'pest' is not in codebook orchard-1.2; did you mean 'pests'?"),
        ("id,pests\nd,maybe\n", "NAME, row 1: code 'maybe' is not known; write 1 (coded) or 0 (looked at, not coded)"),
        ("id,start,end,pests\nd,5,5,1\n", "NAME, row 1: start 5 and end 5 are no stretch of text; start counts from 0"),
        ("id,start,end,pests\nd,x,5,1\n", "NAME, row 1: start 'x' is no number; write digits"),
        ("id,start,pests\nd,1,1\n", "NAME has no column 'end'; it has id, start, pests"),
        ("x,pests\nd,1\n", "NAME has no column 'document_id'; it has x, pests"),
    ],
)
def test_codes_refused(text: str, sentence: str, tmp_path: Path) -> None:
    file = put(tmp_path / "c.csv", text)
    assert refusal(read_codes, file, ORCHARD).startswith(sentence.replace("NAME", str(file)))


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("document_id,spans\nd,[]\n", "NAME, row 1: spans '[]' are no stretches of text; write [[start, end], …]"),
        ('document_id,spans\nd,"[[5, 2]]"\n', "NAME, row 1: spans '[[5, 2]]' are no stretches of text"),
        (
            'document_id,spans,kind\nd,"[[0, 2]]",x\n',
            "NAME, row 1: kind 'x' is not known; write direct, indirect, mixed",
        ),
        (
            'document_id,spans,cue_start\nd,"[[0, 2]]",x\n',
            "NAME, row 1: cue_start 'x' is no whole number; write digits",
        ),
        ("document_id,x\nd,1\n", "NAME has no column 'spans'; it has document_id, x"),
    ],
)
def test_attributions_refused(text: str, sentence: str, tmp_path: Path) -> None:
    file = put(tmp_path / "a.csv", text)
    assert refusal(read_attributions, file).startswith(sentence.replace("NAME", str(file)))


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        ('e,"[[0, 2]]",,', "q, row 1: there is no document 'e' in the inputs; give its text too"),
        ('d,"[[0, 99]]",,', "q, row 1: character 99 is past the end of 'd' (17 long)"),
        ('d,"[[0, 2]]",said,0', "q, row 1: the text has 'Peac' where cue is 'said'"),
    ],
)
def test_attributions_are_held_against_the_texts(row: str, sentence: str, tmp_path: Path) -> None:
    cells = row + (",4" if row.endswith("0") else ",")
    file = put(tmp_path / "a.csv", f"document_id,spans,cue,cue_start,cue_end\n{cells}\n")
    documents = pa.Table.from_pylist([{"document_id": "d", "text": "Peace, Brook said"}], schema=DOCUMENTS)
    with pytest.raises(FramingError) as stop:
        check_attributions(read_attributions(file), documents, name="q")
    assert str(stop.value) == sentence
