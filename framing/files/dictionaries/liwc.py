"""Reads and writes LIWC dictionaries (.dic): categories between two % lines, then a term and its categories a line.

In: text. Out: a Draft, or text. Nested categories (indented heads), conditional terms (`kind <of>131/125`,
`like (02 134)125/464`), comments and stray white space are understood; a category that the head lacks is a fault.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from framing.errors import FramingError
from framing.files.dictionaries.draft import (
    TITLE_KEY,
    Category,
    Draft,
    Term,
    category_fact,
    category_path,
    shared_levels,
)
from framing.files.dictionaries.globs import read_glob, write_globs
from framing.records import EXCLUDE, Entry, Lexicon

_HEAD = re.compile(r"(?P<indent>\s*)(?P<id>\S+)\s+(?P<name>.+?)\s*(?:\((?P<title>[^()]+)\))?\s*")
_CONDITION = re.compile(r"(?:<(?P<next>[^<>]+)>|\((?P<before>[\w\s,]+)\))\s*(?P<yes>\w*)\s*/\s*(?P<no>\w*)")
_CLASS = "liwc-"


def read_liwc(text: str, name: str) -> Draft:
    """The terms of a .dic file."""
    draft = Draft(name, "LIWC .dic")
    lines = text.split("\n")
    marks = [number for number, line in enumerate(lines) if line.strip() == "%"][:2]
    if len(marks) < 2:
        raise FramingError(f"{name}:1: the categories do not stand between two lines of '%'; a .dic file opens so")
    heads = _read_heads(lines, marks, draft)
    terms: list[tuple[int, str, str]] = []
    for number, line in enumerate(lines[marks[1] + 1 :], start=marks[1] + 2):
        if line.strip():
            terms.append((number, *_split(line, heads, draft, number)))
    for number, term, rest in terms:
        _add_term(draft, heads, number, term, rest)
    _add_classes(draft, heads)
    return draft


def _read_heads(lines: Sequence[str], marks: Sequence[int], draft: Draft) -> dict[str, Category]:
    heads: dict[str, Category] = {}
    above: list[tuple[int, str]] = []
    for number in range(marks[0] + 1, marks[1]):
        line = lines[number].rstrip()
        if not line.strip():
            continue
        found = _HEAD.fullmatch(line)
        if not found:
            raise draft.stop(number + 1, f"'{line.strip()}' is no category; write its number, a tab and its name")
        depth = len(found["indent"].expandtabs(4))
        while above and above[-1][0] >= depth:
            above.pop()
        above.append((depth, found["name"].strip()))
        category = tuple(part for _, part in above)
        if _key(found["id"]) in heads:
            raise draft.stop(number + 1, f"category {found['id']} stands in the head twice; give each its own number")
        heads[_key(found["id"])] = category
        draft.categories.append(category)
        draft.ids[category] = category[-1]
        if found["title"]:
            draft.titles[category[-1]] = found["title"].strip()
    names = list(draft.ids.values())
    draft.ids = {path: (leaf if names.count(leaf) == 1 else ".".join(path)) for path, leaf in draft.ids.items()}
    return heads


def _key(number: str) -> str:
    """`01` and `1` are one category."""
    return number.lstrip("0") or "0"


def _split(line: str, heads: dict[str, Category], draft: Draft, number: int) -> tuple[str, str]:
    """The term and what says its categories: behind the first tab, or the last words that are category numbers."""
    condition = _CONDITION.search(line)
    at = condition.start() if condition else len(line)
    words = list(re.finditer(r"\S+", line[:at]))
    first = len(words)
    while first > 1 and (_key(words[first - 1].group()) in heads or _is_number_behind_tab(line, words[first - 1])):
        first -= 1
    split = words[first].start() if first < len(words) else at
    return line[:split].strip(), line[split:].strip()


def _is_number_behind_tab(line: str, word: re.Match[str]) -> bool:
    return word.group().isdigit() and "\t" in line[: word.start()]


def _add_term(draft: Draft, heads: dict[str, Category], number: int, term: str, rest: str) -> None:
    try:
        pattern = read_glob(term)
    except FramingError as error:
        draft.fault(number, str(error))
        return
    if not rest:
        draft.fault(number, f"'{term}' has no category; write its number behind a tab")
    for found in _CONDITION.finditer(rest):
        for number_, rule in zip((found["yes"], found["no"]), _rules(found), strict=True):
            if number_:
                _add_one(draft, heads, number, number_, Term((), pattern, line=number, context=rule))
    for plain in _CONDITION.sub(" ", rest).replace(",", " ").split():
        _add_one(draft, heads, number, plain, Term((), pattern, line=number))


def _rules(found: re.Match[str]) -> tuple[str, str]:
    if found["next"]:
        rule = f"before: {found['next'].strip()}"
    else:
        rule = "after: " + ", ".join(f"@{_CLASS}{_key(n)}" for n in re.findall(r"\w+", found["before"]))
    return rule, f"not {rule}"


def _add_one(draft: Draft, heads: dict[str, Category], line: int, number: str, term: Term) -> None:
    category = heads.get(_key(number))
    if category is None:
        draft.fault(line, f"category {number} of '{term.pattern}' is not in the head; add it there or drop the number")
        return
    draft.add(Term(category, term.pattern, term.weight, line, term.context))


def _add_classes(draft: Draft, heads: dict[str, Category]) -> None:
    wanted = {name for term in draft.terms for name in re.findall(rf"@{_CLASS}(\w+)", term.context)}
    for name in sorted(wanted):
        words = tuple(term.pattern for term in draft.terms if term.category == heads.get(name) and not term.context)
        if not words:
            line = next(term.line for term in draft.terms if f"@{_CLASS}{name}" in term.context)
            draft.fault(line, f"the condition names category {name}, which has no terms; drop the condition")
        draft.word_classes[f"{_CLASS}{name}"] = words


def write_liwc(lexicon: Lexicon) -> str:
    """The text of a .dic file. Raises FramingError for the first entry that the format cannot say."""
    frames = list(lexicon.frames)
    classes = {name: _class_frame(lexicon, name, frames) for name in lexicon.word_classes if name.startswith(_CLASS)}
    numbers, heads = _write_heads(lexicon)
    lines = ["%", *heads, "%"]
    codes: dict[str, list[str]] = {}
    conditions: dict[tuple[str, str], dict[bool, str]] = {}
    for entry in lexicon.entries:
        if entry.strength == EXCLUDE or entry.weight != 1:
            raise FramingError(f"'{entry.pattern}' has a weight or excludes, which .dic cannot say")
        for term in write_globs(entry.pattern):
            if entry.context:
                rule = _write_condition(entry, classes, numbers)
                negated = entry.context.startswith("not ")
                conditions.setdefault((term, rule), {})[negated] = numbers[entry.frame]
            else:
                codes.setdefault(term, []).append(numbers[entry.frame])
    for (term, rule), sides in conditions.items():
        codes.setdefault(term, []).insert(0, f"{rule}{sides.get(False, '')}/{sides.get(True, '')}")
    lines += ["\t".join([term, *dict.fromkeys(found)]) for term, found in codes.items()]
    return "\n".join(lines) + "\n"


def _write_heads(lexicon: Lexicon) -> tuple[dict[str, str], list[str]]:
    """A number for each frame, and the lines of the head; LIWC's own nested categories are indented again."""
    numbers: dict[str, str] = {}
    heads: list[str] = []
    opened: Category = ()
    for frame in lexicon.frames:
        path = category_path(lexicon, frame)
        path = path if path[-1] == frame else (frame,)
        for depth in range(shared_levels(opened, path), len(path)):
            number = f"{len(heads) + 1:02d}"
            title = category_fact(lexicon, TITLE_KEY, path[depth])
            heads.append("\t" * depth + f"{number}\t{path[depth]}" + (f" ({title})" if title else ""))
            numbers.setdefault(path[depth], number)
        opened = path
    return numbers, heads


def _class_frame(lexicon: Lexicon, name: str, frames: list[str]) -> str:
    """The frame whose plain terms a condition's class holds."""
    words = set(lexicon.word_classes[name])
    for frame in frames:
        if {e.pattern for e in lexicon.entries if e.frame == frame and not e.context} == words:
            return frame
    raise FramingError(f"the word class @{name} is no category, which .dic cannot say")


def _write_condition(entry: Entry, classes: dict[str, str], numbers: dict[str, str]) -> str:
    rule = entry.context.removeprefix("not ")
    kind, _, words = rule.partition(": ")
    if kind == "before" and re.fullmatch(r"[^,;@]+", words):
        return f"<{words}>"
    names = [word.strip().removeprefix("@") for word in words.split(",")]
    if kind == "after" and ";" not in words and all(name in classes for name in names):
        return f"({' '.join(numbers[classes[name]] for name in names)})"
    raise FramingError(f"'{entry.pattern}' counts under the rule '{entry.context}', which .dic cannot say")
