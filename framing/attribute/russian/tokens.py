"""The words, marks and whole quotations of a Russian sentence, with their places.

In: a stretch of masked text. Out: tokens. It knows no grammar.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from framing.attribute.record import Span
from framing.attribute.russian.layout import MASK

_TOKEN = re.compile(
    rf"(?:[А-ЯЁ]\.\s?){{1,2}}[А-ЯЁ][а-яё]+(?:-[А-ЯЁ][а-яё]+)?"
    rf"|[«„“\"]{MASK}*[»”“\"]?"
    r"|[A-Za-z0-9]+(?:[.-][A-Za-z0-9]+)+"
    r"|[^\W_]+(?:[-’'][^\W_]+)*"
    r"|\S"
)


@dataclass(frozen=True)
class Token:
    """A word, a mark or a masked quotation, with its place in the document."""

    start: int
    end: int
    text: str

    @property
    def lower(self) -> str:
        """The word in small letters."""
        return self.text.lower()

    @property
    def is_quotation(self) -> bool:
        """True for a whole masked quotation."""
        return len(self.text) > 1 and self.text[1] == MASK

    @property
    def is_word(self) -> bool:
        """True for anything with a letter or digit first."""
        return self.text[0].isalnum()


def tokenize(masked: str, span: Span) -> list[Token]:
    """The tokens of a stretch of the masked text; the stars of footnotes are left out.

    >>> [t.text for t in tokenize("С.Лавров сказал: да.", (0, 20))]
    ['С.Лавров', 'сказал', ':', 'да', '.']
    """
    return [Token(m.start(), m.end(), m.group()) for m in _TOKEN.finditer(masked, *span) if m.group() != "*"]
