"""One frame from numbers of any origin: a logistic regression, cut where its expected F1 is best.

In: an array (n, d) and yes or no. Out: a scikit-learn classifier that passes `check_estimator` whole. For texts there
is FrameClassifier.
"""

from __future__ import annotations

import hashlib
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.base import BaseEstimator, ClassifierMixin
from sklearn.linear_model import LogisticRegression
from sklearn.utils.multiclass import check_classification_targets, type_of_target
from sklearn.utils.validation import _check_sample_weight, check_is_fitted, validate_data

from framing.classify.logistic import best_threshold

Floats = NDArray[np.float64]


class FrameLogistic(ClassifierMixin, BaseEstimator):  # type: ignore[misc]
    """Whether a frame is present, from numbers: embeddings of your own, counts of another tool.

    C : inverse strength of the L2 penalty. threshold : the probability from which the second class is called, or "f1"
    for the one with the best expected F1 on held-out probabilities (in `folds` folds; equal rows are always in one
    fold, so that a row of weight 2 counts like the row twice).

    Attributes: coef_ (d,), intercept_, threshold_ (the second class is called from this probability on), classes_.
    """

    def __init__(self, C: float = 1.0, threshold: float | str = 0.5, folds: int = 5) -> None:
        self.C = C
        self.threshold = threshold
        self.folds = folds

    def fit(self, X: Any, y: Any, sample_weight: Any = None) -> FrameLogistic:
        """Learn from X (n, d), y (n,) of two classes, and weights (n,)."""
        X, y = validate_data(self, X, y, dtype=np.float64)
        check_classification_targets(y)
        kind = type_of_target(y, input_name="y", raise_unknown=True)
        if kind != "binary":
            raise ValueError(f"Only binary classification is supported. The type of the target is {kind}.")
        self.classes_, label = np.unique(y, return_inverse=True)
        if len(self.classes_) < 2:
            raise ValueError(f"y holds one class, {self.classes_[0]!r}; a classifier needs two")
        weights = _check_sample_weight(sample_weight, X, dtype=np.float64)
        fitted = self._fit(X, label, weights)
        self.coef_, self.intercept_ = fitted.coef_[0], float(fitted.intercept_[0])
        self.n_iter_ = int(fitted.n_iter_[0])
        if self.threshold == "f1":
            self.threshold_ = best_threshold(self._hold_out(X, label, weights, fitted), weights)
        else:
            self.threshold_ = float(self.threshold)
        return self

    def predict_proba(self, X: Any) -> Floats:
        """(n, 2) probabilities of the classes."""
        check_is_fitted(self)
        X = validate_data(self, X, dtype=np.float64, reset=False)
        yes = 1 / (1 + np.exp(-np.clip(X @ self.coef_ + self.intercept_, -700, 700)))
        return np.column_stack([1 - yes, yes])

    def predict(self, X: Any) -> NDArray[Any]:
        """(n,) the class of each row."""
        yes = self.predict_proba(X)[:, 1] >= self.threshold_
        return self.classes_[yes.astype(np.int64)]

    def _fit(self, X: Floats, label: NDArray[np.int64], weights: Floats) -> LogisticRegression:
        model = LogisticRegression(C=self.C, solver="newton-cholesky", tol=1e-10, max_iter=200)
        return model.fit(X, label, sample_weight=weights)

    def _hold_out(self, X: Floats, label: NDArray[np.int64], weights: Floats, fitted: LogisticRegression) -> Floats:
        fold = np.array([int.from_bytes(hashlib.sha256(row.tobytes()).digest()[:8], "big") for row in X], dtype=object)
        fold = (fold % max(self.folds, 2)).astype(np.int64)
        found = np.asarray(fitted.predict_proba(X)[:, 1], dtype=np.float64)
        for number in np.unique(fold):
            seen, held = (fold != number) & (weights > 0), fold == number
            if len(np.unique(label[seen])) == 2:
                found[held] = self._fit(X[seen], label[seen], weights[seen]).predict_proba(X[held])[:, 1]
        return found

    def __sklearn_tags__(self) -> Any:
        tags = super().__sklearn_tags__()
        tags.classifier_tags.multi_class = False
        return tags
