"""Who can be the subject of a reporting clause: names, roles, bodies and pronouns among the words of a sentence.

In: the words of one sentence, quotations masked. Out: mentions with case readings. It chooses nobody.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from framing.attribute.record import Span
from framing.attribute.russian.declension import ALL_CASES, Reading, read_form, read_name
from framing.attribute.russian.nouns import (
    BODIES,
    COUNTRIES_AND_CAPITALS,
    NO_NAMES,
    PLURAL_ROLES,
    ROLES,
)
from framing.attribute.russian.tokens import Token, tokenize
from framing.attribute.russian.verbs import RELAY_VERBS, is_gerund, read_verb

_PREPOSITIONS_TEXT = """
    в во на с со к ко о об обо от ото до за из изо у под над при про через между перед против для без ради по
    вопреки согласно благодаря вместо кроме среди около после вокруг насчет насчёт
"""
PREPOSITIONS = frozenset(_PREPOSITIONS_TEXT.split())
_POSTED = re.compile(r"посол|постпред|полпред|представитель|источник|собеседник|консул|поверенн|посольств|миссия")
_GENITIVE_PLACE = re.compile(r"(?:ии|ы|и)$")
_OUTLET_LENGTH = 30
_NEWS_HEADS = frozenset({"РИА", "ИА"})
_BODY_ADJECTIVE = re.compile(r"(?:ск|цк|ен|н)(?:ий|ый|ая|ое|ом|ой|ие|ые)$")
_PLACE_NOUNS = re.compile(r"(?:област|кра[йея]|район|республик|округ|губерни|мор[ея]|совет|дум|федераци|комисси|банк)")
_NAME_WORD = re.compile(
    r"[А-ЯЁ][а-яё’']+(?:-[А-ЯЁа-яё][а-яё]*)*$|[А-ЯЁ]$|(?:[А-ЯЁ]\.\s?){1,2}[А-ЯЁ][а-яё-]+(?:-[А-ЯЁ][а-яё]+)?$"
)
_GENITIVE_LOOK = re.compile(r"(?:а|я|ы|и|ов|ев|ей|ого|его|ой|ых|их|ний|ств|ций)$")


@dataclass(frozen=True)
class Mention:
    """Somebody named in a sentence: `kind` is name, pronoun, role, body or group; `first`, `last` are token indices."""

    kind: str
    span: Span
    first: int
    last: int
    words: tuple[str, ...] = ()
    plural: bool = False
    head: int = -1  # token of the noun that heads a body, behind its adjectives

    def readings(self, cases: frozenset[str], gender: str) -> list[Reading]:
        """How a name can be read in these cases and this gender; empty for anything but a name."""
        return read_name(self.words, cases=cases, gender=gender) if self.kind == "name" else []


def find_mentions(tokens: Sequence[Token], known: frozenset[str] = frozenset()) -> list[Mention]:
    """Every mention of a sentence in order; known: names in the nominative that the document has elsewhere."""
    mentions: list[Mention] = []
    i = 0
    while i < len(tokens):
        mention = _mention_at(tokens, i, known)
        if mention is not None:
            mentions.append(mention)
            i = mention.last
        i += 1
    return mentions


def names_inside(tokens: Sequence[Token]) -> set[str]:
    """Nominatives that the capitalised names inside a sentence, not at its start, may stand for."""
    mentions = [m for m in find_mentions(tokens) if m.kind == "name" and m.first > 0]
    return {reading.lemma for m in mentions for reading in read_form(m.words[-1])}


def is_place(word: str) -> bool:
    """True when a form of a country's, a capital's or a great body's name."""
    if word in COUNTRIES_AND_CAPITALS:
        return True
    return word.istitle() and any(r.lemma in COUNTRIES_AND_CAPITALS for r in _all_readings(word))


def body_lemma(word: str) -> str:
    """The nominative of a lower-case body noun in any case, or "": "министерстве" gives "министерство"."""
    lower = word.lower()
    return lower if lower in BODIES else _body_forms().get(lower, "")


@lru_cache(maxsize=1)
def _body_forms() -> dict[str, str]:
    """Case forms of the body nouns; of two nouns with one form the first in the alphabet has it."""
    forms: dict[str, str] = {}
    for body in sorted(BODIES, reverse=True):
        stem = body[:-1] if body[-1] in "аяоеьй" else body
        for ending in ("а", "у", "ом", "ем", "е", "и", "ы", "я", "ю", "ью", "ой", "ей", "ии", "ию", "ией"):
            if len(stem) > 2:
                forms[stem + ending] = body
    return forms


