"""The sentences that must stand beside a comparison.

In: what was measured. Out: plain sentences, each once, in a fixed order. Prints nothing.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pyarrow as pa

from framing.compare.plan import MEASURES, Plan
from framing.compare.prevalence import Estimate
from framing.stats.ratios import effective_clusters

# Under this many documents intervals are honest only for frames that are not rare: docs/calibration.md.
FEW_DOCUMENTS = 10
# Fewer equal documents than this the text amounts to when a few long ones hold most of it.
FEW_EFFECTIVE = 5
# With the frame in fewer documents than this, the interval's level is not secured whatever their number.
FEW_WITH_FRAME = 5
# The smaller side has fewer documents than this and the other LOPSIDED times as many: docs/calibration.md.
FEW_BESIDE_MANY, LOPSIDED = 20, 3
# More names than this are counted, not listed.
_NAMES = 6


def remark_speakers(sides: dict[str, Estimate], frames: Sequence[str], measure: str) -> list[str]:
    """What the documents of each speaker allow."""
    documents = {name: int(np.count_nonzero(side.m)) for name, side in sides.items()}
    one = [name for name, n in documents.items() if n == 1]
    few = [name for name, n in documents.items() if 1 < n < FEW_DOCUMENTS]
    none = [name for name, n in documents.items() if n == 0]
    lean = [n for n, s in sides.items() if documents[n] >= FEW_DOCUMENTS and effective_clusters(s.m) < FEW_EFFECTIVE]
    said = [f"measure: {MEASURES[measure]}; frames are not exclusive, so that shares need not sum to 1"]
    if measure == "composition":
        said = [f"measure: {MEASURES[measure]}; it says nothing of how often a speaker uses any frame at all"]
    if one:
        said.append(f"one document: description only, no inference is possible ({_listed(one)})")
    if none:
        said.append(f"nothing to divide by in '{measure}': no share for {_listed(none)}")
    if few:
        said.append(
            f"fewer than {FEW_DOCUMENTS} documents: intervals and tests are rough, and not to be relied on for "
            f"rare frames ({_listed(few)})"
        )
    if lean:
        said.append(
            f"a few long documents hold most of the text, which counts as fewer than {FEW_EFFECTIVE} ({_listed(lean)})"
        )
    rare = _rare(sides, frames)
    if rare:
        said.append(f"in fewer than {FEW_WITH_FRAME} documents, so that its interval is not secured: {_listed(rare)}")
    return said


def remark_pairs(apart: Sequence[str], cut: Sequence[str], mixed: Sequence[str], plan: Plan) -> list[str]:
    """What was compared with what: pairs "A and B" with no common years, with cut years, and across languages."""
    said = []
    if apart and plan.periods == "common":
        said.append(f"no year in common, not compared: {_listed(apart)}")
    if cut and plan.periods == "common":
        said.append(f"speakers come from different years and are compared within the years both cover: {_listed(cut)}")
    if (apart or cut) and plan.periods == "all":
        said.append(f"speakers come from different years: a difference may be one of time: {_listed([*apart, *cut])}")
    if mixed and plan.measure == "rate":
        said.append(
            "rates per 1,000 words are not comparable between languages, not compared (use shares of passages, or "
            "cross the groups with the language): "
            f"{_listed(mixed)}"
        )
    elif mixed:
        said.append(f"speakers are compared across languages, each with its own lexicon: {_listed(mixed)}")
    return said


def remark_weights(column: str) -> list[str]:
    """That passages count by a column."""
    if not column:
        return []
    return [f"each passage counts by its '{column}': numbers of passages and mentions are weighted sums"]


def remark_covariates(categories: Sequence[str], numbers: Sequence[str], measure: str) -> list[str]:
    """What a regression with covariates holds equal, and what it does not."""
    named = [*categories, *(f"{name} (a straight line on log-odds)" for name in numbers)]
    said = [
        f"held equal in the regression: {_listed(named) if named else 'nothing'}, and nothing else; logistic, without "
        "interactions: one difference for all, standard errors clustered by document, p-values not adjusted",
    ]
    if measure != "share":
        said.append("the regression is of shares of passages, whatever the measure of the comparison")
    return said


def remark_tests(rows: Sequence[dict[str, object]], fewest: float, plan: Plan) -> list[str]:
    """What the tests could show at all."""
    said = []
    if fewest < 20:
        said.append(
            f"a pair has only {fewest:.0f} rearrangements of its documents: no p below {1 / fewest:.2g} is possible"
        )
    tested = [r for r in rows if not np.isnan(float(str(r["p_adjusted"])))]
    if not tested:
        return said
    if any(r["n_documents_shared"] for r in tested):
        said.append("documents that quote both speakers are resampled for both, and their labels swapped within them")
    strata = f", within equal values of {plan.strata}" if plan.strata else ""
    said.append(
        f"p: {plan.draws} rearrangements of the documents' speakers{strata}, studentised; documents are taken to be "
        f"exchangeable and independent of each other; adjusted: {_ADJUSTED[plan.adjust]}"
    )
    said += _remark_lopsided(tested)
    if plan.strata:
        said.append(
            f"bootstrap intervals draw documents within equal values of {plan.strata}; the jackknife does not: it errs "
            "wide where these differ"
        )
    quiet = [r for r in tested if float(str(r["p_adjusted"])) > 1 - plan.level]
    if quiet:
        said.append(
            f"{len(quiet)} of {len(tested)} differences are not told from chance; that is no proof of equality: see "
            "the minimum detectable difference"
        )
    return said + _remark_draws(tested, plan)


_ADJUSTED = {
    "max-t": "max-T over the frames of a pair, stepwise over pairs (family-wise error)",
    "holm": "Holm over frames and pairs (family-wise error)",
    "benjamini-hochberg": "Benjamini–Hochberg over frames and pairs (false discovery rate)",
    "none": "not at all",
}


def _remark_lopsided(tested: Sequence[dict[str, object]]) -> list[str]:
    """Pairs in which the test is least sure of its level."""
    pairs = []
    for r in tested:
        small, large = sorted((int(str(r["n_documents_a"])), int(str(r["n_documents_b"]))))
        if small < FEW_BESIDE_MANY and large >= LOPSIDED * small:
            pairs.append(f"{r['speaker_a']} and {r['speaker_b']}")
    if not pairs:
        return []
    return [
        "few documents beside many: where the few vary more, tests at 5 % find a difference that is not there in up to "
        f"8 % ({_listed(list(dict.fromkeys(pairs)))})"
    ]


def _remark_draws(tested: Sequence[dict[str, object]], plan: Plan) -> list[str]:
    """Where another seed could decide otherwise."""
    level = 1 - plan.level
    error = 2 * (level * (1 - level) / plan.draws) ** 0.5
    close = [r for r in tested if abs(float(str(r["p_adjusted"])) - level) <= error]
    if not close:
        return []
    named = [f"{r['frame']} of {r['speaker_a']} and {r['speaker_b']}" for r in close]
    return [f"p so close to {level:.2g} that another seed may decide otherwise (take more draws): {_listed(named)}"]


def remark_coverage(coverage: pa.Table) -> list[str]:
    """The text of nobody, and translations beside originals."""
    said = []
    for row in coverage.to_pylist():
        if row["speaker"] == "":
            said.append(f"{row['share_of_passages']:.1%} of the passages belong to nobody and are not compared")
    kinds = {kind for row in coverage.to_pylist() if row["speaker"] for kind in row["translated"].split(", ") if kind}
    if len(kinds) > 1:
        said.append("translated and original text are mixed: a translated speech is the interpreter's words")
    elif kinds == {"true"}:
        said.append("all text is translated: the words are the interpreters'")
    return said


def _rare(sides: dict[str, Estimate], frames: Sequence[str]) -> list[str]:
    out = []
    for name, side in sides.items():
        if np.count_nonzero(side.m) < 2:
            continue
        found = np.count_nonzero(side.x, axis=0)
        out += [f"{frames[k]} of {name}" for k in map(int, np.flatnonzero((found > 0) & (found < FEW_WITH_FRAME)))]
        out += [f"{frames[k]} of {name} (never)" for k in map(int, np.flatnonzero(found == 0))]
    return out


def _listed(names: Sequence[str]) -> str:
    return ", ".join(names[:_NAMES]) + (f" and {len(names) - _NAMES} more" if len(names) > _NAMES else "")
