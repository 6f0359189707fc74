"""How a Chinese text is laid out: paragraphs, quotations, sentences, clauses, as character spans.

In: text. Out: spans. It never changes the text and does not know who speaks.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from framing.attribute.record import Span, trim_span

MASK = "\x01"
_PAIRS = {"“": "”", "「": "」", "『": "』", "‘": "’"}
_STOPS = "。！？!?…"
_CLAUSE_MARKS = "，。；：！？,;:!?…”」"
# Behind a closed quotation: the reporting clause that still belongs to it.
_TAIL = re.compile(r"[，,]?\s*[^，。！？“”\n]{1,30}?(?:说|问|表示|称|道|强调|指出|写道|认为|警告|呼吁)(?:[。，]|$)")


def find_paragraphs(text: str) -> list[Span]:
    """Spans of the lines that hold text, white space trimmed."""
    spans = [trim_span(text, m.span()) for m in re.finditer(r"[^\n]+", text)]
    return [span for span in spans if span[0] < span[1]]


def find_quotations(text: str, paragraph: Span) -> list[Span]:
    """Outermost quotations, marks included; one that is not closed runs to the end of the paragraph.

    >>> find_quotations("他说：“好。”", (0, 7))
    [(3, 7)]
    """
    found: list[Span] = []
    stack: list[tuple[str, int]] = []
    for i in range(*paragraph):
        mark = text[i]
        if stack and mark == stack[-1][0]:
            start = stack.pop()[1]
            if not stack:
                found.append((start, i + 1))
        elif mark in _PAIRS:
            stack.append((_PAIRS[mark], i))
        elif mark == '"' and not stack:
            stack.append(('"', i))
    if stack:
        found.append((stack[0][1], paragraph[1]))
    return found


def mask_quotations(text: str, quotations: Sequence[Span]) -> str:
    """The text with what stands inside the marks blanked out, character for character."""
    letters = list(text)
    for start, end in quotations:
        letters[start + 1 : end - 1] = [MASK] * max(0, end - start - 2)
    return "".join(letters)


def split_sentences(masked: str, paragraph: Span, quotations: Sequence[Span], text: str) -> list[Span]:
    """Sentence spans; a quotation is never cut, and a stop before its closing mark ends the sentence around it."""
    ends = [m.end() for m in re.finditer(rf"[{_STOPS}]+", masked[: paragraph[1]]) if m.start() >= paragraph[0]]
    for start, end in quotations:
        inside = paragraph[0] <= start < paragraph[1]
        closed = inside and text[end - 2] in _STOPS and not _TAIL.match(masked[end : paragraph[1]])
        if closed and (end >= paragraph[1] or masked[end] not in "，、的,"):
            ends.append(end)
    edges = [paragraph[0], *sorted(set(ends)), paragraph[1]]
    spans = [trim_span(text, (a, b)) for a, b in pairwise(edges)]
    return [span for span in spans if span[0] < span[1]]


def clause_start(masked: str, at: int, floor: int) -> int:
    """Where the clause around `at` begins: behind the last comma, stop, colon or closed quotation."""
    i = at
    while i > floor and masked[i - 1] not in _CLAUSE_MARKS:
        i -= 1
    return i


def content_pieces(masked: str, stretch: Span, cut: Sequence[Span] = ()) -> tuple[Span, ...]:
    """The stretch without the cut spans, freed of commas and stops, and of the marks of a quotation that fills it."""
    pieces = [stretch]
    for a, b in cut:
        pieces = [p for x, y in pieces for p in ((x, min(y, a)), (max(x, b), y)) if p[0] < p[1]]
    trimmed = [_trim(masked, piece) for piece in pieces]
    return tuple((a, b) for a, b in trimmed if b - a >= 2)


def _trim(masked: str, piece: Span) -> Span:
    start, end = piece
    while start < end and (masked[start].isspace() or masked[start] in "，。；：,;:、"):
        start += 1
    while end > start and (masked[end - 1].isspace() or masked[end - 1] in "，。；：,;:、"):
        end -= 1
    if re.fullmatch(rf"[“「『‘\"]{MASK}+[”」』’\"]?", masked[start:end]):
        closed = masked[end - 1] != MASK
        return start + 1, end - closed
    return start, end
