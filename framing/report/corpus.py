"""Joined standoff codes as a page: how many passages were found, and how many carry each frame.

In: the joined table and the counts. Out: text.
"""

from __future__ import annotations

from collections.abc import Mapping

import pyarrow as pa

from framing.records import Codebook
from framing.report.tables import format_table

_MEANING = {
    "exact": "found at its place, hash holds",
    "moved": "found elsewhere in the same text, hash holds",
    "different": "text is there, but not these words: left out",
    "missing": "text is not in the copy: left out",
}


def format_joined(passages: pa.Table, counts: Mapping[str, int], codebook: Codebook, *, width: int = 100) -> str:
    """Two small tables: what became of the rows, and the frames of the passages by source and codings."""
    fates = pa.table({"passages": list(counts.values()), "what became of them": [_MEANING[m] for m in counts]})
    return format_table(fates, width=width) + "\n\n" + format_table(_frames(passages, codebook), width=width)


def _frames(passages: pa.Table, codebook: Codebook) -> pa.Table:
    groups: dict[tuple[str, int], list[dict[str, int]]] = {}
    for row in passages.select(["source", "runs", *codebook.frame_ids]).to_pylist():
        groups.setdefault((row["source"], row["runs"]), []).append(row)
    columns: dict[str, list[object]] = {"source": [], "runs": [], "passages": []}
    columns |= {frame: [] for frame in codebook.frame_ids}
    for (source, runs), rows in sorted(groups.items()):
        for name, value in zip(columns, (source, runs, len(rows)), strict=False):
            columns[name].append(value)
        for frame in codebook.frame_ids:
            columns[frame].append(sum(row[frame] for row in rows))
    types = {"source": pa.string()}
    return pa.table({name: pa.array(values, types.get(name, pa.int64())) for name, values in columns.items()})
