"""How a Russian text is laid out: paragraphs, quotations, sentences, all as character spans.

In: text. Out: spans. It never changes the text and does not know who speaks.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from framing.attribute.record import Span, trim_span

# Full stops after these do not end a sentence.
_ABBREVIATIONS_TEXT = """
    г гг в вв т тт п пп ст ч др пр им ул д кв стр рис тыс млн млрд трлн руб долл коп см ср напр проф акад ген
    полк подполк кап лейт е н э с соч ред прим обл р зам зав чл корр ок м мин сек кг км га св
"""
_ABBREVIATIONS = frozenset(_ABBREVIATIONS_TEXT.split())
_SENTENCE_END = re.compile(r"[.!?…]+[)\]]*")
_OPENERS = "«„“\"'([—–-"
_CLOSING = '»”“"'
# A reporting clause set into the quotation: it opens with a comma or a stop and a dash, and ends in the same way.
_INSERTED = re.compile(r"(?<=[,.!?…])\s+[—–-]\s+(?:[а-яё]+\s+){1,4}[^—–»\"“”]{2,160}?[.,]\s+[—–-](?=\s)")
MASK = "\x01"
_CLOSERS = {"«": "»", "„": "“", "“": "”"}
# Lines this long, most of them without a stop at the end, are the work of a hard wrap (measured in characters).
_WRAP_MIN, _WRAP_MAX, _WRAP_SHARE = 45, 100, 0.5


def find_paragraphs(text: str) -> list[Span]:
    """Trimmed spans of the paragraphs: lines, or blocks between blank lines where the text is hard-wrapped."""
    breaks = r"\n\s*\n" if _is_hard_wrapped(text) else r"\s*\n\s*"
    edges = [0, *(edge for m in re.finditer(breaks, text) for edge in m.span()), len(text)]
    spans = [trim_span(text, (edges[i], edges[i + 1])) for i in range(0, len(edges), 2)]
    return [span for span in spans if span[0] < span[1]]


def find_quotations(text: str, paragraph: Span, following: str = "") -> list[Span]:
    """Outermost quotations of a paragraph, marks included; one that is not closed runs to the paragraph's end.

    following : the paragraph behind; a straight mark that is never closed opens a quotation only if it goes on there.

    >>> find_quotations('Он сказал: «Это "победа"». И всё.', (0, 32))
    [(11, 25)]
    """
    found: list[Span] = []
    stack: list[tuple[str, int]] = []
    for i in range(*paragraph):
        mark = text[i]
        if mark not in '«»„“”"' or (mark == '"' and i > paragraph[0] and text[i - 1] == '"'):
            continue
        if stack and _closes(text, i, stack[-1][0], paragraph):
            start = stack.pop()[1]
            if not stack:
                found.append((start, i + 2 if text[i : i + 2] == '""' else i + 1))
        elif mark in "«„“" or (mark == '"' and _may_open(text, i, paragraph)):
            if not _wraps_a_cell(text, i, paragraph):
                stack.append((mark, i))
        elif not stack and mark in '»”"' and not found and re.match(r",?\s*[—–-]\s", text[i + 1 : i + 5]):
            found.append((paragraph[0], i + 1))
    if not stack:
        return found
    if stack[0][0] == '"' and following and not _goes_on(following):
        rest = (stack[0][1] + 1, paragraph[1])
        return [*found, *find_quotations(text, rest, following)] if rest[0] < rest[1] else found
    return [*found, _unclosed(text, stack, paragraph)]


def split_sentences(text: str, paragraph: Span, quotations: Sequence[Span]) -> list[Span]:
    """Sentence spans of a paragraph; a quotation is never cut, and a stop inside it may end the sentence around it."""
    spans, start = [], paragraph[0]
    for end in _sentence_ends(text, paragraph, quotations):
        span = trim_span(text, (start, end))
        if span[0] < span[1]:
            spans.append(span)
        start = end
    return spans


def mask_quotations(text: str, quotations: Sequence[Span]) -> str:
    """The text with what stands inside the marks blanked out by `\\x01`, character for character.

    A reporting clause between dashes inside the marks ("... , — said X, — ...") stays readable.
    """
    letters = list(text)
    for start, end in quotations:
        inner = (start + 1, end - 1 if text[end - 1] in _CLOSING else end)
        if text[start : start + 2] == '""':
            inner = (inner[0] + 1, inner[1] - (text[end - 2 : end] == '""'))
        letters[inner[0] : inner[1]] = [MASK] * (inner[1] - inner[0])
        for m in _INSERTED.finditer(text, *inner):
            letters[m.start() : m.end()] = text[m.start() : m.end()]
    return "".join(letters)


def _goes_on(following: str) -> bool:
    """True when the paragraph behind an open quotation opens with a mark or closes one it has not opened."""
    return following[0] in '"“' or following.replace('""', '"').count('"') % 2 == 1


def _is_hard_wrapped(text: str) -> bool:
    lines = [line for line in text.split("\n") if line.strip()]
    if len(lines) < 4 or max(map(len, lines)) > _WRAP_MAX:
        return False
    cut = [line for line in lines if len(line) >= _WRAP_MIN and line.rstrip()[-1] not in '.!?…:;»"']
    return len(cut) >= _WRAP_SHARE * len(lines)


def _may_open(text: str, i: int, paragraph: Span) -> bool:
    before = text[i - 1] if i > paragraph[0] else " "
    after = text[i + 1] if i + 1 < paragraph[1] else " "
    return (before.isspace() or before in '([—–-«„"') and not after.isspace()


def _wraps_a_cell(text: str, i: int, paragraph: Span) -> bool:
    """True for the lone mark that opens a table cell in which marks are doubled: «"Шар ""на стороне"" соседей»."""
    follow = text.find('"', i + 1, paragraph[1])
    lone = text[i : i + 2] != '""' and text[i] == '"'
    return lone and text[follow : follow + 2] == '""' and _may_open(text, follow, paragraph)


