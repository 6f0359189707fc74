"""Reads and writes codes without texts (STANDOFF) as a plain CSV that R and pandas read too.

In: a path. Out: STANDOFF, or a file of sorted rows. It looks at no corpus.
"""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path
from typing import Any

import pyarrow as pa

from framing.errors import FramingError
from framing.files.notes import show_value
from framing.files.output import write_text
from framing.files.rows import read_rows
from framing.paths import find_resource
from framing.records import STANDOFF

SHIPPED_CODES = "data/ungdc-codes.csv"
# Between the frames of a passage in one cell.
BETWEEN = "|"
_SHA256 = re.compile(r"[0-9a-f]{64}")


def read_standoff(path: str | Path = "") -> pa.Table:
    """The standoff codes of a file, or the shipped ones of the UN General Debate Corpus.

    Raises FramingError naming file and row for a missing column, a bad place or a hash that is none.
    """
    source = Path(path) if path else find_resource(SHIPPED_CODES)
    rows = read_rows(source, needed=STANDOFF.names)
    made = [_read_row(row, f"{source}, row {number}") for number, row in enumerate(rows, start=1)]
    return pa.Table.from_pylist(made, schema=STANDOFF)


def write_standoff(table: pa.Table, path: str | Path) -> None:
    """Write STANDOFF as CSV: the same table gives the same bytes."""
    page = io.StringIO()
    writer = csv.writer(page, lineterminator="\n")
    writer.writerow(STANDOFF.names)
    for row in table.to_pylist():
        writer.writerow([BETWEEN.join(v) if isinstance(v, list) else _plain(v) for v in row.values()])
    write_text(page.getvalue(), path)


def _read_row(row: dict[str, Any], where: str) -> dict[str, Any]:
    made = dict(row)
    for name in ("start", "end", "n_characters", "runs"):
        made[name] = _number(row[name], name, where, int)
    made["weight"] = _number(row["weight"], "weight", where, float)
    if not 0 <= made["start"] < made["end"]:
        raise FramingError(f"{where}: start {made['start']} and end {made['end']} are no stretch of text")
    if not _SHA256.fullmatch(str(row["sha256"])):
        raise FramingError(f"{where}: sha256 {show_value(row['sha256'])} is not 64 hexadecimal digits in small letters")
    frames = row["frames"] or []
    made["frames"] = [f for f in frames.split(BETWEEN) if f] if isinstance(frames, str) else list(frames)
    return {name: made[name] for name in STANDOFF.names}


def _number(value: Any, name: str, where: str, kind: type) -> Any:
    try:
        return kind(value)
    except (TypeError, ValueError):
        raise FramingError(f"{where}: {name} {show_value(value)} is no number; write digits") from None


def _plain(value: Any) -> Any:
    return repr(value) if isinstance(value, float) else value
