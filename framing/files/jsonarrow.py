"""JSON Lines through Arrow, block by block: the columns of a block, and its rows in columns that are known.

In: blocks of UTF-8. Out: schemas and tables, or None where a block needs a closer look. It opens nothing.
"""

from __future__ import annotations

import re

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray
from pyarrow import json as arrow_json

from framing.files.columntypes import plain_type

# Arrow's reader brings the process down where the first value is null.
_OBJECT = re.compile(rb"\s*\{")
# Nor does it bear lists in lists in lists without end.
_DEEP = b"[" * 64
# Whole numbers that Arrow would round: they are kept as text, as long identifiers must be.
_HUGE_DIGITS = 20
_HUGE = re.compile(rb"[:,\[]\s*-?\d{%d,}\s*[,}\]]" % _HUGE_DIGITS)
# The columns of so much are those of a file more often than not; whether they are is seen when the rest is read.
HEAD_BYTES = 1 << 16
_PIECE = 1 << 17


def infer_columns(block: bytes) -> pa.Schema | None:
    """The columns as Arrow infers them, or None where it cannot, or would round a number."""
    if not _OBJECT.match(block) or _DEEP in block or holds_huge_numbers(block):
        return None
    try:
        found = arrow_json.read_json(pa.BufferReader(block), read_options=_in_one(block)).schema
        return pa.schema([(column.name, plain_type(column.type)) for column in found])
    except (pa.ArrowInvalid, RecursionError):
        return None


def guess_columns(block: bytes) -> pa.Schema | None:
    """The columns of a block by its first rows; None where it is hardly longer than these."""
    if len(block) <= HEAD_BYTES:
        return None
    return infer_columns(block[: block.rfind(b"\n", 0, HEAD_BYTES) + 1] or block)


def read_block(block: bytes, schema: pa.Schema) -> pa.Table | None:
    """The rows of a block, or None where a line needs a closer look."""
    if not _OBJECT.match(block) or _DEEP in block or not _is_utf8(block):
        return None
    try:
        parse = arrow_json.ParseOptions(explicit_schema=schema, unexpected_field_behavior="error")
        read = arrow_json.read_json(pa.BufferReader(block), read_options=_in_one(block), parse_options=parse)
        return read.select(schema.names)
    except pa.ArrowInvalid:
        return None


def holds_huge_numbers(block: bytes) -> bool:
    """Whether a whole number stands in it that 64 bits cannot hold, or what looks like one.

    So many digits in a row stand on at least two neighbours of every tenth place, and all between these are digits.
    """
    step = _HUGE_DIGITS // 2
    data = np.frombuffer(block, dtype=np.uint8)
    among = _are_digits(data[::step])
    found = np.flatnonzero(among[:-1] & among[1:]) * step
    for place in range(1, step):
        found = found[_are_digits(data[found + place])]
    return bool(len(found)) and _HUGE.search(block) is not None


def count_lines(block: bytes) -> int:
    """How many line ends stand in a block."""
    data = np.frombuffer(block, dtype=np.uint8)
    # In pieces that the processor keeps at hand.
    return sum(int(np.count_nonzero(data[at : at + _PIECE] == ord("\n"))) for at in range(0, len(data), _PIECE))


def _are_digits(data: NDArray[np.uint8]) -> NDArray[np.bool_]:
    return (data - np.uint8(ord("0"))) < np.uint8(10)


def _is_utf8(block: bytes) -> bool:
    text = pa.LargeStringArray.from_buffers(1, pa.py_buffer(np.array([0, len(block)])), pa.py_buffer(block))
    try:
        text.validate(full=True)
    except pa.ArrowInvalid:
        return False
    return True


def _in_one(block: bytes) -> arrow_json.ReadOptions:
    return arrow_json.ReadOptions(block_size=len(block) + 1, use_threads=False)
