"""Verbs that report: for every verb of speech or mind in a parsed paragraph, what is said and by whom.

In: a parsed paragraph. Out: findings. It reads one sentence at a time; runs over sentences are joined elsewhere.
"""

from __future__ import annotations

from typing import Any

from framing.attribute.english import cues
from framing.attribute.english.citing import find_citing
from framing.attribute.english.clauses import (
    apposed_subject,
    char_span,
    find_subject,
    is_infinitive,
    is_nominal,
    mention_spans,
    neighbour_subject,
    own_subject,
)
from framing.attribute.english.content import as_clause, clause_content, region_start, right_clause, sentence_before
from framing.attribute.english.finding import Finding, Paragraph
from framing.attribute.english.repairs import end_of_lost_clause, find_lost_clause
from framing.attribute.record import Span

# Letters an object needs before "supported X" tells a position and not only whom somebody is with.
_MORE_THAN_A_NAME = 30
_ISSUING = cues.words("issue release publish give make send offer deliver put")
# What one calls without saying anything about it: "called an emergency session to discuss".
_CALLED_TOGETHER = cues.words("meeting session election referendum strike summit conference vote halt time attention")
# Whoever is made to speak by these has not spoken: "a law that obliges them to declare".
_MAKING = cues.words("oblige force require allow permit enable compel forbid prevent entitle")
# Verbs whose object names a feeling and a clause behind it what is felt.
_VOICING = cues.words("express voice")


def find_verbs(paragraph: Paragraph) -> list[Finding]:
    """Find every verb that reports something in the paragraph, in order of the verbs."""
    found = []
    said: set[int] = set()  # cues that "quoted her as saying" has read already
    for token in paragraph.doc:
        if token.pos_ not in ("VERB", "AUX") or token.idx in said:
            continue
        if citing := find_citing(token):
            said |= {finding.cue[0] for finding in citing}
            found += citing
        elif finding := _read_verb(token, paragraph):
            found.append(finding)
    return found


def _read_verb(verb: Any, paragraph: Paragraph) -> Finding | None:
    lemma = verb.lemma_.lower()
    if verb.dep_ in ("xcomp", "ccomp") and verb.head.lemma_.lower() in _MAKING and is_infinitive(verb):
        return None
    if any(child.dep_ in ("auxpass",) for child in verb.children):
        return _read_passive(verb, lemma, paragraph)
    if (
        verb.tag_ == "VBN"
        and (verb.dep_ == "acl" or not any(c.dep_ == "aux" for c in verb.lefts))
        and own_subject(verb) is None
        and verb.dep_ != "conj"
    ):
        return None
    if verb.dep_ == "pcomp" and verb.head.lower_ == "as" and verb.head.head.lemma_ in cues.PASSIVE_SPEAKERS:
        return None
    speech = lemma in cues.SAY or lemma in cues.TELL or _has_particle(verb, lemma)
    speech = speech or _is_putting_it(verb, lemma)
    if speech and (spans := as_clause(verb)):
        return _make(verb, spans, f"as:{lemma}", True)
    if speech or lemma in cues.THINK:
        spans, rule = clause_content(verb, paragraph, speech=speech)
        if spans:
            return _make(verb, spans, f"{'say' if speech else 'think'}:{lemma}:{rule}", speech)
    for read in (_read_persuasion, _read_calling, _read_object, _read_infinitive, _read_preposition):
        spans = read(verb, lemma)
        if spans:
            return _make(verb, spans, f"{read.__name__[6:]}:{lemma}", lemma in cues.SAY | cues.SPEECH_ACTS)
    if lemma in _ISSUING and _announces(verb, paragraph):
        return _make(verb, (), f"pending:{lemma}", True)
    if speech and lemma in cues.SAY:
        lost = find_lost_clause(verb) if lemma not in cues.QUOTE_ONLY else ()
        return _make(verb, lost, f"{'lost' if lost else 'pending'}:{lemma}", True)
    return None


