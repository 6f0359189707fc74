"""Verbs that report: for every verb of speech or mind in a parsed paragraph, what is said and by whom.

In: a parsed paragraph. Out: findings. It reads one sentence at a time; runs over sentences are joined elsewhere.
"""

from __future__ import annotations

from typing import Any

from framing.attribute.english import cues
from framing.attribute.english.clauses import char_span, find_subject, mention_spans, own_subject
from framing.attribute.english.finding import Finding, Paragraph
from framing.attribute.record import Span

_COMPLEMENTS = frozenset({"ccomp"})
_STOPS = frozenset({",", ".", ":", '"', "'", "—", "–", "-", "--", "?", "!", ";"})


def find_verbs(paragraph: Paragraph) -> list[Finding]:
    """Find every verb that reports something in the paragraph, in order of the verbs."""
    found = []
    for token in paragraph.doc:
        if token.pos_ in ("VERB", "AUX") and (finding := _read_verb(token, paragraph)):
            found.append(finding)
    return found


def _read_verb(verb: Any, paragraph: Paragraph) -> Finding | None:
    lemma = verb.lemma_.lower()
    if any(child.dep_ in ("auxpass",) for child in verb.children):
        return _read_passive(verb, lemma, paragraph)
    if verb.tag_ == "VBN" and verb.dep_ == "acl":
        return None
    speech = lemma in cues.SAY or lemma in cues.TELL or _has_particle(verb, lemma)
    if speech or lemma in cues.THINK:
        spans, rule = clause_content(verb, paragraph, quoting=speech)
        if spans:
            return _make(verb, spans, f"{'say' if speech else 'think'}:{lemma}:{rule}", speech)
    for read in (_read_persuasion, _read_calling, _read_object, _read_infinitive, _read_preposition):
        spans = read(verb, lemma)
        if spans:
            return _make(verb, spans, f"{read.__name__[6:]}:{lemma}", lemma in cues.SAY)
    if speech and lemma in cues.SAY:
        return _make(verb, (), f"pending:{lemma}", True)
    return None


def _has_particle(verb: Any, lemma: str) -> bool:
    wanted = cues.PARTICLES.get(lemma, frozenset())
    return any(child.lower_ in wanted for child in verb.children if child.dep_ in ("prt", "advmod", "prep"))


def _make(verb: Any, spans: tuple[Span, ...], rule: str, speech: bool) -> Finding:
    subject = find_subject(verb)
    if subject is not None and any(a <= subject.idx < b for a, b in spans):
        subject = None
    mentions = tuple(mention_spans(subject)) if subject is not None else ()
    return Finding(cue_span(verb), spans, mentions, rule, speech)


def cue_span(verb: Any) -> Span:
    """The characters of the cue: the verb with its auxiliaries and particle where they stand beside it."""
    first = last = verb.i
    doc = verb.doc
    while first and doc[first - 1].head.i == verb.i and doc[first - 1].dep_ in ("aux", "auxpass", "neg", "advmod"):
        first -= 1
    if last + 1 < len(doc) and doc[last + 1].head.i == verb.i and doc[last + 1].dep_ == "prt":
        last += 1
    return char_span(doc, first, last)


# --- clauses -------------------------------------------------------------------------------------------------------


def clause_content(verb: Any, paragraph: Paragraph, *, quoting: bool) -> tuple[tuple[Span, ...], str]:
    """Find the clause or quotation a verb reports: before it, behind it, or on both sides of it."""
    doc = verb.doc
    first = region_start(verb)
    right = _right_clause(verb)
    left = _left_content(verb, first, paragraph, has_right=right is not None, quoting=quoting)
    spans: list[Span] = [left] if left else []
    if right is not None:
        begin, end = right
        spans.append(char_span(doc, begin, end))
    elif left and quoting:
        rest = _straddling_rest(verb, first)
        spans.extend([rest] if rest else [])
    side = ("left" if left else "") + ("right" if len(spans) > bool(left) else "")
    return tuple(sorted(spans)), side


def region_start(verb: Any) -> int:
    """The first token of "Wang also said": the verb with what goes with it on its left, never the reported clause."""
    first = int(verb.i)
    subject = own_subject(verb)
    for child in sorted(verb.lefts, key=lambda c: -c.i):
        if child.dep_ in ("aux", "auxpass", "neg", "advmod") and child.i >= first - 3:
            first = min(first, child.left_edge.i)
        elif subject is not None and child.i == subject.i:
            first = min(first, _subject_left(child))
    return first


def _subject_left(subject: Any) -> int:
    return int(subject.left_edge.i)


