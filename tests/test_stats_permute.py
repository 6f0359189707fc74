"""Permutation tests and the adjustment of p-values: exact oracles, SciPy and statsmodels, laws."""

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import false_discovery_control
from scipy.stats import t as student

from framing.stats.adjust import (
    adjust_benjamini_hochberg,
    adjust_holm,
    adjust_max_t,
    combine_families,
    permutation_p,
)
from framing.stats.permute import (
    PairSums,
    approximate_student,
    draw_labels,
    observed_labels,
    permute_shares,
)


def pair(a: list[tuple[int, int]], b: list[tuple[int, int]], shared: int = 0) -> PairSums:
    """(passages with the frame, passages) of A's and B's documents; the last `shared` of A's are the first of B's."""
    n = len(a) + len(b) - shared
    numbers = np.zeros((4, n))
    in_a, in_b = np.zeros((2, n), dtype=bool)
    in_a[: len(a)], in_b[n - len(b) :] = True, True
    numbers[:2, : len(a)], numbers[2:, n - len(b) :] = np.array(a).T, np.array(b).T
    return PairSums(numbers[0][:, None], numbers[1], numbers[2][:, None], numbers[3], in_a, in_b)


A, B = [(5, 10), (7, 12), (6, 9)], [(1, 10), (3, 14), (2, 8), (4, 11)]
FREE = np.zeros(7, dtype=np.intp)


def test_few_documents_are_rearranged_in_every_way() -> None:
    p = pair(A, B)
    labels = draw_labels(p.in_a, p.in_b, FREE, 1000, np.random.default_rng(1))
    assert labels.exact
    assert labels.arrangements == 35
    found = {tuple(np.flatnonzero(row)) for row in labels.own}
    assert found == set(itertools.combinations(range(7), 3))


def test_the_shares_under_a_rearrangement_are_those_of_the_moved_documents() -> None:
    p = pair(A, B)
    labels = draw_labels(p.in_a, p.in_b, FREE, 1000, np.random.default_rng(1))
    _, of_a, of_b = permute_shares(p, labels.own)
    both = np.array([*A, *B], dtype=float)
    for row, a, b in zip(labels.own, of_a[:, 0], of_b[:, 0], strict=True):
        assert a == pytest.approx(both[row, 0].sum() / both[row, 1].sum())
        assert b == pytest.approx(both[~row, 0].sum() / both[~row, 1].sum())


def test_the_observed_labels_give_the_data() -> None:
    _, a, b = permute_shares(pair(A, B), observed_labels(pair(A, B)))
    assert (a[0, 0], b[0, 0]) == (pytest.approx(18 / 31), pytest.approx(10 / 43))


def test_the_exact_p_of_separated_documents() -> None:
    """All of A's shares above all of B's: of 35 arrangements only one is as far apart."""
    p = pair(A, B)
    labels = draw_labels(p.in_a, p.in_b, FREE, 1000, np.random.default_rng(1))
    t = np.abs(permute_shares(p, labels.own)[0])
    observed = np.abs(permute_shares(p, observed_labels(p))[0][0])
    assert permutation_p(observed, t, exact=True) == pytest.approx(1 / 35)


def test_labels_are_swapped_inside_a_document_that_quotes_both() -> None:
    p = pair([(5, 10), (7, 12)], [(1, 10), (3, 14)], shared=2)
    labels = draw_labels(p.in_a, p.in_b, FREE[:2], 1000, np.random.default_rng(1))
    assert labels.arrangements == 4
    _, of_a, of_b = permute_shares(p, labels.own)
    found = sorted(zip(of_a[:, 0].tolist(), of_b[:, 0].tolist(), strict=True))
    expected = [(12 / 22, 4 / 24), (4 / 24, 12 / 22), (8 / 24, 8 / 22), (8 / 22, 8 / 24)]
    assert np.array(found) == pytest.approx(np.array(sorted(expected)))


def test_strata_keep_their_documents() -> None:
    p = pair([(5, 10), (7, 12)], [(1, 10), (3, 14)])
    labels = draw_labels(p.in_a, p.in_b, np.array([0, 1, 0, 1]), 1000, np.random.default_rng(1))
    # In each stratum one of A's and one of B's.
    assert labels.arrangements == 4
    assert (labels.own[:, 0] != labels.own[:, 2]).all()
    assert (labels.own[:, 1] != labels.own[:, 3]).all()


def test_many_documents_are_drawn_with_the_group_sizes_kept() -> None:
    in_a = np.arange(60) < 25
    labels = draw_labels(in_a, ~in_a, np.zeros(60, dtype=np.intp), 500, np.random.default_rng(1))
    assert not labels.exact
    assert (labels.own.sum(axis=1) == 25).all()
    again = draw_labels(in_a, ~in_a, np.zeros(60, dtype=np.intp), 500, np.random.default_rng(1))
    assert (labels.own == again.own).all()


