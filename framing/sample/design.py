"""How passages are picked, as one frozen noun, and the strata that passages fall into.

In: plain values; scored passages. Out: Design, and the stratum of each passage. Draws nothing.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from framing.errors import FramingError
from framing.records import Codebook
from framing.stats.allocation import ALLOCATIONS, ROOT

RANDOM, STRATA, UNCERTAINTY = "random", "strata", "uncertainty"
DESIGNS = (STRATA, RANDOM, UNCERTAINTY)
# The machine's say of a passage: no frame, exactly one (named by its id), or more than one.
NO_FRAME, SEVERAL = "no frame", "several frames"
NOBODY, OTHERS = "(nobody)", "(other speakers)"
# Methods whose values are probabilities.
_PROBABLE = ("classifier", "codes:", "both")


@dataclass(frozen=True)
class Design:
    """How many passages, picked how, and who codes them.

    by : strata (machine frame × speaker), random, or uncertainty (nearest to one half: never for estimating shares).
    allocation : of `size` over the strata. coders : names; each passage goes to one of them in turn, and the first
    `overlap` (a share) to all, to measure agreement. No coders: the sheet leaves the name empty.
    """

    size: int
    by: str = STRATA
    allocation: str = ROOT
    coders: tuple[str, ...] = ()
    overlap: float = 0.2

    def __post_init__(self) -> None:
        if self.by not in DESIGNS:
            raise FramingError(f"design '{self.by}' is not known; choose {', '.join(DESIGNS)}")
        if self.allocation not in ALLOCATIONS:
            raise FramingError(f"allocation '{self.allocation}' is not known; choose {', '.join(ALLOCATIONS)}")
        if self.size < 1:
            raise FramingError(f"size is {self.size}; at least one passage must be picked")
        if not 0 <= self.overlap <= 1:
            raise FramingError(f"overlap is {self.overlap}; it is a share of the passages, from 0 to 1")
        if len(set(self.coders)) != len(self.coders):
            raise FramingError(f"a coder is named twice: {', '.join(self.coders)}; names must differ")


def machine_says(scores: pa.Table, codebook: Codebook) -> list[str]:
    """Of each passage: `no frame`, the id of its one frame, or `several frames`."""
    return [NO_FRAME if not f else f[0] if len(f) == 1 else SEVERAL for f in scores["frames"].to_pylist()]


def speakers_of(scores: pa.Table) -> list[str]:
    """Of each passage its speaker, joint speakers as one name, `(nobody)` for none."""
    return ["; ".join(names) if names else NOBODY for names in scores["speaker"].to_pylist()]


def has_probabilities(scores: pa.Table) -> bool:
    """Whether every passage's values are probabilities."""
    methods = pc.unique(scores["method"]).to_pylist()
    return bool(methods) and all(str(method).startswith(_PROBABLE) for method in methods)


def probabilities(scores: pa.Table, codebook: Codebook) -> NDArray[np.float64]:
    """The probability of each frame, (passages, frames). Raises FramingError for lexicon scores, which have none."""
    if len(scores) and not has_probabilities(scores):
        raise FramingError(
            "this needs probabilities, and a lexicon gives none; add --method classifier, or codes that hold them "
            "(--method codes --codes FILE)"
        )
    values = scores["values"].combine_chunks()
    columns = [pc.struct_field(values, frame).to_numpy(zero_copy_only=False) for frame in codebook.frame_ids]
    return np.asarray(np.nan_to_num(np.stack(columns, axis=1)), dtype=np.float64)
