"""Trends of a share over time and whether two speakers' trends differ.

In: x, m and times of documents. Out: slopes, standard errors, p. A straight line, documents as clusters.
"""

from __future__ import annotations

import numpy as np

from framing.stats.adjust import permutation_p
from framing.stats.permute import Bools
from framing.stats.ratios import Floats


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


def compare_slopes(x: Floats, m: Floats, times: Floats, own: Bools) -> tuple[Floats, Floats, Floats]:
    """Difference of two slopes, its standard error and permutation p, frames each.

    own : (1 + draws, documents), True for A's documents; the first row is as observed. Times stay with the documents.
    """
    a, b = share_slopes(x, m, times, own.astype(np.float64)), share_slopes(x, m, times, (~own).astype(np.float64))
    difference, error = a[0] - b[0], np.sqrt(a[1] ** 2 + b[1] ** 2)
    with np.errstate(invalid="ignore", divide="ignore"):
        t = np.where(np.abs(difference) <= 1e-15, 0.0, difference / error)
    size = np.abs(t)
    return difference[0], error[0], permutation_p(size[0], np.nan_to_num(size[1:], nan=0.0, posinf=np.inf))
