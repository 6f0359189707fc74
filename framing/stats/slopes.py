"""Trends of a share over time and whether two speakers' trends differ.

In: x, m and times of documents. Out: slopes, standard errors, p. A straight line, documents as clusters.
"""

from __future__ import annotations

import numpy as np

from framing.stats.adjust import permutation_p
from framing.stats.permute import Bools
from framing.stats.ratios import Floats, ratio_of_sums, student_quantile


def share_slopes(x: Floats, m: Floats, times: Floats, weights: Floats) -> tuple[Floats, Floats]:
    """Slopes of x/m on time by least squares weighted by m, with sandwich standard errors over documents.

    x : (documents, frames). weights : (rows, documents), 1 where a document belongs to the row, else 0. Returns
    (rows, frames) each; nan where a row has fewer than three documents or no spread in time. The standard error is
    multiplied by root n/(n-2).
    """
    wm = weights * m
    total = wm.sum(axis=1)
    with np.errstate(invalid="ignore", divide="ignore"):
        centre = (wm * times).sum(axis=1) / total
        apart = times[None, :] - centre[:, None]
        spread = (wm * apart**2).sum(axis=1)
        n = weights.sum(axis=1)
        slopes, errors = np.empty((2, len(weights), x.shape[1]))
        for k in range(x.shape[1]):
            share = (weights * x[:, k]).sum(axis=1) / total
            slope = (weights * apart * x[:, k]).sum(axis=1) / spread
            residual = weights * (x[:, k] - m * (share[:, None] + slope[:, None] * apart))
            squares = (residual**2 * apart**2).sum(axis=1) * n / np.maximum(n - 2, 1)
            slopes[:, k], errors[:, k] = slope, np.sqrt(squares) / spread
    short = (n < 3) | ~(spread > 0)
    slopes[short], errors[short] = np.nan, np.nan
    return slopes, errors


def slope_interval(
    x: Floats, m: Floats, times: Floats, *, level: float = 0.95
) -> tuple[Floats, Floats, Floats, Floats]:
    """Slope, low, high and p of one speaker, (frames,) each: Student's t with documents less two degrees of freedom.

    nan with fewer than four documents or without spread in time: three points say too little of a line's error.
    """
    slopes, errors = (v[0] for v in share_slopes(x, m, times, np.ones((1, len(m)))))
    freedom = len(m) - 2
    if freedom < 2:
        nothing = np.full_like(slopes, np.nan)
        return slopes, nothing, nothing, nothing
    from scipy.special import stdtr

    reach = student_quantile(freedom, level) * errors
    with np.errstate(invalid="ignore", divide="ignore"):
        p = np.where(errors > 0, 2 * stdtr(freedom, -np.abs(slopes / errors)), np.where(slopes == 0, 1.0, np.nan))
    return slopes, slopes - reach, slopes + reach, np.where(np.isnan(slopes), np.nan, p)


def compare_slopes(x: Floats, m: Floats, times: Floats, own: Bools) -> tuple[Floats, Floats, Floats]:
    """Difference of two slopes, its standard error and permutation p, frames each.

    own : (1 + draws, documents), True for A's documents; the first row is as observed. Times stay with the documents.
    Each speaker's own level is taken off first, so that two level lines apart do not look like slopes when labels move;
    the observed slopes are the same without it (Freedman & Lane 1983, for the idea).
    """
    x = x - sum(m[:, None] * side[:, None] * _level(x, m, side) for side in (own[0], ~own[0]))
    a, b = share_slopes(x, m, times, own.astype(np.float64)), share_slopes(x, m, times, (~own).astype(np.float64))
    difference, error = a[0] - b[0], np.sqrt(a[1] ** 2 + b[1] ** 2)
    with np.errstate(invalid="ignore", divide="ignore"):
        t = np.where(np.abs(difference) <= 1e-15, 0.0, difference / error)
    size = np.abs(t)
    return difference[0], error[0], permutation_p(size[0], np.nan_to_num(size[1:], nan=0.0, posinf=np.inf))


def _level(x: Floats, m: Floats, side: Bools) -> Floats:
    return np.nan_to_num(ratio_of_sums(x[side], m[side]))
