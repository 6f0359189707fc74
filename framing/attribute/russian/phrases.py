"""Cues that are no verbs: "по словам X", "по его мнению", "согласно X", "говорится в заявлении X".

In: a sentence's tokens and mentions. Out: cues whose region is cut out of the sentence; the rest is content.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from framing.attribute.record import Span
from framing.attribute.russian.drafts import Cue
from framing.attribute.russian.mentions import Mention, Token
from framing.attribute.russian.verbs import PHRASES, POSSESSIVE_PHRASES, read_verb

_WORDS_OF = re.compile(r"\b(приводятся|приводит|приводят)\s+(?:\w+\s+){0,2}?слова\s+")
SAID_OF_DOCUMENT = re.compile(
    r"\b(говорится|сказано|отмечается|подч[её]ркивается|указывается|сообщается|утверждается|уточняется|добавляется"
    r"|поясняется)\s+(?:также\s+)?в\s+(?:\w+\s+)?(?:заявлени|сообщени|публикаци|документ|доклад|материал|релиз|пресс-релиз|текст|стать|отч[её]т"
    r"|коммюнике|письм|обращени|комментари|сводк|справк|послани)\w*\s+"
)


def find_phrases(masked: str, span: Span, tokens: Sequence[Token], mentions: Sequence[Mention]) -> list[Cue]:
    """Cues of a sentence that are no verbs: "по словам X", "по его мнению", "говорится в заявлении X"."""
    cues = []
    for m in POSSESSIVE_PHRASES.finditer(masked, *span):
        group = 1 if m.group(1) else 2
        word = next(t for t in tokens if t.start == m.start(group))
        k = tokens.index(word)
        owner = Mention("pronoun", m.span(group), k, k, plural=word.lower == "их")
        cues.append(Cue("aside", m.span(), (owner,), _set_off(masked, m.span(), span), "phrase", resumes=True))
    for pattern, case in PHRASES:
        for m in pattern.finditer(masked, *span):
            cue = _phrase_cue(masked, span, tokens, mentions, m.span(), case)
            if cue is not None:
                cues.append(cue)
    cues += _document_cues(masked, span, tokens, mentions)
    return cues


def _phrase_cue(
    masked: str, span: Span, tokens: Sequence[Token], mentions: Sequence[Mention], at: Span, case: str
) -> Cue | None:
    first = next((k for k, t in enumerate(tokens) if t.start >= at[1]), None)
    if first is None or tokens[first].lower in (
        "его",
        "ее",
        "её",
        "их",
        "многих",
        "некоторых",
        "моему",
        "этим",
        "этому",
    ):
        return None
    holder = holder_after(tokens, mentions, first, frozenset({case}))
    at = (at[0], at[0] + len(masked[at[0] : at[1]].rstrip()))
    region = _set_off(masked, (at[0], holder.span[1]), span)
    return Cue("aside", at, (holder,), region, "phrase", cases=frozenset({case}), resumes=True)


def holder_after(tokens: Sequence[Token], mentions: Sequence[Mention], first: int, cases: frozenset[str]) -> Mention:
    """Whoever is named in the noun phrase from this token on: its last name in the right case, else all of it."""
    end = first
    while end < len(tokens) and tokens[end].text not in ",.:;!?—–" and not read_verb(tokens[end].text):
        if tokens[end].lower in ("что", "который", "о", "об", "на", "с", "и") and end > first:
            break
        end += 1
    zone = [m for m in mentions if first <= m.first < end and m.kind == "name" and m.readings(cases, "")]
    best = [m for m in zone if len(m.words) > 1] or zone
    if best:
        return best[-1] if len(best[-1].words) > 1 or len(best) == 1 else best[0]
    last = max(first, end - 1)
    inner = next((m for m in mentions if m.first == first), None)
    kind = inner.kind if inner else "role"
    return Mention(kind, (tokens[first].start, tokens[last].end), first, last)


def _document_cues(masked: str, span: Span, tokens: Sequence[Token], mentions: Sequence[Mention]) -> list[Cue]:
    """ "говорится в заявлении МИД": the body or person whose document it is; none is named, none is taken."""
    cues = []
    for m in (*SAID_OF_DOCUMENT.finditer(masked, *span), *_WORDS_OF.finditer(masked, *span)):
        first = next((k for k, t in enumerate(tokens) if t.start >= m.end()), None)
        if first is None or not (tokens[first].is_word or tokens[first].is_quotation):
            continue
        holder = holder_after(tokens, mentions, first, frozenset({"gen"}))
        start = m.start()
        while start > span[0] and masked[start - 1] in " ,—–-":
            start -= 1
        cues.append(Cue("aside", m.span(1), (holder,), (start, span[1]), "document", cases=frozenset({"gen"})))
    return cues


def _set_off(masked: str, at: Span, span: Span) -> Span:
    """The phrase with the commas around it."""
    start, end = at
    while start > span[0] and masked[start - 1] in " ,—–":
        start -= 1
    while end < span[1] and masked[end] in " ,":
        end += 1
    return start, end