def _announces(verb: Any, paragraph: Paragraph) -> bool:
    """ "issued the following statement:" at the end of a paragraph: what is said stands in the next."""
    issued = any(c.dep_ == "dobj" and c.lemma_.lower() in cues.DOCUMENT_NOUNS | cues.SPEECH_NOUNS for c in verb.rights)
    return issued and paragraph.text.rstrip().endswith(":")


def _has_particle(verb: Any, lemma: str) -> bool:
    wanted = cues.PARTICLES.get(lemma, frozenset())
    return any(child.lower_ in wanted for child in verb.children if child.dep_ in ("prt", "advmod", "prep"))


def _is_putting_it(verb: Any, lemma: str) -> bool:
    return lemma == "put" and any(child.dep_ == "dobj" and child.lower_ == "it" for child in verb.rights)


def _make(verb: Any, spans: tuple[Span, ...], rule: str, speech: bool) -> Finding:
    subject = find_subject(verb)
    if subject is None and speech and spans:
        subject = neighbour_subject(verb, spans[0][1]) if spans[0][0] < verb.idx else apposed_subject(verb)
    if subject is not None and not is_nominal(subject, verb):
        subject = None
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


# --- objects, infinitives, phrases -----------------------------------------------------------------------------------


def _read_persuasion(verb: Any, lemma: str) -> tuple[Span, ...]:
    """ "urged him to resign", "called on Moscow to talk": the one moved and the infinitive."""
    if lemma not in cues.PERSUADE:
        return ()
    for child in verb.rights:
        if child.dep_ in ("ccomp", "xcomp", "advcl") and is_infinitive(child):
            start = child.left_edge
            to = next(c for c in child.lefts if c.dep_ == "aux" and c.lower_ == "to")
            moved = next((c for c in verb.rights if c.dep_ in ("dobj", "dative") and c.i < child.i), None)
            on = next((c for c in verb.rights if c.lower_ == "on" and c.i < child.i), None)
            if moved is None and on is not None:
                moved = next((c for c in on.children if c.dep_ == "pobj"), None)
            if child.dep_ == "advcl" and moved is None:
                continue
            if lemma == "call" and moved is not None and moved.lemma_.lower() in _CALLED_TOGETHER:
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
    if parts and parts[0].dep_ == "dobj" and parts[0].lemma_.lower() in _CALLED_TOGETHER:
        return ()
    if not parts or (len(parts) == 1 and parts[0].dep_ == "dobj" and lemma in ("call", "name")):
        return ()
    return (char_span(verb.doc, parts[0].left_edge.i, parts[-1].right_edge.i),)


def _read_object(verb: Any, lemma: str) -> tuple[Span, ...]:
    """ "denied the charges", "praised him for his calm": the object with the phrases that complete it."""
    if lemma not in cues.OBJECT | cues.STANCE or _only_describes(verb, lemma):
        return ()
    thing = next((c for c in verb.rights if c.dep_ == "dobj" and c.i > verb.i), None)
    if thing is None or (lemma == "call" and thing.lemma_.lower() in _CALLED_TOGETHER):
        return ()
    end = _phrase_end(thing)
    wanted = cues.PREPOSITIONS.get(lemma, frozenset())
    for child in verb.rights:
        if child.dep_ == "prep" and child.lower_ in wanted and child.i > end:
            end = child.right_edge.i
    if lemma in _VOICING:
        end = max(end, end_of_lost_clause(verb))
    span = char_span(verb.doc, thing.left_edge.i, end)
    if lemma in cues.STANCE and span[1] - span[0] < _MORE_THAN_A_NAME:
        return ()
    return (span,)


