"""A trained classifier as a noun: arrays and facts, nothing that runs. It scores without scikit-learn or scipy.

In: parts (from a file or a training). Out: probabilities. It opens no file; `files/models.py` does.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from framing.classify.blocks import Block, EvidenceBlock, NgramBlock
from framing.classify.heads import HeadBlock
from framing.classify.inputs import Inputs
from framing.classify.logistic import expit
from framing.errors import FramingError
from framing.records import Codebook, Frame

Floats = NDArray[np.float64]
_KINDS: dict[str, Any] = {kind.kind: kind for kind in (NgramBlock, EvidenceBlock, HeadBlock)}


@dataclass(frozen=True)
class FrameModel:
    """blocks and how much each counts: coef (blocks, frames), intercept (frames,); and what differs by language.

    languages : those with codes enough for an intercept and thresholds of their own; shift (languages, frames) is added
    to the intercept. thresholds : (languages + 1, frames), the last row for any other language, inf where it abstains.
    card : what a reader must know (frames, data, scores, date, …); empty until the model is given one.
    """

    blocks: tuple[Block, ...]
    coef: Floats
    intercept: Floats
    languages: tuple[str, ...]
    shift: Floats
    thresholds: Floats
    card: Mapping[str, Any] = field(default_factory=dict)

    @property
    def label(self) -> str:
        """Name and version as results carry them."""
        return f"{self.card.get('name', 'model')}-{self.card.get('version', '0')}"

    @property
    def frame_ids(self) -> tuple[str, ...]:
        """The frames, in the order of the columns."""
        return tuple(self.card.get("frames", ()))

    @property
    def codebook(self) -> Codebook:
        """The codebook that it was trained for, as far as its card tells."""
        pairs = zip(self.frame_ids, self.card.get("titles", self.frame_ids), strict=True)
        name, _, version = str(self.card.get("codebook", "codebook-0")).rpartition("-")
        return Codebook(name, version, tuple(Frame(frame, title) for frame, title in pairs))

    def tell_lexicons(self, labels: Sequence[str]) -> list[str]:
        """A sentence where the lexicons are not those that it was trained with."""
        known = list(self.card.get("lexicons", ()))
        if not known or sorted(known) == sorted(labels):
            return []
        return [
            f"model {self.label} was trained with the lexicons {', '.join(known)} and reads {', '.join(labels)} now; "
            "its probabilities may be off until it is trained again"
        ]

    @property
    def encoder_name(self) -> str:
        """The encoder whose vectors it reads, or nothing."""
        return next((block.encoder for block in self.blocks if isinstance(block, HeadBlock)), "")

    @property
    def reads_lexicons(self) -> bool:
        """Whether it needs to know what lexicons found."""
        return any(isinstance(block, EvidenceBlock) for block in self.blocks)

    def block_logits(self, inputs: Inputs) -> Floats:
        """(n, blocks, frames) log odds of each part, as it gives them."""
        return np.stack([block.logits(inputs) for block in self.blocks], axis=1)

    def probabilities(self, inputs: Inputs) -> Floats:
        """(n, frames) calibrated probabilities."""
        return self.stack(self.block_logits(inputs), inputs)

    def stack(self, logits: Floats, inputs: Inputs) -> Floats:
        """(n, frames) probabilities from the blocks' log odds (n, blocks, frames) of these inputs."""
        shift = np.vstack([self.shift, np.zeros(len(self.intercept))])[self._row(inputs)]
        return expit(np.einsum("nbk,bk->nk", logits, self.coef) + self.intercept + shift)

    def cuts(self, inputs: Inputs) -> Floats:
        """(n, frames) the probability from which each frame is called present."""
        return self.thresholds[self._row(inputs)]

    @property
    def abstained(self) -> tuple[int, ...]:
        """The numbers of the frames that it never calls."""
        return tuple(int(k) for k in np.flatnonzero(np.isinf(self.thresholds[-1])))

    def _row(self, inputs: Inputs) -> NDArray[np.int64]:
        place = {language: row for row, language in enumerate(self.languages)}
        return np.array([place.get(tag, len(place)) for tag in inputs.language], dtype=np.int64)

    def parts(self) -> tuple[dict[str, Any], dict[str, NDArray[Any]]]:
        """Facts (as JSON has them) and named arrays that `model_from_parts` makes the model of again."""
        arrays: dict[str, NDArray[Any]] = {
            "stack/coef": self.coef,
            "stack/intercept": self.intercept,
            "stack/shift": self.shift,
            "stack/thresholds": self.thresholds,
        }
        blocks = []
        for number, block in enumerate(self.blocks):
            blocks.append({"kind": block.kind, **block.facts()})
            arrays |= {f"block{number}/{name}": array for name, array in block.arrays().items()}
        return {"blocks": blocks, "languages": list(self.languages), "card": dict(self.card)}, arrays


def model_from_parts(facts: Mapping[str, Any], arrays: Mapping[str, NDArray[Any]]) -> FrameModel:
    """The model that `parts` took apart. Raises FramingError for a part that is unknown or lacking."""
    try:
        return _from_parts(facts, arrays)
    except KeyError as error:
        raise FramingError(f"the model lacks {error}; it was made by another version, train it again") from None


def _from_parts(facts: Mapping[str, Any], arrays: Mapping[str, NDArray[Any]]) -> FrameModel:
    blocks = []
    for number, block in enumerate(facts["blocks"]):
        if block["kind"] not in _KINDS:
            raise FramingError(f"a part of kind '{block['kind']}' is not known; known are {', '.join(_KINDS)}")
        prefix = f"block{number}/"
        own = {name.removeprefix(prefix): array for name, array in arrays.items() if name.startswith(prefix)}
        blocks.append(_KINDS[block["kind"]].from_parts(block, own))
    coef, intercept, shift, thresholds = (
        arrays[f"stack/{name}"] for name in ("coef", "intercept", "shift", "thresholds")
    )
    return FrameModel(tuple(blocks), coef, intercept, tuple(facts["languages"]), shift, thresholds, dict(facts["card"]))
