"""JSON of any shape: objects keep their values, in lines, arrays and one after the other."""

import io
import json
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from test_files_documents import put, read

from framing.errors import FramingError
from framing.files.jsonl import JsonFile
from framing.files.jsontext import row_texts
from framing.files.notes import Notes
from framing.files.sources import JSON, JSONL, Source

VALUE = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**70), 2**70) | st.floats(allow_nan=False) | st.text(max_size=6),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text("ab", max_size=2), inner, max_size=3),
    max_leaves=6,
)
OBJECTS = st.lists(st.dictionaries(st.sampled_from(["text", "a", "b", "1"]), VALUE), min_size=1, max_size=6)


def raw(data: bytes, kind: str) -> tuple[list[dict[str, Any]], list[str]]:
    source = Source("x", "x", kind, held=io.BytesIO(data))
    notes = Notes()
    file = JsonFile(source, notes, 1 << 16)
    schema = file.schema()
    batches = [batch.table for batch in file.batches(schema)]
    return pa.concat_tables(batches).to_pylist() if batches else [], notes.said


@given(OBJECTS.map(lambda rows: [{"text": "Peace.", **row, "n": n} for n, row in enumerate(rows)]))
@settings(deadline=None, max_examples=150)
def test_lines_and_arrays_give_the_same_rows_in_order(rows: list[dict[str, Any]]) -> None:
    lines, told = raw("\n".join(map(json.dumps, rows)).encode(), JSONL)
    array, _ = raw(json.dumps(rows, indent=2).encode(), JSON)
    assert [row["n"] for row in lines] == [row["n"] for row in rows]
    assert str(lines) == str(array)
    assert told == []


@given(OBJECTS)
@settings(deadline=None, max_examples=150)
def test_what_is_read_can_be_written_as_json(rows: list[dict[str, Any]]) -> None:
    found, _ = raw("\n".join(json.dumps({"n": 1, **row}) for row in rows).encode(), JSONL)
    table = pa.Table.from_pylist(found)
    for text in row_texts(table).to_pylist():
        json.loads(text)


@pytest.mark.parametrize(
    ("values", "kept"),
    [
        (["1", '"a"'], ["1", "a"]),
        (["true", "2"], ["true", "2"]),
        (["1", "2.5"], [1.0, 2.5]),
        (["12345678901234567890123", "1"], ["12345678901234567890123", "1"]),
        (['"2020-01-02"', '"2020-01-02T03:04:05Z"'], ["2020-01-02", "2020-01-02T03:04:05Z"]),
        (['"12:30"', "null"], ["12:30", None]),
        (['{"a": 1}', '{"b": [2]}'], [{"a": 1, "b": None}, {"a": None, "b": [2]}]),
        (["[1]", '"x"'], ["[1]", "x"]),
        (["NaN", "1"], [None, 1.0]),
    ],
)
def test_columns_of_one_kind_keep_it_and_mixed_ones_are_text(
    values: list[str], kept: list[Any], tmp_path: Path
) -> None:
    file = put(tmp_path / "x.jsonl", "\n".join(f'{{"text": "Peace.", "v": {value}}}' for value in values))
    found = [None if v != v else v for v in read(file)["v"].to_pylist()]
    assert found == kept


def test_an_object_that_wraps_the_rows_is_told(tmp_path: Path) -> None:
    file = put(tmp_path / "x.json", json.dumps({"documents": [{"text": "Peace."}], "total": 1}))
    with pytest.raises(FramingError, match="has no column for the text among documents, total; name it"):
        read(file)
