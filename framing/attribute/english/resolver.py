"""From mentions to names: "Wang" to "Wang Yi", "he" to whoever spoke before, "the minister" to the one minister.

In: text and its attributions. Out: the attributions with `resolved` filled. It is made for the plain cases and abstains
on the rest: a noun phrase keeps its own words, a pronoun without a clear antecedent gets no name.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right, insort
from collections.abc import Sequence
from dataclasses import replace

from framing.attribute.english.cues import words
from framing.attribute.english.people import Person, find_people, is_person_name, name_sex, split_titles
from framing.attribute.english.titles import FUNCTION_WORDS, TITLES
from framing.attribute.record import Attribution, Span, merge_spans

_SEX_OF = {"he": "male", "him": "male", "his": "male", "she": "female", "her": "female"}
_OTHER_PRONOUNS = words(
    """
    i we you it they them their its my our your who whom whose which that this these those what one
    """
)
_ARTICLE = re.compile(r"^the\s+", re.I)
_SENTENCE_BREAK = re.compile(r"[.!?][\"”’'»)\]]*\s+|\n\s*|^")
_TWO = re.compile(r"^(?:both|(?:both )?the two|the pair of)\s+(?:\w+\s+)?(\w+?)s$", re.I)
# A pronoun looks back over at most this many paragraphs for its antecedent; chosen by reading, not fitted.
_REACH = 3


def resolve_mentions(text: str, attributions: Sequence[Attribution]) -> list[Attribution]:
    """Give each attribution the best names the text has for its speakers.

    Joint speakers get one name each. An attribution without a mention keeps an empty `resolved`.
    """
    room = _Room(text, attributions)
    resolved: dict[int, Attribution] = {}
    for index in sorted(range(len(attributions)), key=lambda i: _position(attributions[i])):
        attribution = attributions[index]
        names: list[str] = []
        for mention in attribution.mentions or ((attribution.mention,) if attribution.mention else ()):
            names += [name for name in room.name(mention, attribution) if name not in names]
        resolved[index] = replace(attribution, resolved=tuple(names))
        room.remember(resolved[index])
    return [resolved[index] for index in range(len(attributions))]


def _position(attribution: Attribution) -> int:
    return attribution.mention[0] if attribution.mention else attribution.start


class _Room:
    """Who is in the text, and who spoke when: the state of one reading from first to last attribution."""

    def __init__(self, text: str, attributions: Sequence[Attribution]) -> None:
        self.text = text
        self.people = find_people(text)
        self.by_name = {person.name: person for person in self.people}
        self.spoken: list[tuple[int, tuple[str, ...]]] = []
        self.subjects = sorted(_leading_names(text, self.people, attributions))

    def remember(self, attribution: Attribution) -> None:
        if attribution.resolved and attribution.mention:
            insort(self.spoken, (attribution.mention[0], attribution.resolved))

    def name(self, mention: Span, attribution: Attribution) -> tuple[str, ...]:
        surface = " ".join(re.sub(r"(?:[’']s|[’'])$", "", self.text[slice(*mention)]).split())
        low = surface.lower()
        if low in _SEX_OF:
            return self._antecedent(mention, attribution, _SEX_OF[low])
        if low in ("who", "which", "that"):
            return self._relative(mention)
        if low in ("they", "it"):
            return self._plural(mention) if low == "they" else ()
        if low in _OTHER_PRONOUNS:
            return ()
        return self._noun(surface, mention)

    def _noun(self, surface: str, mention: Span) -> tuple[str, ...]:
        words = re.split(r"\s(?:of|from|at|for|in)\s", surface)[0].split()
        capitals = [i for i, word in enumerate(words) if word[:1].isupper()]
        tail = words[_tail_start(words) :]
        titles, name = split_titles(tail)
        if is_person_name(name):
            return (self._merged(" ".join(name)),)
        if len(name) == 1 and capitals and _is_name_like(name[0]) and (titles or len(words) == len(tail)):
            return (self._by_short_name(name[0], {word.lower().rstrip(".") for word in titles}, mention),)
        inside = self._named_inside(surface)
        if inside:
            return (inside,)
        return self._by_role(surface, mention) or (_plain(surface),)

    def _merged(self, name: str) -> str:
        """The name the text first gives to somebody whose first and last names are these."""
        return next((p.name for p in self.people if p.name == name or name in p.variants), name)

    def _named_inside(self, surface: str) -> str | None:
        """A full name somewhere in a longer mention: "Orlu of Kest", "party chair Ana Orlu"."""
        return next((p.name for p in self.people if re.search(rf"\b{re.escape(p.name)}$", surface)), None)

    def _by_short_name(self, short: str, titles: set[str], mention: Span) -> str:
        sex = name_sex(titles)
        fits = [p for p in self.people if short == p.words[-1]] or [p for p in self.people if short == p.words[0]]
        fits = [p for p in fits if not sex or not p.sex or p.sex == sex]
        known = [p for p in fits if p.places[0][0] < mention[0]] or fits
        if len(known) > 1:
            told = [p for p in known if p.titles & titles] or [p for p in known if sex and p.sex == sex]
            known = told if len(told) == 1 else known
        return known[0].name if len(known) == 1 else short

    def _by_role(self, surface: str, mention: Span) -> tuple[str, ...]:
        """ "the minister": the one person before it who bears the title; "the two ministers": the two who do."""
        before = [p for p in self.people if p.places[0][0] < mention[0]]
        if pair := _TWO.match(surface):
            both = [p for p in before if pair[1].lower() in p.titles]
            return tuple(p.name for p in both) if len(both) == 2 else ()
        words = surface.lower().split()
        if not words or words[0] != "the" or len(words) > 5:
            return ()
        bearers = [p for p in before if words[-1] in p.titles]
        exact = [p for p in bearers if set(words[1:-1]) <= p.described]
        if len(words) > 2:
            bearers = exact
        return (bearers[0].name,) if len(bearers) == 1 else ()

    def _antecedent(self, mention: Span, attribution: Attribution, sex: str) -> tuple[str, ...]:
        """The last single speaker, or person a sentence began with, whichever is nearer; sexes must not clash."""
        floor = _paragraph_floor(self.text, mention[0])
        spoken = self.spoken[bisect_left(self.spoken, (floor,)) : bisect_left(self.spoken, (mention[0],))]
        leading = self.subjects[bisect_left(self.subjects, (floor,)) : bisect_left(self.subjects, (mention[0],))]
        candidates = [(at, names[0]) for at, names in spoken if len(names) == 1 and self._is_person(names[0])]
        candidates += [(at, name) for at, name in leading if not any(a <= at < b for a, b in attribution.spans)]
        for _, name in sorted(candidates, reverse=True):
            person = self.by_name.get(name)
            if person is None or not person.sex or person.sex == sex:
                return (name,)
        return ()

    def _is_person(self, name: str) -> bool:
        """Whether a resolved name is a person's: a full name, or one word that stands as a name inside sentences."""
        if name in self.by_name:
            return True
        inside = re.search(rf"(?<![.!?] )(?<=\w[ ,]){re.escape(name)}\b", self.text)
        return (
            len(name.split()) == 1 and _is_name_like(name) and name.lower() not in FUNCTION_WORDS and inside is not None
        )

    def _relative(self, mention: Span) -> tuple[str, ...]:
        """The name right before "who"."""
        before = self.text[: mention[0]].rstrip(", ")
        for person in self.people:
            if before.endswith(person.name):
                return (person.name,)
        word = re.search(r"([A-Z][\w’'\-]+)$", before)
        return (self._by_short_name(word[1], set(), mention),) if word and _is_name_like(word[1]) else ()

    def _plural(self, mention: Span) -> tuple[str, ...]:
        floor = _paragraph_floor(self.text, mention[0])
        spoken = self.spoken[bisect_left(self.spoken, (floor,)) : bisect_left(self.spoken, (mention[0],))]
        last = spoken[-1][1] if spoken else ()
        plural = len(last) > 1 or (
            len(last) == 1 and last[0].split()[-1].endswith("s") and last[0].split()[-1].islower()
        )
        return last if plural else ()


