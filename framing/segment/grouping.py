"""From pieces in one voice to the units that are scored: sentences, passages, paragraphs or whole documents.

In: `Units`. Out: start, end and voice of each scored unit, in order. It never joins two paragraphs or two voices,
except in whole documents, which get the voice that most of them is in.
"""

from __future__ import annotations

import numpy as np

from framing.errors import FramingError
from framing.segment.letters import WHITE, Letters, Places
from framing.segment.voices import NOBODY, Units, Voices

UNITS = ("passage", "sentence", "paragraph", "document")
# A passage has one to four sentences by definition of the codebook's coders; three fill what they coded on average
# (about 300 characters), and long sentences fill it alone.
PASSAGE_SENTENCES = 3
PASSAGE_CHARACTERS = 600
# A document is in the voice that covers at least this share of its characters.
_MAIN_SHARE = 0.5

Spans = tuple[Places, Places, Places]


def group_units(letters: Letters, units: Units, voices: Voices, *, unit: str) -> Spans:
    """Start, end and voice (a row of the voices, -1 for nobody) of every unit of that size."""
    if unit not in UNITS:
        raise FramingError(f"unit '{unit}' is unknown; choose one of {', '.join(UNITS)}")
    if unit == "document":
        return _whole_texts(letters, voices)
    first = np.ones(len(units.start), bool)
    if unit != "sentence":
        first = _begin_run(units, voices)
    if unit == "passage":
        first |= _split_runs(units, first)
    begin = np.flatnonzero(first)
    end = units.end[np.append(begin[1:], len(first)) - 1] if begin.size else units.end[:0]
    kept = ~units.label[begin]
    return units.start[begin][kept], end[kept], units.voice[begin][kept]


def _begin_run(units: Units, voices: Voices) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    """Where the paragraph or the voice changes, or a label stands."""
    key = np.append(voices.key, NOBODY)[units.voice]
    first = np.ones(len(units.start), bool)
    first[1:] = (np.diff(units.paragraph) != 0) | (np.diff(key) != 0) | units.label[1:] | units.label[:-1]
    return first


def _split_runs(
    units: Units, first: np.ndarray[tuple[int], np.dtype[np.bool_]]
) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    """Cut runs of sentences evenly: as few pieces as hold three sentences, and about 600 characters, each."""
    begin = np.flatnonzero(first)
    counts = np.diff(np.append(begin, len(first)))
    run = np.repeat(np.arange(len(begin)), counts)
    if not counts.size:
        return first
    length = units.end[np.append(begin[1:], len(first)) - 1] - units.start[begin]
    pieces = np.maximum(-(-counts // PASSAGE_SENTENCES), np.minimum(-(-length // PASSAGE_CHARACTERS), counts))
    piece = (np.arange(len(first)) - begin[run]) * pieces[run] // counts[run]
    split = first.copy()
    split[1:] |= piece[1:] != piece[:-1]
    return split


def _whole_texts(letters: Letters, voices: Voices) -> Spans:
    """Each text that is not empty, with the voice that covers most of it."""
    start = letters.skip(letters.starts[:-1], letters.starts[1:] - 1, WHITE)
    end = letters.skip_back(letters.starts[1:] - 1, start, WHITE)
    voice = np.full(len(start), NOBODY, np.int64)
    of_text = letters.text_of(voices.start)
    rows, inverse = np.unique(np.stack((of_text, voices.key), axis=1), axis=0, return_inverse=True)
    covered = np.bincount(inverse.ravel(), weights=voices.end - voices.start, minlength=len(rows)).astype(np.int64)
    for (text, key), length in zip(rows, covered, strict=True):
        if length >= _MAIN_SHARE * (end[text] - start[text]) and voice[text] == NOBODY:
            voice[text] = np.flatnonzero((of_text == text) & (voices.key == key))[0]
    kept = start < end
    return start[kept], end[kept], voice[kept]
