"""What a verb reports: the clause or quotation before it, behind it, or on both sides of it.

In: a verb of a parsed paragraph. Out: character spans of the paragraph. It does not ask who speaks.
"""

from __future__ import annotations

from typing import Any

from framing.attribute.english import cues
from framing.attribute.english.clauses import char_span, is_infinitive, own_subject
from framing.attribute.english.finding import Paragraph
from framing.attribute.record import Span

_FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})
_COMPLETED_BY = frozenset({"dobj", "xcomp", "oprd", "acomp", "attr"})
_DASHES = frozenset({"-", "—", "–", "--"})
_OPENS_AFTER = frozenset({",", ":", ";", ".", "?", "!", "-", "—", "–", "--", '"', "'", "and", "but", "that"})


def clause_content(verb: Any, paragraph: Paragraph, *, speech: bool) -> tuple[tuple[Span, ...], str]:
    """Find what a verb of speech or mind reports, and say on which side: "left", "right" or "leftright"."""
    first = region_start(verb)
    right = right_clause(verb)
    if speech and right is not None and _is_inverted(verb, first, right):
        left = _closing_quotation(verb.doc, first - 1, paragraph) or sentence_before(verb, first)
        return ((left,), "left") if left else ((), "")
    left = _left_content(verb, first, paragraph, has_right=right is not None) if speech else _trailing(verb, first)
    if left and right and verb.doc[right[0]].text == '"' and paragraph.in_quotation(left[0]) is None:
        left = None  # "Asked by Li whether it rained, she said, ...": the quotation is the answer
    spans: list[Span] = [left] if left else []
    if right is not None and (speech or not left):
        spans.append(char_span(verb.doc, *right))
    elif left and speech and left not in paragraph.quotations:
        rest = _second_half(verb, left)
        spans.extend([rest] if rest else [])
    side = ("left" if left else "") + ("right" if len(spans) > bool(left) else "")
    return tuple(sorted(spans)), side


def _is_inverted(verb: Any, first: int, right: Span) -> bool:
    """Whether a "clause" right behind "…, said" is the speaker with a relative clause: "said an envoy who ran …"."""
    doc = verb.doc
    if (
        first != verb.i
        or first <= verb.sent.start + 2
        or doc[first - 1].text not in (",", '"')
        or right[0] != verb.i + 1
    ):
        return False
    relative = any(t.tag_ in ("WP", "WDT") for t in doc[right[0] : right[1] + 1])
    return relative and own_subject(verb) is None and doc[right[0]].pos_ in ("DET", "PROPN", "NOUN", "ADJ")


def as_clause(verb: Any) -> tuple[Span, ...]:
    """The sentence around "as Orlu noted": what stands behind its comma, or before it."""
    doc = verb.doc
    mark = next((child for child in verb.lefts if child.lower_ == "as" and child.dep_ in ("mark", "advmod")), None)
    if mark is None or verb.lemma_.lower() in cues.QUOTE_ONLY or doc[mark.i + 1].lower_ == "if":
        return ()
    if verb.dep_ != "advcl" or any(child.dep_ in ("ccomp", "xcomp") for child in verb.rights):
        return ()
    if mark.i > verb.sent.start + 3:
        begin, end = int(verb.sent.start), int(mark.i) - 1
        return (char_span(doc, begin, end),) if doc[end].text == "," and end - begin > 2 else ()
    comma = next((i for i in range(verb.i + 1, verb.sent.end) if doc[i].text in (",", ":")), None)
    if comma is None or comma + 2 >= verb.sent.end:
        return ()
    end = verb.sent.end - 1
    return (char_span(doc, comma + 1, end - 1 if doc[end].text in ".!?" else end),)


def region_start(verb: Any) -> int:
    """The first token of "Wang also said": the verb with what goes with it on its left, never the reported clause."""
    first = int(verb.i)
    subject = own_subject(verb)
    for child in sorted(verb.lefts, key=lambda c: -c.i):
        if (child.dep_ in ("aux", "auxpass", "neg", "advmod") and child.i >= first - 3) or (
            subject is not None and child.i == subject.i
        ):
            first = min(first, child.left_edge.i)
    return first