def _right_clause(verb: Any) -> tuple[int, int] | None:
    for child in verb.rights:
        clausal = child.dep_ == "ccomp" and (child.left_edge.i > verb.i)
        if clausal and not _is_infinitive(child):
            return _clip(verb, child.left_edge.i, child.right_edge.i)
        if child.dep_ == "ccomp" and child.left_edge.i < verb.i < child.i:
            begin = _after_region(verb, child)
            return _clip(verb, begin, child.right_edge.i) if begin <= child.right_edge.i else None
    return None


def _after_region(verb: Any, clause: Any) -> int:
    """Where the right half of a clause begins that the cue interrupts ("The plan, he said, was bad")."""
    begin = verb.i + 1
    for child in verb.rights:
        if child.i != clause.i and child.i < clause.i:
            begin = max(begin, child.right_edge.i + 1)
    return int(begin)


def _is_infinitive(clause: Any) -> bool:
    return any(child.dep_ == "aux" and child.lower_ == "to" for child in clause.lefts)


def _clip(verb: Any, begin: int, end: int) -> tuple[int, int]:
    """End a clause where a participle of speech takes up again ("..., adding that ..."): it has the same speaker."""
    doc = verb.doc
    for i in range(begin + 2, end):
        token = doc[i]
        if token.tag_ == "VBG" and token.lemma_.lower() in cues.SAY and doc[i - 1].text in (",", "and"):
            if i - 1 > begin + 1 and token.head.i < i and token.dep_ in ("advcl", "conj", "acl"):
                return begin, i - 2
    return begin, end


def _left_content(verb: Any, first: int, paragraph: Paragraph, *, has_right: bool, quoting: bool) -> Span | None:
    """The reported words before the cue: up to the comma or the closing mark in front of "he said"."""
    doc = verb.doc
    before = first - 1
    if before < verb.sent.start:
        before_quote = first > 0 and doc[first - 1].text == '"' and quoting and not has_right
        return _quote_before(doc, first, paragraph) if before_quote else None
    clause = next((c for c in verb.lefts if c.dep_ == "ccomp"), None)
    straddles = next((c for c in verb.rights if c.dep_ == "ccomp" and c.left_edge.i < first), None)
    text = doc[before].text
    if text not in (",", '"', "'", "?", "!", "-", "—", "–", "--", "...", "…") and clause is None:
        return None
    closes = text in ('"', "'") and paragraph.in_quotation(doc[before].idx) is not None
    if clause is not None and clause.left_edge.i < before:
        begin = clause.left_edge.i
    elif straddles is not None:
        begin = straddles.left_edge.i
    elif closes and quoting:
        return _quote_before(doc, first, paragraph)
    elif quoting and not has_right and _trails(verb):
        begin = verb.sent.start
    else:
        return None
    begin = _skip_conjunction(doc, begin, verb)
    return char_span(doc, begin, before) if begin < before else None


def _quote_before(doc: Any, first: int, paragraph: Paragraph) -> Span | None:
    return paragraph.in_quotation(doc[first - 1].idx)


def _skip_conjunction(doc: Any, begin: int, verb: Any) -> int:
    return begin + 1 if doc[begin].lower_ in ("and", "but") and begin == verb.sent.start else begin


def _trails(verb: Any) -> bool:
    """Whether the cue closes a sentence that begins with the reported words: "..., Wang was cited as saying"."""
    if verb.dep_ in ("ROOT", "parataxis", "conj", "ccomp", "dep", "advcl"):
        return verb.lemma_.lower() in cues.SAY | cues.TELL
    return False


def _straddling_rest(verb: Any, first: int) -> Span | None:
    """The second half of a sentence that the cue interrupts, when the parser hung the cue on the sentence."""
    if verb.dep_ not in ("parataxis",):
        return None
    doc, end = verb.doc, verb.sent.end - 1
    begin = verb.right_edge.i + 1
    while end > begin and doc[end].is_punct:
        end -= 1
    if begin >= end or (doc[begin].text != "," and doc[begin - 1].text != ","):
        return None
    return char_span(doc, begin, end)


# --- objects, infinitives, phrases -----------------------------------------------------------------------------------


def _read_persuasion(verb: Any, lemma: str) -> tuple[Span, ...]:
    """ "urged him to resign", "called on Moscow to talk": the one moved and the infinitive."""
    if lemma not in cues.PERSUADE:
        return ()
    for child in verb.rights:
        if child.dep_ in ("ccomp", "xcomp", "advcl") and _is_infinitive(child):
            start = child.left_edge
            to = next(c for c in child.lefts if c.dep_ == "aux" and c.lower_ == "to")
            moved = next((c for c in verb.rights if c.dep_ in ("dobj", "dative") and c.i < child.i), None)
            on = next((c for c in verb.rights if c.lower_ == "on" and c.i < child.i), None)
            if moved is None and on is not None:
                moved = next((c for c in on.children if c.dep_ == "pobj"), None)
            if child.dep_ == "advcl" and moved is None:
                continue
            begin = to.i if lemma in cues.HEARER else min(start.i, moved.left_edge.i if moved is not None else start.i)
            if begin == to.i and to.i and verb.doc[to.i - 1].dep_ == "neg":
                begin -= 1
            return (char_span(verb.doc, begin, child.right_edge.i),)
    return ()


