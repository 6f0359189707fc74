"""What a classifier reads of n passages: their texts, languages and what the lexicons found, each looked at once.

In: texts, and a scored table where the lexicon is a feature. Out: `Inputs`, which can be cut into folds without
counting n-grams or encoding texts again. It learns nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from framing.classify.encoders import Encoder, Tokens
from framing.classify.evidence import Evidence
from framing.classify.letters import Letters, fold_texts
from framing.classify.ngrams import CHARACTERS, WORDS, Vocabulary, learn_vocabulary
from framing.terms import guess_language

Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Counts:
    """Text, feature and count of the known n-grams of some texts, in order of text; feature: a row of `vocabulary`."""

    vocabulary: Vocabulary
    text: Ints
    feature: Ints
    count: Ints

    def take(self, rows: Ints) -> Counts:
        """The chosen texts, numbered anew."""
        first, last = np.searchsorted(self.text, rows), np.searchsorted(self.text, rows, side="right")
        lengths = last - first
        at = np.repeat(first - (np.cumsum(lengths) - lengths), lengths) + np.arange(lengths.sum())
        return Counts(self.vocabulary, np.repeat(np.arange(len(rows)), lengths), self.feature[at], self.count[at])

    def onto(self, vocabulary: Vocabulary) -> Counts:
        """The same counts by another vocabulary, whose n-grams are all among this one's."""
        at = np.searchsorted(self.vocabulary.hashes, vocabulary.hashes)
        number = np.full(len(self.vocabulary.hashes), -1, dtype=np.int64)
        number[at] = np.arange(len(at))
        feature = number[self.feature]
        kept = feature >= 0
        return Counts(vocabulary, self.text[kept], feature[kept], self.count[kept])


@dataclass
class Inputs:
    """n passages. languages: by script where not given. evidence: None where no lexicon was asked. encoder: or None."""

    texts: Sequence[str]
    languages: Sequence[str | None] | None = None
    evidence: Evidence | None = None
    encoder: Encoder | None = None
    _letters: list[Letters] = field(default_factory=list)
    _counts: dict[str, Counts] = field(default_factory=dict)
    _tokens: list[Tokens] = field(default_factory=list)

    def __len__(self) -> int:
        return len(self.texts)

    @property
    def language(self) -> list[str]:
        """The language of each text, `en` for `en-GB`."""
        given = self.languages or [None] * len(self.texts)
        pairs = zip(given, self.texts, strict=True)
        return [(tag or guess_language(text)).replace("_", "-").split("-")[0].lower() for tag, text in pairs]

    @property
    def letters(self) -> Letters:
        """The folded characters of all texts."""
        if not self._letters:
            self._letters.append(fold_texts(self.texts))
        return self._letters[0]

    @property
    def tokens(self) -> Tokens:
        """The encoder's vectors of all texts."""
        if not self._tokens:
            assert self.encoder is not None
            self._tokens.append(self.encoder.encode_tokens(self.texts))
        return self._tokens[0]

    def learn_counts(self, kind: str, documents: Ints, min_documents: int) -> Counts:
        """The n-grams that stand in enough documents, counted once and kept."""
        if kind not in self._counts:
            vocabulary = learn_vocabulary(self.letters, kind, documents, min_documents=min_documents)
            self._counts[kind] = Counts(vocabulary, *vocabulary.count(self.letters))
        return self._counts[kind]

    def prepare(self, features: Sequence[str], documents: Ints, min_documents: int) -> None:
        """Count and encode once what every fold will read."""
        for kind in (WORDS, CHARACTERS):
            if kind in features:
                self.learn_counts(kind, documents, min_documents)
        if self.encoder is not None:
            _ = self.tokens

    def counts(self, vocabulary: Vocabulary) -> Counts:
        """The n-grams of this vocabulary, counted; from what is kept where a larger vocabulary was counted."""
        kept = self._counts.get(vocabulary.kind)
        if kept is not None and len(np.setdiff1d(vocabulary.hashes, kept.vocabulary.hashes)) == 0:
            return kept.onto(vocabulary)
        return Counts(vocabulary, *vocabulary.count(self.letters))

    def take(self, rows: Ints) -> Inputs:
        """Some of the passages, with what is known of them."""
        return Inputs(
            [self.texts[i] for i in rows],
            [self.languages[i] for i in rows] if self.languages else None,
            self.evidence.take(rows) if self.evidence is not None else None,
            self.encoder,
            _counts={kind: counts.take(rows) for kind, counts in self._counts.items()},
            _tokens=[tokens.take(rows) for tokens in self._tokens],
        )
