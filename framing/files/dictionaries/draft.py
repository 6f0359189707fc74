"""What a dictionary of another program says, before it is a Lexicon: terms with their categories, lines and weights.

In: terms as a reader found them. Out: a Lexicon, or the sentences that say why there can be none. Opens no file.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from framing.errors import FramingError
from framing.matcher import parse_pattern
from framing.records import CONTEXT, STRONG, Entry, Lexicon
from framing.rules import parse_rule

# Joins the names of nested categories to an id, as quanteda flattens them; and as the metadata spells the path.
LEVEL, PATH = ".", " > "
# Metadata keys that carry what other programs know of a category.
PATH_KEY, TITLE_KEY = "category ", "title of "
SKIPPED_KEY = "left out"

Category = tuple[str, ...]


@dataclass(frozen=True)
class Term:
    """One term of one category: a pattern in our language, its weight, its line, and the rule it counts under."""

    category: Category
    pattern: str
    weight: float = 1.0
    line: int = 0
    context: str = ""


@dataclass
class Draft:
    """A dictionary being read: its name, terms in order, categories in order, faults (a sentence each), lines left out.

    ids: the id of a category where it is not its path. titles: a readable name of an id.
    """

    name: str
    provenance: str
    terms: list[Term] = field(default_factory=list)
    categories: list[Category] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    skipped: list[str] = field(default_factory=list)
    ids: dict[Category, str] = field(default_factory=dict)
    titles: dict[str, str] = field(default_factory=dict)
    word_classes: dict[str, tuple[str, ...]] = field(default_factory=dict)
    metadata: dict[str, str] = field(default_factory=dict)

    def fault(self, line: int, reason: str) -> None:
        """Note that a line cannot be used."""
        self.faults.append(f"{self.name}:{line}: {reason}")

    def stop(self, line: int, reason: str) -> FramingError:
        """The error for a line behind which nothing can be read."""
        return FramingError(f"{self.name}:{line}: {reason}")

    def add(self, term: Term) -> None:
        """Add a term; a pattern that the matcher cannot read is a fault, one without a letter is left out."""
        if not any(char.isalnum() for char in term.pattern):
            words = term.pattern.replace("\\", "")
            self.skipped.append(f"{self.name}:{term.line}: '{words}' has no letter or digit")
            return
        try:
            parse_pattern(term.pattern)
            parse_rule(term.context)
        except FramingError as error:
            self.fault(term.line, str(error))
            return
        if term.category not in self.categories:
            self.categories.append(term.category)
        self.terms.append(term)

    def id_of(self, category: Category) -> str:
        """The frame id of a category."""
        return self.ids.get(category, LEVEL.join(category))

    def lexicon(self, stem: str, *, lenient: bool = False) -> Lexicon:
        """The lexicon, for any language; lenient leaves out the lines that cannot be used.

        Raises FramingError with the first fault, or when there is no term.
        """
        if self.faults and not lenient:
            raise FramingError(self.faults[0])
        if not self.terms:
            raise FramingError(f"{self.name} holds no terms; give a dictionary with categories and words below them")
        entries = tuple(dict.fromkeys(self._entry(term) for term in self.terms))
        metadata = self.metadata | dict(self._category_lines())
        if self.skipped or self.faults:
            metadata[SKIPPED_KEY] = "\n".join([*self.faults, *self.skipped])
        classes: Mapping[str, tuple[str, ...]] = MappingProxyType(dict(self.word_classes))
        return Lexicon(stem, metadata.pop("version", "0"), "", entries, MappingProxyType(metadata), classes)

    def _entry(self, term: Term) -> Entry:
        return Entry(
            term.pattern,
            self.id_of(term.category),
            CONTEXT if term.context else STRONG,
            context=term.context,
            weight=term.weight,
            provenance=self.provenance,
        )

    def _category_lines(self) -> Iterator[tuple[str, str]]:
        for category in self.categories:
            if len(category) > 1:
                yield f"{PATH_KEY}{self.id_of(category)}", PATH.join(category)
        for name, title in self.titles.items():
            yield f"{TITLE_KEY}{name}", title


def category_path(lexicon: Lexicon, frame: str) -> Category:
    """The names of the categories from the top down to this frame."""
    path = category_fact(lexicon, PATH_KEY, frame)
    return tuple(path.split(PATH)) if path else (frame,)


def category_fact(lexicon: Lexicon, key: str, frame: str) -> str:
    """What the metadata says of a category, or ""; the heads of our own files are in small letters."""
    return lexicon.metadata.get(f"{key}{frame}") or lexicon.metadata.get(f"{key}{frame}".lower(), "")


def shared_levels(left: Category, right: Category) -> int:
    """How many outer categories two paths have in common.

    >>> shared_levels(("a", "b"), ("a", "c", "d"))
    1
    """
    return next((k for k, (a, b) in enumerate(zip(left, right, strict=False)) if a != b), min(len(left), len(right)))
