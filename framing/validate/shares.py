"""Shares corrected by hand codes: what speakers do, not what the machine makes of it.

In: Population, every passage with its machine code and some with hand codes. Out: CORRECTED and DIFFERENCES tables.
A misattributed speaker is not mended here: that is an error of another step.
"""

from __future__ import annotations

import itertools
import math

import numpy as np
import pyarrow as pa

from framing.stats.corrected import (
    cross_fitted_guess,
    design_adjusted,
    error_rates,
    maximised_share,
    ppi_plus,
    rogan_gladen,
    rogan_gladen_error,
)
from framing.stats.ratios import Floats, effective_clusters, jackknife_variance, student_quantile
from framing.validate.coded import Ints, sum_documents
from framing.validate.population import (
    LEVEL,
    UNCOMPARED,
    Population,
    Ratio,
    estimate_share,
    unseen_bound,
    variance_of_sum,
)

MACHINE, HAND, DSL, PPI, ROGAN, EMQ = "machine", "hand", "dsl", "ppi++", "rogan-gladen", "emq"
FOLDS = 5
# Edges of the probabilities between which a machine is taken to be equally wrong when a hand code is guessed.
_EDGES = (0.05, 0.2, 0.5, 0.8, 0.95)
EQUAL_ERRORS = "only right if the machine errs alike for all groups"

CORRECTED = pa.schema(
    {
        "group": pa.string(),
        "frame": pa.string(),
        "method": pa.string(),
        "share": pa.float64(),
        "se": pa.float64(),
        "ci_low": pa.float64(),
        "ci_high": pa.float64(),
        "n_passages": pa.int64(),
        "n_documents": pa.int64(),
        "n_codes": pa.int64(),
        "note": pa.string(),
    }
)
DIFFERENCES = pa.schema(
    {
        "group_a": pa.string(),
        "group_b": pa.string(),
        "frame": pa.string(),
        "method": pa.string(),
        "share_a": pa.float64(),
        "share_b": pa.float64(),
        "difference": pa.float64(),
        "se": pa.float64(),
        "ci_low": pa.float64(),
        "ci_high": pa.float64(),
        "p": pa.float64(),
    }
)


def correct_shares(population: Population, *, rng: np.random.Generator) -> tuple[pa.Table, pa.Table]:
    """CORRECTED and DIFFERENCES: uncorrected, from hand codes alone, DSL (the one to report), PPI++, and two that
    assume.

    Standard errors: jackknife over documents, Student's t with their effective number less 1 (Rogan-Gladen by the delta
    method over those of its parts, expectation-maximisation without). PPI++ needs hand codes that are a simple random
    sample of the group; the last two need a machine that errs alike for all groups, and the last probabilities.
    """
    folds = _folds(population.document, rng)
    rows: list[dict[str, object]] = []
    differences: list[dict[str, object]] = []
    for k, frame in enumerate(population.frames):
        ratios = {method: _ratios(population, parts) for method, parts in _linear(population, k, folds).items()}
        rows += [row for g in range(len(population.groups)) for row in _group_rows(population, k, g, ratios)]
        for method, own in ratios.items():
            compared = [g for g, name in enumerate(population.groups) if name not in UNCOMPARED]
            for a, b in itertools.combinations(compared, 2):
                named = {"group_a": population.groups[a], "group_b": population.groups[b]}
                differences.append({**named, "frame": frame, "method": method, **_difference(own[a], own[b])})
    return pa.Table.from_pylist(rows, schema=CORRECTED), pa.Table.from_pylist(differences, schema=DIFFERENCES)


def _folds(document: Ints, rng: np.random.Generator) -> Ints:
    """Documents in up to five folds at random."""
    found, at = np.unique(document, return_inverse=True)
    return np.asarray((rng.permutation(len(found)) % FOLDS)[at.ravel()], dtype=np.intp)


def _linear(population: Population, k: int, folds: Ints) -> dict[str, tuple[Floats, Floats]]:
    """Numerator and denominator of each passage, for the methods that are ratios of sums."""
    y, coded = population.hand[:, k], ~np.isnan(population.hand[:, k])
    machine, weight = population.machine[:, k], np.where(coded, 1.0 / np.where(coded, population.pi, 1.0), 0.0)
    said = machine if population.probability is None else population.probability[:, k]
    coarse = np.digitize(said, _EDGES).astype(np.intp)
    fine = coarse * len(population.groups) + population.group
    guess = cross_fitted_guess(y, coded, population.pi, (coarse, fine), folds)
    adjusted = design_adjusted(y, coded, population.pi, guess)
    ones = np.ones(len(y))
    return {MACHINE: (machine, ones), HAND: (weight * np.nan_to_num(y), weight), DSL: (adjusted, ones)}


def _ratios(population: Population, parts: tuple[Floats, Floats]) -> list[Ratio]:
    made = []
    for g in range(len(population.groups)):
        own = (population.group == g).astype(np.float64)
        sums = sum_documents(np.column_stack([parts[0] * own, parts[1] * own]), population.document)
        made.append(Ratio(sums[:, :1], sums[:, 1]))
    return made


