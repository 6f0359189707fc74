"""The subject of a Russian reporting verb: behind it ("заявил Лавров") or in front ("Лавров заявил").

In: tokens and mentions of one sentence, the verb's place. Out: the mentions that agree with the verb, none where
nobody does. Agreement decides, not nearness alone: «Трампа» is no subject of «заявил».
"""

from __future__ import annotations

from collections.abc import Sequence

from framing.attribute.russian.declension import Reading
from framing.attribute.russian.drafts import NOMINATIVE
from framing.attribute.russian.mentions import Mention, Token, body_lemma, governed
from framing.attribute.russian.nouns import COUNTRIES_AND_CAPITALS, NO_NAMES
from framing.attribute.russian.verbs import CueWord, read_verb

_STOPS = frozenset(".,:;!?—–-")
_CLAUSE_WORDS = frozenset(["что", "чтобы", "если", "когда", "как", "будто", "ли"])
_LONG_QUOTATION = 40
_PRONOUN_GENDER = {"он": "m", "она": "f", "они": "p"}


def find_subject(
    tokens: Sequence[Token], mentions: Sequence[Mention], verb_at: int, verb: CueWord, floor: int
) -> tuple[Mention, ...]:
    """The subject of the verb at token `verb_at`, several when joint, none when nobody agrees.

    floor : the first token that belongs to the verb's clause; nothing before it is looked at.
    """
    behind = subject_behind(tokens, mentions, verb_at, verb)
    opens = opens_clause(tokens, verb_at)
    if opens and behind:
        return behind
    if verb.kind == "acting" and not opens:
        # Behind such a verb stands its object: "демонстранты обвиняют власти".
        behind = ()
    return subject_before(tokens, mentions, verb_at, verb, floor) or behind


def opens_clause(tokens: Sequence[Token], verb_at: int) -> bool:
    """True when the verb stands first in its clause, so that its subject is likely to follow."""
    k = verb_at - 1
    while k >= 0 and tokens[k].lower in NO_NAMES - {"он", "она", "они"}:
        k -= 1
    return k < 0 or not tokens[k].is_word or tokens[k].is_quotation


def clause_end(tokens: Sequence[Token], verb_at: int) -> int:
    """Index of the token that ends the words right behind the verb."""
    k = verb_at + 1
    while k < len(tokens):
        token = tokens[k]
        if token.text in _STOPS or token.lower in _CLAUSE_WORDS:
            break
        if token.is_quotation and token.end - token.start > _LONG_QUOTATION:
            break
        k += 1
    return k


def subject_behind(
    tokens: Sequence[Token], mentions: Sequence[Mention], verb_at: int, verb: CueWord
) -> tuple[Mention, ...]:
    """The subject among the words behind the verb, an apposition after a comma included."""
    end = clause_end(tokens, verb_at)
    zone = [m for m in without_complements(mentions) if verb_at < m.first and m.last < end]
    found = _best_behind(tokens, zone, verb, verb_at)
    if found and found[0].kind == "role" and end < len(tokens) and tokens[end].text == ",":
        stop = clause_end(tokens, end)
        if not any(read_verb(t.text) for t in tokens[end:stop]):
            names = [m for m in mentions if end < m.first and m.last < stop and _name_fits(tokens, m, verb)]
            return (names[-1],) if names else found
    return found


def _best_behind(tokens: Sequence[Token], zone: Sequence[Mention], verb: CueWord, verb_at: int) -> tuple[Mention, ...]:
    names = [m for m in zone if _name_fits(tokens, m, verb)]
    if verb.plural and len(names) >= 2:
        return tuple(names)
    pronoun = next(
        (m for m in zone if m.kind == "pronoun" and m.first <= verb_at + 3 and _pronoun_fits(m, tokens, verb)), None
    )
    if pronoun is not None:
        return (pronoun,)
    if names and verb.plural is not True:
        best = max(names, key=lambda m: (_strength(m), m.first if _strength(m) == 1 else -m.first))
        return (best,)
    return _best_common(tokens, zone, verb)


def _best_common(tokens: Sequence[Token], zone: Sequence[Mention], verb: CueWord) -> tuple[Mention, ...]:
    """A role, else a body; with a plural verb a body after "в": "сообщили в МИД"."""
    for m in zone:
        if m.kind == "role" and not governed(tokens, m.first) and _number_fits(m, verb):
            return (m,)
    bodies = [m for m in zone if m.kind == "body"]
    if verb.plural:
        inside = [m for m in zone if _inside(tokens, m)]
        if inside:
            return (inside[0],)
    fits = [m for m in bodies if body_fits(tokens, m, verb)]
    return (fits[0],) if fits else ()


def subject_before(
    tokens: Sequence[Token], mentions: Sequence[Mention], verb_at: int, verb: CueWord, floor: int
) -> tuple[Mention, ...]:
    """The nearest mention in front of the verb that agrees with it; relative clauses in between are passed over."""
    skipped = _relative_stretches(tokens, floor, verb_at)
    zone = [
        m
        for m in without_complements(mentions)
        if floor <= m.first and m.first < verb_at and not any(a <= m.first < b for a, b in skipped)
    ]
    names = [m for m in zone if _name_fits(tokens, m, verb)]
    if verb.plural:
        joint = _joined(tokens, [m for m in zone if m in names or (m.kind == "body" and body_fits(tokens, m, verb))])
        if joint:
            return joint
    for m in reversed(zone):
        if m.kind == "name" and m in names and verb.plural is not True:
            return (m,)
        if m.kind == "pronoun" and _pronoun_fits(m, tokens, verb) and not governed(tokens, m.first):
            return (m,)
        if m.kind == "role" and not governed(tokens, m.first) and _number_fits(m, verb):
            return (m,)
        if m.kind == "body" and (body_fits(tokens, m, verb) or (verb.plural and _inside(tokens, m))):
            return (m,)
    return ()


