"""MinHash signatures and the candidate pairs that they suggest.

In: hashed shingles of each text. Out: keys of signature bands, pairs of texts that probably overlap. The exact check
comes after. Source: Broder (1997); Leskovec, Rajaraman & Ullman (2020), chapter 3, for the bands.
"""

from __future__ import annotations

import itertools

import numpy as np
from numpy.typing import NDArray

Hashes = NDArray[np.uint64]
Ints = NDArray[np.intp]

# A text without shingles gets this key in every band and no partner.
EMPTY = np.uint64(0xFFFFFFFFFFFFFFFF)
# Pairs taken from one bucket of equal bands: beyond this each text is paired with the first and the next only, which
# still joins them into one group after the exact check of a chain.
_BUCKET = 50
_MIX = np.uint64(0x9E3779B97F4A7C15)


def draw_hashes(permutations: int, rng: np.random.Generator) -> Hashes:
    """Random hash functions, (permutations, 2): odd factors and what is added (multiply-shift hashing)."""
    drawn = rng.integers(0, 2**63, size=(permutations, 2), dtype=np.uint64)
    drawn[:, 0] = drawn[:, 0] * np.uint64(2) + np.uint64(1)
    return drawn


def sign_texts(shingles: Hashes, texts: Ints, n_texts: int, functions: Hashes) -> Hashes:
    """Signatures (texts, permutations): the smallest value of each hash function over a text's shingles.

    shingles : well mixed 64-bit hashes. texts : the text of each, in order. A text without any gets EMPTY throughout.
    """
    signatures = np.full((n_texts, len(functions)), EMPTY, dtype=np.uint64)
    if not len(texts):
        return signatures
    starts = np.flatnonzero(np.concatenate([[True], texts[1:] != texts[:-1]]))
    for i, (factor, more) in enumerate(functions):
        mixed = shingles * factor + more
        mixed ^= mixed >> np.uint64(32)
        signatures[texts[starts], i] = np.minimum.reduceat(mixed, starts)
    return signatures


def fold_bands(signatures: Hashes, bands: int) -> Hashes:
    """One 64-bit key for each of `bands` equal parts of the signatures: (texts, bands); EMPTY stays EMPTY."""
    n, width = signatures.shape
    parts = signatures.reshape(n, bands, width // bands)
    keys = np.zeros((n, bands), dtype=np.uint64)
    for i in range(parts.shape[2]):
        keys = (keys ^ parts[:, :, i]) * _MIX
        keys ^= keys >> np.uint64(29)
    keys[(signatures == EMPTY).all(axis=1)] = EMPTY
    return keys


def pair_candidates(keys: Hashes) -> NDArray[np.intp]:
    """Pairs (pairs, 2), first below second, in order, of texts with an equal key in at least one band."""
    live = np.flatnonzero((keys != EMPTY).any(axis=1)).astype(np.intp)
    found: set[tuple[int, int]] = set()
    for band in keys[live].T:
        order = np.argsort(band, kind="stable")
        equal = band[order][1:] == band[order][:-1]
        # Only runs of equal keys are looked at, not the many texts that stand alone.
        edges = np.flatnonzero(np.diff(np.concatenate([[False], equal, [False]]).astype(np.int8)))
        for first, last in edges.reshape(-1, 2).tolist():
            found.update(_pairs_of(live[order[first : last + 1]].tolist()))
    return np.array(sorted(found), dtype=np.intp).reshape(-1, 2)


def _pairs_of(bucket: list[int]) -> list[tuple[int, int]]:
    if len(bucket) <= _BUCKET:
        return list(itertools.combinations(bucket, 2))
    return [*itertools.pairwise(bucket), *((bucket[0], other) for other in bucket[1:])]
