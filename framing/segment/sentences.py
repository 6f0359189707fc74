"""Sentences: where the full stops of a paragraph end one, and where they belong to an abbreviation or a number.

In: `Letters` and paragraphs. Out: the start and end of every sentence. Rules for English, Russian and Chinese, each
asked of all stops of all texts together.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from framing.segment.abbreviations import DOT_BITS, KEY_LETTERS, is_among, letter_bits, word_before
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
    counts = np.bincount(found.paragraph, minlength=len(starts)) + 1
    last = np.cumsum(counts) - 1
    begin, end = np.empty(int(counts.sum()), np.int64), np.empty(int(counts.sum()), np.int64)
    inner = np.ones(len(begin), bool)
    inner[last] = False
    end[last], end[inner] = ends, found.end
    inner[last], inner[last - counts + 1] = True, False
    begin[last - counts + 1], begin[inner] = starts, found.next
    return _join_wordless(letters, begin, end, np.repeat(np.arange(len(starts)), counts))


def _read_ends(letters: Letters, starts: Places, ends: Places) -> Ends:
    """The runs of stops inside paragraphs that have something behind them."""
    stops = letters.stops
    first = np.ones(len(stops), bool)
    first[1:] = np.diff(stops) > 1
    begin = np.flatnonzero(first)
    last = np.append(begin[1:], len(stops)) - 1 if begin.size else begin
    stop, after = stops[begin], stops[last] + 1
    paragraph = np.repeat(
        np.arange(-1, len(starts)), np.diff(np.searchsorted(stop, starts), prepend=0, append=len(stop))
    )
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
    kind, following, behind = classes[ends.after - 1], classes[ends.lead], classes[ends.next]
    ending = (following != LOWER) & (behind != COMMA) & ~STOPS.take(behind)
    touching = np.flatnonzero(ending & (ends.next == ends.end) & (kind != WIDE))
    ending[touching] = _lost_space(letters, ends.take(touching))
    closed = np.flatnonzero(ending & (ends.end > ends.after))
    ending[closed] = ~_stop_inside(letters, ends.take(closed))
    dotted = np.flatnonzero(ending & (kind == DOT) & (ends.after - ends.stop == 1))
    ending[dotted] = ~_abbreviate(letters, ends.take(dotted), starts)
    found: Truths = ending
    return found


def _stop_inside(letters: Letters, ends: Ends) -> Truths:
    """Whether a Chinese title, or a quotation that is part of the clause, ends with the stop and not the sentence."""
    title = (letters.classes[ends.after - 1] == WIDE) & (letters.codes[ends.end - 1] == _TITLE_CLOSER)
    found: Truths = title | (letters.codes[ends.next] == _NOUN_MARKER)
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
    keys, lengths = word_before(letters.codes, ends.stop)
    asked = np.flatnonzero(keys)
    few, key, length = ends.take(asked), keys[asked], lengths[asked]
    follower = letters.classes[few.lead]
    capital = letters.classes[few.stop - 1] == UPPER
    initial = capital & ((length == 1) | _are_acronyms(key))
    unsure = initial | is_among(key, "maybe")
    doubted = np.flatnonzero(unsure)
    unsure[doubted] = ~_start_sentence(letters, few.lead[doubted])
    before_number = is_among(key, "before_number") & (follower == DIGIT)
    found[asked] |= is_among(key, "never") | before_number | unsure
    closed = ends.end > ends.after  # a mark that closes behind the stop makes the abbreviation the last word
    closed[asked[initial]] = False
    return found & ~closed


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
    found = np.zeros(len(ends.end), bool)
    asked = np.flatnonzero(ends.end > ends.after)
    asked = asked[_closes_quote(letters, ends.end[asked] - 1)]
    asked = asked[np.isin(letters.classes[ends.next[asked]], (UPPER, LETTER))]
    if not asked.size:
        return found
    behind = np.minimum(asked + 1, len(ends.end) - 1)
    same = (behind > asked) & (ends.paragraph[behind] == ends.paragraph[asked])
    stop = np.where(same, ends.end[behind], limits[ends.paragraph[asked]])
    wide = letters.classes[ends.after[asked] - 1] == WIDE
    near = stop - ends.next[asked] <= np.where(wide, _WIDE_CUE_LENGTH, _CUE_LENGTH)
    for i, end, is_wide in zip(asked[near].tolist(), stop[near].tolist(), wide[near].tolist(), strict=True):
        words = letters.slice(int(ends.next[i]), end)
        found[i] = not any(mark in words for mark in (_NO_WIDE_CUE if is_wide else _NO_CUE))
    return found


def _closes_quote(letters: Letters, places: Places) -> Truths:
    marks = np.array([ord(mark) for mark in "\"'”’»」』＂"], np.uint32)
    closing = letters.classes[places]
    found: Truths = np.isin(letters.codes[places], marks) & ((closing == QUOTE) | (closing == CLOSER))
    return found


def _join_wordless(letters: Letters, start: Places, end: Places, paragraph: Places) -> tuple[Places, Places, Places]:
    """Give a stretch without letters or digits to the one before; without one before it, leave it out."""
    worded = letters.skip(start, end, ~WORD) < end
    if worded.all():
        return start, end, paragraph
    first = np.ones(len(start), bool)
    first[1:] = paragraph[1:] != paragraph[:-1]
    kept = np.flatnonzero(worded | first)
    last = end[np.append(kept[1:], len(end)) - 1]
    filled = worded[kept]
    return start[kept][filled], last[filled], paragraph[kept][filled]
