"""From attributions to voices: which stretch of a document counts as whose words.

In: documents, quotes and the analyst's choices. Out: a VOICES table, non-overlapping, in order. It finds no speech.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

import pyarrow as pa

from framing.attribute.turns import turn_voices
from framing.records import QUOTES, VOICES

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
    by_document: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in quotes.select(QUOTES.names).to_pylist():
        by_document[row["document_id"]].append(row)
    columns = ("document_id", "text", "speaker", "reporter")
    rows: list[dict[str, Any]] = []
    for document in documents.select(columns).to_pylist():
        voices = _voices_of(document, by_document[document["document_id"]], attribute_to, mode)
        rows += [
            {"document_id": document["document_id"], "start": a, "end": b, "speaker": list(who), "attribution": how}
            for a, b, who, how in voices
        ]
    return pa.Table.from_pylist(rows, schema=VOICES)


def needs_quotes(document: Mapping[str, Any], mode: str) -> bool:
    """True when a document's speakers are to be found in reported speech."""
    if mode in ("none", "column", "turns"):
        return False
    if mode == "quotes":
        return True
    return not document["speaker"] and not turn_voices(document["text"])


def _voices_of(
    document: Mapping[str, Any], quotes: Sequence[Mapping[str, Any]], attribute_to: str, mode: str
) -> list[Voice]:
    text, speaker = document["text"], tuple(document["speaker"] or ())
    if attribute_to == "reporter":
        reporter = document["reporter"]
        return [(0, len(text), (reporter,), "reporter")] if reporter else []
    if mode in ("auto", "none", "column") and speaker:
        return [(0, len(text), speaker, "metadata")]
    if mode in ("auto", "turns"):
        turns: list[Voice] = [(a, b, (who,), how) for a, b, who, how in turn_voices(text)]
        if turns or mode == "turns":
            return turns
    return quoted_voices(text, quotes, attribute_to) if mode in ("auto", "quotes") else []


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
