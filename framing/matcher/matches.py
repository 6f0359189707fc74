"""`Matches`: where patterns were found, as parallel arrays.

In: columns. Out: arrays in characters of each text. Looks at no text and knows no pattern.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import NDArray


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


COLUMNS = tuple(field.name for field in fields(Matches))


def concatenate(parts: Sequence[Matches]) -> Matches:
    """All rows of several, in their order, and the words of all their texts."""
    if not parts:
        none, places = np.zeros(0, dtype=np.int32), np.zeros(0, dtype=np.int64)
        return Matches(none, none, places, places, none, none, none, none, none)
    return Matches(**{name: np.concatenate([getattr(part, name) for part in parts]) for name in COLUMNS})
