"""How far a cue reaches: the clause punctuation, stop words and lists of hits in a batch of texts, as positions.

In: texts and the hits in them. Out: whether two spots stand in one clause, and how many words lie between them.
Works on code points, so that it holds for every script; it knows no grammar.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from framing.score.spots import Bools, Ints, Spots

Codes = NDArray[np.uint32] | NDArray[np.uint8]

# Marks that end a clause; a comma does so too, unless it stands in a list of hits. The enumeration comma 、 never does.
_ENDERS = ".!?。！？…\n"
_CLAUSE_MARKS = ";:()[]—–；：（）"
_COMMAS = ",，،"
_QUESTIONS = "?？؟"
# Bits of a character's kind.
_ENDER, _CLAUSE, _COMMA, _QUESTION, _WORDLIKE, _CAPITAL = 1, 2, 4, 8, 16, 32
_LAST_CODE = 0x10000


@dataclass(frozen=True)
class Clauses:
    """Positions, in characters of all texts laid end to end, of what bounds the scope of a cue.

    hard: marks that no cue reaches over. enders: ends of sentences, and whether each is a question mark.
    covered: sorted spans of words that hits take up (text and token, as one key), with their running sum.
    """

    begins: Ints
    hard: Ints
    enders: Ints
    asks: Bools
    span_keys: Ints
    span_sums: Ints

    def global_start(self, spots: Spots) -> Ints:
        """First characters of the spots in the texts laid end to end."""
        return self.begins[spots.text] + spots.start

    def with_stops(self, positions: Ints) -> Clauses:
        """The same, and no cue reaches over these positions either."""
        return dataclasses.replace(self, hard=np.sort(np.concatenate([self.hard, positions])))

    def joined(self, first: Spots, i: Ints, second: Spots, j: Ints) -> Bools:
        """Whether nothing bounds a clause between first[i] and second[j] of the same text."""
        low = np.searchsorted(self.hard, self.begins[first.text[i]] + first.end[i], side="left")
        return low >= np.searchsorted(self.hard, self.begins[second.text[j]] + second.start[j], side="left")

    def words_between(self, first: Spots, i: Ints, second: Spots, j: Ints) -> Ints:
        """Words from the end of first[i] to the start of second[j], those inside other hits not counted."""
        low = np.searchsorted(self.span_keys, _key(first.text[i], first.token_end[i]), side="left")
        high = np.searchsorted(self.span_keys, _key(second.text[j], second.token_start[j]), side="left")
        inside = self.span_sums[np.maximum(high, low)] - self.span_sums[low]
        return second.token_start[j] - first.token_end[i] - inside

    def is_question(self, spots: Spots) -> Bools:
        """Whether the sentence that each spot stands in ends with a question mark."""
        if not len(self.enders):
            return np.zeros(len(spots), dtype=bool)
        following = np.searchsorted(self.enders, self.begins[spots.text] + spots.end, side="left")
        last = len(self.enders) - 1
        asked: Bools = (following <= last) & self.asks[np.minimum(following, last)]
        return asked


def find_clauses(texts: Sequence[str], hits: Spots) -> Clauses:
    """The bounds of scope in the texts that the hits stand in; hits.text numbers the texts."""
    joined = "\n".join(texts) + "\n"
    codes = _codes(joined)
    lengths = np.array([len(text) + 1 for text in texts], dtype=np.int64)
    begins = np.cumsum(lengths) - lengths
    kinds = _kinds().take(codes, mode="clip")
    marks = np.flatnonzero(kinds & (_ENDER | _CLAUSE | _COMMA))
    free = ~_inside_word(codes, kinds, marks)
    own = kinds[marks]
    enders, commas = marks[(own & _ENDER > 0) & free], marks[(own & _COMMA > 0) & free]
    # A comma right behind a hit goes on with a list ("reject hegemony, blockades and interference").
    bounding = np.setdiff1d(commas, begins[hits.text] + hits.end)
    hard = np.sort(np.concatenate([enders, bounding, marks[own & _CLAUSE > 0]])).astype(np.int64)
    keys = np.unique(np.stack([_key(hits.text, hits.token_start), hits.token_end - hits.token_start]), axis=1)
    sums = np.concatenate([[0], np.cumsum(keys[1])])
    return Clauses(begins, hard, enders, kinds[enders] & _QUESTION > 0, keys[0], sums)


def _codes(text: str) -> Codes:
    if text.isascii():
        return np.frombuffer(text.encode("ascii"), dtype=np.uint8)
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)


@lru_cache(maxsize=1)
def _kinds() -> NDArray[np.uint8]:
    """What each code point may be, as bits; the last stands for all above."""
    table = np.full(_LAST_CODE + 1, _WORDLIKE, dtype=np.uint8)
    table[:128] = [_WORDLIKE if chr(code).isalnum() else 0 for code in range(128)]
    table[[ord(mark) for mark in "”“»«’‘—–…。，"]] = 0
    table[ord("A") : ord("Z") + 1] |= _CAPITAL
    marked = ((_ENDER, _ENDERS), (_CLAUSE, _CLAUSE_MARKS), (_COMMA, _COMMAS), (_QUESTION, _QUESTIONS))
    for bit, marks in marked:
        table[[ord(mark) for mark in marks]] |= bit
    return table


def _inside_word(codes: Codes, kinds: NDArray[np.uint8], marks: Ints) -> Bools:
    """Marks with a letter or digit right behind them (1,000; 3.5), and full stops of initials (U.S.)."""
    last = len(kinds) - 1
    own = codes[marks]
    ascii_mark = (own == ord(".")) | (own == ord(",")) | (own == ord(":"))
    after = (marks < last) & (kinds[np.minimum(marks + 1, last)] & _WORDLIKE > 0)
    capital = (marks > 0) & (kinds[np.maximum(marks - 1, 0)] & _CAPITAL > 0)
    alone = ~((marks > 1) & (kinds[np.maximum(marks - 2, 0)] & _WORDLIKE > 0))
    inside: Bools = ascii_mark & (after | (capital & alone & (own == ord("."))))
    return inside


def _key(text: Ints, token: Ints) -> Ints:
    # Text and word as one sortable number; a text of 2**40 words does not exist.
    return (text << 40) + token
