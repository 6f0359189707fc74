"""A validation as a page: agreement, accuracy, unequal errors, corrected shares, and what must be said beside them.

In: tables by name. Out: text. Numbers are rounded here and nowhere else.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pyarrow as pa

from framing.report.comparison import format_remarks
from framing.report.tables import format_table

_TITLES = {
    "agreement": "Agreement between coders (Krippendorff's alpha with 95 % bootstrap interval over documents)",
    "coders": "Each pair of coders (precision, recall and F1 of the second, the first as yardstick)",
    "accuracy": "Machine codes against hand codes (P precision, R recall; 95 % bootstrap intervals over documents)",
    "errors": "Does the machine err alike for all groups? (permutation test over documents)",
    "shares": "Shares, uncorrected and corrected (95 % intervals over documents); report dsl; RG is Rogan-Gladen",
    "differences": "Differences between groups",
}
_SHORT = {"rogan-gladen": "RG"}
# Pairs of groups shown on a page.
_MOST_PAIRS = 6


def format_validation(tables: Mapping[str, pa.Table], remarks: tuple[str, ...], *, width: int = 100) -> str:
    """Every table that there is, then the remarks."""
    made = {"agreement": _agreement, "coders": _coders, "accuracy": _accuracy, "errors": _errors}
    by_frame = {"shares": _shares, "differences": _differences}
    parts = []
    for name, rows_of in (made | by_frame).items():
        rows = tables[name].to_pylist() if name in tables else []
        frames = list(dict.fromkeys(row["frame"] for row in rows)) if name in by_frame else [""]
        blocks = []
        for frame in frames if rows else ():
            shown = rows_of([row for row in rows if not frame or row["frame"] == frame])
            if shown:
                page = format_table(pa.Table.from_pylist(shown), width=width)
                blocks.append(f"{frame}\n{page}" if frame else page)
        if blocks:
            parts.append(_TITLES[name] + "\n" + "\n\n".join(blocks))
    parts.append("To be read with it\n" + format_remarks(remarks, width=width))
    return "\n\n".join(parts)


def _agreement(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [
        {
            "frame": row["frame"],
            "units": row["n_units"],
            "share": _number(row["share"]),
            "percent": _number(row["percent"]),
            "alpha": _interval(row, "alpha", "alpha_low", "alpha_high"),
            "kappa": _number(row["kappa"]),
            "AC1": _number(row["ac1"]),
            "verdict": row["verdict"],
            "units for .80": "" if row["units_for_800"] is None else str(row["units_for_800"]),
        }
        for row in rows
    ]


def _coders(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [
        {
            "coders": f"{row['coder_a']}, {row['coder_b']}",
            "frame": row["frame"],
            "units": row["n_units"],
            "kappa": _number(row["kappa"]),
            **{name: _number(row[name]) for name in ("precision", "recall", "f1")},
        }
        for row in rows
    ]


def _accuracy(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [
        {
            "of": row["group"] if row["column"] == "all" else f"{row['column']} {row['group']}",
            "frame": row["frame"],
            "units": row["n_units"],
            "P": _number(row["precision"]),
            "R": _number(row["recall"]),
            "F1": _interval(row, "f1", "f1_low", "f1_high"),
            "hand": _number(row["hand_share"]),
            "machine": _number(row["machine_share"]),
        }
        for row in rows
    ]


def _errors(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [
        {
            "between": row["column"],
            "frame": row["frame"],
            "error": row["error"],
            "lowest": f"{_number(row['rate_low'])} {row['group_low']}",
            "highest": f"{_number(row['rate_high'])} {row['group_high']}",
            "p": _p(row["p"]),
        }
        for row in rows
    ]


def _shares(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Groups down, methods across."""
    made: dict[str, dict[str, Any]] = {}
    for row in rows:
        line = made.setdefault(row["group"], {"group": row["group"]})
        line["codes"] = row["n_codes"]
        whole = row["method"] in ("machine", "hand", "dsl")
        shown = _interval(row, "share", "ci_low", "ci_high") if whole else _number(row["share"])
        line[_SHORT.get(row["method"], row["method"])] = "–" if row["share"] is None else shown
    return list(made.values())


def _differences(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Pairs down, methods across."""
    pairs = list(dict.fromkeys((row["group_a"], row["group_b"]) for row in rows))[:_MOST_PAIRS]
    made: dict[tuple[str, str], dict[str, Any]] = {}
    for row in rows:
        pair = row["group_a"], row["group_b"]
        if pair in pairs:
            line = made.setdefault(pair, {"difference": " − ".join(pair)})
            known = row["difference"] is not None
            line[row["method"]] = _interval(row, "difference", "ci_low", "ci_high") if known else "–"
            if row["method"] == "dsl":
                line["p (dsl)"] = _p(row["p"])
    return list(made.values())


def _interval(row: Mapping[str, Any], value: str, low: str, high: str) -> str:
    if row[value] is None:
        return "undefined"
    bounds = "" if row[low] is None else f" [{_number(row[low], 2)}, {_number(row[high], 2)}]"
    return f"{_number(row[value])}{bounds}"


def _number(value: float | None, decimals: int = 3) -> str:
    """Without the nought before the point: .079, -.102, 1.000; bounds of an interval with two decimals."""
    text = "" if value is None else f"{value:.{decimals}f}"
    return text.replace("0.", ".", 1) if text.lstrip("-").startswith("0.") else text


def _p(value: float | None) -> str:
    if value is None:
        return ""
    return "< .001" if value < 0.001 else _number(value)
