"""What held-out codes say of a classifier: a table of scores a frame, by group, with intervals over documents.

In: codes, probabilities, calls, documents and groups. Out: Arrow tables. It fits nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from framing.stats.accuracy import area_under_curve, calibration_error, confusion, precision_recall_f1
from framing.stats.bootstrap import bootstrap_sums, percentile_interval, sort_draws
from framing.stats.ranking import average_precision, reliability_bins

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
MACRO, ALL = "macro", "all"
DRAWS = 500
ACCURACY = pa.schema(
    {
        "by": pa.string(),  # all, language, source, …
        "group": pa.string(),
        "frame": pa.string(),  # or macro: the mean over frames
        "n_passages": pa.int64(),
        "n_documents": pa.int64(),
        "n_coded": pa.float64(),
        "precision": pa.float64(),
        "recall": pa.float64(),
        "f1": pa.float64(),
        "f1_low": pa.float64(),
        "f1_high": pa.float64(),
        "auc": pa.float64(),
        "average_precision": pa.float64(),
        "brier": pa.float64(),
        "brier_low": pa.float64(),
        "brier_high": pa.float64(),
        "calibration_error": pa.float64(),
    }
)
RELIABILITY = pa.schema(
    {"frame": pa.string(), "said": pa.float64(), "seen": pa.float64(), "weight": pa.float64(), "n_passages": pa.int64()}
)


def measure_accuracy(
    held: Mapping[str, Any], frames: Sequence[str], groups: Mapping[str, Sequence[str]], *, rng: np.random.Generator
) -> pa.Table:
    """ACCURACY over all passages and each group. held: arrays codes, probabilities, called, weights, documents, seen.

    f1 and brier have 95% percentile intervals over resampled documents. A frame that is neither coded nor called in a
    group has no F1 and does not enter the group's macro mean.
    """
    everything = {ALL: {ALL: np.asarray(held["seen"])}}
    parts = everything | {by: _members(names, np.asarray(held["seen"])) for by, names in groups.items()}
    rows = [
        row
        for by, members in parts.items()
        for name, chosen in members.items()
        for row in _rows(held, frames, np.flatnonzero(chosen), {"by": by, "group": name}, rng)
    ]
    return pa.Table.from_pylist(rows, schema=ACCURACY)


def _members(names: Sequence[str], seen: NDArray[np.bool_]) -> dict[str, NDArray[np.bool_]]:
    array = np.asarray(names)
    return {str(name): (array == name) & seen for name in np.unique(array[seen]) if name}


def _rows(
    held: Mapping[str, Any], frames: Sequence[str], rows: Ints, head: dict[str, str], rng: np.random.Generator
) -> list[dict[str, Any]]:
    names, document = np.unique(held["documents"][rows], return_inverse=True)
    sums, found = [], []
    for k, frame in enumerate(frames):
        y, p, w = held["codes"][rows, k], held["probabilities"][rows, k], held["weights"][rows]
        known = ~np.isnan(y) & ~np.isnan(p)
        y, p, w = y[known], p[known], w[known]
        called = held["called"][rows, k][known].astype(np.float64)
        counts = np.column_stack([confusion(y, called, w), w * (p - y) ** 2, w])
        by_document = np.zeros((len(names), 6))
        np.add.at(by_document, document[known], counts)
        sums.append(by_document)
        precision, recall, f1 = precision_recall_f1(by_document[:, :4].sum(axis=0))
        found.append(
            {
                **head,
                "frame": frame,
                "n_passages": int(known.sum()),
                "n_documents": len(names),
                "n_coded": float(y.sum()),
                "precision": precision,
                "recall": recall,
                "f1": f1,
                "auc": area_under_curve(y, p),
                "average_precision": average_precision(y, p, w),
                "brier": float((w * (p - y) ** 2).sum() / w.sum()) if len(w) else float("nan"),
                "calibration_error": calibration_error(y, p, w) if len(w) else float("nan"),
            }
        )
    return _with_intervals(found, np.stack(sums, axis=1), head, rng)


def _with_intervals(
    found: list[dict[str, Any]], sums: Floats, head: dict[str, str], rng: np.random.Generator
) -> list[dict[str, Any]]:
    """The rows with intervals, and the macro row behind; sums (documents, frames, 6)."""
    n, k, _ = sums.shape
    draws = bootstrap_sums(sums.reshape(n, -1), DRAWS, rng).reshape(DRAWS, k, 6)
    f1 = precision_recall_f1(draws[:, :, :4])[:, :, 2]
    with np.errstate(invalid="ignore", divide="ignore"):
        brier = draws[:, :, 4] / draws[:, :, 5]
    for number, row in enumerate(found):
        row["f1_low"], row["f1_high"] = _interval(f1[:, number])
        row["brier_low"], row["brier_high"] = _interval(brier[:, number])
    there = [i for i, row in enumerate(found) if not np.isnan(row["f1"])]
    macro: dict[str, Any] = {**head, "frame": MACRO, "n_passages": found[0]["n_passages"], "n_documents": n}
    macro["n_coded"] = sum(row["n_coded"] for row in found)
    for name in ("precision", "recall", "f1", "auc", "average_precision", "brier", "calibration_error"):
        values = [found[i][name] for i in there if not np.isnan(found[i][name])]
        macro[name] = float(np.mean(values)) if values else float("nan")
    if there:
        macro["f1_low"], macro["f1_high"] = _interval(np.nan_to_num(f1[:, there]).mean(axis=1))
        macro["brier_low"], macro["brier_high"] = _interval(brier[:, there].mean(axis=1))
    return [*found, macro]


def _interval(draws: Floats) -> tuple[float, float]:
    ordered = sort_draws(draws[:, None])
    if ordered.shape[1] < DRAWS / 2:
        return float("nan"), float("nan")
    low, high = percentile_interval(ordered)
    return float(low[0]), float(high[0])


def measure_reliability(held: Mapping[str, Any], frames: Sequence[str]) -> pa.Table:
    """RELIABILITY: what was said and what was seen, in ten bins a frame; empty bins have no row."""
    rows: list[dict[str, Any]] = []
    for k, frame in enumerate(frames):
        y, p = held["codes"][:, k], held["probabilities"][:, k]
        known = ~np.isnan(y) & ~np.isnan(p)
        for said, seen, weight, n in reliability_bins(y[known], p[known], held["weights"][known]):
            if n:
                rows.append({"frame": frame, "said": said, "seen": seen, "weight": weight, "n_passages": int(n)})
    return pa.Table.from_pylist(rows, schema=RELIABILITY)


def macro_f1(codes: Floats, called: NDArray[np.bool_], weights: Floats) -> float:
    """The mean over frames of F1; frames neither coded nor called are left out."""
    each = []
    for y, c in zip(codes.T, called.T, strict=True):
        known = ~np.isnan(y)
        each.append(
            precision_recall_f1(confusion(y[known], c[known].astype(np.float64), weights[known]).sum(axis=0))[2]
        )
    kept = [f for f in each if not np.isnan(f)]
    return float(np.mean(kept)) if kept else float("nan")
