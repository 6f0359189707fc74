"""A multi-label frame classifier in scikit-learn's manner: texts in, calibrated probabilities of frames out.

In: texts, codes (n, frames), the documents they come from. Out: `FrameModel`. Its parts (n-grams, lexicon evidence,
embeddings) are stacked by logistic regressions on their held-out log odds, so that probabilities are calibrated, and
a threshold for each frame is chosen on the same held-out rows. It abstains on frames with too few codes.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.base import BaseEstimator, ClassifierMixin
from sklearn.utils.validation import check_is_fitted

from framing.classify.blocks import Block, fit_evidence, fit_ngrams
from framing.classify.encoders import Encoder
from framing.classify.evidence import Evidence, drop_lonely_hits
from framing.classify.heads import fit_head
from framing.classify.inputs import Inputs
from framing.classify.logistic import best_threshold, expit, fit_logistic, grouped_folds
from framing.classify.model import FrameModel
from framing.classify.ngrams import CHARACTERS, WORDS
from framing.classify.transformers import check_texts
from framing.errors import FramingError

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
LEXICON, EMBEDDINGS = "lexicon", "embeddings"
FEATURES = (WORDS, CHARACTERS, LEXICON, EMBEDDINGS)
# With fewer coded passages of a frame a held-out fold has none, and nothing about it can be known.
FEWEST_CODES = 10
STACK_STRENGTH = 1.0
# A language with fewer passages shares the intercept and thresholds of all: with a source or two, what looks like the
# language's share of a frame is the source's. An intercept of its own is held back by this factor (of its deviation).
FEWEST_OF_LANGUAGE, LANGUAGE_SCALE = 300, 0.5
Sense = Callable[[Sequence[str]], Evidence]


class FrameClassifier(ClassifierMixin, BaseEstimator):  # type: ignore[misc]
    """Frames of passages, any number of frames at once.

    features : any of words, characters, lexicon, embeddings. sense : what a lexicon finds in texts (for `lexicon`).
    encoder : vectors of texts (for `embeddings`). folds : held-out folds inside `fit`, by document.
    min_documents : a feature must stand in so many documents. members : networks averaged (embeddings).
    fewest_codes : a frame with fewer coded passages is abstained on (never predicted, probability its share).

    Attributes: model_ (a FrameModel), n_frames_, classes_ (0 and 1 for each frame), abstained_ (frame numbers),
    held_out_ (n, frames) probabilities of the training rows by models that did not see their documents.
    """

    def __init__(
        self,
        features: Sequence[str] = (WORDS, CHARACTERS),
        *,
        sense: Sense | None = None,
        encoder: Encoder | None = None,
        folds: int = 5,
        min_documents: int = 5,
        members: int = 1,
        fewest_codes: int = FEWEST_CODES,
        random_state: int = 0,
    ) -> None:
        self.features = features
        self.sense = sense
        self.encoder = encoder
        self.folds = folds
        self.min_documents = min_documents
        self.members = members
        self.fewest_codes = fewest_codes
        self.random_state = random_state

    def fit(
        self, X: Sequence[str] | Inputs, y: Any, *, groups: Any = None, sample_weight: Any = None
    ) -> FrameClassifier:
        """Learn from texts X and codes y (n, frames) from 0 to 1, NaN where nobody looked.

        groups : (n,) the document of each text; without it every text is one. sample_weight : (n,).
        """
        inputs = self._inputs(X)
        codes = _check_codes(y, len(inputs))
        weights = np.ones(len(inputs)) if sample_weight is None else np.asarray(sample_weight, dtype=np.float64)
        documents = np.unique(np.arange(len(inputs)) if groups is None else np.asarray(groups), return_inverse=True)[1]
        self.n_frames_ = codes.shape[1]
        self.classes_ = [np.array([0, 1])] * self.n_frames_
        self.abstained_ = self.too_few(codes)
        fold = self.deal_folds(documents, codes, self.folds)
        inputs = cautious(inputs, documents)
        inputs.prepare(self.features, documents, self.min_documents)
        logits = self._hold_out(inputs, codes, weights, documents, fold)
        blocks = tuple(self.fit_blocks(inputs, codes, weights, documents))
        self.model_, self.held_out_ = assemble(blocks, logits, inputs, (codes, weights, fold), self.abstained_)
        return self

    def predict_proba(self, X: Sequence[str] | Inputs) -> Floats:
        """(n, frames) probabilities that a frame is present."""
        check_is_fitted(self)
        return self.model_.probabilities(self._inputs(X))

    def predict(self, X: Sequence[str] | Inputs) -> NDArray[np.int64]:
        """(n, frames) 1 where a frame is present."""
        inputs = self._inputs(X)
        return (self.predict_proba(inputs) >= self.model_.cuts(inputs)).astype(np.int64)

    def _inputs(self, X: Sequence[str] | Inputs) -> Inputs:
        if isinstance(X, Inputs):
            return X
        texts = check_texts(X)
        evidence = self.sense(texts) if self.sense and LEXICON in self.features else None
        return Inputs(texts, None, evidence, self.encoder)

    def fit_blocks(self, inputs: Inputs, codes: Floats, weights: Floats, documents: Ints) -> list[Block]:
        """The parts of a model, each fitted on all of these rows; `documents` numbers the document of each."""
        unknown = [name for name in self.features if name not in FEATURES]
        if unknown or not self.features:
            raise FramingError(f"feature '{''.join(unknown[:1])}' is not known; choose from {', '.join(FEATURES)}")
        blocks: list[Block] = []
        kinds = [kind for kind in (WORDS, CHARACTERS) if kind in self.features]
        if kinds:
            least = self.min_documents
            blocks.append(fit_ngrams(inputs, codes, weights, documents, kinds=kinds, min_documents=least))
        if LEXICON in self.features:
            blocks.append(fit_evidence(inputs, codes, weights, documents, min_documents=self.min_documents))
        if EMBEDDINGS in self.features:
            blocks.append(fit_head(inputs, codes, weights, members=self.members, seed=self.random_state))
        return blocks

    def too_few(self, codes: Floats) -> tuple[int, ...]:
        """The frames with fewer than `fewest_codes` passages that are coded, or that are not."""
        yes, no = (codes >= 0.5).sum(axis=0), (codes < 0.5).sum(axis=0)
        return tuple(int(k) for k in np.flatnonzero(np.minimum(yes, no) < self.fewest_codes))

    def deal_folds(self, documents: Ints, codes: Floats, n_folds: int) -> Ints:
        """(n,) a fold for each row, whole documents. Raises FramingError when there is only one document."""
        n_documents = len(np.unique(documents))
        if n_documents < 2:
            raise FramingError("all passages come from one document; a classifier needs several to be held against")
        return grouped_folds(documents, min(n_folds, n_documents), codes, np.random.default_rng(self.random_state))

    def _hold_out(self, inputs: Inputs, codes: Floats, weights: Floats, documents: Ints, fold: Ints) -> Floats:
        """(n, blocks, frames) log odds of each row by blocks that did not see its document."""
        parts = []
        for number in range(int(fold.max()) + 1):
            seen, unseen = np.flatnonzero(fold != number), np.flatnonzero(fold == number)
            blocks = self.fit_blocks(inputs.take(seen), codes[seen], weights[seen], documents[seen])
            parts.append((unseen, block_logits(blocks, inputs.take(unseen))))
        found = np.zeros((len(inputs), *parts[0][1].shape[1:]))
        for rows, logits in parts:
            found[rows] = logits
        return found

    def __sklearn_tags__(self) -> Any:
        tags = super().__sklearn_tags__()
        tags.input_tags.string = True
        tags.input_tags.two_d_array = False
        tags.target_tags.multi_output = True
        tags.target_tags.single_output = False
        tags.classifier_tags.multi_label = True
        tags.classifier_tags.multi_class = False
        return tags


def cautious(inputs: Inputs, documents: Ints) -> Inputs:
    """The inputs to learn from: without the lonely hits of half the documents (see `evidence`)."""
    if inputs.evidence is None:
        return inputs
    return dataclasses.replace(inputs, evidence=drop_lonely_hits(inputs.evidence, documents))


def block_logits(blocks: Sequence[Block], inputs: Inputs) -> Floats:
    """(n, blocks, frames) log odds of each part."""
    return np.stack([block.logits(inputs) for block in blocks], axis=1)


def assemble(
    blocks: Sequence[Block], logits: Floats, inputs: Inputs, known: tuple[Floats, Floats, Ints], never: Sequence[int]
) -> tuple[FrameModel, Floats]:
    """A model of fitted blocks, and (n, frames) the probabilities that its thresholds are chosen on.

    logits : (n, blocks, frames) of rows that the blocks which gave them did not see. known : codes, weights and fold of
    those rows; the stack behind each fold's probabilities did not see that fold. never : frames to abstain on.
    """
    codes, weights, fold = known
    languages, own = _languages(inputs)
    coef, intercept = _stack(logits, own, codes, weights)
    probabilities = np.zeros(codes.shape)
    for number in np.unique(fold):
        seen, unseen = fold != number, fold == number
        part, start = _stack(logits[seen], own[seen], codes[seen], weights[seen])
        for k in range(codes.shape[1]):
            columns = np.hstack([logits[unseen, :, k], own[unseen]])
            probabilities[unseen, k] = expit(columns @ part[:, k] + start[k])
    n_blocks = logits.shape[1]
    members = [*(own.T > 0), np.ones(len(weights), dtype=bool)]
    cuts = np.array([[best_threshold(p[rows], weights[rows]) for p in probabilities.T] for rows in members])
    cuts[:, list(never)] = np.inf
    model = FrameModel(tuple(blocks), coef[:n_blocks], intercept, languages, LANGUAGE_SCALE * coef[n_blocks:], cuts)
    return model, probabilities


def _languages(inputs: Inputs) -> tuple[tuple[str, ...], Floats]:
    """Languages with rows enough to be told apart, and (n, languages) LANGUAGE_SCALE where a row is in one."""
    tags = np.array(inputs.language)
    names, counts = np.unique(tags, return_counts=True)
    chosen = tuple(str(name) for name, count in zip(names, counts, strict=True) if count >= FEWEST_OF_LANGUAGE)
    chosen = chosen if len(chosen) > 1 else ()
    own = np.column_stack([tags == name for name in chosen] or [np.zeros((len(tags), 0))])
    return chosen, LANGUAGE_SCALE * own.astype(np.float64)


def _stack(logits: Floats, own: Floats, codes: Floats, weights: Floats) -> tuple[Floats, Floats]:
    """(blocks + languages, frames) and (frames,): how much each block's log odds count, and what a language adds."""
    fitted = [
        fit_logistic(np.hstack([logits[:, :, k], own]), codes[:, k], weights, strength=STACK_STRENGTH)
        for k in range(codes.shape[1])
    ]
    return np.column_stack([coef for coef, _ in fitted]), np.array([intercept for _, intercept in fitted])


def _check_codes(y: Any, n: int) -> Floats:
    codes = np.asarray(y, dtype=np.float64)
    codes = codes[:, None] if codes.ndim == 1 else codes
    if codes.shape[0] != n:
        raise FramingError(f"there are {n} texts and {codes.shape[0]} rows of codes; give one row a text")
    if np.nanmin(codes, initial=0) < 0 or np.nanmax(codes, initial=0) > 1:
        raise FramingError(f"codes run from {np.nanmin(codes)} to {np.nanmax(codes)}; they must lie between 0 and 1")
    return codes
