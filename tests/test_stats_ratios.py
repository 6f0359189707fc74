"""Shares as ratios of sums, their intervals, overdispersion, effect sizes and power: oracles and laws."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binom, t

from framing.stats.bootstrap import bca_interval, bootstrap_counts, bootstrap_ratios, percentile_interval, sort_draws
from framing.stats.effects import cohen_h, odds_ratio, risk_ratio
from framing.stats.overdispersion import design_effect, dirichlet_multinomial, wilson_interval
from framing.stats.power import detectable_difference, detectable_from_error, sample_size
from framing.stats.ratios import (
    RATE,
    difference_interval,
    effective_clusters,
    jackknife_interval,
    jackknife_residuals,
    jackknife_variance,
    linear_variance,
    ratio_difference_interval,
    ratio_of_sums,
    student_quantile,
)


def column(values: list[float]) -> np.ndarray:
    return np.array(values, dtype=float)[:, None]


def test_a_share_is_a_ratio_of_sums_and_not_a_mean_of_shares() -> None:
    assert ratio_of_sums(column([1, 8]), np.array([10.0, 10.0])).tolist() == [0.45]
    assert ratio_of_sums(column([1, 8]), np.array([10.0, 90.0])).tolist() == [0.09]
    assert math.isnan(ratio_of_sums(column([0]), np.array([0.0]))[0])


def test_jackknife_residuals_are_leave_one_out() -> None:
    x, m = column([3, 1, 7, 0]), np.array([10.0, 4.0, 12.0, 6.0])
    whole = ratio_of_sums(x, m)
    for d, residual in enumerate(jackknife_residuals(x, m)):
        kept = np.arange(4) != d
        assert residual == pytest.approx(whole - ratio_of_sums(x[kept], m[kept]))
    by_hand = 3 / 4 * (jackknife_residuals(x, m) ** 2).sum()
    assert jackknife_variance(x, m) == pytest.approx(by_hand)


def test_equal_documents_give_the_variance_of_a_mean() -> None:
    shares = np.array([0.1, 0.4, 0.3, 0.6])
    x, m = column(list(shares * 10)), np.full(4, 10.0)
    assert jackknife_variance(x, m) == pytest.approx(shares.var(ddof=1) / 4)
    assert linear_variance(x, m) == pytest.approx(shares.var(ddof=1) / 4)


def test_one_document_has_no_interval() -> None:
    low, high = jackknife_interval(column([3]), np.array([10.0]))
    assert np.isnan([low[0], high[0], jackknife_variance(column([3]), np.array([10.0]))[0]]).all()


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), min_size=2, max_size=12))
def test_intervals_hold_the_share_and_stay_in_range(rows: list[tuple[int, int]]) -> None:
    x, m = column([a for a, _ in rows]), np.array([a + b + 1.0 for a, b in rows])
    share = ratio_of_sums(x, m)[0]
    low, high = (float(v[0]) for v in jackknife_interval(x, m))
    assert 0 <= low <= share + 1e-12
    assert share - 1e-12 <= high <= 1
    low, high = (float(v[0]) for v in jackknife_interval(x, m, scale=RATE))
    assert 0 <= low <= share + 1e-12 <= high + 2e-12


def test_a_frame_never_found_has_an_upper_end() -> None:
    low, high = jackknife_interval(column([0] * 20), np.full(20, 10.0))
    # Between 200 independent passages and 20.
    assert low == [0.0]
    assert 1 - 0.025 ** (1 / 200) < high[0] < 1 - 0.025 ** (1 / 20)
    all_low, all_high = jackknife_interval(column([10] * 20), np.full(20, 10.0))
    assert all_high == [1.0]
    assert all_low == pytest.approx(1 - high)


def test_student_quantile_is_scipys() -> None:
    assert student_quantile(7.5, 0.95) == pytest.approx(t.ppf(0.975, 7.5))


def test_effective_clusters() -> None:
    assert effective_clusters(np.array([5.0, 5.0, 5.0])) == 3.0
    assert effective_clusters(np.array([97.0, 1.0, 1.0, 1.0])) < 1.07


def test_newcombes_interval_from_two_wilson_intervals() -> None:
    """Newcombe (1998), method 10: 56/70 and 48/80 give .0524 to .3339."""

    def wilson(y: int, n: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        z, p = 1.959964, y / n
        middle, half = p + z * z / (2 * n), z * math.sqrt(p * (1 - p) / n + z * z / (4 * n * n))
        ends = [(middle + sign * half) / (1 + z * z / n) for sign in (-1, 1)]
        return np.array([p]), np.array([ends[0]]), np.array([ends[1]])

    low, high = difference_interval(wilson(56, 70), wilson(48, 80))
    assert (low[0], high[0]) == pytest.approx((0.0524, 0.3339), abs=5e-5)


def test_the_difference_interval_is_mirrored() -> None:
    a, b = (column([3, 5, 1, 6]), np.array([9.0, 12, 8, 11])), (column([1, 1, 4]), np.array([10.0, 9, 14]))
    low, high = ratio_difference_interval(a, b, scale="share", level=0.95)
    mirrored = ratio_difference_interval(b, a, scale="share", level=0.95)
    assert (low, high) == (pytest.approx(-mirrored[1]), pytest.approx(-mirrored[0]))


def test_bootstrap_draws_whole_documents() -> None:
    counts = bootstrap_counts(7, 50, np.random.default_rng(1))
    assert (counts.sum(axis=1) == 7).all()
    draws = bootstrap_ratios(column([2, 2, 2]), np.array([10.0, 10, 10]), 300, np.random.default_rng(1))
    assert (draws == 0.2).all()


def test_percentile_interval_is_numpys_quantile() -> None:
    draws = np.random.default_rng(2).normal(size=(999, 2))
    low, high = percentile_interval(sort_draws(draws))
    assert (low, high) == tuple(pytest.approx(np.quantile(draws, q, axis=0)) for q in (0.025, 0.975))


def test_bca_is_scipys() -> None:
    """SciPy's own bootstrap of a mean, B = 9,999 on both sides: equal up to the noise of the draws."""
    from scipy.stats import bootstrap

    values = np.random.default_rng(5).exponential(size=25)
    theirs = bootstrap((values,), np.mean, n_resamples=9999, method="BCa", rng=np.random.default_rng(1))
    x, m = values[:, None], np.ones(25)
    draws = sort_draws(bootstrap_ratios(x, m, 9999, np.random.default_rng(2)))
    low, high = bca_interval(draws, ratio_of_sums(x, m), jackknife_residuals(x, m))
    spread = values.std() / 5
    assert low[0] == pytest.approx(theirs.confidence_interval.low, abs=0.06 * spread)
    assert high[0] == pytest.approx(theirs.confidence_interval.high, abs=0.06 * spread)


