"""English reported speech by a parser: text in, attributions out, each with the cue and the rule behind it.

Without a parser it finds nothing; `framing.attribute.patterns` is the way then.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from framing.attribute.english.finding import Finding, Paragraph
from framing.attribute.english.marks import find_quotations, split_paragraphs
from framing.attribute.english.parser import load_parser, parse_paragraphs
from framing.attribute.english.phrases import find_named_line, find_phrases
from framing.attribute.english.runs import drop_inner, join_quotations, shift
from framing.attribute.english.verbs import find_verbs
from framing.attribute.record import Attribution, Span, classify_kind, nest_attributions
from framing.errors import FramingError


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
    pieces = [text[a:b] for text, spans in zip(texts, layouts, strict=True) for a, b in spans]
    parsed = parse_paragraphs(pieces, parser, n_process=n_process)
    for text, spans in zip(texts, layouts, strict=True):
        yield _read_document(text, [_open_paragraph(text, span, next(parsed)) for span in spans])


def _lay_out(text: str) -> list[Span]:
    return split_paragraphs(text)


def _open_paragraph(text: str, span: Span, doc: Any) -> Paragraph:
    piece = text[span[0] : span[1]]
    return Paragraph(span[0], piece, doc, tuple(find_quotations(piece)))


def _read_document(text: str, paragraphs: list[Paragraph]) -> list[Attribution]:
    findings: list[Finding] = []
    quotations: list[Span] = []
    for paragraph in paragraphs:
        found = find_named_line(paragraph) or []
        found += find_verbs(paragraph) + find_phrases(paragraph)
        found = drop_inner(paragraph, join_quotations(paragraph, found))
        findings += [shift(finding, paragraph.start) for finding in found]
        quotations += [(a + paragraph.start, b + paragraph.start) for a, b in paragraph.quotations]
    return nest_attributions([_attribution(f, quotations) for f in findings if f.spans])


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