def _only_describes(verb: Any, lemma: str) -> bool:
    """ "taxpayers reporting gains", "a bloc opposing the tax": who is meant, not what is said."""
    describes = verb.dep_ == "acl" and verb.tag_ == "VBG" and lemma in cues.STANCE
    return describes and verb.head.pos_ == "NOUN" and verb.head.lemma_.lower() not in cues.DOCUMENT_NOUNS


def _phrase_end(noun: Any) -> int:
    """The last token of a noun phrase, without a relative clause or participle that a comma sets off."""
    end = int(noun.right_edge.i)
    for child in noun.subtree:
        clausal = child.dep_ in ("relcl", "acl", "advcl") and child.right_edge.i == end
        if clausal and child.left_edge.i > noun.i and child.doc[child.left_edge.i - 1].text == ",":
            end = min(end, child.left_edge.i - 2)
    return end


def _read_infinitive(verb: Any, lemma: str) -> tuple[Span, ...]:
    """ "vowed to fight": the infinitive."""
    if lemma not in cues.INFINITIVE:
        return ()
    clause = next((c for c in verb.rights if c.dep_ in ("xcomp", "ccomp") and is_infinitive(c)), None)
    return (char_span(verb.doc, clause.left_edge.i, clause.right_edge.i),) if clause is not None else ()


def _read_preposition(verb: Any, lemma: str) -> tuple[Span, ...]:
    """ "called for an end to it", "spoke of peace": what stands behind the preposition."""
    wanted = cues.PREPOSITIONS.get(lemma, frozenset())
    for child in verb.rights:
        if child.dep_ == "prep" and child.lower_ in wanted:
            inner = next((c for c in child.children if c.dep_ in ("pobj", "pcomp")), None)
            if inner is not None:
                return (char_span(verb.doc, inner.left_edge.i, _last_joined(child, wanted)),)
    return ()


def _last_joined(preposition: Any, wanted: frozenset[str]) -> int:
    """The last token of a phrase and of another behind "and" that the parser hung elsewhere ("… and for a truce")."""
    doc, end = preposition.doc, int(preposition.right_edge.i)
    joiner = end if doc[end].lower_ in ("and", "or") else end + 1
    if joiner + 1 >= len(doc) or doc[joiner].lower_ not in ("and", "or") or doc[joiner + 1].lower_ not in wanted:
        return end
    second = doc[joiner + 1]
    clause = second.head if second.dep_ == "mark" else second
    return max(end, int(clause.right_edge.i))


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
    if lemma in ("ask", "quiz"):
        return None  # "was asked by Kest Radio about": the question of the press is no news
    if by is not None and (lemma in cues.OBJECT or speech or lemma in cues.THINK):
        subject = own_subject(verb)
        clause = right_clause(verb)
        right = (char_span(verb.doc, *clause),) if clause is not None else ()
        spans = right or (
            (char_span(verb.doc, subject.left_edge.i, subject.right_edge.i),) if subject is not None else ()
        )
        return (
            Finding(cue_span(verb), spans, tuple(mention_spans(by)), f"passive_by:{lemma}", speech) if spans else None
        )
    if speech or lemma in cues.THINK:
        subject = own_subject(verb)
        clause = right_clause(verb)
        if clause is not None and subject is not None and subject.lower_ == "it":
            return Finding(cue_span(verb), (char_span(verb.doc, *clause),), (), f"passive_it:{lemma}", speech)
    return None


def _read_cited(verb: Any, inner: Any, paragraph: Paragraph) -> Finding | None:
    subject = own_subject(verb)
    right = right_clause(inner)
    first = region_start(verb)
    left = None
    if right is None and first > verb.sent.start and verb.doc[first - 1].text in (",", '"', "'"):
        left = sentence_before(verb, first)
    spans = (char_span(verb.doc, *right),) if right else ((left,) if left else ())
    mentions = tuple(mention_spans(subject)) if subject is not None else ()
    cue = char_span(verb.doc, verb.i, inner.i)
    return Finding(cue, spans, mentions, f"cited:{verb.lemma_}", True)
