"""MinHash signatures and the candidate pairs that they suggest.

In: hashed shingles of each text. Out: signatures, pairs of texts that probably overlap. The exact check comes after.
Source: Broder (1997); Leskovec, Rajaraman & Ullman (2020), chapter 3, for the bands.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Hashes = NDArray[np.uint64]
Ints = NDArray[np.intp]

# A text without shingles gets this signature and no partner.
EMPTY = np.uint64(0xFFFFFFFFFFFFFFFF)
# Pairs taken from one bucket of equal bands: beyond this each text is paired with the first only, which still joins
# them into one group after the exact check of a chain.
_BUCKET = 50


def sign_texts(shingles: Hashes, texts: Ints, n_texts: int, permutations: int, rng: np.random.Generator) -> Hashes:
    """Signatures (texts, permutations): the smallest value of each random hash function over a text's shingles.

    shingles : well mixed 64-bit hashes. texts : the text of each, in order. Multiply-shift hashing with odd factors.
    """
    factors = rng.integers(0, 2**63, size=permutations, dtype=np.uint64) * np.uint64(2) + np.uint64(1)
    added = rng.integers(0, 2**63, size=permutations, dtype=np.uint64)
    signatures = np.full((n_texts, permutations), EMPTY, dtype=np.uint64)
    starts = np.flatnonzero(np.concatenate([[True], texts[1:] != texts[:-1]])) if len(texts) else np.empty(0, np.intp)
    for i, (factor, more) in enumerate(zip(factors, added, strict=True)):
        mixed = shingles * factor + more
        mixed ^= mixed >> np.uint64(32)
        if len(starts):
            signatures[texts[starts], i] = np.minimum.reduceat(mixed, starts)
    return signatures


def pair_candidates(signatures: Hashes, bands: int) -> NDArray[np.intp]:
    """Pairs (pairs, 2), first below second, in order, of texts with at least one equal band of the signature."""
    rows = signatures.shape[1] // bands
    live = np.flatnonzero((signatures != EMPTY).any(axis=1))
    found: set[tuple[int, int]] = set()
    for band in range(bands):
        part = np.ascontiguousarray(signatures[live, band * rows : (band + 1) * rows])
        keys = part.view(np.dtype((np.void, part.dtype.itemsize * rows))).ravel()
        _, group = np.unique(keys, return_inverse=True)
        order = np.argsort(group.ravel(), kind="stable")
        edges = np.flatnonzero(np.diff(group.ravel()[order])) + 1
        for bucket in np.split(live[order], edges):
            if 1 < len(bucket) <= _BUCKET:
                found.update((int(a), int(b)) for i, a in enumerate(bucket) for b in bucket[i + 1 :])
            elif len(bucket) > _BUCKET:
                found.update(zip(bucket[:-1].tolist(), bucket[1:].tolist(), strict=True))
                found.update((int(bucket[0]), int(b)) for b in bucket[1:])
    return np.array(sorted(found), dtype=np.intp).reshape(-1, 2)
