"""How much alike passages of one document are: the Dirichlet-multinomial by moments, and the design effect.

In: counts (documents, categories). Out: the correlation within documents and what it costs.
"""

from __future__ import annotations

import math

import numpy as np

from framing.stats.ratios import Floats, student_quantile


def dirichlet_multinomial(counts: Floats) -> tuple[Floats, float]:
    """Mean composition and the correlation rho within documents, by moments; phi = 1/rho - 1 is the precision.

    counts : (documents, categories), all categories of a document summing to its size. rho is 0 when documents vary no
    more than chance, nan with fewer than two documents. Unequal document sizes are allowed.
    Source: Mosimann (1962) for equal sizes; Weir & Hill (2002), eq. 2, for unequal ones; Minka (2000).

    >>> dirichlet_multinomial(np.array([[2.0, 0.0], [0.0, 2.0], [2.0, 0.0], [0.0, 2.0]]))
    (array([0.5, 0.5]), 1.0)
    """
    n = counts.sum(axis=1)
    counts, n = counts[n > 0], n[n > 0]
    total, documents = float(n.sum()), len(n)
    if documents < 2 or total <= documents:
        return counts.sum(axis=0) / total if total else np.full(counts.shape[1], np.nan), math.nan
    mean = counts.sum(axis=0) / total
    shares = counts / n[:, None]
    between = float((n[:, None] * (shares - mean) ** 2).sum()) / (documents - 1)
    within = float((n[:, None] * shares * (1 - shares)).sum()) / (total - documents)
    size = (total - float((n**2).sum()) / total) / (documents - 1)
    bottom = between + (size - 1) * within
    return mean, min(max((between - within) / bottom, 0.0), 1.0) if bottom > 0 else 0.0


def design_effect(rho: float, sizes: Floats) -> float:
    """The factor by which clustering inflates the variance: 1 + (m - 1) rho.

    sizes : passages a document; m is their size-weighted mean, sum m**2 / sum m, which is the plain mean when they are
    equal and the right figure when they are not (Kish 1965).

    >>> design_effect(0.1, np.array([11.0, 11.0]))
    2.0
    """
    return 1.0 + max(float((sizes**2).sum() / sizes.sum()) - 1.0, 0.0) * rho


def wilson_interval(
    share: Floats, n_effective: Floats, freedom: float, *, level: float = 0.95
) -> tuple[Floats, Floats]:
    """Wilson's interval of a share with the passages divided by the design effect, and Student's quantile.

    The Dirichlet-multinomial model's interval; it leans on one rho for all documents. Source: Korn & Graubard (1998).
    """
    t = student_quantile(max(freedom, 1.0), level)
    bottom = 1 + t * t / n_effective
    centre = (share + t * t / (2 * n_effective)) / bottom
    half = t / bottom * np.sqrt(share * (1 - share) / n_effective + t * t / (4 * n_effective**2))
    return np.maximum(centre - half, 0.0), np.minimum(centre + half, 1.0)
