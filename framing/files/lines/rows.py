"""From Arrow tables to the lines of JSON: what is told to the compiled writer, and its bytes.

In: a table. Out: bytes, the same as `jsontext` makes; types that the writer does not know are made text by it first.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from framing.files.jsontext import NAME_COLUMNS, cell_texts, combined, value_texts, without_nan
from framing.files.lines.layout import FLAG, LIST, LITERAL, LONG, NAMES, NOTHING, TEXT, WHOLE, Field
from framing.machine import Kernel, load

_Made = tuple[NDArray[np.uint8], NDArray[np.int64]]
# Whole numbers below this are written with all their digits, larger ones with an exponent.
_MOST_DIGITS = 10**10
# Floating numbers of fewer different values than this share are made text once each.
_REPEATED = 0.25
_MINUS_NOUGHT = np.iinfo(np.int64).min
_NOTHING = Field(NOTHING)
_NO_BYTES = np.zeros(16, dtype=np.uint8)


@dataclass(frozen=True)
class _Column:
    """A field without its key, its key, and what must live as long as it is written."""

    field: Field
    key: bytes = b""
    held: tuple[Any, ...] = ()


def json_rows(table: pa.Table | pa.RecordBatch, end: str) -> memoryview:
    """The rows of a table as JSON objects, each with `end` behind it."""
    columns = [
        replace(_json_column(combined(table.column(name)), names=name in NAME_COLUMNS), key=_json_key(name, at))
        for at, name in enumerate(table.schema.names)
    ]
    out, places = _write([*columns, _Column(_NOTHING, key=b"}" + end.encode())], table.num_rows)
    return out.data[: int(places[-1])]


def csv_rows(table: pa.Table | pa.RecordBatch) -> memoryview | None:
    """The rows of a table as CSV, lists and structs as JSON in a cell; None for types that Arrow has to write."""
    columns = []
    for at, name in enumerate(table.schema.names):
        found = _csv_column(name, combined(table.column(name)))
        if found is None:
            return None
        columns.append(replace(found, key=b"," if at else b""))
    out, places = _write([*columns, _Column(_NOTHING, key=b"\n")], table.num_rows, csv=True)
    return out.data[: int(places[-1])]


def load_writer() -> Kernel:
    """The compiled writer, tried on no row."""
    from framing.files.lines.kernels import make_writer

    return load(make_writer, _try_writer, Path(__file__).parent)


def _try_writer(kernel: Kernel) -> None:
    kernel(np.zeros((0, len(_NOTHING)), dtype=np.int64), 0, False, _NO_BYTES, np.zeros(1, dtype=np.int64))


def _write(columns: Sequence[_Column], count: int, *, csv: bool = False) -> _Made:
    """Bytes of rows, and the places between them."""
    keys = [np.frombuffer(one.key or b"\0", dtype=np.uint8) for one in columns]
    told = [
        one.field._replace(key=key.ctypes.data, key_length=len(one.key)) for one, key in zip(columns, keys, strict=True)
    ]
    writer, fields = load_writer(), np.array(told, dtype=np.int64)
    places = np.empty(count + 1, dtype=np.int64)
    room = -writer(fields, count, csv, _NO_BYTES[:0], places)
    # Room that is not used is never touched, so it costs no memory.
    out = np.empty(room, dtype=np.uint8)
    writer(fields, count, csv, out, places)
    return out, places


def _csv_column(name: str, values: pa.Array) -> _Column | None:
    """How a column is written as CSV."""
    type_ = values.type
    if not len(values):
        return _Column(_NOTHING)
    if name in NAME_COLUMNS and pa.types.is_list(type_):
        lengths = pc.list_value_length(values)
        alone = not values.null_count and pc.min_max(lengths).as_py() == {"min": 1, "max": 1}
        return _json_column(values.flatten() if alone else cell_texts(name, values))
    if pa.types.is_list(type_) or pa.types.is_struct(type_):
        return _cell_column(values)
    if pa.types.is_float64(type_):
        return _float_column(values, lambda numbers: pc.cast(without_nan(numbers), pa.string()))
    plain = (pa.types.is_string, pa.types.is_boolean, pa.types.is_signed_integer)
    return _json_column(values) if any(is_kind(type_) for is_kind in plain) else None


def _cell_column(values: pa.Array) -> _Column:
    """JSON of a list or struct, to be quoted as a text; a missing one is an empty cell."""
    return _made_column(values, TEXT, _write([_json_column(values)], len(values)))


def _made_column(values: pa.Array, kind: int, made: _Made) -> _Column:
    """A field of texts that were made for the values of an array, which says which of them are missing."""
    data, places = made
    # The texts begin with the first value; the validity bits need not.
    places = np.concatenate([np.zeros(values.offset, dtype=np.int64), places])
    field = Field(kind, data.ctypes.data, places.ctypes.data, 1, _presence(values), values.offset)
    return _Column(field, held=(values, data, places))


def _json_key(name: str, at: int) -> bytes:
    return f"{', ' if at else '{'}{json.dumps(name, ensure_ascii=False)}: ".encode()


def _json_column(values: pa.Array, *, names: bool = False) -> _Column:
    """How a column is written as JSON."""
    type_ = values.type
    if not len(values):
        return _Column(_NOTHING)
    if pa.types.is_string(type_) or pa.types.is_large_string(type_):
        return _text_column(values, TEXT)
    if pa.types.is_list(type_) or pa.types.is_large_list(type_):
        return _list_column(values, NAMES if names and pa.types.is_list(type_) else LIST)
    if pa.types.is_struct(type_) and 0 < len({one.name for one in type_}) == type_.num_fields:
        return _struct_column(values)
    if pa.types.is_boolean(type_):
        return _number_column(values, FLAG)
    if pa.types.is_integer(type_) and not pa.types.is_uint64(type_):
        return _number_column(pc.cast(values, pa.int64()), LONG)
    if pa.types.is_float64(type_):
        return _float_column(values)
    return _text_column(value_texts(values), LITERAL)


def _text_column(values: pa.Array, kind: int) -> _Column:
    wide = int(pa.types.is_large_string(values.type))
    data, offsets = _address(values, 2), _address(values, 1)
    return _Column(Field(kind, data, offsets, wide, _presence(values), values.offset), held=(values,))


def _number_column(values: pa.Array, kind: int) -> _Column:
    field = Field(kind, _address(values, 1), valid=_presence(values), shift=values.offset)
    return _Column(field, held=(values,))


def _list_column(values: pa.Array, kind: int) -> _Column:
    wide = int(pa.types.is_large_list(values.type))
    first, last = values.offsets[0].as_py(), values.offsets[len(values)].as_py()
    elements = values.values.slice(first, last - first)
    data, places = _write([_json_column(elements)], len(elements))
    field = Field(kind, data.ctypes.data, _address(values, 1), wide, _presence(values), values.offset)
    field = field._replace(places=places.ctypes.data, first=first)
    return _Column(field, held=(values, data, places))


def _struct_column(values: pa.Array) -> _Column:
    columns = [
        replace(_json_column(child), key=_json_key(one.name, at))
        for at, (one, child) in enumerate(zip(values.type, values.flatten(), strict=True))
    ]
    return _made_column(values, LITERAL, _write([*columns, _Column(_NOTHING, key=b"}")], len(values)))


def _float_column(values: pa.Array, as_texts: Callable[[pa.Array], pa.Array] = value_texts) -> _Column:
    numbers = np.frombuffer(values.buffers()[1], dtype=np.float64)[values.offset : values.offset + len(values)]
    if _are_whole(numbers):
        return _number_column(values, WHOLE)
    # By their bits, so that 0.0 and -0.0 stay two.
    coded = values.view(pa.int64()).dictionary_encode()
    if len(coded.dictionary) > _REPEATED * len(values):
        return _text_column(as_texts(values), LITERAL)
    texts = as_texts(coded.dictionary.view(pa.float64()))
    return _text_column(texts.take(coded.indices), LITERAL)


def _are_whole(numbers: NDArray[np.float64]) -> bool:
    """Whether all are whole numbers that are written with all their digits; -0.0 is none of them."""
    with np.errstate(invalid="ignore"):
        digits = numbers.astype(np.int64)
    small = digits.min() > -_MOST_DIGITS and digits.max() < _MOST_DIGITS
    return bool(small and np.array_equal(digits, numbers) and (numbers.view(np.int64) != _MINUS_NOUGHT).all())


def _presence(values: pa.Array) -> int:
    """Where the validity bits are, 0 where all values are there."""
    bits = values.buffers()[0] if values.null_count else None
    return int(bits.address) if bits else 0


def _address(values: pa.Array, number: int) -> int:
    """Where a buffer begins; of an array without values it may be missing."""
    found = values.buffers()[number]
    return int(found.address if found else _NO_BYTES.ctypes.data)
