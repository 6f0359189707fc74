"""The pattern language: one lexicon entry read into the sequences of words that it matches.

In: a pattern. Out: its spellings, each a row of word forms and the links between them. Matches nothing itself.

    foreign forces             the words, in that order, nothing but space, hyphens and apostrophes between
    terroris*  *phobia  *ocra* a wildcard at the end, at the beginning, at both: none or more letters
    interfere * * affairs      a lone star: exactly one word (one character of Chinese)
    respect <=3 sovereignty    at most three words between, in the same sentence, commas allowed
    defen(c|s)e, (war|armed conflict) crime(s|)    alternatives, of letters or of words, one of them may be empty
    9/11, R&D                  other marks: any marks may stand there; \\* \\( \\) \\| \\< \\\\ are the marks themselves
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from framing.errors import FramingError
from framing.matcher.words import DIGIT, END, HAN, IGNORED, LETTER, LINE, MARK, OTHER, STOP, canonical, classify, fold

# A pattern with more spellings than this is a slip of the pen (six alternations of five); nothing is cut short.
MOST_SPELLINGS = 20_000

# What may stand between two words of a pattern.
PHRASE, SENTENCE, ANYTHING = range(3)


@dataclass(frozen=True)
class Form:
    """A word as it is written: `text` folded, and whether letters may stand before (head) or behind (tail) it."""

    text: str
    head: bool = False
    tail: bool = False


ANY_WORD = Form("", head=True, tail=True)


@dataclass(frozen=True)
class Link:
    """How the next word follows: `fewest` to `most` words between, and what else: PHRASE, SENTENCE or ANYTHING."""

    fewest: int = 0
    most: int = 0
    between: int = PHRASE


@dataclass(frozen=True)
class Spelling:
    """One way to write a pattern: n forms and the n - 1 links between them."""

    forms: tuple[Form, ...]
    links: tuple[Link, ...]


@dataclass(frozen=True)
class _Star:
    """A `*`."""


@dataclass(frozen=True)
class _Gap:
    """A `<=n`."""

    most: int


_Atom = str | _Star | _Gap


@dataclass(frozen=True)
class _Choice:
    """Alternatives, each a sequence."""

    options: tuple[tuple[_Node, ...], ...]


_Node = str | _Star | _Gap | _Choice
_TOKEN = re.compile(r"\\(?P<escaped>.)|(?:(?<=[\s(|])|^)<=(?P<gap>[0-9]+)(?=[\s|)]|$)|(?P<plain>.)", re.DOTALL)


def parse_pattern(pattern: str) -> tuple[Spelling, ...]:
    """The spellings of a pattern, each once, in the order of its alternatives.

    Raises FramingError, one sentence, for a pattern that cannot be read or has no word.

    >>> [[form.text for form in s.forms] for s in parse_pattern("defen(c|s)e force*")]
    [['defence', 'force'], ['defense', 'force']]
    """
    tree = _Reader(pattern).read()
    if _count(tree) > MOST_SPELLINGS:
        raise _error(pattern, f"has {_count(tree)} spellings; split it into patterns of at most {MOST_SPELLINGS}")
    return tuple(dict.fromkeys(_read_spelling(pattern, atoms) for atoms in _expand(tree)))


def _error(pattern: str, fault: str) -> FramingError:
    return FramingError(f"pattern '{pattern}' {fault}")


class _Reader:
    """Reads a pattern from left to right; brackets nest."""

    def __init__(self, pattern: str) -> None:
        self.pattern = pattern
        self.tokens = list(_TOKEN.finditer(canonical(pattern)[0]))
        self.at = 0

    def read(self) -> tuple[_Node, ...]:
        """The whole pattern."""
        if (self.tokens[-1]["plain"] if self.tokens else "") == "\\":
            raise _error(self.pattern, "ends in a backslash; write \\\\ for the mark itself")
        nodes = self._sequence()
        if self.at < len(self.tokens):
            mark = self.tokens[self.at]["plain"]
            raise _error(self.pattern, f"has '{mark}' outside of brackets; write \\{mark} for the mark itself")
        return nodes

    def _sequence(self) -> tuple[_Node, ...]:
        nodes: list[_Node] = []
        while self.at < len(self.tokens) and self.tokens[self.at]["plain"] not in ("|", ")"):
            token = self.tokens[self.at]
            self.at += 1
            if token["gap"]:
                nodes.append(_Gap(int(token["gap"])))
            elif token["escaped"]:
                nodes.append(token["escaped"])
            elif token["plain"] == "(":
                nodes.append(self._choice())
            elif token["plain"] == "<":
                raise _error(self.pattern, "has a '<' that is no gap; a gap is written ' <=3 ', the mark itself \\<")
            else:
                nodes.append(_Star() if token["plain"] == "*" else token["plain"])
        return tuple(nodes)

    def _choice(self) -> _Choice:
        options = [self._sequence()]
        while self.at < len(self.tokens) and self.tokens[self.at]["plain"] == "|":
            self.at += 1
            options.append(self._sequence())
        if self.at == len(self.tokens):
            raise _error(self.pattern, "has a '(' that is never closed; add ')' or write \\( for the mark itself")
        self.at += 1
        return _Choice(tuple(options))


def _count(nodes: Sequence[_Node]) -> int:
    total = 1
    for node in nodes:
        if isinstance(node, _Choice):
            total *= sum(_count(option) for option in node.options)
    return total


def _expand(nodes: Sequence[_Node]) -> Iterator[tuple[_Atom, ...]]:
    parts: list[list[tuple[_Atom, ...]]] = []
    for node in nodes:
        if isinstance(node, _Choice):
            parts.append([atoms for option in node.options for atoms in _expand(option)])
        else:
            parts.append([(node,)])
    for combination in itertools.product(*parts):
        yield tuple(itertools.chain.from_iterable(combination))


def _read_spelling(pattern: str, atoms: Sequence[_Atom]) -> Spelling:
    """Join letters to words, give each `*` to its word or leave it alone, and read the links between."""
    kinds = [classify(atom) if isinstance(atom, str) else -1 for atom in atoms]
    builder = _Builder(pattern)
    for i, atom in enumerate(atoms):
        if isinstance(atom, _Gap):
            builder.add_gap(atom.most)
        elif isinstance(atom, _Star):
            if i > 0 and isinstance(atoms[i - 1], _Star):
                raise _error(pattern, "has two '*' side by side; put a space between for two words")
            left = i > 0 and kinds[i - 1] in (LETTER, DIGIT, MARK)
            right = i + 1 < len(atoms) and kinds[i + 1] in (LETTER, DIGIT)
            if left and right:
                raise _error(pattern, "has a '*' inside a word; it may stand at the beginning or the end, or alone")
            builder.add_star(left=left, right=right)
        else:
            builder.add_char(atom, kinds[i])
    return builder.finish()


class _Builder:
    """The forms and links of one spelling, as its characters come."""

    def __init__(self, pattern: str) -> None:
        self.pattern = pattern
        self.forms: list[Form] = []
        self.links: list[Link] = []
        self.word: str | None = None
        self.head = False
        self.gap = ""  # the marks since the last word
        self.link = Link()
        self.initial = False  # the last word stands behind a full stop, as the second of initials does

    def add_char(self, char: str, kind: int) -> None:
        if kind in (LETTER, DIGIT):
            self.word = (self.word or "") + fold(char)
        elif kind == MARK and self.word is not None:
            self.word += fold(char)
        elif kind == MARK and not self.gap and self.forms and self._last_is_han():
            self.forms[-1] = Form(self.forms[-1].text + fold(char))
        elif kind == HAN:
            self._close(tail=False)
            self._append(Form(fold(char)))
        elif kind != IGNORED:
            self._close(tail=False)
            self.gap += char

    def add_star(self, *, left: bool, right: bool) -> None:
        if left:
            self._close(tail=True)
        elif right:
            self.head, self.word = True, ""
        else:
            self._close(tail=False)
            self._append(ANY_WORD)

    def add_gap(self, most: int) -> None:
        self._close(tail=False)
        if not self.forms:
            raise _error(self.pattern, f"begins with '<={most}'; a gap must stand between two words")
        self.link = Link(self.link.fewest, self.link.most + most, max(self.link.between, SENTENCE))

    def finish(self) -> Spelling:
        self._close(tail=False)
        if all(form == ANY_WORD for form in self.forms):
            raise _error(self.pattern, "has no word to match in one of its spellings; write at least one")
        if self.link != Link():
            raise _error(self.pattern, "ends with a gap; a gap must stand between two words")
        return self._without_inner_stars()

    def _last_is_han(self) -> bool:
        return bool(self.forms[-1].text) and classify(self.forms[-1].text[0]) == HAN

    def _close(self, *, tail: bool) -> None:
        if self.word is not None:
            self._append(Form(self.word, head=self.head, tail=tail))
        self.word, self.head = None, False

    def _append(self, form: Form) -> None:
        if self.forms:
            between, initial = _read_gap(self.gap, self.forms[-1], self.initial)
            self.links.append(Link(self.link.fewest, self.link.most, max(self.link.between, between)))
            self.initial = initial
        self.forms.append(form)
        self.gap, self.link = "", Link()

    def _without_inner_stars(self) -> Spelling:
        """Lone stars between words become links; those at the ends stay forms that any word has."""
        first = next(i for i, form in enumerate(self.forms) if form != ANY_WORD)
        last = next(i for i in reversed(range(len(self.forms))) if self.forms[i] != ANY_WORD)
        forms, links = [self.forms[0]], []
        fewest = most = between = 0
        for i, (form, link) in enumerate(zip(self.forms[1:], self.links, strict=True), start=1):
            fewest, most, between = fewest + link.fewest, most + link.most, max(between, link.between)
            if form == ANY_WORD and first < i < last:
                fewest, most = fewest + 1, most + 1
                continue
            forms.append(form)
            links.append(Link(fewest, most, between))
            fewest = most = between = 0
        return Spelling(tuple(forms), tuple(links))


def _read_gap(gap: str, before: Form, initial: bool) -> tuple[int, bool]:
    """What may stand where a pattern has `gap`, and whether the word behind it belongs to initials."""
    kinds = [classify(char) for char in gap]
    single = len(before.text) == 1 and not (before.head or before.tail) and classify(before.text) == LETTER
    if kinds[:1] == [STOP] and kinds.count(STOP) == 1 and single and (len(kinds) == 1 or initial):
        kinds, joined = kinds[1:], len(kinds) == 1
    else:
        joined = False
    if END in kinds or kinds.count(LINE) > 1 or (STOP in kinds and len(kinds) > 1):
        return ANYTHING, joined
    return (SENTENCE if STOP in kinds or OTHER in kinds else PHRASE), joined
