"""From scored passages to sums: one row a speaker, document and frame, from which everything else is computed.

In: the scores table. Out: DISTRIBUTIONS, sums of frame pairs, sums of entries.
It judges nothing: no shares, no tests. Joint speakers: the passage counts for each of them.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from framing.aggregate.cells import (
    CARRIED,
    PERIODS,
    Cells,
    Floats,
    FrameNumbers,
    Ints,
    make_cells,
    name_voices,
    plain_numbers,
    repeat_text,
    sum_cells,
    texts_of,
)
from framing.errors import FramingError
from framing.records import DISTRIBUTIONS


def aggregate_scores(
    scores: pa.Table, *, by: Sequence[str] = ("speaker",), weight: str = "", carry: Sequence[str] = ()
) -> pa.Table:
    """Sums for each speaker, document and frame: DISTRIBUTIONS, and the document's date, language, … behind.

    by : columns that make a "speaker": speaker, reporter, language, country, year, month, any column; several are
    crossed ("Ana × 2004"). Passages with nobody keep the empty name "". weight : column by which each passage counts.
    carry : more columns to keep, for strata; the first value in each cell.
    `probability` is the sum of the classifier's probabilities, null when no classifier ran.
    Raises FramingError for a column that is not there.
    """
    cells = _make_cells(scores, by)
    numbers = {frame: _frame_numbers(scores, frame) for frame in _frame_ids(scores)}
    weights = _numbers(scores, weight) if weight else np.ones(len(scores))
    words = _numbers(scores, "n_words")
    return sum_cells(cells, numbers, words, weights, _carried(scores, carry))


def aggregate_pairs(scores: pa.Table, *, by: Sequence[str] = ("speaker",)) -> pa.Table:
    """How many passages of each cell hold both frames: speaker, document_id, frame_a, frame_b and four sums.

    The sums: n_passages, passages_a, passages_b, passages_both. Each pair stands once, in the codebook's order.
    """
    cells, frames = _make_cells(scores, by), _frame_ids(scores)
    present = {frame: _frame_numbers(scores, frame)[0] for frame in frames}
    parts = []
    for at, a in enumerate(frames):
        for b in frames[at + 1 :]:
            both = present[a] * present[b]
            sums = [cells.total(v) for v in (np.ones(len(scores)), present[a], present[b], both)]
            names = {"speaker": cells.speakers, "document_id": cells.documents, "frame_a": repeat_text(cells, a)}
            columns = dict(zip(("n_passages", "passages_a", "passages_b", "passages_both"), sums, strict=True))
            parts.append(pa.table({**names, "frame_b": repeat_text(cells, b), **columns}))
    if not parts:
        raise FramingError(f"co-occurrence needs two frames; the scores have {len(frames)}")
    return pa.concat_tables(parts)


def aggregate_entries(scores: pa.Table, *, by: Sequence[str] = ("speaker",)) -> pa.Table:
    """How often each lexicon entry was met: speaker, document_id, frame, entry, mentions (weighted hits).

    Only entries that were met have a row; in order of speaker, document, frame and entry.
    """
    cells = _make_cells(scores, by)
    row, frame, entry, weight = _flat_hits(scores)
    order = np.argsort(cells.passage, kind="stable")
    voices = np.bincount(cells.passage, minlength=len(scores))
    start = np.cumsum(voices) - voices
    which = np.repeat(np.arange(len(row)), voices[row])
    nth = np.arange(len(which)) - np.repeat(np.cumsum(voices[row]) - voices[row], voices[row])
    cell, hit = pa.array(cells.cell[order][start[row][which] + nth]), pa.array(which)
    keys = ["speaker", "document_id", "frame", "entry"]
    columns = [cells.speakers.take(cell), cells.documents.take(cell), frame.take(hit), entry.take(hit)]
    flat = pa.table([*columns, pa.array(weight[which])], names=[*keys, "mentions"])
    summed = flat.group_by(keys, use_threads=False).aggregate([("mentions", "sum")])
    return summed.rename_columns([*keys, "mentions"]).sort_by([(k, "ascending") for k in keys])


def _make_cells(scores: pa.Table, by: Sequence[str]) -> Cells:
    rows, names = name_voices(scores, by)
    return make_cells(names, rows, texts_of(scores, "document_id").take(pa.array(rows)))


def _frame_ids(scores: pa.Table) -> list[str]:
    for column in ("document_id", "n_words", "frames", "values", "method", "hits"):
        if column not in scores.column_names:
            raise FramingError(f"the scores table has no column '{column}'; make it with score_passages")
    kind = scores.schema.field("values").type
    return [kind.field(i).name for i in range(kind.num_fields)]


def _frame_numbers(scores: pa.Table, frame: str) -> FrameNumbers:
    values = np.nan_to_num(plain_numbers(pc.struct_field(scores["values"].combine_chunks(), frame)))
    frames = scores["frames"].combine_chunks()
    lengths = pc.fill_null(pc.list_value_length(frames), 0).to_numpy(zero_copy_only=False)
    named = np.repeat(np.arange(len(scores)), lengths)[plain_numbers(pc.equal(pc.list_flatten(frames), frame)) > 0]
    present = np.zeros(len(scores))
    present[named] = 1.0
    method = texts_of(scores, "method")
    by_model = plain_numbers(pc.or_(pc.starts_with(method, "classifier"), pc.starts_with(method, "codes:"))) > 0
    if not by_model.any():
        return present, values, None
    row, hit_frame, _, weight = _flat_hits(scores)
    hits = np.bincount(row, weights=weight * plain_numbers(pc.equal(hit_frame, frame)), minlength=len(scores))
    return present, np.where(by_model, hits, values), values if by_model.all() else None


def _flat_hits(scores: pa.Table) -> tuple[Ints, pa.Array, pa.Array, Floats]:
    """The row, frame, entry and weight of every hit."""
    hits = scores["hits"].combine_chunks()
    lengths = pc.fill_null(pc.list_value_length(hits), 0).to_numpy(zero_copy_only=False)
    flat = pc.list_flatten(hits)
    rows = np.repeat(np.arange(len(scores)), lengths).astype(np.intp)
    return rows, flat.field("frame"), flat.field("entry"), plain_numbers(pc.fill_null(flat.field("weight"), 1.0))


def _carried(scores: pa.Table, carry: Sequence[str]) -> pa.Table:
    for column in carry:
        if column not in scores.column_names and column not in PERIODS:
            raise FramingError(f"there is no column '{column}' to carry; there are {', '.join(scores.column_names)}")
    names = [c for c in dict.fromkeys((*CARRIED, *carry)) if c in scores.column_names and c not in DISTRIBUTIONS.names]
    made = {c: texts_of(scores, c) for c in carry if c not in scores.column_names}
    return pa.table({**{c: scores[c].combine_chunks() for c in names}, **made})


def _numbers(scores: pa.Table, column: str) -> Floats:
    if column not in scores.column_names:
        raise FramingError(f"there is no column '{column}'; there are {', '.join(scores.column_names)}")
    try:
        numbers = plain_numbers(scores[column].combine_chunks())
    except (pa.ArrowInvalid, pa.ArrowNotImplementedError):
        kind = scores.schema.field(column).type
        raise FramingError(f"column '{column}' holds no numbers to weigh or count by, but {kind}") from None
    if (numbers < 0).any() or not np.isfinite(numbers).all():
        raise FramingError(f"column '{column}' holds a negative or infinite number; a weight is 0 or more")
    return numbers
