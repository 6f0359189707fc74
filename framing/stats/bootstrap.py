"""The bootstrap over documents: whole documents are drawn with replacement and every share is recomputed.

In: x (documents, frames) and m (documents,). Out: draws (draws, frames) and the intervals made of them.
It draws documents, never passages: passages of one document are not independent.
"""

from __future__ import annotations

from statistics import NormalDist
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from framing.stats.ratios import Floats

Ints = NDArray[np.intp]

# Documents times draws held at once; keeps the memory of a call near 32 MB.
_CELLS_AT_ONCE = 4_000_000


_SIDES: tuple[Literal["left", "right"], ...] = ("left", "right")


def bootstrap_counts(n: int, draws: int, rng: np.random.Generator) -> Floats:
    """How often each of n documents is drawn, (draws, n); each row sums to n."""
    picked = rng.integers(0, n, size=(draws, n), dtype=np.int64)
    picked += np.arange(draws, dtype=np.int64)[:, None] * n
    return np.bincount(picked.ravel(), minlength=draws * n).reshape(draws, n).astype(np.float64)


def bootstrap_sums(columns: Floats, draws: int, rng: np.random.Generator, block: Ints | None = None) -> Floats:
    """Sums over resampled documents: (documents, columns) to (draws, columns).

    block : (documents,) strata; as many documents are drawn from each as it has. Efron & Tibshirani (1993), 8.3.
    """
    if block is not None and (block != block[:1]).any():
        return np.asarray(sum(bootstrap_sums(columns[block == b], draws, rng) for b in np.unique(block)))
    n = columns.shape[0]
    step = max(1, _CELLS_AT_ONCE // max(n, 1))
    parts = [bootstrap_counts(n, min(step, draws - at), rng) @ columns for at in range(0, draws, step)]
    return np.concatenate(parts)


def bootstrap_ratios(x: Floats, m: Floats, draws: int, rng: np.random.Generator, block: Ints | None = None) -> Floats:
    """Shares over resampled documents, (draws, frames); nan in a draw that holds no text. block : strata."""
    sums = bootstrap_sums(np.column_stack([x, m]), draws, rng, block)
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.asarray(sums[:, :-1] / np.where(sums[:, -1:] > 0, sums[:, -1:], np.nan), dtype=np.float64)


def sort_draws(draws: Floats) -> Floats:
    """Draws (draws, columns) in order, as (columns, draws), rows with nan left out: what the intervals read."""
    kept = ~np.isnan(draws).any(axis=1)
    return np.sort(np.ascontiguousarray((draws if kept.all() else draws[kept]).T), axis=1)


def percentile_interval(ordered: Floats, *, level: float = 0.95) -> tuple[Floats, Floats]:
    """The middle `level` of the draws, for each column; ordered : from `sort_draws`.

    Too narrow with few documents, by the factor sqrt((n-1)/n) and more for rare frames: see docs/calibration.md.
    Source: Efron & Tibshirani (1993), chapter 13.
    """
    tail = (1.0 - level) / 2.0
    shape = (ordered.shape[0],)
    return _quantiles(ordered, np.full(shape, tail)), _quantiles(ordered, np.full(shape, 1.0 - tail))


def bca_interval(ordered: Floats, estimate: Floats, left_out: Floats, *, level: float = 0.95) -> tuple[Floats, Floats]:
    """The bias-corrected and accelerated interval of each column.

    ordered : from `sort_draws`. estimate : (columns,). left_out : (documents, columns), estimate minus the value
    without the document, scaled by the other documents of its sample (the jackknife residuals).
    Where all draws are equal the interval is that one value.
    Source: Efron (1987); Efron & Tibshirani (1993), eq. 14.9 to 14.15; ties count one half.
    """
    n, normal = ordered.shape[1], NormalDist()
    if n == 0:
        return np.full_like(estimate, np.nan), np.full_like(estimate, np.nan)
    ends = [[np.searchsorted(row, v, side) for row, v in zip(ordered, estimate, strict=True)] for side in _SIDES]
    below = (np.array(ends[0]) + np.array(ends[1])) / 2.0
    z0 = _normal_quantiles(np.clip(below / n, 0.5 / n, 1 - 0.5 / n))
    cubes, squares = np.nansum(left_out**3, axis=0), np.nansum(left_out**2, axis=0)
    a = np.divide(cubes, 6.0 * squares**1.5, out=np.zeros_like(cubes), where=squares > 0)
    bounds = []
    for z in (normal.inv_cdf((1 - level) / 2), normal.inv_cdf((1 + level) / 2)):
        inner = 1.0 - a * (z0 + z)
        at = z0 + (z0 + z) / np.where(np.abs(inner) > 1e-12, inner, 1e-12)
        bounds.append(_quantiles(ordered, np.array([normal.cdf(float(v)) for v in at])))
    return bounds[0], bounds[1]


def _quantiles(ordered: Floats, at: Floats) -> Floats:
    """Linear interpolation between order statistics (Hyndman & Fan's type 7), another quantile for each column."""
    n = ordered.shape[1]
    if n == 0:
        return np.full(ordered.shape[0], np.nan)
    place = np.clip(at, 0.0, 1.0) * (n - 1)
    low = np.floor(place).astype(np.intp)
    high = np.minimum(low + 1, n - 1)
    columns = np.arange(ordered.shape[0])
    below, above = ordered[columns, low], ordered[columns, high]
    return np.asarray(below + (above - below) * (place - low), dtype=np.float64)


def _normal_quantiles(at: Floats) -> Floats:
    normal = NormalDist()
    return np.array([normal.inv_cdf(float(v)) for v in at])
