"""Writes a result of several tables as one JSON object: the remarks, the choices, every table by name.

In: tables and words. Out: a file or standard output, whole or not at all. One table alone is `write_tables`.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa

from framing.files.jsontext import row_texts
from framing.files.output import open_output


def write_bundle(
    tables: Mapping[str, pa.Table],
    path: str | Path | None,
    *,
    remarks: Sequence[str] = (),
    choices: Mapping[str, Any] | None = None,
) -> None:
    """One object: `choices` (what was asked), `remarks` (what must be read with it), then a list of rows a table.

    What is no number is null. Raises FramingError for a path that cannot be written.
    """
    with open_output(path) as stream:
        head = {"choices": dict(choices or {}), "remarks": list(remarks)}
        stream.write(b"{\n")
        fields = [f"{json.dumps(k)}: {json.dumps(v, ensure_ascii=False, sort_keys=True)}" for k, v in head.items()]
        stream.write(",\n".join(fields).encode("utf-8"))
        for name, table in tables.items():
            stream.write(f",\n{json.dumps(name)}: [".encode())
            for i, batch in enumerate(b for b in table.to_batches() if b.num_rows):
                rows = row_texts(pa.Table.from_batches([batch])).to_pylist()
                stream.write((",\n" if i else "\n").encode() + ",\n".join(rows).encode("utf-8"))
            stream.write(b"\n]")
        stream.write(b"\n}\n")
