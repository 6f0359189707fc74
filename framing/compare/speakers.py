"""The comparison of speakers, whole: prevalence, differences, distances, and what must be said beside them.

In: DISTRIBUTIONS and a Plan. Out: a Comparison. It reads no passages: resampling runs on the sums.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import partial

import numpy as np
import pyarrow as pa

from framing.compare.coverage import tabulate_coverage
from framing.compare.distances import measure_pair
from framing.compare.matching import match_pair
from framing.compare.pairs import Pair, PairResult, compare_pair, line_up, pair_labels, permute_compositions
from framing.compare.plan import REST, Comparison, Plan
from framing.compare.prevalence import Estimate, estimate_speaker, tabulate_prevalence
from framing.compare.remarks import remark_coverage, remark_pairs, remark_speakers, remark_tests
from framing.compare.sums import Sums, read_distributions
from framing.compare.tables import Row, adjust_rows, make_table, pair_rows
from framing.errors import FramingError
from framing.records import COMPARISON, DISTANCES
from framing.stats.permute import Labels


def compare_speakers(
    distributions: pa.Table,
    plan: Plan | None = None,
    *,
    rng: np.random.Generator,
    pairs: Sequence[tuple[str, str]] = (),
    threads: int = 1,
) -> Comparison:
    """Who uses which frame more, by how much and how sure: every pair of speakers, or the pairs named.

    pairs : names, the second of a pair may be REST, everybody else who is named.

    The row order of `distributions` does not matter; the same seed gives the same bytes, and what is found for one pair
    does not hang on which other pairs are asked for, but for the adjustment of p, nor on `threads`.
    Raises FramingError for an unknown speaker, an empty table, or a measure that the sums do not hold.
    """
    plan = plan or Plan()
    sums = read_distributions(distributions)
    sums.check_measure(plan.measure)
    if plan.strata and plan.strata not in sums.carried:
        raise FramingError(f"the distributions have no column '{plan.strata}' for strata; carry it when aggregating")
    work = _Work(plan, int(rng.integers(2**32)), threads)
    sides = {name: work.estimate(sums, name, plan) for name in sums.speakers if name}
    asked = _pairs(sums, plan, pairs)
    matched = [match_pair(sums, a, b, plan) for a, b in asked]
    work.run([(a, b, m.sums) for (a, b), m in zip(asked, matched, strict=True) if m.sums is not None])
    apart, cut, mixed = ([m.name for m in matched if getattr(m, why)] for why in ("apart", "cut", "mixed"))
    rows = adjust_rows(work.rows, plan)
    coverage = tabulate_coverage(sums)
    remarks = [
        *remark_speakers(sides, sums.frames, plan.measure),
        *remark_pairs(apart, cut, mixed, plan),
        *remark_tests(rows, work.fewest, plan),
        *remark_coverage(coverage),
    ]
    return Comparison(
        plan,
        make_table(rows, COMPARISON),
        make_table(work.distances, DISTANCES),
        tabulate_prevalence(sums, sides, plan),
        coverage,
        make_table(work.omnibus, OMNIBUS),
        tuple(remarks),
    )


OMNIBUS = pa.schema(
    {
        "measure": pa.string(),
        "speaker_a": pa.string(),
        "speaker_b": pa.string(),
        "statistic": pa.float64(),
        "p": pa.float64(),
        "arrangements": pa.float64(),
    }
)


class _Work:
    """The pairs done so far. Pairs of equal shape share their rearranged labels, each speaker's estimates are kept."""

    def __init__(self, plan: Plan, seed: int, threads: int) -> None:
        self.plan, self.seed, self.threads = plan, seed, threads
        self.rows: list[Row] = []
        self.distances: list[Row] = []
        self.omnibus: list[Row] = []
        self.fewest = float("inf")
        self._sides: dict[tuple[int, str, str], Estimate] = {}

    def run(self, pairs: list[tuple[str, str, Sums]]) -> None:
        """Every pair, those of equal shape after each other; results in the order given."""
        from threadpoolctl import threadpool_limits

        lined = [(line_up(sums, a, b, self.plan.strata), sums) for a, b, sums in pairs]
        by_shape: dict[bytes, list[int]] = {}
        for at, (pair, _) in enumerate(lined):
            by_shape.setdefault(_shape(pair), []).append(at)
        done: dict[int, tuple[PairResult, list[Row], list[Row]]] = {}
        # The matrices are small: threads of the linear algebra would only wait for each other.
        with threadpool_limits(1, user_api="blas"), ThreadPoolExecutor(self.threads) as pool:
            for places in by_shape.values():
                first = lined[places[0]][0]
                # Nothing is tested with one document a side: one draw will do.
                draws = self.plan.draws if first.fewest > 1 else 1
                labels = pair_labels(first, draws, self.seed)
                one = partial(self._one, labels)
                found = pool.map(one, (lined[at][0] for at in places), (lined[at][1] for at in places))
                done.update(zip(places, found, strict=True))
        for at in range(len(lined)):
            self._keep(lined[at][0], *done[at])

    def _one(self, labels: Labels, pair: Pair, sums: Sums) -> tuple[PairResult, list[Row], list[Row]]:
        sides = self.estimate(sums, pair.a, self.plan), self.estimate(sums, pair.b, self.plan)
        result = compare_pair(pair, sums, sides, labels, self.plan, self.seed)
        distances: list[Row] = []
        if len(sums.frames) > 1:
            composed = replace(self.plan, measure="composition")
            both = self.estimate(sums, pair.a, composed), self.estimate(sums, pair.b, composed)
            null = permute_compositions(pair, sums, labels, centred=bool(self.plan.strata))
            distances = measure_pair(pair, sums, both, null, plan=composed, seed=self.seed)
        return result, pair_rows(pair, result, sums.frames, sides, self.plan), distances

    def _keep(self, pair: Pair, result: PairResult, rows: list[Row], distances: list[Row]) -> None:
        self.rows += rows
        self.distances += distances
        self.fewest = min(self.fewest, result.arrangements) if result.testable else self.fewest
        named = {"measure": self.plan.measure, "speaker_a": pair.a, "speaker_b": pair.b}
        tested = {"statistic": result.omnibus, "p": result.p_omnibus, "arrangements": result.arrangements}
        self.omnibus.append({**named, **tested})

    def estimate(self, sums: Sums, speaker: str, plan: Plan) -> Estimate:
        """One speaker's estimates, computed once for each sums (which live as long as the work) and measure."""
        key = id(sums), plan.measure, speaker
        if key not in self._sides:
            self._sides[key] = estimate_speaker(sums, speaker, plan, self.seed)
        return self._sides[key]


def _shape(pair: Pair) -> bytes:
    """What the rearranged labels of a pair hang on."""
    return np.stack([pair.rows_a >= 0, pair.rows_b >= 0, pair.block]).astype(np.int32).tobytes() + bytes([pair.flipped])


def _pairs(sums: Sums, plan: Plan, named: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    speakers = [s for s in sums.speakers if s]
    for name in itertools.chain.from_iterable(named):
        if name not in speakers and name != REST:
            raise FramingError(f"there is no speaker '{name}'; there are {', '.join(speakers[:10])}")
    if named:
        return list(named)
    if plan.against == "rest":
        return [(s, REST) for s in speakers] if len(speakers) > 1 else []
    return list(itertools.combinations(speakers, 2))
