"""The writer, compiled: rows of Arrow columns to bytes, one pass over the rows, each value written where it will stay.

In: a table of addresses, a row for each field. Out: the bytes of all rows and where each row begins, in arrays of the
caller, who is told before how much room they need.
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
# Bytes that an escape takes at most: `\\u001f` in JSON, a doubled quotation mark in CSV.
_JSON_ESCAPE, _CSV_ESCAPE = 6, 2
_PAGE, _SIXTEEN = 4096, np.uint64(1 << 16)
# Bytes from which on the system's copy is called.
_CALLED = 256


@compiled
def _field(at: Any) -> Any:
    """What is told of the field at an address; of these numbers the machine loads what is used."""
    told = (long_at(at), long_at(at + 8), long_at(at + 16), long_at(at + 24), long_at(at + 32))
    more = (long_at(at + 40), long_at(at + 48), long_at(at + 56), long_at(at + 64), long_at(at + 72))
    return Field(*told, *more)


@compiled
def _in_page(source: Any) -> Any:
    """Whether sixteen bytes can be read there although fewer are ours: a page of memory is readable as a whole."""
    return source & (_PAGE - 1) <= _PAGE - 16


@compiled
def _copy(to: Any, source: Any, count: Any) -> Any:
    """Copy bytes; returns the place behind them. Up to fifteen bytes behind it are written too: what follows is later.

    A call costs more than a short copy.
    """
    if count > _CALLED:
        put_bytes(to, source, count)
        return to + count
    at = np.int64(0)
    while at + 16 <= count:
        put_sixteen(to + at, source + at)
        at += 16
    if at < count and _in_page(source + at):
        put_sixteen(to + at, source + at)
        at = count
    while at < count:
        put_byte(to + at, byte_at(source + at))
        at += 1
    return to + count


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
def _put_text(to: Any, source: Any, length: Any, csv: bool) -> Any:
    """Write a text in quotation marks, escaped; returns the place behind it."""
    put_byte(to, _QUOTE)
    to += 1
    end = source + length
    while source < end:
        count = end - source
        if count >= 16 or _in_page(source):
            # What stands behind the end, or behind a mark, is written and then written over.
            put_sixteen(to, source)
            marks = quote_marks(source) if csv else json_marks(source)
            run = trailing_zeros(marks | _SIXTEEN)
            if run >= min(count, np.int64(16)):
                to += min(count, np.int64(16))
                source += 16
                continue
            to, source = to + run, source + run
        byte = byte_at(source)
        source += 1
        if byte == _QUOTE or (not csv and (byte < _BLANK or byte == _BACKSLASH)):
            to = _put_escaped(to, byte, csv)
        else:
            put_byte(to, byte)
            to += 1
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
def _put_value(to: Any, f: Any, row: Any, csv: bool) -> Any:
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
        return _put_text(to, f.data + begin, end - begin, csv)
    if kind == LITERAL:
        return _copy(to, f.data + begin, end - begin)
    return _put_list(to, begin - f.first, end - f.first, f, kind == NAMES)


@compiled
def _room(f: Any, n_rows: Any, csv: bool) -> Any:
    """The most bytes that a field can take."""
    room = (f.key_length + _NUMBER_ROOM) * n_rows
    if f.kind < TEXT:
        return room
    begin, end = _offset(f, f.shift), _offset(f, f.shift + n_rows)
    if f.kind >= LIST:
        first, last = begin - f.first, end - f.first
        return room + long_at(f.places + 8 * last) - long_at(f.places + 8 * first) + 2 * (last - first)
    if f.kind == LITERAL:
        return room + end - begin
    return room + (end - begin) * (_CSV_ESCAPE if csv else _JSON_ESCAPE)


def make_writer(fingerprint: int, *, cache: bool) -> Callable[..., Any]:
    """Compile, or take from numba's cache, the function `write_rows`; `fingerprint` as in `matcher.kernels`."""

    def write_rows(fields: Any, n_rows: Any, csv: bool, out: Any, places: Any) -> Any:
        """Write the rows one behind the other, each field its key and then its value; and the places between them.

        out: uint8. places: (n_rows + 1,) int64. Returns how many bytes were written; or, where `out` may be too small,
        nothing is written and minus the bytes that it needs are returned.
        """
        room = np.int64(fingerprint * 0 + 16)
        # Plain addresses: a view of a row of an array is counted, in and out, each time.
        told, size = np.int64(fields.ctypes.data), np.int64(8 * fields.shape[1])
        for i in range(fields.shape[0]):
            room += _room(_field(told + i * size), n_rows, csv)
        if out.size < room:
            return -room
        start = np.int64(out.ctypes.data)
        to = start
        for row in range(n_rows):
            places[row] = to - start
            for i in range(fields.shape[0]):
                f = _field(told + i * size)
                to = _copy(to, f.key, f.key_length)
                if f.kind:
                    to = _put_value(to, f, row, csv)
        places[n_rows] = to - start
        return to - start

    return compile_kernel(write_rows, cache=cache)
