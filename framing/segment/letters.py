"""The characters of many texts as one array of classes, so that the rules of segmentation run on whole columns.

In: texts. Out: `Letters`, with the class of every character (capital, digit, full stop, closing mark …) and helpers
to walk over classes at many places at once. It decides nothing about lines or sentences.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

Places = NDArray[np.int64]
Truths = NDArray[np.bool_]

# Letters without case (Han, Arabic, Georgian …) are LETTER; Han stops, which need no space behind them, WIDE.
OTHER, SPACE, LINE, LOWER, UPPER, LETTER, DIGIT, DOT, STOP, WIDE, CLOSER, OPENER, QUOTE, DASH, COMMA = range(15)
N_CLASSES = 15

_MARKED = {
    LINE: "\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029",
    SPACE: "\ufeff\u200b",
    DOT: ".",
    STOP: "!?…‽؟۔।॥",
    WIDE: "。！？｡",
    CLOSER: ")]}”’»›）］】」』》〉〕〗",
    OPENER: "([{“‘«‹„‚（［【「『《〈〔〖",
    QUOTE: "\"'‟＂",
    DASH: "-‐‑‒–—―−－",
    COMMA: ",;:，、；：､",
}
_CATEGORIES = {"Lu": UPPER, "Lt": UPPER, "Ll": LOWER, "Lm": LETTER, "Lo": LETTER, "Zs": SPACE, "Zl": LINE, "Zp": LINE}
_MAJORS = {"N": DIGIT, "M": LOWER}  # a combining mark stands behind a letter and passes for one
# Read character by character; the rest of the plane is letters without case.
_LISTED = ((0, 0x2E80), (0x3000, 0x3400), (0xA640, 0xA800), (0xAB30, 0xABC0), (0xD800, 0xF900), (0xFB00, 0x10000))
_SUPPLEMENTARY_HAN = slice(0x20000, 0x40000)

WORD = np.isin(np.arange(N_CLASSES), (LOWER, UPPER, LETTER, DIGIT))
WHITE = np.isin(np.arange(N_CLASSES), (SPACE, LINE))
STOPS = np.isin(np.arange(N_CLASSES), (DOT, STOP, WIDE))
CLOSING = np.isin(np.arange(N_CLASSES), (CLOSER, QUOTE))
LEADING = np.isin(np.arange(N_CLASSES), (SPACE, LINE, OPENER, QUOTE, DASH))

# Steps taken for all places together before the few long runs are walked one by one.
_STEPS = 32


@dataclass(frozen=True)
class Letters:
    """Several texts in one row, a line break behind each.

    codes: code points. classes: their classes. starts: where each text begins, and one past the last break.
    """

    texts: Sequence[str]
    codes: NDArray[np.uint8] | NDArray[np.uint32]
    classes: NDArray[np.uint8]
    starts: Places

    @classmethod
    def of(cls, texts: Sequence[str]) -> Letters:
        """Put texts in a row."""
        row = "\n".join([*texts, ""])
        codes: NDArray[np.uint8] | NDArray[np.uint32]
        if row.isascii():
            codes = np.frombuffer(row.encode("ascii"), np.uint8)
        else:
            codes = np.frombuffer(row.encode("utf-32-le"), np.uint32)
        lengths = np.fromiter(map(len, texts), np.int64, len(texts))
        starts = np.concatenate(([0], np.cumsum(lengths + 1)))
        return cls(texts, codes, _classify(codes), starts)

    def text_of(self, places: Places) -> Places:
        """The index of the text that each place lies in."""
        return np.searchsorted(self.starts, places, side="right") - 1

    def skip(self, places: Places, stop: Places, members: Truths) -> Places:
        """Walk each place forward over characters of the classes `members`, no further than its `stop`."""
        at = places.copy()
        active = np.flatnonzero(at < stop)
        for _ in range(_STEPS):
            active = active[members[self.classes[at[active]]]]
            at[active] += 1
            active = active[at[active] < stop[active]]
            if not active.size:
                return at
        for i in active:
            other = np.flatnonzero(~members[self.classes[at[i] : stop[i]]])
            at[i] = at[i] + other[0] if other.size else stop[i]
        return at

    def skip_back(self, places: Places, start: Places, members: Truths) -> Places:
        """Walk each end back over characters of the classes `members`, no further than its `start`."""
        at = places.copy()
        active = np.flatnonzero(at > start)
        for _ in range(_STEPS):
            active = active[members[self.classes[at[active] - 1]]]
            at[active] -= 1
            active = active[at[active] > start[active]]
            if not active.size:
                return at
        for i in active:
            other = np.flatnonzero(~members[self.classes[start[i] : at[i]]])
            at[i] = start[i] + other[-1] + 1 if other.size else start[i]
        return at

    def slice(self, start: int, end: int) -> str:
        """The characters between two places of one text."""
        index = int(np.searchsorted(self.starts, start, side="right")) - 1
        first = int(self.starts[index])
        return self.texts[index][start - first : end - first]


def _classify(codes: NDArray[np.uint8] | NDArray[np.uint32]) -> NDArray[np.uint8]:
    classes = _table().take(codes)
    returns = np.flatnonzero(codes == ord("\r"))
    # The carriage return of a Windows line break is white space; alone it breaks the line itself.
    classes[returns[codes[returns + 1] == ord("\n")]] = SPACE
    return classes


@lru_cache(maxsize=1)
def _table() -> NDArray[np.uint8]:
    table = np.zeros(0x110000, np.uint8)
    table[0x2E80:0xD800] = LETTER
    table[_SUPPLEMENTARY_HAN] = LETTER
    for first, last in _LISTED:
        table[first:last] = [_class_of(chr(code)) for code in range(first, last)]
    for kind, characters in _MARKED.items():
        table[[ord(character) for character in characters]] = kind
    return table


def _class_of(character: str) -> int:
    if character.isspace():
        return SPACE
    category = unicodedata.category(character)
    return _CATEGORIES.get(category, _MAJORS.get(category[0], OTHER))
