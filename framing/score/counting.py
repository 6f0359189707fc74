"""Which places count, compiled: every entry's context rule held against the words around, and the best hit of a span.

In: the places of entries and of the words that rules ask for, in one text; `RuleArrays`. Out: a state for each place of
an entry. Words of a rule may stand inside other hits, but never inside the hit itself.

Numba counts a reference whenever an array is taken from a tuple, and hands a tuple over array by array: both cost more
than the work of a loop. So arrays are named at the top of a function, and tuples go to what is called once a text.
"""

from __future__ import annotations

from typing import Any

from framing.machine.operations import compiled
from framing.matcher.join import BEGIN, FINISH, FROM, PATTERN, TO, mark_winners
from framing.matcher.scan import FIRST, LAST
from framing.score.arrays import (
    AFTER,
    BEFORE,
    CONDITION,
    END,
    EXCLUDED,
    FIRST_STEP,
    FIRST_WORD,
    FRAME,
    KIND,
    LABEL,
    LAST_STEP,
    LAST_WORD,
    LATE_RULE,
    NEAR,
    NEGATED,
    REACH,
    SENTENCE,
    SENTENCE_RULE,
    START,
    WITH,
    WON,
)

# What a place of an entry is: hidden, or only masking; counted; its rule failed, waits, waits until the others are
# decided, or held when they were.
HIDDEN, COUNTED, FAILED, WAITING, LATE, JOINING = range(6)


@compiled
def _clash(rows: Any, begin: int, stop: int, places: Any) -> Any:
    """Whether two of the places rows[begin:stop] share a word."""
    reached = 0
    for i in range(begin, stop):
        if places[rows[i], FIRST_WORD] < reached:
            return True
        reached = max(reached, places[rows[i], LAST_WORD])
    return False


@compiled
def choose_longest(rows: Any, begin: int, stop: int, places: Any, facts: Any, room: Any) -> Any:
    """Keep, in rows[begin:stop], the places that win: the longest of those that share a word. Returns the new stop.

    facts: of the entries, whose exclusions go before others of their length; empty where the places are of none.
    room: `ways`, `found`, `order`, `won` and `excluded` as the matcher's `mark_winners` takes them.
    """
    ways, found, order, won, excluded = room
    n = stop - begin
    for i in range(n):
        row = rows[begin + i]
        ways[i, BEGIN], ways[i, FINISH] = places[row, FIRST_WORD], places[row, LAST_WORD] - 1
        ways[i, PATTERN], ways[i, FROM], ways[i, TO], order[i], won[i] = i, i, i, i, 0
        found[i, FIRST], found[i, LAST] = places[row, START], places[row, END]
        excluded[i] = facts.size > 0 and facts[places[row, LABEL], EXCLUDED]
    mark_winners(ways, order, n, found, excluded, won)
    kept = begin
    for i in range(n):
        if won[i]:
            rows[kept] = rows[begin + i]
            kept += 1
    return kept


@compiled
def _look_up(condition: int, words: Any, asks: Any, pool: Any, stretches: Any) -> Any:
    """Write the rows of the words that a condition asks for to `pool`; returns whether two of them share a word.

    stretches: for each condition where in `pool` they stand, and of which text; in the last row where all end, and the
    text.
    """
    last = stretches.shape[0] - 1
    begin = stop = stretches[last, 1]
    for row in range(words.shape[0]):
        if asks[condition, words[row, LABEL]]:
            pool[stop] = row
            stop += 1
    stretches[condition, 0], stretches[condition, 1], stretches[condition, 2] = begin, stop, stretches[last, 2]
    stretches[last, 1] = stop
    return _clash(pool, begin, stop, words)


@compiled
def _is_met(kind: int, reach: int, row: int, places: Any, other: int, others: Any) -> Any:
    """Whether a word, or another hit, satisfies a condition of the hit `row`."""
    if places[row, START] < others[other, END] and others[other, START] < places[row, END]:
        return False
    if kind in (NEAR, AFTER, BEFORE, SENTENCE_RULE):
        if places[row, SENTENCE] != others[other, SENTENCE]:
            return False
        behind = others[other, FIRST_WORD] - places[row, LAST_WORD]
        ahead = places[row, FIRST_WORD] - others[other, LAST_WORD]
        if kind == NEAR:
            return behind < reach and ahead < reach
        if kind == AFTER:
            return 0 <= ahead < reach
        if kind == BEFORE:
            return 0 <= behind < reach
    return True


@compiled
def _has_fellow(row: int, places: Any, state: Any, fellows: Any) -> Any:
    """Whether a counted hit satisfies a `with` of the hit `row`. fellows: which entries' hits do."""
    for other in range(places.shape[0]):
        if state[other] == COUNTED and fellows[places[other, LABEL]] and _is_met(WITH, 0, row, places, other, places):
            return True
    return False


