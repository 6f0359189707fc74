"""Results go round: what is written as jsonl, json, csv or parquet reads back as it was; files come whole or not."""

import csv
import gzip
import io
import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from framing.errors import FramingError
from framing.files.attributions import read_attributions
from framing.files.output import open_output, write_text
from framing.files.rows import read_table
from framing.files.tables import write_sheet, write_tables
from framing.records import HIT, PASSAGES, QUOTES

HITS = [
    {
        "frame": "sovereignty",
        "entry": 'a "quoted" entry',
        "start": 0,
        "end": 4,
        "polarity": "opposed",
        "voice": "own",
        "concept": "",
        "weight": 0.5,
        "rule": None,
    }
]
SCORED = pa.schema(
    [
        *PASSAGES,
        ("n_words", pa.int32()),
        ("frames", pa.list_(pa.string())),
        ("values", pa.struct([("sovereignty", pa.float64()), ("stability", pa.float64())])),
        ("method", pa.string()),
        ("hits", pa.list_(HIT)),
        ("year", pa.int64()),
    ]
)


def scored() -> pa.Table:
    row: dict[str, Any] = dict.fromkeys(SCORED.names)
    row |= {"document_id": "d", "passage_id": "d#1", "start": 0, "end": 9, "text": 'Said "x";\n\tу, 他\\\u2028🙂\x01'}
    row |= {"n_words": 3, "method": "lexicon", "attribution": "none", "language": "en"}
    first = row | {"speaker": ["Ada"], "frames": ["sovereignty"], "hits": HITS, "year": 2020}
    first |= {"values": {"sovereignty": 0.1, "stability": float("nan")}}
    joint = row | {"speaker": ["Ada", 'Bo "B"'], "frames": [], "hits": [], "values": {"sovereignty": 1.0}}
    nobody = row | {"speaker": None, "frames": [], "hits": [], "values": {"sovereignty": 1e-9}, "text": ""}
    return pa.Table.from_pylist([first, joint, nobody], schema=SCORED)


def written(format: str, tmp_path: Path, table: pa.Table) -> Path:
    path = tmp_path / f"x.{format}"
    write_tables([table, table.slice(0, 0)], path, format)
    return path


@pytest.mark.parametrize("format", ["jsonl", "json"])
def test_scores_as_json_hold_every_value(format: str, tmp_path: Path) -> None:
    text = written(format, tmp_path, scored()).read_text(encoding="utf-8")
    rows = json.loads(text) if format == "json" else [json.loads(line) for line in text.split("\n")[:-1]]
    assert [row["speaker"] for row in rows] == ["Ada", ["Ada", 'Bo "B"'], None]
    assert rows[0]["hits"] == HITS
    assert [row["values"]["sovereignty"] for row in rows] == [0.1, 1.0, 1e-9]
    assert rows[0]["values"]["stability"] is None
    assert [row["text"] for row in rows] == scored()["text"].to_pylist()
    assert [row["year"] for row in rows] == [2020, None, None]
    assert list(rows[0]) == SCORED.names


def test_scores_as_csv_hold_lists_and_hits_as_json_in_a_cell(tmp_path: Path) -> None:
    with written("csv", tmp_path, scored()).open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert [row["speaker"] for row in rows] == ["Ada", '["Ada", "Bo \\"B\\""]', ""]
    assert json.loads(rows[0]["hits"]) == HITS
    assert json.loads(rows[0]["values"]) == {"sovereignty": 0.1, "stability": None}
    assert [row["text"] for row in rows] == scored()["text"].to_pylist()


def test_scores_as_parquet_are_the_same_table(tmp_path: Path) -> None:
    found = pq.read_table(written("parquet", tmp_path, scored()))
    assert found.schema == SCORED
    assert str(found.to_pylist()) == str(scored().to_pylist())


def quotes() -> pa.Table:
    row: dict[str, Any] = dict.fromkeys(QUOTES.names)
    row |= {"document_id": "d", "kind": "mixed", "spans": [[0, 4], [9, 12]], "cue": 'said "x"', "cue_start": 5}
    row |= {"cue_end": 8, "level": 0, "parent": -1, "rule": "after", "holder": [], "co_holders": []}
    outer = row | {"speaker": ["Ada"], "speaker_text": "Ada", "speaker_start": 20, "speaker_end": 23}
    inner = row | {"speaker": ["Bo", "Cy"], "level": 1, "parent": 0, "relayed_by": "Ada", "holder": ["Dee"]}
    nobody = row | {"speaker": [], "cue": None, "cue_start": None, "cue_end": None, "co_holders": ["Ada", "Bo"]}
    return pa.Table.from_pylist([outer, inner, nobody], schema=QUOTES)


