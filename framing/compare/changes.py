"""Change points: where a speaker's share of a frame steps up or down.

In: DISTRIBUTIONS with a `date` behind them. Out: a table. A slow trend is a step here too: look at the shares.
"""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from framing.compare.dates import dated_sums, named_speakers
from framing.compare.plan import Plan
from framing.compare.prevalence import scale_of
from framing.compare.sums import Sums, child_generator
from framing.compare.tables import Row
from framing.stats.adjust import adjust_holm
from framing.stats.changes import find_change
from framing.stats.permute import Ints

# A segment of fewer documents says more of those documents than of a period.
FEWEST_IN_SEGMENT = 5


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
    sums, dates = dated_sums(distributions, plan)
    seed = int(rng.integers(2**32))
    rows: list[Row] = []
    for speaker in named_speakers(sums):
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
