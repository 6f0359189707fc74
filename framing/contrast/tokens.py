"""Terms of a text: words and phrases, and for Chinese runs of characters.

In: a text. Out: its terms in order. Not a linguist: no lemmas, no segmentation of Chinese into words.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

# Letters, with an apostrophe or hyphen inside ("don't", "co-operation", "кое-кто"); Han characters stand apart.
_HAN = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_PIECE = re.compile(rf"[{_HAN}]+|(?:(?![{_HAN}])[^\W\d_])+(?:['’‑-](?:(?![{_HAN}])[^\W\d_])+)*|[^\w\s'’‑-]|\d+")
# Marks, and numbers, end a phrase.


def split_terms(text: str, size: int = 1) -> list[str]:
    """The terms of a text: phrases of `size` words, in small letters, never across a punctuation mark or number.

    In Chinese a term of size n is a run of n + 1 characters (two for a "word", the usual length), overlapping, as there
    are no spaces to go by; runs do not cross punctuation.

    >>> split_terms("Peace, they said, is peace."), split_terms("the rule of law", 2), split_terms("维护和平。")
    (['peace', 'they', 'said', 'is', 'peace'], ['the rule', 'rule of', 'of law'], ['维护', '护和', '和平'])
    """
    out: list[str] = []
    for words, han in _stretches(unicodedata.normalize("NFC", text).lower()):
        if han:
            run = words[0]
            out += [run[i : i + size + 1] for i in range(len(run) - size)]
        elif size == 1:
            out += words
        else:
            out += [" ".join(words[i : i + size]) for i in range(len(words) - size + 1)]
    return out


def _stretches(text: str) -> Iterator[tuple[list[str], bool]]:
    """Runs of words without a mark between them, and runs of Han characters."""
    words: list[str] = []
    for piece in _PIECE.findall(text):
        han, word = "\u3400" <= piece[0] <= "\u9fff" or "\uf900" <= piece[0] <= "\ufaff", piece[0].isalpha()
        if word and not han:
            words.append(piece.replace("’", "'").replace("‑", "-"))
            continue
        if words:
            yield words, False
            words = []
        if han:
            yield [piece], True
    if words:
        yield words, False
