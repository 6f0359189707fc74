"""A small network over an encoder's vectors: which stretch of a passage says the frame, learned from whole passages.

In: `Inputs` with an encoder, and codes. Out: a fitted block. Every vector of a passage gets a log odds for each frame
through one hidden layer; the passage's is their log-sum-exp (multiple-instance learning: one stretch is enough, several
add up; Ilse, Tomczak and Welling 2018 compare such pools), plus a linear part on the vector of the whole passage.
Plain numpy; equal seeds give equal weights.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np
from numpy.typing import NDArray

from framing.classify.encoders import Tokens, one_thread
from framing.classify.inputs import Inputs
from framing.classify.logistic import expit
from framing.errors import FramingError

Singles = NDArray[Any]  # float32
Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
# Chosen by grouped cross-validation over the development passages; bench/features.py prints the table.
HIDDEN, EPOCHS, PASSAGES_A_STEP = 64, 8, 48
_FEWEST_STEPS = 1000
RATE, DECAY, DROP_INPUT, DROP_HIDDEN, DROP_WHOLE = 2e-3, 1e-2, 0.2, 0.3, 0.3
_AT_ONCE = 256
# What the vector of a whole passage, of length 1, is multiplied by to learn at the pace of the others.
WHOLE_SCALE = np.float32(3.0)
Weights = tuple[Singles, ...]  # in the order of _NAMES
_NAMES = ("hidden", "hidden_bias", "out", "bias", "whole")


@dataclass(frozen=True)
class HeadBlock:
    """Weights of one or more networks, whose log odds are averaged. encoder: the name of what it was trained on."""

    kind: ClassVar[str] = "embeddings"
    encoder: str
    members: tuple[Weights, ...]

    def logits(self, inputs: Inputs) -> Floats:
        """(n, frames) log odds."""
        if inputs.encoder is None or inputs.encoder.name != self.encoder:
            found = inputs.encoder.name if inputs.encoder else "none"
            raise FramingError(f"this model was trained on the encoder {self.encoder}, and {found} is given")
        tokens, found_logits = inputs.tokens, []
        for first in range(0, len(inputs), _AT_ONCE):
            part = tokens.take(np.arange(first, min(first + _AT_ONCE, len(inputs))))
            found_logits.append(np.mean([_forward(part, member) for member in self.members], axis=0))
        if not found_logits:
            return np.zeros((0, len(self.members[0][3])))
        return np.concatenate(found_logits).astype(np.float64)

    def arrays(self) -> dict[str, NDArray[Any]]:
        """The arrays it is made of, by name."""
        return {f"{name}_{i}": w for i, m in enumerate(self.members) for name, w in zip(_NAMES, m, strict=True)}

    def facts(self) -> dict[str, Any]:
        """The rest of it, as JSON has it."""
        return {"encoder": self.encoder, "members": len(self.members)}

    @classmethod
    def from_parts(cls, facts: Mapping[str, Any], arrays: Mapping[str, NDArray[Any]]) -> HeadBlock:
        """The block that `arrays` and `facts` came from."""
        members = [tuple(arrays[f"{name}_{i}"] for name in _NAMES) for i in range(int(facts["members"]))]
        return cls(str(facts["encoder"]), tuple(members))


def _forward(tokens: Tokens, weights: Weights) -> Singles:
    hidden, hidden_bias, out, bias, whole = weights
    layer = np.maximum(tokens.vectors.astype(np.float32) @ hidden + hidden_bias, 0)
    pooled, _ = _pool(layer @ out, tokens.lengths)
    logits: Singles = pooled + bias + (WHOLE_SCALE * tokens.whole.astype(np.float32)) @ whole
    return logits


def _pool(scores: Singles, lengths: Ints) -> tuple[Singles, Singles]:
    """The log-sum-exp of each passage's rows, and the share of each row in it."""
    starts = np.cumsum(lengths) - lengths
    owner = np.repeat(np.arange(len(lengths)), lengths)
    top = np.maximum.reduceat(scores, starts, axis=0)
    raised = np.exp(scores - top[owner])
    total = np.add.reduceat(raised, starts, axis=0)
    return top + np.log(total), raised / total[owner]


@one_thread()
def fit_head(inputs: Inputs, codes: Floats, weights: Floats, *, members: int, seed: int) -> HeadBlock:
    """Train `members` networks from different starts; codes may lie between 0 and 1, NaN is left out."""
    if inputs.encoder is None:
        raise FramingError("the feature 'embeddings' needs an encoder; install frame-compare again or give one")
    scaled = weights / weights.mean()
    trained = [_train(inputs.tokens, codes, scaled, np.random.default_rng([seed, i])) for i in range(members)]
    return HeadBlock(inputs.encoder.name, tuple(trained))


