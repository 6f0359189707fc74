"""Which frames come together in a passage, and for whom.

In: sums of frame pairs (`aggregate_pairs`). Out: a table with intervals over documents. Compares no speakers.
"""

from __future__ import annotations

import itertools

import numpy as np
import pyarrow as pa

from framing.compare.tables import Row
from framing.stats.ratios import Floats, student_quantile

_SUMS = ("n_passages", "passages_a", "passages_b", "passages_both")


def measure_together(pairs: pa.Table, *, level: float = 0.95) -> pa.Table:
    """How much more often two frames meet than if they were independent, for each speaker and pair of frames.

    Columns: speaker, frame_a, frame_b, n_passages, passages_a/b/both, expected, lift (both over expected) with ci_low
    and ci_high, phi (correlation of presence), jaccard, n_documents. The interval is the jackknife's over documents on
    the logarithm of the lift, Student's t; nan with fewer than two documents or when the frames never meet.
    """
    names = ["speaker", "frame_a", "frame_b"]
    order = pairs.sort_by([(n, "ascending") for n in (*names, "document_id")])
    keys = list(zip(*(order[n].to_pylist() for n in names), strict=True))
    sums = np.column_stack([order[n].to_numpy() for n in _SUMS])
    bounds = [i for i, key in enumerate(keys) if i == 0 or key != keys[i - 1]] + [len(keys)]
    rows: list[Row] = []
    for first, last in itertools.pairwise(bounds):
        if keys[first][0]:
            rows.append({**dict(zip(names, keys[first], strict=True)), **_measured(sums[first:last], level)})
    return pa.Table.from_pylist(rows)


def _measured(sums: Floats, level: float) -> Row:
    n, a, b, both = (float(v) for v in sums.sum(axis=0))
    expected = a * b / n if n else float("nan")
    low, high = _interval(sums, level)
    bottom = a * b * (n - a) * (n - b)
    row: Row = {"n_passages": n, "passages_a": a, "passages_b": b, "passages_both": both, "expected": expected}
    row |= {"lift": both / expected if expected else float("nan"), "ci_low": low, "ci_high": high}
    row |= {"phi": (n * both - a * b) / bottom**0.5 if bottom > 0 else float("nan")}
    row |= {"jaccard": both / (a + b - both) if a + b - both else float("nan"), "n_documents": len(sums)}
    return row


def _interval(sums: Floats, level: float) -> tuple[float, float]:
    total, documents = sums.sum(axis=0), len(sums)
    left = total - sums
    if documents < 2 or total[3] == 0 or (left <= 0).any():
        return float("nan"), float("nan")
    # log lift = log n + log both - log a - log b
    signs = np.array([1.0, -1.0, -1.0, 1.0])
    whole, without = float(np.log(total) @ signs), np.log(left) @ signs
    error = float(np.sqrt((documents - 1) / documents * ((without - whole) ** 2).sum()))
    reach = student_quantile(documents - 1, level) * error
    return float(np.exp(whole - reach)), float(np.exp(whole + reach))