def _group_rows(population: Population, k: int, g: int, ratios: dict[str, list[Ratio]]) -> list[dict[str, object]]:
    own = population.group == g
    coded = own & ~np.isnan(population.hand[:, k])
    n_documents = len(np.unique(population.document[own]))
    common: dict[str, object] = {"group": population.groups[g], "frame": population.frames[k]}
    common |= {"n_passages": int(own.sum()), "n_documents": n_documents, "n_codes": int(coded.sum())}
    rows = []
    for method, all_groups in ratios.items():
        ratio = all_groups[g]
        note = "not corrected" if method == MACHINE else ""
        if method != MACHINE and not coded.any():
            rows.append({**common, "method": method, "note": "no hand codes of this group"})
            continue
        bound = unseen_bound(population.document[own if method == MACHINE else coded])
        estimate = estimate_share(ratio.share, ratio.variance, ratio.freedom, bound)
        rows.append({**common, "method": method, **estimate, "note": note})
    rows.append({**common, "method": PPI, **_ppi(population, k, own, coded)})
    rows.append({**common, "method": ROGAN, **_rogan(population, k, ratios[MACHINE][g])})
    if population.probability is not None:
        rows.append({**common, "method": EMQ, **_emq(population.probability[:, k], own)})
    return rows


def _ppi(population: Population, k: int, own: np.ndarray, coded: np.ndarray) -> dict[str, object]:
    pi = population.pi[coded]
    if coded.sum() < 3:
        return {"note": "needs three hand codes of this group"}
    if not np.allclose(pi, pi[0]):
        return {"note": "needs a simple random sample of this group, and these hand codes are stratified"}
    said = population.machine[:, k] if population.probability is None else population.probability[:, k]
    y, rest = np.nan_to_num(population.hand[:, k]), own & ~coded
    share, _, weight = ppi_plus(y[coded], said[coded], said[rest])
    # The tuned estimator is a sum of two means, each over passages that share documents with the other's.
    parts = [
        sum_documents(np.column_stack([chosen * value, chosen]), population.document)
        for chosen, value in ((rest, weight * said), (coded, y - weight * said))
    ]
    ratios = [Ratio(part[:, :1], part[:, 1]) for part in parts]
    whole = sum_documents(own[:, None].astype(np.float64), population.document)[:, 0]
    variance = variance_of_sum(ratios, (1.0, 1.0)) if rest.any() else ratios[1].variance
    bound = unseen_bound(population.document[coded])
    estimate = estimate_share(share, variance, effective_clusters(whole) - 1.0, bound)
    return {**estimate, "note": f"lambda {weight:.3f}"}


def _rogan(population: Population, k: int, machine: Ratio) -> dict[str, object]:
    coded = ~np.isnan(population.hand[:, k])
    y, said, weight = population.hand[coded, k], population.machine[coded, k], 1.0 / population.pi[coded]
    tpr, fpr = error_rates(y, said, weight)
    share = rogan_gladen(machine.share, tpr, fpr)
    if math.isnan(share):
        return {"note": "undefined: by the hand codes the machine is no better than chance"}
    parts = [
        sum_documents(np.column_stack([weight * c * said, weight * c]), population.document[coded]) for c in (y, 1 - y)
    ]
    variances = [float(jackknife_variance(p[:, :1], p[:, 1])[0]) for p in parts]
    error = rogan_gladen_error(machine.share, tpr, fpr, (machine.variance, variances[0], variances[1]))
    note = f"tpr {tpr:.3f}, fpr {fpr:.3f}; {EQUAL_ERRORS}"
    return {**estimate_share(share, error**2, machine.freedom), "note": note}


def _emq(probability: Floats, own: np.ndarray) -> dict[str, object]:
    prior = float(probability.mean())
    if not 0 < prior < 1:
        return {"note": "undefined: all probabilities are 0 or all are 1"}
    share = maximised_share(probability[own], prior)
    return {"share": share, "note": f"no standard error; starts from the mean probability {prior:.3f}; {EQUAL_ERRORS}"}


def _difference(a: Ratio, b: Ratio) -> dict[str, float | None]:
    """a - b; documents that quote both are one cluster for both."""
    from scipy.special import stdtr

    found: dict[str, float | None] = {"share_a": _known(a.share), "share_b": _known(b.share)}
    if math.isnan(a.share - b.share) or math.isnan(a.variance + b.variance):
        return found | {"difference": _known(a.share - b.share)}
    error = math.sqrt(variance_of_sum([a, b], (1.0, -1.0)))
    freedom = min(a.freedom, b.freedom)
    reach, difference = student_quantile(freedom, LEVEL) * error, a.share - b.share
    found |= {"difference": difference, "se": error, "ci_low": difference - reach, "ci_high": difference + reach}
    return found | {"p": float(2 * stdtr(freedom, -abs(difference) / error)) if error > 0 else None}


def _known(value: float) -> float | None:
    return None if math.isnan(value) else value
