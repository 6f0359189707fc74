"""The scanner, compiled: UTF-8 bytes to the matches in them, several hundred million bytes a second.

In: the bytes and offsets of Arrow strings, and `Tables`. Out: arrays. Writes only to arrays that it makes itself.
Three passes over blocks of texts: `_scan` finds the words that stand in a pattern, `_join` the phrases, `_resolve` the
winners. Kept in one file, because numba's cache looks at the date of this file alone.
"""

from typing import Any

import numpy as np
from numba import njit

from framing.matcher.machine import load_byte, load_eight, trailing_zeros, word_stops

# Character classes, as in words.py (test_matcher_words compares them).
_OTHER, _LETTER, _DIGIT, _MARK, _HAN, _SPACE, _LINE, _JOINER, _STOP, _END, _IGNORED = range(11)
_COMPOSING = 0x80
_SPREAD, _SPREAD_TAG = np.uint64(0x9E3779B97F4A7C15), np.uint64(0xC2B2AE3D27D4EB4F)
_KEEP = np.array([(1 << 8 * n) - 1 for n in range(9)], dtype=np.uint64)  # the first n bytes of eight
_LOWER = np.uint64(0x2020202020202020)
_NONE = np.uint64(0)
_ONE = np.uint64(1)
_LAST_CODE = 0xE01FF
_BLOCK = 1 << 18  # bytes a block: its words stay in the second cache

# A found word: form, ordinal over all texts of the block, ordinal in its text, first and last character, breaks, sentence, text.
_FORM, _AT, _TOKEN, _FIRST, _LAST, _PHRASE, _SENTENCE, _TEXT = range(8)


@njit(nogil=True)
def _decode(data: Any, p: int, stop: int) -> int:
    """Code point << 3 | width of the character at p, whose first byte is not ASCII."""
    b = load_byte(data, p)
    width = 2 if b < 0xE0 else (3 if b < 0xF0 else 4)
    if p + width > stop:
        return (0xFFFD << 3) | (stop - p)
    code = b & (0x7F >> width)
    for i in range(1, width):
        code = (code << 6) | (load_byte(data, p + i) & 0x3F)
    return (min(code, _LAST_CODE) << 3) | width


@njit(nogil=True)
def _grow(array: Any) -> Any:
    """The same rows with as much room again."""
    larger = np.empty((2 * array.shape[0], array.shape[1]), dtype=array.dtype)
    for i in range(array.shape[0]):
        for j in range(array.shape[1]):
            larger[i, j] = array[i, j]
    return larger


@njit(nogil=True)
def _find_word(keys: Any, tags: Any, tag: int, key: Any, shift: Any) -> int:
    """The slot of this chunk of a word, or -1; compares the whole chunk."""
    slot = np.int64(((key ^ (np.uint64(tag) * _SPREAD_TAG)) * _SPREAD) >> shift)
    held = keys[slot]
    while held != _NONE:
        if held == key and tags[slot] == tag:
            return slot
        slot = (slot + 1) & (keys.size - 1)
        held = keys[slot]
    return -1


@njit(nogil=True)
def _find_step(keys: Any, nodes: Any, port: int, form: int, shift: Any) -> int:
    """The node that `form` leads to through `port`, or -1."""
    key = np.uint64((port << 32 | form) + 1)
    slot = np.int64((key * _SPREAD) >> shift)
    while keys[slot] != _NONE:
        if keys[slot] == key:
            return nodes[slot]
        slot = (slot + 1) & (keys.size - 1)
    return -1


@njit(nogil=True)
def _find_ends(word: Any, length: int, t: Any, hits: Any, n_hits: int) -> int:
    """Add the forms with a star before them that fit the folded word; returns how many hits there are."""
    last = word[length - 1]
    for where in range(t.tail_starts[last], t.tail_starts[last + 1] + t.inner_forms.size):
        tail = where < t.tail_starts[last + 1]
        form = t.tail_forms[where] if tail else t.inner_forms[where - t.tail_starts[last + 1]]
        begin, size = t.form_starts[form], t.form_starts[form + 1] - t.form_starts[form]
        for at in range(max(0, length - size) if tail else 0, length - size + 1):
            same = 0
            while same < size and word[at + same] == t.form_bytes[begin + same]:
                same += 1
            if same == size:
                hits[n_hits] = form
                n_hits += 1
                break
    return n_hits


