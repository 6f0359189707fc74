"""Agreement coefficients hold on the published worked examples and say when they are undefined."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from framing.stats.agreement import (
    alpha_of,
    cohen_kappa,
    coincidences,
    gwet_ac1,
    krippendorff_alpha,
    masi_distance,
    masi_matrix,
    percent_agreement,
    units_needed,
)

X = math.nan
# Krippendorff (2011), examples A, B and C.
TWO_BINARY = [[0, 1, 0, 0, 0, 0, 0, 0, 1, 0], [1, 1, 1, 0, 0, 1, 0, 0, 0, 0]]
TWO_NOMINAL = [[1, 1, 2, 2, 4, 3, 3, 3, 5, 4, 4, 1], [2, 1, 2, 2, 2, 3, 3, 3, 5, 4, 4, 4]]
FOUR_WITH_GAPS = [
    [1, 2, 3, 3, 2, 1, 4, 1, 2, X, X, X],
    [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, X, 3],
    [X, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, X],
    [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, X],
]


def test_alpha_of_the_published_examples() -> None:
    assert krippendorff_alpha(TWO_BINARY) == pytest.approx(0.0952, abs=5e-5)
    assert krippendorff_alpha(TWO_NOMINAL) == pytest.approx(0.692, abs=5e-4)


@pytest.mark.parametrize(
    ("metric", "alpha"), [("nominal", 0.743), ("ordinal", 0.815), ("interval", 0.849), ("ratio", 0.797)]
)
def test_alpha_of_four_observers(metric: str, alpha: float) -> None:
    assert krippendorff_alpha(FOUR_WITH_GAPS, metric) == pytest.approx(alpha, abs=5e-4)


def test_alpha_is_undefined_when_all_codes_are_equal() -> None:
    assert math.isnan(krippendorff_alpha([[1, 1, 1], [1, 1, 1]]))
    assert math.isnan(krippendorff_alpha([[1, X], [X, 0]])), "nothing to pair"


def test_an_unknown_metric_is_refused() -> None:
    with pytest.raises(ValueError, match="metric 'cubic' is not known"):
        krippendorff_alpha(TWO_BINARY, "cubic")


@given(st.lists(st.tuples(st.integers(0, 1), st.integers(0, 1)), min_size=2, max_size=30))
def test_alpha_and_kappa_do_not_hang_on_order_or_names(pairs: list[tuple[int, int]]) -> None:
    codes = np.array(pairs, dtype=float).T
    others = [codes[::-1], codes[:, ::-1], 1 - codes]
    for other in others:
        assert krippendorff_alpha(other) == pytest.approx(krippendorff_alpha(codes), nan_ok=True)
        assert cohen_kappa(*other) == pytest.approx(cohen_kappa(*codes), nan_ok=True)


def test_alpha_of_units_sums_to_the_whole() -> None:
    values, units = coincidences(TWO_BINARY)
    assert units.sum() == 20, "each of ten units gives two values"
    assert float(alpha_of(units.sum(axis=0), 1 - np.eye(len(values)))) == pytest.approx(0.0952, abs=5e-5)


def test_masi_by_hand() -> None:
    assert masi_distance("ab", "ab") == 0
    assert masi_distance("ab", "a") == pytest.approx(1 - (1 / 2) * (2 / 3))
    assert masi_distance("ab", "bc") == pytest.approx(1 - (1 / 3) * (1 / 3))
    assert masi_distance("ab", "cd") == 1
    matrix = masi_matrix(["", "a", "ab"])
    assert (matrix == matrix.T).all()
    assert (np.diag(matrix) == 0).all()


def test_kappa_and_ac1_by_hand() -> None:
    # 118 both yes, 5 + 2 apart, 0 both no: Gwet's paradox, percent agreement high and kappa below zero.
    a, b = [1] * 118 + [1] * 5 + [0] * 2, [1] * 118 + [0] * 5 + [1] * 2
    assert percent_agreement([a, b]) == pytest.approx(118 / 125)
    assert cohen_kappa(a, b) == pytest.approx(-0.0234, abs=5e-5)
    assert gwet_ac1([a, b]) == pytest.approx(0.9408, abs=5e-5)
    assert math.isnan(cohen_kappa([1, 1], [1, 1]))
    assert math.isnan(gwet_ac1([[1, 1], [1, 1]]))


@pytest.mark.parametrize(
    ("alpha", "two_sided", "units"),
    [
        (0.667, False, [60, 81, 172, 329]),
        (0.80, False, [103, 139, 293, 560]),
        (0.667, True, [85, 115, 245, 468]),
        (0.80, True, [146, 197, 417, 795]),
    ],
)
def test_units_needed(alpha: float, two_sided: bool, units: list[int]) -> None:
    found = [units_needed(alpha, p, two_sided=two_sided) for p in (0.5, 0.25, 0.10, 0.05)]
    assert [math.ceil(n) if two_sided else round(n) for n in found] == units
