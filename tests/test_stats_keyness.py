"""Keyness: the inaugural-address table and the toy table of the methods text, SciPy, signs."""

import numpy as np
import pytest
from scipy.stats import binomtest, chi2_contingency

from framing.stats.keyness import (
    conservative_log_ratio,
    deviation_of_proportions,
    log_odds,
    log_ratio,
    signed_chi2,
    signed_g2,
)

# Post- v pre-1945 US inaugural addresses: counts of a term in both, and its signed chi².
N1, N2 = 43_002, 108_539
INAUGURAL = {
    "we": (1048, 779, 764.4484),
    "us": (289, 216, 207.5181),
    "america": (148, 54, 200.5544),
    "americans": (76, 7, 163.1532),
    "upon": (39, 332, -58.39810),
    "should": (16, 309, -88.14817),
    "of": (1514, 5666, -197.0883),
    "the": (2089, 8094, -331.9907),
}
# Uniform alpha .01 over 9,437 terms, then alpha = the pooled counts: delta and z.
UNIFORM = {"we": (1.23859, 26.1824), "the": (-0.45764, -18.6481), "americans": (3.30977, 8.3850)}
POOLED = {"we": (0.39339, 14.5445), "the": (-0.11569, -9.9134)}


@pytest.mark.parametrize("term", INAUGURAL)
def test_signed_chi2_of_the_inaugural_addresses(term: str) -> None:
    y1, y2, expected = INAUGURAL[term]
    assert signed_chi2(y1, N1, y2, N2) == pytest.approx(expected, rel=1e-6)


@pytest.mark.parametrize("term", UNIFORM)
def test_log_odds_with_a_uniform_prior(term: str) -> None:
    y1, y2, _ = INAUGURAL[term]
    delta, z = log_odds(y1, N1, y2, N2, 0.01, 0.01 * 9437)
    assert delta == pytest.approx(UNIFORM[term][0], abs=5e-6)
    assert z == pytest.approx(UNIFORM[term][1], abs=5e-5)


@pytest.mark.parametrize("term", POOLED)
def test_log_odds_with_the_pooled_counts_as_prior(term: str) -> None:
    y1, y2, _ = INAUGURAL[term]
    delta, z = log_odds(y1, N1, y2, N2, y1 + y2, N1 + N2)
    assert delta == pytest.approx(POOLED[term][0], abs=5e-6)
    assert z == pytest.approx(POOLED[term][1], abs=5e-5)


def test_log_ratio_and_g2() -> None:
    assert log_ratio([1048, 76], N1, [779, 7], N2) == pytest.approx([1.7637, 4.7763], abs=5e-5)
    assert signed_g2(1048, N1, 779, N2) == pytest.approx(676.350, abs=5e-4)


def test_the_toy_table() -> None:
    """a 3/7, b 7/2."""
    assert -signed_chi2(3, 10, 7, 9) == pytest.approx(4.337160, abs=5e-7)
    assert -signed_chi2(3, 10, 7, 9, yates=True) == pytest.approx(2.632438, abs=5e-7)
    assert -signed_g2(3, 10, 7, 9) == pytest.approx(4.534939, abs=5e-7)


@pytest.mark.parametrize("counts", [(3, 10, 7, 9), (50, 1000, 20, 900), (1, 400, 9, 800)])
def test_chi2_and_g2_are_scipys(counts: tuple[int, int, int, int]) -> None:
    y1, n1, y2, n2 = counts
    table = [[y1, n1 - y1], [y2, n2 - y2]]
    for yates in (False, True):
        assert abs(signed_chi2(y1, n1, y2, n2, yates=yates)) == pytest.approx(
            chi2_contingency(table, correction=yates)[0]
        )
    g2 = chi2_contingency(table, correction=False, lambda_="log-likelihood")[0]
    assert abs(signed_g2(y1, n1, y2, n2)) == pytest.approx(g2)


@pytest.mark.parametrize("statistic", [signed_chi2, signed_g2, log_ratio, conservative_log_ratio])
def test_exchanging_the_texts_turns_the_sign(statistic) -> None:  # type: ignore[no-untyped-def]
    there, back = statistic([5, 0, 90], 400, [9, 4, 10], 900), statistic([9, 4, 10], 900, [5, 0, 90], 400)
    assert there == pytest.approx(-back)


def test_the_conservative_bound_is_clopper_and_pearsons() -> None:
    interval = binomtest(60, 75).proportion_ci(0.95, method="exact")
    assert conservative_log_ratio(60, 1000, 15, 2000) == pytest.approx(np.log2(interval.low / (1 - interval.low) * 2))
    assert conservative_log_ratio(10, 1000, 9, 1000) == 0.0
    assert conservative_log_ratio(60, 1000, 15, 2000, tests=1000) < conservative_log_ratio(60, 1000, 15, 2000)
    assert 0 < conservative_log_ratio(20, 1000, 0, 1000) < log_ratio(20, 1000, 0, 1000)


def test_dispersion() -> None:
    counts, sizes = np.array([[5.0, 10.0, 0.0], [5.0, 0.0, 0.0]]), np.array([100.0, 100.0])
    assert deviation_of_proportions(counts, sizes)[:2].tolist() == [0.0, 0.5]
    assert np.isnan(deviation_of_proportions(counts, sizes)[2])