def _train(tokens: Tokens, codes: Floats, weights: Floats, rng: np.random.Generator) -> Weights:
    size, k = tokens.vectors.shape[1], codes.shape[1]
    current: Weights = (
        (rng.standard_normal((size, HIDDEN)) * np.sqrt(1 / size)).astype(np.float32),
        np.zeros(HIDDEN, np.float32),
        (rng.standard_normal((HIDDEN, k)) * 0.1).astype(np.float32),
        _start_bias(tokens, codes, weights),
        np.zeros((tokens.whole.shape[1], k), np.float32),
    )
    steps = -(-len(codes) // PASSAGES_A_STEP)
    epochs = max(EPOCHS, -(-_FEWEST_STEPS // steps))
    optimiser = _Adam(current, epochs * steps)
    for _ in range(epochs):
        shuffled = rng.permutation(len(codes))
        for first in range(0, len(codes), PASSAGES_A_STEP):
            rows = shuffled[first : first + PASSAGES_A_STEP]
            optimiser.step(_gradient(tokens.take(rows), codes[rows], weights[rows], current, rng))
    return current


def _start_bias(tokens: Tokens, codes: Floats, weights: Floats) -> Singles:
    """The log odds of each frame's share, less what pooling that many equal vectors adds."""
    known = ~np.isnan(codes)
    coded = (weights[:, None] * np.nan_to_num(codes)).sum(axis=0)
    share = (coded + 0.5) / ((weights[:, None] * known).sum(axis=0) + 1.0)
    bias: Singles = (np.log(share / (1 - share)) - np.log(tokens.lengths.mean())).astype(np.float32)
    return bias


def _gradient(tokens: Tokens, codes: Floats, weights: Floats, current: Weights, rng: np.random.Generator) -> Weights:
    hidden, hidden_bias, out, bias, whole = current
    owner = np.repeat(np.arange(len(codes)), tokens.lengths)
    # The same inputs are dropped for a whole step: the rows of `hidden` can be scaled instead of every vector.
    seen = _kept((hidden.shape[0], 1), DROP_INPUT, rng)
    vectors = tokens.vectors.astype(np.float32)
    before = vectors @ (seen * hidden) + hidden_bias
    passed = (before > 0) * _kept(before.shape, DROP_HIDDEN, rng)
    layer = before * passed
    pooled, share = _pool(layer @ out, tokens.lengths)
    texts = WHOLE_SCALE * tokens.whole.astype(np.float32) * _kept(tokens.whole.shape, DROP_WHOLE, rng)
    error = (expit((pooled + bias + texts @ whole).astype(np.float64)) - codes) * weights[:, None] / len(codes)
    error = np.nan_to_num(error).astype(np.float32)
    scores = share * error[owner]
    back = (scores @ out.T) * passed
    return seen * (vectors.T @ back), back.sum(axis=0), layer.T @ scores, error.sum(axis=0), texts.T @ error


def _kept(shape: tuple[int, ...], drop: float, rng: np.random.Generator) -> Singles:
    """Ones and noughts, scaled so that their mean is 1: what dropout leaves."""
    return (rng.random(shape, dtype=np.float32) >= drop) / np.float32(1 - drop)


class _Adam:
    """Adam with decoupled decay of the weight matrices and a rate that falls to nothing (Loshchilov, Hutter 2019)."""

    def __init__(self, current: Weights, n_steps: int) -> None:
        self._current, self._n_steps, self._step = current, n_steps, 0
        self._mean = [np.zeros_like(w) for w in current]
        self._square = [np.zeros_like(w) for w in current]

    def step(self, gradients: Weights) -> None:
        """Change the weights in place."""
        self._step += 1
        rate = RATE * (1 - self._step / (self._n_steps + 1))
        for w, mean, square, g in zip(self._current, self._mean, self._square, gradients, strict=True):
            mean += np.float32(0.1) * (g - mean)
            square += np.float32(0.001) * (g * g - square)
            hat = (mean / (1 - 0.9**self._step)) / (np.sqrt(square / (1 - 0.999**self._step)) + 1e-8)
            w -= (rate * (hat + (DECAY * w if w.ndim > 1 else 0.0))).astype(np.float32)
