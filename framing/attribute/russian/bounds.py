"""Where, in one Russian sentence, the words around a cue end and what was said begins, and the other way round.

In: a sentence's tokens and the place of a cue in them. Out: places in the text. It decides nothing about who speaks.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from framing.attribute.record import Span
from framing.attribute.russian.mentions import Mention, Token
from framing.attribute.russian.verbs import CueWord, is_gerund, read_verb

DASHES = "—–-"
OPENING_WORDS = frozenset(["что", "чтобы", "будто"])
_QUESTION_WORDS_TEXT = """
    как почему зачем когда где куда кто какой какие какая каким ли сколько насколько
"""
_QUESTION_WORDS = frozenset(_QUESTION_WORDS_TEXT.split())
# "опровергнув", "сославшись": what the speaker did meanwhile.
_PARTICIPLE = re.compile(r"[а-яё]+(?:[иуаыея]в|вшись|вши)$")
# "…, заявил X, комментируя …": what follows these is no content.
_NO_CONTENT = re.compile(
    r"(?:комментиру|отвеча|говор[яи]|рассужда|выступа|обраща|переда|пиш|сообща|цитиру|слова\b|котор|имея|ссыла|привод)"
)


def content_start(tokens: Sequence[Token], k: int, holders: Sequence[Mention], verb: CueWord) -> int | None:
    """Where the content of a verb in front begins: after "что", a colon or a dash, else right behind the verb."""
    after = k
    for j in range(k + 1, min(len(tokens), k + 40)):
        token = tokens[j]
        if token.text == ":" and j + 1 < len(tokens) and not _is_clock(tokens, j):
            return token.end
        if token.lower in OPENING_WORDS and tokens[j - 1].text == "," and verb.kind == "saying":
            return token.end
        if token.lower in _QUESTION_WORDS and tokens[j - 1].text == "," and j - k <= 6:
            return token.start
        if (read_verb(token.text) and j > k + 1) or (tokens[j - 1].text == "," and _turns_away(token.lower)):
            break
        if token.text in "—–" and j <= max([k, *(h.last for h in holders)]) + 1 and verb.kind == "saying":
            return token.end
    after = max([k, *(h.last for h in holders if k < h.first <= k + 3)])
    words = [t for t in tokens[after + 1 :] if t.is_word or t.is_quotation]
    return tokens[after].end if len(words) >= 2 or any(t.is_quotation for t in words) else None


def topic_first(tokens: Sequence[Token], k: int, behind: Sequence[Mention], verb: CueWord) -> int:
    """Where the message ends in "О том, что …, говорил X"; 0 in any other sentence."""
    opens = [t.lower for t in tokens[:3]] in (["о", "том", ","], ["то", ",", "что"])
    if not (opens and behind and k > 5 and verb.kind == "saying"):
        return 0
    return max((t.start for t in tokens[4:k] if t.text == ","), default=tokens[k].start)


def aside_start(tokens: Sequence[Token], k: int, span: Span) -> int | None:
    """Where the reporting clause begins when it is set off by a comma, a dash or "как"; None when it is not."""
    j = k
    while j > 0 and tokens[j - 1].lower in (
        "как",
        "также",
        "ранее",
        "о",
        "чём",
        "чем",
        "тем",
        "временем",
        "об",
        "этом",
    ):
        j -= 1
    if j == 0:
        return span[0] if tokens[0].lower == "как" else None
    before = tokens[j - 1]
    if before.is_quotation:
        return before.end
    if before.text in DASHES and j >= 2:
        return before.start if tokens[j - 2].text not in ",.!?…" else tokens[j - 2].start
    return before.start if before.text == "," else None


def aside_end(tokens: Sequence[Token], stop: int, span: Span, dashed: bool) -> tuple[int, bool]:
    """End of the reporting clause, and whether the reported words go on behind it."""
    if stop >= len(tokens):
        return span[1], False
    if dashed:
        for j in range(stop, len(tokens) - 1):
            if tokens[j].text in ",.!?" and tokens[j + 1].text in DASHES:
                return tokens[j + 1].end, True
        return span[1], False
    follow = tokens[stop + 1].lower if stop + 1 < len(tokens) else ""
    if tokens[stop].text != "," or not follow or _turns_away(follow) or is_gerund(follow) or read_verb(follow):
        return span[1], False
    return tokens[stop].end, True


def after_as(tokens: Sequence[Token], k: int) -> bool:
    """Whether the cue stands right behind "как": "как заявил X"."""
    return any(t.lower == "как" for t in tokens[max(0, k - 3) : k])


def opened_by_dash(tokens: Sequence[Token], k: int) -> bool:
    """Whether a dash or a quotation stands in front of the words that the cue belongs to."""
    j = k - 1
    while j > 0 and tokens[j].is_word and not tokens[j].is_quotation:
        j -= 1
    return j >= 0 and (tokens[j].text in DASHES or tokens[j].is_quotation)


def _turns_away(word: str) -> bool:
    """True for a word that opens what the speaker did meanwhile: "комментируя", "сославшись"."""
    return _NO_CONTENT.match(word) is not None or _PARTICIPLE.match(word) is not None


def _is_clock(tokens: Sequence[Token], j: int) -> bool:
    return tokens[j - 1].text.isdigit() and tokens[j + 1].text[0].isdigit()
