"""Agreement between coders: Krippendorff's alpha, percent agreement, Cohen's kappa, Gwet's AC1, and units needed.

In: codes (coders, units), nan where a coder did not code a unit. Out: numbers; nan where a coefficient is undefined,
which the caller must say in words.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Sequence
from statistics import NormalDist

import numpy as np
from numpy.typing import ArrayLike

from framing.stats.ratios import Floats

# MASI: how alike two sets are beyond their overlap, from equal through subset to merely overlapping.
_EQUAL, _SUBSET, _OVERLAP = 1.0, 2.0 / 3.0, 1.0 / 3.0


def coincidences(codes: ArrayLike) -> tuple[Floats, Floats]:
    """The distinct values (v,), and each unit's coincidence matrix (units, v, v) of ordered pairs of codes.

    A unit with m codes gives each of its m(m - 1) ordered pairs the weight 1/(m - 1); with fewer than two it gives 0.
    Source: Krippendorff (2011), step B; summed over units it is his o_ck.
    """
    codes = np.asarray(codes, dtype=np.float64)
    values = np.unique(codes[~np.isnan(codes)])
    counts = (codes[:, :, None] == values).sum(axis=0).astype(np.float64)
    m = counts.sum(axis=1)
    pairs = counts[:, :, None] * counts[:, None, :]
    diagonal = np.arange(len(values))
    pairs[:, diagonal, diagonal] -= counts
    return values, pairs / np.maximum(m - 1.0, 1.0)[:, None, None]


def alpha_of(o: Floats, delta: Floats) -> Floats:
    """Krippendorff's alpha, 1 - D_o/D_e, of coincidence matrices o (..., v, v) under squared differences delta.

    delta : (v, v) or (..., v, v). nan where no disagreement is to be expected: all codes equal, or nothing to pair.
    """
    margins = o.sum(axis=-1)
    n = margins.sum(axis=-1)
    observed = (o * delta).sum(axis=(-2, -1))
    expected = (margins[..., :, None] * margins[..., None, :] * delta).sum(axis=(-2, -1))
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.asarray(np.where(expected > 0, 1.0 - (n - 1.0) * observed / expected, np.nan), dtype=np.float64)


def krippendorff_alpha(codes: ArrayLike, metric: str = "nominal") -> float:
    """Agreement corrected for chance: 1 perfect, 0 as good as drawing codes from one urn, below 0 worse.

    codes : (coders, units), nan for missing. metric : nominal, ordinal, interval or ratio.
    Source: Krippendorff (2011), "Computing Krippendorff's alpha-reliability".

    >>> round(krippendorff_alpha([[0, 1, 0, 0, 0, 0, 0, 0, 1, 0], [1, 1, 1, 0, 0, 1, 0, 0, 0, 0]]), 4)
    0.0952
    """
    values, units = coincidences(codes)
    o = units.sum(axis=0)
    return float(alpha_of(o, differences(values, metric, o.sum(axis=-1))))


def differences(values: Floats, metric: str, margins: Floats) -> Floats:
    """The squared differences between values, (..., v, v); only ordinal looks at the margins (..., v)."""
    if metric not in _METRICS:
        raise ValueError(f"metric '{metric}' is not known; choose {', '.join(_METRICS)}")
    return _METRICS[metric](values, margins)


def masi_distance(a: Collection[str], b: Collection[str]) -> float:
    """How far two sets of frames are apart: 0 equal, 1 nothing in common; a subset is nearer than an overlap.

    1 - J M with the Jaccard index J and M = 1, 2/3, 1/3, 0. Two empty sets are equal. Source: Passonneau (2006).

    >>> round(masi_distance({"a"}, {"a", "b"}), 4), masi_distance((), ("a",)), masi_distance((), ())
    (0.6667, 1.0, 0.0)
    """
    one, two = set(a), set(b)
    if one == two:
        return 1.0 - _EQUAL
    common = one & two
    monotony = _SUBSET if common in (one, two) else _OVERLAP
    return 1.0 - len(common) / len(one | two) * (monotony if common else 0.0)


def masi_matrix(sets: Sequence[Collection[str]]) -> Floats:
    """MASI distances between sets, (v, v): the delta of the set-valued alpha."""
    return np.array([[masi_distance(a, b) for b in sets] for a in sets])


def percent_agreement(codes: ArrayLike) -> float:
    """The share of pairs of codes of one unit that are equal, mean over units with two codes or more; nan with none."""
    counts, m = _category_counts(codes)
    return float(_unit_agreement(counts, m).mean()) if len(m) else math.nan


def gwet_ac1(codes: ArrayLike) -> float:
    """Gwet's AC1 for any number of coders, with gaps: chance is 1/(q-1) sum pi(1-pi), which stays small when p is rare.

    Undefined (nan) when only one category was ever used and when no unit has two codes. Source: Gwet (2008), eq. 6.
    """
    counts, m = _category_counts(codes)
    if not len(m) or counts.shape[1] < 2:
        return math.nan
    pi = (counts / m[:, None]).mean(axis=0)
    chance = float((pi * (1 - pi)).sum()) / (counts.shape[1] - 1)
    agreed = float(_unit_agreement(counts, m).mean())
    return float((agreed - chance) / (1 - chance))


def cohen_kappa(a: ArrayLike, b: ArrayLike) -> float:
    """Cohen's kappa of two coders over the units that both coded; nan when both use one and the same code throughout.

    >>> round(cohen_kappa([1, 1, 0, 0], [1, 0, 0, 0]), 4)
    0.5
    """
    first, second = np.asarray(a, dtype=np.float64), np.asarray(b, dtype=np.float64)
    both = ~np.isnan(first) & ~np.isnan(second)
    first, second = first[both], second[both]
    if not len(first):
        return math.nan
    values = np.unique(np.concatenate([first, second]))
    chance = sum(float(np.mean(first == v) * np.mean(second == v)) for v in values)
    return (float(np.mean(first == second)) - chance) / (1 - chance) if chance < 1 else math.nan


def units_needed(alpha: float, share: float, *, level: float = 0.05, two_sided: bool = False) -> float:
    """Units to code so that an alpha is told from lower ones; share is that of the rarest frame. Not rounded.

    N = 2 z^2 [(1+a)(3-a) / (4(1-a) p(1-p)) - a]. Source: Krippendorff (2011), after Bloch & Kraemer (1989).

    >>> [round(units_needed(0.8, p)) for p in (0.5, 0.25, 0.10, 0.05)]
    [103, 139, 293, 560]
    """
    if not 0 < share < 1 or not alpha < 1:
        raise ValueError(f"share {share} must lie between 0 and 1, and alpha {alpha} below 1")
    # Tables of this formula are made with z to three decimals: 1.645 and 1.960.
    z = round(NormalDist().inv_cdf(1 - level / (2 if two_sided else 1)), 3)
    return 2 * z**2 * ((1 + alpha) * (3 - alpha) / (4 * (1 - alpha) * share * (1 - share)) - alpha)


def _category_counts(codes: ArrayLike) -> tuple[Floats, Floats]:
    """How often each value was given to each unit with two codes or more, (units, values), and codes a unit."""
    codes = np.asarray(codes, dtype=np.float64)
    values = np.unique(codes[~np.isnan(codes)])
    counts = (codes[:, :, None] == values).sum(axis=0).astype(np.float64)
    m = counts.sum(axis=1)
    return counts[m >= 2], m[m >= 2]


def _unit_agreement(counts: Floats, m: Floats) -> Floats:
    return np.asarray((counts * (counts - 1)).sum(axis=1) / (m * (m - 1)), dtype=np.float64)


def _nominal(values: Floats, margins: Floats) -> Floats:
    return 1.0 - np.eye(len(values))


def _ordinal(values: Floats, margins: Floats) -> Floats:
    # Ranks as the middle of each value's place in the order of all codes: their difference is what Krippendorff sums.
    ranks = np.cumsum(margins, axis=-1) - margins / 2.0
    return np.asarray((ranks[..., :, None] - ranks[..., None, :]) ** 2, dtype=np.float64)


def _interval(values: Floats, margins: Floats) -> Floats:
    return np.asarray((values[:, None] - values[None, :]) ** 2, dtype=np.float64)


def _ratio(values: Floats, margins: Floats) -> Floats:
    total = values[:, None] + values[None, :]
    return np.asarray(
        (np.divide(values[:, None] - values[None, :], total, out=np.zeros_like(total), where=total != 0)) ** 2
    )


_METRICS: dict[str, Callable[[Floats, Floats], Floats]] = {
    "nominal": _nominal,
    "ordinal": _ordinal,
    "interval": _interval,
    "ratio": _ratio,
}
