"""Cutting documents into the units that are scored, each a stretch of its document in one voice.

In: documents and voices. Out: a PASSAGES table with the documents' own columns behind. It never alters a text and
never decides who speaks.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from framing.records import DOCUMENTS, PASSAGES, VOICES, check_table
from framing.segment.grouping import UNITS, group_units
from framing.segment.letters import Letters, Places
from framing.segment.lines import find_paragraphs
from framing.segment.sentences import find_sentences
from framing.segment.voices import NOBODY, Voices, cut_sentences

__all__ = ["UNITS", "segment_documents"]

# Text taken at a time: enough that the rules, which cost a millisecond for a single text, cost little for each of many.
_BATCH_BYTES = 4 << 20
_REPLACED = ("document_id", "text", "language", "speaker", "reporter")


def segment_documents(documents: pa.Table, voices: pa.Table, *, unit: str = "passage") -> pa.Table:
    """The documents' passages in order, as a PASSAGES table with every other column of the documents behind.

    unit: `passage` (one to four sentences), `sentence`, `paragraph`, or `document` (each text as it is, in the voice
    that covers most of it, else with the speaker its own column names). Except in whole documents no unit crosses a
    paragraph or a change of voice. Page numbers, turn labels and stage directions are in no passage.
    Raises FramingError for an unknown unit or a missing column.
    """
    check_table(documents, DOCUMENTS, "documents")
    check_table(voices, VOICES, "voices")
    documents = documents.combine_chunks()
    texts = pc.fill_null(documents["text"], "")
    found = _Found(documents, voices)
    parts = [_segment_batch(texts, found, (first, last), unit) for first, last in _batches(texts)]
    return _passages(documents, found.table, _Spans.join(parts), unit)


def _batches(texts: pa.ChunkedArray) -> Iterator[tuple[int, int]]:
    """First and last (exclusive) row of consecutive stretches of about as many bytes of text."""
    sizes = pc.binary_length(texts).to_numpy()
    batch = np.cumsum(sizes, dtype=np.int64) // _BATCH_BYTES
    borders = np.flatnonzero(np.diff(batch)) + 1
    edges = [0, *borders.tolist(), len(sizes)]
    yield from itertools.pairwise(edges)


class _Found:
    """The voices in the order of the documents: their document, places in it, keys and rows in the voices table."""

    def __init__(self, documents: pa.Table, voices: pa.Table) -> None:
        row = pc.index_in(voices["document_id"], value_set=documents["document_id"].combine_chunks())
        document = pc.fill_null(row, -1).to_numpy().astype(np.int64)
        order = np.lexsort((voices["start"].to_numpy(), document))
        order = order[document[order] >= 0]
        self.table = voices.take(pa.array(order)).combine_chunks()
        self.document: Places = document[order]
        self.start: Places = self.table["start"].to_numpy().astype(np.int64)
        self.end: Places = self.table["end"].to_numpy().astype(np.int64)
        self.turn = pc.equal(self.table["attribution"], "turn").to_numpy().astype(bool)
        self.key = self._keys()

    def _keys(self) -> Places:
        """A number for each voice, the same for the same speakers in one document found the same way."""
        keys = np.arange(len(self.document))
        several = np.flatnonzero(np.bincount(self.document)[self.document] > 1) if len(keys) else keys
        names = self.table["speaker"].take(pa.array(several)).to_pylist()
        ways = self.table["attribution"].take(pa.array(several)).to_pylist()
        first: dict[tuple[int, tuple[str, ...], str], int] = {}
        for i, who, how in zip(several.tolist(), names, ways, strict=True):
            keys[i] = first.setdefault((int(self.document[i]), tuple(who or ()), how), i)
        return keys


@dataclass(frozen=True)
class _Spans:
    """Passages in the order of the documents: row of the document, number in it, characters, voice and text."""

    document: Places
    number: Places
    start: Places
    end: Places
    voice: Places
    texts: Sequence[pa.Array]

    @classmethod
    def join(cls, parts: Sequence[_Spans]) -> _Spans:
        """One after the other."""
        columns = [(part.document, part.number, part.start, part.end, part.voice) for part in parts]
        document, number, start, end, voice = (np.concatenate(column) for column in zip(*columns, strict=True))
        return cls(document, number, start, end, voice, [text for part in parts for text in part.texts])


def _segment_batch(texts: pa.ChunkedArray, found: _Found, rows: tuple[int, int], unit: str) -> _Spans:
    """The passages of some documents."""
    first, last = rows
    letters = Letters.of(texts.slice(first, last - first).combine_chunks())
    low, high = np.searchsorted(found.document, rows).tolist()
    shift = letters.starts[found.document[low:high] - first]
    spoken = (found.start[low:high] + shift, found.end[low:high] + shift)
    voices = Voices(*spoken, found.key[low:high], found.turn[low:high])
    sentences = find_sentences(letters, *find_paragraphs(letters))
    units = cut_sentences(letters, sentences, voices)
    start, end, voice = group_units(letters, units, voices, unit=unit)
    voice = np.where(voice == NOBODY, NOBODY, voice + low)
    counts = np.diff(np.searchsorted(start, letters.starts))
    document = np.repeat(np.arange(len(counts)), counts)
    number = np.arange(1, len(start) + 1) - (np.cumsum(counts) - counts)[document]
    # Every second piece lies between two passages.
    cut = letters.cut(np.stack((start, end), axis=1).ravel()).take(pa.array(np.arange(0, 2 * len(start), 2)))
    begin = letters.starts[document]
    return _Spans(document + first, number, start - begin, end - begin, voice, [cut])


def _passages(documents: pa.Table, voices: pa.Table, spans: _Spans, unit: str) -> pa.Table:
    rows, spoken = pa.array(spans.document), pa.array(spans.voice, mask=spans.voice == NOBODY)
    speaker = voices["speaker"].take(spoken)
    attribution = pc.fill_null(voices["attribution"].take(spoken), "none")
    own = documents.select([name for name in documents.schema.names if name not in _REPLACED]).take(rows)
    ids = documents["document_id"].take(rows)
    if unit == "document":
        given = documents["speaker"].take(rows)
        known = pc.and_(pc.is_null(spoken), pc.greater(pc.fill_null(pc.list_value_length(given), 0), 0))
        speaker = pc.if_else(known, given, speaker)
        attribution = pc.if_else(known, "metadata", attribution)
    columns = {
        "document_id": ids,
        "passage_id": pc.binary_join_element_wise(ids, pa.array(spans.number).cast(pa.string()), "#"),
        "start": pa.array(spans.start),
        "end": pa.array(spans.end),
        "text": pa.chunked_array(spans.texts, pa.string()),
        "language": documents["language"].take(rows),
        "speaker": speaker,
        "reporter": documents["reporter"].take(rows),
        "attribution": attribution,
    }
    table = pa.table(columns, schema=PASSAGES)
    return pa.table([*table.columns, *own.columns], schema=pa.schema([*table.schema, *own.schema]))
