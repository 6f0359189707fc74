"""First pass, compiled: the words of a block of texts, and which of them stand in a pattern.

In: UTF-8 bytes, offsets, `Tables`. Out: rows of found words, written to arrays of the caller. Numba counts a reference
whenever an array is taken from a tuple or given a new name, which costs more than all the rest: so arrays are named
once, at the top, and never grow in here; a block that finds no room is begun again with more.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from framing.machine.operations import compiled, load_byte, load_eight, trailing_zeros, word_stops
from framing.matcher.words import DIGIT, END, HAN, IGNORED, LETTER, LINE, MARK, OTHER, STOP

# A found word: form, ordinal over all texts of the block, ordinal in its text, first and last character, and the
# numbers of the phrase, the sentence and the text that it stands in.
FORM, AT, TOKEN, FIRST, LAST, PHRASE, SENTENCE, TEXT = range(8)
FOUND_COLUMNS = 8

BLOCK = 1 << 18  # bytes a block: what is found in it stays in the second cache
COMPOSING, KIND = 0x80, 0x7F  # the parts of a character's class, as compile.py puts them together
LAST_CODE = 0xE01FF  # code points above have the class of this one
_SPREAD, _SPREAD_TAG = np.uint64(0x9E3779B97F4A7C15), np.uint64(0xC2B2AE3D27D4EB4F)
_KEEP = np.array([(1 << 8 * n) - 1 for n in range(9)], dtype=np.uint64)  # the first n bytes of eight
_LOWER = np.uint64(0x2020202020202020)  # makes ASCII letters small and leaves digits
_NONE = np.uint64(0)


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
def _read_gap(data: Any, p: int, stop: int, kinds: Any, single: bool, initial: bool) -> Any:
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
        kind = kinds[code]
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
def _fold_word(data: Any, p: int, stop: int, kinds: Any, folds: Any, word: Any) -> Any:
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
        kind = kinds[code]
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
        code = folds[code]
        size = 1 if code < 0x80 else (2 if code < 0x800 else (3 if code < 0x10000 else 4))
        for i in range(size - 1, 0, -1):
            word[n + i] = 0x80 | (code & 0x3F)
            code >>= 6
        word[n] = code if size == 1 else ((0xF00 >> size) & 0xFF) | code
        n += size
        chars += 1
        q += width
        wide += width - 1
        end, wide_end = q, wide
    return n, end, chars == 1 and first == LETTER, wide_end, composing


@compiled
def _find_chunk(keys: Any, tags: Any, tag: int, key: Any, shift: Any) -> Any:
    """The slot of this chunk of a word, or -1; compares the whole chunk."""
    slot = np.int64(((key ^ (np.uint64(tag) * _SPREAD_TAG)) * _SPREAD) >> shift)
    held = keys[slot]
    while held != _NONE:
        if held == key and tags[slot] == tag:
            return slot
        slot = (slot + 1) & (keys.size - 1)
        held = keys[slot]
    return -1


@compiled
def _find_forms(
    key: Any, lengths: int, length: int, word: Any, keys: Any, tags: Any, forms: Any, nodes: Any, below: Any, hits: Any
) -> Any:
    """Write the forms of a word to `hits`, and return how many.

    key: its first eight bytes. lengths: of the beginnings to look up in them. word: all its bytes, if more
    than eight. below: lengths by node.
    """
    shift = np.uint64(64) - np.uint64(trailing_zeros(np.uint64(keys.size)))
    n_hits = node = at = 0
    while True:
        size = min(length - at, 8)
        for i in range(size):
            if lengths >> i & 1:
                slot = _find_chunk(keys, tags, 2 * node + 1, key & _KEEP[i + 1], shift)
                if slot >= 0:
                    hits[n_hits] = forms[slot]
                    n_hits += 1
        slot = _find_chunk(keys, tags, 2 * node, key, shift)
        if slot >= 0 and length - at <= 8 and forms[slot] >= 0:
            hits[n_hits] = forms[slot]
            n_hits += 1
        if slot < 0 or length - at <= 8 or nodes[slot] < 0:
            return n_hits
        node = nodes[slot]
        at += 8
        key = load_eight(word, at) & _KEEP[min(length - at, 8)]
        lengths = below[node]


@compiled
def _find_ends(word: Any, length: int, t: Any, hits: Any, n_hits: int) -> Any:
    """Add the forms with a star before them that fit the folded word; returns how many hits there are."""
    last = word[length - 1]
    n_tails = t.tail_starts[last + 1] - t.tail_starts[last]
    for i in range(n_tails + t.inner_forms.size):
        form = t.tail_forms[t.tail_starts[last] + i] if i < n_tails else t.inner_forms[i - n_tails]
        begin, size = t.form_starts[form], t.form_starts[form + 1] - t.form_starts[form]
        for at in range(max(0, length - size) if i < n_tails else 0, length - size + 1):
            same = 0
            while same < size and word[at + same] == t.form_bytes[begin + same]:
                same += 1
            if same == size:
                hits[n_hits] = form
                n_hits += 1
                break
    return n_hits


@compiled
def scan_words(data: Any, offsets: Any, begin: Any, t: Any, word: Any, found: Any, n_words: Any, suspect: Any) -> Any:
    """Find the words of patterns in a block of texts, `begin` the first.

    Returns the text behind the last and how many words were found; `begin` itself where `found` has no room for it.
    """
    kinds, folds, keys, root_lengths, tail_filter = t.kinds, t.folds, t.word_keys, t.root_lengths, t.tail_filter
    tags, forms, nodes, below = t.word_tags, t.word_forms, t.word_nodes, t.node_lengths
    begins, reaches, any_form = t.begins, t.reaches, t.any_form[0]
    shift = np.uint64(64) - np.uint64(trailing_zeros(np.uint64(keys.size)))
    inner, ends = t.inner_forms.size > 0, t.tail_forms.size > 0
    hits = np.empty(begins.size + 1, dtype=np.int64)
    longest = 1
    for reach in reaches:
        longest = max(longest, reach + 1)
    # Sixteen bytes can be read from any place but the last: those are read from a copy with room behind.
    safe = data.size - 16
    edge = max(0, safe)
    copy = np.zeros(64, dtype=np.uint8)
    for i in range(data.size - edge):
        copy[i] = load_byte(data, edge + i)
    n_found, ordinal, text = 0, 0, begin
    limit = offsets[begin] + BLOCK
    while text < offsets.size - 1 and offsets[text] < limit:
        base, stop, kept = offsets[text], offsets[text + 1], n_found
        p, live = base, ordinal - 1
        wide = token = phrase = sentence = composing = 0
        single = initial = False
        while p < stop:
            # Nearly always one space stands between words.
            b = load_byte(data, p)
            after = load_byte(data, p + 1) if b == 32 and p + 1 < stop else 0
            if after < 0x80 and kinds[after] in (LETTER, DIGIT):
                p += 1
                b = after
                initial = False
            else:
                p, added, breaks, closes, initial, flag = _read_gap(data, p, stop, kinds, single, initial)
                wide += added
                composing |= flag
                if token > 0:
                    phrase += breaks
                    sentence += closes
                if p >= stop:
                    break
                b = load_byte(data, p)
            # Where the word ends, and its first eight bytes.
            slow, end, wide_end, length = b >= 0x80, p, wide, 0
            if not slow:
                stops = word_stops(data, p) if p <= safe else word_stops(copy, p - edge)
                while stops == _NONE:
                    end += 16
                    stops = word_stops(data, end) if end <= safe else word_stops(copy, end - edge)
                end = min(end + trailing_zeros(stops), stop)
                length = end - p
                single = length == 1 and b > 57
                if end < stop and load_byte(data, end) >= 0x80:
                    slow = kinds[decode(data, end, stop) >> 3] & KIND in (LETTER, DIGIT, MARK, IGNORED)
            if slow:
                length, end, single, added, flag = _fold_word(data, p, stop, kinds, folds, word)
                wide_end += added
                composing |= flag
                key = load_eight(word, 0) & _KEEP[min(length, 8)]
            else:
                key = load_eight(data, p) if p <= safe else load_eight(copy, p - edge)
                key = (key | _LOWER) & _KEEP[min(length, 8)]
            # Most words are in no pattern: an empty slot says so at once.
            lengths = root_lengths[((np.int64(key & np.uint64(0xFFFF)) * 0x9E37) & 0xFFFF) >> 4]
            maybe = lengths != 0 or keys[np.int64((key * _SPREAD) >> shift)] != _NONE
            tails = inner
            if ends:
                pair = np.int64(word[length - 1]) if slow else load_byte(data, end - 1) | 0x20
                if length > 1:
                    pair = pair << 8 | (np.int64(word[length - 2]) if slow else load_byte(data, end - 2) | 0x20)
                else:
                    pair <<= 8
                tails |= tail_filter[((pair * 0x9E37) & 0xFFFF) >> 4] != 0
            n_hits = 0
            if maybe or tails:
                if not slow and (length > 8 or tails):
                    for i in range(length):
                        word[i] = load_byte(data, p + i) | 0x20
                if maybe:
                    n_hits = _find_forms(key, lengths, length, word, keys, tags, forms, nodes, below, hits)
                if tails:
                    n_hits = _find_ends(word, length, t, hits, n_hits)
            if any_form >= 0:
                hits[n_hits] = any_form
                n_hits += 1
            # Those that begin a pattern, or may stand in one that has begun.
            for i in range(n_hits):
                form = hits[i]
                if begins[form] == 0 and ordinal > live:
                    continue
                live = max(live, ordinal + reaches[form])
                if n_found == found.shape[0]:
                    return text, kept
                found[n_found, FORM], found[n_found, TEXT] = form, text
                found[n_found, AT], found[n_found, TOKEN] = ordinal, token
                found[n_found, FIRST], found[n_found, LAST] = p - base - wide, end - base - wide_end
                found[n_found, PHRASE], found[n_found, SENTENCE] = phrase, sentence
                n_found += 1
            token += 1
            ordinal += 1
            p, wide = end, wide_end
        n_words[text] = token
        suspect[text] = composing != 0
        ordinal += longest
        text += 1
    return text, n_found
