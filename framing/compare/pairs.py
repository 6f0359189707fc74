"""Two speakers, frame by frame: difference, interval, permutation test, effect sizes, detectable difference.

In: Sums, a Plan and both speakers' estimates. Out: PairResult, numbers only. It adjusts nothing over pairs.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from framing.compare.plan import Plan
from framing.compare.prevalence import Estimate, design_effects, scale_of
from framing.compare.sums import Sums, child_generator
from framing.stats.adjust import adjust_max_t, permutation_p
from framing.stats.bootstrap import bca_interval, bootstrap_sums, percentile_interval, sort_draws
from framing.stats.permute import (
    Ints,
    Labels,
    PairSums,
    draw_labels,
    observed_labels,
    permute_shares,
)
from framing.stats.power import detectable_difference, detectable_from_error
from framing.stats.ratios import SHARE, Floats, jackknife_residuals, ratio_difference_interval


@dataclass(frozen=True)
class Pair:
    """The rows of two speakers lined up by document: only A, both, only B, each in order of document id.

    rows_a, rows_b : row of the sums for each document, -1 where the speaker is absent. block : stratum of the document.
    flipped : the documents stand in the order of the pair (b, a), so that both pairs are resampled alike.
    """

    a: str
    b: str
    rows_a: Ints
    rows_b: Ints
    block: Ints
    flipped: bool = False

    @property
    def n_shared(self) -> int:
        """How many documents quote both."""
        return int(((self.rows_a >= 0) & (self.rows_b >= 0)).sum())

    @property
    def fewest(self) -> int:
        """The documents of the side that has fewer."""
        return int(min((self.rows_a >= 0).sum(), (self.rows_b >= 0).sum()))

    def sums(self, x: Floats, m: Floats) -> PairSums:
        """Both speakers' numerators and denominators for each document; zero where one is absent."""
        in_a, in_b = self.rows_a >= 0, self.rows_b >= 0
        xa, xb = (np.where(i[:, None], x[r], 0.0) for i, r in ((in_a, self.rows_a), (in_b, self.rows_b)))
        ma, mb = (np.where(i, m[r], 0.0) for i, r in ((in_a, self.rows_a), (in_b, self.rows_b)))
        return PairSums(xa, ma, xb, mb, in_a, in_b)


@dataclass(frozen=True)
class PairResult:
    """The numbers of one pair; every array is (frames,). testable is False with fewer than two documents a side."""

    difference: Floats
    low: Floats
    high: Floats
    intervals: dict[str, tuple[Floats, Floats]]
    correlation: Floats
    statistic: Floats
    p: Floats
    p_max_t: Floats
    omnibus: float
    p_omnibus: float
    detectable: Floats
    arrangements: float
    testable: bool


def line_up(sums: Sums, a: str, b: str, strata: str) -> Pair:
    """The documents of two speakers side by side; (b, a) gives the same documents in the same order as (a, b)."""
    if a > b:
        other = line_up(sums, b, a, strata)
        return Pair(a, b, other.rows_b, other.rows_a, other.block, flipped=True)
    rows_a, rows_b = sums.rows_of(a), sums.rows_of(b)
    of_a, of_b = sums.document[rows_a], sums.document[rows_b]
    only_a, only_b = ~np.isin(of_a, of_b), ~np.isin(of_b, of_a)
    both_a, both_b = rows_a[~only_a], rows_b[~only_b]
    lined_a = np.concatenate([rows_a[only_a], both_a, np.full(int(only_b.sum()), -1)])
    lined_b = np.concatenate([np.full(int(only_a.sum()), -1), both_b, rows_b[only_b]])
    block = sums.blocks_of(np.maximum(lined_a, lined_b), strata)
    return Pair(a, b, lined_a.astype(np.intp), lined_b.astype(np.intp), block)


