"""What a lexicon found in each passage, as numbers: the most portable features there are, alike in every language.

In: scored passages (the `hits`, `values` and `frames` of the lexicon scorer). Out: arrays. It scores nothing itself.
A hit of an entry that no other document of the training set holds is lonely. Its entry may have been written because of
that very passage, or in ignorance of it; so *in training* it counts in every other document only. A model that learned
from all of them would trust the lexicon too much, one that learned from none too little.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from framing.records import Codebook

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
# The numbers of each frame, in this order.
_OF_HITS = ("row", "frame", "entry", "concept", "weight", "affirmed")
# The weighted hits that about one strong entry makes.
_ENOUGH = 0.75
NUMBERS = ("evidence", "present", "hits", "strongest", "density", "affirmed", "doubled")


@dataclass(frozen=True)
class Evidence:
    """The hits of n passages as arrays: row, frame (its number), entry and concept (texts), weight, affirmed."""

    n_texts: int
    n_words: Floats
    present: NDArray[np.bool_]  # (n, frames) what the lexicons themselves call present
    row: Ints
    frame: Ints
    entry: NDArray[np.object_]
    concept: NDArray[np.object_]
    weight: Floats
    affirmed: NDArray[np.bool_]

    def take_hits(self, chosen: NDArray[np.bool_]) -> Evidence:
        """The same passages with some of the hits."""
        marks = {name: getattr(self, name)[chosen] for name in _OF_HITS}
        return dataclasses.replace(self, **marks)

    def take(self, rows: Ints) -> Evidence:
        """The chosen passages, numbered anew; `rows` in ascending order."""
        number = np.full(self.n_texts, -1, dtype=np.int64)
        number[rows] = np.arange(len(rows))
        kept = self.take_hits(number[self.row] >= 0)
        return dataclasses.replace(
            kept, n_texts=len(rows), n_words=self.n_words[rows], present=self.present[rows], row=number[kept.row]
        )

    def numbers(self) -> Floats:
        """(n, frames x NUMBERS): how much the lexicon found for each frame."""
        n, k = self.present.shape
        cell = self.row * k + self.frame
        total, hits = (np.bincount(cell, weights=w, minlength=n * k).reshape(n, k) for w in (self.weight, None))
        affirmed = np.bincount(cell, weights=self.affirmed, minlength=n * k).reshape(n, k) > 0
        strongest = np.zeros(n * k)
        np.maximum.at(strongest, cell, self.weight)
        # Present, and still so without the hits that were taken away.
        present = self.present & (total >= _ENOUGH)
        density = 10.0 * hits / np.maximum(self.n_words, 5.0)[:, None]
        columns = [np.log1p(total), present, np.minimum(hits, 4) / 4, strongest.reshape(n, k)]
        columns += [np.minimum(density, 3.0), affirmed, total >= 2 * _ENOUGH]
        return np.stack([np.asarray(c, dtype=np.float64) for c in columns], axis=2).reshape(n, k * len(NUMBERS))

    def concepts(self, known: Sequence[str]) -> Floats:
        """(n, known concepts): 1 where a concept was met, keys as `concept_keys` gives them."""
        number = {key: i for i, key in enumerate(known)}
        at = np.array([number.get(key, -1) for key in self.concept_keys()], dtype=np.int64)
        found = np.zeros((self.n_texts, len(known)))
        found[self.row[at >= 0], at[at >= 0]] = 1.0
        return found

    def concept_keys(self) -> list[str]:
        """`frame number:concept` of each hit; the same concept serves every language."""
        return [f"{f}:{c}" for f, c in zip(self.frame.tolist(), self.concept, strict=True)]


def read_evidence(scores: pa.Table | pa.RecordBatch, codebook: Codebook) -> Evidence:
    """The hits of scored passages as arrays."""
    hits = scores.column("hits")
    hits = hits.combine_chunks() if isinstance(hits, pa.ChunkedArray) else hits
    flat = pc.list_flatten(hits)
    lengths = pc.fill_null(pc.list_value_length(hits), 0).to_numpy(zero_copy_only=False)
    frame = pc.index_in(flat.field("frame"), value_set=pa.array(codebook.frame_ids, pa.string()))
    entry = flat.field("entry").to_pylist()
    concept = [c or e for c, e in zip(flat.field("concept").to_pylist(), entry, strict=True)]
    named = scores.column("frames").to_pylist()
    return Evidence(
        n_texts=len(lengths),
        n_words=np.asarray(scores.column("n_words"), dtype=np.float64),
        present=np.array([[f in row for f in codebook.frame_ids] for row in named], dtype=bool).reshape(
            -1, len(codebook.frames)
        ),
        row=np.repeat(np.arange(len(lengths)), lengths).astype(np.int64),
        frame=frame.to_numpy(zero_copy_only=False).astype(np.int64),
        entry=np.array(entry, dtype=object),
        concept=np.array(concept, dtype=object),
        weight=flat.field("weight").to_numpy(zero_copy_only=False).astype(np.float64),
        affirmed=pc.equal(flat.field("polarity"), "affirmed").to_numpy(zero_copy_only=False),
    )


def drop_lonely_hits(evidence: Evidence, documents: Ints) -> Evidence:
    """The evidence without the lonely hits of documents of even number; documents: a number for each passage."""
    names, entry = np.unique(evidence.entry.astype(str), return_inverse=True)
    owner = documents[evidence.row]
    pairs = np.unique(np.stack([entry.reshape(-1), owner]), axis=1)
    n_documents = np.bincount(pairs[0], minlength=max(len(names), 1))
    return evidence.take_hits((n_documents[entry.reshape(-1)] > 1) | (owner % 2 == 1))


def common_concepts(evidence: Evidence, documents: Ints, *, min_documents: int) -> tuple[str, ...]:
    """The concepts that stand in at least so many documents, sorted."""
    pairs = set(zip(evidence.concept_keys(), documents[evidence.row].tolist(), strict=True))
    keys, counts = np.unique([key for key, _ in pairs] or [""], return_counts=True)
    return tuple(str(key) for key, count in zip(keys, counts, strict=True) if key and count >= min_documents)
