"""How much more a term belongs to one body of text than to another.

In: counts of each term in two texts, and the sizes of both. Out: effect sizes and statistics, a value a term.
Words of one text depend on each other, so that z, G² and chi² are rankings, not tests: Kilgarriff (2005).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from framing.stats.ratios import Floats


def log_odds(
    y1: ArrayLike, n1: ArrayLike, y2: ArrayLike, n2: ArrayLike, alpha: ArrayLike, alpha_total: float
) -> tuple[Floats, Floats]:
    """Log-odds ratio with an informative Dirichlet prior, and its z; positive where the first text uses the term more.

    y1, y2 : counts, (..., terms). n1, n2 : words of each text, broadcast. alpha : the term's prior count; alpha_total
    their sum over the vocabulary.
    delta = ln[(y1+a)/(n1+a0-y1-a)] - ln[(y2+a)/(n2+a0-y2-a)], variance 1/(y1+a) + 1/(y2+a).
    Source: Monroe, Colaresi & Quinn (2008), eq. 16, with the approximate variance of eq. 19, two terms.

    >>> delta, z = log_odds([1048.0], 43002, [779.0], 108539, 0.01, 94.37)
    >>> round(float(delta[0]), 5), round(float(z[0]), 4)
    (1.23859, 26.1824)
    """
    y1, y2, a = (np.asarray(v, dtype=np.float64) for v in (y1, y2, alpha))
    n1, n2 = np.asarray(n1, dtype=np.float64), np.asarray(n2, dtype=np.float64)
    delta = np.log((y1 + a) / (n1 + alpha_total - y1 - a)) - np.log((y2 + a) / (n2 + alpha_total - y2 - a))
    return delta, delta / np.sqrt(1 / (y1 + a) + 1 / (y2 + a))


def signed_g2(y1: ArrayLike, n1: float, y2: ArrayLike, n2: float) -> Floats:
    """Dunning's (1993) log-likelihood ratio of the 2 × 2 table (term, other words), negative where the second leads.

    >>> round(float(signed_g2([1048.0], 43002, [779.0], 108539)[0]), 3)
    676.35
    """
    observed, expected = _table(y1, n1, y2, n2)
    with np.errstate(divide="ignore", invalid="ignore"):
        terms = np.where(observed > 0, observed * np.log(observed / expected), 0.0)
    return np.asarray(2.0 * terms.sum(axis=0) * _sign(observed, expected), dtype=np.float64)


def signed_chi2(y1: ArrayLike, n1: float, y2: ArrayLike, n2: float, *, yates: bool = False) -> Floats:
    """Pearson's chi² of the same table, negative where the second leads; `yates` takes one half off each deviation.

    >>> [signed_chi2([3.0], 10, [7.0], 9, yates=yates).round(6).tolist() for yates in (False, True)]
    [[-4.33716], [-2.632438]]
    """
    observed, expected = _table(y1, n1, y2, n2)
    deviation = np.abs(observed - expected)
    if yates:
        deviation = np.maximum(deviation - 0.5, 0.0)
    with np.errstate(divide="ignore", invalid="ignore"):
        terms = np.where(expected > 0, deviation**2 / expected, 0.0)
    return np.asarray(terms.sum(axis=0) * _sign(observed, expected), dtype=np.float64)


def log_ratio(y1: ArrayLike, n1: float, y2: ArrayLike, n2: float) -> Floats:
    """How many doublings the relative frequency differs by: log2 of the ratio, a count of 0 taken as one half.

    Source: Hardie (2014).

    >>> log_ratio([1048.0], 43002, [779.0], 108539).round(4).tolist()
    [1.7637]
    """
    y1, y2 = (np.maximum(np.asarray(v, dtype=np.float64), 0.5) for v in (y1, y2))
    return np.asarray(np.log2((y1 / n1) / (y2 / n2)), dtype=np.float64)


def conservative_log_ratio(
    y1: ArrayLike, n1: float, y2: ArrayLike, n2: float, *, level: float = 0.95, tests: int = 1
) -> Floats:
    """The end of the log ratio's interval that is nearer to 0; 0 when the interval holds 0.

    Given y1 + y2, y1 is binomial: Clopper and Pearson's interval for its share, carried to the ratio; the level is
    shared out over `tests` (Bonferroni). Source: Evert (2022), LRC.
    """
    from scipy.special import betaincinv

    y1, y2 = (np.asarray(v, dtype=np.float64) for v in (y1, y2))
    tail = (1.0 - level) / 2.0 / max(tests, 1)
    with np.errstate(divide="ignore", invalid="ignore"):
        low = np.where(y1 > 0, betaincinv(np.maximum(y1, 1e-9), y2 + 1, tail), 0.0)
        high = np.where(y2 > 0, betaincinv(y1 + 1, np.maximum(y2, 1e-9), 1 - tail), 1.0)
        low, high = (np.log2(v / (1 - v) * n2 / n1) for v in (low, high))
    return np.asarray(np.where(low > 0, low, np.where(high < 0, high, 0.0)), dtype=np.float64)


def deviation_of_proportions(counts: Floats, sizes: Floats) -> Floats:
    """How unevenly a term is spread over documents: 0 in proportion to their lengths, near 1 all in one short text.

    counts : (documents, terms). sizes : (documents,). nan for a term that does not occur. Source: Gries (2008), DP.

    >>> deviation_of_proportions(np.array([[2.0, 4.0], [2.0, 0.0]]), np.array([10.0, 10.0])).tolist()
    [0.0, 0.5]
    """
    total = counts.sum(axis=0)
    with np.errstate(invalid="ignore", divide="ignore"):
        observed = counts / np.where(total > 0, total, np.nan)
    return np.asarray(np.abs(observed - (sizes / sizes.sum())[:, None]).sum(axis=0) / 2.0, dtype=np.float64)


def _table(y1: ArrayLike, n1: float, y2: ArrayLike, n2: float) -> tuple[Floats, Floats]:
    y1, y2 = (np.asarray(v, dtype=np.float64) for v in (y1, y2))
    observed = np.stack([y1, n1 - y1, y2, n2 - y2])
    term, total = y1 + y2, n1 + n2
    expected = np.stack([term * n1, (total - term) * n1, term * n2, (total - term) * n2]) / total
    return observed, expected


def _sign(observed: Floats, expected: Floats) -> Floats:
    return np.where(observed[0] >= expected[0], 1.0, -1.0)