def _leading_names(text: str, people: list[Person], attributions: Sequence[Attribution]) -> list[tuple[int, str]]:
    """Where a sentence of the narration begins with a person; speech of others is not looked at."""
    reported = merge_spans(span for a in attributions for span in a.spans)
    starts = [start for start, _ in reported]
    found = []
    for match in _SENTENCE_BREAK.finditer(text):
        at = match.end()
        around = bisect_right(starts, at) - 1
        if around >= 0 and at < reported[around][1]:
            continue
        opening = text[at : at + 80]
        for person in people:
            for place in (opening.find(person.name), _word_at_start(opening, person)):
                if 0 <= place <= 40 and _only_titles(opening[:place]):
                    found.append((at + place, person.name))
                    break
    return found


def _word_at_start(opening: str, person: Person) -> int:
    match = re.match(rf"(?:\w+\.? )?{re.escape(person.words[-1])}\b", opening)
    return 0 if match else -1


def _only_titles(prefix: str) -> bool:
    words = prefix.split()
    return all(word[:1].isupper() or word.lower() in TITLES or word in ("the", "and", "former") for word in words)


def _tail_start(words: list[str]) -> int:
    """Where the run of capitalised words at the end of a mention begins."""
    start = len(words)
    while start and (words[start - 1][:1].isupper() or words[start - 1] in ("de", "van", "von", "al", "bin", "der")):
        start -= 1
    return start


def _is_name_like(word: str) -> bool:
    return word[:1].isupper() and word.replace("-", "").replace("’", "").replace("'", "").isalpha()


def _plain(surface: str) -> str:
    """A mention as a name: an institution loses its article, anything else keeps its own words."""
    bare = _ARTICLE.sub("", surface)
    return bare if bare[:1].isupper() else surface


def _paragraph_floor(text: str, position: int) -> int:
    floor = position
    for _ in range(_REACH):
        floor = text.rfind("\n", 0, max(0, floor - 1)) + 1
        while floor and text[floor - 1] == "\n":
            floor -= 1
        if floor == 0:
            return 0
    return floor
