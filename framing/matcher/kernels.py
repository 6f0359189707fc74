"""The scanner, compiled: UTF-8 bytes to the matches in them, some hundred million bytes a second.

In: the bytes and offsets of Arrow strings, and `Tables`. Out: arrays. Writes only to arrays that it makes itself.
Works through blocks of texts in three passes: scan.py finds words, join.py the patterns and the winners among them.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from framing.machine import compile_kernel
from framing.machine.operations import compiled, grow
from framing.matcher.join import (
    FROM,
    PATTERN,
    TO,
    WAY_COLUMNS,
    is_asked,
    join_words,
    look_ahead,
    mark_winners,
    sort_ways,
)
from framing.matcher.lookup import make_hits, make_memo, place_tables
from framing.matcher.scan import FIRST, FOUND_COLUMNS, LAST, PAD, SENTENCE, TEXT, TOKEN, scan_words

# What is wanted of a set: all ways or the winners, whether winners are decided, whether only where set 0 asks, and
# whether only those of its patterns that set 0 asks for.
EVERY, RANKED, ASKED, CHOSEN = range(4)


@compiled
def _emit(
    ways: Any, order: Any, n: int, won: Any, wants: Any, bits: Any, found: Any, small: Any, large: Any, n_out: Any
) -> Any:
    """Append what is wanted of a set to its columns; returns how many there are now.

    bits: by text, from the first of the block, the patterns that are asked for.
    """
    every, chosen = wants[EVERY] != 0, wants[CHOSEN] != 0
    for i in range(n):
        if every or won[i]:
            a, b = ways[order[i], FROM], ways[order[i], TO]
            if chosen and not is_asked(bits, found[a, TEXT] - found[0, TEXT], ways[order[i], PATTERN]):
                continue
            small[0, n_out], small[1, n_out] = found[a, TEXT], ways[order[i], PATTERN]
            small[2, n_out], small[3, n_out] = found[a, TOKEN], found[b, TOKEN] + 1
            small[4, n_out], small[5, n_out] = found[a, SENTENCE], won[i]
            large[0, n_out], large[1, n_out] = found[a, FIRST], found[b, LAST]
            n_out += 1
    return n_out


@compiled
def _ask(
    ways: Any, order: Any, n: int, won: Any, found: Any, wants: Any, asked_by: Any, asked: Any, asks: Any, bits: Any
) -> None:
    """Note for each set the texts in which a winner asks for it, and for which of its patterns (`bits`)."""
    for i in range(n):
        if won[i]:
            pattern, text = ways[order[i], PATTERN], found[ways[order[i], FROM], TEXT]
            for number in range(1, asked_by.shape[0]):
                row = asked_by[number, pattern]
                asks[number, text] |= row >= 0
                if row >= 0 and wants[number, CHOSEN]:
                    for k in range(asked.shape[2]):
                        bits[number, text - found[0, TEXT], k] |= asked[number, row, k]


@compiled
def _widen(columns: Any, used: Any, n: int) -> Any:
    """The same columns with room for twice n rows."""
    wider = np.empty((columns.shape[0], columns.shape[1], 2 * n), dtype=columns.dtype)
    for number in range(columns.shape[0]):
        for i in range(columns.shape[1]):
            for j in range(used[number]):
                wider[number, i, j] = columns[number, i, j]
    return wider


def make_kernel(fingerprint: int, *, cache: bool | None) -> Callable[..., Any]:
    """Compile, or take from numba's cache, the function `match_texts`; `cache` None: as Python reads it.

    fingerprint: of the sources; numba keeps what it compiled by the date of one file, and by the values that a function
    closes over: so this one, and not only the date, tells a new version from an old.
    """

    def match_texts(data: Any, offsets: Any, t: Any, wants: Any, excluded: Any, asked_by: Any, asked: Any) -> Any:
        """All matches of several sets of patterns in the texts data[offsets[i] : offsets[i + 1]].

        wants: for each set EVERY, RANKED, ASKED, CHOSEN. excluded: (sets, most patterns) what only masks. asked_by:
        (sets, patterns of set 0) the row of `asked` that a winner of set 0 makes a text ask for, or -1. asked: (sets,
        rows, bits) patterns of the set.
        Returns by set columns (text, pattern, token_start, token_end, sentence, won) as int32 and (start, end) as
        int64, and how many rows of them are matches; the words of each text, and whether to look at it for NFC.
        """
        n_texts, n_sets = offsets.size - 1, wants.shape[0]
        n_words, suspect = np.zeros(n_texts, dtype=np.int32), np.zeros(n_texts, dtype=np.uint8)
        longest = np.int64(fingerprint * 0)
        for i in range(n_texts):
            longest = max(longest, offsets[i + 1] - offsets[i])
        word = np.empty(2 * longest + 32, dtype=np.uint8)  # folding makes three bytes of two at most
        copy = np.zeros(4 * PAD, dtype=np.uint8)
        memo, hits = make_memo(offsets[n_texts] - offsets[0]), make_hits(t)
        q = place_tables(t)
        found, ways = (
            np.empty((1 << 14, FOUND_COLUMNS), dtype=np.int64),
            np.empty((1 << 12, WAY_COLUMNS), dtype=np.int64),
        )
        queue, ahead = np.empty((64, 2), dtype=np.int64), np.empty((found.shape[0], 2), dtype=np.uint64)
        reach = t.reaches.max()
        # Room that is not used is never touched, so it costs no memory.
        room = np.int64(data.size // 64 + 1024)
        small, large = np.empty((n_sets, 6, room), dtype=np.int32), np.empty((n_sets, 2, room), dtype=np.int64)
        order, won = np.empty(ways.shape[0], dtype=np.int64), np.zeros(ways.shape[0], dtype=np.uint8)
        text, n_out = np.int64(0), np.zeros(n_sets, dtype=np.int64)
        asks = np.zeros((n_sets, n_texts), dtype=np.uint8)
        bits = np.zeros((n_sets, 1, asked.shape[2]), dtype=np.uint64)
        asking = np.int64(0)
        for number in range(n_sets):
            asks[number] = 1 - wants[number, ASKED]
            asking += wants[number, ASKED]
        while text < n_texts:
            after, n_found = scan_words(data, offsets, text, t, q, word, copy, memo, hits, found, n_words, suspect)
            if after == text:
                found = grow(found)
                continue
            if asking > 0:
                if bits.shape[1] < after - text:
                    bits = np.zeros((n_sets, after - text, asked.shape[2]), dtype=np.uint64)
                bits[:, : after - text] = 0
            text = after
            if ahead.shape[0] < n_found:
                ahead = np.empty((found.shape[0], 2), dtype=np.uint64)
            look_ahead(found, n_found, reach, ahead)
            for number in range(n_sets):
                ask, some = asks[number], bits[number]
                # Where winners are decided, what is not asked for may hide what is.
                chosen = wants[number, CHOSEN] != 0 and wants[number, RANKED] == 0
                row, n = join_words(
                    found, n_found, ahead, np.int64(0), t, number, ask, chosen, some, ways, np.int64(0), queue
                )
                while row < n_found:
                    ways, queue = grow(ways), grow(queue)
                    row, n = join_words(found, n_found, ahead, row, t, number, ask, chosen, some, ways, n, queue)
                if order.size < n:
                    order, won = np.empty(ways.shape[0], dtype=np.int64), np.empty(ways.shape[0], dtype=np.uint8)
                n = sort_ways(ways, order, n)
                if wants[number, RANKED]:
                    mark_winners(ways, order, n, found, excluded[number], won)
                else:
                    won[:n] = 0
                if n_out[number] + n > small.shape[2]:
                    most = n_out.max() + n
                    small, large = _widen(small, n_out, most), _widen(large, n_out, most)
                n_out[number] = _emit(
                    ways, order, n, won, wants[number], some, found, small[number], large[number], n_out[number]
                )
                if number == 0 and asking > 0:
                    _ask(ways, order, n, won, found, wants, asked_by, asked, asks, bits)
        return small, large, n_out, n_words, suspect

    return compile_kernel(match_texts, cache=cache)
