"""Tables with open addressing, as the compiler fills and the kernels search them.

In: keys. Out: their slots. A free slot is 0; a key that finds its own taken goes on to the next.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

# Multipliers of the hash functions: 2^64 divided by the golden ratio, and an odd number of xxHash64.
SPREAD = 0x9E3779B97F4A7C15
SPREAD_TAG = 0xC2B2AE3D27D4EB4F

Ints = NDArray[np.int32]


def count_slots(n: int) -> int:
    """A power of two at least four times `n`, so that a search ends soon."""
    return 1 << max(6, (16 * n).bit_length())


def place(keys: NDArray[np.uint64], key: int, spread: int) -> int:
    """The first free slot for `key`, whose hash is the top bits of `spread`."""
    slot = (spread & 0xFFFFFFFFFFFFFFFF) >> (64 - (len(keys).bit_length() - 1))
    while keys[slot]:
        slot = (slot + 1) & (len(keys) - 1)
    keys[slot] = key
    return slot


def ints(values: ArrayLike) -> Ints:
    return np.array(values, dtype=np.int32)