def pair_labels(pair: Pair, draws: int, seed: int) -> Labels:
    """Rearranged labels of the pair's documents; they hang only on how many there are of each sort and stratum."""
    in_a, in_b = pair.rows_a >= 0, pair.rows_b >= 0
    if pair.flipped:
        in_a, in_b = in_b, in_a
    pattern = "".join(f"{int(i)}{int(j)}{k}," for i, j, k in zip(in_a, in_b, pair.block, strict=True))
    labels = draw_labels(in_a, in_b, pair.block, draws, child_generator(seed, "labels", pattern))
    if not pair.flipped:
        return labels
    # What is A's in one pair is B's in the other; "as observed" of a shared document stays.
    return replace(labels, own=np.where(in_a & in_b, labels.own, ~labels.own))


def compare_pair(
    pair: Pair, sums: Sums, sides: tuple[Estimate, Estimate], labels: Labels, plan: Plan, seed: int
) -> PairResult:
    """Everything about one pair and the plan's measure."""
    x, m = sums.measured(plan.measure)
    lined = pair.sums(x, m)
    a, b = sides
    moved = _residuals(lined)
    correlation = _correlation(*moved)
    testable = is_testable(lined)
    intervals = _intervals(pair, lined, sides, moved, plan, seed) if testable else _unknown(a.share)
    scale = scale_of(plan.measure)
    permuted = permute_shares(lined, labels.own, scale=scale)[0] if testable else np.empty((0, x.shape[1]))
    statistic, p, p_max_t, omnibus, p_omnibus = _tested(lined, labels, permuted, bool(plan.strata), scale)
    error = np.sqrt(np.maximum(a.variance + b.variance - 2 * correlation * np.sqrt(a.variance * b.variance), 0.0))
    low, high = intervals[plan.interval]
    return PairResult(
        difference=a.share - b.share,
        low=low,
        high=high,
        intervals=intervals,
        correlation=correlation,
        statistic=statistic,
        p=p,
        p_max_t=p_max_t,
        omnibus=omnibus,
        p_omnibus=p_omnibus,
        detectable=_detectable(a, b, error, plan.measure) if testable else np.full_like(a.share, np.nan),
        arrangements=labels.arrangements,
        testable=testable,
    )


def permute_compositions(
    pair: Pair, sums: Sums, labels: Labels, *, centred: bool
) -> tuple[float, tuple[Floats, Floats]]:
    """P of no difference in the composition of mentions over all frames at once, and both compositions under the null.

    p is nan where it cannot be tested.
    """
    lined = pair.sums(*sums.measured("composition"))
    if not is_testable(lined):
        none = np.empty((0, lined.xa.shape[1]))
        return float("nan"), (none, none)
    permuted, *shares = permute_shares(lined, labels.own)
    return _tested(lined, labels, permuted, centred)[-1], (shares[0], shares[1])


def is_testable(lined: PairSums) -> bool:
    """Whether both sides have at least two documents with text."""
    return bool(min(np.count_nonzero(lined.ma), np.count_nonzero(lined.mb)) >= 2)


def _residuals(lined: PairSums) -> tuple[Floats, Floats]:
    """Both speakers' jackknife residuals on the documents of the pair, 0 where a speaker is absent."""
    out = np.zeros_like(lined.xa), np.zeros_like(lined.xb)
    out[0][lined.in_a] = jackknife_residuals(lined.xa[lined.in_a], lined.ma[lined.in_a])
    out[1][lined.in_b] = jackknife_residuals(lined.xb[lined.in_b], lined.mb[lined.in_b])
    return out


def _correlation(a: Floats, b: Floats) -> Floats:
    """Of the two shares' errors, through the documents that quote both."""
    size = np.sqrt((a**2).sum(axis=0) * (b**2).sum(axis=0))
    return np.asarray(np.divide((a * b).sum(axis=0), size, out=np.zeros_like(size), where=size > 0), dtype=np.float64)