@compiled
def _decide(places: Any, words: Any, r: Any, state: Any, turn: Any, buffers: Any) -> Any:
    """Hold the rules of the places of one state against the text; returns how many failed.

    turn: the state of the places to decide, and what those become whose rule holds. The words of a condition are looked
    up once a text.
    """
    pool, stretches, room, _ = buffers
    last = stretches.shape[0] - 1
    facts, steps, asks, fellows = r.facts, r.steps, r.asks, r.fellows
    waiting, held = turn
    failed = 0
    for row in range(places.shape[0]):
        if state[row] != waiting:
            continue
        label, holds = places[row, LABEL], True
        for at in range(facts[label, FIRST_STEP], facts[label, LAST_STEP]):
            condition, kind, reach, met = steps[at, CONDITION], steps[at, KIND], steps[at, REACH], False
            if kind == WITH:
                met = _has_fellow(row, places, state, fellows[condition])
            else:
                known = stretches[condition, 2] == stretches[last, 2]
                if not known and _look_up(condition, words, asks, pool, stretches):
                    begin, stop = stretches[condition, 0], stretches[condition, 1]
                    stretches[condition, 1] = choose_longest(pool, begin, stop, words, words[:0], room)
                for i in range(stretches[condition, 0], stretches[condition, 1]):
                    met |= _is_met(kind, reach, row, places, pool[i], words)
            if met == (steps[at, NEGATED] != 0):
                holds = False
                break
        state[row] = held if holds else FAILED
        failed += not holds
    return failed


@compiled
def _touches(row: int, places: Any, longest: int, state: Any, wanted: int) -> Any:
    """Whether the place shares a character with one of this state. longest: characters of the longest place."""
    start, end = places[row, START], places[row, END]
    other = row
    while other >= 0 and places[other, START] + longest > start:
        if state[other] == wanted and start < places[other, END]:
            return True
        other -= 1
    other = row + 1
    while other < places.shape[0] and places[other, START] < end:
        if state[other] == wanted:
            return True
        other += 1
    return False


@compiled
def _count_inner(places: Any, longest: int, state: Any, r: Any, buffers: Any) -> None:
    """Count the entries without a rule that stand where a longer entry's rule failed and nothing counts."""
    _, _, room, rows = buffers
    facts = r.facts
    n = 0
    for row in range(places.shape[0]):
        label = places[row, LABEL]
        if facts[label, FIRST_STEP] == facts[label, LAST_STEP]:
            rows[n] = row
            n += 1
    if _clash(rows, 0, n, places):
        n = choose_longest(rows, 0, n, places, facts, room)
    kept = 0
    for i in range(n):
        row = rows[i]
        free = not facts[places[row, LABEL], EXCLUDED] and _touches(row, places, longest, state, FAILED)
        if free and not _touches(row, places, longest, state, COUNTED):
            rows[kept] = row
            kept += 1
    for i in range(kept):
        state[rows[i]] = COUNTED


@compiled
def count_places(places: Any, longest: int, words: Any, r: Any, state: Any, buffers: Any) -> None:
    """Set the state of the places of a text; rules on words are decided before rules on other hits.

    places, words: of the text. longest: characters of the longest place. buffers: `pool`, `stretches` and `room`, see
    above, and rows to write in.
    """
    facts = r.facts
    n, waiting, late = places.shape[0], 0, 0
    for row in range(n):
        label = places[row, LABEL]
        state[row] = HIDDEN
        if places[row, WON] == 0 or facts[label, EXCLUDED]:
            continue
        state[row] = COUNTED
        if facts[label, FIRST_STEP] < facts[label, LAST_STEP]:
            state[row] = LATE if facts[label, LATE_RULE] else WAITING
            late += facts[label, LATE_RULE]
            waiting += 1 - facts[label, LATE_RULE]
    if waiting > 0 and _decide(places, words, r, state, (WAITING, COUNTED), buffers) > 0:
        _count_inner(places, longest, state, r, buffers)
    if late == 0:
        return
    for row in range(n):
        if state[row] == FAILED:
            state[row] = HIDDEN
    failed = _decide(places, words, r, state, (LATE, JOINING), buffers)
    for row in range(n):
        if state[row] == JOINING:
            state[row] = COUNTED
    if failed > 0:
        _count_inner(places, longest, state, r, buffers)


@compiled
def keep_best(places: Any, state: Any, r: Any, chosen: Any) -> Any:
    """Write the counted places of a text to `chosen`, one a span and frame: the weightiest, then the first entry.

    In order of start, end and frame. Returns how many they are.
    """
    facts, weights = r.facts, r.weight
    row = n = 0
    while row < places.shape[0]:
        begin, start, end = n, places[row, START], places[row, END]
        while row < places.shape[0] and places[row, START] == start and places[row, END] == end:
            if state[row] == COUNTED:
                n = _insert(row, places, facts, weights, chosen, begin, n)
            row += 1
    return n


@compiled
def _insert(row: int, places: Any, facts: Any, weights: Any, chosen: Any, begin: int, n: int) -> Any:
    """Put a row among those of its span, by frame; it takes the place of a lighter one of its frame."""
    frame, weight = facts[places[row, LABEL], FRAME], weights[places[row, LABEL]]
    at = n
    while at > begin and facts[places[chosen[at - 1], LABEL], FRAME] >= frame:
        at -= 1
    if at < n and facts[places[chosen[at], LABEL], FRAME] == frame:
        if weights[places[chosen[at], LABEL]] < weight:
            chosen[at] = row
        return n
    for i in range(n, at, -1):
        chosen[i] = chosen[i - 1]
    chosen[at] = row
    return n + 1
