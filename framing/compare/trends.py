"""Trends: a straight line through each speaker's shares over time, and whether two speakers' lines differ in slope.

In: DISTRIBUTIONS with a `date` behind them. Out: tables. Nothing but a line is looked for.
"""

from __future__ import annotations

import itertools
from dataclasses import replace

import numpy as np
import pyarrow as pa

from framing.compare.dates import as_years, dated_sums, named_speakers
from framing.compare.pairs import line_up, pair_labels
from framing.compare.plan import Plan
from framing.compare.tables import Row
from framing.stats.adjust import adjust_holm
from framing.stats.slopes import compare_slopes, share_slopes, slope_interval


def estimate_trends(distributions: pa.Table, plan: Plan | None = None) -> pa.Table:
    """Each speaker's slope a year: speaker, frame, slope, ci_low, ci_high, p, p_adjusted, n_documents, first, last.

    Least squares weighted by text, standard errors over documents, Student's t; nan with fewer than four documents.
    p_adjusted is Holm's over all rows.
    """
    plan = plan or Plan()
    sums, dates = dated_sums(distributions, plan)
    x, m = sums.measured(plan.measure)
    rows: list[Row] = []
    for speaker in named_speakers(sums):
        at = sums.rows_of(speaker)
        at = at[m[at] > 0]
        if len(at) == 0:
            continue
        times = np.array([as_years(date) for date in dates[at]])
        numbers = zip(*slope_interval(x[at], m[at], times, level=plan.level), strict=True)
        span = {"n_documents": len(at), "first": str(min(dates[at])), "last": str(max(dates[at]))}
        for frame, (slope, low, high, p) in zip(sums.frames, numbers, strict=True):
            row: Row = {"measure": plan.measure, "speaker": speaker, "frame": frame, "slope": slope}
            rows.append({**row, "ci_low": low, "ci_high": high, "p": p, **span})
    return _adjusted(rows, _TRENDS)


def compare_trends(distributions: pa.Table, plan: Plan | None = None, *, rng: np.random.Generator) -> pa.Table:
    """Slopes a year and whether they differ: speaker_a, speaker_b, frame, slope_a, slope_b, difference, error, p.

    Straight lines of document shares on the date, weighted by text. p_adjusted is Holm's over all rows. Documents that
    quote both are left out: their labels cannot be exchanged with their date.
    """
    plan = plan or Plan()
    sums, dates = dated_sums(distributions, plan)
    seed, (x, m) = int(rng.integers(2**32)), sums.measured(plan.measure)
    times = np.array([as_years(date) for date in dates])
    rows: list[Row] = []
    for a, b in itertools.combinations(named_speakers(sums), 2):
        pair = line_up(sums, a, b, "")
        kept = (pair.rows_a < 0) | (pair.rows_b < 0)
        pair = replace(pair, rows_a=pair.rows_a[kept], rows_b=pair.rows_b[kept], block=pair.block[kept])
        at, in_a = np.maximum(pair.rows_a, pair.rows_b), pair.rows_a >= 0
        own = np.concatenate([in_a[None, :], pair_labels(pair, plan.draws, seed).own])
        difference, error, p = compare_slopes(x[at], m[at], times[at], own)
        slopes = [share_slopes(x[at], m[at], times[at], side[None, :].astype(float))[0][0] for side in (in_a, ~in_a)]
        for k, frame in enumerate(sums.frames):
            row: Row = {"measure": plan.measure, "speaker_a": a, "speaker_b": b, "frame": frame}
            row |= {"slope_a": slopes[0][k], "slope_b": slopes[1][k], "difference": difference[k], "error": error[k]}
            rows.append({**row, "p": p[k], "n_documents_a": int(in_a.sum()), "n_documents_b": int((~in_a).sum())})
    return _adjusted(rows, _DIFFERENCES)


_TRENDS = pa.schema(
    [(n, pa.string()) for n in ("measure", "speaker", "frame")]
    + [(n, pa.float64()) for n in ("slope", "ci_low", "ci_high", "p", "p_adjusted")]
    + [("n_documents", pa.int64()), ("first", pa.string()), ("last", pa.string())]
)
_DIFFERENCES = pa.schema(
    [(n, pa.string()) for n in ("measure", "speaker_a", "speaker_b", "frame")]
    + [(n, pa.float64()) for n in ("slope_a", "slope_b", "difference", "error", "p", "p_adjusted")]
    + [("n_documents_a", pa.int64()), ("n_documents_b", pa.int64())]
)


def _adjusted(rows: list[Row], schema: pa.Schema) -> pa.Table:
    adjusted = adjust_holm(np.array([row["p"] for row in rows], dtype=np.float64))
    return pa.Table.from_pylist(
        [{**row, "p_adjusted": float(q)} for row, q in zip(rows, adjusted, strict=True)], schema=schema
    )
