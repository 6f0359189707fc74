"""Which terms set one speaker apart from another, or from everybody else.

In: TermCounts. Out: a table of terms with effect sizes, an interval over documents, document counts and dispersion.
It does not say that a term is a frame.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pyarrow as pa

from framing.contrast.counts import Floats, Ints, TermCounts
from framing.errors import FramingError
from framing.stats.adjust import adjust_benjamini_hochberg, permutation_p
from framing.stats.bootstrap import bootstrap_counts, percentile_interval, sort_draws
from framing.stats.keyness import (
    conservative_log_ratio,
    deviation_of_proportions,
    log_odds,
    log_ratio,
    signed_chi2,
    signed_g2,
)
from framing.stats.permute import PairSums, draw_labels, observed_labels, permute_shares
from framing.stats.ratios import RATE

REST = "the rest"
PRIORS = ("pooled", "uniform")
# Terms bootstrapped at once; 2,000 draws of 250 terms are 4 MB.
_TERMS_AT_ONCE = 250


@dataclass(frozen=True)
class TermPlan:
    """How terms are contrasted.

    prior : "pooled", each term's count in both texts, scaled to `prior_size` words in all (0: unscaled, so that the
    prior weighs as much as the texts); "uniform", `alpha` for every term. minimum_count, minimum_documents : of both
    texts together. draws : bootstrap draws over documents.
    """

    prior: str = "pooled"
    prior_size: float = 0.0
    alpha: float = 0.01
    minimum_count: int = 5
    minimum_documents: int = 3
    draws: int = 2000
    level: float = 0.95

    def __post_init__(self) -> None:
        if self.prior not in PRIORS:
            raise FramingError(f"prior '{self.prior}' is not known; choose one of {', '.join(PRIORS)}")
        if self.alpha <= 0 or self.prior_size < 0:
            raise FramingError("the prior must add something: alpha above 0, prior_size 0 or more")


def contrast_terms(
    counts: TermCounts, a: str, b: str = REST, plan: TermPlan | None = None, *, rng: np.random.Generator
) -> pa.Table:
    """The terms that set speaker `a` apart from `b`, or from all others together, those of `a` first.

    Columns: term, speaker_a, speaker_b, count_a/b, per_million_a/b, documents_a/b, dispersion_a/b (DP); log_odds, z and
    ci_low, ci_high of the log-odds over resampled documents; z_documents (studentised difference of rates, documents as
    clusters), p from permuting the speakers of documents, p_adjusted (Benjamini and Hochberg); g2, chi2, log_ratio,
    log_ratio_bound, prior, prior_size. Sorted by z_documents, where there is none by z; ties by term.
    Raises FramingError for an unknown speaker or when no term passes the minimum.
    """
    plan = plan or TermPlan()
    cells_a, cells_b = _sides(counts, a, b)
    terms = _frequent(counts, cells_a, cells_b, plan)
    pair = _line_up(counts, cells_a, cells_b, terms)
    (x, n), (y, m) = (pair.xa[pair.in_a], pair.ma[pair.in_a]), (pair.xb[pair.in_b], pair.mb[pair.in_b])
    alpha, alpha_total = _prior(x, y, n.sum() + m.sum(), _vocabulary(counts, cells_a, cells_b), plan)
    in_a, in_b, n_a, n_b = x.sum(axis=0), y.sum(axis=0), float(n.sum()), float(m.sum())
    delta, z = log_odds(in_a, n_a, in_b, n_b, alpha, alpha_total)
    low, high = _bootstrapped(pair, (alpha, alpha_total), plan, rng)
    by_documents, p = _permuted(pair, plan, rng)
    table = pa.table(
        {
            "term": [counts.terms[t] for t in terms],
            "speaker_a": [a] * len(terms),
            "speaker_b": [b] * len(terms),
            "count_a": in_a,
            "count_b": in_b,
            "per_million_a": in_a / n_a * 1e6,
            "per_million_b": in_b / n_b * 1e6,
            "documents_a": np.count_nonzero(x, axis=0),
            "documents_b": np.count_nonzero(y, axis=0),
            "dispersion_a": deviation_of_proportions(x, n),
            "dispersion_b": deviation_of_proportions(y, m),
            "log_odds": delta,
            "z": z,
            "ci_low": low,
            "ci_high": high,
            "z_documents": by_documents,
            "p": p,
            "p_adjusted": adjust_benjamini_hochberg(p),
            "g2": signed_g2(in_a, n_a, in_b, n_b),
            "chi2": signed_chi2(in_a, n_a, in_b, n_b),
            "log_ratio": log_ratio(in_a, n_a, in_b, n_b),
            "log_ratio_bound": conservative_log_ratio(in_a, n_a, in_b, n_b, level=plan.level, tests=len(terms)),
            "prior": [plan.prior] * len(terms),
            "prior_size": np.full(len(terms), alpha_total),
        }
    )
    rank = z if np.isnan(by_documents).all() else np.nan_to_num(by_documents, nan=0.0)
    return table.take(pa.array(np.argsort(-rank, kind="stable")))


def contrast_each(counts: TermCounts, plan: TermPlan | None = None, *, rng: np.random.Generator) -> pa.Table:
    """Every speaker against the rest, one below the other; p is adjusted for each speaker by itself."""
    if len(counts.speakers) < 2:
        raise FramingError(f"only {counts.speakers[0]} has text; a contrast needs two speakers")
    return pa.concat_tables([contrast_terms(counts, name, REST, plan, rng=rng) for name in counts.speakers])


def _sides(counts: TermCounts, a: str, b: str) -> tuple[Ints, Ints]:
    for name in (a, b):
        if name not in counts.speakers and not (name == REST and name is not a):
            raise FramingError(f"speaker '{name}' has no text; there are {', '.join(counts.speakers[:10])}")
    others = set(counts.speakers) - {a} if b == REST else {b}
    cells = counts.cells_of({a}), counts.cells_of(others)
    if a == b or not len(cells[1]):
        raise FramingError(f"'{a}' can only be contrasted with somebody else who has text")
    return cells


def _frequent(counts: TermCounts, cells_a: Ints, cells_b: Ints, plan: TermPlan) -> Ints:
    inside = np.isin(counts.cell, np.concatenate([cells_a, cells_b]))
    total = np.bincount(counts.term[inside], weights=counts.count[inside], minlength=len(counts.terms))
    ids = np.unique(counts.cell_document, return_inverse=True)[1].ravel()
    pairs = np.unique(np.stack([counts.term[inside], ids[counts.cell[inside]]]), axis=1)
    documents = np.bincount(pairs[0], minlength=len(counts.terms))
    # With fewer documents than the minimum in all, the minimum is all of them.
    needed = min(plan.minimum_documents, len(np.unique(ids[np.concatenate([cells_a, cells_b])])))
    terms = np.flatnonzero((total >= plan.minimum_count) & (documents >= needed))
    if not len(terms):
        raise FramingError(
            f"no term occurs {plan.minimum_count} times in {needed} documents; lower the minimum or add text"
        )
    return terms


def _vocabulary(counts: TermCounts, cells_a: Ints, cells_b: Ints) -> int:
    return len(np.unique(counts.term[np.isin(counts.cell, np.concatenate([cells_a, cells_b]))]))


def _prior(x: Floats, y: Floats, words: float, vocabulary: int, plan: TermPlan) -> tuple[Floats, float]:
    """Each term's prior count, and the sum over the whole vocabulary, rare terms too."""
    if plan.prior == "uniform":
        return np.full(x.shape[1], plan.alpha), plan.alpha * vocabulary
    size = plan.prior_size or words
    return (x.sum(axis=0) + y.sum(axis=0)) * (size / words), float(size)


