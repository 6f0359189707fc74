"""Whether the machine errs alike for all groups: the question before any uncorrected comparison of their shares.

In: Coded and what the machine says of its units. Out: the ERRORS table.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pyarrow as pa

from framing.stats.accuracy import rate_statistic
from framing.stats.ratios import Floats
from framing.validate.coded import Coded, Ints, large_groups

ERRORS = pa.schema(
    {
        "column": pa.string(),
        "frame": pa.string(),
        "error": pa.string(),  # missed (false negatives) or invented (false positives)
        "rate": pa.float64(),
        "group_low": pa.string(),
        "rate_low": pa.float64(),
        "group_high": pa.string(),
        "rate_high": pa.float64(),
        "statistic": pa.float64(),
        "p": pa.float64(),
    }
)


def compare_errors(
    coded: Coded, machine: Floats, *, columns: Sequence[str], draws: int, rng: np.random.Generator
) -> pa.Table:
    """ERRORS: whether the machine misses, or invents, each frame equally often in all groups of a column.

    A studentised statistic (documents are the clusters), p by permuting which document belongs to which group; a
    document that holds two groups counts as two.
    A small p means that machine shares of these groups cannot be compared uncorrected.
    """
    rows = []
    for column in columns:
        names, group = large_groups(coded, column)
        if len(names) < 2:
            continue
        for k, frame in enumerate(coded.frames):
            hand, said = coded.hand[:, k], machine[:, k]
            usable = (group >= 0) & ~np.isnan(said) & np.isin(hand, (0.0, 1.0))
            for error, chance in (("missed", hand), ("invented", 1 - hand)):
                wrong = chance * np.abs(hand - said)
                cells = np.column_stack([wrong, chance])[usable]
                tested = permute_rates(cells, coded.document[usable], group[usable], names, draws, rng)
                if tested:
                    rows.append({"column": column, "frame": frame, "error": error, **tested})
    return pa.Table.from_pylist(rows, schema=ERRORS)


def permute_rates(
    cells: Floats, document: Ints, group: Ints, names: Sequence[str], draws: int, rng: np.random.Generator
) -> dict[str, object] | None:
    """The lowest and highest rate, the statistic and its p; None without such errors or groups to compare.

    cells (units, 2): the error and the chance of it, by weight if any. document, group (units,): numbers from 0.
    """
    n_groups = len(names)
    found, at = np.unique(document * n_groups + group, return_inverse=True)
    sums = np.zeros((len(found), 2))
    np.add.at(sums, at.ravel(), cells)
    label = (found % n_groups).astype(np.intp)
    observed = np.stack([np.bincount(label, weights=sums[:, c], minlength=n_groups) for c in (0, 1)], axis=1)
    chances = observed[:, 1]
    if np.count_nonzero(chances) < 2 or not observed[:, 0].any():
        return None
    statistic = rate_statistic(sums[:, 0], sums[:, 1], label, n_groups)
    null = np.array([rate_statistic(sums[:, 0], sums[:, 1], rng.permutation(label), n_groups) for _ in range(draws)])
    with np.errstate(invalid="ignore", divide="ignore"):
        rates = np.where(chances > 0, observed[:, 0] / chances, np.nan)
    low, high = int(np.nanargmin(rates)), int(np.nanargmax(rates))
    return {
        "rate": float(observed[:, 0].sum() / chances.sum()),
        "group_low": names[low],
        "rate_low": float(rates[low]),
        "group_high": names[high],
        "rate_high": float(rates[high]),
        "statistic": statistic,
        "p": float((1 + np.count_nonzero(null >= statistic - 1e-12)) / (1 + draws)),
    }
