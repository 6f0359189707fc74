"""Word and character n-grams by a 64-bit hash of the characters they are made of, without a Python object each.

In: `Letters`. Out: (text, feature) pairs with their counts, or where a feature stands. Whole words up to three, and
up to five characters inside a word with its edges (Han: up to four). A vocabulary keeps the words of each hash, so
that a model can be read. Two n-grams of one hash (about 1 in 10**13 a pair) would count as one.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from framing.classify.letters import BREAK, IDEOGRAPH, Letters

Hashes = NDArray[np.uint64]
Ints = NDArray[np.int64]
WORDS, CHARACTERS = "words", "characters"
# Longest n-grams: no sentence can travel in a model.
MAX_WORDS, MIN_CHARACTERS, MAX_CHARACTERS, MAX_HAN = 3, 3, 5, 4
_BASE = np.uint64(0x9E3779B97F4A7C15)  # odd, so that it has an inverse modulo 2**64
_INVERSE = np.uint64(pow(0x9E3779B97F4A7C15, -1, 2**64))
_BUCKET_BITS = 22


@dataclass(frozen=True)
class Ngrams:
    """Every n-gram of some texts, in no special order: its hash and text, and start and end in the letters."""

    hash: Hashes
    text: Ints
    start: Ints
    end: Ints


def cut_ngrams(letters: Letters, kind: str) -> Ngrams:
    """The word or character n-grams of the texts."""
    parts = [(np.zeros(0, np.int64),) * 2, *(_cut_words(letters) if kind == WORDS else _cut_characters(letters))]
    start, end = (np.concatenate(column) for column in zip(*parts, strict=True))
    # The space in front of a text's first word is the one behind the text before.
    text = letters.text[start + (letters.kind[start] == BREAK)]
    return Ngrams(_hash_spans(letters.codes, start, end), text, start, end)


def _cut_words(letters: Letters) -> Iterator[tuple[Ints, Ints]]:
    start, end = letters.words()
    text = letters.text[start]
    for n in range(1, MAX_WORDS + 1):
        first, last = start[: len(start) - n + 1], end[n - 1 :]
        good = text[: len(first)] == text[n - 1 :]
        for k in range(1, n):  # nothing but one space between neighbours
            good &= (start[k:][: len(first)] - end[k - 1 :][: len(first)]) == 1
        yield first[good], last[good]


def _cut_characters(letters: Letters) -> Iterator[tuple[Ints, Ints]]:
    """Spaces only at the ends; three to five characters, or one to four of which one at least is Han."""
    size = len(letters.codes)
    is_space = letters.kind == BREAK
    spaces = np.append(0, np.cumsum(is_space, dtype=np.int32))
    han = np.append(0, np.cumsum(letters.kind == IDEOGRAPH, dtype=np.int32))
    has_han = bool(han[-1])
    for n in range(1 if has_han else MIN_CHARACTERS, MAX_CHARACTERS + 1):
        if size < n:
            return
        # Spaces inside: those of characters 2 to n - 1; and not all of it may be space.
        good = spaces[n - 1 : size] - spaces[1 : size - n + 2] <= 0
        if n <= 2:
            good &= spaces[n:] - spaces[: size - n + 1] < n
        if has_han:
            in_han = han[n:] - han[: size - n + 1] > 0
            good &= np.where(in_han, n <= MAX_HAN, n >= MIN_CHARACTERS)
        start = np.flatnonzero(good)
        yield start, start + n


def _hash_spans(codes: NDArray[np.uint32], start: Ints, end: Ints) -> Hashes:
    """A hash of codes[start:end] that depends on nothing else: differences of a running polynomial, then mixed."""
    powers = _powers(_round_up(len(codes)), False)[: len(codes)]
    running = np.append(np.uint64(0), np.cumsum(_mix(codes.astype(np.uint64) + np.uint64(1)) * powers))
    inverse = _powers(_round_up(len(codes)), True)
    return _mix((running[end] - running[start]) * inverse[start] + (end - start).astype(np.uint64))


def _mix(values: Hashes) -> Hashes:
    """The finaliser of splitmix64 (Steele, Lea and Flood 2014)."""
    values = (values ^ (values >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    values = (values ^ (values >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return values ^ (values >> np.uint64(31))


def _round_up(size: int) -> int:
    return 1 << max(size, 1).bit_length()


@lru_cache(maxsize=4)
def _powers(size: int, inverse: bool) -> Hashes:
    steps = np.full(size, _INVERSE if inverse else _BASE, dtype=np.uint64)
    steps[0] = 1
    return np.cumprod(steps)


@dataclass(frozen=True)
class Vocabulary:
    """The n-grams that a model knows: hashes in ascending order, and their words (`names`) in the same order."""

    kind: str
    hashes: Hashes
    names: tuple[str, ...]

    def __post_init__(self) -> None:
        bucket = np.zeros(1 << _BUCKET_BITS, dtype=bool)
        bucket[self.hashes >> np.uint64(64 - _BUCKET_BITS)] = True
        object.__setattr__(self, "_bucket", bucket)

    def take(self, chosen: Ints) -> Vocabulary:
        """The chosen features alone; `chosen` in ascending order."""
        return Vocabulary(self.kind, self.hashes[chosen], tuple(self.names[i] for i in chosen))

    def find(self, ngrams: Ngrams) -> tuple[Ints, Ints]:
        """Which n-grams are known, and as which feature."""
        maybe = np.flatnonzero(self._bucket[ngrams.hash >> np.uint64(64 - _BUCKET_BITS)])  # type: ignore[attr-defined]
        hashes = ngrams.hash[maybe]
        at = np.minimum(np.searchsorted(self.hashes, hashes), max(len(self.hashes) - 1, 0))
        known = self.hashes[at] == hashes if len(self.hashes) else np.zeros(len(hashes), dtype=bool)
        return maybe[known], at[known]

    def count(self, letters: Letters) -> tuple[Ints, Ints, Ints]:
        """Text, feature and how often, for every feature that a text holds; in order of text and feature."""
        ngrams = cut_ngrams(letters, self.kind)
        which, feature = self.find(ngrams)
        size = max(len(self.hashes), 1)
        keys, counts = np.unique(ngrams.text[which] * size + feature, return_counts=True)
        return keys // size, keys % size, counts


def learn_vocabulary(letters: Letters, kind: str, documents: Ints, *, min_documents: int) -> Vocabulary:
    """The n-grams that stand in at least `min_documents` different documents; documents: a number for each text."""
    ngrams = cut_ngrams(letters, kind)
    order = np.lexsort((documents[ngrams.text], ngrams.hash))
    hashes, owner = ngrams.hash[order], documents[ngrams.text][order]
    new_hash = np.append(True, hashes[1:] != hashes[:-1])[: len(hashes)]
    new_document = new_hash | np.append(True, owner[1:] != owner[:-1])[: len(hashes)]
    first = np.flatnonzero(new_hash)
    frequent = np.add.reduceat(new_document.astype(np.int64), first) >= min_documents if len(first) else first > 0
    chosen = order[first[frequent]]
    names = tuple(_spell(letters, ngrams, chosen))
    return Vocabulary(kind, ngrams.hash[chosen], names)


def _spell(letters: Letters, ngrams: Ngrams, chosen: Ints) -> Iterator[str]:
    text = letters.codes.tobytes().decode("utf-32-le", "surrogatepass")
    for start, end in zip(ngrams.start[chosen].tolist(), ngrams.end[chosen].tolist(), strict=True):
        yield text[start:end]


def rarity(features: Ints, n_features: int, n_texts: int) -> NDArray[np.float64]:
    """log((1 + n) / (1 + texts with the feature)) + 1; features: one for each text and feature that it holds."""
    return np.log((1 + n_texts) / (1 + np.bincount(features, minlength=n_features))) + 1.0


def weigh_counts(text: Ints, counts: Ints, idf: NDArray[np.float64], n_texts: int) -> NDArray[np.float64]:
    """(1 + log count) x idf, each text scaled to length 1; idf: of each pair's feature."""
    values = (1.0 + np.log(counts)) * idf
    length = np.sqrt(np.bincount(text, weights=values * values, minlength=n_texts))
    return values / np.where(length > 0, length, 1.0)[text]


def spans_of(letters: Letters, vocabulary: Vocabulary) -> Iterator[tuple[int, int, int, int]]:
    """Every place of a known n-gram: text, feature, start and end in the text."""
    ngrams = cut_ngrams(letters, vocabulary.kind)
    which, features = vocabulary.find(ngrams)
    for at, feature in zip(which.tolist(), features.tolist(), strict=True):
        start, end = letters.span(int(ngrams.start[at]), int(ngrams.end[at]))
        yield int(ngrams.text[at]), feature, start, end
