"""Cues that are no verb: "according to", "in the words of", nouns such as "the claim that", a colon behind a name.

In: a parsed paragraph. Out: findings.
"""

from __future__ import annotations

import re
from typing import Any

from framing.attribute.english import cues
from framing.attribute.english.clauses import char_span, find_subject, mention_spans
from framing.attribute.english.finding import Finding, Paragraph
from framing.attribute.record import Span

_NAMED_LINE = re.compile(
    r"[\"“«]?(?P<name>(?:[A-Z][\w.’'-]*\s+){0,3}[A-Z][\w.’'-]*)(?P<cue>:)\s+(?P<words>\S.{8,})", re.S
)
# Letters of the longest name before a colon.
_LONGEST_NAME = 40
# Labels that stand before a colon and are nobody's name.
_NO_NAMES = cues.words(
    """
    update breaking watch video related photos note read more correction editor editor's editor’s exclusive opinion
    analysis the contributing revealed paid email clarification boom stat photo caption source sources warning tip
    fact facts question answer q a part chapter step day week background context developing live listen see here
    """
)


def find_phrases(paragraph: Paragraph) -> list[Finding]:
    """Find every attribution of the paragraph whose cue is a phrase, a noun or a colon."""
    found = []
    for token in paragraph.doc:
        if token.lower_ == "according":
            found.append(_read_according(token))
        elif token.pos_ == "NOUN" and token.lemma_.lower() in cues.SPEECH_NOUNS | cues.MIND_NOUNS:
            found.append(_read_noun(token))
    return [finding for finding in found if finding is not None]


def find_named_line(paragraph: Paragraph) -> list[Finding]:
    """Find the colon of a headline or of a line of dialogue: "Smith: It will not happen"."""
    match = _NAMED_LINE.match(paragraph.text)
    if match is None or len(match["name"]) > _LONGEST_NAME or match["name"].split()[0].lower() in _NO_NAMES:
        return []
    start, end = match.span("words")
    is_headline = paragraph.start == 0
    if is_headline:
        end = min((place for place in (paragraph.text.find(mark, start) for mark in "\n;") if place > 0), default=end)
    is_line = match["name"].isupper() and len(match["name"].split()) <= 2
    is_quoted = any(q[0] <= start + 1 and q[1] >= end - 1 for q in paragraph.quotations)
    if not (is_headline or is_line or is_quoted):
        return []
    return [Finding(match.span("cue"), ((start, end),), (match.span("name"),), "colon", True)]


def _read_according(token: Any) -> Finding | None:
    """ "according to the ministry": the sentence around the phrase, or the clause it stands in."""
    to = next((c for c in token.children if c.lower_ == "to"), None)
    noun = next((c for c in to.children if c.dep_ == "pobj"), None) if to is not None else None
    if to is None or noun is None:
        return None
    doc, sent = token.doc, token.sent
    first, last = token.i, noun.right_edge.i
    if first == sent.start or (doc[first - 1].text in ',"' and first - 1 == sent.start):
        spans = _tail(doc, last + 1, sent.end - 1)
    else:
        begin = sent.start
        spans = [char_span(doc, begin, first - 1)] if begin < first else []
        if last + 2 < sent.end - 1 and doc[last + 1].text == ",":
            spans += _tail(doc, last + 2, sent.end - 1)
    return Finding(char_span(doc, token.i, to.i), tuple(spans), tuple(mention_spans(noun)), "according", True)


def _tail(doc: Any, begin: int, end: int) -> list[Span]:
    while end > begin and doc[end].text in (".", ",", "!", "?"):
        end -= 1
    return [char_span(doc, begin, end)] if begin < end else []


def _read_noun(noun: Any) -> Finding | None:
    """ "the minister's claim that ...", "a plan to ...": the clause that hangs on the noun."""
    clause: Any = next(
        (c for c in noun.rights if c.dep_ in ("acl", "ccomp", "relcl", "xcomp") and _is_content(noun, c)), None
    )
    if clause is None:
        return None
    owner = next((c for c in noun.children if c.dep_ == "poss"), None)
    if owner is None:
        owner = _behind(noun, ("by", "from", "of", "among"), before=int(clause.i))
    if owner is None and noun.dep_ == "dobj":
        owner = find_subject(noun.head)
    mentions = tuple(mention_spans(owner)) if owner is not None else ()
    cue = char_span(noun.doc, noun.i, noun.i)
    return Finding(
        cue,
        (char_span(noun.doc, clause.left_edge.i, clause.right_edge.i),),
        mentions,
        f"noun:{noun.lemma_.lower()}",
        False,
    )


def _is_content(noun: Any, clause: Any) -> bool:
    marks = [c.lower_ for c in clause.children if c.dep_ == "mark"]
    if "that" in marks or "whether" in marks:
        return True
    infinitive = any(c.dep_ == "aux" and c.lower_ == "to" for c in clause.children)
    return (
        infinitive
        and clause.dep_ in ("acl", "xcomp", "ccomp")
        and noun.lemma_.lower() not in ("report", "statement", "news")
    )


def _behind(noun: Any, prepositions: tuple[str, ...], *, before: int) -> Any | None:
    for child in noun.rights:
        if child.dep_ == "prep" and child.lower_ in prepositions and child.i < before:
            return next((c for c in child.children if c.dep_ == "pobj"), None)
    return None
