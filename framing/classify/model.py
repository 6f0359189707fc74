"""A trained classifier as a noun: arrays and facts, nothing that runs. It scores without scikit-learn or scipy.

In: parts (from a file or a training). Out: probabilities. It opens no file; `files/models.py` does.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from framing.classify.blocks import Block, EvidenceBlock, NgramBlock
from framing.classify.heads import HeadBlock
from framing.classify.inputs import Inputs
from framing.classify.logistic import expit
from framing.errors import FramingError

Floats = NDArray[np.float64]
_KINDS: dict[str, Any] = {kind.kind: kind for kind in (NgramBlock, EvidenceBlock, HeadBlock)}


@dataclass(frozen=True)
class FrameModel:
    """blocks and how much each counts: coef (blocks, frames), intercept (frames,); thresholds: inf where it abstains.

    card: what a reader must know (frames, data, scores, date, …); empty until the model is given one.
    """

    blocks: tuple[Block, ...]
    coef: Floats
    intercept: Floats
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
        return expit(np.einsum("nbk,bk->nk", self.block_logits(inputs), self.coef) + self.intercept)

    def parts(self) -> tuple[dict[str, Any], dict[str, NDArray[Any]]]:
        """Facts (as JSON has them) and named arrays that `model_from_parts` makes the model of again."""
        arrays: dict[str, NDArray[Any]] = {
            "stack/coef": self.coef,
            "stack/intercept": self.intercept,
            "stack/thresholds": self.thresholds,
        }
        blocks = []
        for number, block in enumerate(self.blocks):
            blocks.append({"kind": block.kind, **block.facts()})
            arrays |= {f"block{number}/{name}": array for name, array in block.arrays().items()}
        return {"blocks": blocks, "card": dict(self.card)}, arrays


def model_from_parts(facts: Mapping[str, Any], arrays: Mapping[str, NDArray[Any]]) -> FrameModel:
    """The model that `parts` took apart. Raises FramingError for a kind of block that this version does not know."""
    blocks = []
    for number, block in enumerate(facts["blocks"]):
        if block["kind"] not in _KINDS:
            raise FramingError(f"a part of kind '{block['kind']}' is not known; known are {', '.join(_KINDS)}")
        prefix = f"block{number}/"
        own = {name.removeprefix(prefix): array for name, array in arrays.items() if name.startswith(prefix)}
        blocks.append(_KINDS[block["kind"]].from_parts(block, own))
    coef, intercept, thresholds = (arrays[f"stack/{name}"] for name in ("coef", "intercept", "thresholds"))
    return FrameModel(tuple(blocks), coef, intercept, thresholds, dict(facts["card"]))
