"""Cells, speaker × document, and the sums of passages over them.

In: a name and a document for each voice of each passage. Out: Cells and DISTRIBUTIONS. Knows no scores table.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from framing.errors import FramingError
from framing.records import DISTRIBUTIONS

# Carried behind the sums when the scores have them: the comparison reads periods, languages and translation there.
CARRIED = ("date", "language", "reporter", "translated", "country")
# Groups that are the beginning of a date: how many characters of 2004-09-23.
PERIODS = {"year": 4, "month": 7, "day": 10}

# Between the names of crossed groups.
BETWEEN = " × "

Floats = NDArray[np.float64]
Ints = NDArray[np.intp]
# Of one frame, an item a passage: has it (0 or 1), mentions, probability or None.
FrameNumbers = tuple[Floats, Floats, Floats | None]


@dataclass(frozen=True)
class Cells:
    """Speaker × document: which passages, with repeats for joint speakers, fall into which cell."""

    passage: Ints  # row of the scores, one item a voice
    cell: Ints
    speakers: pa.Array  # of each cell, in order of speaker and document
    documents: pa.Array
    first: Ints  # a row of the scores for each cell

    def total(self, numbers: Floats) -> Floats:
        """Sum a number of each passage over each cell."""
        cell, taken = self.cell, numbers[self.passage]
        if (taken % 1.0).any():
            # Fractions are added in order of size, or the last digit would hang on the order of the rows.
            order = np.lexsort((taken, cell))
            cell, taken = cell[order], taken[order]
        sums = np.bincount(cell, weights=taken, minlength=len(self.first))
        return np.asarray(sums, dtype=np.float64)


def sum_cells(
    cells: Cells, numbers: dict[str, FrameNumbers], words: Floats, weights: Floats, carried: pa.Table
) -> pa.Table:
    """DISTRIBUTIONS from numbers of each passage; `carried` has a row a passage and stands behind."""
    first = pa.array(cells.first)
    passages, n_words = cells.total(weights), cells.total(words * weights)
    parts = []
    for frame, (present, mentions, probability) in numbers.items():
        last = pa.nulls(len(first), pa.float64()) if probability is None else cells.total(probability * weights)
        columns = [cells.speakers, cells.documents, repeat_text(cells, frame), passages, n_words]
        columns += [cells.total(present * weights), cells.total(mentions * weights), last]
        kept = {name: carried[name].take(first) for name in carried.column_names}
        parts.append(pa.table({**dict(zip(DISTRIBUTIONS.names, columns, strict=True)), **kept}))
    return pa.concat_tables(parts).combine_chunks()


def make_cells(speakers: pa.Array, passage: Ints, documents: pa.Array) -> Cells:
    """Cells from a name and a document for each voice; `passage` is the row that each voice belongs to."""
    (s_names, s_code), (d_names, d_code) = _sorted_codes(speakers), _sorted_codes(documents)
    width = max(len(d_names), 1)
    found, first, cell = np.unique(s_code * width + d_code, return_index=True, return_inverse=True)
    names, ids = s_names.take(pa.array(found // width)), d_names.take(pa.array(found % width))
    # The carried values are those of the first passage by row: a cell is one document, so they agree.
    return Cells(passage, cell.ravel().astype(np.intp), names, ids, passage[first])


def name_voices(table: pa.Table, by: Sequence[str]) -> tuple[Ints, pa.Array]:
    """The row and the group of each voice: the columns of `by` crossed, joint speakers each for themselves.

    Raises FramingError for a column that is not there, for none, and for more than one that holds lists.
    """
    lists = [c for c in by if c in table.column_names and _holds_lists(table.schema.field(c).type)]
    if not by or len(lists) > 1:
        raise FramingError(f"cannot group by {list(by)}: name at least one column and at most one that holds lists")
    rows = np.arange(len(table), dtype=np.intp)
    names = {}
    if lists:
        rows, names[lists[0]] = unnest(table[lists[0]].combine_chunks())
    at = pa.array(rows)
    parts = [names[c] if c in names else texts_of(table, c).take(at) for c in by]
    # Nobody crossed with anything stays nobody.
    joined = parts[0] if len(parts) == 1 else pc.binary_join_element_wise(*parts, BETWEEN)
    if lists:
        joined = pc.if_else(pc.equal(names[lists[0]], ""), "", joined)
    return rows, joined


def _holds_lists(kind: pa.DataType) -> bool:
    return bool(pa.types.is_list(kind) or pa.types.is_large_list(kind))


def texts_of(table: pa.Table, column: str) -> pa.Array:
    """A column as plain texts, "" for null; `year`, `month` and `day` are cut from the date when not there."""
    cut = PERIODS.get(column, 0) if column not in table.column_names else 0
    name = "date" if cut else column
    if name not in table.column_names:
        raise FramingError(f"there is no column '{name}' to group by; there are {', '.join(table.column_names)}")
    given = table[name].combine_chunks()
    if isinstance(given, pa.ChunkedArray):
        given = pa.concat_arrays(given.chunks) if given.num_chunks else pa.array([], given.type)
    if pa.types.is_dictionary(given.type):
        # Categories: Arrow takes from texts but not from every view of texts.
        given = pc.cast(given.dictionary, pa.string()).take(given.indices)
    values = pc.fill_null(pc.cast(given, pa.string()), "")
    return pc.utf8_slice_codeunits(values, 0, cut) if cut else values


def unnest(names: pa.Array) -> tuple[Ints, pa.Array]:
    """The row and the name of each voice; rows with no name give one voice called ""."""
    lengths = pc.fill_null(pc.list_value_length(names), 0).to_numpy(zero_copy_only=False)
    nobody = np.flatnonzero(lengths == 0)
    rows = np.concatenate([np.repeat(np.arange(len(names)), lengths), nobody])
    given = pc.fill_null(pc.cast(pc.list_flatten(names), pa.string()), "")
    return rows.astype(np.intp), pa.concat_arrays([given, pa.array([""] * len(nobody), pa.string())])


def _sorted_codes(values: pa.Array) -> tuple[pa.Array, Ints]:
    """The distinct texts in order, and the place of each value among them: nothing hangs on the order of rows."""
    distinct = pc.unique(values)
    distinct = distinct.take(pc.sort_indices(distinct))
    return distinct, pc.index_in(values, distinct).to_numpy(zero_copy_only=False).astype(np.intp)


def plain_numbers(values: pa.Array) -> Floats:
    """Arrow numbers or truth values as float64, null as 0."""
    return np.asarray(pc.fill_null(pc.cast(values, pa.float64()), 0.0).to_numpy(zero_copy_only=False))


def repeat_text(cells: Cells, text: str) -> pa.Array:
    return pa.array([text] * len(cells.first), pa.string())
