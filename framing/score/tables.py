"""From arrays of hits to Arrow columns: n_words, frames, values, method and hits, without an object a hit.

In: the hits of each group of rows. Out: columns in the rows' order. Decides nothing about what counts.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from framing.records import HIT, PASSAGES, SCORE_COLUMNS, Codebook, Entry
from framing.score.hits import FoundHits, Ints
from framing.score.polarity import POLARITIES
from framing.score.voice import VOICES

# Sums of weights that ought to equal the minimum may miss it by rounding.
_ROUNDING = 1e-9


@dataclass(frozen=True)
class Part:
    """Some rows of a batch, scored by one set of lexicons: their numbers, the method, words, hits, entry offset."""

    rows: Ints
    method: str
    n_words: NDArray[np.int32]
    found: FoundHits | None
    offset: int
    minimum: NDArray[np.float64]


class EntryTable:
    """The entries of all lexicons as Arrow arrays, to be taken by number."""

    def __init__(self, groups: Sequence[tuple[Entry, ...]]) -> None:
        sizes = np.cumsum([0] + [len(group) for group in groups])
        self.offsets = [int(size) for size in sizes[:-1]]
        entries = [entry for group in groups for entry in group]
        self.pattern = pa.array([e.pattern for e in entries], pa.string())
        self.frame = pa.array([e.frame for e in entries], pa.string())
        self.concept = pa.array([e.concept for e in entries], pa.string())
        self.rule = pa.array([e.context for e in entries], pa.string())

    def exclusions(self, parts: Sequence[tuple[Ints, Ints, Ints, Ints]], batch: pa.RecordBatch) -> pa.Table:
        """Masked spans as a table, from (row, entry, start, end) of each part, in order of row and start."""
        empty = (np.zeros(0, np.int64),) * 4
        rows, entry, start, end = (np.concatenate(column) for column in zip(empty, *parts, strict=True))
        order = np.lexsort((entry, start, rows))
        rows, entry = rows[order], pa.array(entry[order])
        begin = batch.column("start").to_numpy(zero_copy_only=False)[rows]
        columns = {name: batch.column(name).take(pa.array(rows)) for name in ("document_id", "passage_id")}
        columns |= {"entry": self.pattern.take(entry), "concept": self.concept.take(entry)}
        return pa.table(columns | {"start": begin + start[order], "end": begin + end[order]})


def score_schema(schema: pa.Schema, codebook: Codebook) -> pa.Schema:
    """PASSAGES, SCORE_COLUMNS, then the columns of `schema` that are neither."""
    values = pa.struct({frame: pa.float64() for frame in codebook.frame_ids})
    types = (pa.int64(), pa.list_(pa.string()), values, pa.string(), pa.list_(HIT))
    scored = [pa.field(name, kind) for name, kind in zip(SCORE_COLUMNS, types, strict=True)]
    own = [field for field in schema if field.name not in PASSAGES.names and field.name not in SCORE_COLUMNS]
    return pa.schema([*PASSAGES, *scored, *own])


def score_columns(
    parts: Sequence[Part], batch: pa.RecordBatch, entries: EntryTable, codebook: Codebook
) -> list[pa.Array]:
    """The columns of `score_schema` for a batch."""
    n, k = batch.num_rows, len(codebook.frames)
    n_words, method = np.zeros(n, np.int64), np.zeros(n, np.int64)
    values, minimum = np.zeros((n, k)), np.ones((n, k))
    for number, part in enumerate(parts):
        n_words[part.rows], method[part.rows], minimum[part.rows] = part.n_words, number, part.minimum
        if part.found is not None:
            np.add.at(values, (part.rows[part.found.text], part.found.frame), part.found.weight)
    methods = pa.array([part.method for part in parts], pa.string()).take(pa.array(method))
    structs = pa.StructArray.from_arrays([pa.array(values[:, i]) for i in range(k)], names=codebook.frame_ids)
    frames = list_frames((values >= minimum - _ROUNDING) & (values > 0), codebook)
    schema = score_schema(batch.schema, codebook)
    made = dict(zip(SCORE_COLUMNS, (pa.array(n_words), frames, structs, methods), strict=False))
    made["hits"] = _hit_lists(parts, batch, entries)
    return [made[name] if name in made else batch.column(name) for name in schema.names]


def list_frames(present: NDArray[np.bool_], codebook: Codebook) -> pa.Array:
    """The frames present in each row of an (n, frames) mask, as lists of ids in the codebook's order."""
    ids = pa.array(codebook.frame_ids, pa.string()).take(pa.array(np.nonzero(present)[1]))
    offsets = np.append(0, np.cumsum(present.sum(axis=1)))
    return pa.ListArray.from_arrays(pa.array(offsets, pa.int32()), ids)


def _hit_lists(parts: Sequence[Part], batch: pa.RecordBatch, entries: EntryTable) -> pa.Array:
    found = [(part, part.found) for part in parts if part.found is not None]
    empty = np.zeros(0, np.int64)
    rows = np.concatenate([empty, *(part.rows[hits.text] for part, hits in found)])
    entry = np.concatenate([empty, *(hits.entry + part.offset for part, hits in found)])
    start = np.concatenate([empty, *(hits.start for _, hits in found)])
    end = np.concatenate([empty, *(hits.end for _, hits in found)])
    polarity = np.concatenate([empty, *(hits.polarity for _, hits in found)])
    voice = np.concatenate([empty, *(hits.voice for _, hits in found)])
    weight = np.concatenate([np.zeros(0), *(hits.weight for _, hits in found)])
    order = np.argsort(rows, kind="stable")  # within a row the hits are in order already
    number, begin = pa.array(entry[order]), batch.column("start").to_numpy(zero_copy_only=False)[rows[order]]
    columns = {
        "frame": entries.frame.take(number),
        "entry": entries.pattern.take(number),
        "start": pa.array(begin + start[order]),
        "end": pa.array(begin + end[order]),
        "polarity": pa.array(POLARITIES).take(pa.array(polarity[order])),
        "voice": pa.array(VOICES).take(pa.array(voice[order])),
        "concept": entries.concept.take(number),
        "weight": pa.array(weight[order]),
        "rule": entries.rule.take(number),
    }
    offsets = np.append(0, np.cumsum(np.bincount(rows, minlength=batch.num_rows)))
    structs = pa.StructArray.from_arrays([columns[field.name] for field in HIT], fields=list(HIT))
    return pa.ListArray.from_arrays(pa.array(offsets, pa.int32()), structs)
