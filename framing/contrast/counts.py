"""Counts of terms by speaker and document.

In: passages with their voices. Out: TermCounts, from which every contrast is computed without the texts.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from framing.contrast.tokens import split_terms
from framing.errors import FramingError

Ints = NDArray[np.intp]
Floats = NDArray[np.float64]


@dataclass(frozen=True)
class TermCounts:
    """Term × cell counts; a cell is a speaker in a document, in order of both names; terms in order.

    cell, term, count : one item a pair that occurs. size : all terms of each cell.
    """

    terms: tuple[str, ...]
    speakers: tuple[str, ...]
    cell_speaker: Ints
    cell_document: tuple[str, ...]
    size: Floats
    cell: Ints
    term: Ints
    count: Floats

    def cells_of(self, speakers: set[str]) -> Ints:
        """The cells of some speakers."""
        wanted = [i for i, name in enumerate(self.speakers) if name in speakers]
        return np.flatnonzero(np.isin(self.cell_speaker, wanted))

    def documents_of(self, cells: Ints) -> list[str]:
        """The documents of some cells, in order."""
        return sorted({self.cell_document[c] for c in cells})

    def by_document(self, cells: Ints, terms: Ints, documents: list[str]) -> tuple[Floats, Floats]:
        """Counts (documents, terms) and sizes (documents,) of some cells, the cells of one document added up."""
        place = {name: i for i, name in enumerate(documents)}
        row = np.full(len(self.size), -1)
        row[cells] = [place[self.cell_document[c]] for c in cells]
        column = np.full(len(self.terms), -1)
        column[terms] = np.arange(len(terms))
        kept = (row[self.cell] >= 0) & (column[self.term] >= 0)
        at = row[self.cell[kept]] * len(terms) + column[self.term[kept]]
        counts = np.bincount(at, weights=self.count[kept], minlength=len(documents) * len(terms)).astype(np.float64)
        sizes = np.bincount(row[cells], weights=self.size[cells], minlength=len(documents)).astype(np.float64)
        return counts.reshape(len(documents), len(terms)), sizes


def count_terms(passages: pa.Table, *, by: str = "speaker", size: int = 1) -> TermCounts:
    """Count the terms of every speaker in every document.

    passages : with document_id, text and the column `by` (a name or a list of names; joint speakers get the passage
    each). Passages of nobody are left out. size : words a term (in Chinese one character more).
    Raises FramingError for a missing column, or when nobody says anything.
    """
    for column in ("document_id", "text", by):
        if column not in passages.column_names:
            raise FramingError(
                f"there is no column '{column}' to contrast; there are {', '.join(passages.column_names)}"
            )
    tally = TermTally(size)
    columns = (passages[c].to_pylist() for c in ("document_id", "text", by))
    for document, text, voice in zip(*columns, strict=True):
        names = [voice] if isinstance(voice, str) else [str(v) for v in voice] if isinstance(voice, list) else []
        tally.add(document, text or "", [name for name in names if name])
    return tally.finish()


class TermTally:
    """Terms counted text by text, for corpora that are read in pieces; `finish` gives the TermCounts."""

    def __init__(self, size: int = 1) -> None:
        if size < 1:
            raise FramingError(f"a term of {size} words is none; give 1 or more")
        self.size = size
        self._tallies: dict[tuple[str, str], dict[str, int]] = {}

    @property
    def speakers(self) -> list[str]:
        """Whoever said anything, in order of name."""
        return sorted({name for (name, _), tally in self._tallies.items() if tally})

    def add(self, document: str, text: str, speakers: Sequence[str]) -> None:
        """Count a text for each of its speakers."""
        terms = Counter(split_terms(text, self.size)) if speakers else {}
        for name in dict.fromkeys(speakers):
            tally = self._tallies.setdefault((name, document), {})
            for term, count in terms.items():
                tally[term] = tally.get(term, 0) + count

    def finish(self) -> TermCounts:
        """All counts. Raises FramingError when nobody said anything."""
        if not any(self._tallies.values()):
            raise FramingError("no passage with words has a speaker; there is nothing to contrast")
        return _from_tallies(self._tallies)


def _from_tallies(tallies: dict[tuple[str, str], dict[str, int]]) -> TermCounts:
    keys = sorted(tallies)
    terms = sorted(set().union(*tallies.values()))
    place = {term: i for i, term in enumerate(terms)}
    speakers = sorted({name for name, _ in keys})
    at = {name: i for i, name in enumerate(speakers)}
    cell = np.repeat(np.arange(len(keys)), [len(tallies[k]) for k in keys])
    term = np.array([place[t] for k in keys for t in tallies[k]], dtype=np.intp)
    count = np.array([n for k in keys for n in tallies[k].values()], dtype=np.float64)
    size = np.bincount(cell, weights=count, minlength=len(keys)).astype(np.float64)
    who = np.array([at[name] for name, _ in keys], dtype=np.intp)
    documents = tuple(document for _, document in keys)
    return TermCounts(tuple(terms), tuple(speakers), who, documents, size, cell.astype(np.intp), term, count)
