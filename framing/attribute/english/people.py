"""The people of a text: every full name it gives, with titles and appositions, read from capital letters alone.

In: text. Out: one `Person` a name, with the places it stands. It knows no name in advance and loads no parser.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from framing.attribute.english.cues import words
from framing.attribute.record import Span

_SHORT = r"(?:Mr|Mrs|Ms|Dr|Sen|Rep|Gov|Gen|Col|Lt|Capt|Sgt|Prof|Rev|Hon|Amb|St|[A-Z])\."
_WORD = rf"(?:{_SHORT}|[A-ZÀ-ÖØ-Þ][\w’'\-]*(?:\s[JS]r\.)?)"
_PARTICLE = r"(?:de|del|der|den|van|von|bin|ibn|al|el|la|le|da|di|dos|du|ben|ter)"
_CAPITALS = re.compile(rf"(?<![\w.@]){_WORD}(?:[ \u00a0](?:{_PARTICLE}[ \u00a0]){{0,2}}{_WORD})*")
_SENTENCE_START = re.compile(r"(?:^|[.!?:]['\"”’»)]*\s+|\n\s*|['\"“«(]\s*)$")

# Words that stand before a name and say what its bearer is; the name begins behind the last of them.
TITLES = words(
    """
    president premier chancellor king queen prince princess emperor minister secretary ambassador envoy
    spokesman spokeswoman spokesperson chairman chairwoman chair chief director general colonel captain major
    lieutenant admiral commander marshal sergeant senator governor mayor congressman congresswoman
    representative deputy speaker leader judge justice attorney prosecutor sheriff officer commissioner
    councilor councillor counselor adviser advisor aide professor doctor bishop archbishop cardinal pope
    patriarch imam ayatollah rabbi reverend father sister brother pastor coach manager analyst economist expert
    strategist pollster lawyer activist author writer journalist reporter correspondent editor columnist
    commentator host anchor moderator candidate nominee lawmaker member diplomat negotiator official head
    founder executive ceo owner businessman businesswoman billionaire veteran scientist mr mrs ms miss dr sir
    lady lord dame madam sen rep gov gen col lt capt sgt maj prof rev hon amb pres st msgr mx
    """
)
_FEMALE = words(
    """
    mrs ms miss lady dame madam queen princess spokeswoman chairwoman congresswoman businesswoman sister
    """
)
_MALE = words("mr sir lord king prince spokesman chairman congressman businessman brother")

# Capitalised words that no person's name holds: a run with one of them is an institution, a place or a day.
_NO_PERSON = words(
    """
    ministry department council committee commission organization organisation party union university college
    school institute association agency bank fund court senate house congress parliament office bureau
    administration government street avenue river mountain city county state states republic kingdom federation
    news times post journal tribune herald gazette press radio television network magazine daily weekly online
    center centre foundation company corp inc ltd group alliance treaty act bill law war day week month year
    january february march april june july august september october november december monday tuesday wednesday
    thursday friday saturday sunday north south east west northern southern eastern western united national
    international american russian chinese british french german european african asian democratic republican
    conservative liberal labour academy airport church museum hall conference convention summit games league
    club team army navy force forces police security world america
    """
)
_FUNCTION_WORDS = words(
    """
    a an the this that these those he she it they we you i in on at by for from to of with as if but and or nor
    so yet when while after before during since until because although though however according both all some
    many most no not there here what who why how where which his her its their our my your one two three four
    five six seven eight nine ten yes well now then today yesterday tomorrow meanwhile also asked did do does is
    are was were will would can could should may might must has have had let even still just only like under
    over about between among against without despite speaking still instead earlier later last next former old
    new first second another other others more such
    """
)
_APPOSITION = re.compile(
    r",\s+(?:(?:the|an?|[A-Z][\w]*(?:[’']s|[’'])|his|her|its|their)\s+)?((?:[\w’'\-]+\s+){0,5}?[\w’'\-]+)(?:\s+(?:of|for|at|in|to|who)\b|,)"
)
_PREFIX = re.compile(r"(?:[\w’'\-]+[ \u00a0]+){1,4}$")


@dataclass
class Person:
    """A full name, every place it stands, the titles it bears (lower case) and the sex the titles tell, if any."""

    name: str
    places: list[Span] = field(default_factory=list)
    titles: set[str] = field(default_factory=set)
    described: set[str] = field(default_factory=set)
    sex: str = ""

    @property
    def words(self) -> list[str]:
        return self.name.split()


def find_people(text: str) -> list[Person]:
    """Find every full name (two words or more) in order of first appearance, merging what is one name.

    >>> [(p.name, sorted(p.titles)) for p in find_people("Foreign Minister Ana Orlu met Bo Li, a poet, in Kest.")]
    [('Ana Orlu', ['minister']), ('Bo Li', ['poet'])]
    """
    people: dict[str, Person] = {}
    for span, title_words in _find_names(text):
        name = " ".join(text[slice(*span)].split())
        person = people.setdefault(name, Person(name))
        person.places.append(span)
        _learn(person, title_words, text, span)
    return list(people.values())


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
    return not any(word in _NO_PERSON or word in _FUNCTION_WORDS for word in plain) and not all(
        word.isupper() and len(word) > 1 for word in words
    )


def name_sex(titles: set[str]) -> str:
    """The sex that titles tell: "female", "male" or nothing."""
    if titles & _FEMALE:
        return "female"
    return "male" if titles & _MALE else ""


def _find_names(text: str) -> Iterator[tuple[Span, list[str]]]:
    for match in _CAPITALS.finditer(text):
        words = [(m.group(), m.start() + match.start()) for m in re.finditer(r"\S+", match.group())]
        while words and words[0][0].lower() in _FUNCTION_WORDS:
            words = words[1:]
        titles, name = split_titles([word for word, _ in words])
        places = words[len(titles) :]
        if not titles and len(name) == 1:
            continue
        before = _lower_titles(text, words[0][1]) if words else []
        if places and is_person_name(name):
            start = places[0][1]
            last, at = places[-1]
            end = at + len(re.sub(r"(?:[’']s|[’']|(?<=\w\w)\.)$", "", last))
            yield (start, end), [*before, *titles]


def _lower_titles(text: str, start: int) -> list[str]:
    """Title words in small letters right before a name: "foreign minister Ana Orlu"."""
    match = _PREFIX.search(text, max(0, start - 60), start)
    words = match.group().split() if match else []
    kept: list[str] = []
    for word in reversed(words):
        if word.lower() not in TITLES and not kept:
            break
        if word.lower() in _FUNCTION_WORDS:
            break
        kept.insert(0, word)
    return kept


def _learn(person: Person, title_words: list[str], text: str, span: Span) -> None:
    titles = {word.lower().rstrip(".") for word in title_words}
    person.titles |= titles & TITLES
    person.described |= titles
    apposition = _APPOSITION.match(text, span[1], min(len(text), span[1] + 120))
    if apposition and len(apposition[1].split()) <= 6:
        words = [word.lower() for word in apposition[1].split()]
        if words[-1].isalpha():
            person.titles.add(words[-1])
            person.described |= set(words)
    person.sex = person.sex or name_sex(titles)
