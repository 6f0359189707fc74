"""Texts as one array of folded characters, words apart by a single space: the ground that n-grams are cut from.

In: texts. Out: `Letters`. Words are the matcher's (letters and digits; a Han character is a word alone); whatever
stands between them becomes one space. It keeps the way back: the place in its text that every character came from.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from framing.matcher.words import DIGIT, HAN, IGNORED, LETTER, MARK, classify, fold

Ints = NDArray[np.int64]
_SPACE = ord(" ")
# What a character is here: part of a word, a Han character, something between words, or nothing at all.
BREAK, WORD, IDEOGRAPH, NOTHING = range(4)
_KINDS = {LETTER: WORD, DIGIT: WORD, MARK: WORD, HAN: IDEOGRAPH, IGNORED: NOTHING}


@dataclass(frozen=True)
class Letters:
    """All texts end to end: codes (folded code points), kind, text (number of the text), place (index in that text).

    Every text opens and closes with a space, whose place is that of the character it stands for.
    """

    codes: NDArray[np.uint32]
    kind: NDArray[np.uint8]
    text: Ints
    place: Ints
    n_texts: int

    def words(self) -> tuple[Ints, Ints]:
        """Start and end (exclusive) of every word that is no Han character, in order."""
        inside = np.concatenate([[False], self.kind == WORD, [False]])
        edges = np.flatnonzero(inside[1:] != inside[:-1])
        return edges[::2], edges[1::2]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Where codes[start:end], the spaces at its ends left out, stand in their text."""
        while start < end and self.kind[start] == BREAK:
            start += 1
        while end > start and self.kind[end - 1] == BREAK:
            end -= 1
        return int(self.place[start]), int(self.place[max(end - 1, start)]) + 1


def fold_texts(texts: Sequence[str]) -> Letters:
    """The texts as folded characters with single spaces between words."""
    joined = "\n" + "".join(text + "\n" for text in texts)
    raw = np.frombuffer(joined.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    lengths = np.array([1, *(len(text) + 1 for text in texts)], dtype=np.int64)
    # The line break in front of a text is its opening space; the one behind the last text closes that.
    begins = np.cumsum(lengths)[:-1]
    text = np.repeat(np.arange(len(texts) + 1), lengths) - 1
    np.maximum(text, 0, out=text)
    place = np.arange(len(raw)) - (begins[text] if len(texts) else 0)
    kind, folded = _look_up(raw)
    seen = np.flatnonzero(kind != NOTHING)
    kind, folded = kind[seen], np.where(kind[seen] == BREAK, _SPACE, folded[seen]).astype(np.uint32)
    kept = np.append(True, (kind[1:] != BREAK) | (kind[:-1] != BREAK))
    seen = seen[kept]
    return Letters(folded[kept], kind[kept], text[seen], np.maximum(place[seen], 0), len(texts))


def _look_up(raw: NDArray[np.uint32]) -> tuple[NDArray[np.uint8], NDArray[np.uint32]]:
    """The kind and the folded form of every character, each distinct character looked at once."""
    size = int(raw.max()) + 1
    present = np.zeros(size, dtype=bool)
    present[raw] = True
    codes = np.flatnonzero(present)
    kinds, folded = np.zeros(size, np.uint8), np.zeros(size, np.uint32)
    found = [_character(int(code)) for code in codes]
    kinds[codes], folded[codes] = [kind for kind, _ in found], [code for _, code in found]
    return kinds[raw], folded[raw]


@lru_cache(maxsize=65_536)
def _character(code: int) -> tuple[int, int]:
    char = chr(code)
    return _KINDS.get(classify(char), BREAK), ord(fold(char))
