"""The forms of a word, compiled: looked up in the tables, and kept for when the word comes again.

In: a folded word, `Tables`. Out: numbers of forms, written to an array of the caller. Words are compared whole.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from framing.machine.operations import (
    address,
    compiled,
    load_byte,
    load_eight,
    load_four,
    store_eight,
    store_four,
    trailing_zeros,
)
from framing.matcher import slots

SPREAD, _SPREAD_TAG = np.uint64(slots.SPREAD), np.uint64(slots.SPREAD_TAG)
_SPREAD_THIRD = np.uint64(0x165667B19E3779F9)
KEEP = np.array([(1 << 8 * n) - 1 for n in range(9)], dtype=np.uint64)  # the first n bytes of eight
NONE = np.uint64(0)


class Places(NamedTuple):
    """Where the tables of words stand, as addresses, and numbers: arrays in a tuple are counted one by one."""

    keys: int
    tags: int
    forms: int
    nodes: int
    root_lengths: int
    node_lengths: int
    tail_filter: int
    tail_starts: int
    tail_forms: int
    form_starts: int
    form_bytes: int
    inner_forms: int
    last_slot: int
    shift: Any
    n_tails: int
    n_inner: int
    any_form: Any


@compiled
def place_tables(t: Any) -> Any:
    """The places of `Tables`, good while these are held."""
    return Places(
        address(t.word_keys),
        address(t.word_tags),
        address(t.word_forms),
        address(t.word_nodes),
        address(t.root_lengths),
        address(t.node_lengths),
        address(t.tail_filter),
        address(t.tail_starts),
        address(t.tail_forms),
        address(t.form_starts),
        address(t.form_bytes),
        address(t.inner_forms),
        t.word_keys.size - 1,
        np.uint64(64) - np.uint64(trailing_zeros(np.uint64(t.word_keys.size))),
        t.tail_forms.size,
        t.inner_forms.size,
        np.int64(t.any_form[0]),
    )


@compiled
def _find_chunk(q: Any, tag: int, key: Any) -> Any:
    """The slot of this chunk of a word, or -1; compares the whole chunk."""
    slot: Any = np.int64(((key ^ (np.uint64(tag) * _SPREAD_TAG)) * SPREAD) >> q.shift)
    held = load_eight(q.keys, 8 * slot)
    while held != NONE:
        if held == key and load_four(q.tags, 4 * slot) == tag:
            return slot
        slot = (slot + 1) & q.last_slot
        held = load_eight(q.keys, 8 * slot)
    return -1


@compiled
def _find_beginnings(word: int, length: int, q: Any, hits: int, n_hits: int) -> Any:
    """Add the forms that fit the folded word from its beginning; returns how many hits there are."""
    key = load_eight(word, 0) & KEEP[min(length, 8)]
    lengths = load_byte(q.root_lengths, ((np.int64(key & np.uint64(0xFFFF)) * 0x9E37) & 0xFFFF) >> 4)
    node = at = 0
    while True:
        size = min(length - at, 8)
        for i in range(size):
            if lengths >> i & 1:
                slot = _find_chunk(q, 2 * node + 1, key & KEEP[i + 1])
                if slot >= 0:
                    store_four(hits, 4 * n_hits, load_four(q.forms, 4 * slot))
                    n_hits += 1
        slot = _find_chunk(q, 2 * node, key)
        if slot >= 0 and length - at <= 8 and load_four(q.forms, 4 * slot) >= 0:
            store_four(hits, 4 * n_hits, load_four(q.forms, 4 * slot))
            n_hits += 1
        if slot < 0 or length - at <= 8 or load_four(q.nodes, 4 * slot) < 0:
            return n_hits
        node = load_four(q.nodes, 4 * slot)
        at += 8
        key = load_eight(word, at) & KEEP[min(length - at, 8)]
        lengths = load_byte(q.node_lengths, node)


@compiled
def _find_ends(word: int, length: int, q: Any, hits: int, n_hits: int) -> Any:
    """Add the forms with a star before them that fit the folded word; returns how many hits there are."""
    last = load_byte(word, length - 1)
    first_tail = load_four(q.tail_starts, 4 * last)
    n_tails = load_four(q.tail_starts, 4 * last + 4) - first_tail
    for i in range(n_tails + q.n_inner):
        tail = i < n_tails
        form = load_four(q.tail_forms, 4 * (first_tail + i)) if tail else load_four(q.inner_forms, 4 * (i - n_tails))
        begin = load_four(q.form_starts, 4 * form)
        size = load_four(q.form_starts, 4 * form + 4) - begin
        for at in range(max(0, length - size) if tail else 0, length - size + 1):
            same = 0
            while same < size and load_byte(word, at + same) == load_byte(q.form_bytes, begin + same):
                same += 1
            if same == size:
                store_four(hits, 4 * n_hits, form)
                n_hits += 1
                break
    return n_hits


@compiled
def find_forms(word: int, length: int, q: Any, hits: int, n_hits: int) -> Any:
    """Write the forms of the folded word to `hits` from n_hits on; returns where they end. Arrays by their address."""
    n_hits = _find_beginnings(word, length, q, hits, n_hits)
    if q.n_inner > 0 or q.n_tails > 0:
        pair = load_byte(word, length - 1) << 8 | (load_byte(word, length - 2) if length > 1 else 0)
        if q.n_inner > 0 or load_byte(q.tail_filter, ((pair * 0x9E37) & 0xFFFF) >> 4) != 0:
            n_hits = _find_ends(word, length, q, hits, n_hits)
    if q.any_form >= 0:
        store_four(hits, 4 * n_hits, q.any_form)
        n_hits += 1
    return n_hits


# A word seen before: its bytes in three numbers, and where its forms stand in the list of hits.
FIRST_KEY, SECOND_KEY, THIRD_KEY, FORMS = range(4)
MEMO_COLUMNS = 4
MEMO_BYTES = 24  # longer words are looked up each time
_MOST_FORMS = 120  # so are those with more forms
HITS_ROOM = 1 << 16  # forms that a memo holds, at most
FOLDED = 0x80  # bit of FORMS: the bytes are those of the folded word, not of the text


@compiled
def make_memo(n_bytes: int) -> Any:
    """An empty memo for a text of so many bytes."""
    size = 64
    while size < 8192 and size * 8 < n_bytes:
        size *= 2
    return np.zeros((size, MEMO_COLUMNS), dtype=np.uint64)


@compiled
def make_hits(t: Any) -> Any:
    """The list of hits that belongs to a memo, its last value where it is free; no word has more than all forms."""
    hits = np.empty(HITS_ROOM + t.begins.size + 2, dtype=np.int32)
    hits[hits.size - 1] = 0
    return hits


@compiled
def read_keys(data: Any, at: int, length: int, lower: Any) -> Any:
    """The first 24 bytes from there as three numbers, `lower` added to each eight."""
    first, second, third = (load_eight(data, at) | lower) & KEEP[min(length, 8)], NONE, NONE
    if length > 8:
        second = (load_eight(data, at + 8) | lower) & KEEP[min(length - 8, 8)]
        if length > 16:
            third = (load_eight(data, at + 16) | lower) & KEEP[min(length - 16, 8)]
    return first, second, third


@compiled
def recall(memo: Any, shift: Any, first: Any, second: Any, third: Any, folded: int) -> Any:
    """The row of a word of at most 24 bytes, and what it holds for it: 0 if the word is not there.

    memo: its address.
    """
    row: Any = np.int64(((first ^ (second * _SPREAD_TAG) ^ (third * _SPREAD_THIRD)) * SPREAD) >> shift)
    at = row * (8 * MEMO_COLUMNS)
    held: Any = np.int64(load_eight(memo, at + 8 * FORMS))
    differs = (load_eight(memo, at) ^ first) | (load_eight(memo, at + 8) ^ second) | (load_eight(memo, at + 16) ^ third)
    if differs != NONE or held & FOLDED != folded:
        held = 0
    return row, held


@compiled
def remember(memo: int, row: int, first: Any, second: Any, third: Any, begin: int, stop: int, folded: int) -> Any:
    """Keep hits[begin:stop] as the forms of the word; returns where further hits may be written."""
    if stop - begin > _MOST_FORMS or stop > HITS_ROOM:
        return begin
    at = row * 8 * MEMO_COLUMNS
    store_eight(memo, at, first)
    store_eight(memo, at + 8, second)
    store_eight(memo, at + 16, third)
    store_eight(memo, at + 24, np.uint64(begin << 8 | folded | (stop - begin + 1)))
    return stop


@compiled
def may_lead(bits: Any, form: int) -> Any:
    """Whether the form's bit is among them: only then it can be one of the forms that they stand for."""
    return (bits >> np.uint64(form & 63)) & np.uint64(1) != NONE
