"""From mentions to one name a person: within a document by its full names, across documents by the speaker list alone.

In: a text, its attributions, the people of the list. Out: the attributions with `resolved` filled. Nobody is guessed:
two who share a surname stay two, and what cannot be decided keeps the form it has in the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from framing.attribute.name_forms import (
    clean_mention,
    fold_form,
    is_country_word,
    is_title,
    nominatives,
    role_forms,
    strip_titles,
)
from framing.attribute.record import Attribution
from framing.records import Person

_PRONOUNS = frozenset(
    [
        "he",
        "she",
        "they",
        "it",
        "who",
        "we",
        "i",
        "you",
        "his",
        "her",
        "their",
        "him",
        "them",
        "он",
        "она",
        "они",
        "его",
        "ее",
        "её",
        "их",
        "他",
        "她",
        "他们",
        "她们",
    ]
)
_NAME = re.compile(r"[^\W\d_]")
_CYRILLIC_ROLE = re.compile(r"[а-яё]")
_HAN = re.compile(r"[\u4e00-\u9fff]")


class NameBook:
    """The speaker list as something to look names up in: any form of a person leads to the one name."""

    def __init__(self, people: Sequence[Person]) -> None:
        self.people = tuple(people)
        self._forms: dict[str, list[Person]] = {}
        self._surnames: dict[str, list[Person]] = {}
        for person in self.people:
            self._enter(person)

    def find(self, mention: str, *, text: str = "", at: int | None = None) -> str:
        """The person's one name, or "" when the list has nobody or does not decide between several.

        text, at : the document and the mention's place, so that two who share a form are told apart by the nearest
        full mention before it.

        >>> book = NameBook([Person("Anna Berg", ("Berg",), "foreign minister", "France")])
        >>> book.find("French Foreign Minister Berg"), book.find("Olga Berg")
        ('Anna Berg', '')
        """
        found = self._candidates(clean_mention(mention))
        if len(found) > 1 and text:
            found = _nearest(found, text, len(text) if at is None else at)
        return found[0].name if len(found) == 1 else ""

    def _enter(self, person: Person) -> None:
        for form in (person.name, *person.aliases, *role_forms(person)):
            _add(self._forms, fold_form(form), person)
        for form in (person.name, *person.aliases):
            words = form.split()
            if (
                len(words) > 1
                and form[0].isupper()
                and not any(is_title(word) or is_country_word(word) for word in words)
            ):
                _add(self._surnames, fold_form(words[-1]), person)

    def _candidates(self, mention: str) -> list[Person]:
        for form in nominatives(mention):
            if fold_form(form) in self._forms:
                return self._forms[fold_form(form)]
        if _HAN.search(mention):
            return self._in_chinese(mention)
        return self._by_tail(mention) or self._by_tail(strip_titles(mention))

    def _by_tail(self, mention: str) -> list[Person]:
        """The name at the end of a mention with titles; a given name in front must be the person's own.

        In Russian a country or body stands between the title and a whole name: министр … Рувании Сенья Алдрен.
        """
        words = mention.split()
        for k in range(1, len(words)):
            for form in nominatives(" ".join(words[k:])):
                found = self._forms.get(fold_form(form)) or self._surnames.get(fold_form(form), [])
                if found:
                    whole = len(words) - k > 1 and re.search("[а-яё]", words[-1])
                    return [person for person in found if whole or _may_precede(words[:k], person)]
        for form in nominatives(mention):
            found = self._surnames.get(fold_form(form), [])
            if found and len(words) == 1:
                return found
        return []

    def _in_chinese(self, mention: str) -> list[Person]:
        """The longest form that ends the mention (title in front) or opens it (title behind)."""
        key = fold_form(mention)
        for form in sorted(self._forms, key=lambda f: (-len(f), f)):
            if len(form) >= 2 and _HAN.search(form) and (key.endswith(form) or key.startswith(form)):
                return self._forms[form]
        return []


def resolve_names(
    text: str, attributions: Sequence[Attribution], *, people: Sequence[Person] = (), language: str = ""
) -> list[Attribution]:
    """The attributions with `resolved` filled: the list's names where it has them, else one form for each person.

    A mention that the language's own rules left open (a pronoun) stays open, unless the list knows the role.
    """
    book = NameBook(people)
    listed = [_names_of(text, a, book) for a in attributions]
    merged = merge_names(name for names in listed for name in names if name not in {p.name for p in people})
    result = []
    for attribution, names in zip(attributions, listed, strict=True):
        one = tuple(dict.fromkeys(merged.get(name, name) for name in names))
        result.append(replace(attribution, resolved=one))
    return result


def merge_names(names: Iterable[str]) -> dict[str, str]:
    """For each name form of one document the fullest form of the same person; what fits two persons stays.

    >>> merge_names(["Anna Berg", "Berg", "Minister Berg", "Olga Stein"])["Minister Berg"]
    'Anna Berg'
    """
    forms = list(dict.fromkeys(names))
    # A Russian role that its own rules have left without a name ("глава Росатома") is no title before one.
    bare = {form: form if _CYRILLIC_ROLE.match(form) else strip_titles(clean_mention(form)) for form in forms}
    full = [name for name in dict.fromkeys(bare.values()) if len(name.split()) in (2, 3) and name[:1].isupper()]
    result = {}
    for form, name in bare.items():
        longer = [other for other in full if _is_short_for(name, other)]
        result[form] = longer[0] if len(longer) == 1 else name
    return result


def _add(index: dict[str, list[Person]], key: str, person: Person) -> None:
    if key and person not in index.setdefault(key, []):
        index[key].append(person)


def _may_precede(front: Sequence[str], person: Person) -> bool:
    """True when what stands before the surname is title, country, or the person's own given name or initial."""
    word = front[-1].strip(".")
    if is_title(word) or is_country_word(word) or not word[:1].isupper():
        return True
    given = {w.casefold() for form in (person.name, *person.aliases) for w in form.split()[:-1]}
    options = {form.casefold() for form in nominatives(word)}
    initial = len(word) <= 2 and any(g.startswith(word[0].casefold()) for g in given)
    return bool(options & given) or initial


