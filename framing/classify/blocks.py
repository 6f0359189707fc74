"""The parts of a classifier: n-grams and lexicon evidence, each a set of logistic regressions over its own features.

In: `Inputs` and codes. Out: fitted blocks, which give a log odds for every passage and frame, and are nothing but
named arrays: `arrays()` and `facts()` hold all of one, `from_parts` makes it again without scikit-learn.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Protocol

import numpy as np
from numpy.typing import NDArray

from framing.classify.evidence import common_concepts, drop_lonely_hits
from framing.classify.inputs import Counts, Inputs
from framing.classify.logistic import fit_logistic
from framing.classify.ngrams import Vocabulary, rarity, weigh_counts
from framing.errors import FramingError

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Arrays = Mapping[str, NDArray[Any]]
# Chosen by grouped cross-validation over the development passages; bench/features.py prints the table.
NGRAM_STRENGTH, EVIDENCE_STRENGTH = 8.0, 0.3


class Block(Protocol):
    """A fitted part: log odds for passages, and all that it is made of."""

    kind: ClassVar[str]

    def logits(self, inputs: Inputs) -> Floats:
        """(n, frames) log odds."""

    def arrays(self) -> dict[str, NDArray[Any]]:
        """The arrays it is made of, by name."""

    def facts(self) -> dict[str, Any]:
        """The rest of it, as JSON has it."""


@dataclass(frozen=True)
class NgramBlock:
    """Word and character n-grams by tf-idf; coef: for each vocabulary (features, frames)."""

    kind: ClassVar[str] = "ngrams"
    vocabularies: tuple[Vocabulary, ...]
    idf: tuple[Floats, ...]
    coef: tuple[Floats, ...]
    intercept: Floats

    def logits(self, inputs: Inputs) -> Floats:
        """(n, frames) log odds."""
        total = np.tile(self.intercept, (len(inputs), 1))
        for vocabulary, idf, coef in zip(self.vocabularies, self.idf, self.coef, strict=True):
            counts = inputs.counts(vocabulary)
            values = weigh_counts(counts.text, counts.count, idf[counts.feature], len(inputs))
            for k in range(coef.shape[1]):
                weighed = values * coef[counts.feature, k]
                total[:, k] += np.bincount(counts.text, weights=weighed, minlength=len(inputs))
        return total

    def arrays(self) -> dict[str, NDArray[Any]]:
        """The arrays it is made of, by name."""
        found: dict[str, NDArray[Any]] = {"intercept": self.intercept}
        for vocabulary, idf, coef in zip(self.vocabularies, self.idf, self.coef, strict=True):
            names = "\n".join(vocabulary.names).encode("utf-8", "surrogatepass")
            found[f"{vocabulary.kind}_names"] = np.frombuffer(names, dtype=np.uint8)
            found[f"{vocabulary.kind}_hashes"] = vocabulary.hashes
            found[f"{vocabulary.kind}_idf"] = idf.astype(np.float32)
            found[f"{vocabulary.kind}_coef"] = coef.astype(np.float32)
        return found

    def facts(self) -> dict[str, Any]:
        """The rest of it, as JSON has it."""
        return {"vocabularies": [vocabulary.kind for vocabulary in self.vocabularies]}

    @classmethod
    def from_parts(cls, facts: Mapping[str, Any], arrays: Arrays) -> NgramBlock:
        """The block that `arrays` and `facts` came from."""
        kinds = list(facts["vocabularies"])
        spelled = {kind: bytes(arrays[f"{kind}_names"]).decode("utf-8", "surrogatepass") for kind in kinds}
        names = {kind: tuple(text.split("\n")) if text else () for kind, text in spelled.items()}
        return cls(
            tuple(Vocabulary(kind, arrays[f"{kind}_hashes"], names[kind]) for kind in kinds),
            tuple(arrays[f"{kind}_idf"].astype(np.float64) for kind in kinds),
            tuple(arrays[f"{kind}_coef"].astype(np.float64) for kind in kinds),
            arrays["intercept"],
        )


def fit_ngrams(
    inputs: Inputs, codes: Floats, weights: Floats, documents: Ints, *, kinds: Sequence[str], min_documents: int
) -> NgramBlock:
    """Logistic regressions on n-grams that stand in at least `min_documents` documents of these passages."""
    from scipy.sparse import csr_matrix, hstack

    vocabularies, idf, matrices = [], [], []
    for kind in kinds:
        counts = inputs.learn_counts(kind, documents, min_documents)
        counts = counts.onto(_frequent(counts, documents, min_documents))
        size = len(counts.vocabulary.hashes)
        rare = rarity(counts.feature, size, len(inputs)).astype(np.float32).astype(np.float64)
        values = weigh_counts(counts.text, counts.count, rare[counts.feature], len(inputs))
        matrices.append(csr_matrix((values, (counts.text, counts.feature)), shape=(len(inputs), size)))
        vocabularies.append(counts.vocabulary)
        idf.append(rare)
    features = hstack(matrices).tocsr()
    fitted = [fit_logistic(features, column, weights, strength=NGRAM_STRENGTH) for column in codes.T]
    coef = np.column_stack([c for c, _ in fitted]).astype(np.float32).astype(np.float64)
    bounds = np.cumsum([len(v.hashes) for v in vocabularies])[:-1]
    intercept = np.array([b for _, b in fitted])
    return NgramBlock(tuple(vocabularies), tuple(idf), tuple(np.split(coef, bounds)), intercept)


def _frequent(counts: Counts, documents: Ints, min_documents: int) -> Vocabulary:
    """The part of the vocabulary that stands in enough of these documents."""
    pairs = np.unique(documents[counts.text] * max(len(counts.vocabulary.hashes), 1) + counts.feature)
    size = len(counts.vocabulary.hashes)
    frequent = np.bincount(pairs % max(size, 1), minlength=size)[:size] >= min_documents
    return counts.vocabulary.take(np.flatnonzero(frequent))


@dataclass(frozen=True)
class EvidenceBlock:
    """What the lexicons found: numbers for each frame, and the concepts met; coef: (features, frames)."""

    kind: ClassVar[str] = "lexicon"
    concepts: tuple[str, ...]
    coef: Floats
    intercept: Floats

    def logits(self, inputs: Inputs) -> Floats:
        """(n, frames) log odds."""
        if inputs.evidence is None:
            raise FramingError("this model reads what lexicons find; give its passages as a lexicon scored them")
        features = np.hstack([inputs.evidence.numbers(), inputs.evidence.concepts(self.concepts)])
        return features @ self.coef + self.intercept

    def arrays(self) -> dict[str, NDArray[Any]]:
        """The arrays it is made of, by name."""
        return {"coef": self.coef, "intercept": self.intercept}

    def facts(self) -> dict[str, Any]:
        """The rest of it, as JSON has it."""
        return {"concepts": list(self.concepts)}

    @classmethod
    def from_parts(cls, facts: Mapping[str, Any], arrays: Arrays) -> EvidenceBlock:
        """The block that `arrays` and `facts` came from."""
        return cls(tuple(facts["concepts"]), arrays["coef"], arrays["intercept"])


def fit_evidence(
    inputs: Inputs, codes: Floats, weights: Floats, documents: Ints, *, min_documents: int
) -> EvidenceBlock:
    """Logistic regressions on what the lexicons found, lonely hits of half the documents left out."""
    if inputs.evidence is None:
        raise FramingError("the feature 'lexicon' needs a scorer; give FrameClassifier one")
    evidence = drop_lonely_hits(inputs.evidence, documents)
    concepts = common_concepts(evidence, documents, min_documents=min_documents)
    features = np.hstack([evidence.numbers(), evidence.concepts(concepts)])
    fitted = [fit_logistic(features, column, weights, strength=EVIDENCE_STRENGTH) for column in codes.T]
    return EvidenceBlock(concepts, np.column_stack([c for c, _ in fitted]), np.array([b for _, b in fitted]))