@njit(nogil=True)
def _fold_word(data: Any, p: int, stop: int, kinds: Any, folds: Any, word: Any) -> Any:
    """Write the word at p, folded, to `word`; returns its bytes, its end, characters, wide bytes, if any composes."""
    n = chars = composing = wide = wide_end = 0
    q = end = p
    han = False
    while q < stop:
        code, width = load_byte(data, q), 1
        if code >= 0x80:
            both = _decode(data, q, stop)
            code, width = both >> 3, both & 7
        kind = kinds[code]
        composing |= kind & _COMPOSING
        kind &= 0x7F
        if chars == 0:
            han = kind == _HAN
        elif kind == _IGNORED:
            q += width
            wide += width - 1
            continue
        elif kind != _MARK and (han or (kind != _LETTER and kind != _DIGIT)):
            break
        code = folds[code]
        if code < 0x80:
            word[n] = code
            n += 1
        else:
            size = 2 if code < 0x800 else (3 if code < 0x10000 else 4)
            for i in range(size - 1, 0, -1):
                word[n + i] = 0x80 | (code & 0x3F)
                code >>= 6
            word[n] = ((0xF00 >> size) & 0xFF) | code
            n += size
        chars += 1
        q += width
        wide += width - 1
        end, wide_end = q, wide
    return n, end, chars, wide_end, composing