def right_clause(verb: Any) -> Span | None:
    """The first and last token of the clause behind the verb, or of its second half where the cue interrupts it."""
    for child in verb.rights:
        if child.dep_ != "ccomp" or is_infinitive(child):
            continue
        if child.left_edge.i > verb.i:
            return _clip(verb, child.left_edge.i, max(child.right_edge.i, _carried_on(verb, child)))
        begin = _behind_cue(verb, child)
        return _clip(verb, begin, child.right_edge.i) if begin <= child.right_edge.i else None
    return None


def _carried_on(verb: Any, clause: Any) -> int:
    """Where "…, but would not let it fall" ends, which the parse hung on the cue and not on the clause before it."""
    modal = {c.lower_ for c in clause.children if c.dep_ == "aux" and c.tag_ == "MD"}
    own = any(c.dep_ == "aux" and c.tag_ == "MD" for c in verb.children)
    for other in verb.conjuncts:
        if other.i > clause.right_edge.i and own_subject(other) is None and modal and not own:
            same = any(c.dep_ == "aux" and c.lower_ in modal for c in other.children)
            return int(other.right_edge.i) if same else -1
    return -1


def sentence_before(verb: Any, first: int) -> Span | None:
    """Everything of the sentence before "he said", without a leading conjunction."""
    begin = verb.sent.start
    if verb.doc[begin].lower_ in ("and", "but") and begin + 1 < first:
        begin += 1
    return char_span(verb.doc, begin, first - 1) if begin < first - 1 else None


def _behind_cue(verb: Any, clause: Any) -> int:
    """Where the second half begins of a clause that the cue interrupts ("The plan, he said, was bad")."""
    begin = verb.i + 1
    for child in verb.rights:
        if child.i != clause.i and child.i < clause.i:
            begin = max(begin, child.right_edge.i + 1)
    return int(begin)


def _clip(verb: Any, begin: int, end: int) -> Span:
    """End a clause where reporting is taken up again: ", adding that ...", "and said ...", "but Li warned"."""
    for token in verb.doc[begin + 2 : end + 1]:
        cut = _resumes_at(token, verb)
        if cut is not None and cut > begin + 1:
            return begin, cut - 1
    return begin, end


def _resumes_at(token: Any, verb: Any) -> int | None:
    reporting = token.lemma_.lower() in cues.REPORTING
    doc = token.doc
    adjunct = token.dep_ in ("advcl", "conj", "acl") and token.head.i < token.i
    if token.tag_ == "VBG" and adjunct and (reporting or token.lemma_.lower() in cues.ASIDES):
        start = token.left_edge.i if token.left_edge.dep_ == "advmod" else token.i
        return start - 1 if doc[start - 1].text in (",", "and") else None
    if token.dep_ != "conj" or token.tag_ not in _FINITE or token.head.i < verb.i:
        return None
    subject = own_subject(token)
    shifted = token.tag_ == verb.tag_ and (token.head.tag_ != token.tag_)
    if subject is None and token.tag_ == token.head.tag_ != verb.tag_:
        return None  # "says that Orlu thanked Kest and stressed …": both are Orlu's
    if (reporting and not _is_quoted(doc, token.i)) or (subject is None and shifted):
        start = subject.left_edge.i if subject is not None and subject.i < token.i else token.i
        while start > verb.i + 2 and (doc[start - 1].dep_ in ("cc", "advmod", "aux", "punct", "mark")):
            start -= 1
        return int(start)
    return None


def _is_quoted(doc: Any, index: int) -> bool:
    marks = [token for token in doc[doc[index].sent.start : index] if token.text == '"']
    return len(marks) % 2 == 1


def _left_content(verb: Any, first: int, paragraph: Paragraph, *, has_right: bool) -> Span | None:
    """The reported words before the cue: up to the comma or the closing mark in front of "he said"."""
    doc, before = verb.doc, first - 1
    if before < 0:
        return None
    quotation = _closing_quotation(doc, before, paragraph)
    if quotation is not None and _begins_afresh(paragraph, quotation):
        return quotation
    opening = _opening_quotation(verb, first, paragraph)
    if opening is not None:
        return opening
    if before <= verb.sent.start:
        return None
    straddling = next((c for c in verb.rights if c.dep_ == "ccomp" and c.left_edge.i < first), None)
    if straddling is not None:
        return char_span(doc, straddling.left_edge.i, before)
    return None if has_right else _trailing(verb, first)


