"""Reading one clause of a parse: who its subject is, where its parts begin and end.

In: tokens of a parsed paragraph. Out: tokens and character spans in it. It decides nothing about speech.
"""

from __future__ import annotations

from typing import Any

from framing.attribute.english.cues import DOCUMENT_NOUNS, REPORTING, words
from framing.attribute.record import Span

_SUBJECTS = frozenset({"nsubj", "nsubjpass", "csubj"})
_CLAUSES = frozenset({"ccomp", "xcomp", "advcl", "acl", "relcl", "conj", "pcomp", "parataxis"})
# Left parts of a noun phrase that belong to the mention; what follows the noun is left out but for "of" and the like.
_LEFT_PARTS = frozenset(
    {
        "det",
        "amod",
        "compound",
        "poss",
        "nummod",
        "nmod",
        "predet",
        "quantmod",
        "punct",
        "case",
        "advmod",
        "preconj",
        "neg",
    }
)
_RIGHT_PREPOSITIONS = frozenset({"of", "for", "from", "at", "in", "with", "to"})
_COUNTERS = words("many some several most few others all both one each any none those these this that")
_MAX_CLIMB = 6
# Tokens between a name's comma and the verb: "…, a senior adviser to the minister for water, said".
_LONGEST_APPOSITION = 16


def find_subject(verb: Any) -> Any | None:
    """Find the token at the head of a verb's subject, climbing through verbs that share it; None when there is none."""
    current = verb
    for _ in range(_MAX_CLIMB):
        own = own_subject(current)
        if own is not None:
            return own
        parent = _controller(current)
        if parent is None or parent.i == current.i:
            return None
        if parent.pos_ not in ("VERB", "AUX"):
            return noun_subject(parent)
        current = parent
    return None


def own_subject(verb: Any) -> Any | None:
    """Find the subject that hangs on the verb itself; of two, the nearer to the verb."""
    subjects = [child for child in verb.children if child.dep_ in _SUBJECTS]
    nominal = [child for child in subjects if child.dep_ != "csubj" and child.text not in "\"'"]
    return min(nominal, key=lambda child: abs(child.i - verb.i), default=None)


def is_nominal(subject: Any, verb: Any) -> bool:
    """Whether a subject can be a speaker: a noun, a name or a pronoun, and no "it" that only fills a place."""
    if subject.lower_ == "it" and verb.dep_ in ("xcomp", "advcl", "acl", "csubj"):
        return False
    return subject.pos_ in ("NOUN", "PROPN", "PRON", "NUM") or subject.lower_ in _COUNTERS


def neighbour_subject(verb: Any, content_end: int) -> Any | None:
    """Guess the subject a parse lost: the noun phrase right behind "said", or the first one behind the quotation."""
    doc = verb.doc
    behind = doc[verb.i + 1] if verb.i + 1 < len(doc) else None
    if behind is not None and content_end <= verb.idx and (noun := _phrase_head(behind, verb)) is not None:
        return noun
    start = next(
        (token for token in doc[verb.sent.start : verb.i] if token.idx >= content_end and not token.is_punct), None
    )
    return _phrase_head(start, verb) if start is not None else None


def apposed_subject(verb: Any) -> Any | None:
    """The name in front of an apposition that the parse lost: "Col. Orlu, a spokesman in Kest, said"."""
    doc = verb.doc
    if verb.i < 3 or doc[verb.i - 1].text != ",":
        return None
    for i in range(verb.i - 2, max(verb.i - _LONGEST_APPOSITION, 0), -1):
        if doc[i].text in '.;:!?"':
            return None
        if doc[i].text == ",":
            return doc[i - 1] if doc[i - 1].pos_ == "PROPN" else None
    return None


def _phrase_head(token: Any, verb: Any) -> Any | None:
    """The noun at the head of the phrase a token begins; None when it begins none."""
    if token.pos_ not in ("PROPN", "NOUN", "PRON", "DET", "ADJ", "NUM"):
        return None
    while token.dep_ in ("compound", "det", "amod", "nummod", "poss", "nmod") and token.head.i > token.i:
        token = token.head
    return token if token.pos_ in ("PROPN", "NOUN", "PRON") and token.i != verb.i else None


def _controller(verb: Any) -> Any | None:
    """Find the word whose subject the verb shares: object control ("asked him to say") gives the object."""
    resumed = _resumed(verb)
    if resumed is not None:
        return resumed
    if verb.dep_ == "pcomp":
        return verb.head.head if verb.head.dep_ in ("prep", "mark") else verb.head
    if verb.dep_ == "xcomp":
        objects = [c for c in verb.head.children if c.dep_ in ("dobj", "dative") and verb.head.i < c.i < verb.i]
        if objects and verb.head.lemma_ not in ("promise", "vow", "threaten"):
            return objects[-1]
        return verb.head
    if verb.dep_ in ("conj", "advcl", "parataxis", "dep") or (verb.dep_ in ("ccomp",) and verb.tag_ == "VBG"):
        return verb.head
    if verb.dep_ in ("acl", "relcl"):
        return verb.head
    return None


