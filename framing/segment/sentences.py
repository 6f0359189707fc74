"""Sentences: where the full stops of a paragraph end one, and where they belong to an abbreviation or a number.

In: `Letters` and paragraphs. Out: the start and end of every sentence. Rules for English, Russian and Chinese, each
asked of all stops of all texts together.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from framing.segment.abbreviations import DOT_BITS, KEY_LETTERS, TAIL_LETTERS, is_among, letter_bits, may_abbreviate
from framing.segment.letters import (
    CLOSER,
    CLOSING,
    COMMA,
    DIGIT,
    DOT,
    LEADING,
    LETTER,
    LINE,
    LOWER,
    N_CLASSES,
    QUOTE,
    STOPS,
    UPPER,
    WHITE,
    WIDE,
    WORD,
    Letters,
    Places,
    Truths,
)

# Behind a quotation that ends in a stop, so few characters are a cue ("Wang asked."), not a sentence of their own.
_CUE_LENGTH, _WIDE_CUE_LENGTH = 30, 14
# A colon or an opening mark belongs to the next quotation; in Chinese a comma begins a clause of its own.
_NO_CUE, _NO_WIDE_CUE = ':"“«„', ":：，；“「"
# Numbers of so many digits at the beginning of a line count its points.
_LIST_DIGITS = 3
_NOUN_MARKER = ord("的")  # behind a quotation it makes the quotation part of the clause
_TITLE_CLOSER = ord("》")


@dataclass(frozen=True)
class Ends:
    """Runs of stops: where they begin, where they and the marks that close behind them end, and what follows."""

    stop: Places  # the first stop
    after: Places  # behind the last stop
    end: Places  # behind the closing marks
    next: Places  # the next character that is not white
    lead: Places  # the next one that is no opening mark either
    paragraph: Places

    def take(self, which: Truths | Places) -> Ends:
        """Only some of the runs."""
        columns = (self.stop, self.after, self.end, self.next, self.lead, self.paragraph)
        return Ends(*(column[which] for column in columns))


def find_sentences(letters: Letters, starts: Places, ends: Places) -> tuple[Places, Places, Places]:
    """Start, end and paragraph (its index) of every sentence of the paragraphs, in order.

    A stretch without a letter or digit goes with the sentence before it.
    """
    found = _read_ends(letters, starts, ends)
    found = found.take(_end_sentence(letters, found, starts))
    found = found.take(~_precede_cue(letters, found, ends))
    begin = np.concatenate((starts, found.next))
    order = np.argsort(begin, kind="stable")
    paragraph = np.concatenate((np.arange(len(starts)), found.paragraph))[order]
    end = np.sort(np.concatenate((ends, found.end)))
    return _join_wordless(letters, begin[order], end, paragraph)


def _read_ends(letters: Letters, starts: Places, ends: Places) -> Ends:
    """The runs of stops inside paragraphs that have something behind them."""
    stops = letters.stops
    first = np.ones(len(stops), bool)
    first[1:] = np.diff(stops) > 1
    begin = np.flatnonzero(first)
    last = np.append(begin[1:], len(stops)) - 1 if begin.size else begin
    stop, after = stops[begin], stops[last] + 1
    paragraph = np.searchsorted(starts, stop, side="right") - 1
    inside = (paragraph >= 0) & (after < ends[paragraph]) if len(ends) else np.zeros(len(stop), bool)
    stop, after, paragraph = stop[inside], after[inside], paragraph[inside]
    limit = ends[paragraph]
    end = letters.skip(after, limit, CLOSING)
    following = letters.skip(end, limit, WHITE)
    lead = letters.skip(following, limit, LEADING)
    kept = following < limit
    return Ends(stop, after, end, following, lead, paragraph).take(kept)


def _end_sentence(letters: Letters, ends: Ends, starts: Places) -> Truths:
    """Which runs of stops end a sentence."""
    classes = letters.classes
    last = len(classes) - 1
    kind, following = classes[ends.after - 1], classes[np.minimum(ends.lead, last)]
    spaced, wide = ends.next > ends.end, kind == WIDE
    title = (ends.end > ends.after) & (letters.codes[ends.end - 1] == _TITLE_CLOSER)
    noun = (ends.end > ends.after) & (letters.codes[ends.next] == _NOUN_MARKER)
    begins = (following != LOWER) & (classes[ends.next] != COMMA) & ~STOPS[classes[ends.next]] & ~noun
    ending = begins & np.where(wide, ~title, spaced | _lost_space(letters, ends))
    dotted = np.flatnonzero(ending & (kind == DOT) & (ends.after - ends.stop == 1))
    ending[dotted] = ~_abbreviate(letters, ends.take(dotted), starts)
    found: Truths = ending
    return found


def _lost_space(letters: Letters, ends: Ends) -> Truths:
    """Whether a small letter, the stop and a capital touch with no space lost but the one between sentences."""
    classes, last = letters.classes, len(letters.classes) - 1
    before = np.maximum(ends.stop - 1, 0)
    small = (classes[before] == LOWER) & (classes[np.maximum(before - 1, 0)] == LOWER)
    small &= classes[np.maximum(before - 2, 0)] == LOWER
    begins = (classes[ends.next] == UPPER) & (classes[np.minimum(ends.next + 1, last)] == LOWER)
    found: Truths = small & begins
    return found


def _abbreviate(letters: Letters, ends: Ends, starts: Places) -> Truths:
    """Which single full stops belong to an abbreviation, an initial or the number of a list."""
    found = _count_points(letters, ends, starts)
    keys, lengths = _word_before(letters, ends.stop)
    asked = np.flatnonzero(keys)
    few, key, length = ends.take(asked), keys[asked], lengths[asked]
    follower = letters.classes[np.minimum(few.lead, len(letters.classes) - 1)]
    capital = letters.classes[few.stop - 1] == UPPER
    initial = capital & ((length == 1) | _are_acronyms(key))
    unsure = initial | is_among(key, "maybe")
    unsure &= ~_start_sentence(letters, few.lead)
    before_number = is_among(key, "before_number") & (follower == DIGIT)
    found[asked] |= is_among(key, "never") | before_number | unsure
    closed = ends.end > ends.after  # a mark that closes behind the stop makes the abbreviation the last word
    closed[asked[initial]] = False
    return found & ~closed


def _word_before(letters: Letters, places: Places) -> tuple[NDArray[np.uint64], Places]:
    """The key and the length of the word, full stops inside it included, before each place.

    The key is 0 for long words and for those that no abbreviation ends like.
    """
    key = np.zeros(len(places), np.uint64)
    length = np.zeros(len(places), np.int64)
    alive = np.arange(len(places))
    for step in range(KEY_LETTERS + 1):
        # Before the first place of all stands, in the array, the line break at its end: no letter.
        bits = letter_bits(letters.codes[places[alive] - 1 - step])
        alive, bits = alive[bits > 0], bits[bits > 0]
        if step == KEY_LETTERS:
            key[alive] = 0
            break
        key[alive] |= bits << np.uint64(6 * step)
        length[alive] += 1
        if step == TAIL_LETTERS - 1:
            unlike = ~may_abbreviate(key[alive])
            key[alive[unlike]] = 0
            alive = alive[~unlike]
    return key, length


def _are_acronyms(key: NDArray[np.uint64]) -> Truths:
    """Keys of the form `u.s`: single letters with full stops between."""
    six, mask = np.uint64(6), np.uint64(63)
    second, third, fourth = (key >> six) & mask, (key >> six * 2) & mask, (key >> six * 3) & mask
    found: Truths = (second == DOT_BITS) & (third > 0) & ((fourth == 0) | (fourth == DOT_BITS))
    return found


def _start_sentence(letters: Letters, places: Places) -> Truths:
    """Whether the capitalised word at each place is one that often begins a sentence, and no initial."""
    key = np.zeros(len(places), np.uint64)
    alive = letters.classes[np.minimum(places, len(letters.classes) - 1)] == UPPER
    at = places.copy()
    for _ in range(KEY_LETTERS + 1):
        bits = letter_bits(letters.codes[np.minimum(at, len(letters.codes) - 1)])
        alive &= (bits > 0) & (bits != DOT_BITS)
        key = np.where(alive, key << np.uint64(6) | bits, key)
        at += alive
    whole = letters.classes[np.minimum(at, len(letters.classes) - 1)] != DOT
    found: Truths = is_among(key, "starters") & whole & ~alive
    return found


def _count_points(letters: Letters, ends: Ends, starts: Places) -> Truths:
    """Whether the stop stands behind a short number at the beginning of a paragraph, line or point: `1. Peace`."""
    found = np.zeros(len(ends.stop), bool)
    digits = np.arange(N_CLASSES) == DIGIT
    asked = np.flatnonzero(letters.classes[ends.stop - 1] == DIGIT)
    ends = ends.take(asked)
    floor = np.maximum(ends.stop - _LIST_DIGITS - 2, starts[ends.paragraph])
    begin = letters.skip_back(ends.stop, floor, digits)
    counted = (begin < ends.stop) & (ends.stop - begin <= _LIST_DIGITS)
    first = (begin == starts[ends.paragraph]) | (letters.classes[np.maximum(begin - 1, 0)] == LINE)
    # In the middle of a line, the number of the next point stands behind the stop of the one before.
    before = letters.skip_back(begin, floor, WHITE)
    first |= (before < begin) & STOPS[letters.classes[np.maximum(before - 1, 0)]]
    found[asked] = counted & first
    return found


def _precede_cue(letters: Letters, ends: Ends, limits: Places) -> Truths:
    """Whether a quotation ends here and the few words up to the next end only say whose it was."""
    if not len(ends.end):
        return np.zeros(0, bool)
    stop = np.append(ends.end[1:], 0)
    same = np.append(ends.paragraph[1:] == ends.paragraph[:-1], False)
    stop = np.where(same, stop, limits[ends.paragraph])
    closing = letters.classes[ends.end - 1]
    quoted = (ends.end > ends.after) & ((closing == QUOTE) | (closing == CLOSER)) & _closes_quote(letters, ends)
    room = np.where(letters.classes[ends.after - 1] == WIDE, _WIDE_CUE_LENGTH, _CUE_LENGTH)
    plain = np.isin(letters.classes[ends.next], (UPPER, LETTER))
    near = np.flatnonzero(quoted & plain & (stop - ends.next <= room))
    found = np.zeros(len(ends.end), bool)
    for i in near:
        words = letters.slice(int(ends.next[i]), int(stop[i]))
        found[i] = not any(mark in words for mark in (_NO_WIDE_CUE if room[i] == _WIDE_CUE_LENGTH else _NO_CUE))
    return found


def _closes_quote(letters: Letters, ends: Ends) -> Truths:
    marks = np.array([ord(mark) for mark in "\"'”’»」』＂"], np.uint32)
    return np.isin(letters.codes[ends.end - 1], marks)


def _join_wordless(letters: Letters, start: Places, end: Places, paragraph: Places) -> tuple[Places, Places, Places]:
    """Give a stretch without letters or digits to the one before; without one before it, leave it out."""
    worded = letters.skip(start, end, ~WORD) < end
    first = np.ones(len(start), bool)
    first[1:] = paragraph[1:] != paragraph[:-1]
    group = np.cumsum(worded | first) - 1
    last = np.zeros(int(group[-1]) + 1 if len(group) else 0, np.int64)
    np.maximum.at(last, group, end)
    kept = np.flatnonzero(worded | first)
    filled = worded[kept]
    return start[kept][filled], last[filled], paragraph[kept][filled]
