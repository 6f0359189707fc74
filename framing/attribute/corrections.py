"""Single attributions by hand above the machine's: each takes the place of what it overlaps, the rest stays.

In: documents, the machine's quotes and voices, the corrections. Out: quotes and voices with the corrections in them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

import pyarrow as pa

from framing.attribute.voices import Voice, free_parts, quote_extents, quoted_voices
from framing.records import QUOTES, VOICES

# A correction replaces an attribution of the machine when it covers this share of its content; of a longer one it only
# takes its own stretch.
_REPLACED_SHARE = 0.5

Row = Mapping[str, Any]


def correct_spans(
    documents: pa.Table, quotes: pa.Table, voices: pa.Table, corrections: pa.Table, *, attribute_to: str = "speaker"
) -> tuple[pa.Table, pa.Table]:
    """Quotes and voices of the documents with the corrections in the place of what they overlap.

    corrections : QUOTES rows. One without a speaker says that nobody speaks there. Transcript turns and speakers from a
    column give way too, but only in the corrected stretch.
    """
    given = _by_document(corrections)
    ids = set(documents["document_id"].to_pylist()) & set(given)
    if not ids:
        return quotes, voices
    found, spoken = _by_document(quotes), _by_document(voices)
    texts = dict(zip(documents["document_id"].to_pylist(), documents["text"].to_pylist(), strict=True))
    made_quotes: list[Row] = []
    made_voices: list[Row] = []
    for document in texts:
        own: Sequence[Row] = found.get(document, [])
        heard: Sequence[Row] = spoken.get(document, [])
        if document in ids:
            own = merge_corrections(own, given[document])
            heard = _merge_voices(texts[document], document, heard, given[document], attribute_to)
        made_quotes += own
        made_voices += heard
    return pa.Table.from_pylist(made_quotes, schema=QUOTES), pa.Table.from_pylist(made_voices, schema=VOICES)


def merge_corrections(quotes: Sequence[Row], corrections: Sequence[Row]) -> list[Row]:
    """The rows of one document that no correction replaces, their nesting mended, and then the corrections."""
    kept = [k for k, row in enumerate(quotes) if not any(_replaces(given, row) for given in corrections)]
    place = {old: new for new, old in enumerate(kept)}
    merged: list[dict[str, Any]] = []
    for old in kept:
        parent = quotes[old]["parent"]
        while parent is not None and parent >= 0 and parent not in place:
            parent = quotes[parent]["parent"]
        parent = place.get(parent, -1)
        merged.append({**quotes[old], "parent": parent, "level": 0 if parent < 0 else merged[parent]["level"] + 1})
    return [*merged, *({**row, "parent": -1, "level": 0} for row in corrections)]


def _replaces(correction: Row, row: Row) -> bool:
    shared = sum(max(0, min(b, d) - max(a, c)) for a, b in correction["spans"] for c, d in row["spans"] or ())
    return bool(shared > 0 and shared >= _REPLACED_SHARE * _length(row))


def _length(row: Row) -> int:
    return sum(b - a for a, b in row["spans"] or ())


def _merge_voices(
    text: str, document: str, voices: Sequence[Row], corrections: Sequence[Row], attribute_to: str
) -> list[dict[str, Any]]:
    taken: list[Voice] = [(a, b, (), "") for row in corrections for a, b in quote_extents(text, row)]
    kept = [
        {**voice, "start": a, "end": b} for voice in voices for a, b in free_parts(voice["start"], voice["end"], taken)
    ]
    added = [
        {"document_id": document, "start": a, "end": b, "speaker": list(who), "attribution": how}
        for a, b, who, how in quoted_voices(text, corrections, attribute_to)
    ]
    rows: list[dict[str, Any]] = [*kept, *added]
    return sorted(rows, key=lambda row: (row["start"], row["end"]))


def _by_document(table: pa.Table) -> dict[str, list[Row]]:
    rows: dict[str, list[Row]] = defaultdict(list)
    for row in table.to_pylist():
        rows[row["document_id"]].append(row)
    return rows
