"""The page of `framing trend`: shares by period with bars, trends, change points, before and after.

In: tables by name. Out: text. Draws bars, fits nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pyarrow as pa

from framing.report.comparison import comparison_parts, format_number, format_p, format_remarks, format_rows

# Periods shown a speaker and frame: the last ones, the others are in the other formats.
MOST_PERIODS = 40
_BAR = 24
Row = Mapping[str, Any]


def format_trend(tables: Mapping[str, pa.Table], remarks: Sequence[str], *, width: int = 100) -> str:
    """The page: each frame over time, speaker by speaker, then the tests, then what must be read with them."""
    parts = _times(tables["times"], width)
    parts.append("Trends (change a year)\n" + _trends(tables["trends"], width))
    if len(tables["trend_differences"]):
        parts.append("Do the trends differ?\n" + _differences(tables["trend_differences"], width))
    if len(tables["changes"]):
        parts.append("Change points\n" + _changes(tables["changes"], width))
    if "comparison" in tables:
        parts += comparison_parts(tables, width)
    return "\n\n".join([*parts, "To be read with it\n" + format_remarks(remarks, width=width)])


def _times(table: pa.Table, width: int) -> list[str]:
    series: dict[tuple[str, str], list[Row]] = {}
    for row in table.to_pylist():
        series.setdefault((row["frame"], row["speaker"]), []).append(row)
    # Bars of one frame share a scale, so that speakers can be held against each other.
    most = {frame: max(r["share"] or 0 for f, s in series for r in series[f, s] if f == frame) for frame, _ in series}
    return [
        f"{frame}: {speaker}{_more(len(rows))}\n"
        + format_rows([_bar(r, most[frame]) for r in rows[-MOST_PERIODS:]], width)
        for (frame, speaker), rows in sorted(series.items())
    ]


def _more(periods: int) -> str:
    return f" (the last {MOST_PERIODS} of {periods} periods)" if periods > MOST_PERIODS else ""


def _bar(row: Row, most: float) -> dict[str, Any]:
    share = row["share"]
    known = share is not None and share == share
    bar = "█" * round(_BAR * share / most) if known and most else ""
    interval = f" [{format_number(row['ci_low'])}, {format_number(row['ci_high'])}]" if _known(row["ci_low"]) else ""
    return {"period": row["period"], "documents": row["n_documents"], "share": format_number(share) + interval, "": bar}


def _trends(table: pa.Table, width: int) -> str:
    rows = [
        {
            "speaker": r["speaker"],
            "frame": r["frame"],
            "slope": _slope(r),
            "p adj.": format_p(r["p_adjusted"]),
            "documents": f"{r['n_documents']}, {r['first'][:4]}–{r['last'][:4]}",
        }
        for r in table.to_pylist()
    ]
    return format_rows(rows, width)


def _slope(row: Row) -> str:
    if not _known(row["slope"]):
        return "n/a"
    if not _known(row["ci_low"]):
        return f"{row['slope']:+.4f}"
    return f"{row['slope']:+.4f} [{row['ci_low']:+.4f}, {row['ci_high']:+.4f}]"


def _differences(table: pa.Table, width: int) -> str:
    rows = [
        {
            "pair": f"{r['speaker_a']} − {r['speaker_b']}",
            "frame": r["frame"],
            "difference of slopes (± error)": f"{r['difference']:+.4f} ± {r['error']:.4f}"
            if _known(r["error"])
            else "n/a",
            "p adj.": format_p(r["p_adjusted"]),
        }
        for r in table.to_pylist()
    ]
    return format_rows(rows, width)


def _changes(table: pa.Table, width: int) -> str:
    rows = [
        {
            "speaker": r["speaker"],
            "frame": r["frame"],
            "between": f"{r['last_before']} and {r['first_after']}",
            "shares": f"{format_number(r['share_before'])} → {format_number(r['share_after'])}",
            "documents": f"{r['n_documents_before']} / {r['n_documents_after']}",
            "p adj.": format_p(r["p_adjusted"]),
        }
        for r in table.to_pylist()
    ]
    return format_rows(rows, width)


def _known(value: Any) -> bool:
    return value is not None and value == value
