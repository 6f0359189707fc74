"""How much text stands behind a comparison: by speaker, and what belongs to nobody.

In: Sums. Out: the coverage table. The speaker "" is the text for which nobody was found.
"""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from framing.compare.periods import span_of, years_of
from framing.compare.sums import Sums
from framing.stats.ratios import effective_clusters


def tabulate_coverage(sums: Sums) -> pa.Table:
    """One row a speaker: documents, passages, words, the share of all words and passages, dates, languages.

    A passage of joint speakers counts for each, so that shares may add up to more than 1.
    """
    years = years_of(sums)
    words, passages = sums.n_words.sum(), sums.n_passages.sum()
    rows = []
    for speaker in sums.speakers:
        own = sums.rows_of(speaker)
        first, last = span_of(years[own])
        rows.append(
            {
                "speaker": speaker,
                "n_documents": len(own),
                "n_documents_effective": effective_clusters(sums.n_passages[own]),
                "n_passages": float(sums.n_passages[own].sum()),
                "n_words": float(sums.n_words[own].sum()),
                "share_of_passages": float(sums.n_passages[own].sum() / passages) if passages else float("nan"),
                "share_of_words": float(sums.n_words[own].sum() / words) if words else float("nan"),
                "first_year": first,
                "last_year": last,
                "languages": values_of(sums, "language", own),
                "translated": values_of(sums, "translated", own),
            }
        )
    return pa.Table.from_pylist(rows)


def values_of(sums: Sums, column: str, rows: np.ndarray) -> str:
    """The distinct known values of a carried column in some rows, in order, joined by ", "; "" when none."""
    if column not in sums.carried:
        return ""
    return ", ".join(sorted(set(sums.carried[column][rows].tolist()) - {""}))
