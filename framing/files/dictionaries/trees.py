"""Reads and writes dictionaries in XML: Yoshikoder (.ykd), Lexicoder (.lcd, .lc3): cnode is a category, pnode a term.

In: text. Out: a Draft, or text. A document type, which could define entities that grow without end, is refused.
Terms are globs; with `patternengine="regexp"` the simple regular expressions that a glob can say are read too.
"""

from __future__ import annotations

import re
from xml.parsers import expat

from framing.errors import FramingError
from framing.files.dictionaries.draft import Draft, Term, category_path, shared_levels
from framing.files.dictionaries.globs import read_glob, write_globs
from framing.records import EXCLUDE, Lexicon

_WEIGHT_KEYS = ("score", "weight")
_DEEPEST = 40
_REGEX_MARKS = re.compile(r"[\\.^$*+?{}\[\]|()]")


def read_tree(text: str, name: str) -> Draft:
    """The terms of an XML dictionary."""
    draft = Draft(name, "Yoshikoder .ykd" if name.lower().endswith(".ykd") else "Lexicoder XML")
    reader = _Reader(draft)
    reader.parse(text)
    _drop_title(draft, reader)
    return draft


class _Reader:
    """Collects terms while expat walks the text."""

    def __init__(self, draft: Draft) -> None:
        self.draft = draft
        self.path: list[str] = []
        self.tops: list[str] = []
        self.regexp = False
        self._parser = expat.ParserCreate()
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.StartDoctypeDeclHandler = self._doctype
        self._parser.EntityDeclHandler = self._doctype

    def parse(self, text: str) -> None:
        # The declaration speaks of bytes that are decoded already.
        plain = re.sub(r"^\s*<\?xml[^>]*\?>", lambda found: "\n" * found.group().count("\n"), text, count=1)
        try:
            self._parser.Parse(plain.encode("utf-8"), True)
        except expat.ExpatError as error:
            reason = expat.errors.messages[error.code]
            raise self.draft.stop(error.lineno, f"this is not XML: {reason}; mend it there") from None

    def _doctype(self, *_: object) -> None:
        raise self.draft.stop(self._line, "a document type or an entity is not read here; remove <!DOCTYPE …>")

    @property
    def _line(self) -> int:
        return self._parser.CurrentLineNumber

    def _start(self, tag: str, given: dict[str, str]) -> None:
        tag = tag.rpartition(":")[2].lower()
        if tag == "dictionary":
            self.regexp = given.get("patternengine", "").lower() in ("regexp", "regex", "regular expression")
        elif tag == "cnode":
            self._open(given)
        elif tag == "pnode":
            self._add(given)
        elif not self.path:
            raise self.draft.stop(self._line, f"<{tag}> is no dictionary; it opens with <dictionary> and has <cnode>")

    def _open(self, given: dict[str, str]) -> None:
        name = given.get("name", "").strip()
        if not name:
            raise self.draft.stop(self._line, 'a category (cnode) has no name; add name="…"')
        if len(self.path) >= _DEEPEST:
            raise self.draft.stop(self._line, f"the categories are nested too deeply; {_DEEPEST} levels are read")
        if not self.path:
            self.tops.append(name)
        self.path.append(name)
        if tuple(self.path) not in self.draft.categories:
            self.draft.categories.append(tuple(self.path))

    def _end(self, tag: str) -> None:
        if tag.rpartition(":")[2].lower() == "cnode":
            self.path.pop()

    def _add(self, given: dict[str, str]) -> None:
        term, line = given.get("name", ""), self._line
        if not self.path:
            raise self.draft.stop(line, f"term '{term}' stands in no category; put it into a cnode")
        try:
            pattern = _read_regex(term) if self.regexp else read_glob(term)
            self.draft.add(Term(tuple(self.path), pattern, _weight(given), line))
        except FramingError as error:
            self.draft.fault(line, str(error))


def _weight(given: dict[str, str]) -> float:
    text = next((given[key] for key in _WEIGHT_KEYS if given.get(key, "").strip()), "1")
    try:
        return float(text)
    except ValueError:
        raise FramingError(f"score '{text}' is not a number; write 1 or 0.5") from None


def _read_regex(term: str) -> str:
    """A regular expression of words, `.*` or `\\w*` at their ends and alternatives, as a pattern."""
    text = re.sub(r"\\b|^\^|\$$|\(\?i\)", "", term.strip())
    text = re.sub(r"\\s[+*]?", " ", text)
    text = re.sub(r"(?:\\w|\[a-z\]|\.)\*", "*", text).replace("(?:", "(")
    text = re.sub(r"\[(\w+)\]", lambda found: f"({'|'.join(found[1])})", text)
    text = re.sub(r"\(([^()]*)\)\?|(\w)\?", lambda found: f"({found[1] or found[2]}|)", text)
    if _REGEX_MARKS.search(re.sub(r"[*|()]", "", text)) or "\\" in text:
        raise FramingError(f"the regular expression '{term}' says more than words, * and alternatives; write them out")
    if "|" in text and "(" not in text:
        return f"({text})"
    return text


def _drop_title(draft: Draft, reader: _Reader) -> None:
    """The one outer category that only holds categories is the dictionary's own name."""
    inner = all(len(term.category) > 1 for term in draft.terms)
    if len(reader.tops) != 1 or not inner or not draft.terms or not draft.name.lower().endswith(".ykd"):
        return
    draft.metadata["title"] = reader.tops[0]
    draft.terms = [Term(t.category[1:], t.pattern, t.weight, t.line, t.context) for t in draft.terms]
    draft.categories = [category[1:] for category in draft.categories if len(category) > 1]


def write_tree(lexicon: Lexicon) -> str:
    """The text of a .ykd file. Raises FramingError for the first entry that the format cannot say."""
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', '<dictionary style="050805" patternengine="substring">']
    title = _quoted(lexicon.metadata.get("title", lexicon.name))
    lines.append(f'  <cnode name={title} desc="">')
    opened: tuple[str, ...] = ()
    for frame in sorted(lexicon.frames, key=lambda frame: category_path(lexicon, frame)):
        path = category_path(lexicon, frame)
        same = shared_levels(opened, path)
        lines += [f"{'  ' * (k + 2)}</cnode>" for k in reversed(range(same, len(opened)))]
        lines += [f'{"  " * (k + 2)}<cnode name={_quoted(path[k])} desc="">' for k in range(same, len(path))]
        opened = path
        lines += [f"{'  ' * (len(path) + 2)}{line}" for line in _nodes(lexicon, frame)]
    lines += [f"{'  ' * (k + 2)}</cnode>" for k in reversed(range(len(opened)))]
    return "\n".join([*lines, "  </cnode>", "</dictionary>"]) + "\n"


def _nodes(lexicon: Lexicon, frame: str) -> list[str]:
    nodes = []
    for entry in lexicon.entries:
        if entry.strength == EXCLUDE or entry.context:
            raise FramingError(f"'{entry.pattern}' has a rule or excludes, which .ykd cannot say")
        if entry.frame == frame:
            score = "" if entry.weight == 1 else f' score="{format(entry.weight, "g")}"'
            nodes += [f"<pnode name={_quoted(term)}{score}/>" for term in write_globs(entry.pattern)]
    return nodes


def _quoted(text: str) -> str:
    # Imported here: it brings the network half of the standard library, a tenth of a start.
    from xml.sax.saxutils import quoteattr

    return quoteattr(text)
