"""Held-out probabilities: every row by a classifier that was fitted, tuned and cut without its group.

In: an unfitted FrameClassifier, inputs, codes and groups. Out: HeldOut. Everything that is chosen (features, stack,
calibration, thresholds) is chosen inside the training rows: the folds are nested.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from sklearn.base import clone

from framing.classify.classifier import FrameClassifier
from framing.classify.inputs import Inputs
from framing.classify.logistic import grouped_folds

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Progress = Callable[[str, int, int], None]
# Sizes of the learning curve, as shares of the training documents.
CURVE = (0.4, 0.7, 1.0)


@dataclass(frozen=True)
class HeldOut:
    """(n, frames) probabilities and calls of rows by models that did not see their group; seen: rows that were held."""

    probabilities: Floats
    called: NDArray[np.bool_]
    seen: NDArray[np.bool_]


@dataclass(frozen=True)
class Coded:
    """What is learned from: inputs, codes (n, frames), weights (n,), documents (n,) as numbers."""

    inputs: Inputs
    codes: Floats
    weights: Floats
    documents: Ints

    def take(self, rows: Ints) -> Coded:
        """Some of the passages; `rows` in ascending order."""
        return Coded(self.inputs.take(rows), self.codes[rows], self.weights[rows], self.documents[rows])


def silent(step: str, done: int, total: int) -> None:
    """No progress is shown."""


def cross_validate_frames(
    classifier: FrameClassifier, coded: Coded, *, folds: int, seed: int = 0, progress: Progress = silent
) -> HeldOut:
    """Grouped cross-validation by document."""
    n_folds = min(folds, len(np.unique(coded.documents)))
    fold = grouped_folds(coded.documents, n_folds, coded.codes, np.random.default_rng([seed, 1]))
    return _hold_out(classifier, coded, fold, progress, "cross-validation")


def leave_one_out(
    classifier: FrameClassifier, coded: Coded, groups: Sequence[str], *, fewest: int = 20, progress: Progress = silent
) -> HeldOut:
    """Every group (source, speaker, language) by a classifier that saw none of its passages, nor of their documents.

    Groups of fewer than `fewest` passages are not held out.
    """
    _, number, counts = np.unique(np.asarray(groups), return_inverse=True, return_counts=True)
    fold = np.where(counts[number] >= fewest, number, -1)
    return _hold_out(classifier, coded, fold.astype(np.int64), progress, "leave one out")


def _hold_out(classifier: FrameClassifier, coded: Coded, fold: Ints, progress: Progress, step: str) -> HeldOut:
    probabilities, called = np.full(coded.codes.shape, np.nan), np.zeros(coded.codes.shape, dtype=bool)
    numbers = [int(f) for f in np.unique(fold) if f >= 0]
    for done, number in enumerate(numbers):
        progress(step, done, len(numbers))
        held = np.flatnonzero(fold == number)
        near = np.isin(coded.documents, np.unique(coded.documents[held]))
        part = coded.take(np.flatnonzero(~near))
        if len(np.unique(part.documents)) < 2:
            continue
        fitted = _fit(classifier, part)
        inputs = coded.inputs.take(held)
        probabilities[held] = fitted.predict_proba(inputs)
        called[held] = probabilities[held] >= fitted.model_.cuts(inputs)
    progress(step, len(numbers), len(numbers))
    return HeldOut(probabilities, called, ~np.isnan(probabilities).all(axis=1))


def learning_curve(
    classifier: FrameClassifier, coded: Coded, *, folds: int, seed: int = 0, progress: Progress = silent
) -> list[tuple[int, HeldOut]]:
    """Number of training passages, and what a model of so many says of one held-out fold, for each share of CURVE."""
    rng = np.random.default_rng([seed, 2])
    fold = grouped_folds(coded.documents, min(folds, len(np.unique(coded.documents))), coded.codes, rng)
    held, rest = np.flatnonzero(fold == 0), np.flatnonzero(fold != 0)
    order = rng.permutation(np.unique(coded.documents[rest]))
    found = []
    for done, share in enumerate(CURVE):
        progress("learning curve", done, len(CURVE))
        chosen = order[: max(2, round(share * len(order)))]
        rows = rest[np.isin(coded.documents[rest], chosen)]
        fitted = _fit(classifier, coded.take(rows))
        inputs = coded.inputs.take(held)
        probabilities, called = np.full(coded.codes.shape, np.nan), np.zeros(coded.codes.shape, dtype=bool)
        probabilities[held] = fitted.predict_proba(inputs)
        called[held] = probabilities[held] >= fitted.model_.cuts(inputs)
        found.append((len(rows), HeldOut(probabilities, called, ~np.isnan(probabilities).all(axis=1))))
    progress("learning curve", len(CURVE), len(CURVE))
    return found


def _fit(classifier: FrameClassifier, coded: Coded) -> FrameClassifier:
    fitted: FrameClassifier = clone(classifier)
    return fitted.fit(coded.inputs, coded.codes, groups=coded.documents, sample_weight=coded.weights)
