"""Held-out probabilities: every row by a classifier that was fitted, tuned and cut without its group.

In: an unfitted FrameClassifier, inputs, codes and groups. Out: HeldOut. Everything that is chosen (features, stack,
calibration, thresholds) is chosen inside the training rows: the folds are nested.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from sklearn.base import clone

from framing.classify.blocks import Block
from framing.classify.classifier import FrameClassifier, assemble, block_logits, cautious
from framing.classify.inputs import Inputs
from framing.classify.logistic import grouped_folds
from framing.classify.model import FrameModel

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Progress = Callable[[str, int, int], None]
# Sizes of the learning curve, as shares of the training documents.
CURVE = (0.4, 0.7, 1.0)


@dataclass(frozen=True)
class HeldOut:
    """(n, frames) probabilities and calls of rows by models that did not see their group; seen: rows that were held."""

    probabilities: Floats
    called: NDArray[np.bool_]
    seen: NDArray[np.bool_]


@dataclass(frozen=True)
class Coded:
    """What is learned from: inputs, codes (n, frames), weights (n,), documents (n,) as numbers.

    learned : rows that a model may learn from; the others are only measured on. None for all.
    """

    inputs: Inputs
    codes: Floats
    weights: Floats
    documents: Ints
    learned: NDArray[np.bool_] | None = None

    @property
    def may_learn(self) -> NDArray[np.bool_]:
        """(n,) rows that a model may learn from."""
        return np.ones(len(self.weights), dtype=bool) if self.learned is None else self.learned


@dataclass(frozen=True)
class Trained:
    """The model of all rows, what each row gets from models that did not see it, and the frames it abstains on."""

    model: FrameModel
    held: HeldOut
    abstained: tuple[int, ...]


def silent(step: str, done: int, total: int) -> None:
    """No progress is shown."""


class _Fitter:
    """Fits the blocks of a classifier on some rows and says what they give others."""

    def __init__(self, classifier: FrameClassifier, coded: Coded) -> None:
        self._classifier, self.coded = classifier, coded
        self.careful = cautious(coded.inputs, coded.documents)
        self.careful.prepare(classifier.features, coded.documents, classifier.min_documents)
        # A fold has fewer codes than the model that is judged by it: what that abstains on is settled once.
        self.never = classifier.too_few(coded.codes[coded.may_learn])

    def fit(self, seen: NDArray[np.bool_]) -> list[Block]:
        """The blocks fitted on the rows that are seen and may be learned from."""
        rows = np.flatnonzero(seen & self.coded.may_learn)
        c = self.coded
        return self._classifier.fit_blocks(self.careful.take(rows), c.codes[rows], c.weights[rows], c.documents[rows])

    def logits(self, blocks: list[Block], rows: Ints, *, careful: bool) -> Floats:
        """(rows, blocks, frames) log odds; careful: without the lonely hits of half the documents."""
        part = self.careful.take(rows)
        if not careful:
            evidence = self.coded.inputs.evidence
            part = dataclasses.replace(part, evidence=evidence.take(rows) if evidence is not None else None)
        return block_logits(blocks, part)

    def assemble(self, blocks: list[Block], rows: Ints, logits: Floats, fold: Ints) -> FrameModel:
        """A model of blocks, stacked and cut on the log odds of rows that other blocks did not see."""
        c = self.coded
        known = (c.codes[rows], c.weights[rows], fold[rows])
        return assemble(blocks, logits, self.careful.take(rows), known, self.never)[0]

    def call(self, model: FrameModel, rows: Ints, logits: Floats) -> tuple[Floats, NDArray[np.bool_]]:
        """Probabilities and calls of rows from their log odds."""
        part = self.careful.take(rows)
        probabilities = model.stack(logits, part)
        return probabilities, probabilities >= model.cuts(part)


def train_and_hold_out(
    classifier: FrameClassifier, coded: Coded, *, folds: int, quick: bool = False, progress: Progress = silent
) -> Trained:
    """A model of everything, and grouped cross-validation by document, nested.

    Blocks are fitted on everything, without each fold, and without each pair of folds. A row of fold f is judged by
    blocks without f, stacked and cut on the rows of the other folds g, whose log odds come from blocks without f and g.
    quick : no pairs; the log odds behind stack and cuts then come from blocks without g alone, which did see fold f.
    """
    fitter = _Fitter(classifier, coded)
    numbers = classifier.deal_folds(coded.documents, coded.codes, folds)
    names = [int(f) for f in np.unique(numbers)]
    pairs = [(f, g) for f in names for g in names if f < g] if len(names) > 2 and not quick else []
    bar = _Bar(progress, "folds", 1 + len(names) + len(pairs))
    final = bar.step(fitter.fit, np.ones(len(numbers), dtype=bool))
    singles = {f: bar.step(fitter.fit, numbers != f) for f in names}
    outer = np.zeros((len(numbers), len(final), coded.codes.shape[1]))
    for f, blocks in singles.items():
        rows = np.flatnonzero(numbers == f)
        outer[rows] = fitter.logits(blocks, rows, careful=True)
    inner = {f: outer.copy() for f in names}
    for f, g in pairs:
        blocks = bar.step(fitter.fit, (numbers != f) & (numbers != g))
        for judge, judged in ((f, g), (g, f)):
            rows = np.flatnonzero(numbers == judged)
            inner[judge][rows] = fitter.logits(blocks, rows, careful=True)
    probabilities, called = np.zeros(coded.codes.shape), np.zeros(coded.codes.shape, dtype=bool)
    for f, blocks in singles.items():
        rows, rest = np.flatnonzero(numbers == f), np.flatnonzero((numbers != f) & coded.may_learn)
        model = fitter.assemble(blocks, rest, inner[f][rest], numbers)
        probabilities[rows], called[rows] = fitter.call(model, rows, fitter.logits(blocks, rows, careful=False))
    learned = np.flatnonzero(coded.may_learn)
    held = HeldOut(probabilities, called, np.ones(len(numbers), dtype=bool))
    return Trained(fitter.assemble(final, learned, outer[learned], numbers), held, fitter.never)


class _Bar:
    """Counts the fits of one step."""

    def __init__(self, progress: Progress, name: str, total: int) -> None:
        self._progress, self._name, self._done, self._total = progress, name, 0, total

    def step(self, fit: Callable[[NDArray[np.bool_]], list[Block]], rows: NDArray[np.bool_]) -> list[Block]:
        """One more fit."""
        self._progress(self._name, self._done, self._total)
        blocks = fit(rows)
        self._done += 1
        self._progress(self._name, self._done, self._total)
        return blocks


def leave_one_out(
    classifier: FrameClassifier, coded: Coded, groups: Sequence[str], *, fewest: int = 20, progress: Progress = silent
) -> HeldOut:
    """Every group (source, speaker, language) by a classifier whose blocks saw none of it, nor of its documents.

    The few numbers of the stack and the thresholds come from the other groups' log odds, each by blocks without that
    group. Groups of fewer than `fewest` passages are learned from and not held out.
    """
    fitter = _Fitter(classifier, coded)
    _, number, counts = np.unique(np.asarray(groups), return_inverse=True, return_counts=True)
    fold = np.where(counts[number] >= fewest, number, -1).astype(np.int64)
    held = [int(f) for f in np.unique(fold) if f >= 0]
    probabilities, called = np.full(coded.codes.shape, np.nan), np.zeros(coded.codes.shape, dtype=bool)
    if len(held) < 2:
        return HeldOut(probabilities, called, np.zeros(len(fold), dtype=bool))
    everything: list[Block] = []
    blocks: dict[int, list[Block]] = {}
    careful: Floats | None = None
    for done, f in enumerate(held):
        progress("leave one out", done, len(held))
        rows = np.flatnonzero(fold == f)
        near = np.isin(coded.documents, np.unique(coded.documents[rows]))
        if not (coded.may_learn & near).any():  # nothing of it is ever learned: all such groups share one fit
            everything = everything or fitter.fit(np.ones(len(fold), dtype=bool))
            blocks[f] = everything
        else:
            blocks[f] = fitter.fit(~near)
        logits = fitter.logits(blocks[f], rows, careful=True)
        careful = np.zeros((len(fold), *logits.shape[1:])) if careful is None else careful
        careful[rows] = logits
    assert careful is not None
    for f in held:
        rest = np.flatnonzero((fold != f) & (fold >= 0) & coded.may_learn)
        rows = np.flatnonzero(fold == f)
        model = fitter.assemble(blocks[f], rest, careful[rest], fold)
        probabilities[rows], called[rows] = fitter.call(model, rows, fitter.logits(blocks[f], rows, careful=False))
    progress("leave one out", len(held), len(held))
    return HeldOut(probabilities, called, fold >= 0)


def learning_curve(
    classifier: FrameClassifier, coded: Coded, *, folds: int, seed: int = 0, progress: Progress = silent
) -> list[tuple[int, HeldOut]]:
    """Number of training passages, and what a model of so many says of one held-out fold, for each share of CURVE."""
    rng = np.random.default_rng([seed, 2])
    fold = grouped_folds(coded.documents, min(folds, len(np.unique(coded.documents))), coded.codes, rng)
    held, rest = np.flatnonzero(fold == 0), np.flatnonzero((fold != 0) & coded.may_learn)
    order = rng.permutation(np.unique(coded.documents[rest]))
    inputs = coded.inputs.take(held)
    found = []
    for done, share in enumerate(CURVE):
        progress("learning curve", done, len(CURVE))
        rows = rest[np.isin(coded.documents[rest], order[: max(2, round(share * len(order)))])]
        fitted: FrameClassifier = clone(classifier)
        documents, weights = coded.documents[rows], coded.weights[rows]
        fitted.fit(coded.inputs.take(rows), coded.codes[rows], groups=documents, sample_weight=weights)
        probabilities, called = np.full(coded.codes.shape, np.nan), np.zeros(coded.codes.shape, dtype=bool)
        probabilities[held] = fitted.predict_proba(inputs)
        called[held] = probabilities[held] >= fitted.model_.cuts(inputs)
        found.append((len(rows), HeldOut(probabilities, called, fold == 0)))
    progress("learning curve", len(CURVE), len(CURVE))
    return found
