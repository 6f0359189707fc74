"""Speakers from different years: which documents of two speakers fall into the time that both cover.

In: Sums with a carried `date` (or `year`). Out: the rows to compare, and the spans in words. It adjusts no trend.
"""

from __future__ import annotations

import numpy as np

from framing.compare.sums import Sums
from framing.stats.permute import Bools

# A date is cut to its year for the common span: days would make the span of a yearly speech a single day.
_YEAR = 4


def years_of(sums: Sums) -> np.ndarray:
    """The year of each row as text, "" where the date is unknown."""
    for column in ("date", "year"):
        if column in sums.carried:
            # A narrower type of text keeps the beginning.
            return sums.carried[column].astype(f"U{_YEAR}")
    return np.full(len(sums.speaker), "", dtype=np.str_)


def span_of(years: np.ndarray) -> tuple[str, str]:
    """The first and the last known year, "" when none is known."""
    known = sorted(set(years.tolist()) - {""})
    return (known[0], known[-1]) if known else ("", "")


def common_rows(sums: Sums, a: str, b: str) -> Bools | None:
    """The rows of both speakers within the years that both cover; None when their years do not overlap.

    Rows without a date stay: nothing says that they are outside. Without dates on either side all rows stay.
    """
    years = years_of(sums)
    of_a, of_b = (sums.speaker == sums.speakers.index(name) for name in (a, b))
    spans = span_of(years[of_a]), span_of(years[of_b])
    if "" in (spans[0][0], spans[1][0]):
        return np.asarray(of_a | of_b)
    first, last = max(spans[0][0], spans[1][0]), min(spans[0][1], spans[1][1])
    inside = (years == "") | ((years >= first) & (years <= last))
    if first > last or not ((of_a & inside).any() and (of_b & inside).any()):
        return None
    return np.asarray((of_a | of_b) & inside)
