"""The choices of a comparison, and what comes out of one: two frozen nouns.

In: plain values. Out: Plan and Comparison, checked once. Computes nothing.
"""

from __future__ import annotations

from dataclasses import dataclass

import pyarrow as pa

from framing.errors import FramingError

MEASURES = {
    "share": "share of passages with the frame",
    "rate": "mentions per 1,000 words of the speaker's attributed text",
    "composition": "share of the frame in all frame mentions",
    "probability": "mean probability of the classifier",
}
INTERVALS = ("jackknife", "percentile", "bca")
ADJUSTMENTS = ("max-t", "holm", "benjamini-hochberg", "none")
AGAINST = ("pairs", "rest")
PERIODS = ("common", "all")
REST = "the rest"
# Below this many draws a 95 % interval hangs on a handful of them.
FEWEST_DRAWS = 200


@dataclass(frozen=True)
class Plan:
    """How speakers are compared; every choice that changes a result but the seed.

    measure : a key of MEASURES, which name the denominators. against : every pair, or each speaker against the rest.
    draws : bootstrap and permutation draws. interval : which of the three fills ci_low and ci_high.
    adjust : how p-values are adjusted over frames and pairs. strata : a column of the distributions inside which labels
    are exchanged (reporter, year). periods : "common" compares within the span of dates that both speakers cover.
    """

    measure: str = "share"
    against: str = "pairs"
    draws: int = 2000
    level: float = 0.95
    interval: str = "jackknife"
    adjust: str = "max-t"
    strata: str = ""
    periods: str = "common"

    def __post_init__(self) -> None:
        known = {
            "measure": tuple(MEASURES),
            "against": AGAINST,
            "interval": INTERVALS,
            "adjust": ADJUSTMENTS,
            "periods": PERIODS,
        }
        for name, allowed in known.items():
            if getattr(self, name) not in allowed:
                raise FramingError(f"{name} '{getattr(self, name)}' is not known; choose one of {', '.join(allowed)}")
        if self.draws < FEWEST_DRAWS:
            raise FramingError(f"draws is {self.draws}; at least {FEWEST_DRAWS} are needed, and 2000 is the default")
        if not 0.5 <= self.level < 1:
            raise FramingError(f"level is {self.level}; it is a share from 0.5 to below 1, such as 0.95")


@dataclass(frozen=True)
class Comparison:
    """What a comparison found: tables, and the sentences without which they must not be read.

    comparison : COMPARISON, then effect sizes. distances : DISTANCES. prevalence : speaker × frame with intervals.
    coverage : text, documents and dates of each speaker, and the text of nobody (speaker ""). omnibus : is there any
    difference, over all frames. remarks : plain sentences.
    """

    plan: Plan
    comparison: pa.Table
    distances: pa.Table
    prevalence: pa.Table
    coverage: pa.Table
    omnibus: pa.Table
    remarks: tuple[str, ...]