def _intervals(
    pair: Pair, lined: PairSums, sides: tuple[Estimate, Estimate], moved: tuple[Floats, Floats], plan: Plan, seed: int
) -> dict[str, tuple[Floats, Floats]]:
    a, b = sides
    correlation = _correlation(*moved)
    drawn_a, drawn_b = bootstrap_pair(pair, lined, plan, seed) if pair.n_shared else (a.draws, b.draws)
    ordered = sort_draws(drawn_a - drawn_b)
    left_out = moved[0] - moved[1]
    return {
        "jackknife": ratio_difference_interval(
            (a.x, a.m), (b.x, b.m), correlation, scale=scale_of(plan.measure), level=plan.level
        ),
        "percentile": percentile_interval(ordered, level=plan.level),
        "bca": bca_interval(ordered, a.share - b.share, left_out, level=plan.level),
    }


def bootstrap_pair(pair: Pair, lined: PairSums, plan: Plan, seed: int) -> tuple[Floats, Floats]:
    """Shares of A and of B over resampled documents, so that a document that quotes both is drawn for both."""
    k = lined.xa.shape[1]
    columns = np.column_stack([lined.xa, lined.ma, lined.xb, lined.mb])
    rng = child_generator(seed, "bootstrap", plan.measure, *sorted((pair.a, pair.b)))
    sums = bootstrap_sums(columns, plan.draws, rng, pair.block)
    ma, mb = (np.where(sums[:, [at]] > 0, sums[:, [at]], np.nan) for at in (k, 2 * k + 1))
    return sums[:, :k] / ma, sums[:, k + 1 : 2 * k + 1] / mb


def _tested(
    lined: PairSums, labels: Labels, permuted: Floats, centred: bool, scale: str = SHARE
) -> tuple[Floats, Floats, Floats, float, float]:
    """Statistics, p, max-T p, and the omnibus: the sum of squared statistics over frames.

    With strata the statistic is held against its mean under the rearrangements: strata that differ in the frame move
    the difference even where labels mean nothing.
    """
    observed = permute_shares(lined, observed_labels(lined), scale=scale)[0][0]
    nothing = np.full_like(observed, np.nan)
    if not is_testable(lined) or labels.arrangements < 2:
        return nothing, nothing, nothing, float("nan"), float("nan")
    if centred:
        finite = np.where(np.isfinite(permuted), permuted, 0.0)
        centre = finite.mean(axis=0)
        observed, permuted = observed - centre, permuted - centre
    size, sizes = np.abs(observed), np.abs(permuted)
    together, drawn = np.array([(size**2).sum()]), (sizes**2).sum(axis=1, keepdims=True)
    p = permutation_p(size, sizes, exact=labels.exact)
    p_omnibus = permutation_p(together, drawn, exact=labels.exact)
    return observed, p, adjust_max_t(size, sizes, exact=labels.exact), float(together[0]), float(p_omnibus[0])


def _detectable(a: Estimate, b: Estimate, error: Floats, measure: str) -> Floats:
    """The smallest difference that 80 % of such studies would show at 5 %, documents as clusters."""
    if measure not in ("share", "composition"):
        return detectable_from_error(error)
    effects = np.stack([design_effects(a, measure), design_effects(b, measure)])
    # A frame that one speaker never uses has no design effect of its own; the other's is the best guess.
    effects = np.where(np.isnan(effects), effects[::-1], effects)
    effects = np.where(np.isnan(effects), 1.0, effects)
    pooled = (a.x.sum(axis=0) + b.x.sum(axis=0)) / (a.m.sum() + b.m.sum())
    sizes = a.m.sum() / effects[0], b.m.sum() / effects[1]
    # Whichever of the two uses the frame more: the harder case.
    return np.maximum(detectable_difference(pooled, *sizes), detectable_difference(pooled, *sizes[::-1]))


def _unknown(share: Floats) -> dict[str, tuple[Floats, Floats]]:
    nothing = np.full_like(share, np.nan)
    return dict.fromkeys(("jackknife", "percentile", "bca"), (nothing, nothing))
