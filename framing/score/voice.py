"""In whose words a hit stands inside its passage: own, quoted (a clause in quotation marks) or scare (a few words).

In: hits and their texts. Out: a voice for each hit. Looks at quotation marks alone; who is quoted is `attribute`'s.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np

from framing.score.spots import Ints, Spots, pair_up

VOICES = ("own", "quoted", "scare")
_OWN, _QUOTED, _SCARE = range(3)
# At most this long, quotation marks hold words at arm's length; Han words are about two characters each.
_SCARE_WORDS = 3
_SCARE_HAN = 8
_ANY_MARK = re.compile("[\"“”„«»「」『』‘']")
# A single mark opens before a letter and closes behind one; so an apostrophe is no mark.
_QUOTATION = re.compile(
    r"“[^“”]{1,2000}”|„[^„“”]{1,2000}[“”]|«[^«»]{1,2000}»|「[^「」]{1,2000}」|『[^『』]{1,2000}』"
    r"|\"[^\"\n]{1,2000}\"|(?<!\w)‘[^‘]{1,400}?’(?!\w)|(?<![\w'])'(?=\w)[^'\n]{1,400}?(?<=[\w.,!?])'(?!\w)"
)
_HAN = re.compile(r"[㐀-䶿一-鿿]")
_WORD = re.compile(r"\w+(?:[-'’]\w+)*")


def mark_voices(hits: Spots, texts: Sequence[str]) -> Ints:
    """Index into VOICES of each hit; hits.text numbers the texts."""
    rows = [(t, a, b, kind) for t, text in enumerate(texts) for a, b, kind in _quotations(text)]
    table = np.array(rows, dtype=np.int64).reshape(-1, 4)
    i, j = pair_up(hits.text, table[:, 0])
    touching = (hits.start[i] < table[j, 2]) & (table[j, 1] < hits.end[i])
    voices = np.full(len(hits), _OWN, dtype=np.int64)
    np.maximum.at(voices, i[touching], table[j[touching], 3])
    return voices


def _quotations(text: str) -> list[tuple[int, int, int]]:
    if not _ANY_MARK.search(text):
        return []
    return [(m.start(), m.end(), _kind(m.group()[1:-1])) for m in _QUOTATION.finditer(text)]


def _kind(words: str) -> int:
    n_han = len(_HAN.findall(words))
    short = n_han <= _SCARE_HAN if n_han else len(_WORD.findall(words)) <= _SCARE_WORDS
    # A full stop inside marks a whole (if short) sentence: "Stop meddling!"
    whole = words.rstrip()[-1:] in (".", "!", "?", "。", "！", "？")
    return _SCARE if short and not whole else _QUOTED
