"""From mentions to names: "Wang" to "Wang Yi", "he" to whoever spoke before, "the minister" to the one minister.

In: text and its attributions. Out: the attributions with `resolved` filled. It is made for the plain cases and abstains
on the rest: a noun phrase keeps its own words, a pronoun without a clear antecedent gets no name.
"""

from __future__ import annotations

import re
from bisect import bisect_left, insort
from collections.abc import Sequence
from dataclasses import replace

from framing.attribute.english.cues import words
from framing.attribute.english.mentions import (
    NOBODY,
    behind_document,
    headline_name,
    is_document,
    is_lifeless,
    is_many,
    is_name_like,
    may_be_role,
    names_beside,
    only_places,
    owner_of_words,
    plain_name,
    role_words,
    small_start,
    tail_start,
    tidy,
)
from framing.attribute.english.people import Person, find_people, is_person_name, name_sex, split_titles
from framing.attribute.english.surroundings import leading_names, paragraph_floor
from framing.attribute.english.titles import FUNCTION_WORDS, TITLES
from framing.attribute.record import Attribution, Span

_SEX_OF = {"he": "male", "him": "male", "his": "male", "she": "female", "her": "female"}
_OTHER_PRONOUNS = words(
    """
    i we you it they them their its my our your who whom whose which that this these those what one
    """
)
_BODY_OPENS = re.compile(r"The ((?:[A-Z][\w’'\-]+ ){1,4}[A-Z][\w’'\-]+)(?= [a-z])")
# "a speech (that) Ms. Orlu gave", "a report by the Lake Institute", behind the document.
_MADE_BY = re.compile(
    r"\s+(?:that\s+|which\s+)?((?:M[rs]{1,2}\.\s)?[A-Z][\w’'\-]+(?: [A-Z][\w’'\-]+)*)\s+[a-z]+(?:ed|ve|te|nt|de|ut)\b"
    r"|\s+by\s+(?:the\s+)?((?:M[rs]{1,2}\.\s)?[A-Z][\w’'\-]+(?: [A-Z][\w’'\-]+)*)"
)
# "the Republican candidate", and no "the ministry's new adviser": a word for somebody who has been named.
_BARE_ROLE = re.compile(r"the (?:[\w\-]+ ){0,3}[\w\-]+$", re.I)
_PART_OF = re.compile(r"(?:one|some|many|several|most|two|three|both|all|none|a few) of\b", re.I)
_TWO = re.compile(r"^(?:both|(?:both )?the two|the pair of)\s+(?:\w+\s+)?(\w+?)s$", re.I)


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
        self.subjects = sorted(leading_names(text, self.people, attributions))

    def remember(self, attribution: Attribution) -> None:
        if attribution.resolved and attribution.mention:
            insort(self.spoken, (attribution.mention[0], attribution.resolved))

    def name(self, mention: Span, attribution: Attribution) -> tuple[str, ...]:
        surface = tidy(" ".join(re.sub(r"(?:[’']s|[’'])$", "", self.text[slice(*mention)]).split()))
        low = surface.lower()
        if not low:
            return ()
        if low in _SEX_OF:
            return self._antecedent(mention, attribution, _SEX_OF[low])
        if low in ("who", "which", "that"):
            return self._relative(mention)
        if low in ("they", "it"):
            return self._plural(mention) if low == "they" else self._body_before(mention)
        if low in _OTHER_PRONOUNS or low.split()[:1] == ["no"] or set(low.split()[:1]) & NOBODY:
            return ()
        return self._noun(surface, mention)

    def _noun(self, surface: str, mention: Span) -> tuple[str, ...]:
        if is_lifeless(surface):
            return ()
        beside = names_beside(self.text, mention, self.people) if may_be_role(surface) else ()
        if beside:
            return beside
        if owner := owner_of_words(surface):
            return self._noun(owner, (mention[0], mention[0] + len(owner)))
        if is_document(surface):
            return self._author(surface, mention)
        named = self._named_at_end(surface, mention)
        if named:
            return (named,)
        if headline := headline_name(self.text, mention, self.people):
            return (headline,)
        if _PART_OF.match(surface):
            return (small_start(surface),)
        front = re.split(r"\s(?:of|from|at|for|in)\s", surface)[0]
        words = front.split()
        capitals = [i for i, word in enumerate(words) if word[:1].isupper()]
        tail = words[tail_start(words) :]
        titles, name = split_titles(tail)
        if is_person_name(name):
            return (self._merged(" ".join(name)),)
        if len(name) == 1 and capitals and is_name_like(name[0]) and (titles or len(words) == len(tail)):
            return (self._by_short_name(name[0], {word.lower().rstrip(".") for word in titles}, mention),)
        inside = self._named_inside(front)
        if inside:
            return (inside,)
        return self._by_role(surface, mention) or (plain_name(surface),)

    def _merged(self, name: str) -> str:
        """The name the text first gives to somebody whose first and last names are these."""
        return next((p.name for p in self.people if p.name == name or name in p.variants), name)

    def _named_at_end(self, surface: str, mention: Span) -> str:
        """The person of "Secretary of State Ana Orlu": a name the text has found at the mention's very end."""
        if not re.search(r"\bof (?:the )?[A-Z]\w+ [A-Z]", surface) or surface.split()[0].islower():
            return ""
        ends = {place[1]: person for person in self.people for place in person.places}
        person = ends.get(mention[1])
        office = surface.removesuffix(person.name).split() if person is not None else []
        return person.name if person is not None and office and office[-1][:1].isupper() else ""

    def _author(self, surface: str, mention: Span) -> tuple[str, ...]:
        """Whose a document is: the body in front of it ("a Kest readout"), or for "the statement" who spoke last."""
        body = behind_document(surface)
        if body:
            return self._noun(body, mention) if not is_document(body) else (body,)
        maker = _MADE_BY.match(self.text, mention[1])
        if maker:
            return self._noun(maker[1] or maker[2], (maker.start(), maker.end()))
        if not surface.lower().startswith(("the ", "that ", "this ")):
            return (plain_name(surface),)
        recent = self._spoken_before(mention)
        return recent[-1][1] if recent else (plain_name(surface),)

    def _spoken_before(self, mention: Span) -> list[tuple[int, tuple[str, ...]]]:
        floor = paragraph_floor(self.text, mention[0])
        return self.spoken[bisect_left(self.spoken, (floor,)) : bisect_left(self.spoken, (mention[0],))]

    def _body_before(self, mention: Span) -> tuple[str, ...]:
        """ "it": the body that spoke last in the same paragraph."""
        begin = self.text.rfind("\n", 0, mention[0])
        last = [names for at, names in self._spoken_before(mention) if at > begin]
        opening = _BODY_OPENS.match(self.text, begin + 1, mention[0])
        single = last[-1] if last else ((opening[1],) if opening and not is_person_name(opening[1].split()) else ())
        return single if len(single) == 1 and single[0][:1].isupper() and not self._is_person(single[0]) else ()

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
        words = role_words(surface)
        if not words:
            return ()
        bearers = [p for p in before if words[-1] in p.titles | p.described]
        if not bearers and _BARE_ROLE.match(surface):
            return self._another_word(mention)
        if len(words) > 1:
            anywhere = [p for p in self.people if set(words) <= p.described]
            exact = [p for p in bearers if set(words[:-1]) <= p.described]
            bearers = exact or anywhere or (self._last(bearers, mention) if only_places(surface) else [])
        if not bearers:
            bearers = [p for p in self.people if not p.titles and p.places[0][0] < mention[0]]
            here = self._only_here(self.people, mention)
            bearers = self._only_here(bearers, mention) if len(here) == 1 and surface[:4].lower() == "the " else []
        elif len(bearers) > 1:
            bearers = self._only_here(bearers, mention)
        return (bearers[0].name,) if len(bearers) == 1 else ()

    def _another_word(self, mention: Span) -> tuple[str, ...]:
        """Whom a title means that nobody in the text bears: the last person of this paragraph or the one before."""
        begin = self.text.rfind("\n", 0, mention[0])
        floor = self.text.rfind("\n", 0, max(0, len(self.text[: max(0, begin)].rstrip())))
        recent = [(at, names[0]) for at, names in self._spoken_before(mention) if len(names) == 1]
        recent += self.subjects[: bisect_left(self.subjects, (mention[0],))]
        at, nearest = max(recent, default=(-1, ""))
        return (nearest,) if at > floor and nearest in self.by_name else ()

    def _only_here(self, bearers: list[Person], mention: Span) -> list[Person]:
        """The one of several bearers of a title whom the paragraph names before the mention."""
        here = self.text[self.text.rfind("\n", 0, mention[0]) + 1 : mention[0]]
        return [p for p in bearers if re.search(rf"\b{re.escape(p.words[-1])}\b", here)]

    def _last(self, bearers: list[Person], mention: Span) -> list[Person]:
        """The person whom the text last had speak or act, when that is one of the bearers of the title."""
        recent = [(at, names[0]) for at, names in self._spoken_before(mention) if len(names) == 1]
        floor = paragraph_floor(self.text, mention[0])
        recent += self.subjects[bisect_left(self.subjects, (floor,)) : bisect_left(self.subjects, (mention[0],))]
        nearest = max(recent, default=(0, ""))[1]
        return [p for p in bearers if p.name == nearest]

    def _antecedent(self, mention: Span, attribution: Attribution, sex: str) -> tuple[str, ...]:
        """The last single speaker, or person a sentence began with, whichever is nearer; sexes must not clash."""
        floor = paragraph_floor(self.text, mention[0])
        spoken = self._spoken_before(mention)
        leading = self.subjects[bisect_left(self.subjects, (floor,)) : bisect_left(self.subjects, (mention[0],))]
        candidates = [(at, names[0]) for at, names in spoken if len(names) == 1 and self._may_be_he(names[0])]
        candidates += [(at, name) for at, name in leading if not any(a <= at < b for a, b in attribution.spans)]
        begin = self.text.rfind("\n", 0, mention[0])
        led = {self.text.rfind("\n", 0, at) for at, name in candidates if self._is_person(name)}
        # Where a paragraph names a person, "he" is no "reporter" of the same paragraph.
        candidates = [c for c in candidates if self._is_person(c[1]) or self.text.rfind("\n", 0, c[0]) not in led]
        fits = [(at, name) for at, name in sorted(candidates, reverse=True) if self._may_be_of(name, sex)]
        if fits and fits[0][0] > begin:
            return (fits[0][1],)
        return self._only_one_here(mention, sex) or tuple(name for _, name in fits[:1])

    def _may_be_of(self, name: str, sex: str) -> bool:
        person = self.by_name.get(name)
        return person is None or not person.sex or person.sex == sex

    def _only_one_here(self, mention: Span, sex: str) -> tuple[str, ...]:
        """Whoever of this sex is the only person that the paragraph names before the pronoun, quotations aside."""
        here = re.sub(r"[\"“][^\"”]*(?:[\"”]|$)", "", self.text[self.text.rfind("\n", 0, mention[0]) + 1 : mention[0]])
        named = {p.name for p in self.people if re.search(rf"\b{re.escape(p.words[-1])}\b(?!-)", here)}
        fits = [name for name in sorted(named) if self._may_be_of(name, sex)]
        return tuple(fits) if len(fits) == 1 else ()

    def _may_be_he(self, name: str) -> bool:
        """A person, or somebody without a name: "a Kest reporter"."""
        front = re.split(r"\s(?:of|from|at|for|in)\s", name)[0].split()
        return self._is_person(name) or (bool(front) and front[-1] in TITLES | _SOMEBODY)

    def _is_person(self, name: str) -> bool:
        """Whether a resolved name is a person's: a full name, or one word that stands as a name inside sentences."""
        if name in self.by_name:
            return True
        inside = re.search(rf"(?<![.!?] )(?<=\w[ ,]){re.escape(name)}\b", self.text)
        return (
            len(name.split()) == 1 and is_name_like(name) and name.lower() not in FUNCTION_WORDS and inside is not None
        )

    def _relative(self, mention: Span) -> tuple[str, ...]:
        """The name right before "who"."""
        before = self.text[: mention[0]].rstrip(", -–—(")
        for person in self.people:
            if before.endswith(person.name):
                return (person.name,)
        word = re.search(r"([A-Z][\w’'\-]+)$", before)
        return (self._by_short_name(word[1], set(), mention),) if word and is_name_like(word[1]) else ()

    def _plural(self, mention: Span) -> tuple[str, ...]:
        spoken = self._spoken_before(mention)
        last = spoken[-1][1] if spoken else ()
        plural = len(last) > 1 or (len(last) == 1 and is_many(last[0]))
        return last if plural else ()


_SOMEBODY = words("witness man woman source expert neighbor neighbour refugee survivor victim soldier driver passenger")
