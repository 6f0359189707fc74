"""The scanner, compiled: UTF-8 bytes to the matches in them, some hundred million bytes a second.

In: the bytes and offsets of Arrow strings, and `Tables`. Out: arrays. Writes only to arrays that it makes itself.
Works through blocks of texts in three passes: scan.py finds words, join.py the patterns and the winners among them.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from numba import njit

from framing.machine.operations import compiled, grow
from framing.matcher.join import FROM, PATTERN, TO, WAY_COLUMNS, join_words, mark_winners, sort_ways
from framing.matcher.scan import FIRST, FOUND_COLUMNS, LAST, SENTENCE, TEXT, TOKEN, scan_words


@compiled
def _emit(ways: Any, order: Any, n: int, won: Any, every: bool, found: Any, small: Any, large: Any, n_out: Any) -> Any:
    """Append the winners, or all, to the columns of the result; returns how many there are now."""
    for i in range(n):
        if every or won[i]:
            a, b = ways[order[i], FROM], ways[order[i], TO]
            small[0, n_out], small[1, n_out] = found[a, TEXT], ways[order[i], PATTERN]
            small[2, n_out], small[3, n_out] = found[a, TOKEN], found[b, TOKEN] + 1
            small[4, n_out], small[5, n_out] = found[a, SENTENCE], won[i]
            large[0, n_out], large[1, n_out] = found[a, FIRST], found[b, LAST]
            n_out += 1
    return n_out


@compiled
def _widen(columns: Any, n: int) -> Any:
    """The same columns with room for twice n rows."""
    wider = np.empty((columns.shape[0], 2 * n), dtype=columns.dtype)
    for i in range(columns.shape[0]):
        for j in range(columns.shape[1]):
            wider[i, j] = columns[i, j]
    return wider


def make_kernel(fingerprint: int, *, cache: bool) -> Callable[..., Any]:
    """Compile, or take from numba's cache, the function `match_texts`.

    fingerprint: of the sources; numba keeps what it compiled by the date of one file, and by the values that a function
    closes over: so this one, and not only the date, tells a new version from an old.
    """

    def match_texts(data: Any, offsets: Any, t: Any, every: bool) -> Any:
        """All matches in the texts data[offsets[i] : offsets[i + 1]]; with `every`, those too that a longer one hides.

        Returns columns (text, pattern, token_start, token_end, sentence, won) as int32 and (start, end) as int64, how
        many rows of them are matches, the words of each text, and for each whether it has to be looked at for NFC.
        """
        n_texts = offsets.size - 1
        n_words, suspect = np.zeros(n_texts, dtype=np.int32), np.zeros(n_texts, dtype=np.uint8)
        longest = np.int64(fingerprint * 0)
        for i in range(n_texts):
            longest = max(longest, offsets[i + 1] - offsets[i])
        word = np.empty(2 * longest + 16, dtype=np.uint8)  # folding makes three bytes of two at most
        found, ways = (
            np.empty((1 << 14, FOUND_COLUMNS), dtype=np.int64),
            np.empty((1 << 12, WAY_COLUMNS), dtype=np.int64),
        )
        queue = np.empty((64, 2), dtype=np.int64)
        # Room that is not used is never touched, so it costs no memory.
        room = np.int64(data.size // 64 + 1024)
        small, large = np.empty((6, room), dtype=np.int32), np.empty((2, room), dtype=np.int64)
        order, won = np.empty(ways.shape[0], dtype=np.int64), np.empty(ways.shape[0], dtype=np.uint8)
        text, n_out = np.int64(0), np.int64(0)
        while text < n_texts:
            after, n_found = scan_words(data, offsets, text, t, word, found, n_words, suspect)
            if after == text:
                found = grow(found)
                continue
            text = after
            row, n = join_words(found, n_found, np.int64(0), t, ways, np.int64(0), queue)
            while row < n_found:
                ways, queue = grow(ways), grow(queue)
                row, n = join_words(found, n_found, row, t, ways, n, queue)
            if order.size < n:
                order, won = np.empty(ways.shape[0], dtype=np.int64), np.empty(ways.shape[0], dtype=np.uint8)
            n = sort_ways(ways, order, n)
            mark_winners(ways, order, n, found, t.excluded, won)
            if n_out + n > small.shape[1]:
                small, large = _widen(small, n_out + n), _widen(large, n_out + n)
            n_out = _emit(ways, order, n, won, every, found, small, large, n_out)
        return small, large, n_out, n_words, suspect

    kernel: Callable[..., Any] = njit(nogil=True, cache=cache)(match_texts)
    return kernel


def make_chooser(fingerprint: int, *, cache: bool) -> Callable[..., Any]:
    """Compile, or take from the cache, the function `choose_longest`."""

    def choose_longest(ways: Any, found: Any, excluded: Any) -> Any:
        """Which of the ways, in order of text and place, win."""
        won = np.zeros(ways.shape[0] + fingerprint * 0, dtype=np.uint8)
        mark_winners(ways, np.arange(ways.shape[0]), ways.shape[0], found, excluded, won)
        return won

    chooser: Callable[..., Any] = njit(nogil=True, cache=cache)(choose_longest)
    return chooser
