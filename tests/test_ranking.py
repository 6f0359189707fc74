"""Average precision against scikit-learn, reliability against sums by hand."""

import numpy as np
import pytest
from sklearn import metrics

from framing.stats.ranking import average_precision, reliability_bins

RNG = np.random.default_rng(3)
Y = RNG.integers(0, 2, 200).astype(float)
P = np.clip(np.round(RNG.normal(0.3 + 0.3 * Y, 0.2), 2), 0, 1)  # rounded: with ties
W = RNG.random(200) + 0.1


def test_average_precision_is_that_of_scikit_learn() -> None:
    assert average_precision(Y, P, W) == pytest.approx(metrics.average_precision_score(Y, P, sample_weight=W))
    assert np.isnan(average_precision(np.zeros(4), P[:4], W[:4]))


def test_reliability_by_hand() -> None:
    bins = reliability_bins(np.array([1.0, 0.0, 1.0]), np.array([0.91, 0.93, 1.0]), np.array([1.0, 1.0, 2.0]))
    assert bins[9] == pytest.approx([(0.91 + 0.93 + 2.0) / 4, 0.75, 4.0, 3])
    assert np.isnan(bins[0, 0])
