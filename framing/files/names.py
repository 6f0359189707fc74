"""Names that are no frame by themselves, and the entries of a lexicon that are nothing but such a name.

In: a list `names-LANGUAGE.txt`, and entries. Out: a sentence for each entry that breaks the rule: a people, a faith or
a place is never an entry, an organisation's name at most a context entry.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from framing.errors import FramingError
from framing.matcher import Matcher, parse_pattern
from framing.matcher.pattern import Spelling
from framing.records import CONTEXT, EXCLUDE, Entry

SECTIONS = ("people", "organisation", "pointing")
_SECTION = re.compile(r"\[(\w+)\]")
# The word class whose terms are names of places.
_PLACES = "place"


def read_names(path: Path) -> dict[str, tuple[str, ...]]:
    """The patterns of each section. Raises FramingError for a section that is not known."""
    found: dict[str, list[str]] = {name: [] for name in SECTIONS}
    section = ""
    for number, line in enumerate(path.read_text(encoding="utf-8").split("\n"), start=1):
        head = _SECTION.fullmatch(line.strip())
        if head:
            section = head[1]
            if section not in found:
                raise FramingError(f"{path.name}:{number}: section [{section}] is not one of {', '.join(SECTIONS)}")
        elif line.strip() and not line.startswith("#"):
            if not section:
                raise FramingError(
                    f"{path.name}:{number}: '{line.strip()}' stands in no section; open one with [people]"
                )
            found[section].append(line.strip())
    return {name: tuple(terms) for name, terms in found.items()}


def name_problems(
    lines: Sequence[tuple[int, Entry]], names: Mapping[str, Sequence[str]], classes: Mapping[str, Sequence[str]]
) -> Iterator[tuple[int, str]]:
    """Line and sentence for each entry that is a name alone in one of its spellings."""
    spelled = [
        (number, entry, _as_text(spelling))
        for number, entry in lines
        if entry.strength != EXCLUDE
        for spelling in parse_pattern(entry.pattern)
        if all(link.most == 0 for link in spelling.links)
    ]
    texts = [text for *_, text in spelled]
    pointing = _whole(names["pointing"], texts)
    for kind, terms in (
        ("people or a place", [*names["people"], *classes.get(_PLACES, ())]),
        ("", names["organisation"]),
    ):
        told: set[int] = set()
        for i in sorted(_whole(terms, texts) - pointing):
            number, entry, text = spelled[i]
            if number in told or (not kind and entry.strength == CONTEXT):
                continue
            told.add(number)
            if kind:
                yield number, f"'{text}' is the name of a {kind} alone; say what is said of it in the pattern"
            else:
                yield number, f"'{text}' is the name of an organisation alone; make it a context entry with a rule"


def _as_text(spelling: Spelling) -> str:
    return " ".join(form.text for form in spelling.forms)


def _whole(patterns: Sequence[str], texts: Sequence[str]) -> set[int]:
    """Texts that are covered by one pattern from end to end."""
    if not patterns or not texts:
        return set()
    found = Matcher(list(patterns)).find(list(texts))
    places = zip(found.text_index.tolist(), found.start.tolist(), found.end.tolist(), strict=True)
    return {text for text, start, end in places if start == 0 and end == len(texts[text])}
