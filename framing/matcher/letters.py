"""Characters, gaps and words of any script, compiled: for what the scanner cannot take many bytes at once.

In: UTF-8 bytes and a place in them; arrays by their address. Out: where the gap or the word there ends, what the gap
breaks, the word folded.
"""

from __future__ import annotations

from typing import Any

from framing.machine.operations import compiled, load_byte, load_four, store_byte
from framing.matcher.words import DIGIT, END, HAN, IGNORED, LETTER, LINE, MARK, OTHER, STOP

COMPOSING, KIND = 0x80, 0x7F  # the parts of a character's class, as compile.py puts them together
LAST_CODE = 0xE01FF  # code points above have the class of this one


@compiled
def decode(data: Any, p: int, stop: int) -> Any:
    """Code point << 3 | width of the character at p, whose first byte is not ASCII."""
    b = load_byte(data, p)
    width = 2 if b < 0xE0 else (3 if b < 0xF0 else 4)
    if p + width > stop:
        return (0xFFFD << 3) | (stop - p)
    code = b & (0x7F >> width)
    for i in range(1, width):
        code = (code << 6) | (load_byte(data, p + i) & 0x3F)
    return (min(code, LAST_CODE) << 3) | width


@compiled
def read_gap(data: Any, p: int, stop: int, kinds: Any, single: bool, initial: bool) -> Any:
    """From p to the next word: its place, bytes over characters, whether phrase and sentence end, initials, composing.

    single: the word before is one letter. initial: it stands directly behind the full stop of another.
    """
    begin, wide = p, 0
    breaks = closes = dots = lines = composing = size = 0
    dot_first = False
    while p < stop:
        code, width = load_byte(data, p), 1
        if code >= 0x80:
            both = decode(data, p, stop)
            code, width = both >> 3, both & 7
        kind = load_byte(kinds, code)
        composing |= kind & COMPOSING
        kind &= KIND
        if kind in (LETTER, DIGIT, HAN):
            break
        if kind == STOP:
            dots += 1
            dot_first |= p == begin
        elif kind == END:
            closes = 1
        elif kind == LINE:
            lines += not (code == 10 and p > begin and load_byte(data, p - 1) == 13)
            closes |= lines > 1
        elif kind in (OTHER, MARK):
            breaks = 1
        size += 1
        p += width
        wide += width - 1
    joined = dots == 1 and dot_first and single and (size == 1 or initial)
    if dots > 0 and not joined:
        breaks = 1
        closes |= size > 1
    return p, wide, breaks | closes, closes, joined and size == 1, composing


@compiled
def fold_word(data: Any, p: int, stop: int, kinds: Any, folds: Any, word: Any) -> Any:
    """Write the word at p, folded, to `word`.

    Gives its bytes there, its end, if it is one letter, bytes over characters, composing.
    """
    n = chars = composing = wide = wide_end = first = 0
    q = end = p
    while q < stop:
        code, width = load_byte(data, q), 1
        if code >= 0x80:
            both = decode(data, q, stop)
            code, width = both >> 3, both & 7
        kind = load_byte(kinds, code)
        composing |= kind & COMPOSING
        kind &= KIND
        if chars == 0:
            first = kind
        elif kind == IGNORED:
            q += width
            wide += width - 1
            continue
        elif kind != MARK and (first == HAN or kind not in (LETTER, DIGIT)):
            break
        code = load_four(folds, 4 * code)
        size = 1 if code < 0x80 else (2 if code < 0x800 else (3 if code < 0x10000 else 4))
        for i in range(size - 1, 0, -1):
            store_byte(word, n + i, 0x80 | (code & 0x3F))
            code >>= 6
        store_byte(word, n, code if size == 1 else ((0xF00 >> size) & 0xFF) | code)
        n += size
        chars += 1
        q += width
        wide += width - 1
        end, wide_end = q, wide
    return n, end, chars == 1 and first == LETTER, wide_end, composing
