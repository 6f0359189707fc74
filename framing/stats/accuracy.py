"""How well machine codes match hand codes: precision, recall, F1, and the quality of probabilities.

In: 0/1 arrays (units,), or sums by document. Out: numbers; nan where a measure is undefined.
"""

from __future__ import annotations

import numpy as np

from framing.stats.ratios import Floats

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


def rate_statistic(errors: Floats, chances: Floats) -> Floats:
    """Pearson's X^2 that groups have one rate; errors and chances (..., groups). 0 where all or none are errors."""
    total, n = errors.sum(axis=-1), chances.sum(axis=-1)
    with np.errstate(invalid="ignore", divide="ignore"):
        rate = total / n
        apart = (np.where(chances > 0, (errors - chances * rate[..., None]) ** 2 / chances, 0.0)).sum(axis=-1)
        spread = rate * (1 - rate)
        return np.asarray(np.where(spread > 0, apart / spread, 0.0), dtype=np.float64)
