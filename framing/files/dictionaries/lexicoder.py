"""Reads and writes Lexicoder dictionaries in plain text (.lc3): `+Category`, then one term a line.

In: text. Out: a Draft, or text. Two plus signs open a category inside the one above. The XML kind is read by `trees`.
"""

from __future__ import annotations

import re

from framing.errors import FramingError
from framing.files.dictionaries.draft import Draft, Term, category_path
from framing.files.dictionaries.globs import read_glob, write_globs
from framing.records import EXCLUDE, Lexicon


def read_lexicoder(text: str, name: str) -> Draft:
    """The terms of a plain .lc3 file."""
    draft = Draft(name, "Lexicoder .lc3")
    path: list[str] = []
    for number, line in enumerate(text.split("\n"), start=1):
        words = line.strip()
        if not words:
            continue
        head = re.match(r"(\++)\s*(.*)", words)
        if head:
            depth = len(head[1])
            if depth > len(path) + 1 or not head[2]:
                raise draft.stop(number, f"'{words}' opens no category; write +Name, and ++Name only inside one")
            path[depth - 1 :] = [head[2]]
            if tuple(path) not in draft.categories:
                draft.categories.append(tuple(path))
        elif not path:
            raise draft.stop(number, f"'{words}' stands before any category; open one with +Name")
        else:
            _add(draft, Term(tuple(path), words, line=number))
    return draft


def _add(draft: Draft, term: Term) -> None:
    try:
        draft.add(Term(term.category, read_glob(term.pattern), line=term.line))
    except FramingError as error:
        draft.fault(term.line, str(error))


def write_lexicoder(lexicon: Lexicon) -> str:
    """The text of a plain .lc3 file. Raises FramingError for the first entry that the format cannot say."""
    lines: list[str] = []
    opened: tuple[str, ...] = ()
    for frame in sorted(lexicon.frames, key=lambda frame: category_path(lexicon, frame)):
        path = category_path(lexicon, frame)
        for depth, name in enumerate(path):
            if opened[: depth + 1] != path[: depth + 1]:
                lines.append("+" * (depth + 1) + name)
                opened = path[: depth + 1]
        for entry in (e for e in lexicon.entries if e.frame == frame):
            if entry.context or entry.weight != 1:
                raise FramingError(f"'{entry.pattern}' has a rule or a weight, which .lc3 cannot say")
            lines += write_globs(entry.pattern)
    if any(entry.strength == EXCLUDE for entry in lexicon.entries):
        raise FramingError("the lexicon has exclusions, which .lc3 cannot say")
    return "\n".join(lines) + "\n"
