"""The persons a Russian document names in full: their names, surnames, gender and titles.

In: sentences with mentions. Out: `Known` persons in the order of the text, and a short form matched to them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from framing.attribute.russian.declension import ALL_CASES
from framing.attribute.russian.drafts import Sentence
from framing.attribute.russian.mentions import Mention
from framing.attribute.russian.nouns import PLURAL_ROLES, ROLES, given_names

_PATRONYMIC = re.compile(r".+(?:вич|вна|ична|инична)$")
_ROLE_REACH = 12  # tokens between a role noun and the name it introduces
# Case endings of role nouns and what they become in the nominative.
_ROLE_ENDING_PAIRS = "а- у- ом- ем- е- я-ь ю-ь ем-ь ы-а е-а у-а ой-а я-й ю-й ем-й ого-ый его-ий ому-ый ему-ий ым-ый"
_ROLE_ENDINGS = tuple(pair.split("-") for pair in _ROLE_ENDING_PAIRS.split())


@dataclass(frozen=True)
class Known:
    """A person named in full in the document: name, surname, gender, where, and the title in front."""

    name: str
    surname: str
    gender: str
    at: int
    title: tuple[str, ...] = ()


def find_full_names(sentences: Sequence[Sentence], seen: frozenset[str] = frozenset()) -> list[Known]:
    """Persons named with a given name, in the order of the text, the likeliest nominative for each.

    seen : surnames that stand alone in the nominative somewhere; of two readings the one with such a surname wins.
    """
    found: list[Known] = []
    for sentence in sentences:
        for m in sentence.mentions:
            if m.kind != "name" or len(m.words) < 2:
                continue
            readings = m.readings(ALL_CASES, "")
            if not readings:
                continue
            reading = next((r for r in readings if r.lemma.split()[-1] in seen), readings[0])
            name = without_patronymic(reading.lemma)
            name = canonical_name(name, found)
            found.append(Known(name, name.split()[-1], reading.gender, m.span[0], _title_before(sentence, m)))
    return found


def _title_before(sentence: Sentence, mention: Mention) -> tuple[str, ...]:
    """The words between the nearest role noun in front and the name, the noun in the nominative first."""
    tokens = sentence.tokens
    low = max(0, mention.first - _ROLE_REACH)
    title: list[str] = []
    for k in range(mention.first - 1, low - 1, -1):
        if not (tokens[k].is_word or tokens[k].is_quotation or tokens[k].text in "()") or tokens[k].lower in (
            "и",
            "с",
            "что",
        ):
            break
        title.insert(0, tokens[k].text)
        role = role_lemma(tokens[k].text)
        if role:
            title[0] = role
    heads = [w for w in title if w in ROLES]
    return tuple(title[title.index(heads[0]) :]) if heads else ()


def role_lemma(word: str) -> str:
    """The nominative of a role noun in any case, or ""."""
    lower = word.lower()
    if lower in ROLES or lower in PLURAL_ROLES:
        return lower
    if word[:1].isupper() and not word[1:].islower():
        return ""
    for ending, repl in _ROLE_ENDINGS:
        if lower.endswith(ending) and lower[: -len(ending)] + repl in ROLES:
            return lower[: -len(ending)] + repl
    return ""


def is_known_as(known: Known, surnames: dict[str, str]) -> bool:
    """Whether one of these surnames (with its gender), or a lone given name, is the person's."""
    surnames = {_fold(surname): gender for surname, gender in surnames.items()}
    if _fold(known.surname) in surnames:
        return surnames[_fold(known.surname)] == known.gender or known.surname[-1] not in "ая"
    return known.name.split()[0] in surnames and known.name.split()[0] not in given_names()


def without_patronymic(name: str) -> str:
    """Given name and surname of "Пётр Ильич Дубов"."""
    words = name.split()
    if len(words) == 3 and _PATRONYMIC.match(words[1]):
        return f"{words[0]} {words[2]}"
    return name


def canonical_name(name: str, known: Sequence[Known]) -> str:
    """The full name as the document first has it: patronymic dropped, the longest form of the same person."""
    short = without_patronymic(name)
    return next((k.name for k in known if _fold(k.name) == _fold(short)), short)


def _fold(name: str) -> str:
    return name.replace("ё", "е").replace("Ё", "Е")
