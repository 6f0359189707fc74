"""How far apart two speakers' compositions of frame mentions are, with bias correction, null band and interval.

In: a pair, its rearranged labels and both speakers' composition draws. Out: rows of DISTANCES.
"""

from __future__ import annotations

import numpy as np

from framing.compare.pairs import Pair, bootstrap_pair
from framing.compare.plan import Plan
from framing.compare.prevalence import Estimate
from framing.compare.sums import Sums
from framing.stats.distances import METRICS, measure_distance
from framing.stats.ratios import Floats

_DIVERGENCE = "jensen_shannon_divergence"
_PLAIN = (_DIVERGENCE, "hellinger", "total_variation")


def measure_pair(
    pair: Pair,
    sums: Sums,
    sides: tuple[Estimate, Estimate],
    null: tuple[float, tuple[Floats, Floats]],
    *,
    plan: Plan,
    seed: int,
) -> list[dict[str, object]]:
    """One row a metric.

    sides : estimates of the measure "composition", which is the plan's. null : what `permute_compositions` gives.
    distance : for the Jensen-Shannon metrics the plug-in value less its mean under rearranged labels, never below 0
    (`clipped` says when it was); the plug-in value for the others, and for all where nothing can be tested (`corrected`
    says which). null_low, null_high : the middle `level` of the plug-in under rearranged labels. The interval is the
    bootstrap's, moved down by its own bias; documents that quote both are drawn for both.
    """
    (a, b), (p, shares) = sides, null
    if np.isnan(a.share).any() or np.isnan(b.share).any():
        return []
    named = {"speaker_a": pair.a, "speaker_b": pair.b}
    if np.isnan(p):
        # One document a side: its labels can be exchanged, but nothing says how much documents vary.
        return [{**named, **_described(metric, a.share, b.share), "p": p} for metric in METRICS]
    alike = [_whole(v) for v in shares]
    joint = pair.sums(*sums.measured(plan.measure))
    drawn = [_whole(v) for v in (bootstrap_pair(pair, joint, plan, seed) if pair.n_shared else (a.draws, b.draws))]
    rows = []
    for metric in _PLAIN:
        values = [measure_distance(metric, *v) for v in ((a.share, b.share), alike, drawn)]
        row = _row(metric, float(values[0]), _known(values[1]), _known(values[2]), plan.level)
        rows += [row, _rooted(row)] if metric == _DIVERGENCE else [row]
    return [{**named, **row, "p": p} for row in rows]


_UNTESTED = dict.fromkeys(("ci_low", "ci_high", "null_low", "null_high", "null_mean"), float("nan"))


def _described(metric: str, a: Floats, b: Floats) -> dict[str, object]:
    """A distance with nothing said about chance."""
    plug_in = float(measure_distance(metric, *(_whole(v[None, :])[0] for v in (a, b))))
    return {
        "metric": metric,
        "distance": plug_in,
        **_UNTESTED,
        "plug_in": plug_in,
        "clipped": False,
        "corrected": False,
    }


def _row(metric: str, plug_in: float, null: Floats, drawn: Floats, level: float) -> dict[str, object]:
    distance = max(plug_in - float(null.mean()), 0.0) if metric == _DIVERGENCE and len(null) else plug_in
    low, high = _middle(drawn - drawn.mean() + distance if len(drawn) else drawn, level)
    null_low, null_high = _middle(null, level)
    values = {"distance": distance, "ci_low": low, "ci_high": high, "null_low": null_low, "null_high": null_high}
    more = {"null_mean": float(null.mean()) if len(null) else float("nan"), "plug_in": plug_in}
    clipped = bool(distance == 0.0 and plug_in > 0.0)
    return {"metric": metric, **values, **more, "clipped": clipped, "corrected": metric == _DIVERGENCE}


def _rooted(row: dict[str, object]) -> dict[str, object]:
    """The Jensen-Shannon distance from the divergence: every number's root."""
    roots = {name: float(np.sqrt(v)) if isinstance(v, float) else v for name, v in row.items()}
    return {**roots, "metric": "jensen_shannon"}


def _whole(shares: Floats) -> Floats:
    """Compositions that sum to 1 to the last digit, rows without text as nan."""
    with np.errstate(invalid="ignore"):
        return np.asarray(shares / shares.sum(axis=1, keepdims=True), dtype=np.float64)


def _known(values: Floats) -> Floats:
    return values[~np.isnan(values)]


def _middle(values: Floats, level: float) -> tuple[float, float]:
    if len(values) == 0:
        return float("nan"), float("nan")
    low, high = np.quantile(values, [(1 - level) / 2, (1 + level) / 2])
    return max(float(low), 0.0), min(max(float(high), 0.0), 1.0)
