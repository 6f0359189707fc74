"""Paragraphs and quotation marks: where a text breaks, and which stretches stand in quotation marks.

In: text as read. Out: spans of it. It pairs marks inside one paragraph, takes any imbalance without complaint,
and does not ask what a quotation is for.
"""

from __future__ import annotations

import re

from framing.attribute.record import Span, trim_span

_BREAK = re.compile(r"\n[ \t\u00a0\u3000]*(?:\n[ \t\u00a0\u3000]*)+|\r|[\u2028\u2029\f\v]")
# A line may also end a paragraph: news files often set one line a paragraph.
_LINE_END = re.compile(r"\n+")
_ENDS_SENTENCE = re.compile(r"[.!?:…][\"”’'»)\]]*\s*$")

# Closing marks and blanks between a full stop and a line end.
_LOOK_BACK = 12

# Longer paragraphs are parsed in stretches of at most this many characters, cut at a sentence end where one is near:
# the parser's memory grows with length, and no newspaper paragraph comes close.
MAX_PARAGRAPH_CHARACTERS = 6000

_DOUBLE = '"“”„‟«»〝〞'
_APOSTROPHES = "'’‘`´"


def split_paragraphs(text: str) -> list[Span]:
    r"""Find the paragraphs: a blank line breaks, and so does a line end behind a finished sentence.

    A line end inside a sentence is white space, so hard-wrapped text stays whole.

    >>> split_paragraphs("It is late\nnow.\nGo home.\n\nYes")
    [(0, 15), (16, 24), (26, 29)]
    """
    paragraphs: list[Span] = []
    start = 0
    for end, resume in _find_breaks(text):
        paragraphs.extend(_cut_long(text, trim_span(text, (start, max(start, end)))))
        start = max(start, resume)
    return paragraphs


def _find_breaks(text: str) -> list[Span]:
    """Give the breaks as (where the paragraph ends, where the next may begin)."""
    breaks = [match.span() for match in _BREAK.finditer(text)]
    breaks += [
        match.span()
        for match in _LINE_END.finditer(text)
        if _ENDS_SENTENCE.search(text, max(0, match.start() - _LOOK_BACK), match.start())
    ]
    return [*sorted(breaks), (len(text), len(text))]


def _cut_long(text: str, span: Span) -> list[Span]:
    pieces: list[Span] = []
    start, end = span
    while end - start > MAX_PARAGRAPH_CHARACTERS:
        limit = start + MAX_PARAGRAPH_CHARACTERS
        cut = max((text.rfind(mark, start + 1, limit) for mark in (". ", "? ", "! ", "。")), default=-1)
        cut = cut + 1 if cut > start else max(text.rfind(" ", start + 1, limit), -1)
        cut = cut if cut > start else limit
        pieces.append(trim_span(text, (start, cut)))
        start = trim_span(text, (cut, end))[0]
    if start < end:
        pieces.append((start, end))
    return [piece for piece in pieces if piece[0] < piece[1]]


def find_quotations(text: str, *, opened: bool = False) -> list[Span]:
    """Find what stands in quotation marks, marks included, outermost only; an unclosed mark runs to the end.

    opened : an earlier paragraph left its quotation open, so a closing mark here may have no opening one.

    >>> find_quotations('He said "no" and “yes, ‘maybe’” then.')
    [(8, 12), (17, 31)]
    """
    quotations = _pair_double(text, opened=opened)
    if not quotations:
        quotations = _pair_single(text)
    return quotations


def _pair_double(text: str, *, opened: bool) -> list[Span]:
    quotations: list[Span] = []
    marks = [(position, width, _mark_role(text, position, width)) for position, width in _double_marks(text)]
    # Newspapers open each paragraph of a long quotation anew; without a mark, only a lone closing mark continues one.
    start: int | None = 0 if opened and marks and marks[0][2] == "close" else None
    for position, width, role in marks:
        if start is None and role != "close":
            start = position
        elif start is not None and role != "open":
            quotations.append((start, position + width))
            start = None
    if start is not None and len(text) - start > 1:
        quotations.append((start, len(text)))
    return quotations


def leaves_open(text: str, quotations: list[Span]) -> bool:
    """Whether the last quotation of a paragraph runs to its end without a closing mark."""
    if not quotations or quotations[-1][1] != len(text):
        return False
    start, end = quotations[-1]
    return end - start < 2 or text[end - 1] not in _DOUBLE + _APOSTROPHES


def _double_marks(text: str) -> list[tuple[int, int]]:
    marks = []
    position = 0
    while position < len(text):
        if text[position] in _DOUBLE:
            marks.append((position, 1))
        elif text[position] in _APOSTROPHES and text[position + 1 : position + 2] == text[position]:
            marks.append((position, 2))
            position += 1
        position += 1
    return marks


def _mark_role(text: str, position: int, width: int) -> str:
    """Say whether a mark opens, closes, or may do either, by its shape or else by the blanks around it."""
    mark = text[position]
    before = text[position - 1] if position else " "
    after = text[position + width] if position + width < len(text) else " "
    blank_before = before.isspace() or before in "([—–-―:"
    blank_after = after.isspace() or after in ".,;:!?)]—–-―"
    # A curly mark the wrong way round is taken for what its place says: “It is,“ said Li.
    if mark in "“„«〝" and not (blank_after and not blank_before):
        return "open"
    if mark in "”»〞" and not (blank_before and not blank_after):
        return "close"
    if blank_before and not blank_after:
        return "open"
    if blank_after and not blank_before:
        return "close"
    return "either"


def _pair_single(text: str) -> list[Span]:
    """Pair single marks, British style; an apostrophe in a word is none, a plural possessive closes nothing."""
    quotations: list[Span] = []
    start: int | None = None
    for position, character in enumerate(text):
        if character not in "'‘’":
            continue
        before = text[position - 1] if position else " "
        after = text[position + 1] if position + 1 < len(text) else " "
        if start is None:
            if (before.isspace() or before in "([—–:") and after.isalnum() and character != "’":
                start = position
        elif not after.isalnum() and not before.isspace():
            possessive = before == "s" and after == " " and _closes_later(text, position + 1)
            if not possessive:
                quotations.append((start, position + 1))
                start = None
    return quotations


def _closes_later(text: str, position: int) -> bool:
    return re.search(r"[.,!?…]['’](?!\w)", text[position:]) is not None
