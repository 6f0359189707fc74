"""Pictures of a distance matrix: a tree by average linkage, a map by classical scaling.

In: a symmetric matrix. Out: merges, coordinates. Draws nothing.
"""

from __future__ import annotations

import numpy as np

from framing.stats.ratios import Floats


def average_linkage(distances: Floats) -> Floats:
    """Merges of the nearest groups, (n - 1, 4): left, right, height, size, numbered as scipy does.

    Source: Sokal & Michener (1958), UPGMA, through scipy.
    """
    from scipy.cluster.hierarchy import linkage
    from scipy.spatial.distance import squareform

    return np.asarray(linkage(squareform(distances, checks=False), method="average"), dtype=np.float64)


def classical_map(distances: Floats, dimensions: int = 2) -> tuple[Floats, float]:
    """Coordinates (n, dimensions) whose distances come near the given ones, and the share of the spread they keep.

    The sign of each axis is chosen so that the entry of largest size is positive. Torgerson (1952); Gower (1966).

    >>> points, kept = classical_map(np.array([[0.0, 3.0], [3.0, 0.0]]))
    >>> float(abs(points[0, 0] - points[1, 0]).round(6)), round(kept, 6)
    (3.0, 1.0)
    """
    n = len(distances)
    centring = np.eye(n) - 1.0 / n
    values, vectors = np.linalg.eigh(-0.5 * centring @ (distances**2) @ centring)
    order = np.argsort(values)[::-1][:dimensions]
    axes = vectors[:, order] * np.sqrt(np.maximum(values[order], 0.0))
    signs = np.sign(axes[np.abs(axes).argmax(axis=0), np.arange(axes.shape[1])])
    points = np.zeros((n, dimensions))
    points[:, : axes.shape[1]] = axes * np.where(signs == 0, 1.0, signs)
    positive = float(np.maximum(values, 0.0).sum())
    return points, float(np.maximum(values[order], 0.0).sum()) / positive if positive > 0 else 1.0
