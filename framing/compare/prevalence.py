"""How often each speaker uses each frame, with intervals over documents.

In: Sums and a Plan. Out: the prevalence table and, for the pairs, each speaker's estimates and bootstrap draws.
It compares nobody.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from framing.compare.plan import Plan
from framing.compare.sums import Sums, child_generator
from framing.stats.bootstrap import Ints, bca_interval, bootstrap_ratios, percentile_interval, sort_draws
from framing.stats.overdispersion import design_effect, dirichlet_multinomial, wilson_interval
from framing.stats.ratios import (
    RATE,
    SHARE,
    Floats,
    effective_clusters,
    jackknife_interval,
    jackknife_residuals,
    jackknife_variance,
    ratio_of_sums,
)

Interval = tuple[Floats, Floats]
# What a prevalence table without a speaker still has.
_NOBODY = pa.schema(
    [(name, pa.string()) for name in ("measure", "speaker", "frame")]
    + [(name, pa.float64()) for name in ("share", "ci_low", "ci_high")]
    + [("n_documents", pa.int64())]
)


@dataclass(frozen=True)
class Estimate:
    """One side of a comparison: estimates (frames,), their intervals by name, draws (draws, frames), design effects."""

    share: Floats
    variance: Floats
    residuals: Floats
    draws: Floats
    intervals: dict[str, Interval]
    x: Floats
    m: Floats

    def triple(self, interval: str) -> tuple[Floats, Floats, Floats]:
        """Estimate, low and high by the named interval."""
        return self.share, *self.intervals[interval]


def estimate_side(x: Floats, m: Floats, plan: Plan, rng: np.random.Generator, block: Ints | None = None) -> Estimate:
    """Shares of one speaker with all four intervals; x (documents, frames), m (documents,). nan with one document.

    block : strata of the documents, within which the bootstrap draws.
    """
    share, residuals = ratio_of_sums(x, m), jackknife_residuals(x, m)
    intervals = {"jackknife": jackknife_interval(x, m, scale=scale_of(plan.measure), level=plan.level)}
    nothing = np.full_like(share, np.nan)
    intervals["dirichlet_multinomial"] = _model_interval(x, m, plan)
    draws = np.full((1, len(share)), np.nan)
    intervals["percentile"] = intervals["bca"] = (nothing, nothing)
    if np.count_nonzero(m) >= 2:
        draws = bootstrap_ratios(x, m, plan.draws, rng, block)
        ordered = sort_draws(draws)
        intervals["percentile"] = percentile_interval(ordered, level=plan.level)
        intervals["bca"] = bca_interval(ordered, share, residuals, level=plan.level)
    return Estimate(share, jackknife_variance(x, m), residuals, draws, intervals, x, m)


def _model_interval(x: Floats, m: Floats, plan: Plan) -> Interval:
    """Wilson's interval with the passages divided by the Dirichlet-multinomial design effect; nan for rates, means."""
    share = ratio_of_sums(x, m)
    nothing = np.full_like(share, np.nan)
    if plan.measure in ("rate", "probability") or np.count_nonzero(m) < 2:
        return nothing, nothing
    rho = np.array([dirichlet_multinomial(np.column_stack([column, m - column]))[1] for column in x.T])
    # A frame that is always or never there shows no correlation; what it has is not known.
    effects = np.array([design_effect(r, m) if r == r else np.nan for r in rho])
    freedom = max(effective_clusters(m) - 1.0, 1.0)
    return wilson_interval(share, m.sum() / effects, freedom, level=plan.level)


def scale_of(measure: str) -> str:
    """Whether a measure is bounded by 1 (interval on log-odds) or not (on logarithms)."""
    return RATE if measure == "rate" else SHARE


def design_effects(side: Estimate, measure: str) -> Floats:
    """By how much clustering inflates the variance of each share, jackknife over binomial; at least 1, nan unknown.

    Rates are held against the Poisson variance; a mean probability has no such yardstick.
    """
    if measure == "probability":
        return np.full_like(side.share, np.nan)
    plain = side.share / side.m.sum() if measure == "rate" else side.share * (1 - side.share) / side.m.sum()
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.asarray(np.where(plain > 0, np.maximum(side.variance / plain, 1.0), np.nan), dtype=np.float64)


def estimate_speaker(sums: Sums, speaker: str, plan: Plan, seed: int) -> Estimate:
    """One speaker's Estimate; the draws do not hang on who else is there."""
    x, m = sums.measured(plan.measure)
    rows = sums.rows_of(speaker)
    rng = child_generator(seed, "bootstrap", plan.measure, speaker)
    return estimate_side(x[rows], m[rows], plan, rng, sums.blocks_of(rows, plan.strata))


def tabulate_prevalence(sums: Sums, sides: dict[str, Estimate], plan: Plan) -> pa.Table:
    """One row a speaker and frame: measure, share, four intervals, documents, design effect, rho."""
    rows: list[dict[str, object]] = []
    for speaker, side in sides.items():
        effects, own = design_effects(side, plan.measure), sums.rows_of(speaker)
        chosen = side.intervals[plan.interval]
        for k, frame in enumerate(sums.frames):
            rows.append(
                {
                    "measure": plan.measure,
                    "speaker": speaker,
                    "frame": frame,
                    "share": side.share[k],
                    "ci_low": chosen[0][k],
                    "ci_high": chosen[1][k],
                    **{f"{n}_low": low[k] for n, (low, _) in side.intervals.items()},
                    **{f"{n}_high": high[k] for n, (_, high) in side.intervals.items()},
                    "n_documents": int(np.count_nonzero(side.m)),
                    "n_documents_effective": effective_clusters(side.m),
                    "n_documents_with": int(np.count_nonzero(side.x[:, k])),
                    "n_passages": sums.n_passages[own].sum(),
                    "passages_with": sums.passages_with[own, k].sum(),
                    "mentions": sums.mentions[own, k].sum(),
                    "design_effect": effects[k],
                    "rho": _rho(side, k, plan.measure),
                }
            )
    return pa.Table.from_pylist(rows) if rows else _NOBODY.empty_table()


def _rho(side: Estimate, k: int, measure: str) -> float:
    """The Dirichlet-multinomial correlation within documents, where the measure is a count out of a count."""
    if measure in ("rate", "probability"):
        return float("nan")
    return dirichlet_multinomial(np.column_stack([side.x[:, k], side.m - side.x[:, k]]))[1]
