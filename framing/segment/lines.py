"""Paragraphs: from the line breaks of a text, whether it has one line a paragraph or lines of equal width.

In: `Letters`. Out: the start and end of every paragraph. Page numbers and running heads between paragraphs are left
out; in the middle of a sentence they stay in, since a paragraph is one stretch of the text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from framing.segment.letters import (
    CLOSING,
    COMMA,
    DASH,
    DIGIT,
    LETTER,
    LOWER,
    N_CLASSES,
    STOPS,
    UPPER,
    WHITE,
    WORD,
    Letters,
    Places,
    Truths,
)

# A text is hard-wrapped when at least this share of its line breaks stand inside a clause. Measured on 24 UN speeches
# (wrapped: 0.55 to 0.9) and 40 transcripts with a line a paragraph (at most 0.02).
_WRAPPED_SHARE = 0.3
# Wider lines than this are no lines of a printed page.
_WIDEST_WRAP = 160
# A last line of a paragraph is shorter than this share of the text's width; a heading shorter still.
_SHORT, _HEADING = 0.85, 0.6
# The width that all but the longest tenth of lines keep to.
_WIDTH_QUANTILE = 0.9
# Room for the length of a line, in bits; a longer one counts as one so long.
_LENGTH_BITS = 32
_LONGEST = (1 << _LENGTH_BITS) - 1
# Indents mark paragraphs while at most this share of the lines has one.
_INDENTED_SHARE = 0.4
_LONGEST_FURNITURE = 100
# A heading or an item of a list is shorter than this.
_CARRIED = 100

_SYMBOL = r"[AS]/(?:[A-Z]*-?\d+/)?[A-Z]*[./]?\d[\w./()-]*"
_JOB = r"\d\d-\d{5}(?:\s*\([A-Z]\))?"
_COUNT = r"\d{1,4}\s*/\s*\d{1,4}"
_FURNITURE = re.compile(
    rf"(?:(?:{_COUNT}|{_JOB}|{_SYMBOL}|\d{{1,4}}|United Nations)(?:\s+|$))*(?:{_COUNT}|{_JOB}|{_SYMBOL})"
    rf"(?:\s+(?:{_COUNT}|{_JOB}|{_SYMBOL}|\d{{1,4}}))*"
    r"|.*\b[AS]/(?:\d+/)?PV\.\d.*"
    r"|(?:#+\s*)?(?:page|p\.|стр\.?|страница|с\.)\s*\d{1,4}(?:\s*(?:/|of|из)\s*\d{1,4})?:?"
    r"|[-–—]\s*\d{1,4}\s*[-–—]|第\s*\d{1,4}\s*页.*",
    re.IGNORECASE,
)
_PAGE_NUMBER = re.compile(r"\d{1,3}")

_ENDS = STOPS | np.isin(np.arange(N_CLASSES), (COMMA,))


@dataclass(frozen=True)
class Lines:
    """The lines that have something to say: trimmed starts and ends, their text, and the line break facts."""

    start: Places
    end: Places
    text: Places
    number: Places  # ordinal among all lines, blank ones included
    indented: Truths

    @cached_property
    def lengths(self) -> Places:
        """Characters of each line."""
        return self.end - self.start

    @cached_property
    def widths(self) -> Places:
        """The width of each text: the length that a tenth of its lines exceeds."""
        counts = np.bincount(self.text)
        # In order of the text, then of the length.
        order = np.sort(self.text << _LENGTH_BITS | np.minimum(self.lengths, _LONGEST))
        last = np.cumsum(counts) - counts + np.maximum(np.ceil(counts * _WIDTH_QUANTILE).astype(np.int64) - 1, 0)
        return np.where(counts > 0, order[np.minimum(last, len(order) - 1)] & _LONGEST, 0)

    def take(self, which: Truths) -> Lines:
        """Only some of the lines."""
        places = (self.start, self.end, self.text, self.number)
        start, end, text, number = (column[which] for column in places)
        return Lines(start, end, text, number, self.indented[which])


def find_paragraphs(letters: Letters) -> tuple[Places, Places]:
    """Start and end of every paragraph of every text, in order, without the white space around it."""
    lines = _read_lines(letters)
    if not lines.start.size:
        return lines.start, lines.end
    rulers = _are_rulers(letters, lines)
    ruled = np.cumsum(rulers)[~rulers]
    lines = lines.take(~rulers) if rulers.any() else lines
    wrapped = _are_wrapped(letters, lines)
    furniture = _are_furniture(letters, lines, wrapped)
    if furniture.any():
        lines, wrapped, ruled = lines.take(~furniture), wrapped[~furniture], ruled[~furniture]
    first = _begin_paragraph(letters, lines, wrapped)
    first[1:] |= ruled[1:] != ruled[:-1]
    begin = np.flatnonzero(first)
    return lines.start[begin], lines.end[np.append(begin[1:], len(first)) - 1] if begin.size else lines.end[:0]


def _read_lines(letters: Letters) -> Lines:
    breaks = letters.breaks
    begin = np.concatenate(([0], breaks[:-1] + 1)) if breaks.size else breaks
    start = letters.skip(begin, breaks, WHITE)
    end = letters.skip_back(breaks, start, WHITE)
    filled = start < end
    text = np.repeat(np.arange(len(letters.starts) - 1), np.diff(np.searchsorted(breaks, letters.starts)))
    lines = Lines(start, end, text, np.arange(len(start)), start > begin)
    return lines.take(filled)


def _are_rulers(letters: Letters, lines: Lines) -> Truths:
    """Lines without a letter or digit (`* * *`, `-----`, `<…>`), which part what is above from what is below."""
    at = letters.skip(lines.start, lines.end, ~WORD)
    found: Truths = at == lines.end
    return found


def _are_wrapped(letters: Letters, lines: Lines) -> Truths:
    """For each line, whether its text is broken into lines of equal width."""
    if not lines.start.size:
        return np.zeros(0, bool)
    n = int(lines.text[-1]) + 1
    below = np.flatnonzero((lines.text[1:] == lines.text[:-1]) & (np.diff(lines.number) == 1)) + 1
    if not below.size:
        return np.zeros(len(lines.start), bool)
    soft = _run_on(letters, lines, below)
    pairs = np.bincount(lines.text[below], minlength=n)
    softs = np.bincount(lines.text[below][soft], minlength=n)
    wrapped = (pairs > 0) & (softs >= _WRAPPED_SHARE * pairs) & (lines.widths <= _WIDEST_WRAP)
    return wrapped[lines.text]


def _run_on(letters: Letters, lines: Lines, below: Places) -> Truths:
    """Whether each line goes on in the middle of a clause.

    It begins small, or has no case under a full line; and the line above does not end in a stop.
    """
    first = letters.classes[lines.start[below]]
    last = letters.classes[lines.end[below - 1] - 1]
    found: Truths = first == LOWER
    caseless = np.flatnonzero((first == LETTER) & ((last == LETTER) | (last == COMMA)))
    if caseless.size:
        under = below[caseless]
        found[caseless] = lines.lengths[under - 1] >= _SHORT * lines.widths[lines.text[under]]
    asked = np.flatnonzero(found)
    found[asked] = ~_ends_sentence(letters, lines, below[asked] - 1)
    return found


def _ends_sentence(letters: Letters, lines: Lines, which: Places) -> Truths:
    """Whether each line ends in a stop, before any closing marks."""
    start = lines.start[which]
    end = letters.skip_back(lines.end[which], start, CLOSING)
    return (end > start) & STOPS[letters.classes[np.maximum(end - 1, 0)]]


def _are_furniture(letters: Letters, lines: Lines, wrapped: Truths) -> Truths:
    """Page numbers, document symbols and running heads of printed records."""
    found = np.zeros(len(lines.start), bool)
    first, last = letters.classes[lines.start], letters.classes[lines.end - 1]
    slash = letters.codes[np.minimum(lines.start + 1, len(letters.codes) - 1)] == ord("/")
    likely = (first == DIGIT) | (first == DASH) | (last == DIGIT) | (slash & (first == UPPER))
    likely |= (letters.codes[lines.start] == ord("第")) | (letters.codes[lines.start] == ord("#"))
    for i in np.flatnonzero(likely & (lines.lengths <= _LONGEST_FURNITURE)):
        line = letters.slice(int(lines.start[i]), int(lines.end[i]))
        found[i] = bool(_FURNITURE.fullmatch(line)) or bool(wrapped[i] and _PAGE_NUMBER.fullmatch(line))
    return found


def _begin_paragraph(letters: Letters, lines: Lines, wrapped: Truths) -> Truths:
    """For each line, whether a paragraph begins with it."""
    n = len(lines.start)
    first = np.ones(n, bool)
    below = np.flatnonzero(lines.text[1:] == lines.text[:-1]) + 1
    if not below.size:
        return first
    inside = _run_on(letters, lines, below)
    apart = np.diff(lines.number)[below - 1] > 1
    # Over a blank line a clause goes on in a wrapped text, and in others where a long line stops behind a word.
    word = WORD[letters.classes[lines.end[below - 1] - 1]] & (letters.classes[lines.start[below]] == LOWER)
    carried = wrapped[below] | (word & (lines.lengths[below - 1] >= _CARRIED))
    first[below] = np.where(apart, ~(inside & carried), ~inside)
    close = below[~apart & wrapped[below]]
    if close.size:
        first[close] = _begin_in_wrapped(letters, lines, close)
    return first


def _begin_in_wrapped(letters: Letters, lines: Lines, below: Places) -> Truths:
    """For lines of a wrapped text right below another: an indent, or the room left on the line above, begins one."""
    n = int(lines.text[-1]) + 1
    width, lengths = lines.widths[lines.text], lines.lengths
    ended = _ends_sentence(letters, lines, np.arange(len(lines.start)))
    small = letters.classes[lines.start[below]] == LOWER
    counts = np.maximum(np.bincount(lines.text, minlength=n), 1)
    marks = np.bincount(lines.text[lines.indented], minlength=n) / counts <= _INDENTED_SHARE
    above = below - 1
    short = lengths[above] < _SHORT * width[above]
    indent = lines.indented[below] & marks[lines.text[below]] & (ended[above] | short)
    heading_above = (lengths[above] < _HEADING * width[above]) & ~ended[above]
    heading = (lengths[below] < _HEADING * width[below]) & ~ended[below] & ended[above]
    found: Truths = indent | (((short & ended[above]) | heading_above | heading) & ~small)
    return found
