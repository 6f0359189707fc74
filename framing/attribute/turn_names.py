"""One name a person within a transcript: `PUTIN:`-like short forms and initials joined to the fullest form.

In: the labels of a transcript and the text before them. Out: a speaker and a role for each. It merges only within one
text; across texts a speaker list does.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from framing.attribute.heads import PERSON, Head
from framing.attribute.roles import HONORIFICS, NOT_NAMES, OFFICES

_HONORIFIC = r"(?:H\.E\.\s*)?(?:Mr|Mrs|Ms|Sir|Dr|Miss)\.?\s+"
_CHAIR = re.compile(
    rf"^[^\S\n]*(?:Acting |Temporary )?President\s*:\s*{_HONORIFIC}([^\s.(…]+(?: [^\s.(…]+){{0,3}})", re.MULTILINE
)
_FIRST_NAME = r"([A-ZА-ЯЁ][\w’'-]+(?: [A-Z]\.)?) "


def merge_speakers(introduction: str, heads: Sequence[Head]) -> list[tuple[str, str]]:
    """Speaker and role of each label, in order.

    A name takes the fullest form in the labels that ends in the same surname and agrees in the first letters; a surname
    that two people bear stays as it is. A lone surname takes the first name that the introduction gives it. A role once
    given stays with the person.
    """
    named = _part_roles([(head.name, head.role, head.kind) for head in heads])
    full = sorted({n for n, _, kind in named if kind == PERSON and not n.startswith("The ")}, key=_by_fullness)
    chair = _chair(introduction)
    speakers = []
    for name, _, kind in named:
        speaker = chair if chair and name == "The President" else name
        speakers.append(_introduced(introduction, _fullest(speaker, full)) if kind == PERSON else name)
    roles: dict[str, str] = {}
    for speaker, (_, role, _) in zip(speakers, named, strict=True):
        if role:
            roles.setdefault(speaker, role)
    return [(speaker, roles.get(speaker, "")) for speaker in speakers]


def _part_roles(named: Sequence[tuple[str, str, str]]) -> list[tuple[str, str, str]]:
    """A first word that is gone when the name comes again is an office that no list knows (`Cosmonaut Ada Lind`)."""
    known = {name.casefold() for name, _, _ in named}
    halves = [name.partition(" ") for name, _, _ in named]
    offices = {first for first, _, rest in halves if " " in rest and rest.casefold() in known}
    return [
        (rest, first, kind) if first in offices and " " in rest and not role else (name, role, kind)
        for (name, role, kind), (first, _, rest) in zip(named, halves, strict=True)
    ]


def _chair(introduction: str) -> str:
    """Who presides, as the first page of a verbatim record says."""
    found = _CHAIR.search(introduction)
    return found.group(1).rstrip(" .") if found else ""


def _introduced(introduction: str, name: str) -> str:
    """The name with the one first name that stands before it in the introduction, if it is a surname alone."""
    if " " in name or "." in name:
        return name
    known = OFFICES | HONORIFICS | NOT_NAMES
    before = set(re.findall(_FIRST_NAME + re.escape(name) + r"\b", introduction))
    first_names = {first for first in before if first.casefold() not in known}
    return f"{first_names.pop()} {name}" if len(first_names) == 1 else name


def _by_fullness(name: str) -> tuple[int, str]:
    return -_fullness(name), name


def _fullness(name: str) -> int:
    return sum(len(word) for word in _words(name))


def _words(name: str) -> list[str]:
    """The words of a name, initials and surname apart, folded."""
    return [word for word in re.split(r"[\s.]+", name.casefold().replace("ё", "е")) if word]


def _fullest(name: str, full: Sequence[str]) -> str:
    """The fullest name that `name` can be short for, if only one person bears it."""
    candidates = [other for other in full if _may_shorten(_words(name), _words(other))]
    people = [c for c in candidates if not any(c != d and _may_shorten(_words(c), _words(d)) for d in candidates)]
    return people[0] if len(people) == 1 else name


def _may_shorten(short: list[str], full: list[str]) -> bool:
    """Whether the surname is the same and each first name or initial fits one of the full form, in order.

    >>> _may_shorten(["v", "orlov"], ["viktor", "orlov"]), _may_shorten(["a", "orlov"], ["viktor", "orlov"])
    (True, False)
    """
    if not short or not full or short[-1] != full[-1] or len(short) > len(full):
        return False
    rest = iter(full[:-1])
    return all(any(other == word or (len(word) == 1 and other[0] == word) for other in rest) for word in short[:-1])
