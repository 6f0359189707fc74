"""What the rules hand to each other: a cue with what it carries, and the paragraph they read.

In: a parsed paragraph. Out: findings with character spans inside it. Not part of the public interface.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from framing.attribute.record import Span, merge_spans


@dataclass(frozen=True)
class Finding:
    """A cue, its content (empty while a rule still looks for it) and its speakers, in characters of the paragraph."""

    cue: Span
    spans: tuple[Span, ...]
    mentions: tuple[Span, ...]
    rule: str
    speech: bool = True
    co_holders: tuple[Span, ...] = ()

    def with_spans(self, spans: Iterable[Span]) -> Finding:
        """The same cue with other content; pieces that touch are joined."""
        return replace(self, spans=merge_spans(spans, gap=1))


@dataclass(frozen=True)
class Paragraph:
    """A parsed paragraph: its place in the document, its own text, its parse and its quotations."""

    start: int
    text: str
    doc: Any
    quotations: tuple[Span, ...]

    def in_quotation(self, position: int) -> Span | None:
        """The quotation that holds a character, if one does."""
        return next((q for q in self.quotations if q[0] <= position < q[1]), None)