@pytest.mark.parametrize("name", ["x.jsonl", "x.json", "x.csv", "x.parquet", "x.csv.gz", "x.jsonl.gz"])
def test_quotes_come_back_from_every_format(name: str, tmp_path: Path) -> None:
    write_tables([quotes()], tmp_path / name, name.split(".")[1])
    found = read_attributions(tmp_path / name).to_pylist()
    for row in found:
        assert row.pop("scope") == "document"
        row["relayed_by"] = row["relayed_by"] or None
        row["speaker_text"] = row["speaker_text"] or None
        row["cue"] = row["cue"] or None
        row["reporter"] = row["reporter"] or None
    assert found == quotes().to_pylist()


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"])), min_size=1))
def test_any_text_comes_back_from_jsonl_and_csv(texts: list[str]) -> None:
    table = pa.table({"n": list(range(len(texts))), "text": texts})
    for format in ("jsonl", "csv"):
        sink = io.BytesIO()
        _write(table, format, sink)
        text = sink.getvalue().decode("utf-8")
        if format == "jsonl":
            assert [json.loads(line)["text"] for line in text.split("\n")[:-1]] == texts
        else:
            assert [row["text"] for row in csv.DictReader(io.StringIO(text, newline=""))] == texts


def _write(table: pa.Table, format: str, sink: io.BytesIO) -> None:
    from framing.files import tables

    tables._WRITERS[format](iter([table]), sink)


@pytest.mark.parametrize("format", ["json", "jsonl", "csv", "parquet"])
def test_an_empty_table_is_a_file_with_no_rows(format: str, tmp_path: Path) -> None:
    path = tmp_path / "x"
    write_tables([pa.table({"a": pa.array([], pa.int64())})], path, format)
    data = path.read_bytes()
    assert {"json": data.split() == [b"[", b"]"], "jsonl": data == b"", "csv": data == b'"a"\n'}.get(format, True)


def failing() -> Iterator[pa.Table]:
    yield pa.table({"a": [1]})
    raise FramingError("the second table is bad")


@pytest.mark.parametrize("name", ["x.csv", "x.jsonl.gz", "x.parquet", "x.json"])
@pytest.mark.parametrize("before", [None, b"old"])
def test_a_failing_writer_leaves_things_as_they_were(name: str, before: bytes | None, tmp_path: Path) -> None:
    path = tmp_path / name
    if before:
        path.write_bytes(before)
    with pytest.raises(FramingError, match="the second table is bad"):
        write_tables(failing(), path, name.split(".")[1])
    assert [p.name for p in tmp_path.iterdir()] == ([name] if before else [])
    assert not before or path.read_bytes() == before


def test_a_killed_writer_leaves_no_result_under_its_name(tmp_path: Path) -> None:
    code = (
        "import sys, time\nfrom framing.files.output import open_output\n"
        "with open_output(sys.argv[1]) as stream:\n    stream.write(b'half')\n    stream.flush()\n"
        "    print('written', flush=True)\n    time.sleep(60)\n"
    )
    path = tmp_path / "x.csv"
    command = [sys.executable, "-c", code, str(path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "written\n"
        process.kill()
    assert not path.exists()


def test_packed_results_have_the_same_bytes_at_any_time(tmp_path: Path) -> None:
    paths = [tmp_path / "a" / "x.jsonl.gz", tmp_path / "b" / "y.jsonl.gz"]
    for path in paths:
        path.parent.mkdir()
        write_tables([pa.table({"a": [1]})], path, "jsonl")
        time.sleep(0.01)
    assert paths[0].read_bytes() == paths[1].read_bytes()
    assert gzip.decompress(paths[0].read_bytes()) == b'{"a": 1}\n'
    assert paths[0].read_bytes()[4:8] == b"\0\0\0\0"


def test_a_symbolic_link_stays_one(tmp_path: Path) -> None:
    (tmp_path / "real.txt").write_text("old")
    (tmp_path / "link.txt").symlink_to("real.txt")
    write_text("new", tmp_path / "link.txt")
    assert (tmp_path / "link.txt").is_symlink()
    assert (tmp_path / "real.txt").read_text() == "new"


def test_a_device_is_written_to_and_stays(tmp_path: Path) -> None:
    write_text("gone", "/dev/null")
    assert not Path("/dev/null").is_file()


@pytest.mark.skipif(os.geteuid() == 0, reason="the superuser may write anywhere")
def test_a_read_only_folder_is_told(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(FramingError, match=r"x\.csv cannot be written \(Permission denied\); check the folder's"):
        write_text("x", tmp_path / "x.csv")


@pytest.mark.parametrize(
    ("path", "sentence"),
    [
        (".", "is a folder; give the name of a file in it"),
        ("gone/x.csv", "cannot be written: there is no folder"),
        ("x" * 300, "cannot be written (File name too long); check the folder's rights and the space left"),
    ],
)
def test_a_path_that_cannot_be_written_is_told_before_the_work(path: str, sentence: str, tmp_path: Path) -> None:
    with pytest.raises(FramingError) as stop, open_output(tmp_path / path):
        raise AssertionError("the work began")
    assert sentence in str(stop.value)


def test_an_unknown_format_is_told() -> None:
    with pytest.raises(FramingError, match="format 'xlsx' is not known; choose json, jsonl, csv, parquet"):
        write_tables([pa.table({"a": [1]})], None, "xlsx")


def test_a_sheet_for_people_opens_in_spreadsheets_and_here(tmp_path: Path) -> None:
    write_sheet(pa.table({"name": ["Орлов", "他"]}), tmp_path / "x.csv")
    assert (tmp_path / "x.csv").read_bytes().startswith(b"\xef\xbb\xbf")
    assert read_table(tmp_path / "x.csv")["name"].to_pylist() == ["Орлов", "他"]
