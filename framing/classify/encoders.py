"""Sentence encoders behind a small protocol, and what they give: a vector for every stretch of a text.

In: texts. Out: `Tokens`. Anything with `name` and `encode_tokens` will do; `SentenceEncoder` makes one of any model
with `encode(texts) -> (n, d)`, such as sentence-transformers. Nothing is downloaded and nothing learned here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from framing.errors import FramingError

Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Tokens:
    """The vectors of n texts end to end: (m, d) as float16, and how many each text has (at least one).

    whole : (n, e), a vector for each text as one; e is 0 where the encoder has none beside the others.
    """

    vectors: NDArray[np.float16]
    lengths: Ints
    whole: NDArray[np.float16]

    def take(self, rows: Ints) -> Tokens:
        """The chosen texts."""
        first = np.cumsum(self.lengths) - self.lengths
        lengths = self.lengths[rows]
        at = np.repeat(first[rows] - (np.cumsum(lengths) - lengths), lengths) + np.arange(lengths.sum())
        return Tokens(self.vectors[at], lengths, self.whole[rows])


class Encoder(Protocol):
    """Gives every text one or more vectors; `name` tells encoder and version, and goes into the model."""

    name: str

    def encode_tokens(self, texts: Sequence[str]) -> Tokens:
        """The vectors of the texts."""


def find_encoder(name: str) -> Encoder | None:
    """The encoder of that name: the bundled multilingual one, or none for no name.

    Raises FramingError for any other: give `ModelScorer` and `FrameClassifier` an encoder of your own as an object.
    """
    from framing.classify.multilingual import MultilingualEncoder

    if not name:
        return None
    if name != MultilingualEncoder.name:
        raise FramingError(f"encoder '{name}' is not one that this version brings ({MultilingualEncoder.name})")
    return MultilingualEncoder()


@contextmanager
def one_thread() -> Iterator[None]:
    """Matrix products on one thread: with several, the last digits depend on how many there are."""
    from threadpoolctl import threadpool_limits

    with threadpool_limits(limits=1, user_api="blas"):
        yield


class SentenceEncoder:
    """One vector a text, from any function `texts -> (n, d)`: `SentenceEncoder("labse", model.encode)`."""

    def __init__(self, name: str, encode: Callable[[list[str]], Any]) -> None:
        self.name = name
        self._encode = encode

    def encode_tokens(self, texts: Sequence[str]) -> Tokens:
        """One vector a text."""
        vectors = np.asarray(self._encode(list(texts)), dtype=np.float16)
        return Tokens(vectors, np.ones(len(texts), dtype=np.int64), np.zeros((len(texts), 0), np.float16))
