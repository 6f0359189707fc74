"""English reported speech by a parser: text in, attributions out, each with the cue and the rule behind it.

Without a parser it finds nothing; `framing.attribute.patterns` is the way then.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from framing.attribute.english.chain import add_co_holders, mark_relays
from framing.attribute.english.finding import Finding, Paragraph
from framing.attribute.english.forms import may_hold_speech
from framing.attribute.english.marks import find_quotations, leaves_open, split_paragraphs
from framing.attribute.english.parser import load_parser, parse_paragraphs
from framing.attribute.english.phrases import find_named_line, find_phrases
from framing.attribute.english.resolver import resolve_mentions
from framing.attribute.english.runs import carry_over, drop_inner, join_quotations
from framing.attribute.english.verbs import find_verbs
from framing.attribute.record import Attribution, Span, classify_kind, nest_attributions
from framing.errors import FramingError

__all__ = ["find_quotes", "find_quotes_in_texts", "load_parser"]


def find_quotes(text: str, *, parser: Any = None) -> list[Attribution]:
    """Find who says what in one English text, in order of the content.

    parser : a loaded spaCy pipeline; without one the first model that is installed.
    Raises FramingError when there is no parser at all.
    """
    return next(find_quotes_in_texts([text], parser=parser))


def find_quotes_in_texts(
    texts: Sequence[str], *, parser: Any = None, n_process: int = 1
) -> Iterator[list[Attribution]]:
    """Find who says what in many texts, one list a text; paragraphs of all of them are parsed in shared batches."""
    parser = parser or load_parser()
    if parser is None:
        raise FramingError("no English parser is installed; install en_core_web_sm, or use framing.attribute.patterns")
    layouts = [_lay_out(text) for text in texts]
    pieces = [
        text[a:b] for text, spans in zip(texts, layouts, strict=True) for a, b in spans if may_hold_speech(text[a:b])
    ]
    parsed = parse_paragraphs(pieces, parser, n_process=n_process)
    for text, spans in zip(texts, layouts, strict=True):
        yield _read_document(text, _open_paragraphs(text, spans, parsed))


def _lay_out(text: str) -> list[Span]:
    return split_paragraphs(text)


def _open_paragraphs(text: str, spans: list[Span], parsed: Iterator[Any]) -> list[Paragraph]:
    paragraphs: list[Paragraph] = []
    opened = False
    for start, end in spans:
        piece = text[start:end]
        quotations = find_quotations(piece, opened=opened)
        opened = leaves_open(piece, quotations)
        paragraphs.append(Paragraph(start, piece, next(parsed) if may_hold_speech(piece) else None, tuple(quotations)))
    return paragraphs


def _read_document(text: str, paragraphs: list[Paragraph]) -> list[Attribution]:
    findings = carry_over([(paragraph, _read_paragraph(paragraph)) for paragraph in paragraphs])
    quotations = [(a + p.start, b + p.start) for p in paragraphs for a, b in p.quotations]
    nested = nest_attributions([_attribution(finding, quotations) for finding in findings])
    return resolve_mentions(text, mark_relays(text, nested))


def _read_paragraph(paragraph: Paragraph) -> list[Finding]:
    if paragraph.doc is None:
        return []
    found = find_named_line(paragraph) + find_verbs(paragraph) + find_phrases(paragraph)
    return add_co_holders(paragraph, drop_inner(paragraph, join_quotations(paragraph, found)))


def _attribution(finding: Finding, quotations: list[Span]) -> Attribution:
    mentions = finding.mentions
    return Attribution(
        kind=classify_kind(finding.spans, quotations),
        spans=finding.spans,
        cue=finding.cue,
        mention=(mentions[0][0], mentions[-1][1]) if mentions else None,
        mentions=mentions,
        co_holders=finding.co_holders,
        rule=finding.rule,
    )
