"""A user's own table of codes, in any of the usual shapes, as the sums that the comparison starts from.

In: anything with Arrow export (pyarrow, pandas, polars, DuckDB) or a dict of columns. Out: DISTRIBUTIONS.
It does not read files and does not judge the codes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from framing.aggregate.cells import CARRIED, PERIODS, FrameNumbers, make_cells, name_voices, sum_cells, texts_of
from framing.errors import FramingError
from framing.records import DISTRIBUTIONS


@dataclass(frozen=True)
class CodeColumns:
    """What the columns are called; "" for a column that is not there.

    speaker : the groups; several columns are crossed ("speaker,year"), one of them may hold lists (joint speakers).
    passage : together with the document it names the unit; without it, in a wide table, each row is one.
    n_words : length of the unit, for rates. frame and code are read in a long table only.
    """

    speaker: str = "speaker"
    document: str = "document_id"
    passage: str = "passage_id"
    frame: str = "frame"
    code: str = "code"
    weight: str = "weight"
    n_words: str = "n_words"


def distributions_from_codes(
    codes: Any, *, frames: Sequence[str] = (), columns: CodeColumns | None = None, carry: Sequence[str] = ()
) -> pa.Table:
    """Sums by speaker, document and frame from hand or machine codes: DISTRIBUTIONS, ready for compare_speakers.

    codes : wide, when `frames` names the columns of numbers (0/1, counts or probabilities), a row a passage; else long,
    a row a passage and frame with the columns `frame` and `code` (code 0: looked at and not found).
    A code above one half counts as present; the codes themselves are summed as mentions and as probability.
    carry : columns to keep behind (strata, covariates); date, language, reporter, translated and country always are.
    Raises FramingError for columns that are missing, and for a table without rows.
    """
    names = columns or CodeColumns()
    table = _as_table(codes)
    by = [part.strip() for part in names.speaker.split(",") if part.strip()]
    needed = [
        *(b for b in by if b not in PERIODS),
        names.document,
        *frames,
        *([] if frames else [names.passage, names.frame, names.code]),
    ]
    for column in (*needed, *carry):
        if column not in table.column_names:
            raise FramingError(f"the codes have no column '{column}'; they have {', '.join(table.column_names)}")
    if len(table) == 0:
        raise FramingError("the table of codes has no rows; there is nothing to add up")
    if frames:
        numbers = {frame: _number_column(table, frame) for frame in frames}
        units = table
    else:
        units, numbers = _widen(table, names)
    made: dict[str, FrameNumbers] = {f: ((v > 0.5).astype(np.float64), v, v) for f, v in numbers.items()}
    has_words = names.n_words in table.column_names
    words = _number_column(units, names.n_words) if has_words else np.zeros(len(units))
    weights = _number_column(units, names.weight) if names.weight in table.column_names else np.ones(len(units))
    rows, speakers = name_voices(units, by)
    cells = make_cells(speakers, rows, texts_of(units, names.document).take(pa.array(rows)))
    kept = [
        c for c in dict.fromkeys((*CARRIED, "year", *carry)) if c in units.column_names and c not in DISTRIBUTIONS.names
    ]
    return sum_cells(cells, made, words, weights, units.select(kept))


def _as_table(codes: Any) -> pa.Table:
    if isinstance(codes, pa.Table):
        return _with_plain_texts(codes)
    if isinstance(codes, Mapping):
        return _with_plain_texts(pa.table(dict(codes)))
    if hasattr(codes, "__arrow_c_stream__"):
        return _with_plain_texts(pa.table(codes))
    raise FramingError(f"cannot read codes from a {type(codes).__name__}; give a table with Arrow export or a dict")


def _with_plain_texts(table: pa.Table) -> pa.Table:
    """Views of texts (polars) and categories as plain texts, which is what Arrow can take rows of."""
    for at, field in enumerate(table.schema):
        if pa.types.is_string_view(field.type) or pa.types.is_dictionary(field.type):
            table = table.set_column(at, field.name, texts_of(table, field.name))
    return table


def _widen(table: pa.Table, names: CodeColumns) -> tuple[pa.Table, dict[str, np.ndarray]]:
    """One row a unit and an array a frame; a unit coded by several coders gets their mean, no code counts as 0."""
    unit = pc.binary_join_element_wise(texts_of(table, names.document), texts_of(table, names.passage), "\x1f")
    encoded = pc.dictionary_encode(unit)
    at = encoded.indices.to_numpy(zero_copy_only=False)
    first = np.unique(at, return_index=True)[1]
    given = texts_of(table, names.frame)
    code = _number_column(table, names.code)
    numbers = {}
    for frame in sorted(set(given.to_pylist()) - {""}):
        rows = np.flatnonzero(pc.equal(given, frame).to_numpy(zero_copy_only=False))
        sums = np.bincount(at[rows], weights=code[rows], minlength=len(first))
        numbers[frame] = sums / np.maximum(np.bincount(at[rows], minlength=len(first)), 1)
    return table.take(pa.array(first)), numbers


def _number_column(table: pa.Table, column: str) -> np.ndarray:
    try:
        values = pc.cast(table[column].combine_chunks(), pa.float64())
    except pa.ArrowInvalid as error:
        raise FramingError(f"column '{column}' of the codes does not hold numbers: {error}") from error
    return np.asarray(pc.fill_null(values, 0.0).to_numpy(zero_copy_only=False), dtype=np.float64)
