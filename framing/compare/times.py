"""Frames over time: by period, and before and after an event.

In: DISTRIBUTIONS with a `date` behind them. Out: tables. Documents without a date are left out.
"""

from __future__ import annotations

import re
from dataclasses import replace

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from framing.compare.dates import cut_dates, dated_sums, named_speakers, with_dates
from framing.compare.plan import Comparison, Plan
from framing.compare.prevalence import estimate_side
from framing.compare.speakers import compare_speakers
from framing.compare.sums import child_generator
from framing.compare.tables import Row
from framing.errors import FramingError


def shares_over_time(
    distributions: pa.Table, plan: Plan | None = None, *, period: str = "year", rng: np.random.Generator
) -> pa.Table:
    """Each speaker's shares in each period: period, speaker, frame, share, ci_low, ci_high, n_documents, n_passages.

    Intervals are nan in a period with one document.
    """
    plan = plan or Plan()
    sums, dates = dated_sums(distributions, plan)
    seed, (x, m) = int(rng.integers(2**32)), sums.measured(plan.measure)
    periods = cut_dates(dates, period)
    rows: list[Row] = []
    for speaker in named_speakers(sums):
        for when in sorted(set(periods[sums.rows_of(speaker)].tolist())):
            at = np.intersect1d(sums.rows_of(speaker), np.flatnonzero(periods == when))
            side = estimate_side(x[at], m[at], plan, child_generator(seed, "time", speaker, when))
            low, high = side.intervals[plan.interval]
            for k, frame in enumerate(sums.frames):
                row: Row = {"measure": plan.measure, "period": when, "speaker": speaker, "frame": frame}
                row |= {"share": side.share[k], "ci_low": low[k], "ci_high": high[k]}
                rows.append({**row, "n_documents": len(at), "n_passages": float(sums.n_passages[at].sum())})
    return pa.Table.from_pylist(rows, schema=_TIMES)


_TIMES = pa.schema(
    [(n, pa.string()) for n in ("measure", "period", "speaker", "frame")]
    + [(n, pa.float64()) for n in ("share", "ci_low", "ci_high")]
    + [("n_documents", pa.int64()), ("n_passages", pa.float64())]
)


def compare_before_after(
    distributions: pa.Table, event: str, plan: Plan | None = None, *, rng: np.random.Generator
) -> Comparison:
    """Each speaker before an event against the same speaker from its day on; `event` is a date such as 2022-02-24.

    Raises FramingError for a date less exact than the event that cannot be placed (2022, of an event in May 2022), and
    when nobody has text on both sides.
    """
    if not re.fullmatch(r"\d{4}(-\d{2}(-\d{2})?)?", event):
        raise FramingError(f"event '{event}' is not a date; give 2022, 2022-02 or 2022-02-24")
    plan = replace(plan or Plan(), periods="all")
    sums, dates = dated_sums(distributions, plan)
    unclear = [d for d in dates if len(d) < len(event) and event.startswith(d)]
    if unclear:
        raise FramingError(f"date '{unclear[0]}' cannot be placed before or after {event}; give the event as exactly")
    speakers = named_speakers(sums)
    given = with_dates(distributions)
    late = pc.greater_equal(given["date"], event)
    labels = pc.if_else(late, f" from {event}", f" before {event}")
    names = pc.if_else(pc.equal(given["speaker"], ""), "", pc.binary_join_element_wise(given["speaker"], labels, ""))
    given = given.set_column(given.column_names.index("speaker"), "speaker", names)
    there = set(names.to_pylist())
    pairs = [(f"{s} from {event}", f"{s} before {event}") for s in speakers]
    both = [pair for pair in pairs if there.issuperset(pair)]
    if not both:
        raise FramingError(
            f"nobody has text both before {event} and from it on; the dates go from {min(dates)} to {max(dates)}"
        )
    return compare_speakers(given, plan, rng=rng, pairs=both)
