"""What a mention says beside its own words: the name set beside a role, the body behind a document, a plain surface.

In: a mention's words and the people of its text. Out: names, or nothing. It follows no pronoun.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from framing.attribute.english.cues import DOCUMENT_NOUNS, MIND_NOUNS, SPEECH_NOUNS, words
from framing.attribute.english.people import Person
from framing.attribute.english.titles import FUNCTION_WORDS, TITLES
from framing.attribute.record import Span

# Words in front of a mention that point at it and are no part of the name: "Even Kest".
_ARTICLE = re.compile(r"^the\s+", re.I)
_FOCUS = re.compile(r"^(?:even|only|just|also|still|yet|perhaps|now|but|and|meanwhile|then)\s+(?=\S)", re.I)
_DATELINE = re.compile(r"^[A-Z][A-Z.,' ]{2,30}(?:\s*\([A-Za-z]+\))?\s*[-—–]+\s+")
_BETWEEN = re.compile(r"\.?\s*(?:,\s+|\s+and\s+|,\s+and\s+|\s+)$")
# Nobody is a speaker of these.
NOBODY = words("none nobody neither nothing anyone anybody noone")
# Subjects of verbs of speech that no reader takes for a speaker: "in the name of", "a policy urging", "photos show".
LIFELESS = words("""
    policy crisis name sake wake attack attacks event events move moves measure measures incident war conflict storm
    footage photo photos photograph photographs picture pictures image images way fact result results thing things
""")
# Documents and pictures; the ones of `DOCUMENT_NOUNS` have somebody behind them.
_MORE_DOCUMENTS = words(
    "readout communique communiqué bulletin dispatch newsletter account press-release reply response"
)


def tidy(surface: str) -> str:
    """A mention without a dateline or a focusing adverb in front of it.

    >>> tidy("Even Kest"), tidy("VELMAR - Kest leaders")
    ('Kest', 'Kest leaders')
    """
    return _FOCUS.sub("", _DATELINE.sub("", surface))


def names_beside(text: str, mention: Span, people: Sequence[Person]) -> tuple[str, ...]:
    """The full names set beside a role: in front of its comma, behind it, or right behind ("experts A B and C D").

    >>> from framing.attribute.english.people import find_people
    >>> text = "The Kest minister, Ana Orlu, said no."
    >>> names_beside(text, (0, 17), find_people(text))
    ('Ana Orlu',)
    """
    start, end = mention
    plural = text[start:end].rstrip().endswith("s")
    places = {place: person.name for person in people for place in person.places}
    behind = _names_from(text, end, places) if not re.match(r"[’']s\b", text[end : end + 2]) else []
    if behind and (plural or len(behind) == 1):
        return tuple(behind)
    if text[end : end + 1] in (",", ")"):
        before = next((name for (a, b), name in places.items() if text[b:start] in (", ", " ("[:2])), "")
        return (before,) if before else ()
    return ()


def _names_from(text: str, at: int, places: dict[Span, str]) -> list[str]:
    """Names that follow one another from here on, joined by commas and "and"; the last must close a phrase."""
    found: list[str] = []
    while True:
        follow = next(((a, b) for a, b in sorted(places) if a >= at), None)
        if follow is None or not _BETWEEN.fullmatch(text[at : follow[0]]):
            return found
        if not found and text[at : at + 1] == "," and text[follow[1] : follow[1] + 1] not in (",", ";", ".", ")"):
            return found
        found.append(places[follow])
        at = follow[1]


def owner_of_words(surface: str) -> str:
    """Whose words "Orlu's answer" are, where the noun is one of speech or mind; "" for any other mention.

    >>> owner_of_words("Ana Orlu’s gut reaction"), owner_of_words("Ana Orlu’s horse")
    ('Ana Orlu', '')
    """
    parted = re.match(r"(.+?)(?:[’']s|(?<=s)[’'])\s+(?:\S+\s+){0,2}?(\w+)$", surface)
    return parted[1] if parted and parted[2].lower() in _WORDS_OF else ""


_WORDS_OF = (
    SPEECH_NOUNS | MIND_NOUNS | words("reaction response answer position message view stance point reply word words")
)


def is_lifeless(surface: str) -> bool:
    """Whether nobody can be behind a mention: "the name of", "a policy"."""
    head = re.split(r"\s(?:of|from|at|for|in|to)\b", surface)[0].split()
    return bool(head) and head[-1] in LIFELESS


def is_document(surface: str) -> bool:
    """Whether a mention is a piece of writing: "the statement", "a Kest readout"."""
    last = surface.split()[-1] if surface.split() else ""
    return last in DOCUMENT_NOUNS | _MORE_DOCUMENTS


def behind_document(surface: str) -> str:
    """The body named in front of a document: "a Foreign Ministry statement"; "" when none is.

    >>> behind_document("a Foreign Ministry statement"), behind_document("the statement")
    ('Foreign Ministry', '')
    """
    capitals = []
    for word in surface.split()[:-1]:
        if word[:1].isupper() and word.lower() not in FUNCTION_WORDS:
            capitals.append(re.sub(r"[’']s$", "", word))
        elif capitals:
            break
    return " ".join(capitals)


def role_words(surface: str) -> list[str]:
    """The words of a definite role in small letters, its article left out: "Kest's foreign minister"; [] for none.

    >>> role_words("the Kest minister"), role_words("Kest’s minister"), role_words("a minister")
    (['kest', 'minister'], ['kest', 'minister'], [])
    """
    given = surface.split()
    definite = given[:1] and (given[0].lower() == "the" or re.search(r"[’']s$|s[’']$", given[0]))
    if not definite or len(given) > 6:
        return []
    found = [re.sub(r"[’']s?$", "", word).lower().rstrip(".") for word in given]
    found = found[1:] if found[0] == "the" else found
    return found if found and found[-1] in TITLES | _GENERAL else []


_GENERAL = words("general officer")


def only_places(surface: str) -> bool:
    """Whether a role's first words only place it: "the Kest senator", "the old senator", not "the health minister"."""
    words = surface.split()
    if words[-1].lower() in _PLAIN_OFFICES:
        return True
    front = words[1:-1] if words[0].lower() == "the" else words[:-1]
    return all(word[:1].isupper() for word in front)


