"""The matcher again, slow and obvious: plain Python objects, no tables, every possibility tried.

In: patterns, exclusions, texts. Out: rows of a match each, and the words of each text. For tests only.
"""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from framing.matcher.pattern import Form, Spelling, parse_pattern
from framing.matcher.words import DIGIT, END, HAN, IGNORED, JOINER, LETTER, LINE, MARK, SPACE, STOP, classify, fold


@dataclass
class Token:
    start: int
    end: int
    text: str
    phrase: int = 0  # how many phrase breaks stand before it
    sentence: int = 0
    initial: bool = False


Row = tuple[int, int, int, int, int, int, int]  # text, pattern, start, end, token_start, token_end, sentence


def find(
    patterns: Sequence[str], exclusions: Sequence[bool], texts: Sequence[str | None], *, every: bool = False
) -> tuple[list[Row], list[int]]:
    """Rows (text, pattern, start, end, token_start, token_end, sentence) in order, and the words of each text.

    every: those too that a longer one hides.
    """
    spellings = [parse_pattern(pattern) for pattern in patterns]
    excluded = list(exclusions) or [False] * len(patterns)
    rows: list[Row] = []
    n_words = []
    for number, text in enumerate(texts):
        tokens = tokenise(text or "")
        n_words.append(len(tokens))
        found = {
            (first, last, p) for p, several in enumerate(spellings) for s in several for first, last in spans(s, tokens)
        }
        for first, last, p in found if every else resolve(found, tokens, excluded):
            a, b = tokens[first], tokens[last]
            rows.append((number, p, a.start, b.end, first, last + 1, a.sentence))
    return sorted(rows, key=lambda row: (row[0], row[2], row[3], row[1])), n_words


def compose(text: str) -> list[tuple[int, int, str]]:
    """Start, end and character of each character of the text in NFC (`i` with a dot above is `i`)."""
    pieces: list[str] = []
    for char in text:  # a new piece where normalisation reaches no further back
        if pieces and (joins(pieces[-1], char) or (char == "\u0307" and pieces[-1] in ("i", "I"))):
            pieces[-1] += char
        else:
            pieces.append(char)
    found = []
    at = 0
    for piece in pieces:
        normal = unicodedata.normalize("NFC", piece).replace("i\u0307", "i")
        for i, char in enumerate(normal):
            if len(normal) == len(piece):
                found.append((at + i, at + i + 1, char))
            else:
                found.append((at if i == 0 else at + len(piece), at + len(piece), char))
        at += len(piece)
    return found


def joins(before: str, char: str) -> bool:
    """Whether NFC treats `char` together with the characters before it."""
    return unicodedata.combining(char) != 0 or nfc(before + char) != nfc(before) + nfc(char)


def tokenise(text: str) -> list[Token]:
    tokens: list[Token] = []
    gap: list[str] = []
    for start, end, char in compose(text):
        kind = classify(char)
        inside = bool(tokens) and all(classify(c) == IGNORED for c in gap)
        if kind == MARK and inside:
            pass  # a mark belongs to the word before, whatever that is
        elif kind in (LETTER, DIGIT) and inside and classify(tokens[-1].text[0]) != HAN:
            pass
        elif kind in (LETTER, DIGIT, HAN):
            tokens.append(follow(tokens[-1] if tokens else None, gap, Token(start, end, "")))
        else:
            gap.append("\n" if char == "\r" else char)
            if kind == LINE and gap[-2:] == ["\n", "\n"] and text[start - 1 : start + 1] == "\r\n":
                gap.pop()
            continue
        gap = []
        tokens[-1].text += fold(char)
        tokens[-1].end = end
    return tokens


def follow(before: Token | None, gap: list[str], token: Token) -> Token:
    """Number the token's phrase and sentence from the one before it and what stands between."""
    if before is None:
        return token
    kinds = [classify(char) for char in gap]
    dotted = kinds == [STOP]
    single = len(before.text) == 1 and classify(before.text) == LETTER
    if kinds[:1] == [STOP] and kinds.count(STOP) == 1 and single and (dotted or before.initial):
        kinds = kinds[1:]
        token.initial = dotted
    ends = END in kinds or kinds.count(LINE) > 1 or (STOP in kinds and not dotted)
    breaks = ends or any(kind not in (SPACE, LINE, JOINER, IGNORED) for kind in kinds)
    token.phrase = before.phrase + breaks
    token.sentence = before.sentence + ends
    return token


def fits(form: Form, word: str) -> bool:
    if form.head and form.tail:
        return form.text in word
    if form.head:
        return word.endswith(form.text)
    return word.startswith(form.text) if form.tail else word == form.text


def spans(spelling: Spelling, tokens: list[Token]) -> set[tuple[int, int]]:
    """First and last token of every way the spelling stands in the text."""
    ways = {(i, i) for i, token in enumerate(tokens) if fits(spelling.forms[0], token.text)}
    for form, link in zip(spelling.forms[1:], spelling.links, strict=True):
        further = set()
        for first, last in ways:
            for here in range(last + 1 + link.fewest, min(last + 2 + link.most, len(tokens))):
                a, b = tokens[last], tokens[here]
                same = (a.phrase == b.phrase, a.sentence == b.sentence, True)[link.between]
                if same and fits(form, b.text):
                    further.add((first, here))
        ways = further
    return ways


def resolve(found: set[tuple[int, int, int]], tokens: list[Token], excluded: list[bool]) -> list[tuple[int, int, int]]:
    """The longest first; then exclusions; then the earlier. What overlaps one that won is dropped."""

    def rank(way: tuple[int, int, int]) -> tuple[int, bool, int, int]:
        first, last, pattern = way
        return (-(tokens[last].end - tokens[first].start), not excluded[pattern], tokens[first].start, pattern)

    won: list[tuple[int, int, int]] = []
    for way in sorted(found, key=rank):
        rivals = [w for w in won if way[0] <= w[1] and w[0] <= way[1]]
        if all(w[:2] == way[:2] and excluded[w[2]] == excluded[way[2]] for w in rivals):
            won.append(way)
    return won


def nfc(text: str) -> str:
    return unicodedata.normalize("NFC", text)
