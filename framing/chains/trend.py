"""Frames over time in one reading of the inputs: shares by period, trends, change points, before and after an event.

In: a Study. Out: Findings. It computes nothing itself.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pyarrow as pa

from framing.chains.comparison import Beside, gather_sums, tables_of
from framing.chains.findings import Findings
from framing.chains.repetition import settle_copies
from framing.compare import (
    FEWEST_IN_SEGMENT,
    MEASURES,
    choose_groups,
    compare_before_after,
    compare_trends,
    count_undated,
    estimate_trends,
    find_changes,
    remark_weights,
    shares_over_time,
)
from framing.opening import Study, choices_of, plan_of


def trend_study(study: Study, *, over: str = "year", event: str = "", segment: int = FEWEST_IN_SEGMENT) -> Findings:
    """Shares by period, each speaker's trend, trends that differ, change points, and before and after an event.

    over : year, month or day. event : a date, "" for none. segment : documents on either side of a change point.
    Tables: times, trends, trend_differences, changes; with an event the tables of a comparison, its pairs "A from DATE"
    and "A before DATE". Raises FramingError when no document has a date.
    """
    study, said = settle_copies(study)
    # The year stands in where a corpus has no exact dates.
    gathered = gather_sums(study, Beside(numeric=("year",))).distributions
    plan, s = plan_of(study.settings), study.settings
    distributions, left = choose_groups(gathered, only=s.only, fewest=s.fewest)

    def rng() -> np.random.Generator:
        # A table is the same whichever others are asked for.
        return np.random.default_rng(s.seed)

    times = shares_over_time(distributions, plan, period=over, rng=rng())
    tables = {"times": times, "trends": estimate_trends(distributions, plan)}
    tables["trend_differences"] = compare_trends(distributions, plan, rng=rng())
    tables["changes"] = find_changes(distributions, plan, rng=rng(), fewest=segment)
    remarks = [f"measure: {MEASURES[plan.measure]}", *_remark_times(times, distributions, over)]
    remarks += _remark_tests(tables, segment, plan.draws)
    if event:
        result = compare_before_after(distributions, event, replace(plan, against="pairs"), rng=rng())
        tables |= tables_of(result)
        remarks.append(f"before and after {event}: a difference is not yet an effect of the event")
        # That the two sides are of different years is the question here, not a flaw.
        remarks += [said for said in result.remarks[1:] if "different years" not in said]
    remarks += [*left, *remark_weights(s.weight), *said]
    return Findings(tables, tuple(dict.fromkeys(remarks)), {**choices_of(study), "over": over, "event": event})


def _remark_times(times: pa.Table, distributions: pa.Table, over: str) -> list[str]:
    said = []
    undated = count_undated(distributions)
    if undated:
        said.append(f"{undated} documents have no date and are left out")
    cells = {(r["period"], r["speaker"]): r["n_documents"] for r in times.to_pylist()}
    alone = sum(n == 1 for n in cells.values())
    if alone:
        said.append(
            f"one document in {alone} of {len(cells)} cells of speaker and {over}: description only, no interval"
        )
    return said


def _remark_tests(tables: dict[str, pa.Table], fewest: int, draws: int) -> list[str]:
    said = [
        "trends are straight lines of document shares on the date, weighted by text, documents as clusters and "
        "independent of each other; p adjusted by Holm over speakers and frames",
    ]
    if len(tables["trend_differences"]):
        said.append(f"differences between trends: {draws} rearrangements of the documents' speakers, dates kept")
    if len(tables["changes"]):
        said.append(
            f"change points: the best split with at least {fewest} documents on either side, p from {draws} shuffles "
            "of the documents' order, so that looking everywhere is paid for; a slow trend shows as a step too"
        )
    else:
        said.append(f"change points need {2 * fewest} dated documents of one speaker; nobody has them")
    return said
