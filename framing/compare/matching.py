"""On what text two speakers are compared: the years that both cover, one language for rates.

In: Sums and a pair. Out: a Match. It compares nothing.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from framing.compare.coverage import values_of
from framing.compare.periods import common_rows
from framing.compare.plan import REST, Plan
from framing.compare.sums import Sums


@dataclass(frozen=True)
class Match:
    """The sums on which a pair is compared, None when it cannot be; b may be REST, everybody else added up.

    apart : no year in common. cut : left to the common years. mixed : of more than one language.
    """

    name: str
    sums: Sums | None
    apart: bool = False
    cut: bool = False
    mixed: bool = False


def match_pair(sums: Sums, a: str, b: str, plan: Plan) -> Match:
    """What of two speakers' text is compared under the plan."""
    if b == REST and a in sums.speakers:
        sums = sums.against_rest(a)
    name = f"{a} and {b}"
    # Two who both speak two languages may do so in unlike parts.
    languages = {one for s in (a, b) for one in values_of(sums, "language", sums.rows_of(s)).split(", ")}
    mixed = len(languages) > 1
    if mixed and plan.measure == "rate":
        return Match(name, None, mixed=True)
    rows = common_rows(sums, a, b)
    if rows is None:
        return Match(name, None if plan.periods == "common" else sums, apart=True, mixed=mixed)
    whole = np.isin(sums.speaker, [sums.speakers.index(s) for s in (a, b)])
    if rows.sum() == whole.sum():
        return Match(name, sums, mixed=mixed)
    return Match(name, sums if plan.periods == "all" else sums.select(rows), cut=True, mixed=mixed)
