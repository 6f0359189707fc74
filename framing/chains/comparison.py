"""Everything about how groups differ, in one reading of the inputs: comparison, distances, what makes them, covariates.

In: a Study and what is wanted beside the comparison. Out: Findings. It computes nothing itself.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import pyarrow as pa

from framing.aggregate import aggregate_entries, aggregate_pairs
from framing.chains.findings import Findings
from framing.chains.repetition import settle_copies
from framing.compare import (
    Comparison,
    adjust_differences,
    cluster_speakers,
    decompose_entries,
    decompose_frames,
    leave_one_out,
    map_speakers,
    measure_together,
    remark_covariates,
    tabulate_matrix,
)
from framing.errors import FramingError
from framing.opening import Study, choices_of, groups_of
from framing.study import compare_chosen, score_batches, sum_scores

_TOGETHER = (
    "frames that come together: lift is how many times as often as if they were independent; interval over documents, "
    "not adjusted for the number of pairs of frames"
)
# Below this many groups a matrix says no more than the list of pairs.
_FEWEST_FOR_MATRIX = 3


@dataclass(frozen=True)
class Beside:
    """What is wanted beside the comparison.

    entries : which words make each distance. together : which frames come together. covariates, numeric : columns held
    equal in a regression, as categories and as numbers. leave_out : a column whose values are left out in turn.
    """

    entries: bool = False
    together: bool = False
    covariates: tuple[str, ...] = ()
    numeric: tuple[str, ...] = ()
    leave_out: str = ""

    @property
    def carried(self) -> tuple[str, ...]:
        """The columns that the sums must keep."""
        names = (*self.covariates, *self.numeric, *([self.leave_out] if self.leave_out else []))
        return tuple(dict.fromkeys(names))


@dataclass(frozen=True)
class Gathered:
    """The sums of all batches: DISTRIBUTIONS, sums of entries and of pairs of frames (None where not wanted)."""

    distributions: pa.Table
    entries: pa.Table | None
    pairs: pa.Table | None


def compare_study(study: Study, beside: Beside | None = None) -> Findings:
    """The comparison of the study's groups, with all that is wanted beside it.

    Tables: comparison, distances, prevalence, coverage, omnibus, frames (each frame's part in a distance); with three
    groups or more matrix, tree and map; where wanted entries, together, adjusted, leave_one_out.
    """
    wanted = beside or Beside()
    study, said = settle_copies(study)
    gathered = gather_sums(study, wanted)
    chosen, result = compare_chosen(gathered.distributions, study)
    gathered = replace(gathered, distributions=chosen)
    tables, remarks = tables_of(result), [*result.remarks, *said]
    pairs = pairs_of(result)
    tables["frames"] = decompose_frames(gathered.distributions, pairs, result.plan)
    tables |= _pictures(result, study.settings.against, remarks)
    if gathered.entries is not None:
        tables["entries"] = decompose_entries(gathered.entries, gathered.distributions, pairs, result.plan)
    if gathered.pairs is not None:
        tables["together"] = measure_together(gathered.pairs)
        remarks.append(_TOGETHER)
    if wanted.carried:
        tables |= _regressions(gathered.distributions, wanted)
        remarks += remark_covariates(wanted.covariates, wanted.numeric, study.settings.measure)
    return Findings(tables, tuple(dict.fromkeys(remarks)), choices_of(study))


def gather_sums(study: Study, wanted: Beside) -> Gathered:
    """One reading of the inputs: sums of frames, and of entries and pairs where wanted."""
    sums, entries, pairs, by = [], [], [], groups_of(study)
    for scores in score_batches(study):
        sums.append(sum_scores(scores, study, carry=wanted.carried))
        entries += [aggregate_entries(scores, by=by)] if wanted.entries else []
        pairs += [aggregate_pairs(scores, by=by)] if wanted.together else []
    return Gathered(
        pa.concat_tables(sums, promote_options="default"),
        pa.concat_tables(entries) if wanted.entries else None,
        pa.concat_tables(pairs) if wanted.together else None,
    )


def tables_of(result: Comparison) -> dict[str, pa.Table]:
    """The tables of a comparison by name."""
    names = ("comparison", "distances", "prevalence", "coverage", "omnibus")
    return {name: getattr(result, name) for name in names}


def pairs_of(result: Comparison) -> list[tuple[str, str]]:
    """The pairs that were compared, in order."""
    columns = (result.comparison[side].to_pylist() for side in ("speaker_a", "speaker_b"))
    return list(dict.fromkeys(zip(*columns, strict=True)))


def _pictures(result: Comparison, against: str, remarks: list[str]) -> dict[str, pa.Table]:
    """Matrix, tree and map of three groups or more; where there can be none, why."""
    groups = {name for pair in pairs_of(result) for name in pair}
    if len(groups) < _FEWEST_FOR_MATRIX or against != "pairs":
        return {}
    try:
        matrix = tabulate_matrix(result.distances)
    except FramingError as error:
        remarks.append(f"no matrix, tree or map of all groups: {error}")
        return {}
    return {"matrix": matrix, "tree": cluster_speakers(result.distances), "map": map_speakers(result.distances)}


def _regressions(distributions: pa.Table, wanted: Beside) -> dict[str, pa.Table]:
    tables = {"adjusted": adjust_differences(distributions, wanted.covariates, numeric=wanted.numeric)}
    if wanted.leave_out:
        left = leave_one_out(distributions, wanted.leave_out, wanted.covariates, numeric=wanted.numeric)
        tables["leave_one_out"] = left
    return tables
