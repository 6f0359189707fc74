"""How well machine codes match hand codes, for all units and for each speaker, source and language.

In: Coded and what the machine says of its units. Out: the ACCURACY table.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pyarrow as pa

from framing.stats.accuracy import (
    area_under_curve,
    brier_score,
    calibration_error,
    confusion,
    precision_recall_f1,
)
from framing.stats.bootstrap import bootstrap_sums, percentile_interval, sort_draws
from framing.stats.ratios import Floats
from framing.validate.agreement import LEVEL, known
from framing.validate.coded import Coded, Ints, large_groups, sum_documents

MACRO = "mean of frames"
ALL = "all"

ACCURACY = pa.schema(
    {
        "column": pa.string(),
        "group": pa.string(),
        "frame": pa.string(),
        "n_units": pa.int64(),
        "n_documents": pa.int64(),
        "true_positives": pa.int64(),
        "false_positives": pa.int64(),
        "false_negatives": pa.int64(),
        "true_negatives": pa.int64(),
        "hand_share": pa.float64(),
        "machine_share": pa.float64(),
        "precision": pa.float64(),
        "precision_low": pa.float64(),
        "precision_high": pa.float64(),
        "recall": pa.float64(),
        "recall_low": pa.float64(),
        "recall_high": pa.float64(),
        "f1": pa.float64(),
        "f1_low": pa.float64(),
        "f1_high": pa.float64(),
        "auc": pa.float64(),
        "brier": pa.float64(),
        "calibration_error": pa.float64(),
    }
)


def measure_accuracy(
    coded: Coded,
    machine: Floats,
    probability: Floats | None,
    *,
    columns: Sequence[str],
    draws: int,
    rng: np.random.Generator,
) -> pa.Table:
    """ACCURACY of all units and of the groups of each column; intervals by bootstrap over documents.

    machine : (units, frames) 0/1, nan where it said nothing. probability : the same shape, or None. Counts are
    unweighted, everything else by `coded.weight`. Units on which the coders are even count for nothing.
    """
    rows = []
    for column, group, chosen in _subsets(coded, columns):
        numbers = probability[chosen] if probability is not None else None
        rows += _group_rows(coded, machine, numbers, (column, group, chosen), draws, rng)
    return pa.Table.from_pylist(rows, schema=ACCURACY)


def _subsets(coded: Coded, columns: Sequence[str]) -> list[tuple[str, str, Ints]]:
    subsets: list[tuple[str, str, Ints]] = [(ALL, ALL, np.arange(len(coded.units)))]
    for column in columns:
        names, group = large_groups(coded, column)
        subsets += [(column, name, np.flatnonzero(group == g)) for g, name in enumerate(names)]
    return subsets


def _group_rows(
    coded: Coded,
    machine: Floats,
    probability: Floats | None,
    subset: tuple[str, str, Ints],
    draws: int,
    rng: np.random.Generator,
) -> list[dict[str, object]]:
    column, group, chosen = subset
    hand, said, weight = coded.hand[chosen], machine[chosen], coded.weight[chosen]
    rows, drawn, whole = [], [], []
    for k, frame in enumerate(coded.frames):
        usable = ~np.isnan(said[:, k]) & np.isin(hand[:, k], (0.0, 1.0))
        y, m, w, documents = hand[usable, k], said[usable, k], weight[usable], coded.document[chosen][usable]
        counts = confusion(y, m, np.ones(len(y))).sum(axis=0)
        sums = sum_documents(confusion(y, m, w), documents)
        measures = precision_recall_f1(sums.sum(axis=0))
        resampled = precision_recall_f1(bootstrap_sums(sums, draws, rng)) if len(sums) > 1 else np.full((1, 3), np.nan)
        drawn.append(resampled[:, 2])
        whole.append(measures[2])
        names = ("true_positives", "false_positives", "false_negatives", "true_negatives")
        row: dict[str, object] = {"column": column, "group": group, "frame": frame, "n_units": int(usable.sum())}
        row |= {"n_documents": len(sums)} | dict(zip(names, map(int, counts), strict=True))
        row |= {"hand_share": _mean(y, w), "machine_share": _mean(m, w)}
        for i, name in enumerate(("precision", "recall", "f1")):
            row |= _with_interval(name, float(measures[i]), resampled[:, i])
        if probability is not None and len(y):
            p = probability[usable, k]
            row |= {"auc": known(area_under_curve(y, p)), "brier": brier_score(y, p, w)}
            row |= {"calibration_error": calibration_error(y, p, w)}
        rows.append(row)
    shape = min(len(d) for d in drawn)
    mean = np.array([_mean_known([d[i] for d in drawn]) for i in range(shape)]) if shape > 1 else np.full(1, np.nan)
    macro = {"column": column, "group": group, "frame": MACRO, "n_units": len(chosen)}
    macro |= {"n_documents": len(np.unique(coded.document[chosen]))}
    return [*rows, macro | _with_interval("f1", _mean_known(whole), mean)]


def _with_interval(name: str, value: float, drawn: Floats) -> dict[str, float | None]:
    low, high = percentile_interval(sort_draws(drawn[:, None]), level=LEVEL)
    return {name: known(value), f"{name}_low": known(float(low[0])), f"{name}_high": known(float(high[0]))}


def _mean_known(values: Sequence[float]) -> float:
    """The mean of the values that are defined; nan where none is."""
    kept = [float(v) for v in values if not np.isnan(v)]
    return sum(kept) / len(kept) if kept else float("nan")


def _mean(values: Floats, weight: Floats) -> float | None:
    return float(np.average(values, weights=weight)) if len(values) else None
