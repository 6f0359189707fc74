"""Frames over time: by period, before and after an event, change points, trends.

In: DISTRIBUTIONS with a `date` behind them. Out: tables. Documents without a date are left out, and counted.
"""

from __future__ import annotations

import itertools
from dataclasses import replace

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from framing.compare.pairs import line_up, pair_labels
from framing.compare.plan import Comparison, Plan
from framing.compare.prevalence import estimate_side, scale_of
from framing.compare.speakers import compare_speakers
from framing.compare.sums import Sums, child_generator, read_distributions
from framing.compare.tables import Row
from framing.errors import FramingError
from framing.stats.adjust import adjust_holm
from framing.stats.changes import find_change
from framing.stats.permute import Ints
from framing.stats.slopes import compare_slopes, share_slopes

# How many characters of a date name its period.
PERIODS = {"year": 4, "month": 7, "day": 10}
# A segment of fewer documents says more of those documents than of a period.
FEWEST_IN_SEGMENT = 5


def shares_over_time(
    distributions: pa.Table, plan: Plan | None = None, *, period: str = "year", rng: np.random.Generator
) -> pa.Table:
    """Each speaker's shares in each period: period, speaker, frame, share, ci_low, ci_high, n_documents, n_passages.

    Intervals are nan in a period with one document.
    """
    plan = plan or Plan()
    sums, dates = _dated(distributions, plan)
    seed, (x, m) = int(rng.integers(2**32)), sums.measured(plan.measure)
    periods = np.array([date[: _cut(period)] for date in dates])
    rows: list[Row] = []
    for speaker in _named(sums):
        for when in sorted(set(periods[sums.rows_of(speaker)].tolist())):
            at = np.intersect1d(sums.rows_of(speaker), np.flatnonzero(periods == when))
            side = estimate_side(x[at], m[at], plan, child_generator(seed, "time", speaker, when))
            low, high = side.intervals[plan.interval]
            for k, frame in enumerate(sums.frames):
                row: Row = {"measure": plan.measure, "period": when, "speaker": speaker, "frame": frame}
                row |= {"share": side.share[k], "ci_low": low[k], "ci_high": high[k]}
                rows.append({**row, "n_documents": len(at), "n_passages": float(sums.n_passages[at].sum())})
    return pa.Table.from_pylist(rows)


def compare_before_after(
    distributions: pa.Table, event: str, plan: Plan | None = None, *, rng: np.random.Generator
) -> Comparison:
    """Each speaker before an event against the same speaker from its day on; `event` is a date such as 2022-02-24.

    A date that is less exact than the event (a bare year) and equal to its beginning cannot be placed: FramingError.
    """
    plan = replace(plan or Plan(), periods="all")
    sums, dates = _dated(distributions, plan)
    unclear = [d for d in dates if len(d) < len(event) and event.startswith(d)]
    if unclear:
        raise FramingError(f"date '{unclear[0]}' cannot be placed before or after {event}; give the event as exactly")
    speakers = _named(sums)
    given = _with_dates(distributions)
    late = pc.greater_equal(given["date"], event)
    labels = pc.if_else(late, f" from {event}", f" before {event}")
    names = pc.if_else(pc.equal(given["speaker"], ""), "", pc.binary_join_element_wise(given["speaker"], labels, ""))
    given = given.set_column(given.column_names.index("speaker"), "speaker", names)
    there = set(names.to_pylist())
    pairs = [(f"{s} from {event}", f"{s} before {event}") for s in speakers]
    return compare_speakers(given, plan, rng=rng, pairs=[p for p in pairs if p[0] in there and p[1] in there])


def find_changes(
    distributions: pa.Table,
    plan: Plan | None = None,
    *,
    rng: np.random.Generator,
    fewest: int = FEWEST_IN_SEGMENT,
) -> pa.Table:
    """Change points: speaker, frame, last_before, first_after, share_before, share_after, statistic, p, p_adjusted.

    The best split of each speaker's documents in order of date, at least `fewest` on either side and never within a
    date; when its p, adjusted by Holm over frames, is at most 1 - level, both sides are searched again.
    The search's p is honest for the first split and for each later one within its segment.
    """
    plan = plan or Plan()
    sums, dates = _dated(distributions, plan)
    seed = int(rng.integers(2**32))
    rows: list[Row] = []
    for speaker in _named(sums):
        at = sums.rows_of(speaker)
        at = at[np.lexsort((sums.document[at], dates[at]))]
        rows += _segments(sums, dates, at, tuple(range(len(sums.frames))), (speaker, plan, fewest, seed))
    rows.sort(key=lambda r: (str(r["speaker"]), str(r["frame"]), str(r["first_after"])))
    return pa.Table.from_pylist(rows, schema=_CHANGES)


