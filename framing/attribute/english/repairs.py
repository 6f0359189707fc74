"""What a verb of speech reports where the parse hung it elsewhere: "said in a message that the dam …".

In: a verb of speech for which no rule found content. Out: character spans of the paragraph, or nothing.
"""

from __future__ import annotations

from typing import Any

from framing.attribute.english import cues
from framing.attribute.english.clauses import char_span
from framing.attribute.record import Span

_FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})
# Only the plainest verbs are given the rest of their sentence: others often stand without any content.
_PLAIN = cues.words("say")
_NO_CLAUSE = frozenset({"relcl", "acl", "advcl", "ccomp", "conj", "xcomp"})
# Tokens that "said" may be parted from its "that" by: "said in one of a series of messages on Monday that".
_FARTHEST_THAT = 22


def find_lost_clause(verb: Any) -> tuple[Span, ...]:
    """The clause of a "that" further on in the sentence, else all that stands behind "said" when it makes a clause."""
    doc, end = verb.doc, int(verb.sent.end)
    opener = _lost_that(verb, end)
    if opener is not None:
        last = max(int(opener.head.right_edge.i), int(opener.i) + 1)
        return (char_span(doc, opener.i, _strip_stop(doc, last)),)
    if verb.lemma_.lower() not in _PLAIN or verb.dep_ in ("acl", "relcl", "advcl", "amod"):
        return ()
    thing = next((child for child in verb.rights if child.dep_ == "dobj"), None)
    if thing is None or thing.left_edge.i != verb.i + 1:
        return ()
    last = _strip_stop(doc, end - 1)
    behind = doc[verb.i + 1 : last + 1]
    told = any(token.tag_ in _FINITE or token.text == '"' for token in behind)
    return (char_span(doc, verb.i + 1, last),) if told and len(behind) > 4 else ()


def _lost_that(verb: Any, end: int) -> Any | None:
    """The "that" that opens a clause with a subject of its own, no other verb of speech in between."""
    doc = verb.doc
    for token in doc[verb.i + 1 : min(end, verb.i + 1 + _FARTHEST_THAT)]:
        if token.lemma_.lower() in cues.SAY | cues.TELL and token.pos_ == "VERB":
            return None
        if token.lower_ == "that" and token.dep_ in ("mark", "advmod") and _is_clause(token):
            return token
    return None


def _is_clause(that: Any) -> bool:
    head = that.head
    return head.dep_ in _NO_CLAUSE and head.i > that.i and any(c.dep_.startswith("nsubj") for c in head.lefts)


def end_of_lost_clause(verb: Any) -> int:
    """The last token of that clause, or -1: "expressed frustration in an interview that …"."""
    opener = _lost_that(verb, int(verb.sent.end))
    return -1 if opener is None else _strip_stop(verb.doc, max(int(opener.head.right_edge.i), int(opener.i) + 1))


def _strip_stop(doc: Any, last: int) -> int:
    while last > 0 and doc[last].text in ".,;!?":
        last -= 1
    return last
