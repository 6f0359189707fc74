"""Where patterns were found, as parallel arrays: the one form in which hits, context words and cues meet.

In: the matcher's arrays. Out: arrays sorted by text and position. No Python object per match.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import NDArray

from framing.matcher import Matches

Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]


@dataclass(frozen=True)
class Spots:
    """n stretches of text found: text_index, characters and words (end exclusive), sentence, and whose pattern."""

    text: Ints
    start: Ints
    end: Ints
    token_start: Ints
    token_end: Ints
    sentence: Ints
    label: Ints

    def __len__(self) -> int:
        return len(self.text)

    def take(self, chosen: Ints | Bools) -> Spots:
        """The chosen rows, by index or by mask."""
        return Spots(*(getattr(self, f.name)[chosen] for f in fields(self)))


def spots_from_matches(matches: Matches, chosen: Ints | Bools, label: Ints) -> Spots:
    """The chosen rows of the matcher's result, each with its `label` (an entry, a set of terms, a cue)."""
    places = [matches.text_index, matches.start, matches.end, matches.token_start, matches.token_end, matches.sentence]
    text, start, end, token_start, token_end, sentence = (np.asarray(p)[chosen].astype(np.int64) for p in places)
    return Spots(text, start, end, token_start, token_end, sentence, label.astype(np.int64))


def merge_spots(parts: Sequence[Spots]) -> Spots:
    """All rows of several, in order of text, start, end and label."""
    if not parts:
        return Spots(*(np.zeros(0, np.int64) for _ in fields(Spots)))
    merged = Spots(*(np.concatenate([getattr(p, f.name) for p in parts]) for f in fields(Spots)))
    return merged.take(np.lexsort((merged.label, merged.end, merged.start, merged.text)))


def pair_up(left: Ints, right: Ints) -> tuple[Ints, Ints]:
    """Every pair (i, j) with left[i] == right[j]; `right` is sorted.

    >>> [part.tolist() for part in pair_up(np.array([5, 7]), np.array([5, 5, 6]))]
    [[0, 0], [0, 1]]
    """
    low = np.searchsorted(right, left, side="left")
    counts = np.searchsorted(right, left, side="right") - low
    i = np.repeat(np.arange(len(left)), counts)
    begins = np.cumsum(counts) - counts
    j = np.arange(len(i)) - np.repeat(begins - low, counts)
    return i, j


def gap_after(first: Spots, i: Ints, second: Spots, j: Ints) -> Ints:
    """Words from the end of first[i] to the start of second[j]; 0 when they touch, negative when j starts earlier."""
    return second.token_start[j] - first.token_end[i]


def overlaps(first: Spots, i: Ints, second: Spots, j: Ints) -> Bools:
    """Whether first[i] and second[j], in the same text, share a character."""
    return (first.start[i] < second.end[j]) & (second.start[j] < first.end[i])


def touches(spots: Spots, others: Spots) -> Bools:
    """Which of the spots share a character with one of the others; `others` are sorted by text."""
    i, j = pair_up(spots.text, others.text)
    hit = np.zeros(len(spots), dtype=bool)
    hit[i[overlaps(spots, i, others, j)]] = True
    return hit
