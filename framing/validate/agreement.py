"""How far coders agree: one row a frame with every usual coefficient, and one for all frames together as sets.

In: Coded. Out: AGREEMENT and COMPARED tables. Undefined coefficients are null, with the reason in words beside.
"""

from __future__ import annotations

import itertools
import math

import numpy as np
import pyarrow as pa

from framing.stats.accuracy import confusion, precision_recall_f1
from framing.stats.agreement import (
    alpha_of,
    cohen_kappa,
    coincidences,
    differences,
    gwet_ac1,
    masi_matrix,
    percent_agreement,
    units_needed,
)
from framing.stats.bootstrap import bootstrap_sums, percentile_interval, sort_draws
from framing.stats.ratios import Floats, student_quantile
from framing.validate.coded import Coded, sum_documents

ALL_FRAMES = "all frames (sets)"
# Krippendorff's floors: for tentative conclusions, and for conclusions.
TENTATIVE, RELIABLE = 0.667, 0.80
LEVEL = 0.95

AGREEMENT = pa.schema(
    {
        "frame": pa.string(),
        "n_units": pa.int64(),  # with two codes or more
        "n_documents": pa.int64(),
        "share": pa.float64(),  # of codes that are 1
        "percent": pa.float64(),
        "alpha": pa.float64(),
        "alpha_low": pa.float64(),
        "alpha_high": pa.float64(),
        "jackknife_low": pa.float64(),
        "jackknife_high": pa.float64(),
        "kappa": pa.float64(),  # mean of the pairs of coders
        "ac1": pa.float64(),
        "units_for_667": pa.int64(),
        "units_for_800": pa.int64(),
        "verdict": pa.string(),
    }
)
COMPARED = pa.schema(
    {
        "coder_a": pa.string(),
        "coder_b": pa.string(),
        "frame": pa.string(),
        "n_units": pa.int64(),
        "both": pa.int64(),
        "only_a": pa.int64(),
        "only_b": pa.int64(),
        "percent": pa.float64(),
        "kappa": pa.float64(),
        "ac1": pa.float64(),
        "precision": pa.float64(),  # of b, with a as the yardstick
        "recall": pa.float64(),
        "f1": pa.float64(),
    }
)


def measure_agreement(coded: Coded, *, draws: int, rng: np.random.Generator) -> pa.Table:
    """AGREEMENT: Krippendorff's alpha (nominal, two values), percent, kappa and AC1 of each frame; MASI alpha of sets.

    Intervals of alpha: bootstrap over documents (percentile), and jackknife over documents with Student's t (Hughes
    2022). Units are counted unweighted.
    """
    rows = [_frame_row(coded, k, draws, rng) for k in range(len(coded.frames))]
    return pa.Table.from_pylist([*rows, _set_row(coded, draws, rng)], schema=AGREEMENT)


def compare_coders(coded: Coded) -> pa.Table:
    """COMPARED: every pair of coders with units in common, frame by frame."""
    rows = []
    for a, b in itertools.combinations(range(len(coded.coders)), 2):
        for k, frame in enumerate(coded.frames):
            pair = coded.codes[[a, b], :, k]
            one, two = pair[:, ~np.isnan(pair).any(axis=0)]
            if not len(one):
                continue
            table = confusion(one, two, np.ones(len(one))).sum(axis=0)
            precision, recall, f1 = precision_recall_f1(table).tolist()
            both, only_b, only_a = (int(v) for v in table[:3])
            named = {"coder_a": coded.coders[a], "coder_b": coded.coders[b], "frame": frame, "n_units": len(one)}
            counted = {"both": both, "only_a": only_a, "only_b": only_b}
            measured = {"percent": percent_agreement(pair), "kappa": cohen_kappa(one, two), "ac1": gwet_ac1(pair)}
            scores = {"precision": precision, "recall": recall, "f1": f1}
            rows.append({**named, **counted, **{k: known(v) for k, v in (measured | scores).items()}})
    return pa.Table.from_pylist(rows, schema=COMPARED)


def known(value: float) -> float | None:
    """None for what is undefined."""
    return None if math.isnan(value) else value


def _frame_row(coded: Coded, k: int, draws: int, rng: np.random.Generator) -> dict[str, object]:
    codes = coded.codes[:, :, k]
    values, units = coincidences(codes)
    delta = differences(values, "nominal", units.sum(axis=(0, 2)))
    pairs = itertools.combinations(codes, 2)
    kappas = [v for v in (cohen_kappa(a, b) for a, b in pairs) if not math.isnan(v)]
    share = float(np.nanmean(codes)) if not np.isnan(codes).all() else math.nan
    row = _alpha_row(coded, coded.frames[k], units, delta, draws, rng)
    needed = [math.ceil(units_needed(a, share)) if 0 < share < 1 else None for a in (TENTATIVE, RELIABLE)]
    measured = {"share": known(share), "percent": known(percent_agreement(codes)), "ac1": known(gwet_ac1(codes))}
    row |= measured | {"kappa": float(np.mean(kappas)) if kappas else None}
    return row | {"units_for_667": needed[0], "units_for_800": needed[1]}


def _set_row(coded: Coded, draws: int, rng: np.random.Generator) -> dict[str, object]:
    """The set-valued alpha: each coder's frames of a unit are one value, MASI says how far two are apart."""
    whole = ~np.isnan(coded.codes).any(axis=2)
    numbers = (np.nan_to_num(coded.codes) @ (2.0 ** np.arange(len(coded.frames)))).astype(np.float64)
    values, units = coincidences(np.where(whole, numbers, np.nan))
    sets = [{f for k, f in enumerate(coded.frames) if int(v) >> k & 1} for v in values]
    delta = masi_matrix(sets) if sets else np.zeros((0, 0))
    row = _alpha_row(coded, ALL_FRAMES, units, delta, draws, rng)
    return row | {"percent": known(percent_agreement(np.where(whole, numbers, np.nan)))}


def _alpha_row(
    coded: Coded, name: str, units: Floats, delta: Floats, draws: int, rng: np.random.Generator
) -> dict[str, object]:
    v = len(delta)
    paired = units.sum(axis=(1, 2)) > 0
    sums = sum_documents(units.reshape(len(units), v * v)[paired], coded.document[paired])
    alpha = float(alpha_of(units.sum(axis=0), delta))
    row: dict[str, object] = {"frame": name, "n_units": int(paired.sum()), "n_documents": len(sums)}
    row |= {"alpha": known(alpha), "verdict": _verdict(alpha, int(paired.sum()))}
    if math.isnan(alpha) or len(sums) < 2:
        return row
    drawn = alpha_of(bootstrap_sums(sums, draws, rng).reshape(draws, v, v), delta)
    low, high = percentile_interval(sort_draws(drawn[:, None]), level=LEVEL)
    row |= {"alpha_low": float(low[0]), "alpha_high": float(high[0])}
    left_out = alpha_of((sums.sum(axis=0) - sums).reshape(len(sums), v, v), delta)
    n = len(sums)
    error = math.sqrt((n - 1) / n * float(np.nansum((left_out - alpha) ** 2)))
    reach = student_quantile(n - 1, LEVEL) * error
    return row | {"jackknife_low": alpha - reach, "jackknife_high": min(alpha + reach, 1.0)}


def _verdict(alpha: float, n: int) -> str:
    if n == 0:
        return "undefined: no unit has two coders"
    if math.isnan(alpha):
        return "undefined: all codes are equal, so that chance cannot be told from agreement"
    if alpha >= RELIABLE:
        return "reliable"
    return "for tentative conclusions" if alpha >= TENTATIVE else "not reliable"
