"""Permutation of speaker labels over documents, with studentised differences of shares.

In: two speakers' sums for each document. Out: the statistics as observed and under rearranged labels.
Labels move between documents that quote one of the two, inside a block (stratum), and are swapped within a document
that quotes both. Source: Good (2005); Janssen (1997) and Chung & Romano (2013) for why it must be studentised.
"""

from __future__ import annotations

import itertools
import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from framing.stats.ratios import SHARE, Floats, scaled_interval, zero_bound

# Draws taken at once: few enough for the processor's cache, and for memory with very many documents.
_ROWS_AT_ONCE, _CELLS_AT_ONCE = 1000, 4_000_000
# The normal quantile of a 95 % interval; only the scale of the statistic hangs on it.
_Z = 1.959963984540054
Bools = NDArray[np.bool_]
Ints = NDArray[np.intp]
Counts = int | Floats


@dataclass(frozen=True)
class PairSums:
    """Two speakers' sums a document: x (documents, frames), m (documents,); `in_a`, `in_b` say who is quoted there."""

    xa: Floats
    ma: Floats
    xb: Floats
    mb: Floats
    in_a: Bools
    in_b: Bools

    @property
    def shared(self) -> Bools:
        """The documents that quote both."""
        return self.in_a & self.in_b


@dataclass(frozen=True)
class Labels:
    """Rearranged labels: `own` (draws, documents) is True where A holds what it would hold if that row were A's.

    For a document that quotes both, True is "as observed". exact : every arrangement stands there once.
    """

    own: Bools
    exact: bool
    arrangements: float


def draw_labels(in_a: Bools, in_b: Bools, block: Ints, draws: int, rng: np.random.Generator) -> Labels:
    """Rearrangements of the labels that the null hypothesis makes equally likely, the group sizes kept.

    in_a, in_b, block : (documents,). When there are no more arrangements than `draws`, each stands there once.
    """
    shared = in_a & in_b
    blocks = [np.flatnonzero(~shared & (block == b)) for b in np.unique(block[~shared])]
    sizes = [math.comb(len(rows), int(in_a[rows].sum())) for rows in blocks]
    count = math.prod(sizes) * 2 ** int(shared.sum())
    if count <= draws:
        return Labels(_every_labels(in_a, shared, blocks, count), exact=True, arrangements=float(count))
    own = np.empty((draws, len(in_a)), dtype=np.bool_)
    own[:, shared] = rng.random((draws, int(shared.sum()))) < 0.5
    for rows in blocks:
        own[:, rows] = rng.permuted(np.tile(in_a[rows], (draws, 1)), axis=1)
    return Labels(own, exact=False, arrangements=float(count) if count < 2**1000 else math.inf)


