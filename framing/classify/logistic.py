"""Logistic regression for one frame: weighted, on rows that were coded, with codes that may lie between 0 and 1.

In: numbers, codes and weights. Out: coefficients, and thresholds chosen on rows that were held out.
scikit-learn is loaded only when something is fitted.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


def fit_logistic(features: Any, codes: Floats, weights: Floats, *, strength: float) -> tuple[Floats, float]:
    """Coefficients and intercept of an L2 logistic regression; strength: scikit-learn's C.

    features: (n, d), dense or sparse. codes: (n,) from 0 to 1 (the mean of several coders), NaN where nobody coded.
    A code between counts as both, each with its share of the weight. Without two classes, or without a feature, the
    coefficients are 0 and the intercept is the smoothed log odds.
    """
    from sklearn.linear_model import LogisticRegression

    rows, labels, weight = split_codes(codes, weights)
    if len(np.unique(labels)) < 2 or not features.shape[1]:
        share = (float(weight[labels].sum()) + 0.5) / (float(weight.sum()) + 1.0)
        return np.zeros(features.shape[1]), float(np.log(share / (1 - share)))
    model = LogisticRegression(C=strength, solver="liblinear", intercept_scaling=5.0, max_iter=300, random_state=0)
    model.fit(features[rows], labels, sample_weight=weight)
    return model.coef_[0].astype(np.float64), float(model.intercept_[0])


def split_codes(codes: Floats, weights: Floats) -> tuple[Ints, NDArray[np.bool_], Floats]:
    """Rows, labels and weights for a binary learner: a code of 0.5 is a yes and a no of half the weight each.

    >>> [part.tolist() for part in split_codes(np.array([1.0, 0.5, np.nan]), np.array([2.0, 1.0, 1.0]))]
    [[0, 1, 1], [True, True, False], [2.0, 0.5, 0.5]]
    """
    yes, no = np.flatnonzero(codes > 0), np.flatnonzero(codes < 1)
    rows = np.concatenate([yes, no])
    labels = np.arange(len(rows)) < len(yes)
    weight = np.concatenate([weights[yes] * codes[yes], weights[no] * (1 - codes[no])])
    return rows, labels, weight


def best_threshold(probabilities: Floats, weights: Floats) -> float:
    """The probability from which calling a frame present gives the highest expected F1: half of that F1.

    probabilities: (n,) calibrated, of rows that were held out. Lipton, Elkan and Naryanaswamy (2014), theorem 1. It
    needs no codes, so that a few dozen of them do not push it about. 0.5 where there is nothing to choose by.

    >>> best_threshold(np.array([1.0, 1.0, 0.0]), np.ones(3))
    0.5
    """
    order = np.argsort(-probabilities, kind="stable")
    gained = np.cumsum((weights * probabilities)[order])
    if not len(order) or gained[-1] <= 0:
        return 0.5
    return float((gained / (np.cumsum(weights[order]) + gained[-1])).max())


def expit(logits: Floats) -> Floats:
    """1 / (1 + exp(-x)), without overflow."""
    small = np.exp(-np.abs(logits))
    return np.where(logits >= 0, 1 / (1 + small), small / (1 + small))


def grouped_folds(groups: Ints, n_folds: int, codes: Floats, rng: np.random.Generator) -> Ints:
    """A fold for each row: whole groups, each fold with about as many rows and codes of every frame.

    groups: (n,) numbers. codes: (n, k). Groups are dealt in random order of their size, to the fold that lacks most.
    """
    counts = np.nan_to_num(np.column_stack([np.ones(len(groups)), codes]))
    names, number = np.unique(groups, return_inverse=True)
    sums = np.zeros((len(names), counts.shape[1]))
    np.add.at(sums, number, counts)
    wanted = np.maximum(counts.sum(axis=0) / n_folds, 1e-9)
    filled, fold = np.zeros((n_folds, counts.shape[1])), np.zeros(len(names), dtype=np.int64)
    shuffled = rng.permutation(len(names))
    for group in shuffled[np.argsort(-sums[shuffled, 0], kind="stable")]:
        fold[group] = int(np.argmin(((filled + sums[group]) / wanted).max(axis=1) + 0.01 * filled[:, 0] / wanted[0]))
        filled[fold[group]] += sums[group]
    return fold[number]
