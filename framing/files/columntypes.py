"""Types of columns: what the rows of JSON hold, and what several files hold under one name.

In: objects, or Arrow types. Out: plain types that hold both, or text. No date is guessed: a date stays the text it is.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

import pyarrow as pa

from framing.files.notes import Notes, show_value

_FAILURES = (
    pa.ArrowInvalid,
    pa.ArrowTypeError,
    pa.ArrowNotImplementedError,
    OverflowError,
    UnicodeEncodeError,
    RecursionError,
)


def plain_type(type_: pa.DataType) -> pa.DataType:
    """A type without guessed times, dictionaries and large variants; what is always empty becomes text."""
    texts = (pa.types.is_null, pa.types.is_timestamp, pa.types.is_large_string, pa.types.is_string_view)
    if any(is_kind(type_) for is_kind in texts):
        return pa.string()
    if pa.types.is_list(type_) or pa.types.is_large_list(type_) or pa.types.is_fixed_size_list(type_):
        return pa.list_(plain_type(type_.value_type))
    if pa.types.is_map(type_):
        return pa.list_(pa.struct([("key", plain_type(type_.key_type)), ("value", plain_type(type_.item_type))]))
    if pa.types.is_struct(type_):
        return pa.struct([(field.name, plain_type(field.type)) for field in type_])
    return type_


def stored_type(type_: pa.DataType) -> pa.DataType:
    """The plain type of a column that has its type from its maker (Parquet, a data frame): times stay times."""
    if pa.types.is_dictionary(type_):
        return stored_type(type_.value_type)
    if _is_bytes(type_):
        return pa.string()
    return type_ if pa.types.is_timestamp(type_) else plain_type(type_)


def store_column(values: pa.ChunkedArray, column: str, *, name: str, notes: Notes) -> pa.ChunkedArray:
    """A column of the file `name` in its `stored_type`; bytes become text, what is no UTF-8 in them as `\\xff`."""
    if not _is_bytes(values.type):
        return values.cast(stored_type(values.type))
    values = values.cast(pa.binary())
    try:
        return values.cast(pa.string())
    except pa.ArrowInvalid:
        notes.say_once(
            (name, column, "bytes"), f"{name}: column '{column}' holds bytes that are not UTF-8; they are kept as \\xff"
        )
        texts = [None if v is None else v.decode("utf-8", "backslashreplace") for v in values.to_pylist()]
        return pa.chunked_array([pa.array(texts, pa.string())])


def _is_bytes(type_: pa.DataType) -> bool:
    return bool(pa.types.is_binary(type_) or pa.types.is_large_binary(type_) or pa.types.is_fixed_size_binary(type_))


def unify_types(types: Sequence[pa.DataType]) -> pa.DataType:
    """One type that holds the values of all; text where they do not go together.

    >>> [str(unify_types(t)) for t in ([pa.int64(), pa.float64()], [pa.int64(), pa.string()])]
    ['double', 'string']
    """
    distinct = list(dict.fromkeys(types))
    if len(distinct) == 1:
        return distinct[0]
    if all(pa.types.is_integer(t) or pa.types.is_floating(t) for t in distinct):
        return pa.int64() if all(pa.types.is_integer(t) for t in distinct) else pa.float64()
    return pa.string()


def infer_schema(rows: Sequence[Mapping[str, Any]]) -> pa.Schema:
    """The columns of objects, in order of first appearance; mixed ones become text."""
    names = dict.fromkeys(name for row in rows for name in row)
    return pa.schema([(name, _infer_type([row.get(name) for row in rows])) for name in names])


def rows_to_table(
    rows: Sequence[Mapping[str, Any]], schema: pa.Schema, *, name: str, places: Sequence[str], notes: Notes
) -> pa.Table:
    """Objects as a table of a given schema; what does not fit a column is left empty and told."""
    columns = []
    for column in schema:
        values = [row.get(column.name) for row in rows]
        columns.append(_to_array(values, column, name=name, places=places, notes=notes))
    late = dict.fromkeys(key for row in rows for key in row if key not in schema.names)
    for key in late:
        notes.say(
            f"{name}: column '{key}' is missing in the first 16 MB and left out; give it (or null) in the first row"
        )
    return pa.Table.from_arrays(columns, schema=schema)


def to_json_text(value: Any) -> str | None:
    """A value as a text cell: a text as it is, anything else as JSON."""
    if value is None or isinstance(value, str):
        return value
    return json.dumps(value, ensure_ascii=False, default=str)


def _infer_type(values: Sequence[Any]) -> pa.DataType:
    try:
        found = plain_type(pa.infer_type([v for v in values if v is not None]))
        pa.array(values, found)
    except _FAILURES:
        return pa.string()
    return found


def _to_array(values: Sequence[Any], column: pa.Field, *, name: str, places: Sequence[str], notes: Notes) -> pa.Array:
    if pa.types.is_string(column.type):
        values = [to_json_text(value) for value in values]
    try:
        return pa.array(values, column.type)
    except _FAILURES:
        pass
    fitted: list[Any] = []
    for value, place in zip(values, places, strict=True):
        fits = _fits(value, column.type)
        fitted.append(value if fits else None)
        if not fits:
            notes.say_once(
                (name, column.name),
                f"{name}, {place}: {show_value(value)} in column '{column.name}' is not {column.type} "
                "like the rows before; such cells are left empty",
            )
    return pa.array(fitted, column.type)


def _fits(value: Any, type_: pa.DataType) -> bool:
    try:
        pa.array([value], type_)
    except _FAILURES:
        return False
    return True