def _closes(text: str, i: int, opening: str, paragraph: Span) -> bool:
    mark = text[i]
    if opening == '"':
        return mark == '"' and not (_may_open(text, i, paragraph) and text[i - 1] != " " and text[i - 1] != '"')
    return mark == _CLOSERS[opening] or (opening == "“" and mark == "“" and not _may_open(text, i, paragraph))


def _unclosed(text: str, stack: list[tuple[str, int]], paragraph: Span) -> Span:
    """The outermost open quotation: to the last closing mark when an inner one swallowed it, else to the end."""
    start = stack[0][1]
    last = max(text.rfind(mark, start + 1, paragraph[1]) for mark in '»”"')
    return (start, last + 1) if last > start and len(stack) > 1 else (start, paragraph[1])


def _sentence_ends(text: str, paragraph: Span, quotations: Sequence[Span]) -> list[int]:
    ends = []
    for m in _SENTENCE_END.finditer(text, *paragraph):
        around = next((q for q in quotations if q[0] < m.start() < q[1]), None)
        if around is None:
            if _is_boundary(text, m, m.end(), paragraph[1]):
                ends.append(m.end())
        elif m.end() == around[1] - 1 and re.match(r"\s+[«„“\"(]?[А-ЯЁA-Z]", text[around[1] : paragraph[1]]):
            ends.append(around[1])
    return [*ends, paragraph[1]]


def _is_boundary(text: str, m: re.Match[str], end: int, limit: int) -> bool:
    rest = text[end:limit]
    if not rest.strip():
        return True
    follow = rest.lstrip()
    if follow == rest and not re.match(r"[А-ЯЁ][а-яё]", rest):
        return False
    if not (follow[0].isupper() or follow[0].isdigit() or follow[0] in _OPENERS):
        return False
    if follow[0] in "—–-" and not re.match(r"[—–-]\s*[А-ЯЁA-Z]", follow):
        return False
    if m.group() != ".":
        return True
    word = re.search(r"([^\W\d_]*)$", text[: m.start()])
    last = word.group() if word else ""
    if len(last) == 1 and last.isupper():
        return False
    return last.lower() not in _ABBREVIATIONS or (last == "г" and follow[0].isupper() and len(follow) > 40)
