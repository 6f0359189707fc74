"""How far apart two speakers' compositions of frame mentions are, with bias correction, null band and interval.

In: a pair, its rearranged labels and both speakers' composition draws. Out: rows of DISTANCES.
"""

from __future__ import annotations

import numpy as np

from framing.compare.pairs import Pair
from framing.compare.prevalence import Estimate
from framing.stats.distances import measure_distance
from framing.stats.ratios import Floats

_DIVERGENCE = "jensen_shannon_divergence"
_PLAIN = (_DIVERGENCE, "hellinger", "total_variation")


def measure_pair(
    pair: Pair, sides: tuple[Estimate, Estimate], shares: tuple[Floats, Floats], p: float, *, level: float
) -> list[dict[str, object]]:
    """One row a metric.

    sides : estimates of the measure "composition". shares : both compositions under rearranged labels. p : of the
    studentised test that the compositions are one.
    distance : for the Jensen-Shannon metrics the plug-in value less its mean under rearranged labels, never below 0
    (`clipped` says when it was); the plug-in value for the others. null_low, null_high : the middle `level` of the
    plug-in under rearranged labels. The interval is the bootstrap's, moved down by its own bias.
    """
    a, b = sides
    if np.isnan(a.share).any() or np.isnan(b.share).any():
        return []
    null = [_whole(v) for v in shares]
    drawn = [_whole(side.draws) for side in sides]
    named = {"speaker_a": pair.a, "speaker_b": pair.b}
    rows = []
    for metric in _PLAIN:
        values = [measure_distance(metric, *v) for v in ((a.share, b.share), null, drawn)]
        row = _row(metric, float(values[0]), _known(values[1]), _known(values[2]), level)
        rows += [row, _rooted(row)] if metric == _DIVERGENCE else [row]
    return [{**named, **row, **(_UNTESTED if np.isnan(p) else {}), "p": p} for row in rows]


_UNTESTED: dict[str, object] = dict.fromkeys(("ci_low", "ci_high", "null_low", "null_high"), float("nan"))


def _row(metric: str, plug_in: float, null: Floats, drawn: Floats, level: float) -> dict[str, object]:
    distance = max(plug_in - float(null.mean()), 0.0) if metric == _DIVERGENCE and len(null) else plug_in
    low, high = _middle(drawn - drawn.mean() + distance if len(drawn) else drawn, level)
    null_low, null_high = _middle(null, level)
    values = {"distance": distance, "ci_low": low, "ci_high": high, "null_low": null_low, "null_high": null_high}
    more = {"plug_in": plug_in, "null_mean": float(null.mean()) if len(null) else float("nan")}
    return {"metric": metric, **values, **more, "clipped": bool(distance == 0.0 and plug_in > 0.0)}


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
