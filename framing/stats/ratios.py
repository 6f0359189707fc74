"""Shares and rates as ratios of sums over documents, with intervals that know documents are the clusters.

In: x (documents, frames) and m (documents,), so that a share is sum(x) / sum(m). Out: estimates, variances, intervals.
Weights belong in x and m. It knows neither speakers nor measures.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

# The scale on which an interval is symmetric: shares on log-odds, rates on logarithms.
SHARE, RATE = "share", "rate"
# A frame never found says nothing of its own clustering. This is strong clustering (docs/calibration.md has up to .15),
# and for rates the design effect that it gives in documents of 15 passages.
ZERO_RHO, ZERO_EFFECT = 0.2, 3.8


def ratio_of_sums(x: Floats, m: Floats) -> Floats:
    """The share of each frame: sum of x over documents divided by the sum of m.

    x : (documents, frames). m : (documents,) or the same shape as x. Returns (frames,), nan where m sums to zero.

    >>> ratio_of_sums(np.array([[1.0], [3.0]]), np.array([2.0, 6.0])).tolist()
    [0.5]
    """
    total = np.sum(m, axis=0)
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.asarray(np.where(total > 0, x.sum(axis=0) / total, np.nan), dtype=np.float64)


def jackknife_residuals(x: Floats, m: Floats) -> Floats:
    """How far the share moves when a document is left out, each document in turn: all shares minus the rest's.

    Returns (documents, frames): (x - R m) / (M - m), which is exact for a ratio of sums. A document that holds all
    the text gives nan.
    Source: Efron & Tibshirani (1993), section 11.3, applied to the ratio estimator.
    """
    rest = m.sum() - m
    with np.errstate(invalid="ignore", divide="ignore"):
        moved = (x - ratio_of_sums(x, m) * m[:, None]) / rest[:, None]
    return np.asarray(np.where(rest[:, None] > 0, moved, np.nan), dtype=np.float64)


def jackknife_variance(x: Floats, m: Floats) -> Floats:
    """The leave-one-document-out variance of a ratio of sums, (D - 1)/D times the sum of squared residuals.

    Returns (frames,); nan with one document. The centre is the full estimate (the form called CR3 in regression),
    which errs on the safe side with few documents.
    """
    n = int(np.count_nonzero(m))
    if n < 2:
        return np.full(x.shape[1], np.nan)
    return np.asarray((n - 1) / n * (jackknife_residuals(x, m) ** 2).sum(axis=0), dtype=np.float64)


def linear_variance(x: Floats, m: Floats) -> Floats:
    """The linearised (Taylor) variance of a ratio of sums with documents as clusters, D/(D-1) sum e**2 / M**2.

    Returns (frames,); nan with one document. Source: Cochran (1977), section 6.
    """
    n = int(np.count_nonzero(m))
    if n < 2:
        return np.full(x.shape[1], np.nan)
    e = x - ratio_of_sums(x, m) * m[:, None]
    return np.asarray(n / (n - 1) * (e**2).sum(axis=0) / m.sum() ** 2, dtype=np.float64)


def effective_clusters(m: Floats) -> float:
    """How many documents of equal length the text amounts to: (sum m)**2 / sum m**2, Kish's count.

    >>> effective_clusters(np.array([5.0, 5.0, 5.0])), round(effective_clusters(np.array([98.0, 1.0, 1.0])), 2)
    (3.0, 1.04)
    """
    squares = float((m**2).sum())
    return float(m.sum()) ** 2 / squares if squares > 0 else 0.0


def jackknife_interval(x: Floats, m: Floats, *, scale: str = SHARE, level: float = 0.95) -> tuple[Floats, Floats]:
    """An interval for each share that keeps its level from about eight documents on; see docs/calibration.md.

    Jackknife standard error carried to log-odds (rates: logarithms), Student's t with the effective number of documents
    less one. Returns (low, high), (frames,) each; nan with one document. A frame that was never found gets the bound of
    `zero_bound` (a share of 1 likewise).
    """
    share, variance, n = ratio_of_sums(x, m), jackknife_variance(x, m), int(np.count_nonzero(m))
    if n < 2:
        return np.full_like(share, np.nan), np.full_like(share, np.nan)
    t = np.array(student_quantile(max(effective_clusters(m) - 1.0, 1.0), level))
    bound = zero_bound(np.array(m.sum()), np.array((m**2).sum()), n, scale=scale, level=level)
    return scaled_interval(share, t * np.sqrt(variance), bound, scale=scale)


def scaled_interval(share: Floats, reach: Floats, bound: Floats, *, scale: str = SHARE) -> tuple[Floats, Floats]:
    """share ± reach, made symmetric on the log-odds (rates: logarithms) instead, so that it stays in range.

    reach : quantile times standard error. bound : the upper end for a share of 0. All broadcast together.
    """
    with np.errstate(invalid="ignore", divide="ignore", over="ignore"):
        if scale == RATE:
            factor = np.exp(reach / share)
            return np.where(share > 0, share / factor, 0.0), np.where(share > 0, share * factor, bound)
        odds, factor = share / (1 - share), np.exp(reach / (share * (1 - share)))
        low, high = odds / (odds + factor), odds * factor / (1 + odds * factor)
        # A spread so wide that the factor overflows.
        high = np.where(np.isinf(factor), 1.0, high)
    low = np.where(share <= 0, 0.0, np.where(share >= 1, 1.0 - bound, low))
    return low, np.where(share >= 1, 1.0, np.where(share <= 0, bound, high))


def zero_bound(total: Floats, squares: Floats, n: int | Floats, *, scale: str = SHARE, level: float = 0.95) -> Floats:
    """The upper end of the interval of a frame that was never found.

    total, squares : sum of m and of m**2. The share that would have shown nothing with probability (1 - level)/2 in as
    many independent passages as the text is worth if passages of a document correlate by ZERO_RHO; never fewer than the
    n documents. For a rate the Poisson bound times ZERO_EFFECT.
    """
    tail = (1.0 - level) / 2.0
    with np.errstate(invalid="ignore", divide="ignore"):
        if scale == RATE:
            return np.asarray(-math.log(tail) * ZERO_EFFECT / total, dtype=np.float64)
        worth = np.maximum(total / (1.0 + np.maximum(squares / total - 1.0, 0.0) * ZERO_RHO), n)
        return np.asarray(1.0 - tail ** (1.0 / worth), dtype=np.float64)


def difference_interval(
    a: tuple[Floats, Floats, Floats], b: tuple[Floats, Floats, Floats], correlation: Floats | float = 0.0
) -> tuple[Floats, Floats]:
    """The interval of a - b from the two (estimate, low, high): squares of the one-sided reaches are added.

    correlation : of the two estimates, where one document quotes both speakers.
    Source: Zou & Donner (2008), MOVER; for independent Wilson intervals it is Newcombe's (1998) method 10.

    >>> one = tuple(np.array([v]) for v in (0.5, 0.4, 0.6)); two = tuple(np.array([v]) for v in (0.3, 0.2, 0.4))
    >>> [round(float(v[0]), 4) for v in difference_interval(one, two)]
    [0.0586, 0.3414]
    """
    (ra, la, ua), (rb, lb, ub) = a, b
    down = (ra - la) ** 2 + (ub - rb) ** 2 - 2 * correlation * (ra - la) * (ub - rb)
    up = (ua - ra) ** 2 + (rb - lb) ** 2 - 2 * correlation * (ua - ra) * (rb - lb)
    difference = ra - rb
    return difference - np.sqrt(np.maximum(down, 0.0)), difference + np.sqrt(np.maximum(up, 0.0))


def ratio_difference_interval(
    a: tuple[Floats, Floats], b: tuple[Floats, Floats], correlation: Floats | float = 0.0, *, scale: str, level: float
) -> tuple[Floats, Floats]:
    """The interval of the difference of two ratios of sums, each given by its (x, m).

    As `jackknife_interval` for each and MOVER for both, but with Welch's degrees of freedom for the pair, frame by
    frame, which keeps it from being too wide with few documents.
    """
    shares, variances = [ratio_of_sums(*s) for s in (a, b)], [jackknife_variance(*s) for s in (a, b)]
    freedom = [max(effective_clusters(m) - 1.0, 1.0) for _, m in (a, b)]
    spread = sum(v**2 / f for v, f in zip(variances, freedom, strict=True))
    together = (variances[0] + variances[1]) ** 2
    welch = np.divide(together, spread, out=np.full_like(together, min(freedom)), where=spread > 0)
    t = np.array([student_quantile(float(f), level) for f in welch])
    triples = []
    for (_, m), share, variance in zip((a, b), shares, variances, strict=True):
        bound = zero_bound(
            np.array(m.sum()), np.array((m**2).sum()), int(np.count_nonzero(m)), scale=scale, level=level
        )
        triples.append((share, *scaled_interval(share, t * np.sqrt(variance), bound, scale=scale)))
    return difference_interval(triples[0], triples[1], correlation)


def student_quantile(freedom: float, level: float) -> float:
    """The two-sided quantile of Student's t: 95 % and 10 degrees of freedom give 2.228."""
    from scipy.special import stdtrit

    return float(stdtrit(freedom, 0.5 + level / 2.0))
