"""A coding sheet in short, and a plan of how many codes, as pages.

In: the tables. Out: text. The sheet itself is written as csv.
"""

from __future__ import annotations

from collections.abc import Mapping

import pyarrow as pa

from framing.report.tables import format_table


def format_sheet(sheet: pa.Table, *, width: int = 100) -> str:
    """Who codes which passages, the text cut to the page."""
    shown = [c for c in ("coder", "passage_id", "speaker", "weight", "text") if c in sheet.column_names]
    if not any(sheet["coder"].to_pylist()):
        shown.remove("coder")
    page = format_table(sheet.select(shown), width=width)
    return page + "\n\nTo code, write the sheet as csv: framing sample … -o sheet.csv"


def format_plan(plan: pa.Table, *, width: int = 100) -> str:
    """The half-width of the interval to expect, a block a speaker: frames down, numbers of codes across."""
    sizes = list(dict.fromkeys(plan["n_codes"].to_pylist()))
    parts = [
        "Half-width of the 95 % interval of a corrected share, by hand codes in all (in brackets: of this speaker)"
    ]
    for speaker in dict.fromkeys(plan["speaker"].to_pylist()):
        own = [row for row in plan.to_pylist() if row["speaker"] == speaker]
        columns: dict[str, list[str]] = {"frame": [], "machine's share": []}
        for frame in dict.fromkeys(row["frame"] for row in own):
            rows = {row["n_codes"]: row for row in own if row["frame"] == frame}
            columns["frame"].append(frame)
            columns["machine's share"].append(f"{next(iter(rows.values()))['machine_share']:.3f}")
            for size in sizes:
                head = f"{size} ({rows[size]['n_codes_speaker']})"
                columns.setdefault(head, []).append(_shown(rows[size], rows[size]["half_width"]))
            first = next(iter(rows.values()))
            columns.setdefault("all coded", []).append(_shown(first, 1.96 * first["se_documents"]))
        parts.append(f"{speaker}\n{format_table(pa.table(columns), width=width)}")
    return "\n\n".join(parts)


def _shown(row: Mapping[str, float], half_width: float) -> str:
    if row["se_documents"] != row["se_documents"]:
        return "1 doc."
    return f"±{half_width:.3f}" if row["machine_share"] > 0 else "n/a"
