"""Sentences, cues and drafts of attributions, and the cutting of content spans out of sentences.

In: stretches of a masked text. Out: clean content spans. It finds no cue.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from framing.attribute.record import Span
from framing.attribute.russian.layout import MASK
from framing.attribute.russian.mentions import Mention, Token
from framing.attribute.russian.nouns import MEDIA, MEDIA_NOUNS

_MARKS = '«»„“”"'
NOMINATIVE = frozenset({"nom"})
_EDGE = " \n\t\r\u00a0,;:—–-"
_ONE_QUOTATION = re.compile(rf"[{_MARKS}]{{1,2}}(?P<words>{MASK}+)[{_MARKS}]{{0,2}}")
# A content of fewer letters is an accident of the rules, not a message.
_MIN_LETTERS = 3


@dataclass(frozen=True)
class Sentence:
    """A sentence: its span, the number of its paragraph, its tokens and mentions."""

    span: Span
    paragraph: int
    tokens: tuple[Token, ...]
    mentions: tuple[Mention, ...]


@dataclass(frozen=True)
class Cue:
    """One cue: `form` aside (content around it) or forward (content from `content_from` on); `region` is no content.

    cases : in which case the holder's name stands. inherits : the holder is that of the cue before.
    """

    form: str
    at: Span
    holders: tuple[Mention, ...]
    region: Span
    rule: str
    content_from: int = -1
    cases: frozenset[str] = NOMINATIVE
    gender: str = ""
    inherits: bool = False
    resumes: bool = False


@dataclass(frozen=True)
class Draft:
    """An attribution whose holders are mentions, with what the sentence tells about their case and gender."""

    spans: tuple[Span, ...]
    cue: Span | None
    holders: tuple[Mention, ...]
    cases: frozenset[str]
    gender: str
    rule: str
    sentence: int
    relay: Mention | None = None


def is_relay(text: str, span: Span) -> bool:
    """True when the words name an outlet, which mostly passes on what others say."""
    words = text[span[0] : span[1]]
    if words[0] in _MARKS:
        return True
    return MEDIA.search(words) is not None or MEDIA_NOUNS.search(words) is not None


def is_bare_quotation(masked: str, span: Span) -> bool:
    """True when the sentence is a quotation and nothing else."""
    words = masked[span[0] : span[1]]
    return MASK in words and not re.search(r"\w", words)


def content_pieces(masked: str, stretch: Span, cut: Sequence[Span]) -> tuple[Span, ...]:
    """The stretch without the cut spans, trimmed of commas, dashes and the marks of a quotation that fills a piece."""
    pieces = [stretch]
    for a, b in cut:
        pieces = [p for x, y in pieces for p in ((x, min(y, a)), (max(x, b), y)) if p[0] < p[1]]
    trimmed = [_trim(masked, piece) for piece in pieces]
    spans = tuple((a, b) for a, b in trimmed if a < b)
    return spans if sum(b - a for a, b in spans) >= _MIN_LETTERS else ()


def _trim(masked: str, piece: Span) -> Span:
    start, end = piece
    while start < end and masked[start] in _EDGE + ".)":
        start += 1
    while end > start and masked[end - 1] in _EDGE + "(":
        end -= 1
    if end > start and masked[end - 1] == "." and masked[end - 2 : end - 1] != ".":
        end -= 1
    inner = masked[start:end]
    one = _ONE_QUOTATION.fullmatch(inner)
    if one is not None:
        start, end = start + one.start("words"), start + one.end("words")
    elif inner and inner[-1] in _MARKS and _is_tail(inner):
        end -= 1
    elif inner and inner[0] in _MARKS and MASK in inner and not re.search(rf"[^{MASK}]", inner[1:]):
        start += 1
    while end > start and masked[end - 1] in _EDGE:
        end -= 1
    return start, end


def _is_tail(inner: str) -> bool:
    return re.fullmatch(rf"{MASK}+[{_MARKS}]", inner) is not None
