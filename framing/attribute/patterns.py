"""English reported speech without a parser: the common forms, by patterns over words and quotation marks.

In: text. Out: attributions of the same kind as the parser's, fewer and coarser. It knows verbs of speech,
"according to" and quotations; it does not know nouns ("the claim that") or a subject far from its verb.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from framing.attribute.english.chain import mark_relays
from framing.attribute.english.finding import Finding, Paragraph
from framing.attribute.english.forms import verb_forms
from framing.attribute.english.marks import find_quotations, leaves_open, split_paragraphs
from framing.attribute.english.phrases import find_named_line
from framing.attribute.english.resolver import resolve_mentions
from framing.attribute.english.runs import carry_over, drop_inner, join_quotations
from framing.attribute.english.shapes import (
    ACCORDING,
    ASIDE,
    AUXILIARY,
    ENDS,
    INVERTED,
    LEAD,
    OBJECT,
    PLAIN,
    RESUMES,
    SHORTENERS,
    SUBJECT,
)
from framing.attribute.record import Attribution, Span, classify_kind, nest_attributions


def find_quotes(text: str, *, parser: Any = None) -> list[Attribution]:
    """Find who says what in one English text by patterns alone; `parser` is taken and left aside.

    >>> found = find_quotes('The dam will hold, Minister Ana Orlu said.')
    >>> [(a.rule, a.spans, a.resolved) for a in found]
    [('pattern:left', ((0, 17),), ('Ana Orlu',))]
    """
    read: list[tuple[Paragraph, list[Finding]]] = []
    opened = False
    for start, end in split_paragraphs(text):
        piece = text[start:end]
        quotations = find_quotations(piece, opened=opened)
        opened = leaves_open(piece, quotations)
        paragraph = Paragraph(start, piece, None, tuple(quotations))
        read.append((paragraph, _read_paragraph(paragraph)))
    findings = carry_over(read)
    quoted = [(a + p.start, b + p.start) for p, _ in read for a, b in p.quotations]
    nested = nest_attributions([_attribution(finding, quoted) for finding in findings])
    return resolve_mentions(text, mark_relays(text, nested))


def _read_paragraph(paragraph: Paragraph) -> list[Finding]:
    found = find_named_line(paragraph)
    for sentence in _sentences(paragraph):
        found += _read_according(paragraph, sentence)
        for cue in _cue_pattern().finditer(paragraph.text, *sentence):
            if paragraph.in_quotation(cue.start()) is None:
                finding = _read_cue(paragraph, sentence, cue)
                found += [finding] if finding is not None else []
    return drop_inner(paragraph, join_quotations(paragraph, found))


@lru_cache(maxsize=1)
def _cue_pattern() -> re.Pattern[str]:
    forms = {form: verb for verb in sorted(PLAIN | OBJECT) for form in verb_forms(verb)}
    return re.compile(rf"\b(?:{'|'.join(sorted(forms, key=lambda form: (-len(form), form)))})\b")


@lru_cache(maxsize=1)
def _object_forms() -> frozenset[str]:
    return frozenset(form for verb in OBJECT for form in verb_forms(verb))


def _sentences(paragraph: Paragraph) -> Iterator[Span]:
    start = 0
    for match in ENDS.finditer(paragraph.text):
        if not SHORTENERS.search(paragraph.text, max(0, match.start() - 6), match.start() + 1):
            yield start, match.end()
            start = match.end()
    yield start, len(paragraph.text)


def _read_cue(paragraph: Paragraph, sentence: Span, cue: re.Match[str]) -> Finding | None:
    text, start, end = paragraph.text, *sentence
    if cue.group().endswith("ing"):
        return _read_participle(paragraph, sentence, cue)
    auxiliary = AUXILIARY.search(text, start, cue.start())
    before = auxiliary.start() if auxiliary else cue.start()
    start_left = max(start, before - _REACH)
    left = text[start_left:before]
    subject = SUBJECT.search(left) if left.strip() and not left.rstrip().endswith((",", '"', "”", "''")) else None
    if subject is None or not subject["np"].strip():
        return _read_inverted(paragraph, sentence, cue)
    mention = _trim_mention(text, (start_left + subject.start("np"), start_left + subject.end("np")))
    rest = text[cue.end() : end]
    content = _content_left(paragraph, start, mention[0], rest) or _content_right(paragraph, cue, end)
    if content is None:
        return (
            Finding(cue.span(), (), (mention,), "pattern:pending") if cue.group() in ("said", "says", "wrote") else None
        )
    side = "left" if content[1] <= mention[0] else "right"
    return Finding(cue.span(), (content,), (mention,), f"pattern:{side}")


def _trim_mention(text: str, span: Span) -> Span:
    """Cut a guessed subject down to its noun phrase: no leading "But", no sentence in front of it."""
    words = text[slice(*span)]
    lead = LEAD.match(words)
    start = span[0] + (lead.end() if lead else 0)
    for mark in (", ", "; ", "— ", "“", '"', " that ", " but ", " because ", " where ", " as ", " when "):
        position = text.rfind(mark, start, span[1])
        start = position + len(mark) if position >= 0 else start
    return start, span[0] + len(words.rstrip())


def _content_left(paragraph: Paragraph, start: int, subject: int, rest: str) -> Span | None:
    """What stands before "X said": a quotation, or the sentence when nothing but a time or place follows the cue."""
    text = paragraph.text
    before = text[start:subject].rstrip()
    end = start + len(before)
    quotation = paragraph.in_quotation(end - 1) if before else None
    if quotation is not None and quotation[1] == end:
        return quotation
    if quotation is not None or not before.endswith((",", "—", "–")) or len(before.split()) < 4:
        return None
    if before.endswith(",") and paragraph.in_quotation(end - 2) is not None:
        return paragraph.in_quotation(end - 2)
    if not ASIDE.match(rest):
        return None
    lead = re.match(r"\s*(?:(?:And|But)\s+)?", text[start:end])
    return start + (lead.end() if lead else 0), end - 1


def _content_right(paragraph: Paragraph, cue: re.Match[str], end: int) -> Span | None:
    """What follows "X said": up to the end of the sentence, or to where another cue takes up."""
    text = paragraph.text
    hearer = re.compile(r"\s+(?:[^,.:;\"“]{2,60}?)(?=\s+that\b|,\s+[\"“]|:\s)").match(text, cue.end(), end)
    begin = (
        hearer.end() if hearer and cue.group().startswith(("told", "tell", "remind", "assur", "inform")) else cue.end()
    )
    skip = re.compile(r"(?:\s+(?:on|in|at|during)\s+[^,.:;\"“]{3,40}?(?=\s+that\b|,\s+[\"“]|:\s))?[,:]?\s*").match(
        text, begin, end
    )
    begin = skip.end() if skip else begin
    if paragraph.quotations and (quotation := paragraph.in_quotation(begin)) and quotation[0] == begin:
        return quotation if text[quotation[1] - 2] in ".,?!" else (begin, _stop(paragraph, begin, end))
    stop = _stop(paragraph, begin, end)
    if cue.group() in _object_forms() or stop - begin >= _SHORTEST:
        return (begin, stop) if stop - begin >= _SHORTEST else None
    return None


# A subject is looked for in this many characters before its verb.
_REACH = 240
# Letters under which the words behind a cue are an object ("said no"), not a report.
_SHORTEST = 12


def _stop(paragraph: Paragraph, begin: int, end: int) -> int:
    for match in RESUMES.finditer(paragraph.text, min(begin + 8, end), end):
        if paragraph.in_quotation(match.start()) is None:
            return match.start()
    return begin + len(paragraph.text[begin:end].rstrip(" .,;!?"))


def _read_inverted(paragraph: Paragraph, sentence: Span, cue: re.Match[str]) -> Finding | None:
    """ "...," said Ana Orlu."""
    text, start, _ = paragraph.text, *sentence
    subject = INVERTED.match(text, cue.end())
    before = text[start : cue.start()].rstrip()
    if subject is None or not before.endswith((",", '"', "”", "''", "’", "'")):
        return None
    quotation = paragraph.in_quotation(start + len(before) - 1)
    content = quotation or ((start, start + len(before) - 1) if len(before.split()) > 3 else None)
    if content is None or not text[slice(*content)].strip():
        return None
    content = (content[0] + len(text[slice(*content)]) - len(text[slice(*content)].lstrip()), content[1])
    return Finding(cue.span(), (content,), (subject.span("np"),), "pattern:inverted")


def _read_participle(paragraph: Paragraph, sentence: Span, cue: re.Match[str]) -> Finding | None:
    """ ", adding that ...": the speaker is the subject the sentence began with."""
    text, start, end = paragraph.text, *sentence
    if not re.search(r",\s+(?:also\s+|\w+ly\s+)?$", text[start : cue.start()]):
        return None
    content = _content_right(paragraph, cue, end)
    if content is None:
        return None
    earlier = [
        m for m in _cue_pattern().finditer(text, start, cue.start()) if paragraph.in_quotation(m.start()) is None
    ]
    outer = _read_cue(paragraph, sentence, earlier[-1]) if earlier and not earlier[-1].group().endswith("ing") else None
    mentions = outer.mentions if outer else _opening_subject(text, start)
    return Finding(cue.span(), (content,), mentions, "pattern:participle")


def _opening_subject(text: str, start: int) -> tuple[Span, ...]:
    match = re.compile(r"\s*(?P<np>(?:[A-Z][\w’'.\-]*)(?:\s+[A-Z][\w’'.\-]*)*)").match(text, start)
    return (match.span("np"),) if match else ()


def _read_according(paragraph: Paragraph, sentence: Span) -> list[Finding]:
    text, start, end = paragraph.text, *sentence
    match = ACCORDING.search(text, start, end)
    if match is None or paragraph.in_quotation(match.start()) is not None:
        return []
    mention = (match.start("np"), match.end("np"))
    before = text[start : match.start()].rstrip(" ,(—–-")
    after = text[match.end() : end]
    spans: list[Span] = []
    if before.strip():
        spans.append((start + len(before) - len(before.lstrip()), start + len(before)))
    if not before.strip() or (after.startswith(",") and len(after) > 20):
        begin = match.end() + len(after) - len(after.lstrip(" ,"))
        spans.append((begin, start + len(text[start:end].rstrip(" .,"))))
    spans = [span for span in spans if span[0] < span[1]]
    cue = (match.start(), match.start("np"))
    return [Finding((cue[0], cue[0] + 12), tuple(spans), (mention,), "pattern:according")] if spans else []


def _attribution(finding: Finding, quotations: list[Span]) -> Attribution:
    mentions = finding.mentions
    return Attribution(
        kind=classify_kind(finding.spans, quotations),
        spans=finding.spans,
        cue=finding.cue,
        mention=(mentions[0][0], mentions[-1][1]) if mentions else None,
        mentions=mentions,
        rule=finding.rule,
    )
