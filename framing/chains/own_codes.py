"""The comparison on a user's own table of codes, by hand or by any machine, without our reading and scoring.

In: a pandas, polars, DuckDB or Arrow table, or a dict of columns. Out: a Comparison. It computes nothing itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from framing.aggregate import CodeColumns, distributions_from_codes
from framing.compare import Comparison, Plan, compare_speakers, remark_weights


def compare_codes(
    codes: Any,
    *,
    frames: Sequence[str] = (),
    columns: CodeColumns | None = None,
    plan: Plan | None = None,
    seed: int = 0,
) -> Comparison:
    """Who uses which frame more, from codes that are already there.

    codes : wide, a row a passage, when `frames` names its columns of 0/1, counts or probabilities; else long, a row a
    passage and frame with `frame` and `code`. columns : what its columns are called (CodeColumns); a column of weights
    counts when there is one. The result's tables have `to_pandas()`; `remarks` must be read with them.
    Raises FramingError for missing columns and numbers that are none.

    >>> codes = {"speaker": ["Ana", "Ana", "Ben", "Ben"], "document_id": ["1", "2", "3", "4"], "war": [1, 1, 0, 1]}
    >>> compare_codes(codes, frames=["war"]).comparison["difference"].to_pylist()
    [0.5]
    """
    names = columns or CodeColumns()
    chosen = plan or Plan()
    distributions = distributions_from_codes(codes, frames=frames, columns=names, carry=_strata(chosen))
    result = compare_speakers(distributions, chosen, rng=np.random.default_rng(seed))
    return _weighed(result, names.weight if _has(codes, names.weight) else "")


def _strata(plan: Plan) -> tuple[str, ...]:
    return (plan.strata,) if plan.strata else ()


def _has(codes: Any, column: str) -> bool:
    names = getattr(codes, "column_names", None) or getattr(codes, "columns", None)
    return column in (codes if names is None else list(names))


def _weighed(result: Comparison, column: str) -> Comparison:
    return replace(result, remarks=(*result.remarks, *remark_weights(column)))
