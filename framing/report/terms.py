"""The page of `framing contrast`: for each contrast the terms that lead on either side, and what they rest on.

In: tables by name. Out: text. It shows the top of the list; the other formats hold it all.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pyarrow as pa

from framing.report.comparison import format_p, format_remarks, format_rows

# Terms shown on either side of a contrast.
MOST_TERMS = 15
# Contrasts shown on a page.
MOST_CONTRASTS = 8
Row = Mapping[str, Any]


def format_terms(
    tables: Mapping[str, pa.Table], remarks: Sequence[str], *, width: int = 100, most: int = MOST_TERMS
) -> str:
    """The page: texts, then each contrast, both ends of its list, then what must be read with it."""
    texts = [
        {"language": r["language"], "speaker": r["speaker"], "documents": r["n_documents"], "terms": int(r["n_terms"])}
        for r in tables["texts"].to_pylist()
    ]
    parts = ["Text of each group\n" + format_rows(texts, width)]
    contrasts: dict[tuple[str, str, str], list[Row]] = {}
    for row in tables["terms"].to_pylist():
        contrasts.setdefault((row["language"], row["speaker_a"], row["speaker_b"]), []).append(row)
    for (language, a, b), rows in list(contrasts.items())[:MOST_CONTRASTS]:
        leading = [row for row in rows if row["log_odds"] > 0][:most]
        trailing = [row for row in reversed(rows) if row["log_odds"] < 0][:most]
        for name, shown, others in ((a, leading, b), (b, trailing, a)):
            if shown:
                head = f"{name}, against {others} (language {language}, {len(rows)} terms in all)"
                parts.append(head + "\n" + format_rows([_row(r) for r in shown], width))
    if len(contrasts) > MOST_CONTRASTS:
        parts.append(f"{len(contrasts) - MOST_CONTRASTS} more contrasts are in the other formats.")
    return "\n\n".join([*parts, "To be read with it\n" + format_remarks(remarks, width=width)])


def _row(row: Row) -> dict[str, Any]:
    interval = "–"
    if row["ci_low"] is not None and row["ci_low"] == row["ci_low"]:
        interval = f"[{row['ci_low']:+.2f}, {row['ci_high']:+.2f}]"
    return {
        "term": row["term"],
        "uses": f"{row['count_a']:.0f}/{row['count_b']:.0f}",
        "texts": f"{row['documents_a']}/{row['documents_b']}",
        "DP": f"{_short(row['dispersion_a'])}/{_short(row['dispersion_b'])}",
        "log-odds": f"{row['log_odds']:+.2f}",
        "interval": interval,
        "z": f"{row['z']:.1f}",
        "G²": f"{row['g2']:.0f}",
        "log ratio": f"{row['log_ratio']:+.1f} ({row['log_ratio_bound']:+.1f})",
        "p adj.": format_p(row["p_adjusted"]),
    }


def _short(value: float | None) -> str:
    return "–" if value is None or value != value else f"{value:.2f}".removeprefix("0")
