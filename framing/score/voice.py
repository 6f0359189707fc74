"""In whose words a hit stands inside its passage: own, quoted (a clause in quotation marks) or scare (a few words).

In: hits and their texts. Out: a voice for each hit. Looks at quotation marks alone; who is quoted is `attribute`'s.
"""

from __future__ import annotations

import re

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

Ints = NDArray[np.int64]

VOICES = ("own", "quoted", "scare")
_OWN, _QUOTED, _SCARE = range(3)
# At most this long, quotation marks hold words at arm's length; Han words are about two characters each.
_SCARE_WORDS = 3
_SCARE_HAN = 8
# A single mark opens before a letter and closes behind one; so an apostrophe is no mark. Every way begins with its mark
# and looks back from there, so that `re` runs over all else at once.
_QUOTATION = re.compile(
    r"“[^“”]{1,2000}”|„[^„“”]{1,2000}[“”]|«[^«»]{1,2000}»|「[^「」]{1,2000}」|『[^『』]{1,2000}』"
    r"|\"[^\"\n]{1,2000}\"|‘(?<!\w‘)[^‘]{1,400}?’(?!\w)|'(?<![\w']')(?=\w)[^'\n]{1,400}?(?<=[\w.,!?])'(?!\w)"
)
_HAN = re.compile(r"[㐀-䶿一-鿿]")
_WORD = re.compile(r"\w+(?:[-'’]\w+)*")


def mark_voices(text: Ints, start: Ints, end: Ints, texts: pa.Array, opens: NDArray[np.uint8]) -> Ints:
    """Index into VOICES of each hit, by its text (in order), start and end.

    opens: for each text whether a quotation may begin in it; the others are not looked at.
    """
    numbers = np.flatnonzero(opens)
    strings = texts.take(pa.array(numbers)).to_pylist()
    rows = [(t, a, b, k) for t, s in zip(numbers.tolist(), strings, strict=True) for a, b, k in _quotations(s)]
    table = np.array(rows, dtype=np.int64).reshape(-1, 4)
    low, high = np.searchsorted(text, table[:, 0], side="left"), np.searchsorted(text, table[:, 0], side="right")
    quotation = np.repeat(np.arange(len(table)), high - low)
    hit = np.arange(len(quotation)) - np.repeat(np.cumsum(high - low) - high, high - low)
    touching = (start[hit] < table[quotation, 2]) & (table[quotation, 1] < end[hit])
    voices = np.full(len(text), _OWN, dtype=np.int64)
    np.maximum.at(voices, hit[touching], table[quotation[touching], 3])
    return voices


def _quotations(text: str) -> list[tuple[int, int, int]]:
    return [(m.start(), m.end(), _kind(m.group()[1:-1])) for m in _QUOTATION.finditer(text)]


def _kind(words: str) -> int:
    n_han = len(_HAN.findall(words))
    short = n_han <= _SCARE_HAN if n_han else len(_WORD.findall(words)) <= _SCARE_WORDS
    # A full stop inside marks a whole (if short) sentence: "Stop meddling!"
    whole = words.rstrip()[-1:] in (".", "!", "?", "。", "！", "？")
    return _SCARE if short and not whole else _QUOTED
