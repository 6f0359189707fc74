"""How speakers differ in their frames, by how much and how sure."""

from framing.compare.choose import OTHERS, choose_groups, cover_all
from framing.compare.covariates import adjust_differences, leave_one_out
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
from framing.compare.times import compare_before_after, compare_trends, find_changes, shares_over_time
from framing.compare.together import measure_together

__all__ = [
    "ADJUSTMENTS",
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
    "cover_all",
    "decompose_entries",
    "decompose_frames",
    "distance_matrix",
    "find_changes",
    "leave_one_out",
    "map_speakers",
    "measure_together",
    "remark_covariates",
    "remark_weights",
    "shares_over_time",
    "tabulate_matrix",
]
