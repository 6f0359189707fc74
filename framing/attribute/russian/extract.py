"""From the cues of each Russian sentence to drafts of attributions: what is said, by which mention.

In: a text. Out: drafts in the order of the text, holders still as mentions. Names are the business of `people`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from framing.attribute.record import Span
from framing.attribute.russian.backward import attach_backward, find_dialogue, find_label
from framing.attribute.russian.cues import find_cues
from framing.attribute.russian.drafts import Cue, Draft, Sentence, content_pieces, is_bare_quotation, is_relay
from framing.attribute.russian.layout import find_paragraphs, find_quotations, mask_quotations, split_sentences
from framing.attribute.russian.mentions import Token, find_mentions, names_inside, tokenize
from framing.attribute.russian.verbs import BACKWARD, BACKWARD_VERBS


@dataclass(frozen=True)
class Reading:
    """What was read of a document: its sentences in order, its quotations, its drafts."""

    sentences: tuple[Sentence, ...]
    quotations: tuple[Span, ...]
    drafts: tuple[Draft, ...]


def read_document(text: str) -> Reading:
    """Sentences, quotations and attribution drafts of a document."""
    paragraphs = find_paragraphs(text)
    behind = [*(text[a:b] for a, b in paragraphs[1:]), ""][: len(paragraphs)]
    quotations = [q for p, after in zip(paragraphs, behind, strict=True) for q in find_quotations(text, p, after)]
    masked = mask_quotations(text, quotations)
    sentences = _read_sentences(text, masked, paragraphs, quotations)
    drafts: list[Draft] = []
    for index in range(len(sentences)):
        drafts += _sentence_drafts(text, masked, sentences, index, drafts)
    drafts = [*_with_next(masked, sentences, drafts), *find_dialogue(masked, sentences, drafts)]
    drafts.sort(key=lambda d: (d.spans[0][0], -d.spans[-1][1]))
    return Reading(tuple(sentences), tuple(quotations), tuple(drafts))


def _read_sentences(text: str, masked: str, paragraphs: Sequence[Span], quotations: Sequence[Span]) -> list[Sentence]:
    cut: list[tuple[int, Span, list[Token]]] = []
    for number, paragraph in enumerate(paragraphs):
        inside = [q for q in quotations if paragraph[0] <= q[0] < paragraph[1]]
        cut += [(number, span, tokenize(masked, span)) for span in split_sentences(text, paragraph, inside)]
    known = frozenset(name for _, _, tokens in cut for name in names_inside(tokens))
    return [Sentence(span, n, tuple(tokens), tuple(find_mentions(tokens, known))) for n, span, tokens in cut]


def _sentence_drafts(
    text: str, masked: str, sentences: Sequence[Sentence], index: int, before: list[Draft]
) -> list[Draft]:
    sentence = sentences[index]
    label = find_label(masked, sentences, index)
    if label is not None:
        return [label, *_drafts_of_cues(text, masked, sentence, index)]
    if BACKWARD.match(masked[sentence.span[0] :]) and BACKWARD_VERBS.search(masked, *sentence.span):
        drafts, updated = attach_backward(masked, sentences, index, before)
        before[:] = updated
        return drafts
    drafts = _drafts_of_cues(text, masked, sentence, index)
    if not drafts and is_bare_quotation(masked, sentence.span):
        return _continued(text, sentences, index, before)
    return drafts


def _drafts_of_cues(text: str, masked: str, sentence: Sentence, index: int) -> list[Draft]:
    cues = find_cues(masked, sentence.span, sentence.tokens, sentence.mentions)
    relays = [c for c in cues if c.form == "aside" and c.holders and is_relay(text, c.holders[0].span)]
    talk = [c for c in cues if c not in relays]
    if not talk:
        relays, talk = [], cues
    drafts: list[Draft] = []
    for n, cue in enumerate(talk):
        spans = _content(masked, sentence.span, cue, talk[n + 1 :], talk, relays)
        holders, cases, gender = cue.holders, cue.cases, cue.gender
        if cue.inherits and not holders and drafts:
            holders, cases, gender = drafts[-1].holders, drafts[-1].cases, drafts[-1].gender
        if spans and holders:
            relay = relays[0].holders[0] if relays else None
            drafts.append(Draft(spans, cue.at, holders, cases, gender, cue.rule, index, relay))
    return drafts


def _content(
    masked: str, span: Span, cue: Cue, later: Sequence[Cue], talk: Sequence[Cue], relays: Sequence[Cue]
) -> tuple[Span, ...]:
    """The content of one cue: the sentence around it (aside) or from it on (forward), other cues' clauses cut out."""
    cut = [r.region for r in relays]
    if cue.form == "forward":
        stop = min([span[1], *(c.region[0] for c in later if c.inherits and c.region[0] > cue.content_from)])
        return content_pieces(masked, (cue.content_from, stop), cut)
    scope = _scope(cue, talk, span)
    if not cue.resumes:
        scope = (scope[0], cue.region[0])
    cut += [c.region for c in talk if c.form == "aside"]
    stops = [c.region[0] for c in talk if c.form == "forward" and c.region[0] >= cue.region[1]]
    return content_pieces(masked, (scope[0], min([scope[1], *stops]) if cue.rule != "phrase" else scope[1]), cut)


def _scope(cue: Cue, talk: Sequence[Cue], span: Span) -> Span:
    """The content of the forward cue in front, where the clause stands inside it; else the whole sentence."""
    for other in reversed(talk):
        if other.form == "forward" and other.content_from <= cue.region[0] + 1 and other.region[1] < span[1]:
            return (other.content_from, span[1])
    return span


def _continued(text: str, sentences: Sequence[Sentence], index: int, before: Sequence[Draft]) -> list[Draft]:
    """A quotation that stands alone goes on with the words of whoever spoke right before it."""
    if not before or before[-1].sentence != index - 1:
        return []
    last = before[-1]
    if is_relay(text, last.holders[0].span):
        return []
    spans = content_pieces(text, sentences[index].span, [])
    return [replace(last, spans=spans, cue=None, rule="continued", sentence=index)] if spans else []


def _with_next(masked: str, sentences: Sequence[Sentence], drafts: Sequence[Draft]) -> list[Draft]:
    """Add what follows a sentence that ends in a colon: "Лавров сказал:" and then the quotation."""
    taken = {d.sentence for d in drafts}
    added: list[Draft] = []
    for index, sentence in enumerate(sentences[:-1]):
        if masked[sentence.span[1] - 1] != ":" or index in taken or index + 1 in taken:
            continue
        follow = sentences[index + 1]
        stretch = (sentence.span[0], sentence.span[1])
        tokens = [*sentence.tokens, *tokenize("слова слова", (0, 11))]
        cues = find_cues(masked, stretch, tokens, sentence.mentions)
        verbs = [c for c in cues if c.holders and c.form == "forward"]
        if verbs:
            cue = verbs[-1]
            spans = content_pieces(masked, follow.span, [])
            added.append(Draft(spans, cue.at, cue.holders, cue.cases, cue.gender, "colon", index + 1, None))
    return [*drafts, *added]