def _read_calling(verb: Any, lemma: str) -> tuple[Span, ...]:
    """ "called the vote a farce": the thing and its name."""
    if lemma not in cues.CALLS:
        return ()
    parts = [c for c in verb.rights if c.dep_ in ("dobj", "oprd", "ccomp", "attr", "acomp", "xcomp")]
    if not parts or (len(parts) == 1 and parts[0].dep_ == "dobj" and lemma in ("call", "name")):
        return ()
    return (char_span(verb.doc, parts[0].left_edge.i, parts[-1].right_edge.i),)


def _read_object(verb: Any, lemma: str) -> tuple[Span, ...]:
    """ "denied the charges", "praised him for his calm": the object with the phrases that complete it."""
    if lemma not in cues.OBJECT:
        return ()
    thing = next((c for c in verb.rights if c.dep_ == "dobj" and c.i > verb.i), None)
    if thing is None:
        return ()
    end = thing.right_edge.i
    wanted = cues.PREPOSITIONS.get(lemma, frozenset())
    for child in verb.rights:
        if child.dep_ == "prep" and child.lower_ in wanted and child.i > end:
            end = child.right_edge.i
    return (char_span(verb.doc, thing.left_edge.i, end),)


def _read_infinitive(verb: Any, lemma: str) -> tuple[Span, ...]:
    """ "vowed to fight": the infinitive."""
    if lemma not in cues.INFINITIVE:
        return ()
    clause = next((c for c in verb.rights if c.dep_ in ("xcomp", "ccomp") and _is_infinitive(c)), None)
    return (char_span(verb.doc, clause.left_edge.i, clause.right_edge.i),) if clause is not None else ()


def _read_preposition(verb: Any, lemma: str) -> tuple[Span, ...]:
    """ "called for an end to it", "spoke of peace": what stands behind the preposition."""
    wanted = cues.PREPOSITIONS.get(lemma, frozenset())
    for child in verb.rights:
        if child.dep_ == "prep" and child.lower_ in wanted:
            inner = next((c for c in child.children if c.dep_ in ("pobj", "pcomp")), None)
            if inner is not None:
                return (char_span(verb.doc, inner.left_edge.i, child.right_edge.i),)
    return ()


# --- passives --------------------------------------------------------------------------------------------------------


def _read_passive(verb: Any, lemma: str, paragraph: Paragraph) -> Finding | None:
    """ "Wang was cited as saying that ..."; "the vote was condemned by Oslo"; no agent, no speaker."""
    agent = next((c for c in verb.children if c.dep_ == "agent"), None)
    by = next((c for c in agent.children if c.dep_ == "pobj"), None) if agent is not None else None
    saying = next((c for c in verb.rights if c.dep_ == "prep" and c.lower_ == "as"), None)
    inner = next((c for c in saying.children if c.dep_ == "pcomp"), None) if saying is not None else None
    if lemma in cues.PASSIVE_SPEAKERS and inner is not None and inner.lemma_ in cues.SAY:
        return _read_cited(verb, inner, paragraph)
    speech = lemma in cues.SAY or lemma in cues.TELL
    if by is not None and (lemma in cues.OBJECT or speech or lemma in cues.THINK):
        subject = own_subject(verb)
        right, _ = clause_content(verb, paragraph, quoting=False)
        spans = right or (
            (char_span(verb.doc, subject.left_edge.i, subject.right_edge.i),) if subject is not None else ()
        )
        return (
            Finding(cue_span(verb), spans, tuple(mention_spans(by)), f"passive_by:{lemma}", speech) if spans else None
        )
    if speech or lemma in cues.THINK:
        subject = own_subject(verb)
        right = _right_clause(verb)
        if right is not None and subject is not None and subject.lower_ == "it":
            return Finding(cue_span(verb), (char_span(verb.doc, *right),), (), f"passive_it:{lemma}", speech)
    return None


def _read_cited(verb: Any, inner: Any, paragraph: Paragraph) -> Finding | None:
    subject = own_subject(verb)
    right = _right_clause(inner)
    first = region_start(verb)
    left = None if right else _left_content(verb, first, paragraph, has_right=False, quoting=True)
    if left is None and right is None and first > verb.sent.start and verb.doc[first - 1].text == ",":
        left = char_span(verb.doc, verb.sent.start, first - 1)
    spans = (char_span(verb.doc, *right),) if right else ((left,) if left else ())
    mentions = tuple(mention_spans(subject)) if subject is not None else ()
    cue = char_span(verb.doc, verb.i, inner.i)
    return Finding(cue, spans, mentions, f"cited:{verb.lemma_}", True)
