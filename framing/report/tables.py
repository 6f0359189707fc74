"""A table as aligned text, for any table that the verbs give.

In: an Arrow table and a width in terminal cells. Out: a string. What does not fit is cut, with an ellipsis.
"""

from __future__ import annotations

import json
import textwrap
from collections.abc import Sequence
from typing import Any

import pyarrow as pa

ELLIPSIS = "…"
# A column narrower than this tells nothing; the row is then wider than the terminal rather than empty.
MIN_WIDTH = 6


def format_table(table: pa.Table, *, width: int = 100, columns: Sequence[str] = ()) -> str:
    """The table as text: a heading, a rule, a line a row; numbers to the right, cells shortened to fit `width`.

    >>> print(format_table(pa.table({"speaker": ["Ada Brook"], "share": [0.25]})))
    speaker    share
    ─────────  ─────
    Ada Brook  0.250
    """
    names = list(columns) or table.column_names
    cells = [[format_value(v) for v in table.column(name).to_pylist()] for name in names]
    numeric = [pa.types.is_floating(t) or pa.types.is_integer(t) for t in (table.schema.field(n).type for n in names)]
    widths = _fit([max(map(cell_width, [name, *column])) for name, column in zip(names, cells, strict=True)], width)
    lines = [_row(names, widths, numeric), "  ".join("─" * w for w in widths)]
    lines += [_row(row, widths, numeric) for row in zip(*cells, strict=True)]
    return "\n".join(line.rstrip() for line in lines)


def format_value(value: Any) -> str:
    """One cell as text: three decimals, names joined by `; `, nothing for null, white space folded."""
    if value is None:
        return ""
    if isinstance(value, float):
        return "n/a" if value != value else f"{value:.3f}"
    if isinstance(value, list):
        if all(isinstance(v, str) for v in value):
            return "; ".join(value)
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, dict):
        return " ".join(f"{k}={format_value(v)}" for k, v in value.items())
    return " ".join(str(value).split())


def cell_width(text: str) -> int:
    """Terminal cells that a text takes: two for a Han character."""
    from rich.cells import cell_len

    return cell_len(text)


def shorten(text: str, width: int) -> str:
    """`text` in at most `width` cells, its end replaced by an ellipsis where it is longer."""
    from rich.cells import set_cell_size

    return text if cell_width(text) <= width else set_cell_size(text, width - 1).rstrip() + ELLIPSIS


def wrap(text: str, *, width: int, indent: str = "") -> str:
    """`text` folded to `width` cells with `indent` before each line; Han text is broken between characters."""
    folded = " ".join(text.split())
    room = max(20, width - len(indent))
    if cell_width(folded) <= len(folded) * 1.3:
        lines = textwrap.wrap(folded, room, break_long_words=False, break_on_hyphens=False) or [""]
    else:
        lines = [folded[i : i + room // 2] for i in range(0, len(folded), room // 2)]
    return "\n".join(indent + line for line in lines)


def _fit(widths: list[int], total: int) -> list[int]:
    """Take from the widest columns until the row fits."""
    room = total - 2 * (len(widths) - 1)
    widths = list(widths)
    while sum(widths) > room and max(widths) > MIN_WIDTH:
        widest = widths.index(max(widths))
        second = max([w for i, w in enumerate(widths) if i != widest] + [MIN_WIDTH])
        excess = sum(widths) - room
        widths[widest] = max(MIN_WIDTH, min(widths[widest] - 1, max(second, widths[widest] - excess)))
    return widths


def _row(cells: Sequence[str], widths: list[int], numeric: list[bool]) -> str:
    padded = []
    for cell, width, right in zip(cells, widths, numeric, strict=True):
        text = shorten(cell, width)
        gap = " " * (width - cell_width(text))
        padded.append(gap + text if right else text + gap)
    return "  ".join(padded)
