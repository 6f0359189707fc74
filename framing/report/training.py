"""The page of a training, and the card of a model: what it learned from, how good it is, and where it is weak.

In: tables by name, or a card as JSON has it. Out: text. It computes nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pyarrow as pa

from framing.report.tables import format_table, wrap

_SHOWN = ("frame", "n_coded", "precision", "recall", "f1", "f1_low", "f1_high", "auc", "brier", "calibration_error")
_GROUPED = ("by", "group", "n_passages", "n_documents", "f1", "f1_low", "f1_high")
_WIDE = 40
MACRO = "macro"


def format_training(tables: Mapping[str, pa.Table], remarks: Sequence[str], *, width: int = 100) -> str:
    """Held-out scores, what they are to be held against, groups, reliability, and what to keep in mind."""
    parts = ["HELD-OUT SCORES (grouped by document)", _overall(tables["accuracy"], width)]
    parts += ["", "AGAINST", _against(tables["baselines"], width)]
    parts += ["", "BY GROUP (macro over frames)", _groups(tables["accuracy"], width)]
    if "left_out" in tables:
        parts += ["", "LEFT OUT: trained without any passage of the group", _groups(tables["left_out"], width)]
    parts += ["", "RELIABILITY: when it says … per cent, so many are coded", draw_reliability(tables["reliability"])]
    if "curve" in tables:
        parts += ["", "LEARNING CURVE", format_table(tables["curve"], width=width)]
    parts += ["", *(wrap(f"- {remark}", width=width) for remark in remarks)]
    return "\n".join(parts)


def format_card(card: Mapping[str, Any], *, width: int = 100) -> str:
    """The card of a model, as text."""
    data, settings = card.get("data", {}), card.get("settings", {})
    codes = ", ".join(f"{frame} {n}" for frame, n in data.get("codes", {}).items())
    lines = [
        f"{card['name']}-{card['version']}  {card.get('date', '')}  ({card.get('made_with', '')})",
        wrap(f"codebook {card['codebook']}: {', '.join(card['frames'])}", width=width),
        wrap(
            f"features: {', '.join(card['features'])}; lexicons: {', '.join(card['lexicons']) or 'none'}", width=width
        ),
        wrap(
            f"data: {data.get('passages')} passages of {data.get('documents')} documents (measured on "
            f"{data.get('measured_on')}); coded: {codes}",
            width=width,
        ),
    ]
    for column in ("language", "source"):
        if column in data:
            lines.append(wrap(f"{column}: {', '.join(f'{k} {n}' for k, n in data[column].items())}", width=width))
    lines += [wrap(f"file {name}: sha256 {digest}", width=width) for name, digest in data.get("files", {}).items()]
    lines.append(wrap("settings: " + ", ".join(f"{k} {v}" for k, v in settings.items()), width=width))
    scores = {name: pa.Table.from_pylist(rows) for name, rows in card.get("scores", {}).items() if rows}
    notes = [*card.get("remarks", ()), *(f"weak: {w}" for w in card.get("weaknesses", ()))]
    return "\n".join(lines) + ("\n\n" + format_training(scores, notes, width=width) if scores else "")


def draw_reliability(table: pa.Table) -> str:
    """A figure in text: one line a tenth and frame, `o` where it says, `x` where it is coded, `*` where they meet."""
    lines = []
    for frame in dict.fromkeys(table["frame"].to_pylist()):
        lines.append(f"  {frame}  (o said, x coded, * both)")
        for row in table.to_pylist():
            if row["frame"] == frame:
                said, seen = (round(row[name] * _WIDE) for name in ("said", "seen"))
                line = "".join(
                    "*" if at == said == seen else "o" if at == said else "x" if at == seen else "·"
                    for at in range(_WIDE + 1)
                )
                lines.append(f"    {line}  {100 * row['said']:3.0f} {100 * row['seen']:3.0f}%  n {row['n_passages']}")
    return "\n".join(lines)


def _overall(accuracy: pa.Table, width: int) -> str:
    rows = [row for row in accuracy.to_pylist() if row["by"] == "all"]
    return format_table(_table(rows, _SHOWN), width=width)


def _groups(accuracy: pa.Table, width: int) -> str:
    rows = [row for row in accuracy.to_pylist() if row["by"] != "all" and row["frame"] == MACRO]
    return format_table(_table(rows, _GROUPED), width=width) if rows else "no groups"


def _against(baselines: pa.Table, width: int) -> str:
    rows = baselines.to_pylist()
    frames = list(dict.fromkeys(row["frame"] for row in rows))
    found = {(row["method"], row["frame"]): row["f1"] for row in rows}
    methods = list(dict.fromkeys(row["method"] for row in rows))
    table = [{"F1 of": method, **{f: found.get((method, f)) for f in frames}} for method in methods]
    return format_table(_table(table, ("F1 of", *frames)), width=width)


def _table(rows: Sequence[Mapping[str, Any]], columns: Sequence[str]) -> pa.Table:
    return pa.Table.from_pylist([{name: row.get(name) for name in columns} for row in rows])
