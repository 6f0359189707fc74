"""What corrected shares are made of: passages with machine and hand codes, and ratios of sums over documents.

In: arrays. Out: Population, and Ratio with its share, variance and interval. Corrects nothing.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from framing.errors import FramingError
from framing.stats.ratios import (
    Floats,
    effective_clusters,
    jackknife_residuals,
    jackknife_variance,
    ratio_of_sums,
    scaled_interval,
    student_quantile,
    zero_bound,
)
from framing.validate.coded import Ints

LEVEL = 0.95


# Passages of nobody, and of speakers who are not compared: they help to guess codes, and have a row, but no pair.
NOBODY, OTHERS = "(nobody)", "(other speakers)"
UNCOMPARED = (NOBODY, OTHERS)


@dataclass(frozen=True)
class Population:
    """n passages (one for each of joint speakers). machine, probability, hand : (n, frames).

    machine 0/1. probability from 0 to 1, or None. hand nan where not coded. pi (n,): the probability of being coded,
    read only where coded. document, group (n,): numbers from 0; `groups` names the latter.
    """

    frames: tuple[str, ...]
    groups: tuple[str, ...]
    document: Ints
    group: Ints
    machine: Floats
    probability: Floats | None
    hand: Floats
    pi: Floats

    def __post_init__(self) -> None:
        if np.isnan(self.hand).all():
            raise FramingError(
                "none of the passages is hand-coded; the codes' document_id, start and end must be "
                "as framing score gives them"
            )


@dataclass(frozen=True)
class Ratio:
    """One method's share of one group and frame: sums by document, all documents in line."""

    x: Floats  # (documents, 1)
    m: Floats  # (documents,)

    @property
    def share(self) -> float:
        return float(ratio_of_sums(self.x, self.m)[0])

    @property
    def variance(self) -> float:
        return float(jackknife_variance(self.x, self.m)[0])

    @property
    def freedom(self) -> float:
        return max(effective_clusters(self.m) - 1.0, 1.0)


def estimate_share(share: float, variance: float, freedom: float, bound: float = 0.0) -> dict[str, float | None]:
    """Share, standard error and interval (symmetric on the log-odds: bench/shares.py); with one document the share.

    bound : how far from 0 (or 1) the end is at least where the frame was never (or always) found, by `unseen_bound`.
    """
    if math.isnan(variance):
        return {"share": None if math.isnan(share) else share}
    reach = student_quantile(freedom, LEVEL) * math.sqrt(variance)
    low, high = max(share - reach, 0.0), min(share + reach, 1.0)
    if 0 < share < 1:
        low, high = (float(v[0]) for v in scaled_interval(np.array([share]), np.array([reach]), np.array([1.0])))
    elif share <= 0:
        high = max(high, bound)
    else:
        low = min(low, 1.0 - bound)
    return {"share": share, "se": math.sqrt(variance), "ci_low": low, "ci_high": high}


def unseen_bound(document: Ints) -> float:
    """The share that passages of these documents could have without showing it once (see `zero_bound`)."""
    m = np.unique(document, return_counts=True)[1].astype(np.float64)
    return float(zero_bound(np.array(m.sum()), np.array((m**2).sum()), len(m), level=LEVEL)) if len(m) else 1.0


def variance_of_sum(ratios: list[Ratio], signs: Sequence[float]) -> float:
    """The jackknife variance of a signed sum of shares, documents in common being one cluster; nan with one."""
    moved = sum(s * jackknife_residuals(r.x, r.m)[:, 0] for r, s in zip(ratios, signs, strict=True))
    n = int(np.count_nonzero(np.sum([r.m for r in ratios], axis=0)))
    return (n - 1) / n * float((np.asarray(moved) ** 2).sum()) if n > 1 else math.nan
