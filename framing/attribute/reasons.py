"""The reason behind each attribution in words: what kind of cue, where what it reports stands, whose mention it is.

In: quotes. Out: a sentence a row. The rule in `rule` is `kind:word:side`; this file says what each kind means.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pyarrow as pa

_KINDS = {
    "say": "a verb of speech",
    "think": "a verb of mind or of showing",
    "as": "a clause with 'as' beside what is said",
    "lost": "a verb of speech whose clause the parser hung elsewhere",
    "pending": "a verb of speech beside a quotation",
    "persuasion": "a verb of request: whom it moves, and to what",
    "calling": "a verb that names: the thing and its name",
    "object": "a verb of speech or stance with its object",
    "infinitive": "a verb of promise or refusal with its infinitive",
    "preposition": "a verb of speech with its prepositional phrase",
    "passive_by": "a passive with 'by'",
    "passive_it": "a passive that names nobody",
    "citing": "a verb of citing: the one who passes on",
    "cited": "words cited by another",
    "noun": "a noun of speech or mind with its clause",
    "according": "'according to'",
    "colon": "a name and a colon",
    "run": "a quotation that goes on from the one before",
    "pattern": "a pattern of words, without a parser",
    "ru-verb": "a verb of speech in front of what is said",
    "ru-aside": "a reporting clause beside or inside what is said",
    "ru-gerund": "a gerund of speech, with the subject of its sentence",
    "ru-phrase": "a phrase such as «по словам»",
    "ru-document": "a document and whose it is",
    "ru-label": "a name and a colon or dash",
    "ru-backward": "a sentence that points back to the one before («Об этом сообщил»)",
    "ru-dialogue": "a line of dialogue around its reporting clause",
    "ru-continued": "a quotation that goes on from the one before",
    "ru-colon": "a sentence that ends in a colon, and the next",
    "zh-verb": "a verb of speech in front of what is said",
    "zh-goes-on": "a second verb of speech with the same subject",
    "zh-according": "a phrase such as 据…报道",
    "zh-behind": "a reporting clause behind a quotation",
    "zh-label": "a name and a colon",
    "zh-continued": "a quotation that goes on from the one before",
}
_SIDES = {"left": "what is said stands before it", "right": "what is said stands behind it"}
_BOTH = "what is said stands on both sides of it"


def give_reasons(quotes: pa.Table) -> pa.Array:
    """A sentence for each row: the rule, the cue and the mention that the attribution rests on.

    >>> row = {"rule": "say:add:left", "cue": "added", "cue_start": 9, "speaker": ["Ana Orlu"], "speaker_text": "she"}
    >>> give_reasons(pa.Table.from_pylist([row]))[0].as_py()
    "a verb of speech, 'added' at 9; what is said stands before it; 'she' is Ana Orlu"
    """
    return pa.array([_reason(row) for row in quotes.to_pylist()], pa.string())


def _reason(row: Mapping[str, Any]) -> str:
    rule = row["rule"] or ""
    if not rule:
        return "given by hand"
    kind, *rest = rule.split(":")
    cue = f", '{row['cue']}' at {row['cue_start']}" if row["cue"] else ""
    parts = [_KINDS.get(kind, kind) + cue]
    side = rest[-1] if rest else ""
    if side == "leftright":
        parts.append(_BOTH)
    elif side in _SIDES:
        parts.append(_SIDES[side])
    parts.append(_whose(row))
    return "; ".join(parts)


def _whose(row: Mapping[str, Any]) -> str:
    names = " and ".join(row["speaker"] or ())
    if not row["speaker_text"]:
        return "nobody is named" if not names else f"no mention of its own, {names} goes on"
    if not names:
        return f"'{row['speaker_text']}' could not be told"
    return f"'{row['speaker_text']}' is {names}" if row["speaker_text"] != names else f"{names} as the text has it"
