"""P-values for many tests at once.

In: p-values or permutation statistics. Out: adjusted p-values in the same order. It does not choose the family.
"""

from __future__ import annotations

import numpy as np

from framing.stats.ratios import Floats

# Statistics this close count as tied: sums in another order differ in the last digits.
TIE = 1e-9


def adjust_holm(p: Floats) -> Floats:
    """Holm's (1979) step-down p-values: the family-wise error is held whatever the dependence. nan stays nan.

    >>> [round(v, 4) for v in adjust_holm(np.array([0.01, 0.04, 0.03])).tolist()]
    [0.03, 0.06, 0.06]
    """
    known = np.flatnonzero(~np.isnan(p))
    order = known[np.argsort(p[known], kind="stable")]
    out = np.full(p.shape, np.nan)
    out[order] = np.minimum(1.0, np.maximum.accumulate(p[order] * np.arange(len(order), 0, -1)))
    return out


def adjust_benjamini_hochberg(p: Floats) -> Floats:
    """Benjamini and Hochberg's (1995) p-values: the false discovery rate, for long lists of terms. nan stays nan.

    >>> [round(v, 4) for v in adjust_benjamini_hochberg(np.array([0.01, 0.04, 0.03])).tolist()]
    [0.03, 0.04, 0.04]
    """
    known = np.flatnonzero(~np.isnan(p))
    order = known[np.argsort(p[known], kind="stable")]
    n = len(order)
    out = np.full(p.shape, np.nan)
    scaled = p[order] * n / np.arange(1, n + 1)
    out[order] = np.minimum(1.0, np.minimum.accumulate(scaled[::-1])[::-1])
    return out


def permutation_p(observed: Floats, permuted: Floats, *, exact: bool = False) -> Floats:
    """P-values of statistics whose size speaks against the null: (1 + #{T* >= T}) / (1 + draws).

    observed : (tests,). permuted : (draws, tests). exact : the rows are all rearrangements, the observed one among
    them, so that nothing is added. Where the observed statistic is nan, so is p.
    """
    at_least = (permuted >= _with_ties(observed)).sum(axis=0)
    p = at_least / permuted.shape[0] if exact else (1 + at_least) / (1 + permuted.shape[0])
    return np.asarray(np.where(np.isnan(observed), np.nan, p), dtype=np.float64)


def adjust_max_t(observed: Floats, permuted: Floats, *, exact: bool = False) -> Floats:
    """Westfall and Young's (1993) step-down max-T p-values: family-wise error held, dependence between tests used.

    observed : (tests,) absolute statistics. permuted : (draws, tests) of the same draws. Algorithm 4.1: each test is
    held against the largest statistic among itself and those observed to be smaller.
    """
    known = np.flatnonzero(~np.isnan(observed))
    order = known[np.argsort(-observed[known], kind="stable")]
    out = np.full(observed.shape, np.nan)
    if len(order) == 0:
        return out
    remaining = np.nan_to_num(permuted[:, order], nan=-np.inf, posinf=np.inf)
    largest = np.maximum.accumulate(remaining[:, ::-1], axis=1)[:, ::-1]
    out[order] = np.maximum.accumulate(permutation_p(observed[order], largest, exact=exact))
    return out


def combine_families(adjusted: Floats, family: np.ndarray) -> Floats:
    """Family-wise p-values over several families (speaker pairs), from p-values already adjusted in each.

    Tests are stepped through from the smallest p; each is multiplied by the number of families in which a test is
    still to come, so the first true null is met with at least as many as hold a true null. One family: unchanged.
    """
    known = np.flatnonzero(~np.isnan(adjusted))
    order = known[np.argsort(adjusted[known], kind="stable")]
    groups = np.unique(family[order], return_inverse=True)[1].ravel()
    out = np.full(adjusted.shape, np.nan)
    if len(order) == 0:
        return out
    last = np.zeros(groups.max() + 1, dtype=np.intp)
    last[groups] = np.arange(len(order))
    left = len(last) - np.searchsorted(np.sort(last), np.arange(len(order)), side="left")
    out[order] = np.minimum(1.0, np.maximum.accumulate(adjusted[order] * left))
    return out


def _with_ties(observed: Floats) -> Floats:
    with np.errstate(invalid="ignore"):
        return np.where(np.isinf(observed), observed, observed - TIE * np.maximum(1.0, np.abs(observed)))
