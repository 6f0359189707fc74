"""Where a share changes over time: the best split of documents in order of date, tested by shuffling their order.

In: x (documents, frames) and m (documents,) in order of time. Out: splits with statistic and p. Steps, not slopes.
"""

from __future__ import annotations

import numpy as np

from framing.stats.adjust import permutation_p
from framing.stats.permute import Ints, share_of_sums, studentise_difference, sum_columns
from framing.stats.ratios import SHARE, Floats

_ROWS_AT_ONCE = 100_000


def scan_splits(x: Floats, m: Floats, order: Ints, splits: Ints, *, scale: str = SHARE) -> Floats:
    """Studentised differences, before minus after, at each split: (orders, splits, frames).

    order : (orders, documents), permutations of the documents. splits : how many documents stand before each split.
    """
    k, n = x.shape[1], len(m)
    columns = sum_columns(x, m)
    before = np.cumsum(columns[order], axis=1)
    total = before[:, -1:, :]
    early = before[:, splits - 1, :]
    sums = early.reshape(-1, columns.shape[1]), (total - early).reshape(-1, columns.shape[1])
    counts = np.tile(splits.astype(np.float64), len(order))[:, None]
    shares = share_of_sums(sums[0], k), share_of_sums(sums[1], k)
    t = studentise_difference(sums, shares, (counts, n - counts), scale=scale)
    return t.reshape(len(order), len(splits), k)


def find_change(
    x: Floats, m: Floats, splits: Ints, draws: int, rng: np.random.Generator, *, scale: str = SHARE
) -> tuple[Ints, Floats, Floats]:
    """For each frame the split with the largest statistic: documents before it, the statistic, and its p.

    p compares the largest statistic over all splits with the same under shuffled order, so that looking everywhere is
    paid for. Returns (frames,) each.
    """
    n, k = len(m), x.shape[1]
    observed = scan_splits(x, m, np.arange(n)[None, :], splits, scale=scale)[0]
    best = np.abs(observed).argmax(axis=0)
    largest = np.empty((draws, k))
    step = max(1, _ROWS_AT_ONCE // max(n, 1))
    for at in range(0, draws, step):
        rows = min(step, draws - at)
        order = rng.permuted(np.tile(np.arange(n), (rows, 1)), axis=1)
        largest[at : at + rows] = np.abs(scan_splits(x, m, order, splits, scale=scale)).max(axis=1)
    statistic = observed[best, np.arange(k)]
    return splits[best], statistic, permutation_p(np.abs(statistic), largest)