def test_dirichlet_multinomial_finds_the_correlation() -> None:
    rng = np.random.default_rng(4)
    sizes, rho = rng.integers(5, 60, size=4000), 0.12
    p = rng.dirichlet(np.array([0.5, 0.3, 0.2]) * (1 / rho - 1), size=4000)
    counts = np.array([rng.multinomial(n, row) for n, row in zip(sizes, p, strict=True)], dtype=float)
    mean, found = dirichlet_multinomial(counts)
    assert mean == pytest.approx([0.5, 0.3, 0.2], abs=0.02)
    assert found == pytest.approx(rho, abs=0.01)
    independent = np.array([rng.multinomial(n, [0.5, 0.3, 0.2]) for n in sizes], dtype=float)
    assert dirichlet_multinomial(independent)[1] == pytest.approx(0.0, abs=0.005)


def test_dirichlet_multinomial_of_one_document_is_not_known() -> None:
    assert math.isnan(dirichlet_multinomial(np.array([[3.0, 4.0]]))[1])


def test_the_design_effect() -> None:
    """1 + (m - 1) rho, Kish."""
    assert design_effect(0.05, np.full(9, 21.0)) == pytest.approx(2.0)
    assert design_effect(0.05, np.array([1.0, 1.0, 1.0])) == 1.0


