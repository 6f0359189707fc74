"""Dates behind the sums: whose documents have one, and how dates become numbers.

In: DISTRIBUTIONS with a `date` or a `year` behind them. Out: the dated part of them. Guesses no date.
"""

from __future__ import annotations

import re

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from framing.compare.plan import Plan
from framing.compare.sums import Sums, read_distributions
from framing.errors import FramingError

# How many characters of a date name its period.
PERIODS = {"year": 4, "month": 7, "day": 10}
_FORM = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?([T ].*)?")


def dated_sums(distributions: pa.Table, plan: Plan) -> tuple[Sums, np.ndarray]:
    """The sums of the documents that have a date, and the date of each row."""
    sums = read_distributions(with_dates(distributions))
    sums.check_measure(plan.measure)
    return sums, sums.carried["date"]


def with_dates(distributions: pa.Table) -> pa.Table:
    """The rows with a date, as texts in a column `date`; where there is none the column `year` stands in.

    Raises FramingError when no document has a date, or one is not of the form 2004, 2004-07 or 2004-07-15.
    """
    dates = _dates(distributions)
    table = distributions.drop_columns([name for name in ("date",) if name in distributions.column_names])
    dated = table.append_column("date", dates).filter(pc.not_equal(dates, ""))
    if len(dated) == 0:
        raise FramingError("no document has a date; nothing can be said about time")
    for date in pc.unique(dated["date"]).to_pylist():
        if not _FORM.fullmatch(date):
            raise FramingError(f"date '{date}' is not of the form 2004, 2004-07 or 2004-07-15")
    return dated


def count_undated(distributions: pa.Table) -> int:
    """How many documents have no date."""
    without = distributions.filter(pc.equal(_dates(distributions), ""))
    return len(pc.unique(without["document_id"]))


def named_speakers(sums: Sums) -> list[str]:
    """Everybody but nobody."""
    return [name for name in sums.speakers if name]


def cut_dates(dates: np.ndarray, period: str) -> np.ndarray:
    """Dates as periods. Raises FramingError for an unknown period, and for dates less exact than it."""
    if period not in PERIODS:
        raise FramingError(f"period '{period}' is not known; choose one of {', '.join(PERIODS)}")
    cut = PERIODS[period]
    short = [date for date in sorted(set(dates.tolist())) if len(date) < cut]
    if short:
        raise FramingError(f"date '{short[0]}' names no {period}; choose a longer period")
    return dates.astype(f"U{cut}")


def as_years(date: str) -> float:
    """2004-07 as 2004.5: good enough for a slope a year.

    >>> [round(as_years(date), 2) for date in ("2004", "2004-07", "2004-07-15")]
    [2004.0, 2004.5, 2004.54]
    """
    year, month, day = ([int(v) for v in date[:10].split("-")] + [1, 1])[:3]
    return year + (month - 1) / 12 + (day - 1) / 365.25


def _dates(distributions: pa.Table) -> pa.ChunkedArray:
    there = [name for name in ("date", "year") if name in distributions.column_names]
    if not there:
        raise FramingError("the distributions have no dates; aggregate passages that have a date column")
    texts = [pc.fill_null(pc.cast(distributions[name], pa.string()), "") for name in there]
    return texts[0] if len(texts) == 1 else pc.if_else(pc.equal(texts[0], ""), texts[1], texts[0])
