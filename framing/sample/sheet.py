"""The sheet that coders fill: a row a passage, its surroundings, an empty column a frame, and what is needed later.

In: picked passages. Out: a table that `framing validate` and `framing train` read back when it is filled.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pyarrow as pa

from framing.records import PASSAGES, Codebook
from framing.sample.design import Design

_BEFORE = ("passage_id", "document_id", "start", "end", "language", "speaker", "date", "reporter")
# Left out when coders must not know whose words they read.
_TELLING = ("speaker", "date", "reporter", "stratum")
_MADE = ("stratum", "inclusion_probability", "weight", "context_before", "context_after")


def make_sheet(
    picked: Sequence[dict[str, Any]], design: Design, codebook: Codebook, *, blind: bool = False
) -> pa.Table:
    """A sheet, in the order in which the passages are to be coded.

    Columns: coder, passage_id, document_id, start, end, language, speaker, date, reporter, context_before, text,
    context_after, a column a frame (empty: 1 or 0 is to be written), note, then design, stratum, inclusion_probability,
    weight, codebook_version and the documents' own columns. The machine's codes are not shown. blind : no speaker,
    date, reporter, stratum or own columns either; the passage_id brings them back.
    """
    rows = [_row(row, design, codebook, blind) for row in picked]
    given = [{**rows[i], "coder": coder} for coder, i in _assign(len(rows), design)]
    return pa.Table.from_pylist(given, schema=_schema(rows, codebook))


def _assign(n: int, design: Design) -> list[tuple[str, int]]:
    """Who codes which passage, coder by coder: the first of them everybody, the others one coder in turn."""
    if not design.coders:
        return [("", i) for i in range(n)]
    common = int(np.ceil(design.overlap * n)) if len(design.coders) > 1 else 0
    given = []
    for number, coder in enumerate(design.coders):
        own = [i for i in range(common, n) if (i - common) % len(design.coders) == number]
        given += [(coder, i) for i in (*range(common), *own)]
    return given


def _row(row: dict[str, Any], design: Design, codebook: Codebook, blind: bool) -> dict[str, Any]:
    own = {k: v for k, v in row.items() if k not in PASSAGES.names and k not in _MADE and k not in _BEFORE}
    made = {name: row.get(name) for name in _BEFORE} | {"speaker": "; ".join(row.get("speaker") or [])}
    made |= {"context_before": row["context_before"], "text": row["text"], "context_after": row["context_after"]}
    made |= dict.fromkeys((*codebook.frame_ids, "note"), None)
    made |= {"design": design.by, "stratum": row["stratum"], "inclusion_probability": row["inclusion_probability"]}
    made |= {"weight": row["weight"], "codebook_version": codebook.version} | {k: own[k] for k in own if k not in made}
    hidden = {*_TELLING, *own} if blind else set()
    return {"coder": "", **{k: v for k, v in made.items() if k not in hidden}}


def _schema(rows: Sequence[dict[str, Any]], codebook: Codebook) -> pa.Schema:
    numbers = {"start": pa.int64(), "end": pa.int64(), "inclusion_probability": pa.float64(), "weight": pa.float64()}
    inferred = pa.Table.from_pylist(list(rows)).schema
    empty = {*codebook.frame_ids, "note", "coder"}
    return pa.schema(
        [
            (name, numbers.get(name, pa.string() if name in empty or pa.types.is_null(kind) else kind))
            for name, kind in zip(inferred.names, inferred.types, strict=True)
        ]
    )