@njit(nogil=True)
def _scan(data: Any, offsets: Any, begin: int, t: Any, word: Any, found: Any, n_words: Any, suspect: Any) -> Any:
    """Find the words of patterns in a block of texts, `begin` the first.

    Returns the text behind the last and how many words were found; `begin` itself where `found` has no room for it.
    """
    # Taken out of the tuple once: numba counts a reference whenever an array is taken.
    kinds, folds, keys, tags, forms, nodes = t.kinds, t.folds, t.word_keys, t.word_tags, t.word_forms, t.word_nodes
    root_lengths, node_lengths, tail_filter = t.root_lengths, t.node_lengths, t.tail_filter
    first_nodes, reaches = t.first_nodes, t.reaches
    shift = np.uint64(64) - np.uint64(trailing_zeros(np.uint64(keys.size)))
    inner = t.inner_forms.size > 0
    ends = inner or t.tail_forms.size > 0
    any_form = t.any_form[0]
    longest = 1
    for reach in reaches:
        longest = max(longest, reach + 1)
    hits = np.empty(t.first_nodes.size + 1, dtype=np.int64)
    # Sixteen bytes can be read from any place but the last: those are read from a copy with room behind.
    safe = data.size - 16
    edge = max(0, safe)
    copy = np.zeros(64, dtype=np.uint8)
    for i in range(data.size - edge):
        copy[i] = load_byte(data, edge + i)
    n_found, ordinal, text = 0, 0, begin
    limit = offsets[begin] + _BLOCK
    while text < offsets.size - 1 and (offsets[text] < limit):
        base, stop, kept = offsets[text], offsets[text + 1], n_found
        p = base
        wide = token = phrase = sentence = composing = 0
        live = ordinal - 1
        single = initial = False
        while p < stop:
            # What stands between words.
            b = load_byte(data, p)
            after = load_byte(data, p + 1) if b == 32 and p + 1 < stop else 0
            if after < 0x80 and (kinds[after] == _LETTER or kinds[after] == _DIGIT):
                p += 1
                b = after
                initial = False
            else:
                breaks = closes = dots = lines = n_gap = 0
                dot_first = False
                code, width, kind = 0, 1, 0
                while p < stop:
                    code, width = load_byte(data, p), 1
                    if code >= 0x80:
                        both = _decode(data, p, stop)
                        code, width = both >> 3, both & 7
                    kind = kinds[code]
                    composing |= kind & _COMPOSING
                    kind &= 0x7F
                    if kind in (_LETTER, _DIGIT, _HAN):
                        break
                    if kind == _STOP:
                        dots += 1
                        dot_first |= n_gap == 0
                    elif kind == _END:
                        closes = 1
                    elif kind == _LINE:
                        lines += not (code == 10 and n_gap > 0 and load_byte(data, p - 1) == 13)
                        closes |= lines > 1
                    elif kind in (_OTHER, _MARK):
                        breaks = 1
                    n_gap += 1
                    p += width
                    wide += width - 1
                if p >= stop:
                    break
                joined = dots == 1 and dot_first and single and (n_gap == 1 or initial)
                if dots > 0 and not joined:
                    breaks = 1
                    closes |= n_gap > 1
                initial = joined and n_gap == 1
                if token > 0:
                    phrase += breaks | closes
                    sentence += closes
                b = load_byte(data, p)
            # The word: where it ends.
            slow = b >= 0x80
            length = 0
            end, wide_end = p, wide
            if not slow:
                stops = word_stops(data, p) if p <= safe else word_stops(copy, p - edge)
                while stops == _NONE:
                    end += 16
                    stops = word_stops(data, end) if end <= safe else word_stops(copy, end - edge)
                end = min(end + trailing_zeros(stops), stop)
                length = end - p
                single = length == 1 and b > 57
                if end < stop and load_byte(data, end) >= 0x80:
                    kind = kinds[_decode(data, end, stop) >> 3] & 0x7F
                    slow = kind in (_LETTER, _DIGIT, _MARK, _IGNORED)
            if slow:
                length, end, chars, added, flag = _fold_word(data, p, stop, kinds, folds, word)
                composing |= flag
                wide_end = wide + added
                both = (b << 3) if b < 0x80 else _decode(data, p, stop)
                single = chars == 1 and (kinds[both >> 3] & 0x7F) == _LETTER
            # The forms it has.
            n_hits = node = at = 0
            while True:
                left = length - at
                size = min(left, 8)
                if slow:
                    key = load_eight(word, at) & _KEEP[size]
                elif p + at <= safe:
                    key = (load_eight(data, p + at) | _LOWER) & _KEEP[size]
                else:
                    key = (load_eight(copy, p + at - edge) | _LOWER) & _KEEP[size]
                pair = ((np.int64(key & np.uint64(0xFFFF)) * 0x9E37) & 0xFFFF) >> 4
                lengths = root_lengths[pair] if node == 0 else node_lengths[node]
                if lengths:
                    for i in range(size):
                        if lengths >> i & 1:
                            slot = _find_word(keys, tags, 2 * node + 1, key & _KEEP[i + 1], shift)
                            if slot >= 0:
                                hits[n_hits] = forms[slot]
                                n_hits += 1
                # Most words are in no pattern, and most of these meet an empty slot: no call for them.
                tag = 2 * node
                slot = np.int64(((key ^ (np.uint64(tag) * _SPREAD_TAG)) * _SPREAD) >> shift)
                if keys[slot] == _NONE:
                    break
                slot = _find_word(keys, tags, tag, key, shift)
                if slot < 0:
                    break
                if left <= 8:
                    if forms[slot] >= 0:
                        hits[n_hits] = forms[slot]
                        n_hits += 1
                    break
                node = nodes[slot]
                if node < 0:
                    break
                at += 8
            if ends:
                if slow:
                    pair = word[length - 1] << 8 | (word[length - 2] if length > 1 else 0)
                else:
                    pair = (load_byte(data, end - 1) | 0x20) << 8 | (
                        load_byte(data, end - 2) | 0x20 if length > 1 else 0
                    )
                if inner or tail_filter[(pair * 0x9E37 & 0xFFFF) >> 4]:
                    if not slow:
                        for i in range(length):
                            word[i] = load_byte(data, p + i) | 0x20
                    n_hits = _find_ends(word, length, t, hits, n_hits)
            if any_form >= 0:
                hits[n_hits] = any_form
                n_hits += 1
            # Those that begin a pattern, or may stand in one that has begun.
            for i in range(n_hits):
                form = hits[i]
                if first_nodes[form] < 0 and ordinal > live:
                    continue
                live = max(live, ordinal + reaches[form])
                if n_found == found.shape[0]:
                    return text, kept
                found[n_found, _FORM], found[n_found, _TEXT] = form, text
                found[n_found, _AT], found[n_found, _TOKEN] = ordinal, token
                found[n_found, _FIRST], found[n_found, _LAST] = p - base - wide, end - base - wide_end
                found[n_found, _PHRASE], found[n_found, _SENTENCE] = phrase, sentence
                n_found += 1
            token += 1
            ordinal += 1
            p, wide = end, wide_end
        n_words[text] = token
        suspect[text] = composing != 0
        ordinal += longest
        text += 1
    return text, n_found


