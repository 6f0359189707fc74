"""Patterns made into the read-only arrays that the scanner runs on.

In: patterns. Out: `Tables`: characters, words (a tree over chunks of eight bytes) and phrases (a tree over words).
Finds nothing itself; every array grows with the patterns, none has a fixed size.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from framing.matcher.pattern import ANY_WORD, Form, parse_pattern
from framing.matcher.phrases import Phrases
from framing.matcher.slots import SPREAD, SPREAD_TAG, Ints, count_slots, ints, place
from framing.matcher.store import Arrays, keep_arrays
from framing.matcher.words import classify, composing_characters, fold

# Bit of a character's class: NFC may change it, so the text has to be looked at.
COMPOSING = 0x80
PAIR_BITS = 12  # of the filters that look at two bytes

# Code points looked at one by one; and blocks of one class that fold to themselves. What is in neither is OTHER.
_VARIED = ((0, 0x3400), (0x4DC0, 0x4E00), (0xA000, 0xAC00), (0xD7A4, 0xD800), (0xF900, 0x20000), (0xE0000, 0xE0200))
_UNIFORM = ((0x3400, 0x4DC0), (0x4E00, 0xA000), (0xAC00, 0xD7A4), (0x20000, 0x3FFFE))

# A lexicon of fewer patterns is compiled sooner than it is looked up.
_WORTH_KEEPING = 60


class Tables(NamedTuple):
    """All that the kernels read. n characters, w word slots, f forms, k nodes, q ports (a link out of a node)."""

    kinds: NDArray[np.uint8]  # (n,) class of each code point, with COMPOSING
    folds: Ints  # (n,) what each code point is compared as
    word_keys: NDArray[np.uint64]  # (w,) open addressing: eight bytes of a word, 0 for an empty slot
    word_tags: Ints  # (w,) 2 * chunk node, + 1 for the beginning of words
    word_forms: Ints  # (w,) the form that ends here, or -1
    word_nodes: Ints  # (w,) the chunk node of the next eight bytes, or -1
    root_lengths: NDArray[np.uint8]  # by the first two bytes: bit i set if a beginning of i + 1 bytes is in the tree
    node_lengths: NDArray[np.uint8]  # (chunk nodes,) the same for each further node
    tail_filter: NDArray[np.uint8]  # by the last two bytes: 1 if an ending may fit
    tail_starts: Ints  # (257,) by the last byte: its endings in `tail_forms`
    tail_forms: Ints
    inner_forms: Ints  # forms with a star at both ends
    form_starts: Ints  # (f + 1,) the bytes of each form in `form_bytes`
    form_bytes: NDArray[np.uint8]
    any_form: Ints  # (1,) the form that every word has, or -1
    begins: NDArray[np.uint8]  # (f,) 1 if a pattern of any set begins with this form
    first_nodes: Ints  # (sets, f) the phrase node of a pattern's first form, or -1; no node is of two sets
    beginning: NDArray[np.uint64]  # (sets, f, 2) bits of what follows such a node, next or further off
    reaches: Ints  # (f,) how many words further a phrase may look behind this form
    follows: NDArray[np.uint64]  # (f, 2) by their bits the forms that may come next, and further off, in a phrase
    node_parts: Ints  # (k, 4) where the patterns that end at each node begin and stop in `accepts`, and its ports
    accepts: Ints  # each counted within its set
    port_links: Ints  # (q, 3) fewest and most words between, and what else
    port_forms: NDArray[np.uint64]  # (q,) by their bits the forms that lead on through each port
    many_ways: NDArray[np.uint8]  # (k,) 1 if there are several ways to a node from one beginning
    steps: NDArray[np.int64]  # (slots, 2) open addressing: port << 32 | form, + 1, or 0 for an empty slot; and the node


def compile_sets(sets: Sequence[Sequence[str]]) -> Tables:
    """One table of words and phrases for several sets of patterns; raises FramingError for one that cannot be read."""
    characters = _characters()
    if sum(map(len, sets)) < _WORTH_KEEPING:
        made = _compile(sets)
    else:
        key = ("sets", *(part for patterns in sets for part in (str(len(patterns)), *patterns)))
        made = keep_arrays(key, lambda: _compile(sets))
    return Tables(**characters, **made)


def check_patterns(patterns: Sequence[str]) -> None:
    """Raise FramingError for the first pattern that cannot be read; a list that was good once is not read again."""

    def read_all() -> Arrays:
        for pattern in patterns:
            parse_pattern(pattern)
        return {}

    if len(patterns) < _WORTH_KEEPING:
        read_all()
    else:
        keep_arrays(("readable", *patterns), read_all)


def _compile(sets: Sequence[Sequence[str]]) -> Arrays:
    phrases = Phrases()
    for patterns in sets:
        phrases.begin_set()
        for number, pattern in enumerate(patterns):
            for spelling in parse_pattern(pattern):
                phrases.add(number, spelling.forms, spelling.links)
    forms = list(phrases.forms)
    return {**_words(forms), **_endings(forms), **phrases.arrays()}


@lru_cache(maxsize=1)
def _characters() -> Arrays:
    return keep_arrays(("characters",), _classify_characters)


def _classify_characters() -> Arrays:
    """Class and folded form of every code point up to the last that is not simply OTHER."""
    kinds = np.zeros(0xE0200, dtype=np.uint8)
    folds = np.arange(0xE0200, dtype=np.int32)
    for first, last in _VARIED:
        for code in range(first, last):
            char = chr(code)
            kinds[code] = classify(char)
            if unicodedata.category(char)[0] in "LMNS":
                folds[code] = ord(fold(char))
    for first, last in _UNIFORM:
        kinds[first:last] = classify(chr(first))
    kinds[composing_characters()] |= COMPOSING
    return {"kinds": kinds, "folds": folds}


def _words(forms: list[Form]) -> Arrays:
    """The tree over chunks of eight bytes, as one hash table."""
    rows: dict[tuple[int, int], list[int]] = {}
    lengths = [0]
    root = np.zeros(1 << PAIR_BITS, dtype=np.uint8)
    for number, form in enumerate(forms):
        if form.head:
            continue
        raw, node = form.text.encode(), 0
        while len(raw) > 8:
            row = rows.setdefault((2 * node, int.from_bytes(raw[:8], "little")), [-1, -1])
            if row[1] < 0:
                row[1] = len(lengths)
                lengths.append(0)
            raw, node = raw[8:], row[1]
        rows.setdefault((2 * node + form.tail, int.from_bytes(raw, "little")), [-1, -1])[0] = number
        if form.tail:
            lengths[node] |= 1 << (len(raw) - 1)
            if not node:
                root[_first_pairs(raw)] |= 1 << (len(raw) - 1)
    keys = np.zeros(count_slots(len(rows)), dtype=np.uint64)
    columns = np.full((3, len(keys)), -1, dtype=np.int32)
    for (tag, key), (number, child) in sorted(rows.items()):
        columns[:, place(keys, key, (key ^ (tag * SPREAD_TAG & 0xFFFFFFFFFFFFFFFF)) * SPREAD)] = tag, number, child
    return {
        "word_keys": keys,
        **dict(zip(("word_tags", "word_forms", "word_nodes"), columns, strict=True)),
        "root_lengths": root,
        "node_lengths": np.array(lengths, dtype=np.uint8),
    }


def _pair(low: int, high: int) -> int:
    return ((low | high << 8) * 0x9E37 & 0xFFFF) >> (16 - PAIR_BITS)


def _first_pairs(raw: bytes) -> list[int]:
    return [_pair(raw[0], second) for second in (raw[1:2] or range(256))]


def _endings(forms: list[Form]) -> Arrays:
    """Forms with a star before them: a filter by the last two bytes, and lists by the last."""
    pairs = np.zeros(1 << PAIR_BITS, dtype=np.uint8)
    raws = [form.text.encode() for form in forms]
    tails = sorted((raws[i][-1], i) for i, form in enumerate(forms) if form.head and not form.tail)
    for _, i in tails:
        for before in raws[i][-2:-1] or range(256):
            pairs[_pair(before, raws[i][-1])] = 1
    starts = np.searchsorted([last for last, _ in tails], np.arange(257))
    inner = [i for i, form in enumerate(forms) if form.head and form.tail and form.text]
    any_form = [i for i, form in enumerate(forms) if form == ANY_WORD] or [-1]
    bounds = np.cumsum([0, *map(len, raws)])
    data = np.frombuffer(b"".join(raws) or b"\0", dtype=np.uint8).copy()
    return {
        "tail_filter": pairs,
        "tail_starts": ints(starts),
        "tail_forms": ints([i for _, i in tails]),
        "inner_forms": ints(inner),
        "form_starts": ints(bounds),
        "form_bytes": data,
        "any_form": ints(any_form),
    }
