"""English reported speech without a parser: the common forms, by patterns over words and quotation marks.

In: text. Out: attributions of the same kind as the parser's, fewer and coarser. It knows verbs of speech,
"according to" and quotations; it does not know nouns ("the claim that") or a subject far from its verb.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from framing.attribute.english.chain import mark_relays
from framing.attribute.english.finding import Finding, Paragraph
from framing.attribute.english.guesses import cue_pattern, read_cue
from framing.attribute.english.marks import find_quotations, leaves_open, split_paragraphs
from framing.attribute.english.phrases import find_named_line
from framing.attribute.english.resolver import resolve_mentions
from framing.attribute.english.runs import carry_over, drop_inner, join_quotations
from framing.attribute.english.shapes import ACCORDING, ENDS, SHORTENERS
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
        for cue in cue_pattern().finditer(paragraph.text, *sentence):
            if paragraph.in_quotation(cue.start()) is None:
                finding = read_cue(paragraph, sentence, cue)
                found += [finding] if finding is not None else []
    return drop_inner(paragraph, join_quotations(paragraph, found))


def _sentences(paragraph: Paragraph) -> Iterator[Span]:
    start = 0
    for match in ENDS.finditer(paragraph.text):
        if not SHORTENERS.search(paragraph.text, max(0, match.start() - 6), match.start() + 1):
            yield start, match.end()
            start = match.end()
    yield start, len(paragraph.text)


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
