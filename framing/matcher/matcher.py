"""`Matcher`: patterns in once, then texts in and the places of the patterns out.

In: patterns, with what excludes; texts as Arrow strings or a list. Out: `Matches`, arrays in characters of each text.
Writes nothing and holds nothing that changes: several threads may share one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from framing.errors import FramingError
from framing.matcher.pattern import parse_pattern
from framing.matcher.slow import find


@dataclass(frozen=True)
class Matches:
    """The winning matches, sorted by text, start, end and pattern; row i of every array but `n_words` is one match.

    text_index, pattern_index: int32, positions in what was given. start, end: int64, characters of that text.
    token_start, token_end: int32, its words from 0, end exclusive. sentence: int32, sentence ends passed before it.
    n_words: int32, one for each text, Han and kana characters counted one each.
    """

    text_index: NDArray[np.int32]
    pattern_index: NDArray[np.int32]
    start: NDArray[np.int64]
    end: NDArray[np.int64]
    token_start: NDArray[np.int32]
    token_end: NDArray[np.int32]
    sentence: NDArray[np.int32]
    n_words: NDArray[np.int32]

    def __len__(self) -> int:
        return len(self.start)


class Matcher:
    """Finds patterns in texts: the longest match wins over all patterns, at equal length an exclusion.

    patterns: as `framing.matcher.pattern` reads them. exclusions: for each pattern whether it only masks, or nothing.
    Raises FramingError for a pattern that cannot be read.

    >>> found = Matcher(["foreign forces", "forces"]).find(["Foreign\u00a0forces left; other forces stayed."])
    >>> list(zip(found.pattern_index.tolist(), found.start.tolist(), found.end.tolist()))
    [(0, 0, 14), (1, 27, 33)]
    """

    def __init__(self, patterns: Sequence[str], *, exclusions: Sequence[bool] = ()) -> None:
        if len(exclusions) not in (0, len(patterns)):
            raise FramingError(f"{len(patterns)} patterns have {len(exclusions)} exclusions; give one each or none")
        self.patterns = tuple(patterns)
        self.exclusions = tuple(exclusions) or (False,) * len(patterns)
        for p in patterns:
            parse_pattern(p)

    def find(self, texts: pa.Array | pa.ChunkedArray | Sequence[str | None]) -> Matches:
        """The places of the patterns in each text; a missing text has none and no words."""
        given = texts.to_pylist() if hasattr(texts, "to_pylist") else texts
        rows, n_words = find(self.patterns, self.exclusions, given)
        r = np.array(rows, dtype=np.int64).reshape(-1, 7).T
        i32 = [r[k].astype(np.int32) for k in (0, 1, 4, 5, 6)]
        return Matches(i32[0], i32[1], r[2], r[3], i32[2], i32[3], i32[4], np.array(n_words, dtype=np.int32))
