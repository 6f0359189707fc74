"""Cues in one Russian sentence: reporting verbs, gerunds, and phrases such as "по словам", each with its holder.

In: a sentence's tokens and mentions. Out: cues in order, saying where the words around them are not content.
"""

from __future__ import annotations

from collections.abc import Sequence

from framing.attribute.record import Span
from framing.attribute.russian.bounds import (
    DASHES,
    OPENING_WORDS,
    after_as,
    aside_end,
    aside_start,
    content_start,
    opened_by_dash,
    topic_first,
)
from framing.attribute.russian.declension import ALL_CASES
from framing.attribute.russian.drafts import NOMINATIVE, Cue
from framing.attribute.russian.mentions import Mention, Token
from framing.attribute.russian.phrases import find_phrases
from framing.attribute.russian.subjects import clause_end, find_subject, opens_clause, subject_before, subject_behind
from framing.attribute.russian.verbs import (
    NOT_SPEECH_OBJECTS,
    STANDS_FOR,
    CueWord,
    is_gerund,
    may_be_act,
    only_aside,
    read_verb,
    word_cites,
)


def find_cues(masked: str, span: Span, tokens: Sequence[Token], mentions: Sequence[Mention]) -> list[Cue]:
    """All cues of a sentence in the order of the text."""
    cues: list[Cue] = []
    for k, token in enumerate(tokens):
        verb = _verb_at(tokens, k)
        if verb is not None:
            cue = _verb_cue(tokens, mentions, k, verb, span, cues)
        elif is_gerund(token.text):
            cue = _gerund_cue(tokens, mentions, k, cues)
        else:
            cue = None
        if cue is not None:
            cues.append(cue)
    cues += find_phrases(masked, span, tokens, mentions)
    return sorted(cues, key=lambda c: c.at)


def _verb_at(tokens: Sequence[Token], k: int) -> CueWord | None:
    word, before = tokens[k].lower, tokens[k - 1].lower if k else ""
    if word in ("исключил", "исключила", "исключили", "исключает") and before == "не":
        return CueWord("saying", "f" if word.endswith("ла") else "m" if word.endswith("л") else "", word.endswith("ли"))
    if k + 1 < len(tokens) and tokens[k + 1].lower == "вывод" and word in ("делает", "сделал", "сделала", "делают"):
        return CueWord("saying", {"сделал": "m", "сделала": "f"}.get(word, ""), word == "делают")
    verb = read_verb(tokens[k].text)
    if verb is None or before in ("не", "бы") or (k + 1 < len(tokens) and tokens[k + 1].lower == "бы"):
        return None
    ahead = " ".join(t.lower for t in tokens[k + 1 : k + 4])
    if word.startswith("обрат") and "внимани" not in ahead:
        return None
    if may_be_act(tokens[k].text) and any(NOT_SPEECH_OBJECTS.match(w) for w in ahead.split()):
        return None
    return verb


def _verb_cue(
    tokens: Sequence[Token], mentions: Sequence[Mention], k: int, verb: CueWord, span: Span, cues: Sequence[Cue]
) -> Cue | None:
    floor = _floor(tokens, k)
    if _relative_object(tokens, mentions, k, verb):
        return None
    holders = _antecedent(tokens, mentions, k, verb) or find_subject(tokens, mentions, k, verb, floor)
    behind = subject_behind(tokens, mentions, k, verb)
    inherits = not holders and bool(cues) and _coordinated(tokens, k) and not _subject_expected(tokens, k)
    if word_cites(tokens[k].text):
        holders = _cited(tokens, mentions, k) or holders
    if not holders and not inherits:
        return None
    aside = aside_start(tokens, k, span)
    if aside is not None and (behind or after_as(tokens, k)):
        return _aside(tokens, mentions, k, aside, holders, verb, span)
    topic = topic_first(tokens, k, behind, verb)
    if topic:
        return Cue("aside", (tokens[k].start, tokens[k].end), holders, (topic, span[1]), "aside", gender=verb.gender)
    start = content_start(tokens, k, holders, verb)
    if start is None or not _may_go_forward(tokens, k, start):
        return None
    at = (tokens[k].start, tokens[k].end)
    begin = tokens[_coordination_start(tokens, k)].start if inherits else min([at[0], *(h.span[0] for h in holders)])
    cases = ALL_CASES if word_cites(tokens[k].text) or _antecedent(tokens, mentions, k, verb) else NOMINATIVE
    return Cue("forward", at, holders, (begin, start), "verb", start, cases, verb.gender, inherits)


def _may_go_forward(tokens: Sequence[Token], k: int, start: int) -> bool:
    """False for verbs that report only aside, unless "что" or a colon opens what they say."""
    word = tokens[k].lower
    if not only_aside(word):
        return True
    if word.startswith("выступ"):
        return k + 1 < len(tokens) and STANDS_FOR.match(tokens[k + 1].lower) is not None
    opener = next((t.text for t in reversed(tokens) if t.end <= start and t.start >= tokens[k].start), "")
    follow = next((t for t in tokens if t.start >= start), None)
    return opener in ("что", ":", "чтобы", "—", "–") or (follow is not None and follow.is_quotation)


