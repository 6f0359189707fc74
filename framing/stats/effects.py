"""Effect sizes of two shares, each with an interval made from the intervals of the shares.

In: (estimate, low, high) of both speakers. Out: the same. The intervals inherit the clustering by document.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from framing.stats.ratios import Floats, difference_interval

Triple = tuple[Floats, Floats, Floats]
Scale = Callable[[Floats], Floats]


def risk_ratio(a: Triple, b: Triple, correlation: Floats | float = 0.0) -> Triple:
    """How many times as large A's share is: a / b. Infinite when B never uses the frame, nan when neither does."""
    return _on_scale(np.log, np.exp, a, b, correlation)


def odds_ratio(a: Triple, b: Triple, correlation: Floats | float = 0.0) -> Triple:
    """The ratio of the odds a/(1-a) and b/(1-b); for rare frames close to the risk ratio."""
    return _on_scale(lambda v: np.log(v / (1 - v)), np.exp, a, b, correlation)


def cohen_h(a: Triple, b: Triple, correlation: Floats | float = 0.0) -> Triple:
    """Cohen's h, 2 arcsin(root a) - 2 arcsin(root b): .2 small, .5 medium, .8 large. Source: Cohen (1988), chapter 6.

    >>> one, two = (tuple(np.array([v]) for v in t) for t in ((0.5, 0.4, 0.6), (0.3, 0.2, 0.4)))
    >>> round(float(cohen_h(one, two)[0][0]), 4)
    0.4115
    """
    return _on_scale(lambda v: 2 * np.arcsin(np.sqrt(v)), lambda v: v, a, b, correlation)


def _on_scale(forward: Scale, backward: Scale, a: Triple, b: Triple, correlation: Floats | float) -> Triple:
    """The difference on a monotone scale with its MOVER interval, carried back."""
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        on_a, on_b = ((forward(t[0]), forward(t[1]), forward(t[2])) for t in (a, b))
        low, high = difference_interval(on_a, on_b, correlation)
        # A share of 0 or 1 lies infinitely far out: there the ends are those of the two intervals, which errs wide.
        infinite = np.isinf(on_a[0] - on_b[0])
        low = np.where(infinite, on_a[1] - on_b[2], low)
        high = np.where(infinite, on_a[2] - on_b[1], high)
        return backward(on_a[0] - on_b[0]), backward(low), backward(high)