_CHANGES = pa.schema(
    [(n, pa.string()) for n in ("measure", "speaker", "frame", "last_before", "first_after")]
    + [(n, pa.float64()) for n in ("share_before", "share_after", "statistic", "p", "p_adjusted")]
    + [(n, pa.int64()) for n in ("n_documents_before", "n_documents_after")]
)


def compare_trends(distributions: pa.Table, plan: Plan | None = None, *, rng: np.random.Generator) -> pa.Table:
    """Slopes a year and whether they differ: speaker_a, speaker_b, frame, slope_a, slope_b, difference, error, p.

    Straight lines of document shares on the date, weighted by text. p_adjusted is Holm's over all rows. Documents that
    quote both are left out: their labels cannot be exchanged with their date.
    """
    plan = plan or Plan()
    sums, dates = _dated(distributions, plan)
    seed, (x, m) = int(rng.integers(2**32)), sums.measured(plan.measure)
    times = np.array([_as_years(date) for date in dates])
    rows: list[Row] = []
    for a, b in itertools.combinations(_named(sums), 2):
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
    adjusted = adjust_holm(np.array([row["p"] for row in rows], dtype=np.float64))
    return pa.Table.from_pylist([{**row, "p_adjusted": float(q)} for row, q in zip(rows, adjusted, strict=True)])


def _segments(
    sums: Sums, dates: np.ndarray, at: Ints, frames: tuple[int, ...], how: tuple[str, Plan, int, int]
) -> list[Row]:
    speaker, plan, fewest, seed = how
    splits = np.array(
        [i for i in range(fewest, len(at) - fewest + 1) if dates[at[i - 1]] != dates[at[i]]], dtype=np.intp
    )
    if len(splits) == 0:
        return []
    x, m = (v[at] for v in sums.measured(plan.measure))
    rng = child_generator(seed, "change", speaker, str(at[0]), str(at[-1]))
    where, statistic, p = find_change(x[:, list(frames)], m, splits, plan.draws, rng, scale=scale_of(plan.measure))
    adjusted = adjust_holm(p)
    rows: list[Row] = []
    for j, k in enumerate(frames):
        cut = int(where[j])
        row: Row = {"measure": plan.measure, "speaker": speaker, "frame": sums.frames[k]}
        row |= {"last_before": str(dates[at[cut - 1]]), "first_after": str(dates[at[cut]])}
        row |= {"share_before": x[:cut, k].sum() / m[:cut].sum(), "share_after": x[cut:, k].sum() / m[cut:].sum()}
        row |= {"statistic": statistic[j], "p": p[j], "p_adjusted": adjusted[j]}
        rows.append({**row, "n_documents_before": cut, "n_documents_after": len(at) - cut})
        if adjusted[j] <= 1 - plan.level:
            for part in (at[:cut], at[cut:]):
                found = _segments(sums, dates, part, (k,), how)
                rows += [r for r in found if float(str(r["p_adjusted"])) <= 1 - plan.level]
    return rows


def _dated(distributions: pa.Table, plan: Plan) -> tuple[Sums, np.ndarray]:
    sums = read_distributions(_with_dates(distributions))
    sums.check_measure(plan.measure)
    return sums, sums.carried["date"]


def _with_dates(distributions: pa.Table) -> pa.Table:
    column = "date" if "date" in distributions.column_names else "year"
    if column not in distributions.column_names:
        raise FramingError("the distributions have no dates; aggregate passages that have a date column")
    dates = pc.fill_null(pc.cast(distributions[column], pa.string()), "")
    dated = (
        distributions.append_column("date", dates)
        if column == "year"
        else distributions.set_column(distributions.column_names.index("date"), "date", dates)
    )
    kept = dated.filter(pc.not_equal(dated["date"], ""))
    if len(kept) == 0:
        raise FramingError("no document has a date; nothing can be said about time")
    return kept


def _named(sums: Sums) -> list[str]:
    return [name for name in sums.speakers if name]


def _cut(period: str) -> int:
    if period not in PERIODS:
        raise FramingError(f"period '{period}' is not known; choose one of {', '.join(PERIODS)}")
    return PERIODS[period]


def _as_years(date: str) -> float:
    """2004-07 as 2004.5: good enough for a slope a year."""
    try:
        year, month, day = ([int(v) for v in date[:10].split("-")] + [1, 1])[:3] if len(date) > 4 else (int(date), 1, 1)
    except ValueError as error:
        raise FramingError(f"date '{date}' is not of the form 2004, 2004-07 or 2004-07-15") from error
    return year + (month - 1) / 12 + (day - 1) / 365.25
