"""Second and third pass, compiled: found words to the ways that patterns stand there, and those to the winners.

In: rows of found words, `Tables`. Out: rows of ways, their order and marks, written to arrays of the caller.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from framing.machine.operations import compiled, trailing_zeros
from framing.matcher import slots
from framing.matcher.lookup import may_lead
from framing.matcher.pattern import PHRASE as IN_PHRASE
from framing.matcher.pattern import SENTENCE as IN_SENTENCE
from framing.matcher.scan import AT, FIRST, FORM, LAST, PHRASE, SENTENCE, TEXT

# A way that a pattern stands in the text: ordinal of its first and last word, the pattern, the rows of both words.
BEGIN, FINISH, PATTERN, FROM, TO = range(5)
WAY_COLUMNS = 5
_SPREAD, _NONE = np.uint64(slots.SPREAD), np.uint64(0)
# Bit of a form that a pattern of one word begins with: it needs nothing behind it. Forms have it too, as all bits.
ALONE = np.uint64(1 << 63)


@compiled
def _find_step(steps: Any, port: int, form: int, shift: Any) -> Any:
    """The node that `form` leads to through `port`, or -1."""
    key = (port << 32 | form) + 1
    slot = np.int64((np.uint64(key) * _SPREAD) >> shift)
    while steps[slot, 0] != 0:
        if steps[slot, 0] == key:
            return steps[slot, 1]
        slot = (slot + 1) & (steps.shape[0] - 1)
    return -1


@compiled
def is_asked(asked: Any, text: int, pattern: int) -> Any:
    """Whether a text asks for a pattern."""
    return (asked[text, pattern >> 6] >> np.uint64(pattern & 63)) & np.uint64(1) != _NONE


@compiled
def look_ahead(found: Any, n_found: int, reach: int, ahead: Any) -> None:
    """Write for each found word the bits of the forms at the next word of its phrase, and of those in reach behind it.

    What `Tables.beginning` asks for; it may be more than is in reach, never less.
    """
    stop, text, next_at, phrase, turn = n_found, -1, -1, -1, 0
    next_bits, near, far = _NONE, _NONE, _NONE
    while stop > 0:
        begin = stop - 1
        at = found[begin, AT]
        if found[begin, TEXT] != text:
            text, next_at, near, far, turn = found[begin, TEXT], -1, _NONE, _NONE, at - reach
        elif at < turn:
            near, far, turn = _NONE, near, at - reach
        following = ALONE
        if next_at == at + 1 and phrase == found[begin, PHRASE]:
            following |= next_bits
        next_at, phrase, next_bits = at, found[begin, PHRASE], _NONE
        while stop > 0 and found[stop - 1, AT] == at:
            stop -= 1
            ahead[stop, 0], ahead[stop, 1] = following, near | far
            next_bits |= np.uint64(1) << np.uint64(found[stop, FORM] & 63)
        near |= next_bits


@compiled
def join_words(
    found: Any,
    n_found: int,
    ahead: Any,
    begin: Any,
    t: Any,
    number: int,
    asks: Any,
    chosen: bool,
    asked: Any,
    ways: Any,
    n_ways: Any,
    queue: Any,
) -> Any:
    """Every way a pattern stands in the found words: rows of beginning ordinal, last, pattern, both words' rows.

    ahead: see `look_ahead`. number: of the set of patterns. asks: by text, whether they are wanted there. asked: if
    `chosen`, by text from that of the first row, the bits of those that are wanted.
    Returns the row of `found` where room ran out, or n_found, and how many ways there are up to there.
    """
    shift = np.uint64(64) - np.uint64(trailing_zeros(np.uint64(t.steps.shape[0])))
    parts, accepts, steps = t.node_parts, t.accepts, t.steps
    links, many_ways, bits = t.port_links, t.many_ways, t.port_forms
    first_nodes, beginning = t.first_nodes[number], t.beginning[number]
    for first in range(begin, n_found):
        form = found[first, FORM]
        led = (beginning[form, 0] & ahead[first, 0]) | (beginning[form, 1] & ahead[first, 1])
        if led == _NONE or asks[found[first, TEXT]] == 0:
            continue
        node = first_nodes[form]
        queue[0, 0], queue[0, 1] = node, first
        head, n_queue, kept = 0, 1, n_ways
        while head < n_queue:
            node, last = queue[head, 0], queue[head, 1]
            head += 1
            for i in range(parts[node, 0], parts[node, 1]):
                if chosen and not is_asked(asked, found[first, TEXT] - found[0, TEXT], accepts[i]):
                    continue
                if n_ways == ways.shape[0]:
                    return first, kept
                ways[n_ways, BEGIN], ways[n_ways, FINISH] = found[first, AT], found[last, AT]
                ways[n_ways, PATTERN], ways[n_ways, FROM], ways[n_ways, TO] = accepts[i], first, last
                n_ways += 1
            for port in range(parts[node, 2], parts[node, 3]):
                fewest, most, between = links[port, 0], links[port, 1], links[port, 2]
                here, leading = last + 1, bits[port]
                while here < n_found and found[here, AT] <= found[last, AT] + 1 + most:
                    if between == IN_PHRASE and found[here, PHRASE] != found[last, PHRASE]:
                        break
                    if between == IN_SENTENCE and found[here, SENTENCE] != found[last, SENTENCE]:
                        break
                    if may_lead(leading, found[here, FORM]) and found[here, AT] > found[last, AT] + fewest:
                        child = _find_step(steps, port, found[here, FORM], shift)
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
