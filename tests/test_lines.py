"""The compiled writer of lines: the same bytes as the slow one for any table, as JSON and as CSV."""

import io
import json
import math
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from framing.files import tables
from framing.files.jsontext import row_texts
from framing.files.lines.rows import csv_rows, json_rows
from framing.records import HIT

WORDS = st.text(st.characters(exclude_categories=["Cs"]), max_size=40) | st.sampled_from(
    ["", '"', "\\", "a\nb", "\x00\x1f\x7f İ😀\u2028", "Сказал «да»", "奥尔卢，" * 9, "a" * 15 + '"', "b" * 99 + "\\"]
)
FLOATS = st.floats() | st.sampled_from([0.0, -0.0, 1.0, 0.1, 1e10, 9999999999.0, -1e10, 1e15, 1e-7, 5e-324, 0.5])
WHOLE = st.integers(-(10**10), 10**10).map(float)
TYPES: list[tuple[pa.DataType, st.SearchStrategy[Any]]] = [
    (pa.string(), WORDS),
    (pa.large_string(), WORDS),
    (pa.dictionary(pa.int32(), pa.string()), st.sampled_from(["a", 'b"', "ц"])),
    (pa.int64(), st.integers(-(2**63), 2**63 - 1)),
    (pa.int64(), st.integers(-1100, 1100)),
    (pa.int8(), st.integers(-128, 127)),
    (pa.uint64(), st.integers(0, 2**64 - 1)),
    (pa.float64(), FLOATS),
    (pa.float64(), WHOLE),
    (pa.float64(), st.sampled_from([0.5, 1.0, -0.0])),
    (pa.float32(), st.floats(width=32)),
    (pa.bool_(), st.booleans()),
    (pa.null(), st.none()),
    (pa.date32(), st.dates(date(1900, 1, 1), date(2100, 1, 1))),
    (pa.timestamp("ms", "UTC"), st.datetimes(datetime(1900, 1, 1), datetime(2100, 1, 1))),
    (pa.decimal128(9, 2), st.integers(-999, 999).map(lambda n: Decimal(n) / 4)),
]


def deepen(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """Lists and structs of types, beside strategies for their values."""
    lists = st.tuples(inner, st.sampled_from([pa.list_, pa.large_list])).map(
        lambda made: (made[1](made[0][0]), st.lists(st.none() | made[0][1], max_size=4))
    )
    structs = st.lists(inner, max_size=3).map(
        lambda many: (
            pa.struct([(f'f"{i}', one[0]) for i, one in enumerate(many)]),
            st.fixed_dictionaries({f'f"{i}': st.none() | one[1] for i, one in enumerate(many)}),
        )
    )
    return lists | structs


ANY_TYPE = st.recursive(st.sampled_from(TYPES), deepen, max_leaves=4)


@st.composite
def any_table(draw: Callable[..., Any]) -> pa.Table:
    """A table of any types: cut out of a longer one, in chunks, with and without nulls."""
    count = draw(st.integers(0, 6))
    columns = {}
    names = pa.list_(pa.string()), st.lists(st.none() | WORDS, max_size=3)
    for at, (type_, values) in enumerate([names, *draw(st.lists(ANY_TYPE, max_size=4))]):
        name = "speaker" if at == 0 else draw(st.sampled_from([f"c{at}", f'я"\n{at}']))
        given_ = draw(st.lists(values if draw(st.booleans()) else st.none() | values, min_size=count, max_size=count))
        columns[name] = pa.array(given_, type_)
    table = pa.table(columns)
    if draw(st.booleans()):
        table = pa.concat_tables([table, table])
    start = draw(st.integers(0, max(0, table.num_rows - 1)))
    return table.slice(start, draw(st.integers(0, table.num_rows)))


def slow_rows(table: pa.Table, end: str) -> bytes:
    return "".join(f"{row}{end}" for row in row_texts(table).to_pylist()).encode()


def slow_csv(table: pa.Table) -> bytes:
    made = io.BytesIO()
    tables._write_csv(iter([table]), made, header=False)
    return made.getvalue()


@settings(max_examples=400, deadline=None)
@given(any_table(), st.sampled_from(["\n", ",\n"]))
def test_json_is_as_the_slow_writer_makes_it(table: pa.Table, end: str) -> None:
    assert bytes(json_rows(table, end)) == slow_rows(table, end)


@settings(max_examples=400, deadline=None)
@given(any_table())
def test_csv_is_as_the_slow_writer_makes_it(table: pa.Table) -> None:
    made = csv_rows(table)
    assert made is None or bytes(made) == slow_csv(table)


@given(st.lists(WORDS), st.lists(WORDS), st.lists(FLOATS | WHOLE), st.integers(0, 3))
def test_json_reads_back(texts: list[str], names: list[str], numbers: list[float], start: int) -> None:
    table = pa.table({"speaker": [names], "texts": [texts], "n": [numbers], "t": [{"x": len(texts)}]})
    row = json.loads(bytes(json_rows(pa.concat_tables([table] * 4).combine_chunks().slice(start, 1), "")))
    assert row["texts"] == texts
    assert row["n"] == [number if math.isfinite(number) else None for number in numbers]
    assert row["t"] == {"x": len(texts)}
    assert row["speaker"] == (names if len(names) > 1 else names[0] if names else None)


def test_null_lists_and_structs_hide_what_is_in_them() -> None:
    hits = pa.array([dict.fromkeys(HIT.names), None, dict.fromkeys(HIT.names)], HIT)
    lists = pa.ListArray.from_arrays(pa.array([0, 1, 3], pa.int32()), hits, mask=pa.array([True, False]))
    table = pa.table({"hits": lists, "speaker": pa.array([["A"], []], pa.list_(pa.string()))})
    assert bytes(json_rows(table, "\n")) == slow_rows(table, "\n")
    assert bytes(json_rows(table.slice(1), "\n")) == slow_rows(table.slice(1), "\n")
    assert bytes(csv_rows(table) or b"") == slow_csv(table)


@pytest.mark.parametrize("name", ["x.jsonl", "x.json", "x.csv"])
def test_the_size_of_a_table_does_not_show(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    row = {"speaker": ["A"], "text": 'He said "no".\n', "values": {"a": 1.0, "b": 0.25}, "n": 3, "hits": [{"x": "y"}]}
    parts = [pa.Table.from_pylist([row | {"n": n + 9 * part} for n in range(9)]) for part in range(3)]
    made = []
    for size in (1 << 30, 0):
        monkeypatch.setattr(tables, "_COMPILED_BYTES", size)
        tables.write_tables(parts, tmp_path / name, name.split(".")[1])
        made.append((tmp_path / name).read_bytes())
    assert made[0] == made[1]
    assert b"".join(tables.table_bytes(part, "jsonl") for part in parts) == made[0] or name != "x.jsonl"
