"""Change points, slopes, MinHash and pictures of distances: by hand, SciPy, statsmodels, error rates."""

import numpy as np
import pytest
from scipy.cluster.hierarchy import linkage
from scipy.spatial.distance import pdist, squareform

from framing.stats.changes import find_change, scan_splits
from framing.stats.layout import average_linkage, classical_map
from framing.stats.minhash import EMPTY, draw_hashes, fold_bands, pair_candidates, sign_texts
from framing.stats.permute import PairSums, observed_labels, permute_shares
from framing.stats.slopes import compare_slopes, share_slopes, slope_interval


def documents(rng: np.random.Generator, shares: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    m = rng.integers(8, 20, len(shares)).astype(float)
    return rng.binomial(m.astype(int), shares).astype(float)[:, None], m


def test_a_split_is_the_difference_of_two_groups() -> None:
    x, m = documents(np.random.default_rng(1), np.full(12, 0.3))
    t = scan_splits(x, m, np.arange(12)[None, :], np.array([5]))[0, 0]
    early = np.arange(12) < 5
    pair = PairSums(
        np.where(early[:, None], x, 0), np.where(early, m, 0), np.where(early[:, None], 0, x), np.where(early, 0, m),
        early, ~early,
    )  # fmt: skip
    assert t == pytest.approx(permute_shares(pair, observed_labels(pair))[0][0])


def test_a_step_is_found_where_it_is() -> None:
    x, m = documents(np.random.default_rng(2), np.repeat([0.1, 0.6], [14, 16]))
    where, statistic, p = find_change(x, m, np.arange(5, 26), 499, np.random.default_rng(1))
    assert where.tolist() == [14]
    assert statistic[0] < 0
    assert p[0] == pytest.approx(1 / 500)


def test_change_points_of_nothing_are_rare() -> None:
    """300 series without a step: 5 % rejected, within four standard errors."""
    rng = np.random.default_rng(3)
    found = 0
    for _ in range(300):
        x, m = documents(rng, rng.beta(3, 7, 20))
        found += find_change(x, m, np.arange(5, 16), 99, rng)[2][0] <= 0.05
    assert abs(found / 300 - 0.05) <= 4 * (0.05 * 0.95 / 300) ** 0.5


def test_slopes_are_weighted_least_squares() -> None:
    rng = np.random.default_rng(4)
    times = np.sort(rng.uniform(2000, 2020, 25))
    x, m = documents(rng, np.linspace(0.1, 0.5, 25))
    slope, low, high, p = (float(v[0]) for v in slope_interval(x, m, times))
    assert slope == pytest.approx(np.polyfit(times, x[:, 0] / m, 1, w=np.sqrt(m))[0])
    assert low < 0.4 / 20 < high
    assert p < 0.001


def test_the_error_of_a_slope_is_the_sandwich() -> None:
    sm = pytest.importorskip("statsmodels.api")
    rng = np.random.default_rng(4)
    times = np.sort(rng.uniform(2000, 2020, 25))
    x, m = documents(rng, np.linspace(0.1, 0.5, 25))
    fitted = sm.WLS(x[:, 0] / m, sm.add_constant(times), weights=m).fit(cov_type="HC1")
    assert share_slopes(x, m, times, np.ones((1, 25)))[1][0, 0] == pytest.approx(fitted.bse[1], rel=1e-6)


def test_short_series_have_no_slope_error() -> None:
    x, m = np.array([[1.0], [2.0], [3.0]]), np.full(3, 10.0)
    slope, low, _, p = slope_interval(x, m, np.array([2000.0, 2001, 2002]))
    assert slope == pytest.approx([0.1])
    assert np.isnan([low[0], p[0]]).all()
    assert np.isnan(slope_interval(x, m, np.full(3, 2000.0))[0]).all()


def rejections(slope_a: float, slope_b: float, level_b: float, corpora: int = 250) -> float:
    rng = np.random.default_rng(6)
    found = 0
    for _ in range(corpora):
        times = np.concatenate([rng.uniform(0, 10, 16), rng.uniform(4, 10, 16)])
        shares = np.concatenate([0.3 + slope_a * (times[:16] - 5), level_b + slope_b * (times[16:] - 5)])
        x, m = documents(rng, rng.beta(shares * 20, (1 - shares) * 20))
        in_a = np.arange(32) < 16
        drawn = rng.permuted(np.tile(in_a, (99, 1)), axis=1)
        found += compare_slopes(x, m, times, np.concatenate([in_a[None, :], drawn]))[2][0] <= 0.05
    return found / corpora


def test_trends_that_are_parallel_are_not_told_apart() -> None:
    """Two level lines far apart, covering different years: 5 %, within four errors; unequal slopes are seen."""
    assert abs(rejections(0.0, 0.0, 0.6) - 0.05) <= 4 * (0.05 * 0.95 / 250) ** 0.5
    assert rejections(0.04, -0.04, 0.3, corpora=60) > 0.6


def test_signatures_estimate_jaccard() -> None:
    rng = np.random.default_rng(8)
    words = rng.integers(0, 2**64, 300, dtype=np.uint64)
    one, two = np.unique(words[:200]), np.unique(words[100:])
    flat, owner = np.concatenate([one, two]), np.repeat([0, 1], [len(one), len(two)])
    signatures = sign_texts(flat, owner, 3, draw_hashes(2048, rng))
    # 100 of 300 are shared; the third text has none.
    assert (signatures[0] == signatures[1]).mean() == pytest.approx(1 / 3, abs=4 * (2 / 9 / 2048) ** 0.5)
    assert (signatures[2] == EMPTY).all()


def test_candidates_share_a_band() -> None:
    keys = np.array([[1, 2], [3, 2], [5, 6], [1, 7], [int(EMPTY)] * 2, [int(EMPTY)] * 2], dtype=np.uint64)
    assert pair_candidates(keys).tolist() == [[0, 1], [0, 3]]
    assert fold_bands(np.full((2, 8), EMPTY, dtype=np.uint64), 2).tolist() == [[int(EMPTY)] * 2] * 2


def test_a_crowded_bucket_is_chained() -> None:
    pairs = pair_candidates(np.ones((80, 1), dtype=np.uint64))
    assert {(0, i) for i in range(1, 80)} | {(i, i + 1) for i in range(79)} == {tuple(p) for p in pairs.tolist()}


def test_linkage_is_scipys() -> None:
    points = np.random.default_rng(9).normal(size=(6, 3))
    assert average_linkage(squareform(pdist(points))) == pytest.approx(linkage(points, "average"))


def test_a_flat_map_keeps_the_distances() -> None:
    points = np.random.default_rng(9).normal(size=(7, 2))
    placed, kept = classical_map(squareform(pdist(points)))
    assert pdist(placed) == pytest.approx(pdist(points))
    assert kept == pytest.approx(1.0)
