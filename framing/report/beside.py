"""What stands beside a comparison on its page: matrix, tree, map, parts of a distance, frames together, regression.

In: tables by name. Out: paragraphs of text. It leaves out what is long; the other formats hold everything.
"""

from __future__ import annotations

import string
from collections.abc import Mapping, Sequence
from typing import Any

import pyarrow as pa

from framing.report.comparison import (
    comparison_parts,
    format_number,
    format_p,
    format_remarks,
    format_rows,
    format_signed,
)
from framing.report.tables import shorten

# Rows shown of the words that make a distance; pairs whose distance is taken apart on the page.
MOST_ENTRIES, MOST_PARTS = 15, 3
_MAP_WIDTH, _MAP_HEIGHT = 60, 16
Row = Mapping[str, Any]


def format_findings(tables: Mapping[str, pa.Table], remarks: Sequence[str], *, width: int = 100) -> str:
    """The page of `framing compare`: the comparison, then whatever else is among the tables, then the remarks."""
    parts = comparison_parts(tables, width)
    makers = {
        "matrix": _matrix,
        "tree": _tree,
        "map": _map,
        "frames": _frames,
        "entries": _entries,
        "together": _together,
        "adjusted": _adjusted,
        "leave_one_out": _left_out,
    }
    parts += [make(tables[name], width) for name, make in makers.items() if name in tables and len(tables[name])]
    return "\n\n".join([*parts, "To be read with it\n" + format_remarks(remarks, width=width)])


def _matrix(table: pa.Table, width: int) -> str:
    letters = _letters(len(table))
    rows = []
    for i, row in enumerate(table.to_pylist()):
        name = row.pop("speaker")
        cells = {letters[j]: "–" if i == j else format_number(v) for j, v in enumerate(row.values())}
        rows.append({"": letters[i], "group": shorten(name, 30), **cells})
    return "Distances of all groups (Jensen–Shannon, 0 to 1)\n" + format_rows(rows, width)


def _tree(table: pa.Table, width: int) -> str:
    rows = [
        {
            "height": format_number(row["height"]),
            "joined": f"{_members(row['left'])} + {_members(row['right'])}",
        }
        for row in table.to_pylist()
    ]
    return "Groups joined in order of mean distance (average linkage)\n" + format_rows(rows, width)


def _members(names: Sequence[str]) -> str:
    return names[0] if len(names) == 1 else "(" + ", ".join(names) + ")"


def _map(table: pa.Table, width: int) -> str:
    """Letters at their places; the letters are those of the matrix."""
    rows, letters = table.to_pylist(), _letters(len(table))
    across, down = min(_MAP_WIDTH, width - 2), _MAP_HEIGHT
    low, high = ([f(row[axis] for row in rows) for axis in "xy"] for f in (min, max))
    # One scale for both axes, or the map would not show distances; a line is about as high as two cells are wide.
    scale = max((high[0] - low[0]) / (across - 1), (high[1] - low[1]) / (2 * (down - 1)), 1e-12)
    used = round((high[1] - low[1]) / scale / 2) + 1
    canvas = [[" "] * across for _ in range(used)]
    for letter, row in zip(letters, rows, strict=True):
        x, y = round((row["x"] - low[0]) / scale), round((high[1] - row["y"]) / scale / 2)
        canvas[min(y, used - 1)][min(x, across - 1)] = letter if canvas[y][x] == " " else "*"
    picture = "\n".join("  " + "".join(line).rstrip() for line in canvas)
    head = f"Map of the distances ({rows[0]['kept']:.0%} of their spread; letters of the matrix, * several)"
    return f"{head}\n{picture}"


def _frames(table: pa.Table, width: int) -> str:
    parts = []
    for (a, b), rows in _largest(table):
        shown = [
            {
                "frame": row["frame"],
                "of mentions": f"{row['share_a']:.1%} / {row['share_b']:.1%}",
                "part of the divergence": f"{row['part']:.4f} bits, {row['part_share']:.0%}",
            }
            for row in rows
        ]
        parts.append(f"What makes the distance of {a} and {b}: frames\n" + format_rows(shown, width))
    return "\n\n".join(parts)


def _entries(table: pa.Table, width: int) -> str:
    parts = []
    for (a, b), rows in _largest(table):
        shown = [
            {
                "entry": row["entry"],
                "frame": row["frame"],
                "mentions": f"{row['mentions_a']:g} / {row['mentions_b']:g}",
                "more with": a if row["share_a"] > row["share_b"] else b,
                "part": f"{row['part_share']:.1%}",
            }
            for row in rows[:MOST_ENTRIES]
        ]
        more = f" ({len(rows) - MOST_ENTRIES} more in the other formats)" if len(rows) > MOST_ENTRIES else ""
        parts.append(f"What makes the distance of {a} and {b}: words{more}\n" + format_rows(shown, width))
    return "\n\n".join(parts)


def _together(table: pa.Table, width: int) -> str:
    rows = [
        {
            "speaker": row["speaker"],
            "frames": f"{row['frame_a']} + {row['frame_b']}",
            "both": f"{row['passages_both']:g} of {row['n_passages']:g}",
            "lift": _lift(row),
        }
        for row in table.to_pylist()
    ]
    return "Frames in one passage: how many times as often as if they were independent\n" + format_rows(rows, width)


def _lift(row: Row) -> str:
    if row["ci_low"] != row["ci_low"]:
        return format_number(row["lift"])
    return f"{format_number(row['lift'])} [{format_number(row['ci_low'])}, {format_number(row['ci_high'])}]"


def _adjusted(table: pa.Table, width: int) -> str:
    shown = [_regression_row(row) for row in table.to_pylist()]
    return "Differences in shares with the covariates held equal (average marginal)\n" + format_rows(shown, width)


def _left_out(table: pa.Table, width: int) -> str:
    shown = [{"left out": row["left_out"] or "(nothing)", **_regression_row(row)} for row in table.to_pylist()]
    return "The same, one source left out at a time\n" + format_rows(shown, width)


def _regression_row(row: Row) -> dict[str, str]:
    pair = f"{row['speaker_a']} − {row['speaker_b']}"
    found = row["note"] or format_signed(row)
    return {"pair": pair, "frame": row["frame"], "difference": found, "p": format_p(row["p"])}


def _largest(table: pa.Table) -> list[tuple[tuple[str, str], list[Row]]]:
    """The pairs whose distance is taken apart on the page: those with most mentions on the poorer side."""
    pairs = _by_pair(table)
    mentions = {
        pair: min(sum(row[f"mentions_{side}"] for row in rows) for side in "ab") for pair, rows in pairs.items()
    }
    return sorted(pairs.items(), key=lambda item: -mentions[item[0]])[:MOST_PARTS]


def _by_pair(table: pa.Table) -> dict[tuple[str, str], list[Row]]:
    pairs: dict[tuple[str, str], list[Row]] = {}
    for row in table.to_pylist():
        pairs.setdefault((row["speaker_a"], row["speaker_b"]), []).append(row)
    return pairs


def _letters(n: int) -> list[str]:
    """A to Z, a to z, then two letters."""
    single = string.ascii_letters[26:] + string.ascii_letters[:26]
    return [single[i] if i < len(single) else f"{single[i // 52 - 1]}{single[i % 52]}" for i in range(n)]