def test_wilson_interval_with_a_large_sample_is_the_normal_one() -> None:
    low, high = wilson_interval(np.array([0.3]), np.array([1e6]), 1e9)
    half = 1.959964 * math.sqrt(0.21 / 1e6)
    assert (low[0], high[0]) == pytest.approx((0.3 - half, 0.3 + half), abs=1e-6)


def test_sample_sizes_of_the_methods_text() -> None:
    assert [round(sample_size(*p)) for p in ((0.3, 0.5), (0.3, 0.4), (0.2, 0.3))] == [93, 356, 293]
    with pytest.raises(ValueError, match="no sample tells equal shares apart"):
        sample_size(0.3, 0.3)


@pytest.mark.parametrize(("p1", "p2"), [(0.3, 0.5), (0.3, 0.4), (0.2, 0.3), (0.02, 0.05)])
def test_detectable_difference_turns_sample_size_round(p1: float, p2: float) -> None:
    n = sample_size(p1, p2)
    assert detectable_difference(p1, n, n) == pytest.approx(p2 - p1, abs=1e-9)


def test_the_sample_size_has_the_power_it_says() -> None:
    """Exact power of the pooled z test by the binomial distributions; 80 % within the normal approximation's error."""
    n, (p1, p2) = 93, (0.3, 0.5)
    y = np.arange(n + 1)
    a, b = np.meshgrid(y, y, indexing="ij")
    pooled = (a + b) / (2 * n)
    with np.errstate(invalid="ignore", divide="ignore"):
        z = np.abs(a - b) / n / np.sqrt(2 * pooled * (1 - pooled) / n)
    power = (binom.pmf(a, n, p1) * binom.pmf(b, n, p2) * (np.nan_to_num(z) > 1.959964)).sum()
    assert power == pytest.approx(0.80, abs=0.02)


def test_detectable_difference_where_nothing_is() -> None:
    assert np.isnan(detectable_difference(0.3, 4, 4))
    assert detectable_from_error([0.01]) == pytest.approx([0.028016], abs=1e-6)


ONE = tuple(np.array([v]) for v in (0.5, 0.4, 0.6))
TWO = tuple(np.array([v]) for v in (0.25, 0.2, 0.3))


def test_effect_sizes_by_hand() -> None:
    assert risk_ratio(ONE, TWO)[0] == [2.0]  # type: ignore[arg-type]
    assert odds_ratio(ONE, TWO)[0] == pytest.approx(3.0)  # type: ignore[arg-type]
    assert cohen_h(ONE, TWO)[0] == pytest.approx(math.pi / 2 - math.pi / 3)  # type: ignore[arg-type]


@pytest.mark.parametrize("effect", [risk_ratio, odds_ratio, cohen_h])
def test_effect_sizes_lie_in_their_intervals(effect) -> None:  # type: ignore[no-untyped-def]
    value, low, high = (float(v[0]) for v in effect(ONE, TWO))
    assert low < value < high
    never = tuple(np.array([v]) for v in (0.0, 0.0, 0.1))
    value, low, high = (float(v[0]) for v in effect(ONE, never))
    assert value == math.inf or effect is cohen_h
    assert low > (0 if effect is cohen_h else 1)


def test_strata_take_what_lies_between_them_out_of_the_draws() -> None:
    x, m = column([1, 1, 1, 8, 8, 8]), np.full(6, 10.0)
    block = np.array([0, 0, 0, 1, 1, 1], dtype=np.intp)
    free = bootstrap_ratios(x, m, 500, np.random.default_rng(1))
    within = bootstrap_ratios(x, m, 500, np.random.default_rng(1), block)
    assert free.std() > 0.1
    assert within == pytest.approx(np.full((500, 1), 0.45))
    one = np.zeros(6, dtype=np.intp)
    assert (bootstrap_ratios(x, m, 500, np.random.default_rng(1), one) == free).all()
