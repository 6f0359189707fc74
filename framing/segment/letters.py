"""The characters of many texts as one array of classes, so that the rules of segmentation run on whole columns.

In: texts. Out: `Letters`, with the class of every character (capital, digit, full stop, closing mark …) and helpers
to walk over classes at many places at once. It decides nothing about lines or sentences.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

Places = NDArray[np.int64]
Truths = NDArray[np.bool_]
Codes = NDArray[np.uint8] | NDArray[np.uint16] | NDArray[np.uint32]
Read = tuple[Codes, NDArray[np.uint8], NDArray[np.uint8]]

# Letters without case (Han, Arabic, Georgian …) are LETTER; Han stops, which need no space behind them, WIDE.
OTHER, SPACE, LINE, DOT, STOP, WIDE, LOWER, UPPER, LETTER, DIGIT, CLOSER, OPENER, QUOTE, DASH, COMMA = range(15)
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

# What texts are cut at: classes that come after one another, so that one look finds them.
_FIRST_EDGE, _LAST_EDGE = LINE, WIDE
WORD = np.isin(np.arange(N_CLASSES), (LOWER, UPPER, LETTER, DIGIT))
WHITE = np.isin(np.arange(N_CLASSES), (SPACE, LINE))
STOPS = np.isin(np.arange(N_CLASSES), (DOT, STOP, WIDE))
CLOSING = np.isin(np.arange(N_CLASSES), (CLOSER, QUOTE))
LEADING = np.isin(np.arange(N_CLASSES), (SPACE, LINE, OPENER, QUOTE, DASH))

# Code points in one, two or four bytes, by their number; and the first ones that UTF-8 needs another byte for.
_ENCODINGS = {1: "ascii", 2: "utf-16-le", 4: "utf-32-le"}
_EACH_BYTE = np.uint64(0x0101010101010101)
_LONGER_FROM = (0x80, 0x800, 0x10000)

# In UTF-8: the least byte beyond ASCII, and the least that begins a character whose code point needs over two bytes.
_FIRST_LONG, _FIRST_OF_FOUR = 0x80, 0xF0
# Bytes read at a time; with an index of eight bytes for each they stay in the processor's cache.
_PIECE = 1 << 16
# Steps taken for all places together before the few long runs are walked one by one.
_STEPS = 32


@dataclass(frozen=True)
class Letters:
    """Several texts in one row, a line break behind each.

    data: the row in UTF-8. codes: its code points, in as few bytes as hold them. classes: their classes.
    longer: how many bytes more than one each has in UTF-8, zeros behind up to a multiple of eight; empty for ASCII.
    starts: where each text begins, and one past the last break. breaks, stops: the places of line breaks and stops.
    """

    data: pa.Buffer
    codes: Codes
    classes: NDArray[np.uint8]
    longer: NDArray[np.uint8]
    starts: Places
    breaks: Places
    stops: Places

    @classmethod
    def of(cls, texts: pa.Array) -> Letters:
        """Put texts (strings, none null) in a row."""
        row = pc.binary_join_element_wise(texts, "", "\n")
        starts = np.zeros(len(texts) + 1, np.int64)
        np.cumsum(pc.binary_length(row).to_numpy(), out=starts[1:])
        data = row.buffers()[2] or pa.py_buffer(b"")
        octets = np.frombuffer(data, np.uint8)[: starts[-1]]
        if octets.max(initial=0) < _FIRST_LONG:
            read = _read_ascii(octets)
        else:
            np.cumsum(pc.utf8_length(row).to_numpy(), out=starts[1:])
            read = _read(octets, int(starts[-1]))
        edges = _find_edges(read[0], read[1])
        broken = read[1][edges] == LINE
        return cls(data, *read, starts, edges[broken], edges[~broken])

    def cut(self, places: Places) -> pa.Array:
        """The row as strings, cut at each of the places, which are in order: from the first place to the last."""
        offsets = self._bytes_before(places).astype(np.int32)
        return pa.StringArray.from_buffers(max(len(places) - 1, 0), pa.py_buffer(offsets), self.data)

    def _bytes_before(self, places: Places) -> Places:
        """How many bytes of UTF-8 stand before each place."""
        if not len(self.longer):
            return places
        # Eight characters are one number, of which the sum of its bytes is asked: up to the place and in all.
        eights = self.longer.view(np.uint64)
        sums = np.cumsum(_sum_bytes(eights))
        whole, bits = places >> 3, ((places & 7) << 3).astype(np.uint64)
        before = sums[whole] - _sum_bytes(eights[whole] >> bits)
        found: Places = places + before.astype(np.int64)
        return found

    def text_of(self, places: Places) -> Places:
        """The index of the text that each place lies in."""
        return np.searchsorted(self.starts, places, side="right") - 1

    def skip(self, places: Places, stop: Places, members: Truths) -> Places:
        """Walk each place forward over characters of the classes `members`, no further than its `stop`."""
        at = places.copy()
        active = np.flatnonzero(at < stop)
        for _ in range(_STEPS):
            active = active[members.take(self.classes[at[active]])]
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
            active = active[members.take(self.classes[at[active] - 1])]
            at[active] -= 1
            active = active[at[active] > start[active]]
            if not active.size:
                return at
        for i in active:
            other = np.flatnonzero(~members[self.classes[start[i] : at[i]]])
            at[i] = start[i] + other[-1] + 1 if other.size else start[i]
        return at

    def slice(self, start: int, end: int) -> str:
        """The characters between two places."""
        return self.codes[start:end].tobytes().decode(_ENCODINGS[self.codes.itemsize])


def _read_ascii(octets: NDArray[np.uint8]) -> Read:
    classes = np.empty(len(octets), np.uint8)
    for at in range(0, len(octets), _PIECE):
        part = octets[at : at + _PIECE].tobytes()
        classes[at : at + _PIECE] = np.frombuffer(part.translate(_ascii_table()), np.uint8)
    return octets, classes, octets[:0]


def _read(octets: NDArray[np.uint8], length: int) -> Read:
    """The code points of a text in UTF-8 that has so many characters, their classes, and bytes beyond the first."""
    codes: Codes = np.empty(length, "<u2" if octets.max(initial=0) < _FIRST_OF_FOUR else "<u4")
    classes, longer = np.empty(length, np.uint8), np.zeros(length + -length % 8, np.uint8)
    at = begin = 0
    while begin < len(octets):
        # In pieces that stay in the processor's cache; none ends in the middle of a character.
        end = min(begin + _PIECE, len(octets))
        while end < len(octets) and octets[end] & 0xC0 == 0x80:
            end -= 1
        encoded = octets[begin:end].tobytes().decode().encode(_ENCODINGS[codes.itemsize])
        into = slice(at, at + len(encoded) // codes.itemsize)
        codes[into] = np.frombuffer(encoded, codes.dtype)
        _table().take(codes[into], out=classes[into], mode="clip")
        for first_longer in _LONGER_FROM[: codes.itemsize]:
            longer[into] += codes[into] >= first_longer
        at, begin = into.stop, end
    return codes, classes, longer


def _find_edges(codes: Codes, classes: NDArray[np.uint8]) -> Places:
    """The places of line breaks and stops; sets the class of carriage returns, by what stands behind them."""
    low, span = np.uint8(_FIRST_EDGE), np.uint8(_LAST_EDGE - _FIRST_EDGE)
    pieces = range(0, len(classes), _PIECE)
    found = [at + np.flatnonzero(classes[at : at + _PIECE] - low <= span) for at in pieces]
    edges = np.concatenate(found or [np.zeros(0, np.int64)])
    returns = edges[codes[edges] == ord("\r")]
    if returns.size:
        # The carriage return of a Windows line break is white space; alone it breaks the line itself.
        classes[returns[codes[returns + 1] == ord("\n")]] = SPACE
        edges = edges[classes[edges] != SPACE]
    return edges


def _sum_bytes(eights: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """The sum of the eight bytes of each number, at most 255: what multiplying leaves in the highest byte."""
    return (eights * _EACH_BYTE) >> np.uint64(56)


@lru_cache(maxsize=1)
def _ascii_table() -> bytes:
    """The class of each ASCII character, as `translate` takes them."""
    marked = {character: kind for kind, characters in _MARKED.items() for character in characters}
    known = [marked.get(chr(code), _class_of(chr(code))) for code in range(128)]
    return bytes(known + [OTHER] * 128)


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