def small_start(surface: str) -> str:
    """ "A Kest banker" as "a Kest banker": the capital of a sentence's start belongs to no name."""
    first = next(iter(surface.split(maxsplit=1)), "")
    return surface[0].lower() + surface[1:] if first.lower() in _DETERMINERS else surface


def may_be_role(surface: str) -> bool:
    """A mention whose own last word is no name: "the Kest minister", "experts", "secretary general of the Union"."""
    head = re.split(r"\s(?:of|from|at|for|in|to)\s", surface)[0].split()
    return bool(head) and (head[-1].islower() or head[-1].lower() in TITLES)


def is_many(name: str) -> bool:
    """Whether "they" may stand for a single name: a plural noun, or a body of people."""
    last = re.split(r"\s(?:of|from|at|for|in)\s", name)[0].split()[-1]
    return (last.islower() and last.endswith("s")) or last.lower() in _BODIES


def plain_name(surface: str) -> str:
    """A mention as a name: an institution loses its article, anything else keeps its own words."""
    bare = _ARTICLE.sub("", surface)
    return bare if bare[:1].isupper() and bare != surface else small_start(surface)


_PLAIN_OFFICES = words("senator governor congressman congresswoman representative president mayor chancellor premier")


_DETERMINERS = words("""
    the a an one two three four five six seven eight nine ten some several many few most other others another all both
    any its his her their local senior former
""")


_BODIES = words("""
    council committee commission government police army team family party group parliament senate house board union
    ministry crew delegation alliance coalition opposition administration company staff public press
""")


def headline_name(text: str, mention: Span, people: Sequence[Person]) -> str:
    """The person of "Orlu Answers the Press: …": the surname that opens a headline with a verb in capitals."""
    words = text[slice(*mention)].split()
    if mention[0] or len(words) < 3 or text[mention[1] : mention[1] + 1] != ":":
        return ""
    return next((person.name for person in people if person.words[-1] == words[0]), "")


def tail_start(words: list[str]) -> int:
    """Where the run of capitalised words at the end of a mention begins."""
    start = len(words)
    while start and (words[start - 1][:1].isupper() or words[start - 1] in ("de", "van", "von", "al", "bin", "der")):
        start -= 1
    return start


def is_name_like(word: str) -> bool:
    """Whether a word has a capital and nothing but letters, hyphens and apostrophes."""
    return word[:1].isupper() and word.replace("-", "").replace("’", "").replace("'", "").isalpha()