def without_complements(mentions: Sequence[Mention]) -> list[Mention]:
    """The mentions but those inside a role's own phrase: in "глава Росатома" the body is no subject; full names are."""
    roles = [m.span for m in mentions if m.kind == "role"]
    apart = [m.kind == "role" or len(m.words) > 1 for m in mentions]
    inside = [any(a < m.span[0] and m.span[1] <= b for a, b in roles) for m in mentions]
    return [m for m, own, within in zip(mentions, apart, inside, strict=True) if own or not within]


def _relative_stretches(tokens: Sequence[Token], floor: int, verb_at: int) -> list[tuple[int, int]]:
    stretches = []
    for k in range(floor, verb_at):
        if tokens[k].lower.startswith("котор"):
            close = next((j for j in range(k, verb_at) if tokens[j].text == ","), None)
            if close is not None:
                stretches.append((k, close))
    return stretches


def _joined(tokens: Sequence[Token], candidates: Sequence[Mention]) -> tuple[Mention, ...]:
    """The last group of candidates with an "и" between them (titles may stand in between)."""
    if len(candidates) < 2:
        return ()
    group = [candidates[-1]]
    for m in reversed(candidates[:-1]):
        between = [t.lower for t in tokens[m.last + 1 : group[0].first]]
        if not between or (between[0] not in ("и", ",") and "и" not in between) or len(between) > 8:
            break
        group.insert(0, m)
    return tuple(group) if len(group) > 1 else ()


def _name_fits(tokens: Sequence[Token], mention: Mention, verb: CueWord) -> bool:
    if mention.kind != "name" or governed(tokens, mention.first):
        return False
    gender = verb.gender if verb.gender in ("m", "f") else ""
    return bool(nominative_readings(mention, gender)) and verb.gender != "n"


def nominative_readings(mention: Mention, gender: str) -> list[Reading]:
    """Readings of a name as a subject; a form that lists of names prove oblique has none."""
    found = mention.readings(NOMINATIVE, gender)
    return [] if _plainly_oblique(mention, gender) else found


def _plainly_oblique(mention: Mention, gender: str) -> bool:
    """«Трампа» with «заявил»: a single name in -а or -я that is no known given name is the genitive of a man's."""
    if len(mention.words) > 1 or mention.words[0][-1] not in "ая":
        return False
    readings = mention.readings(NOMINATIVE, gender)
    return gender == "m" and not any(r.known for r in readings) and len(mention.words[0]) > 4


def _strength(mention: Mention) -> int:
    if len(mention.words) > 1 or "." in mention.words[0]:
        return 3 if any(r.known for r in mention.readings(NOMINATIVE, "")) or "." in mention.words[0] else 2
    return 1


def _pronoun_fits(mention: Mention, tokens: Sequence[Token], verb: CueWord) -> bool:
    gender = _PRONOUN_GENDER[tokens[mention.first].lower]
    if gender == "p":
        return verb.plural is True
    return verb.plural is not True and verb.gender in ("", gender)


def _number_fits(mention: Mention, verb: CueWord) -> bool:
    return verb.gender != "n" and (verb.plural is None or mention.plural == verb.plural)


def _inside(tokens: Sequence[Token], mention: Mention) -> bool:
    before = tokens[mention.first - 1].lower if mention.first else ""
    if before not in ("в", "во"):
        return False
    return mention.kind in ("body", "name") or body_lemma(tokens[max(mention.first, mention.head)].text) != ""


def body_fits(tokens: Sequence[Token], mention: Mention, verb: CueWord) -> bool:
    """True when a body can be the subject: not ruled by a preposition or a noun in front, agreeing where it shows."""
    if governed(tokens, mention.first):
        return False
    word = tokens[max(mention.first, mention.head)].text
    before = tokens[mention.first - 1] if mention.first else None
    if before is not None and before.is_word and not before.is_quotation and not _may_precede(before):
        return False
    if word in COUNTRIES_AND_CAPITALS and not word.isupper():
        gender = "f" if word[-1] in "ая" else "m"
        return verb.gender in ("", gender) and verb.plural is not True
    if word.islower():
        gender = {"а": "f", "я": "f", "о": "n", "е": "n"}.get(word[-1], "fm" if word[-1] == "ь" else "m")
        return (not verb.gender or verb.gender in gender) and verb.plural is not True
    return True


def _may_precede(token: Token) -> bool:
    """Words that stand in front of a subject without ruling it: adverbs, conjunctions, the verb, adjectives."""
    lower = token.lower
    return (
        lower in NO_NAMES
        or read_verb(token.text) is not None
        or lower.endswith(("ый", "ий", "ая", "ое", "ее", "но", "ски"))
        or lower in ("журналистам", "газета", "издание", "агентство", "телеканал", "журнал", "портал", "корреспонденту")
    )
