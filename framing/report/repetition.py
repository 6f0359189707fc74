"""The page of `framing duplicates`: groups of near-copies.

In: tables by name. Out: text.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pyarrow as pa

from framing.report.comparison import format_remarks, format_rows

# Groups shown; the others are in the other formats.
MOST_GROUPS = 30


def format_copies(tables: Mapping[str, pa.Table], remarks: Sequence[str], *, width: int = 100) -> str:
    """Each group with its texts, the first by date in front; the largest groups first."""
    copies = tables["copies"].to_pylist()
    if not copies:
        return "No near-copies were found.\n\nTo be read with it\n" + format_remarks(remarks, width=width)
    groups: dict[str, list[dict[str, Any]]] = {}
    for row in copies:
        groups.setdefault(row["duplicate_of"], []).append(row)
    ranked = sorted(groups.items(), key=lambda item: (-len(item[1]), item[0]))
    parts = []
    for first, rows in ranked[:MOST_GROUPS]:
        ordered = sorted(rows, key=lambda row: row[_id(row)] != first)
        shown = [
            {
                "text": row[_id(row)],
                "date": row["date"] or "",
                "reporter": row["reporter"] or "",
                "speaker": "; ".join(row["speaker"] or []),
            }
            for row in ordered
        ]
        parts.append(f"{len(rows)} near-copies of each other\n" + format_rows(shown, width))
    if len(ranked) > MOST_GROUPS:
        parts.append(f"{len(ranked) - MOST_GROUPS} more groups are in the other formats.")
    return "\n\n".join([*parts, "To be read with it\n" + format_remarks(remarks, width=width)])


def _id(row: Mapping[str, Any]) -> str:
    return "passage_id" if "passage_id" in row else "document_id"