def _line_up(counts: TermCounts, cells_a: Ints, cells_b: Ints, terms: Ints) -> PairSums:
    documents = counts.documents_of(np.concatenate([cells_a, cells_b]))
    (x, n), (y, m) = (counts.by_document(cells, terms, documents) for cells in (cells_a, cells_b))
    return PairSums(x, n, y, m, n > 0, m > 0)


def _bootstrapped(
    pair: PairSums, prior: tuple[Floats, float], plan: TermPlan, rng: np.random.Generator
) -> tuple[Floats, Floats]:
    """Percentile interval of the log-odds; documents drawn within each side, or together when some hold both."""
    low, high = np.full((2, pair.xa.shape[1]), np.nan)
    if min(pair.in_a.sum(), pair.in_b.sum()) < 2:
        return low, high
    if pair.shared.any():
        drawn_a = drawn_b = bootstrap_counts(len(pair.ma), plan.draws, rng)
        (xa, ma), (xb, mb) = (pair.xa, pair.ma), (pair.xb, pair.mb)
    else:
        drawn_a, drawn_b = (bootstrap_counts(int(v.sum()), plan.draws, rng) for v in (pair.in_a, pair.in_b))
        (xa, ma), (xb, mb) = (pair.xa[pair.in_a], pair.ma[pair.in_a]), (pair.xb[pair.in_b], pair.mb[pair.in_b])
    n_a, n_b = (drawn_a @ ma)[:, None], (drawn_b @ mb)[:, None]
    for part in _parts(xa.shape[1]):
        delta, _ = log_odds(drawn_a @ xa[:, part], n_a, drawn_b @ xb[:, part], n_b, prior[0][part], prior[1])
        low[part], high[part] = percentile_interval(sort_draws(delta), level=plan.level)
    return low, high


def _permuted(pair: PairSums, plan: TermPlan, rng: np.random.Generator) -> tuple[Floats, Floats]:
    """Studentised differences of rates, and their permutation p; nan with fewer than two documents a side."""
    statistic, p = np.full((2, pair.xa.shape[1]), np.nan)
    labels = draw_labels(pair.in_a, pair.in_b, np.zeros(len(pair.ma), dtype=np.intp), plan.draws, rng)
    if min(pair.in_a.sum(), pair.in_b.sum()) < 2 or labels.arrangements < 2:
        return statistic, p
    for part in _parts(pair.xa.shape[1]):
        some = replace(pair, xa=pair.xa[:, part], xb=pair.xb[:, part])
        statistic[part] = permute_shares(some, observed_labels(some), scale=RATE)[0][0]
        drawn = np.abs(permute_shares(some, labels.own, scale=RATE)[0])
        p[part] = permutation_p(np.abs(statistic[part]), drawn, exact=labels.exact)
    return statistic, p


def _parts(width: int) -> list[slice]:
    return [slice(at, at + _TERMS_AT_ONCE) for at in range(0, width, _TERMS_AT_ONCE)]
