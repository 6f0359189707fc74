"""Chinese mentions: a person with or without title, a body, a country, a pronoun, several of them joined.

In: the words in front of a reporting verb. Out: mentions as spans, with the bare name. It decides by form alone.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from framing.attribute.chinese.words import (
    BODY_END,
    COUNTRIES,
    DOCUMENT_END,
    FOREIGN,
    MEDIA,
    NOBODY,
    SURNAMES,
    TITLE_ANY,
    TITLE_END,
)
from framing.attribute.record import Span

_HAN = r"[\u4e00-\u9fff]"
# Verbs and prepositions that no name phrase holds; what has one is a clause.
_NO_PHRASE = re.compile(
    r"对于|关于|针对|不[得能是要应]|^(?:支持|反对|在|对|把|让|使|被|与|同|向|从|就|找到)|受到|遭到|损害|应该|应当|必须|可以|已经|正在|企图|宣布|[是了着曾]"
)
_JOINERS = re.compile(r"和|与|及|同|、")
_PRONOUN = re.compile(r"^(?:他们|她们|他|她)$")
_GROUP = re.compile(r"^(?:双方|各方|两国|三方|两国元首|两国外长|两国领导人|两位外长|两位领导人|中俄双方|中美双方)$")
_LONG_DOTTED = re.compile(rf"{_HAN}{{1,8}}(?:[·•]{_HAN}{{1,8}})+$")


@dataclass(frozen=True)
class Mention:
    """Somebody in front of a verb: `kind` is person, role, body, pronoun or group; `name` is without titles."""

    kind: str
    span: Span
    name: str
    title: str = ""


def read_mentions(text: str, span: Span) -> tuple[Mention, ...]:
    """The mentions that a noun phrase consists of; () when it is nobody's name, title or body.

    >>> [m.name for m in read_mentions("国务委员兼外长王毅", (0, 9))]
    ['王毅']
    """
    words = text[span[0] : span[1]]
    whole = _read_one(text, span)
    if whole is not None and (whole.kind != "body" or not _JOINERS.search(words)):
        return (whole,)
    for m in _JOINERS.finditer(words):
        left = _read_one(text, (span[0], span[0] + m.start()))
        right = read_mentions(text, (span[0] + m.end(), span[1]))
        if left is None or not right or left.kind not in ("person", "body"):
            continue
        if m.group() != "、" or left.kind == right[0].kind == "person" or {left.name, right[0].name} <= COUNTRIES:
            return (left, *right)
    return (whole,) if whole is not None else ()


def _read_one(text: str, span: Span) -> Mention | None:
    words = text[span[0] : span[1]]
    bare = re.sub(r"[（(][^）)]*[）)]$", "", words)
    span = (span[0], span[0] + len(bare))
    if not bare or len(bare) > 40 or "\x01" in bare:
        return None
    if _PRONOUN.match(bare):
        return Mention("pronoun", span, bare)
    if _GROUP.match(bare):
        return Mention("group", span, bare)
    if NOBODY.search(bare) or _NO_PHRASE.search(bare):
        return None
    return _titled(bare, span) or _plain(bare, span)


def _titled(words: str, span: Span) -> Mention | None:
    """Title before the name (外长王毅), behind it (王毅外长), or alone (俄罗斯外长)."""
    titles = list(TITLE_ANY.finditer(words))
    for m in reversed(titles):
        tail = words[m.end() :]
        if tail and is_name(tail):
            start = span[0] + m.end()
            return Mention("person", (start, span[1]), tail, words[: m.end()])
    end = TITLE_END.search(words)
    if end is None:
        return None
    front = words[: end.start()]
    if is_name(front) and front not in COUNTRIES and not BODY_END.search(front):
        return Mention("person", (span[0], span[0] + len(front)), front, end.group())
    return Mention("role", span, words, words)


def _plain(words: str, span: Span) -> Mention | None:
    document = DOCUMENT_END.search(words)
    if document is not None:
        return _plain(words[: document.start()], (span[0], span[0] + document.start())) if document.start() else None
    if words in COUNTRIES or BODY_END.search(words) or MEDIA.search(words) or re.fullmatch(r"[A-Z][A-Za-z .]+", words):
        return Mention("body", span, words)
    if is_name(words):
        return Mention("person", span, words)
    for country in COUNTRIES:
        rest = words.removeprefix(country)
        if rest != words and is_name(rest):
            return Mention("person", (span[1] - len(rest), span[1]), rest, country)
    return None


def is_name(words: str) -> bool:
    """True for a Chinese name (surname and one or two characters) or a transliterated one.

    >>> is_name("王毅"), is_name("拉夫罗夫"), is_name("局势")
    (True, True, False)
    """
    if words in COUNTRIES or (BODY_END.search(words) and len(words) > 3):
        return False
    if _LONG_DOTTED.match(words):
        return True
    if not re.fullmatch(rf"{_HAN}{{2,8}}", words):
        return False
    if words[:2] in ("欧阳", "司马", "诸葛", "上官"):
        return len(words) <= 4
    if words[0] in SURNAMES and len(words) <= 3:
        return True
    return all(c in FOREIGN for c in words)


def is_outlet(mention: Mention) -> bool:
    """True for a medium or agency, which mostly passes on what others say."""
    return mention.kind == "body" and MEDIA.search(mention.name) is not None
