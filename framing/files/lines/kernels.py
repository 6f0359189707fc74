"""The writer, compiled: rows of Arrow columns to bytes, one pass over the rows, each value written where it will stay.

In: a table of addresses, a row for each field. Out: the bytes of all rows and where each row begins. Writes only to
arrays that it makes itself, and only as much as it counted before.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from framing.files.lines.layout import FLAG, LIST, LITERAL, LONG, NAMES, TEXT, WHOLE, Field
from framing.machine import compile_kernel
from framing.machine.addresses import (
    byte_at,
    double_at,
    int_at,
    json_marks,
    long_at,
    put_byte,
    put_bytes,
    put_int,
    put_long,
    put_sixteen,
    quote_marks,
)
from framing.machine.operations import compiled, trailing_zeros

_QUOTE, _BACKSLASH, _MINUS, _ZERO, _POINT, _COMMA, _BLANK = (ord(mark) for mark in '"\\-0., ')
_OPEN, _CLOSE = ord("["), ord("]")
_NULL, _TRUE, _FALSE = (np.int64(int.from_bytes(word, "little")) for word in (b"null", b"true", b"fals"))
_LETTER_U, _LETTER_E = ord("u"), ord("e")
# A double, or a whole number, with its sign and `.0`.
_NUMBER_ROOM = 24


@compiled
def _field(at: Any) -> Any:
    """What is told of the field at an address; of these numbers the machine loads what is used."""
    told = (long_at(at), long_at(at + 8), long_at(at + 16), long_at(at + 24), long_at(at + 32))
    more = (long_at(at + 40), long_at(at + 48), long_at(at + 56), long_at(at + 64), long_at(at + 72))
    return Field(*told, *more)


@compiled
def _copy(to: Any, source: Any, count: Any) -> Any:
    """Copy bytes; returns the place behind them. A call costs more than a short copy."""
    if count >= 16:
        if count > 128:
            put_bytes(to, source, count)
            return to + count
        for at in range(0, count - 16, 16):
            put_sixteen(to + at, source + at)
        put_sixteen(to + count - 16, source + count - 16)
    elif count >= 8:
        put_long(to, long_at(source))
        put_long(to + count - 8, long_at(source + count - 8))
    elif count >= 4:
        put_int(to, int_at(source))
        put_int(to + count - 4, int_at(source + count - 4))
    elif count > 0:
        put_byte(to, byte_at(source))
        put_byte(to + (count >> 1), byte_at(source + (count >> 1)))
        put_byte(to + count - 1, byte_at(source + count - 1))
    return to + count


@compiled
def _mark_after(source: Any, at: Any, end: int, csv: bool) -> Any:
    """The place of the next byte to escape from `at` on, or `end`."""
    while at + 16 <= end:
        marks = quote_marks(source + at) if csv else json_marks(source + at)
        if marks != np.uint64(0):
            return at + trailing_zeros(marks)
        at += 16
    while at < end:
        byte = byte_at(source + at)
        if byte == _QUOTE or (not csv and (byte < _BLANK or byte == _BACKSLASH)):
            return at
        at += 1
    return end


@compiled
def _put_escaped(to: Any, byte: Any, csv: bool) -> Any:
    """Write the escape of a byte; returns the place behind it."""
    if csv:
        put_byte(to, _QUOTE)
        put_byte(to + 1, _QUOTE)
        return to + 2
    put_byte(to, _BACKSLASH)
    short = np.int64(0)
    if byte >= _BLANK:
        short = byte
    elif byte >= 8 and byte <= 13 and byte != 11:
        # b t n (v has none) f r
        short = np.int64(98) if byte == 8 else np.int64(116) if byte == 9 else np.int64(110)
        if byte >= 12:
            short = np.int64(102) if byte == 12 else np.int64(114)
    if short:
        put_byte(to + 1, short)
        return to + 2
    put_byte(to + 1, _LETTER_U)
    put_byte(to + 2, _ZERO)
    put_byte(to + 3, _ZERO)
    low = byte & 15
    put_byte(to + 4, _ZERO + (byte >> 4))
    put_byte(to + 5, _ZERO + low if low < 10 else 87 + low)
    return to + 6


@compiled
def _put_text(to: Any, source: Any, length: Any, csv: bool, plain: bool) -> Any:
    """Write a text in quotation marks, escaped unless it is known to be `plain`; returns the place behind it."""
    put_byte(to, _QUOTE)
    to += 1
    at = np.int64(0)
    while not plain:
        mark = _mark_after(source, at, length, csv)
        to = _copy(to, source + at, mark - at)
        at = mark
        if at == length:
            break
        to = _put_escaped(to, byte_at(source + at), csv)
        at += 1
    to = _copy(to, source + at, length - at)
    put_byte(to, _QUOTE)
    return to + 1


@compiled
def _put_word(to: Any, word: Any, length: Any) -> Any:
    for i in range(length):
        put_byte(to + i, word >> (8 * i) & 255)
    return to + length


@compiled
def _put_whole(to: Any, number: Any) -> Any:
    """Write a whole number; returns the place behind it."""
    left = np.uint64(number)
    if number < 0:
        put_byte(to, _MINUS)
        to += 1
        left = np.uint64(0) - left
    ten, rest = np.uint64(10), left
    length = 1
    while rest >= ten:
        rest //= ten
        length += 1
    for i in range(length - 1, -1, -1):
        after = left // ten
        put_byte(to + i, _ZERO + np.int64(left - after * ten))
        left = after
    return to + length


@compiled
def _offset(f: Any, at: Any) -> Any:
    return long_at(f.offsets + 8 * at) if f.wide else int_at(f.offsets + 4 * at)


@compiled
def _is_set(bits: Any, at: Any) -> Any:
    return (byte_at(bits + (at >> 3)) >> (at & 7)) & 1 == 1


@compiled
def _put_list(to: Any, first: Any, last: Any, f: Any, names: bool) -> Any:
    """Write elements that are JSON already, in brackets; for `names`, one stands alone, and none is null."""
    if names and last == first:
        return _put_word(to, _NULL, 4)
    bare = names and last == first + 1
    if not bare:
        put_byte(to, _OPEN)
        to += 1
    for i in range(first, last):
        if i > first:
            put_byte(to, _COMMA)
            put_byte(to + 1, _BLANK)
            to += 2
        begin, end = long_at(f.places + 8 * i), long_at(f.places + 8 * i + 8)
        to = _copy(to, f.data + begin, end - begin)
    if not bare:
        put_byte(to, _CLOSE)
        to += 1
    return to


@compiled
def _put_value(to: Any, f: Any, row: Any, csv: bool, plain: bool) -> Any:
    """Write the value that a field has in a row; returns the place behind it."""
    at, kind = f.shift + row, f.kind
    if f.valid and not _is_set(f.valid, at):
        return to if csv else _put_word(to, _NULL, 4)
    if kind == LONG:
        return _put_whole(to, long_at(f.data + 8 * at))
    if kind == WHOLE:
        to = _put_whole(to, np.int64(double_at(f.data + 8 * at)))
        if not csv:
            put_byte(to, _POINT)
            put_byte(to + 1, _ZERO)
            to += 2
        return to
    if kind == FLAG:
        if _is_set(f.data, at):
            return _put_word(to, _TRUE, 4)
        to = _put_word(to, _FALSE, 4)
        put_byte(to, _LETTER_E)
        return to + 1
    begin, end = _offset(f, at), _offset(f, at + 1)
    if kind == TEXT:
        return _put_text(to, f.data + begin, end - begin, csv, plain)
    if kind == LITERAL:
        return _copy(to, f.data + begin, end - begin)
    return _put_list(to, begin - f.first, end - f.first, f, kind == NAMES)


@compiled
def _room(f: Any, n_rows: Any, csv: bool) -> Any:
    """The most bytes that a field can take, and whether its texts hold nothing to escape."""
    room, kind = (f.key_length + _NUMBER_ROOM) * n_rows, f.kind
    if kind < TEXT:
        return room, True
    begin, end = _offset(f, f.shift), _offset(f, f.shift + n_rows)
    if kind >= LIST:
        first, last = begin - f.first, end - f.first
        room += long_at(f.places + 8 * last) - long_at(f.places + 8 * first)
        return room + 2 * (last - first), True
    room += end - begin
    if kind == LITERAL:
        return room, True
    n_marks = np.int64(0)
    at = _mark_after(f.data, begin, end, csv)
    while at < end:
        n_marks += 1
        at = _mark_after(f.data, at + 1, end, csv)
    return room + 5 * n_marks, n_marks == 0


def make_writer(fingerprint: int, *, cache: bool) -> Callable[..., Any]:
    """Compile, or take from numba's cache, the function `write_rows`; `fingerprint` as in `matcher.kernels`."""

    def write_rows(fields: Any, n_rows: Any, csv: bool) -> Any:
        """The rows one behind the other, each field its key and then its value; and the n_rows + 1 places between."""
        room = np.int64(fingerprint * 0)
        # Plain addresses: a view of a row of an array is counted, in and out, each time.
        told, size = np.int64(fields.ctypes.data), np.int64(8 * fields.shape[1])
        plain = np.empty(fields.shape[0], dtype=np.bool_)
        for i in range(fields.shape[0]):
            taken, plain[i] = _room(_field(told + i * size), n_rows, csv)
            room += taken
        # Room that is not used is never touched, so it costs no memory.
        out, places = np.empty(room, dtype=np.uint8), np.empty(n_rows + 1, dtype=np.int64)
        start = np.int64(out.ctypes.data)
        to = start
        for row in range(n_rows):
            places[row] = to - start
            for i in range(fields.shape[0]):
                f = _field(told + i * size)
                to = _copy(to, f.key, f.key_length)
                if f.kind:
                    to = _put_value(to, f, row, csv, plain[i])
        places[n_rows] = to - start
        return out, places

    return compile_kernel(write_rows, cache=cache)
