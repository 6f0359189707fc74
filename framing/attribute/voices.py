"""From attributions to voices: which stretch of a document counts as whose words.

In: documents, quotes and the analyst's choices. Out: a VOICES table, non-overlapping, in order. It finds no speech.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from framing.attribute.turns import turn_voices
from framing.records import QUOTES, VOICES

Places = NDArray[np.int64]
Voice = tuple[int, int, tuple[str, ...], str]
Claim = tuple[int, int, int, tuple[str, ...], str]  # level, start, end, who, how

# A reporting clause ("Brook told the council on Monday that …") never reaches over one of these.
_SENTENCE_END = re.compile(r"[.!?]['\"”’»)]*\s|[。！？]|\n\s*\n")

# What somebody feels or does, and what pictures and numbers show, is an attribution but no voice of its own.
_NO_VOICE = re.compile(
    r"think:(?:show|demonstrate|feel|decide|realise|realize|figure|gather|dream|find):(?!.*left)"
    r"|persuasion:(?:persuade|encourage|push|press|pressure|direct|like)$"
)
# A noun that reports ("the minister's claim that …") makes a voice only where its content is most of the sentence.
_BY_NOUN = re.compile(r"noun:")
_MOST_OF_SENTENCE = 0.5
_LONGEST_SENTENCE = 1000


def find_voices(
    documents: pa.Table, quotes: pa.Table, *, attribute_to: str = "speaker", mode: str = "auto"
) -> pa.Table:
    """Whose words each stretch of each document is, as a VOICES table.

    attribute_to: `speaker` (the innermost who speaks; an outlet that passes words on is no speaker where somebody
    stands behind it), `holder` (whose message or view it is), `reporter` (who publishes: the whole document).
    mode: `column` and `turns` take only those; `quotes` takes reported speech alone; `auto` takes the first that a
    document has of column, turns, quotes; `none` gives every text to its column's speaker or to nobody.
    """
    whole, asked = _find_whole(documents, attribute_to, mode)
    known = _whole_voices(documents, pa.array(whole), attribute_to)
    if not asked.size:
        return known
    by_document: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in quotes.select(QUOTES.names).to_pylist():
        by_document[row["document_id"]].append(row)
    places, rows = whole.tolist(), []
    for place, document in zip(asked.tolist(), documents.take(pa.array(asked)).to_pylist(), strict=True):
        name = document["document_id"]
        voices = _voices_in(document["text"], by_document[name], attribute_to, mode)
        places += [place] * len(voices)
        rows += [
            {"document_id": name, "start": a, "end": b, "speaker": list(who), "attribution": how}
            for a, b, who, how in voices
        ]
    both = pa.concat_tables([known, pa.Table.from_pylist(rows, schema=VOICES)])
    return both.take(pa.array(np.argsort(places, kind="stable")))


def are_named(documents: pa.Table) -> pa.ChunkedArray:
    """Whether the speakers of each document stand in its column."""
    return pc.greater(pc.fill_null(pc.list_value_length(documents["speaker"]), 0), 0)


def needs_quotes(text: str, mode: str) -> bool:
    """True when the speakers of a text that no column names are to be found in reported speech."""
    return mode == "quotes" or (mode == "auto" and not turn_voices(text))


def _find_whole(documents: pa.Table, attribute_to: str, mode: str) -> tuple[Places, Places]:
    """The documents that are in one voice by their columns, and those whose text has to be looked at."""
    if attribute_to == "reporter":
        reported = pc.greater(pc.fill_null(pc.binary_length(documents["reporter"]), 0), 0)
        return np.flatnonzero(reported), np.zeros(0, np.int64)
    whole = are_named(documents).to_numpy() & (mode in ("auto", "none", "column"))
    return np.flatnonzero(whole), np.flatnonzero(~whole & (mode in ("auto", "turns", "quotes")))


def _whole_voices(documents: pa.Table, rows: pa.Array, attribute_to: str) -> pa.Table:
    """A voice over the whole of each of these documents: its reporter's, or that of the speakers in its column."""
    if attribute_to == "reporter":
        reporters = documents["reporter"].take(rows).combine_chunks()
        speaker, how = pa.ListArray.from_arrays(np.arange(len(rows) + 1, dtype=np.int32), reporters), "reporter"
    else:
        speaker, how = documents["speaker"].take(rows), "metadata"
    columns = {
        "document_id": documents["document_id"].take(rows),
        "start": pa.array(np.zeros(len(rows), np.int64)),
        "end": pc.utf8_length(documents["text"]).take(rows).cast(pa.int64()),
        "speaker": speaker,
        "attribution": pa.repeat(how, len(rows)),
    }
    return pa.table(columns, schema=VOICES)


