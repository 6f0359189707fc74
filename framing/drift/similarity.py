"""How alike short texts are in their words: tf-idf of word stems and of character sequences, half and half.

In: texts. Out: a matrix of cosines. It knows no synonym and no other language; two languages are never alike.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

# Letters of a word that are kept: what follows is mostly an ending ("blockade", "blockades"; «перемирие», «перемирия»).
STEM = 5
# Length of the character sequences; a Han character says about as much as three letters.
GRAM, HAN_GRAM = 4, 2
_WORD = re.compile(r"[^\W\d_]+|\d+")
_HAN = re.compile(r"[\u3400-\u9fff]")


def compare_texts(texts: Sequence[str]) -> NDArray[np.float64]:
    """Cosine of every two texts, (n, n), from 0 (no word in common) to 1 (the same words as often).

    The mean of two cosines: of word stems and of character sequences, each weighted by log((1 + n) / (1 + df)) + 1.

    >>> compare_texts(["The dam will hold", "the dam will hold", "Rain fell"]).round(2)[0].tolist()
    [1.0, 1.0, 0.0]
    """
    if not texts:
        return np.zeros((0, 0))
    return (_cosines(texts, find_stems) + _cosines(texts, find_grams)) / 2


def find_stems(text: str) -> list[str]:
    """The first letters of each word in small letters; single characters of Chinese.

    >>> find_stems("Both blockades, 12 ships")
    ['both', 'block', '12', 'ships']
    """
    found: list[str] = []
    for word in _WORD.findall(text.casefold().replace("ё", "е")):
        found += list(word) if _HAN.match(word) else [word[:STEM]]
    return found


def find_grams(text: str) -> list[str]:
    """Overlapping sequences of characters over words joined by one blank."""
    joined = " ".join(_WORD.findall(text.casefold().replace("ё", "е")))
    size = HAN_GRAM if _HAN.search(joined) else GRAM
    return [joined[i : i + size] for i in range(max(1, len(joined) - size + 1))] if joined else []


def _cosines(texts: Sequence[str], find: Callable[[str], list[str]]) -> NDArray[np.float64]:
    counts = [Counter(find(text)) for text in texts]
    in_texts = Counter(feature for count in counts for feature in count)
    places = {feature: k for k, feature in enumerate(sorted(in_texts))}
    weights = np.zeros((len(texts), max(1, len(places))))
    for i, count in enumerate(counts):
        for feature, n in count.items():
            weights[i, places[feature]] = n * (math.log((1 + len(texts)) / (1 + in_texts[feature])) + 1)
    norms = np.linalg.norm(weights, axis=1, keepdims=True)
    weights = weights / np.where(norms > 0, norms, 1)
    return np.asarray(weights @ weights.T)