def permute_shares(pair: PairSums, own: Bools, *, scale: str = SHARE) -> tuple[Floats, Floats, Floats]:
    """Under each row of labels: the studentised differences A minus B, the shares of A, those of B; (draws, frames).

    Studentised by what the 95 % interval would have to reach to touch 0, divided by 1.96: linearised variances with
    documents as clusters, their t quantiles, the log-odds scale and MOVER, so that |t| > 1.96 says what the interval
    says. A plain standard error finds a rare frame, or a small speaker of uneven documents, too often
    (docs/calibration.md). A difference without any spread is infinite, no difference at all is 0; a side without text
    has share nan and difference 0.
    """
    k, shared = pair.xa.shape[1], pair.shared
    a, b = (sum_columns(x, m) for x, m in ((pair.xa, pair.ma), (pair.xb, pair.mb)))
    if shared.any():
        a, b = (
            np.concatenate([a, pair.xa * pair.mb[:, None]], axis=1),
            np.concatenate([b, pair.xb * pair.ma[:, None]], axis=1),
        )
    if_own = np.where(shared[:, None], a, np.where(pair.in_a[:, None], a, b))
    if_not = np.where(shared[:, None], b, 0.0)
    gain, base = if_own - if_not, if_not.sum(axis=0)
    total = if_own.sum(axis=0) + base
    counts = int(pair.in_a.sum()), int(pair.in_b.sum())
    parts = []
    step = min(_ROWS_AT_ONCE, max(1, _CELLS_AT_ONCE // max(own.shape[1], 1)))
    for at in range(0, own.shape[0], step):
        sums = own[at : at + step].astype(np.float64) @ gain + base
        rest = total - sums
        shares = share_of_sums(sums, k), share_of_sums(rest, k)
        together = _correlation(pair, (sums, rest), shares) if shared.any() else 0.0
        parts.append((studentise_difference((sums, rest), shares, counts, together, scale=scale), *shares))
    t, of_a, of_b = (np.concatenate(p) for p in zip(*parts, strict=True))
    return t, of_a, of_b


def observed_labels(pair: PairSums) -> Bools:
    """The one row of labels that gives the data as they are."""
    return pair.in_a[None, :].copy()


def _every_labels(in_a: Bools, shared: Bools, blocks: list[Ints], count: int) -> Bools:
    own = np.zeros((count, len(in_a)), dtype=np.bool_)
    picks = [itertools.combinations(rows.tolist(), int(in_a[rows].sum())) for rows in blocks]
    swaps = [((), (row,)) for row in np.flatnonzero(shared).tolist()]
    for at, chosen in enumerate(itertools.product(*picks, *swaps)):
        own[at, list(itertools.chain.from_iterable(chosen))] = True
    return own


def sum_columns(x: Floats, m: Floats) -> Floats:
    """x and m, then what the variance needs: m**2, x**2, x m. Summed over documents they give both."""
    m1 = m[:, None]
    return np.concatenate([x, m1, m1 * m1, x * x, x * m1], axis=1)


def share_of_sums(sums: Floats, k: int) -> Floats:
    m = sums[:, k : k + 1]
    return np.asarray(sums[:, :k] / np.where(m > 0, m, np.nan), dtype=np.float64)


def studentise_difference(
    sums: tuple[Floats, Floats],
    shares: tuple[Floats, Floats],
    counts: tuple[Counts, Counts],
    correlation: Floats | float = 0.0,
    *,
    scale: str = SHARE,
) -> Floats:
    """The statistic of `permute_shares` from sums over documents of the columns of `sum_columns`, (rows, columns) each.

    shares : (rows, frames). counts : documents on each side, a number or (rows, 1). correlation : of the two errors.
    """
    (a, b), ((low_a, high_a), (low_b, high_b)) = (
        shares,
        [_ends(*v, scale) for v in zip(sums, shares, counts, strict=True)],
    )
    difference = a - b
    # The reaches towards each other: A's lower and B's upper end when A uses the frame more.
    of_a = np.where(difference > 0, a - low_a, high_a - a)
    of_b = np.where(difference > 0, high_b - b, b - low_b)
    squared = of_a**2 + of_b**2 - 2 * correlation * of_a * of_b
    with np.errstate(invalid="ignore", divide="ignore"):
        t = _Z * difference / np.sqrt(np.maximum(squared, 0.0))
    t = np.where(np.abs(difference) <= 1e-12, 0.0, t)
    return np.asarray(np.where(np.isnan(difference), 0.0, t), dtype=np.float64)


def _ends(sums: Floats, share: Floats, n: Counts, scale: str) -> tuple[Floats, Floats]:
    k = share.shape[1]
    m, mm = sums[:, k : k + 1], sums[:, k + 1 : k + 2]
    with np.errstate(invalid="ignore", divide="ignore"):
        freedom = np.maximum(m * m / mm - 1.0, 1.0)
    reach = approximate_student(freedom) * np.sqrt(_variance(sums, share, n))
    return scaled_interval(share, reach, zero_bound(m, mm, n, scale=scale), scale=scale)


def approximate_student(freedom: Floats) -> Floats:
    """The two-sided 95 % quantile of Student's t, 4 % too large at 2 degrees of freedom, 1 % at 3; 1 counts as 2.

    The inverse of Wallace's (1959) normal approximation, which is quick for many fractions of degrees.

    >>> approximate_student(np.array([10.0, 30.0])).round(2).tolist()
    [2.23, 2.04]
    """
    known = np.where(np.isnan(freedom), 2.0, np.maximum(freedom, 2.0))
    inner = (_Z * (8 * known + 3) / (8 * known + 1)) ** 2 / known
    return np.asarray(np.sqrt(known * np.expm1(inner)), dtype=np.float64)


def _correlation(pair: PairSums, sums: tuple[Floats, Floats], shares: tuple[Floats, Floats]) -> Floats:
    """Of the two shares' errors, through the documents that quote both."""
    (sum_a, sum_b), (a, b), shared = sums, shares, pair.shared
    k = a.shape[1]
    products = (pair.xa[shared] * pair.xb[shared]).sum(axis=0), (pair.ma[shared] * pair.mb[shared]).sum()
    together = products[0] - b * sum_a[:, 3 * k + 2 :] - a * sum_b[:, 3 * k + 2 :] + a * b * products[1]
    counts = int(pair.in_a.sum()), int(pair.in_b.sum())
    size = (
        np.sqrt(_variance(sum_a, a, counts[0]) * _variance(sum_b, b, counts[1]))
        * sum_a[:, k : k + 1]
        * sum_b[:, k : k + 1]
    )
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.asarray(np.where(size > 0, np.clip(together / size, -1.0, 1.0), 0.0), dtype=np.float64)


def _variance(sums: Floats, share: Floats, n: Counts) -> Floats:
    """Linearised; what is left of subtracting equal squares from each other counts as none."""
    k = share.shape[1]
    m, mm = sums[:, k : k + 1], sums[:, k + 1 : k + 2]
    xx, xm = sums[:, k + 2 : 2 * k + 2], sums[:, 2 * k + 2 : 3 * k + 2]
    squares = xx - 2 * share * xm + share * share * mm
    squares = np.where(squares > 1e-13 * xx, squares, 0.0)
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.asarray(n / np.maximum(n - 1, 1) * squares / (m * m), dtype=np.float64)