def test_exchanging_the_speakers_turns_the_sign() -> None:
    t = permute_shares(pair(A, B), observed_labels(pair(A, B)))[0]
    turned = permute_shares(pair(B, A), observed_labels(pair(B, A)))[0]
    assert t == pytest.approx(-turned)


def test_no_difference_is_zero_and_no_spread_is_infinite() -> None:
    same = pair([(2, 10)] * 3, [(2, 10)] * 3)
    assert permute_shares(same, observed_labels(same))[0].tolist() == [[0.0]]
    apart = pair([(5, 10)] * 3, [(2, 10)] * 3)
    assert np.isinf(permute_shares(apart, observed_labels(apart))[0]).all()


@pytest.mark.parametrize(("freedom", "off"), [(2, 0.041), (3, 0.012), (5, 0.003), (10.5, 0.001), (200, 0.001)])
def test_approximate_student_errs_wide_and_little(freedom: float, off: float) -> None:
    exact = student.ppf(0.975, freedom)
    assert exact * 0.999 <= approximate_student(np.array([freedom]))[0] <= exact * (1 + off)


def test_ties_count_as_at_least_as_large() -> None:
    assert permutation_p(np.array([1.0]), np.array([[1.0], [1.0 - 1e-12], [0.5]])) == pytest.approx((1 + 2) / 4)
    assert np.isnan(permutation_p(np.array([np.nan]), np.array([[1.0]])))[0]


ps = st.lists(st.floats(0, 1), min_size=1, max_size=12)


@given(ps)
def test_benjamini_hochberg_is_scipys(p: list[float]) -> None:
    assert adjust_benjamini_hochberg(np.array(p)) == pytest.approx(false_discovery_control(p))


@settings(deadline=None)
@given(ps)
def test_holm_is_statsmodels(p: list[float]) -> None:
    multitest = pytest.importorskip("statsmodels.stats.multitest")
    assert adjust_holm(np.array(p)) == pytest.approx(multitest.multipletests(p, method="holm")[1])


def test_unknown_p_values_stay_unknown_and_do_not_count() -> None:
    p = np.array([0.01, np.nan, 0.04])
    for adjust in (adjust_holm, adjust_benjamini_hochberg):
        assert np.isnan(adjust(p)[1])
        assert adjust(p)[[0, 2]] == pytest.approx(adjust(p[[0, 2]]))


def test_max_t_by_hand() -> None:
    """Westfall & Young's algorithm 4.1 on five draws of three tests."""
    observed = np.array([3.0, 1.0, 2.0])
    permuted = np.array([[0.5, 0.2, 2.5], [3.5, 0.1, 0.3], [0.2, 1.5, 0.4], [0.1, 0.2, 0.3], [1.0, 0.9, 1.1]])
    # Test 1 (3.0): maxima 2.5 3.5 1.5 .3 1.1 -> 1; test 3 (2.0): maxima of 3 and 2: 2.5 .3 1.5 .3 1.1 -> 1;
    # test 2 (1.0): own: 1.5 -> 1. Each (1 + 1) / 6.
    assert adjust_max_t(observed, permuted) == pytest.approx([2 / 6] * 3)


@given(st.integers(0, 1000))
def test_max_t_is_no_less_than_p_and_keeps_the_order(seed: int) -> None:
    rng = np.random.default_rng(seed)
    observed, permuted = np.abs(rng.normal(size=4)), np.abs(rng.normal(size=(99, 4)))
    plain, adjusted = permutation_p(observed, permuted), adjust_max_t(observed, permuted)
    assert (adjusted >= plain - 1e-12).all()
    # The largest statistic is held against the largest of each draw.
    assert adjusted.min() == permutation_p(observed.max(keepdims=True), permuted.max(axis=1, keepdims=True))[0]
    order = np.argsort(-observed)
    assert (np.diff(adjusted[order]) >= 0).all()


def test_families_of_one_test_are_holms() -> None:
    p = np.array([0.02, 0.001, 0.3, 0.04])
    assert combine_families(p, np.array(list("abcd"))) == pytest.approx(adjust_holm(p))
    assert combine_families(p, np.array(["a"] * 4)) == pytest.approx(np.array([0.02, 0.001, 0.3, 0.04]))


def test_the_family_wise_error_is_held_over_families() -> None:
    """Three families of two tests, all null: 5 % of draws reject anything, within four standard errors."""
    rng = np.random.default_rng(7)
    family = np.array(["a", "a", "b", "b", "c", "c"])
    first = 0
    for _ in range(1500):
        p = rng.uniform(size=6)
        within = np.concatenate([adjust_holm(p[i : i + 2]) for i in (0, 2, 4)])
        first += bool((combine_families(within, family) <= 0.05).any())
    assert first / 1500 <= 0.05 + 4 * (0.05 * 0.95 / 1500) ** 0.5
    assert first / 1500 >= 0.03
