"""The plain text of a context rule, and what it asks for: `near 8: foreign, outside; not passage: @market`.

In: one cell of a lexicon's `context` column. Out: its conditions, all of which must hold. Matches nothing itself.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from framing.errors import FramingError

# What a condition looks at, and whether it takes a number of words.
KINDS = ("near", "after", "before", "sentence", "passage", "with")
_TAKES_NUMBER = ("near", "after", "before")
_NUMBER_NEEDED = ("near",)
_CONDITION = re.compile(r"(?P<no>not\s+)?(?P<kind>[a-z]+)(?:\s+(?P<n>\d+))?\s*:\s*(?P<terms>.+)", re.DOTALL)


@dataclass(frozen=True)
class Condition:
    """One condition of a rule.

    kind: near (within `reach` words, same sentence), after and before (the hit stands after or before the term, at
    most `reach` words on, 1 = next to it), sentence, passage, with (another counted hit of the passage).
    terms: patterns, or `@name` for a word class (in `with`: for a frame); any one of them is enough.
    """

    kind: str
    terms: tuple[str, ...]
    reach: int = 0
    negated: bool = False

    @property
    def classes(self) -> tuple[str, ...]:
        """The names behind `@` among the terms."""
        return tuple(term[1:] for term in self.terms if term.startswith("@"))


def parse_rule(rule: str, where: str = "a context rule") -> tuple[Condition, ...]:
    """The conditions of a rule, in its order; an empty rule has none.

    Raises FramingError, opened by `where` (the file and line), when a condition cannot be read.

    >>> parse_rule("near 8: foreign, outside; not after: ministry")[1]
    Condition(kind='after', terms=('ministry',), reach=1, negated=True)
    """
    try:
        return _parse(rule) if rule else ()
    except FramingError as error:
        raise FramingError(f"{where}: {error}") from None


@lru_cache(maxsize=1 << 14)
def _parse(rule: str) -> tuple[Condition, ...]:
    """Once a rule: it is read where a lexicon is checked, and again for every step that looks at it."""
    return tuple(_parse_condition(part.strip()) for part in rule.split(";") if part.strip())


def _parse_condition(text: str) -> Condition:
    found = _CONDITION.fullmatch(text)
    if not found or found["kind"] not in KINDS:
        raise FramingError(f"the condition '{text}' is not known; write {', '.join(KINDS)} and a colon")
    kind, number = found["kind"], found["n"]
    if kind in _NUMBER_NEEDED and not number:
        raise FramingError(f"the condition '{text}' lacks its number of words; write '{kind} 8: …'")
    if number and (kind not in _TAKES_NUMBER or int(number) < 1):
        raise FramingError(f"the number in '{text}' has no meaning; write '{kind}: …' or a number from 1")
    terms = tuple(term.strip() for term in found["terms"].split(",") if term.strip())
    if not terms or "@" in terms:
        raise FramingError(f"the condition '{text}' names no words; write them behind the colon")
    reach = int(number) if number else (1 if kind in _TAKES_NUMBER else 0)
    return Condition(kind, terms, reach, bool(found["no"]))
