"""Russian names from any case to the nominative, by rules for given names, patronymics and surnames.

In: the words of a name and, where the sentence tells, its case and gender. Out: readings, or the nominative.
It knows no person; what the endings leave open it leaves as it stands.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from framing.attribute.russian.nouns import given_names

ALL_CASES = frozenset({"nom", "gen", "dat", "acc", "ins", "prep"})
OBLIQUE = ALL_CASES - {"nom"}

_C = "бвгджзйклмнпрстфхцчшщ"
_HUSH = "гкхжчшщц"
# (ending of the form, what it becomes in the nominative, gender, cases). The first group is kept.
_RULES: tuple[tuple[re.Pattern[str], str, str, frozenset[str]], ...] = tuple(
    (re.compile(pattern), repl, gender, frozenset(cases.split()))
    for pattern, repl, gender, cases in (
        # adjectives: Дворянский, Толстой, Грозный
        (r"(.*[гкхжчшщ])ого$", r"\1ий", "m", "gen acc"),
        (r"(.*[гкхжчшщ])ому$", r"\1ий", "m", "dat"),
        (r"(.*[гкх])им$", r"\1ий", "m", "ins"),
        (r"(.*ск|.*цк)ом$", r"\1ий", "m", "prep"),
        (r"(.*[^гкхжчшщ])ого$", r"\1ый", "m", "gen acc"),
        (r"(.*[^гкхжчшщ])ому$", r"\1ый", "m", "dat"),
        (r"(.*)его$", r"\1ий", "m", "gen acc"),
        (r"(.*)ему$", r"\1ий", "m", "dat"),
        (r"(.*(?:ск|цк|н|т))ая$", r"\1ая", "f", "nom"),
        (r"(.*(?:ск|цк|н|т))ой$", r"\1ая", "f", "gen dat ins prep"),
        (r"(.*(?:ск|цк|н|т))ую$", r"\1ая", "f", "acc"),
        # surnames in -ов, -ев, -ин and their feminine
        (r"(.*(?:ов|ев|ёв|ин|ын))ым$", r"\1", "m", "ins"),
        (r"(.*(?:ов|ев|ёв|ин|ын))ой$", r"\1а", "f", "gen dat ins prep"),
        (r"(.*(?:ов|ев|ёв|ин|ын))у$", r"\1а", "f", "acc"),
        # masculine in a consonant, -й, -ь
        (rf"(.*[{_C}])а$", r"\1", "m", "gen acc"),
        (rf"(.*[{_C}])у$", r"\1", "m", "dat"),
        (rf"(.*[{_C}])ом$", r"\1", "m", "ins"),
        (r"(.*[жчшщц])ем$", r"\1", "m", "ins"),
        (rf"(.*[{_C}])е$", r"\1", "m", "prep"),
        (r"(.*[аеёиоуэюя])я$", r"\1й", "m", "gen acc"),
        (r"(.*[аеёиоуэюя])ю$", r"\1й", "m", "dat"),
        (r"(.*[аеёиоуэюя])ем$", r"\1й", "m", "ins"),
        (r"(.*[аеёоуэюя])е$", r"\1й", "m", "prep"),
        (r"(.*и)и$", r"\1й", "m", "prep"),
        (rf"(.*[{_C}])я$", r"\1ь", "m", "gen acc"),
        (rf"(.*[{_C}])ю$", r"\1ь", "m", "dat"),
        (rf"(.*[{_C}])ем$", r"\1ь", "m", "ins"),
        # nouns in -а, -я of either gender
        (rf"(.*[^{_HUSH}аеёиоуыэюя])ы$", r"\1а", "fm", "gen"),
        (rf"(.*[{_HUSH}])и$", r"\1а", "fm", "gen"),
        (rf"(.*[{_C}])е$", r"\1а", "fm", "dat prep"),
        (rf"(.*[{_C}])у$", r"\1а", "fm", "acc"),
        (rf"(.*[{_C}])ой$", r"\1а", "fm", "ins"),
        (r"(.*[жчшщц])ей$", r"\1а", "fm", "ins"),
        (r"(.*и)и$", r"\1я", "fm", "gen dat prep"),
        (r"(.*[ьлнрае])и$", r"\1я", "fm", "gen"),
        (r"(.*[ьлнрае])е$", r"\1я", "fm", "dat prep"),
        (r"(.*[ьиаелнр])ю$", r"\1я", "fm", "acc"),
        (r"(.*[ьиаелнр])ей$", r"\1я", "fm", "ins"),
    )
)
_ADJECTIVE_RULES = frozenset(rule[0] for rule in _RULES[:15])
# Endings that only an adjectival or a Russian surname can have.
_ONLY_ADJECTIVE = r"(?:ск|цк)(?:ого|ому|им|ом|ую)$|..(?:ов|ев|ёв|ин|ын)(?:ым|ой)$"
_IRREGULAR = {
    "Льва": "Лев", "Льву": "Лев", "Львом": "Лев", "Льве": "Лев", "Павла": "Павел", "Павлу": "Павел",
    "Павлом": "Павел", "Павле": "Павел", "Петра": "Пётр", "Петру": "Пётр", "Петром": "Пётр", "Петре": "Пётр",
    "Любови": "Любовь", "Любовью": "Любовь",
}  # fmt: skip
_IRREGULAR_CASES = {"а": "gen acc", "у": "dat", "м": "ins", "е": "prep", "и": "gen dat prep", "ю": "ins"}
# Short parts of Chinese, Korean and Vietnamese names stand still in front of the last one: Си, Ван, Чжан, Дун, Ким.
_STILL_LENGTH = 5
# A syllable of Chinese as Russian print spells it (Palladius), and a last name part that is a case of one in -н or -й.
_SYLLABLE = re.compile(r"(?:Ц?З|Ч?Ж|[БПМФДТНЛГКХЦСЧШРВ])?[аоуэеёяюиы]{1,2}(?:нь?|й|р)?$", re.IGNORECASE)
_EASTERN_CASE = re.compile(r".*[аоуэеёяюиы](?:на|я)$")


@dataclass(frozen=True)
class Reading:
    """One way to read a form: its nominative, m/f, the cases it can be, and whether a list of names confirms it."""

    lemma: str
    gender: str
    cases: frozenset[str]
    known: bool = False


@lru_cache(maxsize=8192)
def read_form(word: str) -> tuple[Reading, ...]:
    """Every reading of one capitalised word as part of a name; known given names first and alone.

    >>> [(r.lemma, sorted(r.cases)) for r in read_form("Сергеем")]
    [('Сергей', ['ins'])]
    """
    if word in _IRREGULAR:
        lemma = _IRREGULAR[word]
        return (Reading(lemma, given_names()[lemma], frozenset(_IRREGULAR_CASES[word[-1]].split()), True),)
    readings = [*_as_it_stands(word), *_by_rule(word)]
    known = tuple(_confirm(r) for r in readings if given_names().get(r.lemma) == r.gender)
    return known or tuple(readings)


def _confirm(reading: Reading) -> Reading:
    return Reading(reading.lemma, reading.gender, reading.cases, True)


def _as_it_stands(word: str) -> list[Reading]:
    last = word[-1].lower()
    if re.search(r"(?:ск|цк)(?:ий|ой)$|[^аеёиоуыэюя]ый$|..(?:ов|ев|ёв|[^аеиоу]ин|ын|ич)$", word):
        return [Reading(word, "m", frozenset({"nom"}))]
    if re.search(r"(?:ов|ев|ёв|ин|ын)а$|(?:ск|цк)ая$|[оеи]чна$|[ое]вна$", word):
        return [Reading(word, "f", frozenset({"nom"}))]
    if re.search(_ONLY_ADJECTIVE, word):
        return []
    if last in _C or last == "ь":
        return [Reading(word, "m", frozenset({"nom"})), Reading(word, "f", ALL_CASES)]
    if last in "ая":
        return [Reading(word, "f", frozenset({"nom"})), Reading(word, "m", frozenset({"nom"}))]
    return [Reading(word, "m", ALL_CASES), Reading(word, "f", ALL_CASES)]


def _by_rule(word: str) -> list[Reading]:
    readings = []
    ending = re.search(_ONLY_ADJECTIVE, word)
    for pattern, repl, genders, cases in _RULES:
        if ending and pattern not in _ADJECTIVE_RULES:
            continue
        if len(word) > 3 and pattern.match(word):
            readings += [Reading(pattern.sub(repl, word), gender, cases) for gender in genders]
    return [r for r in readings if len(r.lemma) >= 2]


def read_name(words: Sequence[str], *, cases: frozenset[str] = ALL_CASES, gender: str = "") -> list[Reading]:
    """Readings of a whole name whose words agree in case and gender, the likeliest first.

    cases : what the sentence allows. gender : m, f or "" when unknown. Latin letters stand still.

    >>> read_name(["Марии", "Захаровой"], cases=frozenset({"gen"}))[0].lemma
    'Мария Захарова'
    >>> read_name(["Си", "Цзиньпина"])[0].lemma, read_name(["Ван", "И"])[0].lemma
    ('Си Цзиньпин', 'Ван И')
    """
    found: list[Reading] = [Reading("", g, cases) for g in (gender or "mf")]
    for position, word in enumerate(words):
        options = _options(word, last=position == len(words) - 1, alone=len(words) == 1)
        if position and _SYLLABLE.match(words[0]) and len(word) > _STILL_LENGTH:
            options = _without_feminine(word, options)
        found = [joint for before in found for joint in _joints(before, options)]
    unique = {(r.lemma, r.gender): r for r in reversed(found)}
    return sorted(unique.values(), key=lambda r: _rank(r, words))


def _options(word: str, *, last: bool, alone: bool) -> tuple[Reading, ...]:
    if not re.search("[а-яё]", word) or (re.match(r"[А-ЯЁ]\.", word) and last is False):
        return (Reading(word, "m", ALL_CASES), Reading(word, "f", ALL_CASES))
    initials = re.match(r"((?:[А-ЯЁ]\.\s?){1,2})(.+)", word)
    if initials:
        return tuple(Reading(initials.group(1) + r.lemma, r.gender, r.cases) for r in read_form(initials.group(2)))
    options = read_form(word)
    if not last and not alone and len(word) <= _STILL_LENGTH and not any(r.known for r in options):
        return (Reading(word, "m", ALL_CASES), Reading(word, "f", ALL_CASES))
    return options


def _without_feminine(word: str, options: tuple[Reading, ...]) -> tuple[Reading, ...]:
    """Behind a Chinese surname "Цзиньпина" is the genitive of a name in -н, no Russian woman's in -ина."""
    if not _EASTERN_CASE.match(word) or any(r.known for r in options):
        return options
    return tuple(r for r in options if r.lemma != word) or options


def _joints(before: Reading, options: Sequence[Reading]) -> list[Reading]:
    joints = []
    for option in options:
        cases = before.cases & option.cases
        if cases and option.gender == before.gender:
            lemma = f"{before.lemma} {option.lemma}".strip()
            joints.append(Reading(lemma, option.gender, cases, before.known or option.known))
    return joints


def _rank(reading: Reading, words: Sequence[str]) -> tuple[int, int, int]:
    """Known names first; then the reading that changes the words least where the nominative is possible."""
    stands = reading.lemma == " ".join(words) and "nom" in reading.cases
    still = reading.lemma == " ".join(words)
    return (0 if reading.known else 1, 0 if stands else 1, 1 if still else 0)
