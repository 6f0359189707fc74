"""Second and third pass, compiled: found words to the ways that patterns stand there, and those to the winners.

In: rows of found words, `Tables`. Out: rows of ways, their order and marks, written to arrays of the caller.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from framing.machine.operations import compiled, trailing_zeros
from framing.matcher.lookup import may_lead
from framing.matcher.pattern import PHRASE as IN_PHRASE
from framing.matcher.pattern import SENTENCE as IN_SENTENCE
from framing.matcher.scan import AT, FIRST, FORM, LAST, PHRASE, SENTENCE, TEXT

# A way that a pattern stands in the text: ordinal of its first and last word, the pattern, the rows of both words.
BEGIN, FINISH, PATTERN, FROM, TO = range(5)
WAY_COLUMNS = 5
_SPREAD, _NONE = np.uint64(0x9E3779B97F4A7C15), np.uint64(0)


@compiled
def _find_step(keys: Any, nodes: Any, port: int, form: int, shift: Any) -> Any:
    """The node that `form` leads to through `port`, or -1."""
    key = np.uint64((port << 32 | form) + 1)
    slot = np.int64((key * _SPREAD) >> shift)
    while keys[slot] != _NONE:
        if keys[slot] == key:
            return nodes[slot]
        slot = (slot + 1) & (keys.size - 1)
    return -1


@compiled
def join_words(
    found: Any, n_found: int, begin: Any, t: Any, first_nodes: Any, asks: Any, ways: Any, n_ways: Any, queue: Any
) -> Any:
    """Every way a pattern stands in the found words: rows of beginning ordinal, last, pattern, both words' rows.

    first_nodes: by form, of the set whose patterns are wanted. asks: by text, whether they are wanted there.
    Returns the row of `found` where room ran out, or n_found, and how many ways there are up to there.
    """
    shift = np.uint64(64) - np.uint64(trailing_zeros(np.uint64(t.step_keys.size)))
    accept_starts, accepts, port_starts = t.accept_starts, t.accepts, t.port_starts
    links, many_ways, keys, nodes, bits = t.port_links, t.many_ways, t.step_keys, t.step_nodes, t.port_forms
    for first in range(begin, n_found):
        node = first_nodes[found[first, FORM]]
        if node < 0 or asks[found[first, TEXT]] == 0:
            continue
        queue[0, 0], queue[0, 1] = node, first
        head, n_queue, kept = 0, 1, n_ways
        while head < n_queue:
            node, last = queue[head, 0], queue[head, 1]
            head += 1
            for i in range(accept_starts[node], accept_starts[node + 1]):
                if n_ways == ways.shape[0]:
                    return first, kept
                ways[n_ways, BEGIN], ways[n_ways, FINISH] = found[first, AT], found[last, AT]
                ways[n_ways, PATTERN], ways[n_ways, FROM], ways[n_ways, TO] = accepts[i], first, last
                n_ways += 1
            for port in range(port_starts[node], port_starts[node + 1]):
                fewest, most, between = links[port, 0], links[port, 1], links[port, 2]
                here, leading = last + 1, bits[port]
                while here < n_found and found[here, AT] <= found[last, AT] + 1 + most:
                    if between == IN_PHRASE and found[here, PHRASE] != found[last, PHRASE]:
                        break
                    if between == IN_SENTENCE and found[here, SENTENCE] != found[last, SENTENCE]:
                        break
                    if may_lead(leading, found[here, FORM]) and found[here, AT] > found[last, AT] + fewest:
                        child = _find_step(keys, nodes, port, found[here, FORM], shift)
                        known = child < 0
                        if not known and many_ways[child]:
                            for i in range(n_queue):
                                known |= queue[i, 0] == child and queue[i, 1] == here
                        if not known:
                            if n_queue == queue.shape[0]:
                                return first, kept
                            queue[n_queue, 0], queue[n_queue, 1] = child, here
                            n_queue += 1
                    here += 1
    return n_found, n_ways


@compiled
def sort_ways(ways: Any, order: Any, n: int) -> Any:
    """Write the rows of the ways by beginning, end and pattern, each once; they come nearly so. Returns how many."""
    kept = 0
    for way in range(n):
        at = kept
        differs = 1
        while at > 0:
            before = order[at - 1]
            differs = ways[way, BEGIN] - ways[before, BEGIN]
            if differs == 0:
                differs = ways[way, FINISH] - ways[before, FINISH]
            if differs == 0:
                differs = ways[way, PATTERN] - ways[before, PATTERN]
            if differs >= 0:
                break
            at -= 1
        if at > 0 and differs == 0:
            continue
        for i in range(kept, at, -1):
            order[i] = order[i - 1]
        order[at] = way
        kept += 1
    return kept


@compiled
def _before(ranks: Any, at: int, a: int, b: int, c: int) -> Any:
    """Whether (a, b, c) stands before row `at`."""
    if ranks[at, 0] != a:
        return ranks[at, 0] > a
    return ranks[at, 1] > b if ranks[at, 1] != b else ranks[at, 2] > c


@compiled
def _sort_ranks(ranks: Any, n: int) -> None:
    """Sort the first n rows (shell sort: no recursion, and no worse than n^1.5 on any order)."""
    step = 1
    while step < n // 3:
        step = 3 * step + 1
    while step > 0:
        for i in range(step, n):
            a, b, c = ranks[i, 0], ranks[i, 1], ranks[i, 2]
            at = i
            while at >= step and _before(ranks, at - step, a, b, c):
                for column in range(3):
                    ranks[at, column] = ranks[at - step, column]
                at -= step
            ranks[at, 0], ranks[at, 1], ranks[at, 2] = a, b, c
        step //= 3


@compiled
def mark_winners(ways: Any, order: Any, n: int, found: Any, excluded: Any, won: Any) -> None:
    """Mark the winners: the longest, then exclusions, then the earlier; none overlaps another but on the same span."""
    begin = 0
    while begin < n:
        stop, last = begin + 1, ways[order[begin], FINISH]
        while stop < n and ways[order[stop], BEGIN] <= last:
            last = max(last, ways[order[stop], FINISH])
            stop += 1
        won[begin] = 1
        if stop > begin + 1:
            _mark_cluster(ways, order, begin, stop, last, found, excluded, won)
        begin = stop


@compiled
def _mark_cluster(ways: Any, order: Any, begin: int, stop: int, last: int, found: Any, excluded: Any, won: Any) -> None:
    """Mark the winners of order[begin:stop], ways that overlap in a chain up to the word `last`."""
    base = ways[order[begin], BEGIN]
    ranks = np.empty((stop - begin, 3), dtype=np.int64)
    owners = np.full(last - base + 1, -1, dtype=np.int64)  # by word: the place in `order` of who won it
    for i in range(begin, stop):
        way = order[i]
        ranks[i - begin, 0] = found[ways[way, FROM], FIRST] - found[ways[way, TO], LAST]
        ranks[i - begin, 1], ranks[i - begin, 2] = 1 - excluded[ways[way, PATTERN]], i
    _sort_ranks(ranks, stop - begin)
    for i in range(stop - begin):
        at = ranks[i, 2]
        way = order[at]
        # One that won before is no shorter: where it overlaps this, it has its first or its last word.
        left, right = owners[ways[way, BEGIN] - base], owners[ways[way, FINISH] - base]
        won[at] = left < 0 and right < 0
        if left >= 0 and left == right:
            other = order[left]
            same = ways[other, BEGIN] == ways[way, BEGIN] and ways[other, FINISH] == ways[way, FINISH]
            won[at] = same and excluded[ways[other, PATTERN]] == excluded[ways[way, PATTERN]]
        if won[at]:
            for word in range(ways[way, BEGIN] - base, ways[way, FINISH] - base + 1):
                owners[word] = at
