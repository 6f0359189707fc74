"""Who the holders of a Russian document are: declined and short names to one name, roles and pronouns to persons.

In: the document as read. Out: names for each draft, empty where the rules abstain. It stays inside one document.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from framing.attribute.record import Span
from framing.attribute.russian.declension import ALL_CASES, read_name
from framing.attribute.russian.drafts import Draft, Sentence, is_relay
from framing.attribute.russian.known import canonical_name, find_full_names, is_known_as, role_lemma
from framing.attribute.russian.mentions import Mention, body_lemma, governed
from framing.attribute.russian.nouns import (
    COUNTRIES_AND_CAPITALS,
    LOOSE_ROLES,
    NAMELESS_ROLES,
    ROLES,
)
from framing.attribute.russian.subjects import nominative_readings

_PRONOUNS = {"он": "m", "его": "m", "она": "f", "ее": "f", "её": "f", "они": "p", "их": "p"}
_GENITIVE_ADJECTIVE = re.compile(r"([а-яё])(ого|его)$")
_MARKS = '«»"“”„'
_OFFICE_REACH = 4  # sentences back to the name of an office's one bearer


def name_holders(text: str, sentences: Sequence[Sentence], drafts: Sequence[Draft]) -> list[tuple[str, ...]]:
    """Names for each draft, in their order; () where nobody can be named."""
    return _Cast(text, sentences).name_all(drafts)


class _Cast:
    """The persons of one document and who spoke last; filled while the drafts are read in order."""

    def __init__(self, text: str, sentences: Sequence[Sentence]) -> None:
        self.text = text
        self.sentences = sentences
        self.nominatives = _nominatives_seen(sentences)
        self.known = find_full_names(sentences, self.nominatives)
        self.spoken: list[tuple[int, tuple[str, ...], str]] = []

    def name_all(self, drafts: Sequence[Draft]) -> list[tuple[str, ...]]:
        result = []
        for draft in drafts:
            names = tuple(dict.fromkeys(n for h in draft.holders for n in self._name(h, draft)))
            result.append(names)
            if names and not is_relay(self.text, draft.holders[0].span):
                self.spoken.append((draft.sentence, names, self._gender(draft, names)))
        return result

    def _gender(self, draft: Draft, names: tuple[str, ...]) -> str:
        if len(names) > 1:
            return "p"
        if draft.holders[0].kind == "body":
            return "b"
        pronoun = _PRONOUNS.get(self._words(draft.holders[0]).lower(), "")
        if pronoun or (draft.holders[0].kind == "name" and draft.gender in ("m", "f")):
            return pronoun or draft.gender  # the verb knows better than a name that stands still, such as «Ван И»
        known = next((k.gender for k in self.known if k.name == names[0]), "")
        return known or draft.gender

    def _words(self, mention: Mention) -> str:
        return re.sub(r"\s+", " ", self.text[mention.span[0] : mention.span[1]])

    def _name(self, mention: Mention, draft: Draft) -> tuple[str, ...]:
        if mention.kind == "name":
            return (self.full_name(mention, draft.cases, draft.gender if draft.gender in "mf" else ""),)
        if mention.kind == "pronoun":
            return self._pronoun(mention, draft)
        if mention.kind == "role":
            return self._role(mention, draft)
        return (self._body(mention),)

    def full_name(self, mention: Mention, cases: frozenset[str], gender: str) -> str:
        """The person's full name when the document gives one, else the mention in the nominative."""
        readings = (
            mention.readings(cases, gender) or mention.readings(ALL_CASES, gender) or mention.readings(ALL_CASES, "")
        )
        if len(mention.words) > 1:
            lemma = readings[0].lemma if readings else " ".join(mention.words)
            return canonical_name(lemma, self.known)
        surnames = {r.lemma: r.gender for r in readings}
        matches = [k for k in self.known if is_known_as(k, surnames)]
        names = list(dict.fromkeys(k.name for k in matches))
        if len(names) == 1:
            return names[0]
        if names:
            before = [k for k in matches if k.at <= mention.span[0]]
            return before[-1].name if before else mention.words[0]
        seen = next((r.lemma for r in readings if r.lemma in self.nominatives), None)
        return seen or (readings[0].lemma if readings else mention.words[0])

    def _pronoun(self, mention: Mention, draft: Draft) -> tuple[str, ...]:
        gender = _PRONOUNS.get(self._words(mention).lower(), "")
        here = self.sentences[draft.sentence]
        # A name inside the words that are said is seldom the one who says them.
        earlier = self._subject(here, gender, mention.span[0], outside=draft.spans)
        if earlier:
            return earlier
        for index in range(draft.sentence - 1, -1, -1):
            if here.paragraph - self.sentences[index].paragraph > 1:
                break
            spoken = [names for at, names, g in self.spoken if at == index and (g == gender or not g)]
            if spoken:
                return spoken[-1]
            subject = self._subject(self.sentences[index], gender, len(self.text))
            if subject and gender != "p":
                return subject
        return ()

    def _subject(self, sentence: Sentence, gender: str, before: int, outside: Sequence[Span] = ()) -> tuple[str, ...]:
        """The first nominative name of a sentence outside some spans, when it agrees in gender."""
        if gender not in ("m", "f"):
            return ()
        for m in sentence.mentions:
            if any(a <= m.span[0] < b for a, b in outside):
                continue
            if m.kind == "name" and m.span[1] < before and not governed(sentence.tokens, m.first):
                readings = nominative_readings(m, gender)
                if readings and self._is_nominative(m, gender):
                    return (self.full_name(m, frozenset({"nom"}), gender),)
        return ()

    def _is_nominative(self, mention: Mention, gender: str) -> bool:
        """Sure enough to be a subject: by its given name, its ending, or since the document has it so elsewhere."""
        name = self.full_name(mention, frozenset({"nom"}), gender)
        known = next((k for k in self.known if k.name == name), None)
        return known is None or known.gender == gender

    def _role(self, mention: Mention, draft: Draft) -> tuple[str, ...]:
        words = self._words(mention).split()
        adjectives, rest = _split_adjectives(words)
        while len(rest) > 1 and _GENITIVE_ADJECTIVE.search(rest[0]):
            adjectives.append(_GENITIVE_ADJECTIVE.sub(_nominative_adjective, rest.pop(0)))
        head = role_lemma(rest[0])
        if not head:
            return (self._body(mention),)
        words = rest
        if head in LOOSE_ROLES and len(words) == 1 and (speaker := self._last_person(draft)):
            return speaker
        if head == "стороны" and (both := self._both(draft)):
            return both
        titled = [k for k in self.known if head in k.title]
        fits = [k for k in titled if all(w in k.title for w in words[1:] if not w.islower())]
        names = list(dict.fromkeys(k.name for k in fits))
        if not names and head not in NAMELESS_ROLES:
            # "генсек альянса" behind "генсека Дубова": the one bearer of the office, named close by
            close = self.sentences[max(0, draft.sentence - _OFFICE_REACH)].span[0]
            names = list(dict.fromkeys(k.name for k in titled if close <= k.at < mention.span[0]))
            names = names if len(names) == 1 else []
        if len(names) == 1:
            return (names[0],)
        last = [n for at, n, g in self.spoken if len(n) == 1 and g in ("m", "f", "")]
        if names:
            recent = [n for n in last if n[0] in names]
            return recent[-1] if recent else ()
        vague = head in ROLES and head not in NAMELESS_ROLES and all(w.islower() for w in words[1:])
        if vague and last:
            return last[-1]
        return (" ".join([*adjectives, head, *words[1:]]),)

    def _last_person(self, draft: Draft) -> tuple[str, ...]:
        """Whoever spoke last in this paragraph or the one before, else the subject of the sentence before."""
        here = self.sentences[draft.sentence].paragraph
        for at, names, gender in reversed(self.spoken):
            if here - self.sentences[at].paragraph > 1:
                break
            if len(names) == 1 and gender in ("m", "f", "") and names[0][:1].isupper():
                return names
        before = self.sentences[max(0, draft.sentence - 1)]
        if not draft.sentence or here - before.paragraph > 1:
            return ()
        return self._subject(before, "m", len(self.text)) or self._subject(before, "f", len(self.text))

    def _both(self, draft: Draft) -> tuple[str, ...]:
        """The two persons of the sentence before "стороны заявили", when it names two."""
        if not draft.sentence:
            return ()
        named = [m for m in self.sentences[draft.sentence - 1].mentions if m.kind == "name"]
        names = tuple(dict.fromkeys(self.full_name(m, ALL_CASES, "") for m in named))
        return names if len(names) == 2 else ()

    def _body(self, mention: Mention) -> str:
        surface = self._words(mention)
        if surface[0] in _MARKS and not any(mark in surface[1:-1] for mark in _MARKS):
            surface = surface.strip(_MARKS)
        adjectives, words = _split_adjectives(_straighten(surface.split()))
        if adjectives:
            return " ".join([*adjectives, self._plain_body(words)])
        return self._plain_body(words)

    def _plain_body(self, words: Sequence[str]) -> str:
        lemma = body_lemma(words[0])
        if lemma:
            spelled = words[0] if words[0].isupper() else lemma if words[0].islower() else lemma.capitalize()
            return " ".join([spelled, *words[1:]])
        place = next((r.lemma for r in read_name([words[0]]) if r.lemma in COUNTRIES_AND_CAPITALS), None)
        if words[0] not in COUNTRIES_AND_CAPITALS and place and words[0].istitle():
            return " ".join([place, *words[1:]])
        return " ".join(words)


