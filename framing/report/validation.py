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
    "accuracy": "Machine codes against hand codes (95 % bootstrap intervals over documents)",
    "errors": "Does the machine err alike for all groups? (permutation test over documents)",
    "shares": "Shares, uncorrected and corrected (95 % intervals over documents); report dsl",
    "differences": "Differences between groups",
}
# Pairs of groups shown on a page.
_MOST_PAIRS = 6


def format_validation(tables: Mapping[str, pa.Table], remarks: tuple[str, ...], *, width: int = 100) -> str:
    """Every table that there is, then the remarks."""
    made = {
        "agreement": _agreement,
        "coders": _coders,
        "accuracy": _accuracy,
        "errors": _errors,
        "shares": _shares,
        "differences": _differences,
    }
    parts = []
    for name, rows_of in made.items():
        rows = rows_of(tables[name].to_pylist()) if name in tables else []
        if rows:
            parts.append(_TITLES[name] + "\n" + format_table(pa.Table.from_pylist(rows), width=width))
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
            "precision": _number(row["precision"]),
            "recall": _number(row["recall"]),
            "F1": _interval(row, "f1", "f1_low", "f1_high"),
            "by hand": _number(row["hand_share"]),
            "by machine": _number(row["machine_share"]),
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
    """Groups and frames down, methods across."""
    made: dict[tuple[str, str], dict[str, Any]] = {}
    for row in rows:
        line = made.setdefault((row["group"], row["frame"]), {"group": row["group"], "frame": row["frame"]})
        line["codes"] = row["n_codes"]
        whole = row["method"] in ("machine", "hand", "dsl")
        shown = _interval(row, "share", "ci_low", "ci_high") if whole else _number(row["share"])
        line[row["method"]] = "–" if row["share"] is None else shown
    return list(made.values())


def _differences(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    pairs = list(dict.fromkeys((row["group_a"], row["group_b"]) for row in rows))[:_MOST_PAIRS]
    made: dict[tuple[str, str, str], dict[str, Any]] = {}
    for row in rows:
        pair = row["group_a"], row["group_b"]
        if pair in pairs:
            line = made.setdefault((*pair, row["frame"]), {"difference": " − ".join(pair), "frame": row["frame"]})
            line[row["method"]] = (
                "–" if row["difference"] is None else _interval(row, "difference", "ci_low", "ci_high")
            )
            if row["method"] == "dsl":
                line["p (dsl)"] = _p(row["p"])
    return list(made.values())


def _interval(row: Mapping[str, Any], value: str, low: str, high: str) -> str:
    if row[value] is None:
        return "undefined"
    bounds = "" if row[low] is None else f" [{_number(row[low])}, {_number(row[high])}]"
    return f"{_number(row[value])}{bounds}"


def _number(value: float | None) -> str:
    """Three decimals without the nought before the point: .079, -.102, 1.000."""
    return "" if value is None else f"{value:.3f}".replace("0.", ".", 1) if abs(value) < 1 else f"{value:.3f}"


def _p(value: float | None) -> str:
    if value is None:
        return ""
    return "< .001" if value < 0.001 else _number(value)