def governed(tokens: Sequence[Token], first: int) -> bool:
    """True when a preposition rules the mention that begins at this token."""
    return first > 0 and tokens[first - 1].lower in PREPOSITIONS


def _all_readings(word: str) -> tuple[Reading, ...]:
    return read_form(word)


def _mention_at(tokens: Sequence[Token], i: int, known: frozenset[str]) -> Mention | None:
    token = tokens[i]
    if token.lower in ("он", "она", "они"):
        return Mention("pronoun", (token.start, token.end), i, i, plural=token.lower == "они")
    if token.is_quotation:
        return _quoted_outlet(tokens, i)
    if not token.is_word:
        return None
    if _starts_name(tokens, i, known):
        return _name_run(tokens, i)
    head = token.lower.removeprefix("экс-").removeprefix("вице-")
    if head == "официальный" and i + 1 < len(tokens) and tokens[i + 1].lower in ROLES:
        return None
    if head in ROLES or head in PLURAL_ROLES:
        end, first = tokens[_phrase_end(tokens, i)].end, _with_adjectives(tokens, i)
        # A role gives way to the name behind it: the scan goes on right after the role noun.
        return Mention("role", (tokens[first].start, end), first, i, plural=head in PLURAL_ROLES, head=i)
    if _heads_body(tokens, i):
        last, first = _phrase_end(tokens, i), _with_adjectives(tokens, i)
        return Mention("body", (tokens[first].start, tokens[last].end), first, last, head=i)
    return None


def _quoted_outlet(tokens: Sequence[Token], i: int) -> Mention | None:
    """The quoted name of a newspaper behind "пишет" or "сообщает"."""
    short = tokens[i].end - tokens[i].start <= _OUTLET_LENGTH
    if not (short and i and RELAY_VERBS.match(tokens[i - 1].lower)):
        return None
    return Mention("body", (tokens[i].start, tokens[i].end), i, i, head=i)


def _with_adjectives(tokens: Sequence[Token], head: int) -> int:
    first = head
    while first > 0 and _BODY_ADJECTIVE.search(tokens[first - 1].lower) and not read_verb(tokens[first - 1].text):
        if tokens[first - 1].lower in ROLES:
            break
        first -= 1
    return first


def _heads_body(tokens: Sequence[Token], i: int) -> bool:
    word = tokens[i].text
    before = [t.lower for t in tokens[max(0, i - 6) : i] if not _BODY_ADJECTIVE.search(t.lower)]
    inside = bool(before) and before[-1] in ("в", "во")
    if word.lower() in BODIES or word in COUNTRIES_AND_CAPITALS or (inside and (is_place(word) or body_lemma(word))):
        return True
    return _is_abbreviation(word) or _is_latin(word)


def _is_abbreviation(word: str) -> bool:
    return len(word) > 1 and word.isupper() and word.isalpha()


def _is_latin(word: str) -> bool:
    return re.match(r"[A-Z][A-Za-z.-]+$", word) is not None


def _starts_name(tokens: Sequence[Token], i: int, known: frozenset[str]) -> bool:
    word = tokens[i].text
    if not _NAME_WORD.match(word) or is_place(word) or len(word) == 1:
        return False
    if word.lower() in NO_NAMES and (i == 0 or not tokens[i - 1].is_word):
        return False
    if word.lower() in ROLES | PLURAL_ROLES | BODIES or body_lemma(word):
        return False
    follow = tokens[i + 1] if i + 1 < len(tokens) else None
    if follow is not None and (_PLACE_NOUNS.match(follow.text) or _is_adjective(word, follow)):
        return False
    return i > 0 or word in known or _may_open_sentence(word, follow)


def _is_adjective(word: str, follow: Token) -> bool:
    """ "Североатлантический альянс": an adjective with its noun, not a surname."""
    if not re.search(r"(?:ск|цк|н)(?:ий|ый|ая|ое|ого|ой|ому|им|ую|их)$", word):
        return False
    if is_place(follow.text) or not follow.text.islower():
        return is_place(follow.text)
    plain = follow.lower in PREPOSITIONS or follow.lower in NO_NAMES
    return follow.is_word and not plain and not read_verb(follow.text) and not is_gerund(follow.text)


