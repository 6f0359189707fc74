"""The audit of a lexicon as a person reads it: a block a frame, the entries that hit, then those that never do.

In: the table of `audit_entries`. Out: text. It judges nothing.
"""

from __future__ import annotations

import pyarrow as pa
import pyarrow.compute as pc

from framing.report.tables import format_table, wrap

_COLUMNS = ("entry", "hits", "documents", "share_of_hits", "share_alone", "n_coded", "precision", "largest_change")
_HEADS = ("entry", "hits", "docs", "of hits", "alone", "coded", "precise", "moves")
# The entry gets at least this much of a line.
_ENTRY_WIDTH = 40
_LONGEST = 60


def format_audit(table: pa.Table, *, width: int = 100) -> str:
    """The audit as text.

    Columns: hits, documents, share of the frame's hits, share of the frame's passages that have no other evidence,
    coded passages and precision where there are hand codes, and the largest change of a difference between speakers.
    """
    parts = []
    for frame in pc.unique(table["frame"]).to_pylist():
        parts.append(_block(frame, table.filter(pc.equal(table["frame"], frame)), width))
    legend = (
        "of hits: share of the frame's hits; alone: share of the frame's passages without other evidence; "
        "precise: share of coded passages with the entry that hold the frame; "
        "moves: largest change of a difference between two speakers without the entry. "
        "The full table has written forms and more: --format csv."
    )
    return "\n\n".join([*parts, wrap(legend, width=width)])


def _block(frame: str, rows: pa.Table, width: int) -> str:
    hit = rows.filter(pc.greater(rows["hits"], 0))
    never = rows.filter(pc.equal(rows["hits"], 0))["entry"].to_pylist()
    lines = [f"{frame}: {pc.sum(rows['hits']).as_py() or 0} hits of {hit.num_rows} entries; {len(never)} never hit"]
    if hit.num_rows:
        entries = [_cut(entry) for entry in hit["entry"].to_pylist()]
        shown = hit.select(_COLUMNS).set_column(0, "entry", pa.array(entries, pa.string()))
        lines.append(format_table(shown.rename_columns(list(_HEADS)), width=max(width, _ENTRY_WIDTH + 60)))
    remarked = [(e, r) for e, r in zip(hit["entry"].to_pylist(), hit["remarks"].to_pylist(), strict=True) if r]
    lines += [wrap(f"{_cut(entry)}: {remark}", width=width, indent="  ") for entry, remark in remarked]
    if never:
        lines.append(wrap("never hit: " + "; ".join(map(_cut, never)), width=width, indent="  "))
    return "\n".join(lines)


def _cut(entry: str) -> str:
    return entry if len(entry) <= _LONGEST else entry[: _LONGEST - 1] + "…"
