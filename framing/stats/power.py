"""How large a difference the material could have shown, and how much material a difference needs.

In: shares, sample sizes, design effects. Out: differences or sizes. Normal approximation, two-sided.
"""

from __future__ import annotations

import math
from statistics import NormalDist

import numpy as np
from numpy.typing import ArrayLike

from framing.stats.ratios import Floats

LEVEL, POWER = 0.05, 0.80
# Bisection to 2**-40, well under a billionth of a share.
_HALVINGS = 40


def sample_size(p1: float, p2: float, *, level: float = LEVEL, power: float = POWER) -> float:
    """Passages a group to tell two shares apart (independent passages, equal groups), pooled-variance formula.

    Not rounded. Multiply by the design effect for clustered passages. Source: Fleiss, Levin & Paik (2003), eq. 4.14.

    >>> [round(sample_size(*p)) for p in ((0.3, 0.5), (0.3, 0.4), (0.2, 0.3))]
    [93, 356, 293]
    """
    if p1 == p2:
        raise ValueError(f"the two shares are both {p1}; no sample tells equal shares apart")
    middle = (p1 + p2) / 2
    z_level, z_power = _quantiles(level, power)
    root = z_level * math.sqrt(2 * middle * (1 - middle)) + z_power * math.sqrt(p1 * (1 - p1) + p2 * (1 - p2))
    return (root / (p1 - p2)) ** 2


def detectable_difference(
    share: ArrayLike, n1: ArrayLike, n2: ArrayLike, *, level: float = LEVEL, power: float = POWER
) -> Floats:
    """The smallest rise above `share` that two groups of n1 and n2 independent passages would show; nan if none would.

    Arrays are taken item by item. Divide passages by the design effect first. For shares above one half the fall is
    taken, which is the mirror image. Solves the formula of `sample_size`, unequal groups, by bisection.

    >>> detectable_difference([0.3, 0.3], [93, 5], [93, 5]).round(2).tolist()
    [0.2, nan]
    """
    share, n1, n2 = (np.asarray(v, dtype=np.float64) for v in np.broadcast_arrays(share, n1, n2))
    base = np.minimum(share, 1 - share)
    sizes = base, n1, n2, *_quantiles(level, power)
    low, high = np.zeros_like(base), 1.0 - base
    with np.errstate(invalid="ignore", divide="ignore"):
        possible = _shortfall(high, *sizes) <= 0
        for _ in range(_HALVINGS):
            middle = (low + high) / 2
            short = _shortfall(middle, *sizes) > 0
            low, high = np.where(short, middle, low), np.where(short, high, middle)
    return np.where(possible, high, np.nan)


def detectable_from_error(standard_error: ArrayLike, *, level: float = LEVEL, power: float = POWER) -> Floats:
    """The smallest difference shown with the given power when its standard error is known: 2.80 times it at 80 %.

    >>> detectable_from_error([1.0]).round(4).tolist()
    [2.8016]
    """
    return np.asarray(sum(_quantiles(level, power)) * np.asarray(standard_error, dtype=np.float64))


def _shortfall(rise: Floats, base: Floats, n1: Floats, n2: Floats, z_level: float, z_power: float) -> Floats:
    other = base + rise
    pooled = (base * n1 + other * n2) / (n1 + n2)
    null = np.sqrt(np.maximum(pooled * (1 - pooled), 0.0) * (1 / n1 + 1 / n2))
    apart = np.sqrt(base * (1 - base) / n1 + np.maximum(other * (1 - other), 0.0) / n2)
    return np.asarray(z_level * null + z_power * apart - rise, dtype=np.float64)


def _quantiles(level: float, power: float) -> tuple[float, float]:
    normal = NormalDist()
    return normal.inv_cdf(1 - level / 2), normal.inv_cdf(power)
