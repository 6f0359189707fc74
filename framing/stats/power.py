"""How large a difference the material could have shown, and how much material a difference needs.

In: shares, sample sizes, design effects. Out: differences or sizes. Normal approximation, two-sided.
"""

from __future__ import annotations

import math
from statistics import NormalDist

LEVEL, POWER = 0.05, 0.80


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


def detectable_difference(share: float, n1: float, n2: float, *, level: float = LEVEL, power: float = POWER) -> float:
    """The smallest rise above `share` that two groups of n1 and n2 independent passages would show; nan if none would.

    Divide passages by the design effect first. For shares above one half the fall is taken, which is the mirror image.
    Solves the formula of `sample_size`, unequal groups, by bisection.

    >>> round(detectable_difference(0.3, 93, 93), 2)
    0.2
    """
    if not (n1 > 0 and n2 > 0 and 0 <= share <= 1):
        return math.nan
    base = min(share, 1 - share)
    low, high = 0.0, 1.0 - base
    if _shortfall(base, high, n1, n2, level, power) > 0:
        return math.nan
    for _ in range(60):
        middle = (low + high) / 2
        if _shortfall(base, middle, n1, n2, level, power) > 0:
            low = middle
        else:
            high = middle
    return high


def detectable_from_error(standard_error: float, *, level: float = LEVEL, power: float = POWER) -> float:
    """The smallest difference shown with the given power when its standard error is known: 2.80 times it at 80 %.

    >>> round(detectable_from_error(1.0), 4)
    2.8016
    """
    return sum(_quantiles(level, power)) * standard_error


def _shortfall(base: float, rise: float, n1: float, n2: float, level: float, power: float) -> float:
    other = base + rise
    pooled = (base * n1 + other * n2) / (n1 + n2)
    z_level, z_power = _quantiles(level, power)
    null = math.sqrt(max(pooled * (1 - pooled), 0.0) * (1 / n1 + 1 / n2))
    return z_level * null + z_power * math.sqrt(base * (1 - base) / n1 + max(other * (1 - other), 0.0) / n2) - rise


def _quantiles(level: float, power: float) -> tuple[float, float]:
    normal = NormalDist()
    return normal.inv_cdf(1 - level / 2), normal.inv_cdf(power)
