"""How many passages to code from each stratum, and the standard error to expect of it.

In: stratum sizes and, for the optimum, spreads. Out: whole numbers that add up, and errors. Draws nothing.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from framing.stats.ratios import Floats

Ints = NDArray[np.intp]
PROPORTIONAL, EQUAL, ROOT, OPTIMAL = "proportional", "equal", "root", "optimal"
ALLOCATIONS = (ROOT, PROPORTIONAL, EQUAL, OPTIMAL)
# With fewer than two hand codes a stratum has no variance of its own.
FEWEST = 2


def allocate(sizes: Ints, n: int, *, by: str = ROOT, spread: Floats | None = None) -> Ints:
    """n passages over the strata: at least two from each (all of a smaller one), never more than a stratum has.

    proportional to the size; equal; root: to its square root, between the two (Bankier 1988, power 1/2); optimal: to
    size times spread (Neyman 1934), where spread is the standard deviation that the hand codes will have.
    Raises ValueError when n is too small for two from each.

    >>> allocate(np.array([1000, 100, 3]), 50).tolist(), allocate(np.array([1000, 100, 3]), 50, by="equal").tolist()
    ([36, 12, 2], [24, 23, 3])
    """
    least = np.minimum(sizes, FEWEST)
    if least.sum() > n:
        raise ValueError(f"{n} passages are too few for {len(sizes)} strata; {int(least.sum())} are needed")
    wanted = _measures(sizes, by, spread)
    taken = least.copy()
    left = min(n, int(sizes.sum())) - int(taken.sum())
    while left > 0:
        # Each in turn to the stratum that is furthest below its due: the highest averages, ties to the first.
        room = taken < sizes
        due = np.where(room, np.maximum(wanted, 1e-12) / (taken + 0.5), -1.0)
        taken[int(np.argmax(due))] += 1
        left -= 1
    return taken


def stratified_error(sizes: Ints, taken: Floats, share: Floats) -> Floats:
    """The standard error of a share from a stratified sample of hand codes, strata along the last axis.

    sizes : (strata,). taken : hand codes in each. share : of hand-coded passages with the frame in each, as expected.
    Strata that nobody reads from (taken 0) give nan. Source: Cochran (1977), eq. 5.13, with p(1-p) n/(n-1) for S^2.
    """
    total = sizes.sum()
    with np.errstate(invalid="ignore", divide="ignore"):
        fraction = np.where(taken > 0, taken / np.maximum(sizes, 1), np.nan)
        part = (sizes / total) ** 2 * (1 - fraction) * share * (1 - share) / np.where(taken > 0, taken, np.nan)
    return np.asarray(np.sqrt(np.where(sizes > 0, part, 0.0).sum(axis=-1)), dtype=np.float64)


def _measures(sizes: Ints, by: str, spread: Floats | None) -> Floats:
    if by == PROPORTIONAL:
        return sizes.astype(np.float64)
    if by == EQUAL:
        return np.ones(len(sizes))
    if by == ROOT:
        return np.sqrt(sizes)
    if by == OPTIMAL and spread is not None:
        return np.asarray(sizes * spread, dtype=np.float64)
    raise ValueError(f"allocation '{by}' is not known or lacks a spread; choose {', '.join(ALLOCATIONS)}")
