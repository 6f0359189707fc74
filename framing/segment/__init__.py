"""Cutting documents into the units that are scored, each a stretch of its document in one voice.

In: documents and voices. Out: a PASSAGES table with the documents' own columns behind. It never alters a text and
never decides who speaks.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator

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

# Characters taken at a time: enough to make array operations worthwhile, few enough to stay in the processor's cache.
_BATCH_CHARACTERS = 1_000_000
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
    found = _sort_voices(documents, voices)
    parts = [_segment_batch(documents, found, first, last, unit) for first, last in _batches(documents)]
    if not parts:
        parts = [_segment_batch(documents, found, 0, 0, unit)]
    return pa.concat_tables(parts)


def _batches(documents: pa.Table) -> Iterator[tuple[int, int]]:
    """First and last (exclusive) row of consecutive stretches of about a million bytes of text."""
    sizes = pc.fill_null(pc.binary_length(documents["text"]), 0).to_numpy()
    batch = np.cumsum(sizes, dtype=np.int64) // _BATCH_CHARACTERS
    borders = np.flatnonzero(np.diff(batch)) + 1
    edges = [0, *borders.tolist(), len(sizes)] if len(sizes) else []
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


def _sort_voices(documents: pa.Table, voices: pa.Table) -> _Found:
    return _Found(documents, voices)


def _segment_batch(documents: pa.Table, found: _Found, first: int, last: int, unit: str) -> pa.Table:
    """The passages of some documents."""
    batch = documents.slice(first, last - first)
    letters = Letters.of([text or "" for text in batch["text"].to_pylist()])
    low, high = np.searchsorted(found.document, (first, last))
    rows = slice(int(low), int(high))
    shift = letters.starts[found.document[rows] - first]
    voices = Voices(found.start[rows] + shift, found.end[rows] + shift, found.key[rows], found.turn[rows])
    sentences = find_sentences(letters, *find_paragraphs(letters))
    units = cut_sentences(letters, sentences, voices)
    start, end, voice = group_units(letters, units, voices, unit=unit)
    voice = np.where(voice == NOBODY, NOBODY, voice + low)
    return _passages(batch, letters, found.table, (start, end, voice), unit)


def _passages(
    batch: pa.Table, letters: Letters, voices: pa.Table, spans: tuple[Places, Places, Places], unit: str
) -> pa.Table:
    start, end, voice = spans
    document = letters.text_of(start)
    shift = letters.starts[document]
    texts = [
        letters.texts[d][a:b]
        for d, a, b in zip(document.tolist(), (start - shift).tolist(), (end - shift).tolist(), strict=True)
    ]
    number = np.arange(len(start)) - np.searchsorted(document, document) + 1
    rows, spoken = pa.array(document), pa.array(voice, mask=voice == NOBODY)
    speaker = voices["speaker"].take(spoken)
    attribution = pc.fill_null(voices["attribution"].take(spoken), "none")
    own = batch.select([name for name in batch.schema.names if name not in _REPLACED]).take(rows)
    ids = batch["document_id"].take(rows)
    if unit == "document":
        given = batch["speaker"].take(rows)
        known = pc.and_(pc.is_null(spoken), pc.greater(pc.fill_null(pc.list_value_length(given), 0), 0))
        speaker = pc.if_else(known, given, speaker)
        attribution = pc.if_else(known, "metadata", attribution)
    columns = {
        "document_id": ids,
        "passage_id": pc.binary_join_element_wise(ids, pa.array(number).cast(pa.string()), "#"),
        "start": pa.array(start - shift),
        "end": pa.array(end - shift),
        "text": pa.array(texts, pa.string()),
        "language": batch["language"].take(rows),
        "speaker": speaker,
        "reporter": batch["reporter"].take(rows),
        "attribution": attribution,
    }
    table = pa.table(columns, schema=PASSAGES)
    for column in own.schema:
        table = table.append_column(column, own[column.name])
    return table