def _closing_quotation(doc: Any, before: int, paragraph: Paragraph) -> Span | None:
    """The quotation that closes right in front of the cue."""
    if doc[before].text in ('"', "'"):
        return paragraph.in_quotation(doc[before].idx)
    if doc[before].text in (",", *_DASHES) and before and doc[before - 1].text in ('"', "'"):
        return paragraph.in_quotation(doc[before - 1].idx)
    return None


def _begins_afresh(paragraph: Paragraph, quotation: Span) -> bool:
    """Whether a quotation opens a sentence or follows a stop, and is no title in the middle of a phrase."""
    before = paragraph.text[: quotation[0]].rstrip()
    if not before:
        return True
    words = paragraph.text[quotation[0] : quotation[1]].strip("\"“”‘’'«» ")
    return before[-1] in '.?!:;…"”’' or (before[-1] in ",—–-" and (words[-1:] in ",?!." or words[:1].isupper()))


def _opening_quotation(verb: Any, first: int, paragraph: Paragraph) -> Span | None:
    """The quotation the sentence starts with, when it closes on a comma and a long subject follows it."""
    quotation = paragraph.in_quotation(verb.doc[verb.sent.start].idx)
    if quotation is None or quotation[1] > verb.doc[first].idx:
        return None
    words = paragraph.text[quotation[0] : quotation[1]].rstrip("\"”’'»")
    closes = words[-1:] in (",", "?", "!", "—")
    return quotation if closes and verb.dep_ in ("ROOT", "ccomp", "parataxis") else None


def _trailing(verb: Any, first: int) -> Span | None:
    """The clause in front of a cue that closes or interrupts it: "The vote is over, Wang was cited as saying"."""
    doc, before = verb.doc, first - 1
    if before <= verb.sent.start or doc[before].text not in (",", '"', "'", "?", "!", *_DASHES):
        return None
    if verb.lemma_.lower() in cues.QUOTE_ONLY or any(c.dep_ in _COMPLETED_BY for c in verb.rights if not _hears(verb)):
        return None
    clause = next((c for c in verb.lefts if c.dep_ == "ccomp" and not is_infinitive(c)), None)
    if clause is not None:
        begin = clause.left_edge.i
        begin += doc[begin].lower_ in ("and", "but")
        return char_span(doc, begin, before) if begin < before else None
    subject = own_subject(verb)
    if verb.dep_ == "parataxis" and verb.head.i > verb.i and verb.head.left_edge.i < before:
        return char_span(doc, verb.head.left_edge.i, before)
    if verb.dep_ in ("parataxis", "conj", "ccomp", "dep") and verb.head.i < verb.i and subject is not None:
        clausal = verb.head.pos_ in ("VERB", "AUX") and verb.head.sent.start == verb.sent.start
        return sentence_before(verb, first) if clausal else None
    return None


def _hears(verb: Any) -> bool:
    return verb.lemma_.lower() in cues.TELL


def _second_half(verb: Any, left: Span) -> Span | None:
    """The rest of a sentence that the cue interrupts, when the parser hung the cue on the sentence."""
    doc, begin = verb.doc, verb.right_edge.i + 1
    end = max(verb.head.right_edge.i, verb.i) if verb.head.i > verb.i else verb.sent.end - 1
    while end > begin and doc[end].is_punct:
        end -= 1
    if verb.dep_ != "parataxis" or begin >= end or "," not in (doc[begin].text, doc[begin - 1].text):
        return None
    opening = doc[begin + 1] if doc[begin].text == "," else doc[begin]
    is_adjunct = opening.tag_ in ("VBG", "VBN") or opening.dep_ == "mark" or opening.lower_ in ("as", "after", "when")
    if is_adjunct and any(t.tag_ in _FINITE for t in doc[verb.sent.start : verb.i] if t.idx < left[1]):
        return None  # "Sales were great, he said, wiping his brow"
    return char_span(doc, begin, end)
