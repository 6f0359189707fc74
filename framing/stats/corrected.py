"""Shares from machine codes, corrected by hand codes: DSL, PPI++, Rogan-Gladen and expectation-maximisation.

In: arrays of hand codes, machine codes and inclusion probabilities. Out: estimates and what their errors are made of.
The machine's codes are wrong, and wrong differently for each speaker: only the first two need nothing of the errors.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from framing.stats.ratios import Floats

Ints = NDArray[np.intp]
# Expectation-maximisation stops when the share moves less than this.
_STILL, _MOST_STEPS = 1e-10, 10_000
# A cell of fewer hand codes than this leans on the cell with its neighbours: shrinkage as if so many more were coded.
_LEAN = 5.0


def design_adjusted(y: Floats, coded: NDArray[np.bool_], pi: Floats, guess: Floats) -> Floats:
    """The design-adjusted outcome of each passage, g + (R/pi)(y - g): its mean is right however wrong the guess g is.

    y : hand codes, ignored where not coded. pi : known probability of being hand-coded, above 0. guess : made without
    the passage's own hand code. Source: Egami, Hinck, Stewart & Wei (2023), eq. 4.

    >>> coded = np.array([True, False])
    >>> design_adjusted(np.array([1.0, 0.0]), coded, np.array([0.5, 0.5]), np.array([0.6, 0.6])).round(3).tolist()
    [1.4, 0.6]
    """
    if (pi[coded] <= 0).any():
        raise ValueError("a hand-coded passage has inclusion probability 0; DSL needs it known and above 0")
    adjusted = guess.copy()
    adjusted[coded] += (y[coded] - guess[coded]) / pi[coded]
    return adjusted


def cross_fitted_guess(
    y: Floats, coded: NDArray[np.bool_], pi: Floats, cells: tuple[Ints, Ints], folds: Ints
) -> Floats:
    """For each passage the hand-coded share of its cell, from the other folds only; 0 where they hold no hand code.

    cells : coarse and fine, numbers from 0, such as what the machine says, and what it says of whom. folds : of
    documents, so that no document helps to guess itself. Shares are weighted by 1/pi; a fine cell of few hand codes is
    shrunk to its coarse one, and that to all.
    """
    guess = np.zeros(len(y))
    for fold in np.unique(folds):
        here = folds == fold
        used = coded & ~here
        if not used.any():
            continue
        weight, known = 1.0 / pi[used], y[used]
        lean = np.full(len(y), float((weight * known).sum() / weight.sum()))
        for cell in cells:
            lean = _shrunk_shares(cell, used, weight, known, lean)
        guess[here] = lean[here]
    return guess


def _shrunk_shares(cell: Ints, used: NDArray[np.bool_], weight: Floats, known: Floats, lean: Floats) -> Floats:
    """The share of each passage's cell, leaning on `lean` as if it were _LEAN more hand codes of mean weight."""
    n = int(cell.max()) + 1
    sums, total = (np.bincount(cell[used], weights=w, minlength=n) for w in (weight * known, weight))
    more = _LEAN * float(weight.mean())
    return np.asarray((sums[cell] + more * lean) / (total[cell] + more), dtype=np.float64)


def ppi_plus(y: Floats, machine: Floats, machine_rest: Floats) -> tuple[float, float, float]:
    """PPI++ for a mean: (share, standard error, lambda). The hand-coded passages must be a random sample.

    y, machine : (n,), of the hand-coded. machine_rest : (N,), of the others. lambda = Cov(y, m) / ((1 + n/N) Var m),
    Var over all N + n passages. Passages count as independent. Source: Angelopoulos, Duchi & Zrnic (2023), example 6.1.
    """
    n, rest = len(y), len(machine_rest)
    variance = float(np.var(np.concatenate([machine, machine_rest]), ddof=1))
    together = float(np.cov(y, machine)[0, 1])
    weight = together / ((1 + n / rest) * variance) if variance > 0 and rest else 0.0
    share = prediction_powered(y, machine, machine_rest, weight) if rest else float(y.mean())
    error = math.sqrt((weight**2 * variance / rest if rest else 0.0) + float(np.var(y - weight * machine, ddof=1)) / n)
    return share, error, weight


def prediction_powered(y: Floats, machine: Floats, machine_rest: Floats, weight: float = 1.0) -> float:
    """weight * mean of the machine's codes of the rest + mean of (y - weight * machine) of the hand-coded."""
    return weight * float(machine_rest.mean()) + float((y - weight * machine).mean())


def error_rates(y: Floats, machine: Floats, weight: Floats | None = None) -> tuple[float, float]:
    """The machine's true and false positive rates on hand-coded passages, weighted; nan where it cannot be known."""
    w = np.ones(len(y)) if weight is None else weight
    with np.errstate(invalid="ignore", divide="ignore"):
        rates = [float((w * c * machine).sum() / (w * c).sum()) if (w * c).sum() > 0 else math.nan for c in (y, 1 - y)]
    return rates[0], rates[1]


def rogan_gladen(share: float, tpr: float, fpr: float) -> float:
    """The machine's share undone by its error rates, (p - fpr)/(tpr - fpr), cut to [0, 1]; "adjusted count".

    Only right if the rates are the same for everybody: test that. nan when the machine is no better than chance.
    Source: Rogan & Gladen (1978); Forman (2008).
    """
    if not tpr > fpr:
        return math.nan
    return min(max((share - fpr) / (tpr - fpr), 0.0), 1.0)


def rogan_gladen_error(share: float, tpr: float, fpr: float, variances: tuple[float, float, float]) -> float:
    """The delta-method standard error; variances of the share, of tpr and of fpr. Source: Rogan & Gladen (1978)."""
    if not tpr > fpr:
        return math.nan
    theta = (share - fpr) / (tpr - fpr)
    of_share, of_tpr, of_fpr = variances
    return math.sqrt(of_share + theta**2 * of_tpr + (1 - theta) ** 2 * of_fpr) / (tpr - fpr)


def maximised_share(posteriors: Floats, prior: float) -> float:
    """The share that makes the machine's probabilities most likely, given the share it was trained on.

    Only right if the machine is calibrated on its training share and the passages of a frame look alike everywhere.
    Source: Saerens, Latinne & Decaestecker (2002), eq. 2.9.

    >>> round(maximised_share(np.array([0.9, 0.8, 0.7, 0.4, 0.2]), 0.5), 6)
    0.844198
    """
    if not 0 < prior < 1:
        raise ValueError(f"the training share is {prior}; it must lie between 0 and 1")
    share = prior
    for _ in range(_MOST_STEPS):
        yes, no = posteriors * share / prior, (1 - posteriors) * (1 - share) / (1 - prior)
        moved = float((yes / (yes + no)).mean())
        if abs(moved - share) < _STILL:
            return moved
        share = moved
    return share