def _straighten(words: list[str]) -> list[str]:
    """Genitive adjectives in front of a body in its nominative: «российского ведомства» as «российское ведомства»."""
    k = 0
    while k < len(words) - 1 and re.search(r"(?:ого|его|ой|ей)$", words[k]):
        k += 1
    lemma = body_lemma(words[k])
    if not k or not lemma or lemma == words[k].lower():
        return words
    soft = {"о": ("ое", "ее"), "е": ("ое", "ее"), "а": ("ая", "яя"), "я": ("ая", "яя")}.get(lemma[-1], ("ый", "ий"))
    front = []
    for word in words[:k]:
        stem = re.sub(r"(?:ого|его|ой|ей)$", "", word)
        ending = soft[1] if word.endswith(("его", "ей")) else soft[0]
        front.append(stem + ("ий" if ending == "ый" and stem[-1:] in "гкхжшщ" else ending))
    return [*front, *words[k:]]


def _nominative_adjective(ending: re.Match[str]) -> str:
    return ending[1] + ("ий" if ending[1] in "гкхжшщ" or ending[2] == "его" else "ый")


def _split_adjectives(words: Sequence[str]) -> tuple[list[str], list[str]]:
    """The adjectives in front of a body, put into the nominative, and the rest."""
    k = 0
    while k < len(words) - 1 and re.search(r"(?:ск|цк|ен|н)(?:ий|ый|ая|ое|ом|ой|ие|ые)$", words[k].lower()):
        k += 1
    neuter = body_lemma(words[k]).endswith(("о", "ы")) or words[k].lower().startswith(("мин", "посольств"))
    ends = {"ом": "ое" if neuter else "ий", "ой": "ая"}
    front = [w[:-2] + ends.get(w[-2:], w[-2:]) if w[-3:-2] in "кцн" else w for w in words[:k]]
    return [w[:1].lower() + w[1:] for w in front], list(words[k:])


def _nominatives_seen(sentences: Sequence[Sentence]) -> frozenset[str]:
    return frozenset(
        m.words[0]
        for s in sentences
        for m in s.mentions
        if m.kind == "name" and len(m.words) == 1 and not governed(s.tokens, m.first)
    )
