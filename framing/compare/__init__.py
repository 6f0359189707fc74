"""How speakers differ in their frames, by how much and how sure."""

from framing.compare.changes import FEWEST_IN_SEGMENT, find_changes
from framing.compare.choose import OTHERS, choose_groups, cover_all
from framing.compare.covariates import adjust_differences, leave_one_out
from framing.compare.dates import count_undated
from framing.compare.matrix import (
    cluster_speakers,
    decompose_entries,
    decompose_frames,
    distance_matrix,
    map_speakers,
    tabulate_matrix,
)
from framing.compare.plan import ADJUSTMENTS, INTERVALS, MEASURES, REST, Comparison, Plan
from framing.compare.remarks import remark_covariates, remark_weights
from framing.compare.speakers import compare_speakers
from framing.compare.times import compare_before_after, shares_over_time
from framing.compare.together import measure_together
from framing.compare.trends import compare_trends, estimate_trends

__all__ = [
    "ADJUSTMENTS",
    "FEWEST_IN_SEGMENT",
    "INTERVALS",
    "MEASURES",
    "OTHERS",
    "REST",
    "Comparison",
    "Plan",
    "adjust_differences",
    "choose_groups",
    "cluster_speakers",
    "compare_before_after",
    "compare_speakers",
    "compare_trends",
    "count_undated",
    "cover_all",
    "decompose_entries",
    "decompose_frames",
    "distance_matrix",
    "estimate_trends",
    "find_changes",
    "leave_one_out",
    "map_speakers",
    "measure_together",
    "remark_covariates",
    "remark_weights",
    "shares_over_time",
    "tabulate_matrix",
]
