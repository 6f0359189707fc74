"""Cues and content in Chinese: from the clauses of a text to drafts of attributions.

In: text. Out: drafts in the order of the text, holders as mentions. Names are the business of `people`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from framing.attribute.chinese.layout import (
    MASK,
    clause_start,
    content_pieces,
    find_paragraphs,
    find_quotations,
    mask_quotations,
    split_sentences,
)
from framing.attribute.chinese.names import Mention, is_outlet, read_mentions
from framing.attribute.chinese.words import ADVERBIAL, LEADING, NEEDS_COMMA, VERB
from framing.attribute.record import Span

_ACCORDING = re.compile(
    r"(?:据|根据|按照|援引|引述)(?P<who>[^，。：“”]{1,24}?)(?:的)?(?:\d+[月日])*(?:报道|消息|介绍|透露|称|说法|说|通报|统计|声明|数据|公布|分析|话说|话称)[，,：]"
)
_IN_EYES = re.compile(r"在(?P<who>[^，。：“”]{1,16}?)看来[，,]")
_LABEL = re.compile(r"(?P<who>[^，。：:“”\s]{2,14})[：:]\s*(?=\S)")
_COORDINATED = re.compile(r"^(?:并|同时|还|也|又|且|此外|进一步|再次|特别|明确|一致|并且)*$")
_PASSIVE = re.compile(r"[被据][^，。]{0,12}$")
# "…的无端指责": behind 的 the word is a noun; so it is behind these.
_NOUN_USE = re.compile(
    r"的[^，。]{0,4}$|(?:非法|无端|表达对.*|受到.*|遭到.*|遭.{1,6}|作出|提出|发出|予以|加以|发表|安全|严重|不少[^，。]*)$"
)
_BARE = re.compile(rf"[“「『‘\"]{MASK}+[”」』’\"]?[。！？]?")


@dataclass(frozen=True)
class Sentence:
    """A sentence and the number of its paragraph."""

    span: Span
    paragraph: int


@dataclass(frozen=True)
class Draft:
    """An attribution whose holders are mentions; `sentence` is its number in the document."""

    spans: tuple[Span, ...]
    cue: Span | None
    holders: tuple[Mention, ...]
    rule: str
    sentence: int


@dataclass(frozen=True)
class Reading:
    """What was read of a document."""

    sentences: tuple[Sentence, ...]
    quotations: tuple[Span, ...]
    drafts: tuple[Draft, ...]


def read_document(text: str) -> Reading:
    """Sentences, quotations and attribution drafts of a document."""
    paragraphs = find_paragraphs(text)
    quotations = [q for p in paragraphs for q in find_quotations(text, p)]
    masked = mask_quotations(text, quotations)
    sentences = [
        Sentence(span, number)
        for number, paragraph in enumerate(paragraphs)
        for span in split_sentences(masked, paragraph, quotations, text)
    ]
    drafts: list[Draft] = []
    for index, sentence in enumerate(sentences):
        drafts += _label(masked, sentences, index, paragraphs[sentence.paragraph])
        drafts += _drafts_of(masked, sentences, index, drafts)
    return Reading(tuple(sentences), tuple(quotations), tuple(drafts))


def _drafts_of(masked: str, sentences: Sequence[Sentence], index: int, before: Sequence[Draft]) -> list[Draft]:
    span = sentences[index].span
    drafts = [*_according(masked, span, index), *_behind_quotation(masked, span, index)]
    taken = {d.cue for d in drafts}
    drafts += [d for d in _forward(masked, span, index, drafts) if d.cue not in taken]
    if not drafts and _BARE.fullmatch(masked[span[0] : span[1]]):
        return _continued(masked, sentences, index, before)
    return sorted(drafts, key=lambda d: d.cue or d.spans[0])


def _label(masked: str, sentences: Sequence[Sentence], index: int, paragraph: Span) -> list[Draft]:
    """ "汪文斌：…" at the head of a paragraph: all of it is theirs."""
    if sentences[index].span[0] != paragraph[0]:
        return []
    m = _LABEL.match(masked, *paragraph)
    holders = read_mentions(masked, m.span("who")) if m and not VERB.search(m.group("who")) else ()
    if m is None or not holders or holders[0].kind not in ("person", "role"):
        return []
    spans = content_pieces(masked, (m.end(), paragraph[1]))
    return [Draft(spans, (m.end("who"), m.end("who") + 1), holders, "label", index)] if spans else []


def _according(masked: str, span: Span, index: int) -> list[Draft]:
    """ "据新华社报道，…" and "在X看来，…"; without a name nobody is taken."""
    drafts = []
    for pattern in (_ACCORDING, _IN_EYES):
        for m in pattern.finditer(masked, *span):
            holders = read_mentions(masked, _subject_span(masked, m.span("who")))
            spans = content_pieces(masked, (m.end(), span[1]))
            if holders and spans:
                drafts.append(Draft(spans, (m.start(), m.end() - 1), holders, "according", index))
    return drafts


def _behind_quotation(masked: str, span: Span, index: int) -> list[Draft]:
    """ "“…”，王毅说。" and "“…，”王毅说，“…。" """
    drafts = []
    for quotation in re.finditer(rf"[“「『\"]{MASK}+[”」』\"]", masked[: span[1]]):
        if quotation.start() < span[0]:
            continue
        tail = re.compile(r"[，,]?\s*(?P<clause>[^，。：；“”]{2,40})(?:[，。,！]|$)").match(
            masked, quotation.end(), span[1]
        )
        verb = _last_verb(masked, tail.span("clause")) if tail else None
        if tail is None or verb is None or verb.end() != tail.end("clause") or tail.group("clause")[0] == "的":
            continue
        holders = read_mentions(masked, _subject_span(masked, (tail.start("clause"), verb.start())))
        if holders:
            first = _quotation_run(masked, span, quotation.start())
            spans = content_pieces(masked, (first, span[1]), [(tail.start(), tail.end())])
            drafts.append(Draft(spans, verb.span(), holders, "behind", index))
    return drafts


def _quotation_run(masked: str, span: Span, start: int) -> int:
    """The start of the words that the quotation belongs to: itself, or the sentence when it opens within a clause."""
    return start if start == span[0] or masked[start - 1] in "，。：,:；" else clause_start(masked, start, span[0])


def _last_verb(masked: str, span: Span) -> re.Match[str] | None:
    found = list(VERB.finditer(masked[: span[1]], span[0]))
    return found[-1] if found else None


def _forward(masked: str, span: Span, index: int, others: Sequence[Draft]) -> list[Draft]:
    """ "王毅表示，…": the verb in front of its content; a verb without subject goes on with the one before."""
    drafts: list[Draft] = []
    at = span[0]
    while True:
        verb = VERB.search(masked[: span[1]], at)
        if verb is None:
            return drafts
        at = verb.end()
        draft = _forward_draft(masked, span, index, verb, drafts)
        if draft is not None:
            drafts = [*_shortened(masked, drafts, draft, verb), draft]
            comma = re.compile(r"[，：,:]").search(masked, verb.end(), span[1])
            if comma is not None and not draft.rule.endswith("goes-on"):
                at = max(at, comma.start() if comma.start() - verb.end() < 3 else at)


def _forward_draft(masked: str, span: Span, index: int, verb: re.Match[str], before: Sequence[Draft]) -> Draft | None:
    follow = masked[verb.end() : span[1]].lstrip()
    if not follow or follow[0] in "。！？；、的地得":
        return None
    if verb.group() in NEEDS_COMMA and follow[0] not in '，：,:“「"':
        return None
    said = max((d.cue[1] for d in before if d.cue), default=span[0])
    start = max(said, clause_start(masked, verb.start(), span[0]))
    words = masked[start : verb.start()]
    if _PASSIVE.search(words) or _NOUN_USE.search(words):
        return None
    rule, holders = "verb", _subject_of(masked, (start, verb.start()))
    opens = start > said or not before
    if not holders and opens and _COORDINATED.match(words):
        rule = "goes-on" if before else "verb"
        holders = before[-1].holders if before else _first_subject(masked, span, start)
    elif not holders and opens and start > span[0] and _opens_with_adverbial(words):
        holders = _earlier_subject(masked, span, start)
    spans = content_pieces(masked, (verb.end(), span[1]))
    return Draft(spans, verb.span(), holders, rule, index) if holders and spans else None


def _shortened(masked: str, drafts: Sequence[Draft], new: Draft, verb: re.Match[str]) -> list[Draft]:
    """A verb that goes on with the same subject ends the content before it."""
    if new.rule != "goes-on" or not drafts:
        return list(drafts)
    last = drafts[-1]
    stop = clause_start(masked, verb.start(), last.spans[0][0])
    spans = content_pieces(masked, (last.spans[0][0], stop))
    return [*drafts[:-1], replace(last, spans=spans)] if spans else list(drafts)


def _subject_span(masked: str, clause: Span) -> Span:
    """The noun phrase that opens a clause: connectives in front and adverbials behind are left out."""
    start, end = clause
    lead = LEADING.match(masked[start:end])
    start += lead.end() if lead else 0
    adverbial = next((m for m in ADVERBIAL.finditer(masked[:end], start) if m.start() > start), None)
    while adverbial is not None:
        if read_mentions(masked, (start, adverbial.start())):
            return (start, adverbial.start())
        adverbial = next((m for m in ADVERBIAL.finditer(masked[:end], adverbial.start() + 1)), None)
    return (start, end)


def _opens_with_adverbial(words: str) -> bool:
    rest = words[LEADING.match(words).end() :] if LEADING.match(words) else words  # type: ignore[union-attr]
    return not rest or ADVERBIAL.match(rest) is not None


def _subject_of(masked: str, clause: Span) -> tuple[Mention, ...]:
    return read_mentions(masked, _subject_span(masked, clause))


def _first_subject(masked: str, span: Span, start: int) -> tuple[Mention, ...]:
    """The subject of the sentence's first clause that has one: "甲方反对…，支持…，呼吁…"."""
    for m in re.finditer(r"[^，：:,]+[，：:,]", masked[:start]):
        if m.start() < span[0]:
            continue
        clause = (m.start(), m.end() - 1)
        subject = _subject_span(masked, clause)
        holders = read_mentions(masked, subject)
        if holders and subject[1] < clause[1]:
            return holders
    return ()


def _earlier_subject(masked: str, span: Span, start: int) -> tuple[Mention, ...]:
    """The subject of the clause before, when the verb's own clause has none: "王毅会见来宾时，就此表示"."""
    before = clause_start(masked, start - 1, span[0])
    clause = (before, start - 1)
    subject = _subject_span(masked, clause)
    return read_mentions(masked, subject) if subject[1] < clause[1] else ()


def _continued(masked: str, sentences: Sequence[Sentence], index: int, before: Sequence[Draft]) -> list[Draft]:
    """A quotation that stands alone goes on with the words of whoever spoke right before it."""
    last = next((d for d in reversed(before) if d.sentence == index - 1), None)
    if last is None or last.rule == "label" or is_outlet(last.holders[0]):
        return []
    spans = content_pieces(masked, sentences[index].span)
    return [replace(last, spans=spans, cue=None, rule="continued", sentence=index)] if spans else []