@njit(nogil=True)
def _join(found: Any, n_found: int, begin: int, t: Any, ways: Any, n_ways: int, queue: Any) -> Any:
    """Every way a pattern stands in the found words: rows of beginning ordinal, last, pattern, both words' rows.

    Returns the row of `found` where room ran out, or n_found, and how many ways there are up to there.
    """
    shift = np.uint64(64) - np.uint64(trailing_zeros(np.uint64(t.step_keys.size)))
    first_nodes, accept_starts, accepts, port_starts = t.first_nodes, t.accept_starts, t.accepts, t.port_starts
    links, many_ways, keys, nodes = t.port_links, t.many_ways, t.step_keys, t.step_nodes
    for first in range(begin, n_found):
        node = first_nodes[found[first, _FORM]]
        if node < 0:
            continue
        queue[0, 0], queue[0, 1] = node, first
        head, n_queue, kept = 0, 1, n_ways
        while head < n_queue:
            node, last = queue[head, 0], queue[head, 1]
            head += 1
            for i in range(accept_starts[node], accept_starts[node + 1]):
                if n_ways == ways.shape[0]:
                    return first, kept
                ways[n_ways, 0], ways[n_ways, 1] = found[first, _AT], found[last, _AT]
                ways[n_ways, 2], ways[n_ways, 3], ways[n_ways, 4] = accepts[i], first, last
                n_ways += 1
            for port in range(port_starts[node], port_starts[node + 1]):
                fewest, most, between = links[port, 0], links[port, 1], links[port, 2]
                here = last + 1
                while here < n_found and found[here, _AT] <= found[last, _AT] + 1 + most:
                    if between == 0 and found[here, _PHRASE] != found[last, _PHRASE]:
                        break
                    if between == 1 and found[here, _SENTENCE] != found[last, _SENTENCE]:
                        break
                    if found[here, _AT] > found[last, _AT] + fewest:
                        child = _find_step(keys, nodes, port, found[here, _FORM], shift)
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


@njit(nogil=True)
def _sort_ways(ways: Any, order: Any, n: int) -> int:
    """Order of the ways by beginning, end and pattern, each once; they come nearly so. Returns how many there are."""
    size = 0
    for way in range(n):
        at = size
        while at > 0:
            before = order[at - 1]
            less = ways[way, 0] - ways[before, 0]
            less = ways[way, 1] - ways[before, 1] if less == 0 else less
            less = ways[way, 2] - ways[before, 2] if less == 0 else less
            if less >= 0:
                break
            order[at] = before
            at -= 1
        order[at] = way
        size += 1
    kept = 0
    for i in range(size):
        way, before = order[i], order[max(0, kept - 1)]
        if (
            kept == 0
            or ways[way, 0] != ways[before, 0]
            or ways[way, 1] != ways[before, 1]
            or ways[way, 2] != ways[before, 2]
        ):
            order[kept] = way
            kept += 1
    return kept


@njit(nogil=True)
def _sort_ranks(ranks: Any, n: int) -> None:
    """Sort the first n rows (shell sort: no recursion, and no worse than n^1.5 on any order)."""
    step = 1
    while step < n // 3:
        step = 3 * step + 1
    while step > 0:
        for i in range(step, n):
            a, b, c = ranks[i, 0], ranks[i, 1], ranks[i, 2]
            at = i
            while at >= step and (
                ranks[at - step, 0] > a
                or (
                    ranks[at - step, 0] == a
                    and (ranks[at - step, 1] > b or (ranks[at - step, 1] == b and ranks[at - step, 2] > c))
                )
            ):
                for column in range(3):
                    ranks[at, column] = ranks[at - step, column]
                at -= step
            ranks[at, 0], ranks[at, 1], ranks[at, 2] = a, b, c
        step //= 3


