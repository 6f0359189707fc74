"""How far a cue reaches, compiled: the clause marks of a text, the words between hit and cue, and the polarity by both.

In: a text's bytes, its hits and cues; `CueArrays`. Out: a polarity for each hit. A mark by rule, never a deletion; a
cue out of reach, behind clause punctuation or behind a stop word (but, however) does not count. Works on code points,
so that it holds for every script; it knows no grammar.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from framing.machine.operations import compiled, load_byte, odd_bytes, trailing_zeros
from framing.matcher.letters import decode
from framing.score.arrays import (
    AHEAD,
    BEHIND,
    CAPITAL,
    CLAUSE,
    COMMA,
    END,
    ENDER,
    FIRST_WORD,
    LABEL,
    LAST_CODE,
    LAST_WORD,
    MARK,
    OPENING,
    QUESTION,
    SIDE,
    START,
    STOP,
    WINDOW,
    WITHIN,
    WORDLIKE,
)
from framing.score.polarity import AFFIRMED, DENIED, HYPOTHETICAL, OPPOSED, QUESTIONED

_FAR = 10**6
_DOT, _COMMA, _APOSTROPHE = ord("."), ord(","), ord("'")
_SMALL_A, _SMALL_Z = ord("a"), ord("z")
_NONE = np.uint64(0)
_ANY = ENDER | CLAUSE | COMMA | OPENING


@compiled
def _kind_at(data: Any, p: int, stop: int, kinds: Any) -> Any:
    """The kind of the character at p; nothing stands behind the text."""
    if p >= stop:
        return 0
    code = load_byte(data, p)
    if code >= 0x80:
        code = min(decode(data, p, stop) >> 3, LAST_CODE)
    return kinds[code]


@compiled
def _letter_width(first: int) -> Any:
    """Bytes of the character that begins with this byte, from U+0400 to U+047F or from U+4000 to U+9FFF; else 0.

    None of these is a mark, and most text beyond ASCII is of them.
    """
    if first in (0xD0, 0xD1):
        return 2
    return 3 if 0xE4 <= first <= 0xE9 else 0


@compiled
def _begin_of(data: Any, p: int) -> Any:
    """Where the character that ends before p begins."""
    p -= 1
    while load_byte(data, p) & 0xC0 == 0x80:
        p -= 1
    return p


@compiled
def _is_in_word(data: Any, begin: int, p: int, stop: int, kinds: Any) -> Any:
    """Whether the mark at p has a letter or digit right behind it (1,000; 3.5) or is a full stop of initials (U.S.)."""
    if _kind_at(data, p + 1, stop, kinds) & WORDLIKE:
        return True
    if load_byte(data, p) != _DOT or p == begin or kinds[load_byte(data, p - 1)] & CAPITAL == 0:
        return False
    return p - 1 == begin or _kind_at(data, _begin_of(data, p - 1), stop, kinds) & WORDLIKE == 0


@compiled
def _is_behind_letter(data: Any, begin: int, p: int) -> Any:
    """Whether an ASCII letter stands before p: then an apostrophe there opens nothing."""
    before = load_byte(data, p - 1) | 0x20 if p > begin else 0
    return _SMALL_A <= before <= _SMALL_Z


@compiled
def read_marks(data: Any, begin: int, stop: int, kinds: Any, bounds: Any) -> Any:
    """Write what bounds clauses in the text data[begin:stop] to `bounds`: character, and what it is (ENDER and so on).

    Returns how many there are, and whether a quotation may begin somewhere.
    """
    n, p, wide = 0, begin, 0  # wide: bytes over characters
    opens = False
    safe = min(stop, data.size - 15)  # sixteen bytes can be read from before here
    while p < stop:
        if p < safe:
            odd = odd_bytes(data, p)
            if odd == _NONE:
                p += 16
                continue
            p += trailing_zeros(odd)
            if p >= stop:
                break
        code, width = load_byte(data, p), 1
        if code >= 0x80:
            width = _letter_width(code)
            if width > 0:
                p += width
                wide += width - 1
                continue
            both = decode(data, p, stop)
            code, width = min(both >> 3, LAST_CODE), both & 7
        kind = kinds[code]
        if kind & _ANY:
            inside = code in (_DOT, _COMMA) and _is_in_word(data, begin, p, stop, kinds)
            if kind & (CLAUSE | ENDER | COMMA) and not inside:
                bounds[n, 0], bounds[n, 1] = p - begin - wide, kind & (ENDER | COMMA | QUESTION)
                n += 1
            elif kind & OPENING:
                opens |= code != _APOSTROPHE or not _is_behind_letter(data, begin, p)
        p += width
        wide += width - 1
    bounds[n, 0], bounds[n, 1] = min(p, stop) - begin - wide, ENDER  # the text ends here
    return n + 1, opens


@compiled
def _first_at(bounds: Any, n: int, place: int) -> Any:
    """The first of n bounds at this place or behind it."""
    low, high = 0, n
    while low < high:
        middle = (low + high) >> 1
        if bounds[middle, 0] < place:
            low = middle + 1
        else:
            high = middle
    return low


@compiled
def _add_stops(bounds: Any, n: int, cues: Any, stops: Any) -> Any:
    """Put the stop words among the bounds; returns how many there are now."""
    for row in range(cues.shape[0]):
        if stops[cues[row, LABEL]]:
            at = n
            while at > 0 and bounds[at - 1, 0] > cues[row, START]:
                bounds[at, 0], bounds[at, 1] = bounds[at - 1, 0], bounds[at - 1, 1]
                at -= 1
            bounds[at, 0], bounds[at, 1] = cues[row, START], 0
            n += 1
    return n


@compiled
def _free_lists(bounds: Any, n: int, places: Any, hits: Any) -> Any:
    """Take out the commas right behind a hit, which go on with a list ("reject hegemony, blockades and force")."""
    for hit in hits:
        place = places[hit, END]
        at = _first_at(bounds, n, place)
        while at < n and bounds[at, 0] == place:
            if bounds[at, 1] == COMMA:
                bounds[at, 1] = -1
            at += 1
    kept = 0
    for i in range(n):
        if bounds[i, 1] >= 0:
            bounds[kept, 0], bounds[kept, 1] = bounds[i, 0], bounds[i, 1]
            kept += 1
    return kept


@compiled
def _lay_spans(places: Any, hits: Any, spans: Any) -> Any:
    """Write the words that hits take up: where each begins, and how many the ones before it are. Returns how many."""
    n = total = 0
    spans[0, 1] = 0
    begin = end = -1
    for hit in hits:
        first, last = places[hit, FIRST_WORD], places[hit, LAST_WORD]
        if first != begin or last != end:
            total += last - first
            spans[n, 0], spans[n + 1, 1] = first, total
            n += 1
        begin, end = first, last
    return n


@compiled
def _words_between(first: int, last: int, spans: Any, n: int) -> Any:
    """Words from one spot to another behind it, those inside hits not counted; negative if it is not behind."""
    if last <= first:
        return last - first
    return last - first - spans[_first_at(spans, n, last), 1] + spans[_first_at(spans, n, first), 1]


@compiled
def _polarity_of(bounds: Any, n: int, end: int, nearest: Any) -> Any:
    """The polarity by the nearest cue of each kind and the end of the sentence.

    An explicit cue (denied, opposed) goes before the question mark, that before a hypothetical cue; of two explicit
    cues the nearer decides.
    """
    denied, opposed = nearest[DENIED], nearest[OPPOSED]
    if min(denied, opposed) < _FAR:
        return DENIED if denied < opposed else OPPOSED
    at = _first_at(bounds, n, end)
    while at < n and bounds[at, 1] & ENDER == 0:
        at += 1
    if nearest[QUESTIONED] < _FAR or (at < n and bounds[at, 1] & QUESTION):
        return QUESTIONED
    return HYPOTHETICAL if nearest[HYPOTHETICAL] < _FAR else AFFIRMED


@compiled
def mark_hits(places: Any, hits: Any, cues: Any, c: Any, scope: Any, polarity: Any) -> None:
    """Write the polarity of the hits (rows of `places`) of one text.

    scope: the text's bounds, as `read_marks` gives them, how many, room for spans and for a distance a polarity.
    """
    bounds, n, spans, nearest = scope
    facts = c.facts
    n = _free_lists(bounds, n, places, hits)
    n = _add_stops(bounds, n, cues, facts[:, STOP])
    n_spans = _lay_spans(places, hits, spans)
    longest = 0
    for row in range(cues.shape[0]):
        longest = max(longest, cues[row, END] - cues[row, START])
    begin = 0
    for i in range(hits.size):
        start, end = places[hits[i], START], places[hits[i], END]
        first, last = places[hits[i], FIRST_WORD], places[hits[i], LAST_WORD]
        for k in range(nearest.size):
            nearest[k] = _FAR
        # No cue reaches over the bound before the hit, nor over the one behind it.
        left, right = _first_at(bounds, n, start), _first_at(bounds, n, end)
        after, until = bounds[left - 1, 0] if left > 0 else -1, bounds[right, 0]
        while begin < cues.shape[0] and cues[begin, START] + longest <= after:
            begin += 1
        row = begin
        while row < cues.shape[0] and cues[row, START] <= until:
            mark, side = facts[cues[row, LABEL], MARK], facts[cues[row, LABEL], SIDE]
            distance = -1
            if mark < 0:
                pass
            elif cues[row, START] <= start < cues[row, END] and (side == WITHIN or cues[row, END] < end):
                nearest[mark] = 0
            elif side == AHEAD and cues[row, END] > after:
                distance = _words_between(cues[row, LAST_WORD], first, spans, n_spans)
            elif side == BEHIND:
                distance = _words_between(last, cues[row, FIRST_WORD], spans, n_spans)
            if 0 <= distance < facts[cues[row, LABEL], WINDOW]:
                nearest[mark] = min(nearest[mark], distance)
            row += 1
        polarity[i] = _polarity_of(bounds, n, end, nearest)