def _cited(tokens: Sequence[Token], mentions: Sequence[Mention], k: int) -> tuple[Mention, ...]:
    """Whose words are cited: "цитирует агентство Лаврова", "приводит ТАСС её слова"."""
    end = clause_end(tokens, k)
    for j in range(k + 1, end):
        if tokens[j].lower in ("его", "ее", "её", "их"):
            return (Mention("pronoun", (tokens[j].start, tokens[j].end), j, j, plural=tokens[j].lower == "их"),)
    oblique = frozenset({"gen", "acc"})
    names = [m for m in mentions if k < m.first and m.last < end and m.kind == "name" and m.readings(oblique, "")]
    return (names[-1],) if names else ()


def _floor(tokens: Sequence[Token], k: int) -> int:
    """The first token of the verb's own clause: after "что", a colon, a semicolon, a dash or a long quotation."""
    for j in range(k - 1, -1, -1):
        if tokens[j].text in ";:" or tokens[j].text in DASHES or tokens[j].lower in OPENING_WORDS:
            return j + 1
        if tokens[j].is_quotation and tokens[j].end - tokens[j].start > 60:
            return j + 1
    return 0


def _antecedent(tokens: Sequence[Token], mentions: Sequence[Mention], k: int, verb: CueWord) -> tuple[Mention, ...]:
    """The noun that "который" in front of the verb stands for."""
    j = k - 1
    while j >= 0 and tokens[j].text != "," and k - j < 8:
        j -= 1
    if j < 0 or tokens[j + 1].lower not in ("который", "которая", "которые") or j + 1 >= k:
        return ()
    before = [m for m in mentions if m.last < j and j - m.last <= 2 and m.kind in ("name", "role")]
    return (before[-1],) if before else ()


def _relative_object(tokens: Sequence[Token], mentions: Sequence[Mention], k: int, verb: CueWord) -> bool:
    """True in "миссии, которую он назвал мирной": what is said there is no message of its own."""
    j = k
    while j > 0 and tokens[j - 1].text not in ",.;:":
        j -= 1
    relative = any(t.lower.startswith("котор") for t in tokens[j : min(k, j + 3)])
    return relative and not _antecedent(tokens, mentions, k, verb)


def _coordinated(tokens: Sequence[Token], k: int) -> bool:
    return tokens[_coordination_start(tokens, k)].lower in ("и", "а", "но", ",")


def _coordination_start(tokens: Sequence[Token], k: int) -> int:
    """The token where ", а также " or " и " in front of the verb begins."""
    j = k
    while j > 0 and tokens[j - 1].lower in (
        "и",
        "а",
        "но",
        "также",
        "при",
        "этом",
        "тоже",
        "вместе",
        "с",
        "тем",
        "затем",
        ",",
    ):
        j -= 1
    return j


def _subject_expected(tokens: Sequence[Token], k: int) -> bool:
    return opens_clause(tokens, k) and tokens[k - 1].text in DASHES if k else True


def _aside(
    tokens: Sequence[Token], mentions: Sequence[Mention], k: int, start: int, holders: tuple[Mention, ...],
    verb: CueWord, span: Span,
) -> Cue | None:  # fmt: skip
    at = (tokens[k].start, tokens[k].end)
    last = max([k, *(h.last for h in holders)])
    stop = clause_end(tokens, last) if not after_as(tokens, k) or holders[0].first > k else clause_end(tokens, k)
    colon = next((t for t in tokens[last + 1 : stop + 1] if t.text == ":"), None)
    if start <= span[0] + 1 and not after_as(tokens, k):
        return None
    if colon is not None and colon.end < span[1] - 2:
        return Cue("forward", at, holders, (start, colon.end), "verb", colon.end, NOMINATIVE, verb.gender)
    end, resumes = aside_end(tokens, stop, span, opened_by_dash(tokens, k))
    cases = frozenset({"gen", "acc"}) if word_cites(tokens[k].text) and holders[0].kind == "name" else NOMINATIVE
    return Cue("aside", at, holders, (start, end), "aside", -1, cases, verb.gender, False, resumes)


def _gerund_cue(tokens: Sequence[Token], mentions: Sequence[Mention], k: int, cues: Sequence[Cue]) -> Cue | None:
    start = content_start(tokens, k, (), CueWord("saying")) if k + 2 < len(tokens) else None
    plain = [m for m in mentions if not m.first or tokens[m.first - 1].text != "("]
    holders = () if cues else subject_before(tokens, plain, k, CueWord("saying", "", False), _floor(tokens, k))
    if start is None or not (cues or holders):
        return None
    begin = tokens[k - 1].start if k and tokens[k - 1].text == "," else tokens[k].start
    at = (tokens[k].start, tokens[k].end)
    return Cue("forward", at, holders, (begin, start), "gerund", start, NOMINATIVE, "", bool(cues))