def _nearest(found: Sequence[Person], text: str, at: int) -> list[Person]:
    """Whoever of them is named in full nearest before `at`; whoever alone is named in full at all; else all."""
    places = [(place, person) for person in found for place in _full_mentions(person, text)]
    before = [(place, person.name) for place, person in places if place <= at]
    if before:
        name = max(before)[1]
        return [person for person in found if person.name == name]
    named = {person.name for _, person in places}
    return [person for person in found if person.name in named] if len(named) == 1 else list(found)


def _full_mentions(person: Person, text: str) -> list[int]:
    places = []
    for form in (person.name, *person.aliases):
        words = form.split()
        if len(words) > 1 or (_HAN.search(form) and len(form) > 1):
            pattern = r"\s+".join(_stem_pattern(word) for word in words)
            places += [m.start() for m in re.finditer(pattern, text)]
    return places


def _stem_pattern(word: str) -> str:
    """The word as it stands; a Russian one with any ending."""
    if not re.search("[а-яё]", word) or len(word) < 4:
        return re.escape(word)
    return re.escape(re.sub(r"[аеийоуыьэюя]{1,2}$", "", word)) + r"[а-яё]{0,3}\b"


def _names_of(text: str, attribution: Attribution, book: NameBook) -> tuple[str, ...]:
    at = attribution.mention[0] if attribution.mention else None
    if attribution.resolved:
        return tuple(book.find(name, text=text, at=at) or name for name in attribution.resolved)
    spans = attribution.mentions or ((attribution.mention,) if attribution.mention else ())
    found = []
    for start, end in spans:
        surface = clean_mention(text[start:end])
        name = "" if surface.casefold() in _PRONOUNS else book.find(surface, text=text, at=start)
        if name:
            found.append(name)
    return tuple(found)


def _is_short_for(name: str, full: str) -> bool:
    """True when `name` is the surname, or initial and surname, of the full name."""
    words, whole = name.split(), full.split()
    if name == full or not words or words[-1] != whole[-1] or len(words) >= len(whole) + 1:
        return False
    if len(words) == 1:
        return True
    initial = words[0].rstrip(".")
    return len(initial) == 1 and whole[0].startswith(initial)