def _resumed(verb: Any) -> Any | None:
    """For reporting that takes up again behind reported speech ("said it failed and called for ..."), the first cue."""
    if verb.dep_ not in ("conj", "advcl") or verb.lemma_.lower() not in REPORTING:
        return None
    clause = verb.head
    while clause.dep_ == "conj" and clause.head.i < clause.i:
        clause = clause.head
    if clause.dep_ != "ccomp" or clause.head.lemma_.lower() not in REPORTING or clause.head.i > clause.i:
        return None
    cue = clause.head
    if verb.dep_ == "advcl":
        set_off = verb.doc[verb.left_edge.i - 1].text == "," or verb.doc[verb.i - 1].text == ","
        return cue if verb.tag_ == "VBG" and set_off else None
    return cue if verb.tag_ == cue.tag_ or verb.tag_ == "VBN" else None


def noun_subject(noun: Any) -> Any | None:
    """For a noun that a clause hangs on: a document stands for its author where the sentence names one."""
    if noun.lemma_.lower() in DOCUMENT_NOUNS and noun.dep_ in ("dobj", "pobj"):
        owner = next((child for child in noun.children if child.dep_ == "poss"), None)
        if owner is not None:
            return owner
        verb = noun.head if noun.dep_ == "dobj" else noun.head.head
        if verb.pos_ in ("VERB", "AUX"):
            return find_subject(verb) or noun
    return noun


def mention_span(noun: Any) -> Span:
    """Give the characters of a mention: the noun, what stands left of it, and an "of" phrase right behind it."""
    first = noun.i
    for child in sorted(noun.lefts, key=lambda c: -c.i):
        if child.dep_ in _LEFT_PARTS and child.left_edge.i <= first:
            first = min(first, child.left_edge.i)
    while first < noun.i and (noun.doc[first].is_punct and noun.doc[first].text not in "([#@"):
        first += 1
    last = noun.i
    for child in noun.rights:
        if child.dep_ == "prep" and child.lower_ in _RIGHT_PREPOSITIONS and child.i == last + 1:
            last = _short_end(child)
    doc = noun.doc
    end = doc[last].idx + len(doc[last])
    if last == noun.i and last + 1 < len(doc) and doc[last + 1].tag_ == "POS" and noun.dep_ != "poss":
        end = doc[last].idx + len(doc[last])
    return doc[first].idx, end


def _short_end(preposition: Any) -> int:
    """Where a noun's prepositional phrase ends, up to the head of its object and no clause behind it."""
    for child in preposition.children:
        if child.dep_ == "pobj":
            last = child.i
            for right in child.rights:
                if right.dep_ == "prep" and right.lower_ == "of" and right.i == last + 1:
                    return _short_end(right)
            return int(last)
    return int(preposition.i)


def mention_spans(noun: Any) -> list[Span]:
    """Give the mentions of a subject, one for each speaker joined by "and"."""
    nouns = [noun]
    for child in noun.conjuncts:
        if child.i > noun.i and child.pos_ in ("NOUN", "PROPN", "PRON") and _joined_by_and(child):
            nouns += [] if _describes_one(noun, child) else [child]
    return [mention_span(each) for each in nouns]


def _describes_one(noun: Any, joined: Any) -> bool:
    """ "the Kest senator and candidate", "Kest, our ally and its lifeline": another word for the same speaker."""
    determined = {child.dep_: child.lower_ for child in joined.children if child.dep_ in ("det", "poss")}
    if determined.get("poss") == "its":
        return True
    single = noun.tag_ == "NN" and joined.tag_ == "NN" and not determined
    return single and any(child.dep_ == "det" for child in noun.children)


def _joined_by_and(noun: Any) -> bool:
    head = noun.head
    return any(child.dep_ == "cc" and child.lower_ in ("and", "&") for child in head.children) or head.dep_ == "conj"


def is_infinitive(clause: Any) -> bool:
    """Whether a clause is a "to" infinitive."""
    return any(child.dep_ == "aux" and child.lower_ == "to" for child in clause.lefts)


def char_span(doc: Any, first: int, last: int) -> Span:
    """Give the characters from one token to another, both included, without blanks and commas at the ends."""
    while first < last and doc[first].text in ",;:—–-)":
        first += 1
    while last > first and doc[last].text in ",;:—–-(":
        last -= 1
    return doc[first].idx, doc[last].idx + len(doc[last])