@njit(nogil=True)
def _resolve(ways: Any, order: Any, n: int, found: Any, excluded: Any, won: Any) -> None:
    """Mark the winners: the longest, then exclusions, then the earlier; none overlaps another but on the same span."""
    ranks = np.empty((16, 3), dtype=np.int64)
    owners = np.empty((64, 1), dtype=np.int64)
    begin = 0
    while begin < n:
        stop, last = begin + 1, ways[order[begin], 1]
        while stop < n and ways[order[stop], 0] <= last:
            last = max(last, ways[order[stop], 1])
            stop += 1
        if stop == begin + 1:
            won[begin] = 1
            begin = stop
            continue
        size, base = stop - begin, ways[order[begin], 0]
        while ranks.shape[0] < size:
            ranks = _grow(ranks)
        while owners.shape[0] <= last - base:
            owners = _grow(owners)
        for i in range(last - base + 1):
            owners[i, 0] = -1
        for i in range(size):
            way = order[begin + i]
            length = found[ways[way, 4], _LAST] - found[ways[way, 3], _FIRST]
            ranks[i, 0], ranks[i, 1], ranks[i, 2] = -length, 1 - excluded[ways[way, 2]], begin + i
        _sort_ranks(ranks, size)
        for i in range(size):
            at = ranks[i, 2]
            way = order[at]
            # One that won before is no shorter: where it overlaps this, it has its first or its last word.
            left, right = owners[ways[way, 0] - base, 0], owners[ways[way, 1] - base, 0]
            won[at] = left < 0 and right < 0
            if left >= 0 and left == right:
                other = order[left]
                same = ways[other, 0] == ways[way, 0] and ways[other, 1] == ways[way, 1]
                won[at] = same and excluded[ways[other, 2]] == excluded[ways[way, 2]]
            if won[at]:
                for i_word in range(ways[way, 0] - base, ways[way, 1] - base + 1):
                    owners[i_word, 0] = at
        begin = stop


@njit(nogil=True)
def _emit(ways: Any, order: Any, n: int, won: Any, found: Any, small: Any, large: Any, n_out: int) -> int:
    """Append the winners to the columns of the result; returns how many there are now."""
    for i in range(n):
        if won[i]:
            way = order[i]
            a, b = ways[way, 3], ways[way, 4]
            small[0, n_out], small[1, n_out] = found[a, _TEXT], ways[way, 2]
            small[2, n_out], small[3, n_out] = found[a, _TOKEN], found[b, _TOKEN] + 1
            small[4, n_out] = found[a, _SENTENCE]
            large[0, n_out], large[1, n_out] = found[a, _FIRST], found[b, _LAST]
            n_out += 1
    return n_out


@njit(nogil=True)
def _widen(columns: Any, n: int) -> Any:
    """The same columns with room for twice n rows."""
    wider = np.empty((columns.shape[0], 2 * n), dtype=columns.dtype)
    for i in range(columns.shape[0]):
        for j in range(columns.shape[1]):
            wider[i, j] = columns[i, j]
    return wider


@njit(nogil=True, cache=True)
def match_texts(data: Any, offsets: Any, t: Any) -> Any:
    """All matches in the texts data[offsets[i] : offsets[i + 1]], and words and composing characters of each text.

    Returns columns (text, pattern, token_start, token_end, sentence) as int32 and (start, end) as int64, how many rows
    of them are matches, the words of each text, and for each whether it has to be looked at for NFC.
    """
    n_texts = offsets.size - 1
    n_words, suspect = np.zeros(n_texts, dtype=np.int32), np.zeros(n_texts, dtype=np.uint8)
    longest = np.int64(0)
    for i in range(n_texts):
        longest = max(longest, offsets[i + 1] - offsets[i])
    word = np.empty(2 * longest + 16, dtype=np.uint8)  # folding makes two bytes three at most
    found, ways = np.empty((1 << 14, 8), dtype=np.int64), np.empty((1 << 12, 5), dtype=np.int64)
    queue = np.empty((64, 2), dtype=np.int64)
    # Room that is not used is never touched, so it costs no memory.
    room = np.int64(data.size // 64 + 1024)
    small, large = np.empty((5, room), dtype=np.int32), np.empty((2, room), dtype=np.int64)
    order, won = np.empty(0, dtype=np.int64), np.empty(0, dtype=np.uint8)
    text, n_out = np.int64(0), np.int64(0)
    while text < n_texts:
        after, n_found = _scan(data, offsets, text, t, word, found, n_words, suspect)
        if after == text:
            found = _grow(found)
            continue
        text = after
        row, n = _join(found, n_found, np.int64(0), t, ways, np.int64(0), queue)
        while row < n_found:
            ways, queue = _grow(ways), _grow(queue)
            row, n = _join(found, n_found, row, t, ways, n, queue)
        if order.size < n:
            order, won = np.empty(ways.shape[0], dtype=np.int64), np.empty(ways.shape[0], dtype=np.uint8)
        n = _sort_ways(ways, order, n)
        _resolve(ways, order, n, found, t.excluded, won)
        if n_out + n > small.shape[1]:
            small, large = _widen(small, n_out + n), _widen(large, n_out + n)
        n_out = _emit(ways, order, n, won, found, small, large, n_out)
    return small, large, n_out, n_words, suspect
