"""How well machine codes match hand codes: precision, recall, F1, and the quality of probabilities.

In: 0/1 arrays (units,), or sums by document. Out: numbers; nan where a measure is undefined.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from framing.stats.ratios import Floats

Ints = NDArray[np.intp]

# Bins of the calibration error, of equal width.
_BINS = 10


def confusion(hand: Floats, machine: Floats, weight: Floats) -> Floats:
    """Weighted true and false positives, false and true negatives of each unit, (units, 4)."""
    return np.asarray(
        weight[:, None]
        * np.column_stack([hand * machine, (1 - hand) * machine, hand * (1 - machine), (1 - hand) * (1 - machine)]),
        dtype=np.float64,
    )


def precision_recall_f1(table: Floats) -> Floats:
    """(..., 3) from confusions (..., 4); nan where nothing was found (precision) or is to be found (recall).

    F1 = 2 TP / (2 TP + FP + FN), nan only where the frame is in neither.

    >>> precision_recall_f1(np.array([3.0, 1.0, 2.0, 4.0])).round(3).tolist()
    [0.75, 0.6, 0.667]
    """
    tp, fp, fn = table[..., 0], table[..., 1], table[..., 2]
    with np.errstate(invalid="ignore", divide="ignore"):
        parts = [(tp, tp + fp), (tp, tp + fn), (2 * tp, 2 * tp + fp + fn)]
        return np.stack([np.where(bottom > 0, top / bottom, np.nan) for top, bottom in parts], axis=-1)


def area_under_curve(hand: Floats, probability: Floats) -> float:
    """The chance that a unit with the frame has a higher probability than one without, ties one half (Mann-Whitney).

    >>> area_under_curve(np.array([1.0, 0.0, 1.0, 0.0]), np.array([0.9, 0.4, 0.4, 0.1]))
    0.875
    """
    positive, negative = probability[hand > 0.5], np.sort(probability[hand <= 0.5])
    if not len(positive) or not len(negative):
        return float("nan")
    below = np.searchsorted(negative, positive, "left") + np.searchsorted(negative, positive, "right")
    return float(below.mean() / 2 / len(negative))


def brier_score(hand: Floats, probability: Floats, weight: Floats) -> float:
    """The mean squared distance of the probability from the hand code: 0 perfect, .25 for one half throughout."""
    return float(np.average((probability - hand) ** 2, weights=weight))


def calibration_error(hand: Floats, probability: Floats, weight: Floats) -> float:
    """Expected calibration error: over ten bins of equal width, the weighted |mean probability - share of hand codes|.

    >>> round(calibration_error(np.array([1.0, 0.0]), np.array([0.75, 0.72]), np.ones(2)), 4)
    0.235
    """
    place = np.minimum((probability * _BINS).astype(int), _BINS - 1)
    gaps = np.bincount(place, weights=weight * (probability - hand), minlength=_BINS)
    return float(np.abs(gaps).sum() / weight.sum())


def rate_statistic(errors: Floats, chances: Floats, label: Ints, n_groups: int) -> float:
    """How far the groups' error rates lie apart, studentised: sum over groups of (r_g - r)^2 / v_g.

    errors, chances : sums by document (documents,). label : each document's group. v_g is the jackknife variance of
    the rate over the group's documents, at least the binomial one; r weighs the groups by 1/v_g. Groups without a
    chance of this error, and one group alone, add nothing. Source: Wald's test; Efron & Tibshirani (1993), 11.3.
    """
    x, m = (np.bincount(label, weights=c, minlength=n_groups) for c in (errors, chances))
    total, used = m.sum(), m > 0
    pooled = x.sum() / total if total > 0 else 0.0
    if not 0 < pooled < 1 or np.count_nonzero(used) < 2:
        return 0.0
    rates = x / np.where(used, m, 1.0)
    # How far a group's rate moves without the document; a group of one document keeps the binomial variance.
    rest = m[label] - chances
    moved = np.where(rest > 0, (errors - rates[label] * chances) / np.where(rest > 0, rest, 1.0), 0.0)
    n = np.bincount(label[chances > 0], minlength=n_groups)[used]
    spread = np.bincount(label, weights=moved**2, minlength=n_groups)[used] * (n - 1) / n
    rate, m = rates[used], m[used]
    variance = np.maximum(spread, pooled * (1 - pooled) / m)
    centre = (rate / variance).sum() / (1 / variance).sum()
    return float(((rate - centre) ** 2 / variance).sum())