def _voices_in(text: str, quotes: Sequence[Mapping[str, Any]], attribute_to: str, mode: str) -> list[Voice]:
    """The voices of a text whose column does not decide: those of its turns, else of its quotes."""
    if mode in ("auto", "turns"):
        turns: list[Voice] = [(a, b, (who,), how) for a, b, who, how in turn_voices(text)]
        if turns or mode == "turns":
            return turns
    return quoted_voices(text, quotes, attribute_to)


def quoted_voices(text: str, quotes: Sequence[Mapping[str, Any]], attribute_to: str) -> list[Voice]:
    """The attributions of one document as voices, each with its reporting clause where that is in the same sentence.

    An attribution inside another gives way to the outer one, or for `holder` the outer to the inner. A relay (an outlet
    or ministry whose content is somebody's reported speech) gives way to the one inside.
    """
    relays = {row["parent"] for row in quotes if row["relayed_by"]}
    claims: list[Claim] = []
    for index, row in enumerate(quotes):
        who, how = _names(row, attribute_to)
        if index not in relays and who and _is_voice(text, row):
            claims += [(row["level"] or 0, a, b, who, how) for a, b in quote_extents(text, row)]
    outer_first = 1 if attribute_to == "speaker" else -1
    taken: list[Voice] = []
    for _, start, end, who, how in sorted(claims, key=lambda c: (outer_first * c[0], c[1], -c[2])):
        taken += [(a, b, who, how) for a, b in free_parts(start, end, taken)]
    return sorted(taken)


def _is_voice(text: str, row: Mapping[str, Any]) -> bool:
    """False for attributions that give nobody's words: feelings, what pictures show, a noun's passing mention."""
    rule = row["rule"] or ""
    if _NO_VOICE.match(rule):
        return False
    if not _BY_NOUN.match(rule) or not row["spans"]:
        return True
    start, end = row["spans"][0][0], row["spans"][-1][1]
    before = [match.end() for match in _SENTENCE_END.finditer(text, max(0, start - _LONGEST_SENTENCE), start)]
    behind = _SENTENCE_END.search(text, end - 1, end + _LONGEST_SENTENCE)
    sentence = (behind.start() if behind else len(text)) - (before[-1] if before else max(0, start - _LONGEST_SENTENCE))
    return bool(sum(b - a for a, b in row["spans"]) >= _MOST_OF_SENTENCE * sentence)


def quote_extents(text: str, row: Mapping[str, Any]) -> list[tuple[int, int]]:
    """The content of an attribution, grown over cue and mention as long as no sentence ends in between."""
    pieces = [(a, b) for a, b in row["spans"] or ()]
    for name in ("cue", "speaker"):
        if row[f"{name}_start"] is not None:
            pieces.append((row[f"{name}_start"], row[f"{name}_end"]))
    content = {(a, b) for a, b in row["spans"] or ()}
    groups: list[list[tuple[int, int]]] = []
    for piece in sorted(pieces):
        if groups and not _SENTENCE_END.search(text, max(b for _, b in groups[-1]) - 1, piece[0] + 1):
            groups[-1].append(piece)
        else:
            groups.append([piece])
    return [(min(a for a, _ in g), max(b for _, b in g)) for g in groups if content & set(g)]


def _names(row: Mapping[str, Any], attribute_to: str) -> tuple[tuple[str, ...], str]:
    """Who counts, and how the result says so: `holder` where the message is somebody else's than the speaker's."""
    if attribute_to == "holder" and (row["holder"] or row["level"]):
        return tuple(row["holder"] or row["speaker"] or ()), "holder"
    return tuple(row["speaker"] or ()), "quote"


def free_parts(start: int, end: int, taken: Sequence[Voice]) -> list[tuple[int, int]]:
    """The parts of start:end that none of the voices covers."""
    parts = [(start, end)]
    for a, b, _, _ in taken:
        parts = [piece for x, y in parts for piece in ((x, min(y, a)), (max(x, b), y)) if piece[0] < piece[1]]
    return parts
