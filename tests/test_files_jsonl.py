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
from framing.files import jsonarrow, jsonblocks, jsonl
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


REGULAR = st.fixed_dictionaries(
    {
        "text": st.text(max_size=30),
        "n": st.integers(-9, 9),
        "date": st.sampled_from(["2022-01-05", "2022-01-05 10:00:00", None]),
        "x": st.sampled_from([0.5, 2.0]),
        "none": st.none(),
        "in": st.fixed_dictionaries({"a": st.lists(st.text(max_size=3), max_size=2), "b": st.booleans()}),
    }
)
ODD = st.sampled_from(
    ['{"text": 1}', '{"text": "a", "new": 1}', '{"n": 1.5}', '{"none": 2}', "", "[1]", '{"n": 123456789012345678901}']
) | st.sampled_from(
    [
        '{"in": {"c": 1}}',
        '{"in": {"a": ["x"]}} {"n": 3}',
        '{"in": null}',
        "no json",
        '"\\ud800"',
        '{"text": ", 12345678901234567890,"}',
    ]
)


@given(st.lists(REGULAR.map(json.dumps), min_size=9, max_size=30), st.just([]) | st.lists(ODD, max_size=2), st.data())
@settings(deadline=None, max_examples=200)
def test_columns_and_rows_do_not_depend_on_what_is_kept(lines: list[str], odd: list[str], data: st.DataObject) -> None:
    """As they are when the columns are inferred from the whole beginning, and all rows read after it."""
    for line in odd:
        lines.insert(data.draw(st.integers(1, len(lines))), line)
    found = []
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(jsonarrow, "HEAD_BYTES", 150)
        patched.setattr(jsonblocks, "_READ_BYTES", data.draw(st.sampled_from([64, 300])))
        patched.setattr(jsonl, "TYPE_SAMPLE_BYTES", 900)
        for keeps in (True, False, None):
            if keeps is None:
                patched.setattr(JsonFile, "_columns_by_rows", lambda self: None)
            notes = Notes()
            mark = b"\xef\xbb\xbf" if len(lines) % 2 else b""
            held = io.BytesIO(mark + "\n".join(lines).encode())
            file = JsonFile(Source("x", "x", JSONL, held=held), notes, 400, bool(keeps))
            schema = file.schema()
            batches = [(batch.table, list(batch.rows)) for batch in file.batches(schema)]
            found.append((schema, batches, notes.said))
    assert found[0] == found[2]
    assert found[1] == found[2]