def _may_open_sentence(word: str, follow: Token | None) -> bool:
    """A capital that opens a sentence is a name by its form, or before a verb of speech, a comma, a name."""
    if read_verb(word) or is_gerund(word):
        return False
    if any(r.known for r in read_form(word)) or re.search(r"(?:ов|ев|ёв|ский|енко|ова|ева|ская)$", word):
        return True
    if follow is None:
        return False
    if _NAME_WORD.match(follow.text) and not is_place(follow.text):
        return True
    return read_verb(follow.text) is not None or follow.lower in ("также", "тоже", "и", ",", ":", "—", "–", "не")


def _name_run(tokens: Sequence[Token], first: int) -> Mention:
    last = first
    while last + 1 < len(tokens) and last - first < 3:
        word = tokens[last + 1].text
        if not _NAME_WORD.match(word) or is_place(word) or tokens[last + 1].start - tokens[last].end > 2:
            break
        if last > first and any(r.known and "nom" in r.cases for r in read_form(word)):
            break  # "президента Глеба Ветрова Пётр Дубов": another name begins
        last += 1
    if last - first == 2 and _follows_place(tokens, first):
        first += 1
    words = tuple(t.text for t in tokens[first : last + 1])
    return Mention("name", (tokens[first].start, tokens[last].end), first, last, words)


def _follows_place(tokens: Sequence[Token], first: int) -> bool:
    """ "министр Карсовии Пётр Дубов": the first capital belongs to the office, the given name comes behind it."""
    before = tokens[first - 1].lower if first else ""
    if not before or not (tokens[first - 1].text.islower() or before in ROLES):
        return False
    own, given = read_form(tokens[first].text), read_form(tokens[first + 1].text)
    if any(r.known for r in own) or not any("gen" in r.cases for r in own):
        return False
    patronymic = tokens[first + 1].lower.endswith(("вич", "вна", "вича", "вны", "вичем", "вной"))
    return any(r.known for r in given) or (_GENITIVE_PLACE.search(tokens[first].text) is not None and not patronymic)


def _phrase_end(tokens: Sequence[Token], head: int) -> int:
    """The last token of the noun phrase after its head: genitives, capitals and short quotations."""
    last = head
    while last + 1 < len(tokens):
        token = tokens[last + 1]
        if _opens_full_name(tokens, last + 1):
            break
        if last + 2 < len(tokens) and _goes_on(tokens, head, last):
            last += 2
        elif _belongs(token, tokens[head]):
            last += 1
        else:
            break
    return last


def _opens_full_name(tokens: Sequence[Token], k: int) -> bool:
    """True where two capitalised words stand that may be a person's name in the nominative: "МИД Карсовии Мао Нин"."""
    pair = [t.text for t in tokens[k : k + 2]]
    if len(pair) < 2 or any(not _NAME_WORD.match(word) or is_place(word) for word in pair):
        return False
    if re.search(r"(?:[сц]к|н)(?:ой|ого|ому|их|ых)$", pair[0]) or re.search(r"(?:его|ого|ему|ому|их|ых)$", pair[1]):
        return False
    if any(r.known for r in read_form(pair[1])) and not any(r.known for r in read_form(pair[0])):
        return False  # "Карсовии Пётр": the first belongs to the office
    return any("nom" in r.cases for r in read_name(pair))


def _belongs(token: Token, head: Token) -> bool:
    if token.is_quotation:
        return token.end - token.start <= 40
    if not token.is_word or token.lower in PREPOSITIONS or token.lower in NO_NAMES or token.lower == "слова":
        return False
    if read_verb(token.text) or is_gerund(token.text) or token.lower in ROLES | PLURAL_ROLES:
        return False
    if token.text[0].islower():
        return _GENITIVE_LOOK.search(token.text) is not None
    if not _NAME_WORD.match(token.text) or is_place(token.text):
        return True
    if head.text in _NEWS_HEADS:
        return True
    readings = read_form(token.text)
    if head.lower in ROLES:
        return any("gen" in r.cases for r in readings) and not any("nom" in r.cases for r in readings if r.known)
    plain = head.text[0].islower() or body_lemma(head.text) != ""
    return plain and not any(r.known for r in readings)


def _goes_on(tokens: Sequence[Token], head: int, last: int) -> bool:
    """ "уполномоченный по правам", "посол в Праге": the place belongs to those who are sent or sit there."""
    link, follow = tokens[last + 1].lower, tokens[last + 2]
    if link == "по":
        return follow.text[0].islower()
    inside = follow.text[0].isupper() or body_lemma(follow.text) != ""
    return link in ("в", "при") and inside and _POSTED.match(tokens[head].lower) is not None


__all__ = ["ALL_CASES", "Mention", "Token", "body_lemma", "find_mentions", "governed", "is_place", "tokenize"]
