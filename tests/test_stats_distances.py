"""Distances: reference values, SciPy, laws, the plug-in bias by simulation."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy.spatial.distance import jensenshannon

from framing.stats.distances import (
    METRICS,
    divergence_bias,
    divergence_parts,
    hellinger,
    jensen_shannon,
    jensen_shannon_divergence,
    measure_distance,
    total_variation,
)

P, Q = [0.4, 0.3, 0.2, 0.1], [0.25] * 4
weights = arrays(np.float64, 5, elements=st.floats(0, 100, allow_subnormal=False)).filter(lambda a: a.sum() > 0.1)


def test_the_reference_values() -> None:
    """Worked out from the formulas in the methods text, and checked by hand."""
    assert jensen_shannon_divergence(P, Q) == pytest.approx(0.04020, abs=5e-6)
    assert hellinger(P, Q) == pytest.approx(0.16790, abs=5e-6)
    assert total_variation(P, Q) == pytest.approx(0.2, abs=1e-12)


@given(weights, weights)
def test_jensen_shannon_is_scipys(a: np.ndarray, b: np.ndarray) -> None:
    p, q = a / a.sum(), b / b.sum()
    # SciPy takes the root of what rounding left of 0.
    assert jensen_shannon_divergence(p, q) == pytest.approx(np.nan_to_num(jensenshannon(p, q, base=2)) ** 2, abs=1e-9)


@given(weights, weights, weights, st.sampled_from(METRICS))
def test_laws_of_distances(a: np.ndarray, b: np.ndarray, c: np.ndarray, metric: str) -> None:
    p, q, r = (v / v.sum() for v in (a, b, c))
    there = float(measure_distance(metric, p, q))
    assert there == float(measure_distance(metric, q, p))
    assert 0.0 <= there <= 1.0 + 1e-12
    assert measure_distance(metric, p, p) == 0.0
    if metric != "jensen_shannon_divergence":
        around = float(measure_distance(metric, p, r)) + float(measure_distance(metric, r, q))
        assert there <= around + 1e-7


@pytest.mark.parametrize("metric", METRICS)
def test_nothing_in_common_is_one(metric: str) -> None:
    assert measure_distance(metric, [1.0, 0.0], [0.0, 1.0]) == pytest.approx(1.0)


def test_rows_are_taken_one_by_one() -> None:
    rows = np.array([P, Q])
    assert jensen_shannon(rows, Q).tolist() == [jensen_shannon(P, Q), 0.0]


@given(weights, weights)
def test_the_parts_sum_to_the_divergence(a: np.ndarray, b: np.ndarray) -> None:
    p, q = a / a.sum(), b / b.sum()
    parts = divergence_parts(p, q)
    assert (parts >= 0).all()
    assert parts.sum() == pytest.approx(float(jensen_shannon_divergence(p, q)), abs=1e-9)


@pytest.mark.parametrize("bad", [[0.5, 0.6], [-0.1, 1.1], [2.0, 2.0]])
def test_what_is_no_distribution_is_refused(bad: list[float]) -> None:
    with pytest.raises(ValueError, match="does not sum to 1"):
        hellinger(bad, [0.5, 0.5])


BIAS = [
    (Q, 20, 20, 0.0583),
    (Q, 50, 50, 0.0223),
    (Q, 20, 200, 0.0325),
    (Q, 200, 200, 0.0055),
    (P, 20, 20, 0.0610),
    (P, 50, 50, 0.0225),
    (P, 20, 200, 0.0343),
    (P, 200, 200, 0.0054),
]


@pytest.mark.parametrize(("p", "n1", "n2", "expected"), BIAS)
def test_the_bias_of_the_plug_in_under_no_difference(p: list[float], n1: int, n2: int, expected: float) -> None:
    """The methods text gives the means of such a simulation to ±.001."""
    rng = np.random.default_rng(3)
    one, two = (rng.multinomial(n, p, size=40_000) / n for n in (n1, n2))
    assert jensen_shannon_divergence(one, two).mean() == pytest.approx(expected, abs=0.001)
    assert divergence_bias(4, n1, n2) == pytest.approx(expected, rel=0.2)
