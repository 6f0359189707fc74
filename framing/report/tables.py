"""A table as aligned text, for any table that the verbs give.

In: an Arrow table and a width in terminal cells. Out: a string. What does not fit is cut, with an ellipsis.
"""

from __future__ import annotations

import json
import re
import textwrap
from collections.abc import Sequence
from typing import Any

import pyarrow as pa

ELLIPSIS = "…"
# Narrower than this nothing is folded.
_LEAST_ROOM = 20
_OPENERS, _CLOSERS = "([{“‘«「『（《【〔〖", ")]}”’»」』）》】〕〗。，、！？；：…,.;:!?"
_COLOUR = re.compile("\x1b\\[[0-9;]*m")
_DIM = "\x1b[2m"  # what stands behind a coloured word and goes with it
# A character with the colours that begin before it and end behind it.
_ATOM = re.compile("(?:\x1b\\[[1-9][0-9;]*m)*(.)(?:\x1b\\[0m)*", re.DOTALL)
_STEERING = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\u202a-\u202e\u2066-\u2069]")
_NUMBER = re.compile(r"(?:[<>+−-]\s?)?[\d.][\d.,]*\s?%?|n/a|–|")
# A column narrower than this tells nothing; the row is then wider than the terminal rather than empty.
MIN_WIDTH = 6
_FIRST_SHARE = 0.4


def format_table(table: pa.Table, *, width: int = 100, columns: Sequence[str] = ()) -> str:
    """The table as text: a heading, a rule, a line a row; numbers to the right, cells shortened to fit `width`.

    >>> print(format_table(pa.table({"speaker": ["Ada Brook"], "share": [0.25]})))
    speaker    share
    ─────────  ─────
    Ada Brook  0.250
    """
    names = list(columns) or table.column_names
    cells = [[format_value(v) for v in table.column(name).to_pylist()] for name in names]
    numeric = [_are_numbers(column) for column in cells]
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
            return visible("; ".join(value))
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, dict):
        return " ".join(f"{k}={format_value(v)}" for k, v in value.items())
    return visible(" ".join(str(value).split()))


def cell_width(text: str) -> int:
    """Terminal cells that a text takes: two for a Han character."""
    from rich.cells import cell_len

    return cell_len(text)


def shorten(text: str, width: int) -> str:
    """`text` in at most `width` cells, its end replaced by an ellipsis where it is longer."""
    from rich.cells import set_cell_size

    return text if cell_width(text) <= width else set_cell_size(text, width - 1).rstrip() + ELLIPSIS


def wrap(text: str, *, width: int, indent: str = "") -> str:
    """`text` folded to `width` cells with `indent` before each line.

    Lines break at spaces and between Han characters, but before no closing mark and behind no opening one. Colours
    take no cell. A word longer than a line stays whole.

    >>> print(wrap("他们说：“我们不走。”然后走了。", width=24, indent="  "))
      他们说：“我们不走。”然
      后走了。
    """
    folded = " ".join(text.split())
    room = max(_LEAST_ROOM, width - cell_width(indent))
    if folded.isascii() and "\x1b" not in folded:
        lines = textwrap.wrap(folded, room, break_long_words=False, break_on_hyphens=False) or [""]
    else:
        lines = _fill(_pieces(folded), room)
    return "\n".join(indent + line for line in lines)


def pad(text: str, width: int, *, right: bool = False) -> str:
    """`text` filled with spaces to `width` cells; `right` puts them before it."""
    gap = " " * max(0, width - cell_width(text))
    return gap + text if right else text + gap


def visible(text: str) -> str:
    """`text` without characters that would steer a terminal (escapes, backspaces, turns of direction)."""
    return _STEERING.sub("\N{REPLACEMENT CHARACTER}", text)


def _pieces(text: str) -> list[str]:
    """Stretches between the places where a line may break, the spaces behind a word with it."""
    pieces: list[str] = []
    before, before_wide = "", False
    for match in _ATOM.finditer(text):
        atom, char = match[0], match[1]
        wide = cell_width(char) == 2
        breaks = before == " " or ((wide or before_wide) and char not in _CLOSERS and before not in _OPENERS)
        if pieces and not (breaks and char != " " and _DIM not in atom):
            pieces[-1] += atom
        else:
            pieces.append(atom)
        before, before_wide = char, wide
    return pieces


def _fill(pieces: Sequence[str], room: int) -> list[str]:
    lines, used = [""], 0
    for piece in pieces:
        bare = _COLOUR.sub("", piece)
        if used and used + cell_width(bare.rstrip()) > room:
            lines.append("")
            used = 0
        lines[-1] += piece
        used += cell_width(bare)
    return [line.rstrip() for line in lines]


def _are_numbers(cells: Sequence[str]) -> bool:
    return all(_NUMBER.fullmatch(cell) for cell in cells) and any(map(str.strip, cells))


def _fit(widths: list[int], total: int) -> list[int]:
    """Take from the widest columns until the row fits; the first, which tells rows apart, gives way last."""
    room = total - 2 * (len(widths) - 1)
    floors = [MIN_WIDTH] * len(widths)
    floors[0] = max(MIN_WIDTH, min(widths[0], int(room * _FIRST_SHARE)))
    widths = list(widths)
    while (excess := sum(widths) - room) > 0:
        wide = [i for i, width in enumerate(widths) if width > floors[i]]
        if not wide:
            break
        widest = max(wide, key=lambda i: widths[i])
        second = max([widths[i] for i in wide if i != widest] + [floors[widest]])
        least = max(floors[widest], widths[widest] - excess)
        widths[widest] = max(least, min(widths[widest] - 1, second))
    return widths


def _row(cells: Sequence[str], widths: list[int], numeric: list[bool]) -> str:
    padded = []
    for cell, width, right in zip(cells, widths, numeric, strict=True):
        padded.append(pad(shorten(cell, width), width, right=right))
    return "  ".join(padded)
