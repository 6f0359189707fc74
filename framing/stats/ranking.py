"""How well probabilities rank and match what they speak of: average precision, and reliability in ten bins.

In: arrays of 0/1 (or a share of coders), probabilities and weights. Out: numbers, NaN where they are not defined.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
# Ten bins of equal width, as in Naeini, Cooper and Hauskrecht (2015).
N_BINS = 10


def average_precision(y: Floats, p: Floats, w: Floats) -> float:
    """Precision at each present unit, averaged, from the highest probability down; equal ones are taken together.

    >>> average_precision(np.array([1.0, 0.0, 1.0]), np.array([0.9, 0.8, 0.7]), np.ones(3)).__round__(4)
    0.8333
    """
    values, place = np.unique(-p, return_inverse=True)
    yes = np.bincount(place, weights=w * y, minlength=len(values))
    called = np.cumsum(np.bincount(place, weights=w, minlength=len(values)))
    total = float(yes.sum())
    return float((yes * np.cumsum(yes) / called).sum() / total) if total > 0 else float("nan")


def reliability_bins(y: Floats, p: Floats, w: Floats) -> Floats:
    """(bins, 4): mean probability, share present, weight and number of units of each tenth; NaN where it is empty."""
    place = np.minimum((p * N_BINS).astype(np.int64), N_BINS - 1)
    weight, said, seen = (np.bincount(place, weights=v, minlength=N_BINS) for v in (w, w * p, w * y))
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.column_stack([said / weight, seen / weight, weight, np.bincount(place, minlength=N_BINS)])
