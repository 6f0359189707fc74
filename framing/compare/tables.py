"""Rows of the comparison, and their p-values adjusted over everything that was compared.

In: results of pairs. Out: rows and Arrow tables. Rounds nothing.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pyarrow as pa

from framing.compare.pairs import Pair, PairResult
from framing.compare.plan import Plan
from framing.compare.prevalence import Estimate
from framing.stats.adjust import adjust_benjamini_hochberg, adjust_holm, combine_families
from framing.stats.effects import cohen_h, odds_ratio, risk_ratio

Row = dict[str, object]


def pair_rows(
    pair: Pair, result: PairResult, frames: Sequence[str], sides: tuple[Estimate, Estimate], plan: Plan
) -> list[Row]:
    """One row a frame: the columns of COMPARISON, then effect sizes and what they rest on."""
    a, b = sides
    effects = _effects(a, b, result, plan)
    rows: list[Row] = []
    for k, frame in enumerate(frames):
        row: Row = {"measure": plan.measure, "speaker_a": pair.a, "speaker_b": pair.b, "frame": frame}
        row |= {"share_a": a.share[k], "share_b": b.share[k], "difference": result.difference[k]}
        row |= {"ci_low": result.low[k], "ci_high": result.high[k], "p": result.p[k], "p_adjusted": np.nan}
        row |= {"minimum_detectable_difference": result.detectable[k]}
        row |= {"n_documents_a": int(np.count_nonzero(a.m)), "n_documents_b": int(np.count_nonzero(b.m))}
        row |= {"n_documents_shared": pair.n_shared, "statistic": result.statistic[k], "p_max_t": result.p_max_t[k]}
        for name, (low, high) in result.intervals.items():
            row |= {f"{name}_low": low[k], f"{name}_high": high[k]}
        for name, values in effects.items():
            row |= {f"{name}{end}": v[k] for end, v in zip(("", "_low", "_high"), values, strict=True)}
        rows.append(row)
    return rows


def adjust_rows(rows: list[Row], plan: Plan) -> list[Row]:
    """The same rows with p_adjusted by the plan's choice, and p_holm and p_benjamini_hochberg beside it."""
    if not rows:
        return rows
    p = np.array([row["p"] for row in rows], dtype=np.float64)
    family = np.array([f"{row['speaker_a']}\x1f{row['speaker_b']}" for row in rows])
    max_t = combine_families(np.array([row.pop("p_max_t") for row in rows], dtype=np.float64), family)
    holm, benjamini = adjust_holm(p), adjust_benjamini_hochberg(p)
    chosen = {"max-t": max_t, "holm": holm, "benjamini-hochberg": benjamini, "none": p}[plan.adjust]
    added = zip(rows, chosen, max_t, holm, benjamini, strict=True)
    return [
        {**row, "p_adjusted": float(c), "p_max_t": float(m), "p_holm": float(h), "p_benjamini_hochberg": float(q)}
        for row, c, m, h, q in added
    ]


def make_table(rows: Sequence[Row], schema: pa.Schema) -> pa.Table:
    """An Arrow table with the columns of `schema` first and the rows' other columns behind, numbers as float64."""
    if not rows:
        return schema.empty_table()
    columns = {field.name: pa.array([row[field.name] for row in rows], field.type) for field in schema}
    behind = [name for name in rows[0] if name not in columns]
    return pa.table({**columns, **{name: pa.array([row[name] for row in rows]) for name in behind}})


def _effects(a: Estimate, b: Estimate, result: PairResult, plan: Plan) -> dict[str, tuple[np.ndarray, ...]]:
    one, two = a.triple("jackknife"), b.triple("jackknife")
    if not result.testable:
        nothing = np.full_like(a.share, np.nan)
        one, two = (a.share, nothing, nothing), (b.share, nothing, nothing)
    effects: dict[str, tuple[np.ndarray, ...]] = {"risk_ratio": risk_ratio(one, two, result.correlation)}
    if plan.measure != "rate":
        effects["odds_ratio"] = odds_ratio(one, two, result.correlation)
        effects["cohen_h"] = cohen_h(one, two, result.correlation)
    return effects
