"""The features of FrameClassifier as scikit-learn transformers: texts in, numbers out, for pipelines of your own.

In: lists of texts. Out: sparse or dense arrays. Each stands alone, in a Pipeline or a FeatureUnion.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.base import BaseEstimator, TransformerMixin
from sklearn.utils.validation import check_is_fitted

from framing.classify.encoders import Encoder
from framing.classify.evidence import Evidence
from framing.classify.letters import fold_texts
from framing.classify.ngrams import CHARACTERS, WORDS, learn_vocabulary, rarity, weigh_counts
from framing.errors import FramingError


class _TextTransformer(TransformerMixin, BaseEstimator):  # type: ignore[misc]
    def __sklearn_tags__(self) -> Any:
        tags = super().__sklearn_tags__()
        tags.input_tags.string = True
        tags.input_tags.two_d_array = False
        return tags


class NgramFeatures(_TextTransformer):
    """Word n-grams (1 to 3) or character n-grams (inside words) by tf-idf, each text of length 1; sparse.

    kind : words or characters. min_documents : texts that an n-gram must stand in.
    Attributes: vocabulary_ (its `names` are the columns), idf_.
    """

    def __init__(self, kind: str = WORDS, min_documents: int = 5) -> None:
        self.kind = kind
        self.min_documents = min_documents

    def fit(self, X: Sequence[str], y: Any = None) -> NgramFeatures:
        """Learn which n-grams there are, and how rare."""
        if self.kind not in (WORDS, CHARACTERS):
            raise FramingError(f"kind '{self.kind}' is not known; choose {WORDS} or {CHARACTERS}")
        letters = fold_texts(check_texts(X))
        documents = np.arange(letters.n_texts)
        self.vocabulary_ = learn_vocabulary(letters, self.kind, documents, min_documents=self.min_documents)
        _, feature, _ = self.vocabulary_.count(letters)
        self.idf_ = rarity(feature, len(self.vocabulary_.hashes), letters.n_texts)
        return self

    def transform(self, X: Sequence[str]) -> Any:
        """(n, n-grams) a scipy sparse matrix."""
        from scipy.sparse import csr_matrix

        check_is_fitted(self)
        letters = fold_texts(check_texts(X))
        text, feature, count = self.vocabulary_.count(letters)
        values = weigh_counts(text, count, self.idf_[feature], letters.n_texts)
        return csr_matrix((values, (text, feature)), shape=(letters.n_texts, len(self.vocabulary_.hashes)))

    def get_feature_names_out(self, input_features: Any = None) -> NDArray[np.object_]:
        """The n-grams, in the order of the columns."""
        check_is_fitted(self)
        return np.array(self.vocabulary_.names, dtype=object)


class LexiconFeatures(_TextTransformer):
    """What lexicons find in a text, as numbers for each frame. sense : see framing.LexiconSense."""

    def __init__(self, sense: Callable[[Sequence[str]], Evidence] | None = None) -> None:
        self.sense = sense

    def fit(self, X: Sequence[str], y: Any = None) -> LexiconFeatures:
        """Nothing is learned."""
        check_texts(X)
        return self

    def transform(self, X: Sequence[str]) -> NDArray[np.float64]:
        """(n, frames x numbers)."""
        if self.sense is None:
            raise FramingError("LexiconFeatures has no lexicons to look with; give it a sense")
        return self.sense(check_texts(X)).numbers()

    def __sklearn_is_fitted__(self) -> bool:
        return True


class EmbeddingFeatures(_TextTransformer):
    """The encoder's vector of each text as one. encoder : None for the bundled multilingual one."""

    def __init__(self, encoder: Encoder | None = None) -> None:
        self.encoder = encoder

    def fit(self, X: Sequence[str], y: Any = None) -> EmbeddingFeatures:
        """Nothing is learned."""
        check_texts(X)
        return self

    def transform(self, X: Sequence[str]) -> NDArray[np.float64]:
        """(n, d) one vector a text; the mean of its vectors where the encoder has none for the whole."""
        from framing.classify.multilingual import MultilingualEncoder

        tokens = (self.encoder or MultilingualEncoder()).encode_tokens(check_texts(X))
        if tokens.whole.shape[1]:
            return tokens.whole.astype(np.float64)
        sums = np.add.reduceat(tokens.vectors.astype(np.float64), np.cumsum(tokens.lengths) - tokens.lengths, axis=0)
        return sums / tokens.lengths[:, None]

    def __sklearn_is_fitted__(self) -> bool:
        return True


def check_texts(X: Any) -> list[str]:
    """The texts as a list. Raises FramingError for anything else than texts, and for none."""
    texts = list(X)
    for number, text in enumerate(texts):
        if not isinstance(text, str):
            raise FramingError(f"row {number} is a {type(text).__name__}, not a text; give a list of texts")
    if not texts:
        raise FramingError("there are no texts; give at least one")
    return texts
