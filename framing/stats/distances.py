"""Distances between two compositions of frames.

In: rows that sum to 1. Out: distances, their plug-in bias, and each frame's part. It draws no samples.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import ArrayLike

from framing.stats.ratios import Floats

METRICS = ("jensen_shannon_divergence", "jensen_shannon", "hellinger", "total_variation")


def jensen_shannon_divergence(p: ArrayLike, q: ArrayLike) -> Floats:
    """Jensen-Shannon divergence between frame compositions: 0 the same, 1 no frame in common.

    p, q : (..., k), rows non-negative and summing to 1; broadcast together. Returns (...,), bits (log base 2).
    Raises ValueError when a row is not a distribution; rows of nan give nan.
    Source: Lin (1991), equal weights.

    >>> round(float(jensen_shannon_divergence([0.4, 0.3, 0.2, 0.1], [0.25] * 4)), 5)
    0.0402
    """
    return np.asarray(divergence_parts(p, q).sum(axis=-1).clip(0.0, 1.0), dtype=np.float64)


def divergence_parts(p: ArrayLike, q: ArrayLike) -> Floats:
    """What each frame adds to the Jensen-Shannon divergence, in bits: (..., k), none below 0, summing to it."""
    p, q = _checked(p), _checked(q)
    middle = (p + q) / 2.0
    return np.maximum((_plogp(p, middle) + _plogp(q, middle)) / 2.0, 0.0)


def jensen_shannon(p: ArrayLike, q: ArrayLike) -> Floats:
    """Jensen-Shannon distance: the root of the divergence, which makes it a metric.

    Returns (...,), unit root bits. Source: Endres & Schindelin (2003).

    >>> jensen_shannon([1.0, 0.0], [[1.0, 0.0], [0.0, 1.0]]).tolist()
    [0.0, 1.0]
    """
    return np.sqrt(jensen_shannon_divergence(p, q))


def hellinger(p: ArrayLike, q: ArrayLike) -> Floats:
    """Hellinger distance, from 0 to 1: the length of the difference of the roots, over root two.

    >>> round(float(hellinger([0.4, 0.3, 0.2, 0.1], [0.25] * 4)), 4)
    0.1679
    """
    p, q = _checked(p), _checked(q)
    return np.asarray(np.sqrt(((np.sqrt(p) - np.sqrt(q)) ** 2).sum(axis=-1) / 2.0), dtype=np.float64)


def total_variation(p: ArrayLike, q: ArrayLike) -> Floats:
    """Total variation distance: the share of mentions to relabel before the compositions agree.

    >>> round(float(total_variation([0.4, 0.3, 0.2, 0.1], [0.25] * 4)), 4)
    0.2
    """
    p, q = _checked(p), _checked(q)
    return np.asarray(np.abs(p - q).sum(axis=-1) / 2.0, dtype=np.float64)


def measure_distance(metric: str, p: ArrayLike, q: ArrayLike) -> Floats:
    """The distance of the given name, one of METRICS."""
    named = {
        "jensen_shannon_divergence": jensen_shannon_divergence,
        "jensen_shannon": jensen_shannon,
        "hellinger": hellinger,
        "total_variation": total_variation,
    }
    return named[metric](p, q)


def divergence_bias(k: int, n1: float, n2: float) -> float:
    """About what the plug-in Jensen-Shannon divergence shows, in bits, when there is no difference: (K-1)(1/n1+1/n2)/8.

    k : frames. n1, n2 : independent mentions; clustered ones count for less, so the permutation mean is the better
    correction. Source: second-order expansion, as Miller (1955) for entropy.

    >>> round(divergence_bias(4, 50, 50), 4)
    0.0216
    """
    return (k - 1) * (1 / n1 + 1 / n2) / 8.0 / math.log(2.0)


def _plogp(p: Floats, middle: Floats) -> Floats:
    with np.errstate(invalid="ignore", divide="ignore"):
        ratio = np.where(p == 0, 1.0, p / middle)
    return np.asarray(p * np.log2(ratio), dtype=np.float64)


def _checked(p: ArrayLike) -> Floats:
    rows = np.asarray(p, dtype=np.float64)
    if (rows < 0).any() or (np.abs(rows.sum(axis=-1) - 1.0) > 1e-9).any():
        raise ValueError("a composition has negative shares or does not sum to 1; divide the mentions by their sum")
    return rows
