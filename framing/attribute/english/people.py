"""The people of a text: every full name it gives, with titles and appositions, read from capital letters alone.

In: text. Out: one `Person` a name, with the places it stands. It knows no name in advance and loads no parser.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from framing.attribute.english.given import given_sex
from framing.attribute.english.titles import (
    BEFORE_ONE_NAME,
    FEMALE,
    FUNCTION_WORDS,
    LONG_TITLES,
    MALE,
    NO_PERSON,
    PLACE_OPENINGS,
    PRONOUN_SEX,
    TITLES,
)
from framing.attribute.record import Span

_SHORT = r"(?:Mr|Mrs|Ms|Dr|Sen|Rep|Gov|Gen|Col|Lt|Capt|Sgt|Prof|Rev|Hon|Amb|St|[A-Z])\."
# Besides letters: combining accents (decomposed text), and what damaged files have in names ("FranÃ§ois").
_LETTER = r"[\w’'\-\u0300-\u036f\x80-\x9f§¤¦¨©ª¬®°±²³´µ¶·¸¹º¼½¾¿¡¢£¥]"
_WORD = rf"(?:{_SHORT}|[A-ZÀ-ÖØ-Þ]{_LETTER}*(?:\s[JS]r\.)?)"
_PARTICLE = r"(?:de|del|der|den|van|von|bin|ibn|al|el|la|le|da|di|dos|du|ben|ter)"
_CAPITALS = re.compile(rf"(?<![\w.@]){_WORD}(?:[ \u00a0](?:{_PARTICLE}[ \u00a0]){{0,2}}{_WORD})*")
_SENTENCE_START = re.compile(r"(?:^|[.!?:]['\"”’»)]*\s+|\n\s*|['\"“«(]\s*)$")


# A pronoun within this many letters of a name, and this many times as many of one sex as of the other, tell the sex.
_NEAR = 100
_ENOUGH = 3
# A first line of at most so many letters is taken for a headline.
_HEADLINE = 140
_APPOSITION = re.compile(
    r",\s+(?:(?:the|an?|[A-Z][\w]*(?:[’']s|[’'])|his|her|its|their)\s+)?((?:[\w’'\-]+\s+){0,5}?[\w’'\-]+)(?:\s+(?:of|for|at|in|to|who)\b|,)"
)
_OFFICE_OF = re.compile(r"\b(\w+) of (?:the )?$")
_INITIAL = re.compile(r"[A-Z]\.")
_TITLED = re.compile(r"\b([A-Z]\w+|Mr\.?|Mrs\.?|Ms\.?)\s([A-Z][\w\-]+)\b(?![ \u00a0][A-Z]|[’']s [A-Z])")
_PREFIX = re.compile(r"(?:[\w’'\-]+[ \u00a0]+){1,4}$")


@dataclass
class Person:
    """A full name, every place it stands, the titles it bears (lower case) and the sex the titles tell, if any."""

    name: str
    places: list[Span] = field(default_factory=list)
    titles: set[str] = field(default_factory=set)
    described: set[str] = field(default_factory=set)
    sex: str = ""
    variants: set[str] = field(default_factory=set)

    @property
    def words(self) -> list[str]:
        return self.name.split()


def find_people(text: str) -> list[Person]:
    """Find every full name (two words or more) by first appearance; alike first and last words are one person.

    >>> [(p.name, sorted(p.titles)) for p in find_people("Foreign Minister Ana Orlu met Bo Li, a poet, in Kest.")]
    [('Ana Orlu', ['minister']), ('Bo Li', ['poet'])]
    """
    people: dict[tuple[str, str], Person] = {}
    found = [(span, titles, text[slice(*span)].split()) for span, titles in _find_names(text)]
    found = [row for row in found if _is_no_heading(row[0], row[2], text)]
    known = {tuple(words) for _, _, words in found}
    for span, title_words, given in found:
        # "Entrusting Ana Orlu" at the start of a sentence is Ana Orlu, where she is named elsewhere.
        words = next((given[i:] for i in range(1, len(given) - 1) if tuple(given[i:]) in known), given)
        name = " ".join(words)
        person = people.setdefault((words[0], words[-1]), Person(name))
        person.variants.add(name)
        span = (text.index(words[0], span[0]), span[1])
        person.places.append(span)
        _learn(person, title_words, text, span)
    _add_titled(text, people)
    _guess_sexes(text, list(people.values()))
    return list(people.values())


def _add_titled(text: str, people: dict[tuple[str, str], Person]) -> None:
    """People whom the text never names in full: "President Orlu"."""
    known = {word for person in people.values() for word in person.words}
    for match in _TITLED.finditer(text):
        title, name = match.groups()
        if title.lower().rstrip(".") not in BEFORE_ONE_NAME or name in known or name.lower() in TITLES | NO_PERSON:
            continue
        person = people.setdefault((name, name), Person(name))
        person.places.append(match.span(2))
        _learn(person, [title], text, match.span(2))


def _is_no_heading(span: Span, name: list[str], text: str) -> bool:
    """False for "Gender Equality" over a text about gender equality, and for "Idle Orlu" over one about Orlu."""
    if " ".join(name).lower() in text:
        return False
    headline, _, body = text.partition("\n")
    if not body or span[0] or len(headline) > _HEADLINE or ". " in headline:
        return True
    return " ".join(name) in body or not re.search(rf"(?<![A-Z][\w.]\s)\b{re.escape(name[-1])}\b", body)


def _guess_sexes(text: str, people: list[Person]) -> None:
    """Learn a sex that no title tells from the pronouns that follow a name closely, when they nearly all agree."""
    by_word: dict[str, list[Person]] = {}
    for person in people:
        by_word.setdefault(person.words[-1], []).append(person)
    counts: dict[str, list[int]] = {person.name: [0, 0] for person in people}
    last: tuple[int, Person | None] = (0, None)
    for match in re.finditer(r"\n|[^\W\d_][\w’'\-]*", text):
        word = re.sub(r"[’']s?$", "", match.group())
        if match.group() == "\n":
            last = (match.end(), None)
        elif len(by_word.get(word, ())) == 1:
            last = (match.end(), by_word[word][0])
        elif word.lower() in PRONOUN_SEX and last[1] is not None and match.start() - last[0] <= _NEAR:
            counts[last[1].name][PRONOUN_SEX[word.lower()]] += 1
    for person in people:
        male, female = counts[person.name]
        if not person.sex and max(male, female) >= _ENOUGH * max(1, min(male, female)):
            person.sex = "male" if male > female else "female"
        person.sex = person.sex or given_sex(person.words[0])


def split_titles(words: list[str]) -> tuple[list[str], list[str]]:
    """Part titles from the name behind them.

    >>> split_titles("Russian Foreign Minister Sergei Orlov".split())
    (['Russian', 'Foreign', 'Minister'], ['Sergei', 'Orlov'])
    """
    cut = max((i + 1 for i, word in enumerate(words) if word.lower().rstrip(".") in TITLES), default=0)
    return words[:cut], words[cut:]


def is_person_name(words: list[str]) -> bool:
    """Whether capitalised words may be a person's full name: two to four, none of them an institution's."""
    if not 2 <= len(words) <= 5:
        return False
    plain = [re.sub(r"[’']s$", "", word).lower().rstrip(".") for word in words]
    if plain[0] in PLACE_OPENINGS:
        return False
    return not any(word in NO_PERSON or word in FUNCTION_WORDS for word in plain) and not all(
        word.isupper() and len(word) > 1 for word in words
    )


def name_sex(titles: set[str]) -> str:
    """The sex that titles tell: "female", "male" or nothing."""
    if titles & FEMALE:
        return "female"
    return "male" if titles & MALE else ""


def _find_names(text: str) -> Iterator[tuple[Span, list[str]]]:
    for match in _CAPITALS.finditer(text):
        words = [(m.group(), m.start() + match.start()) for m in re.finditer(r"\S+", match.group())]
        owner = max((i for i, (word, _) in enumerate(words[:-1]) if re.search(r"[’']s$|s[’']$", word)), default=-1)
        words = words[owner + 1 :]  # "Kest's Ana Orlu"
        office = _OFFICE_OF.search(text, max(0, match.start() - 40), match.start())
        if office and len(words) >= 3 and office[1].lower() in TITLES:
            # "Secretary of State Ana P. Orlu": the last two words are the name, an initial between them apart.
            first = len(words) - (3 if len(words) > 3 and _INITIAL.fullmatch(words[-2][0]) else 2)
            titles = [office[1], *(word for word, _ in words[:first])]
            if is_person_name([word for word, _ in words[first:]]):
                yield _name_span(words[first:]), titles
                continue
        while words and words[0][0].lower() in FUNCTION_WORDS:
            words = words[1:]
        titles, name = split_titles([word for word, _ in words])
        places = words[len(titles) :]
        if not titles and len(name) == 1:
            continue
        before = _lower_titles(text, words[0][1]) if words else []
        if places and is_person_name(name):
            yield _name_span(places), [*before, *titles]


def _name_span(places: list[tuple[str, int]]) -> Span:
    """From the first word of a name to the last, without a possessive or a full stop behind it."""
    last, at = places[-1]
    return places[0][1], at + len(re.sub(r"(?:[’']s|[’']|(?<=\w\w)\.)$", "", last))


def _lower_titles(text: str, start: int) -> list[str]:
    """Title words in small letters right before a name: "foreign minister Ana Orlu"."""
    match = _PREFIX.search(text, max(0, start - 60), start)
    words = match.group().split() if match else []
    kept: list[str] = []
    for word in reversed(words):
        if word.lower() not in TITLES and not kept:
            break
        if word.lower() in FUNCTION_WORDS:
            break
        kept.insert(0, word)
    return kept


def _learn(person: Person, title_words: list[str], text: str, span: Span) -> None:
    titles = {word.lower().rstrip(".") for word in title_words}
    titles |= {LONG_TITLES[word] for word in titles if word in LONG_TITLES}
    person.titles |= titles & TITLES
    person.described |= titles
    apposition = _APPOSITION.match(text, span[1], min(len(text), span[1] + 120))
    if apposition and len(apposition[1].split()) <= 6:
        words = [word.lower() for word in apposition[1].split()]
        if words[-1].isalpha():
            person.titles.add(words[-1])
            person.described |= set(words)
    person.sex = person.sex or name_sex(titles)
