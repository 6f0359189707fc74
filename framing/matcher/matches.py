"""`Matches`: where patterns were found, as parallel arrays, and the longest among a part of them.

In: columns. Out: arrays in characters of each text. Looks at no text and knows no pattern.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import NDArray

from framing.matcher.cache import load_chooser


@dataclass(frozen=True)
class Matches:
    """The matches, sorted by text, start, end and pattern; row i of every array but `n_words` is one match.

    text_index, pattern_index: int32, positions in what was given. start, end: int64, characters of that text.
    token_start, token_end: int32, its words from 0, end exclusive. sentence: int32, sentence ends passed before it.
    won: int32, 0 for one that another hides (only with `every`), and where winners were not asked for.
    n_words: int32, one for each text, Han and kana characters counted one each.
    """

    text_index: NDArray[np.int32]
    pattern_index: NDArray[np.int32]
    start: NDArray[np.int64]
    end: NDArray[np.int64]
    token_start: NDArray[np.int32]
    token_end: NDArray[np.int32]
    sentence: NDArray[np.int32]
    won: NDArray[np.int32]
    n_words: NDArray[np.int32]

    def __len__(self) -> int:
        return len(self.start)

    def take(self, rows: NDArray[np.generic]) -> Matches:
        """These rows, and the words of all texts."""
        columns = {name: getattr(self, name) for name in COLUMNS}
        return Matches(**{name: column if name == "n_words" else column[rows] for name, column in columns.items()})


# Columns of the kernel's rows (scan.py, which cannot be imported without numba), and room for a text's words.
_FIRST, _LAST = 3, 4
_WORD_BITS = 40
Ints = NDArray[np.int64]
COLUMNS = tuple(field.name for field in fields(Matches))


def concatenate(parts: Sequence[Matches]) -> Matches:
    """All rows of several, in their order, and the words of all their texts."""
    if not parts:
        none, places = np.zeros(0, dtype=np.int32), np.zeros(0, dtype=np.int64)
        return Matches(none, none, places, places, none, none, none, none, none)
    return Matches(**{name: np.concatenate([getattr(part, name) for part in parts]) for name in COLUMNS})


def keep_longest(
    text: Ints, start: Ints, token_start: Ints, end: Ints, token_end: Ints, excluded: NDArray[np.bool_] | None = None
) -> NDArray[np.bool_]:
    """Which of these places win: the longest of those that share a word, then the first; both where they are the same.

    Every array has one value a place; places come in order of text, start and end. excluded: those that go before
    others of their length. For choosing among a part of what `Matcher.find` gives with `every`.

    >>> from framing.matcher import Matcher
    >>> found = Matcher(["china", "south china", "sea"]).find(["South China Sea"], every=True)
    >>> keep_longest(found.text_index, found.start, found.token_start, found.end, found.token_end).tolist()
    [True, False, True]
    """
    n = len(text)
    before = np.maximum.accumulate(token_end[:-1] + (text[:-1].astype(np.int64) << _WORD_BITS)) if n else token_end
    if not (before > token_start[1:] + (text[1:].astype(np.int64) << _WORD_BITS)).any():
        return np.ones(n, dtype=bool)
    base = text.astype(np.int64) << _WORD_BITS
    rows, zeros = np.arange(n), np.zeros(n, dtype=np.int64)
    pattern = zeros if excluded is None else rows
    ways = np.stack([base + token_start, base + token_end - 1, pattern, rows, rows], axis=1)
    found = np.zeros((n, 8), dtype=np.int64)
    found[:, _FIRST], found[:, _LAST] = start, end
    mark = np.zeros(1, dtype=bool) if excluded is None else excluded
    won: NDArray[np.bool_] = load_chooser(n)(ways, found, mark.astype(np.uint8)).astype(bool)
    return won
