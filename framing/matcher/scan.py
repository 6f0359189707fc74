"""First pass, compiled: the words of a block of texts, and which of them stand in a pattern.

In: UTF-8 bytes, offsets, `Tables`. Out: rows of found words, written to arrays of the caller. Numba counts a reference
whenever an array is taken from a tuple or given a new name, which costs more than all the rest: so arrays are named
once, at the top, and never grow in here; a block that finds no room is begun again with more.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from framing.machine.operations import (
    address,
    compiled,
    count_bits,
    cyrillic_stops,
    load_byte,
    store_byte,
    store_eight,
    trailing_zeros,
    word_stops,
)
from framing.matcher.letters import KIND, decode, fold_word, read_gap
from framing.matcher.lookup import (
    FOLDED,
    FORMS,
    HITS_ROOM,
    MEMO_BYTES,
    NONE,
    find_forms,
    may_lead,
    read_keys,
    recall,
    remember,
)
from framing.matcher.words import DIGIT, IGNORED, LETTER, MARK

# A found word: form, ordinal over all texts of the block, ordinal in its text, first and last character, and the
# numbers of the phrase, the sentence and the text that it stands in.
FORM, AT, TOKEN, FIRST, LAST, PHRASE, SENTENCE, TEXT = range(8)
FOUND_COLUMNS = 8

BLOCK = 1 << 15  # bytes a block: what is found in it stays in the second cache
_LOWER = np.uint64(0x2020202020202020)  # makes ASCII letters small and leaves digits
PAD = 32  # bytes that are read at once, at most

# What a word's first byte says of it: ASCII letter or digit, letter of U+0400 to U+047F, ideograph of three bytes (for
# sure, or if the next byte is 0xB8 or more); the others are read character by character.
_OTHER, _ASCII, _CYRILLIC, _HAN, _MAYBE_HAN = range(5)
_STARTS = np.zeros(256, dtype=np.uint8)
_STARTS[[byte for byte in range(128) if chr(byte).isalnum()]] = _ASCII
_STARTS[0xD0:0xD2], _STARTS[0xE5:0xEA], _STARTS[0xE4] = _CYRILLIC, _HAN, _MAYBE_HAN


@compiled
def _end_ascii(data: Any, copy: Any, edge: int, p: int, stop: int) -> Any:
    """The end of the row of ASCII letters and digits at p."""
    end = p
    stops = word_stops(data, p) if p <= edge else word_stops(copy, p - max(0, edge))
    while stops == NONE:
        end += 16
        stops = word_stops(data, end) if end <= edge else word_stops(copy, end - max(0, edge))
    return min(end + trailing_zeros(stops), stop)


@compiled
def _end_cyrillic(data: Any, copy: Any, edge: int, p: int, stop: int) -> Any:
    """The end of the row of Cyrillic and ASCII letters and digits at p, and how many second bytes are in it."""
    end, seconds, n = p, 0, 32
    while n == 32:
        both = cyrillic_stops(data, end) if end <= edge else cyrillic_stops(copy, end - max(0, edge))
        n = min(trailing_zeros((both & np.uint64(0xFFFFFFFF)) | np.uint64(1 << 32)), stop - end)
        seconds += count_bits((both >> np.uint64(32)) & np.uint64((1 << n) - 1))
        end += n
    return end, seconds


@compiled
def _goes_on(data: Any, end: int, stop: int, kinds: Any, han: bool) -> Any:
    """Whether the character at `end`, which is not ASCII, may belong to the word before it."""
    kind = load_byte(kinds, decode(data, end, stop) >> 3) & KIND
    return kind in (MARK, IGNORED) or (not han and kind in (LETTER, DIGIT))


@compiled
def scan_words(
    data: Any,
    offsets: Any,
    begin: Any,
    t: Any,
    q: Any,
    word: Any,
    copy: Any,
    memo: Any,
    hits: Any,
    found: Any,
    n_words: Any,
    suspect: Any,
) -> Any:
    """Find the words of patterns in a block of texts, `begin` the first.

    Returns the text behind the last and how many words were found; `begin` itself where `found` has no room for it.
    """
    kinds, folds, begins, reaches, follows = (
        address(t.kinds),
        address(t.folds),
        t.begins,
        t.reaches,
        t.follows,
    )
    memo_shift = np.uint64(64) - np.uint64(trailing_zeros(np.uint64(memo.shape[0])))
    longest = 1
    for reach in reaches:
        longest = max(longest, reach + 1)
    # Many bytes can be read at once from any place but the last: those are read from a copy with room behind.
    safe = data.size - PAD
    edge = max(0, safe)
    bytes_at, copy_at, memo_at, word_at, hits_at = (
        address(data),
        address(copy),
        address(memo),
        address(word),
        address(hits),
    )
    for i in range(data.size - edge):
        copy[i] = load_byte(data, edge + i)
    free = hits[hits.size - 1] + 0
    if free > HITS_ROOM * 3 // 4:
        memo[:, FORMS], free = 0, 0
    n_found, ordinal, text = 0, 0, begin
    limit = offsets[begin] + BLOCK
    while text < offsets.size - 1 and offsets[text] < limit:
        base, stop, kept = offsets[text], offsets[text + 1], n_found
        # By their bits, the forms that are awaited at this word, at the next, and for as long as any phrase reaches.
        p, here, following, near, far, turn = base, NONE, NONE, NONE, NONE, ordinal + longest
        wide = token = phrase = sentence = composing = 0
        single = initial = False
        while p < stop:
            # Nearly always one space stands between words, and nothing between ideographs.
            b = load_byte(bytes_at, p)
            spaces = 1 if b == 32 and p + 1 < stop else 0
            if spaces:
                b = load_byte(bytes_at, p + 1)
            start = _STARTS[b]
            if start != _OTHER and (
                start != _MAYBE_HAN or (p + spaces + 1 < stop and load_byte(bytes_at, p + spaces + 1) >= 0xB8)
            ):
                p += spaces
                initial = False
            else:
                p, added, breaks, closes, initial, flag = read_gap(bytes_at, p, stop, kinds, single, initial)
                wide += added
                composing |= flag
                if token > 0:
                    phrase += breaks
                    sentence += closes
                if p >= stop:
                    break
                start = _STARTS[load_byte(bytes_at, p)]
                if start == _MAYBE_HAN and (p + 1 >= stop or load_byte(bytes_at, p + 1) < 0xB8):
                    start = _OTHER
            # Where the word ends.
            end, wide_end, slow, lower = p, wide, start == _OTHER, NONE
            if start == _ASCII:
                end = _end_ascii(bytes_at, copy_at, safe, p, stop)
                single, lower = end - p == 1 and load_byte(bytes_at, p) > 57, _LOWER
            elif start == _CYRILLIC:
                end, seconds = _end_cyrillic(bytes_at, copy_at, safe, p, stop)
                wide_end += seconds
                single = end - p == 2 and seconds == 1
            elif not slow:
                end, wide_end, single = min(p + 3, stop), wide + 2, False
            if not slow and end < stop:
                after = load_byte(bytes_at, end)
                if after >= 0x80 and (start < _HAN or after < 0xE4 or after > 0xE9):
                    slow = _goes_on(bytes_at, end, stop, kinds, start >= _HAN)
            # Its forms: from the memo, if it was met before.
            length, folded = end - p, 0
            if slow:
                length, end, single, added, flag = fold_word(bytes_at, p, stop, kinds, folds, word_at)
                wide_end = wide + added
                composing |= flag
                folded = FOLDED
                first, second, third = read_keys(word_at, 0, length, NONE)
            elif p <= safe:
                first, second, third = read_keys(bytes_at, p, length, lower)
            else:
                first, second, third = read_keys(copy_at, p - edge, length, lower)
            row, held = -1, 0
            if length <= MEMO_BYTES:
                row, held = recall(memo_at, memo_shift, first, second, third, folded)
            if held:
                begin_hit = held >> 8
                stop_hit = begin_hit + (held & 0x7F) - 1
            else:
                if start == _ASCII and not slow:
                    store_eight(word_at, 0, first)
                    store_eight(word_at, 8, second)
                    store_eight(word_at, 16, third)
                    for i in range(MEMO_BYTES, length):
                        store_byte(word_at, i, load_byte(bytes_at, p + i) | 0x20)
                elif not slow:
                    length = fold_word(bytes_at, p, stop, kinds, folds, word_at)[0]
                begin_hit = free
                stop_hit = find_forms(word_at, length, q, hits_at, free)
                if row >= 0:
                    free = remember(memo_at, row, first, second, third, free, stop_hit, folded)
            # Those that begin a pattern, or may stand in one that has begun.
            if ordinal >= turn:
                near, far, turn = NONE, near, ordinal + longest
            here, following = following | near | far, NONE
            for i in range(begin_hit, stop_hit):
                form = hits[i]
                if begins[form] == 0 and not may_lead(here, form):
                    continue
                following |= follows[form, 0]
                near |= follows[form, 1]
                if n_found == found.shape[0]:
                    hits[hits.size - 1] = free
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
    hits[hits.size - 1] = free
    return text, n_found
