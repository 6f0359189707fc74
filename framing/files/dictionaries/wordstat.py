"""Reads and writes WordStat dictionaries (.cat): categories by indent, terms with a weight in brackets, rules.

In: text. Out: a Draft, or text. Indents of tabs, of blanks or of both are read; a colour behind a name is dropped.
A rule is read where ours can say it: `@NAME [A NEAR B /S /C8] (1)`, with BEFORE, AFTER, NOT, OR and #CATEGORY.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass

from framing.errors import FramingError
from framing.files.dictionaries.draft import Draft, Term, category_path, shared_levels
from framing.files.dictionaries.globs import read_glob, write_globs
from framing.records import EXCLUDE, Entry, Lexicon
from framing.rules import parse_rule

_WEIGHT = re.compile(r"\s*\(\s*([-+]?\d*[.,]?\d+)\s*\)$")
# Colours as programs write them: #FF0000, $00FF00, 0xFF, clRed, rgb(1,2,3), color=255, {255}, [16711680].
_CODE = r"(?:#[0-9A-Fa-f]{3,8}|(?:\$|0x|&H)[0-9A-Fa-f]{2,8}|cl[A-Z]\w+|rgb\s*\([\d\s,]+\))"
_COLOUR = re.compile(
    rf"\s*(?:\{{[^{{}}]*\}}|\[\s*(?:\d{{1,10}}|{_CODE}|colou?r[^\]]*)\s*\]|<\s*{_CODE}\s*>|\(\s*{_CODE}\s*\)"
    rf"|[|;,=:/\t ]\s*(?:colou?r\s*[:=]?\s*)?{_CODE}|[|;,/]?\s*\bcolou?r\s*[:=]\s*\S+|\|\s*\d{{1,10}})\s*$"
)
_RULE = re.compile(r"@\s*(?P<name>[^\[\]]*?)\s*\[(?P<body>.*)\]")
_BODY = re.compile(
    r"(?P<left>.+?)\s+(?P<no>NOT\s+)?(?P<how>NEAR|BEFORE|AFTER|AND)\s+(?P<not>NOT\s+)?(?P<right>.+?)"
    r"(?P<options>(?:\s*/[A-Z]\s*\d*)*)"
)
# How far a rule of WordStat looks when it does not say.
_REACH = 10
_CLASS = "category-"


@dataclass(frozen=True)
class _Line:
    number: int
    depth: int
    text: str
    weight: float | None


def read_wordstat(text: str, name: str) -> Draft:
    """The terms of a .cat file."""
    draft = Draft(name, "WordStat .cat")
    lines = _read_lines(text, draft)
    path: list[str] = []
    rules: list[tuple[tuple[str, ...], _Line]] = []
    for line, following in itertools.zip_longest(lines, lines[1:]):
        opens = following is not None and following.depth > line.depth
        if line.weight is None and (opens or line.depth == 0) and not line.text.startswith("@"):
            path[line.depth :] = [line.text]
            if tuple(path) not in draft.categories:
                draft.categories.append(tuple(path))
        elif not path or line.depth == 0:
            raise draft.stop(line.number, f"'{line.text}' stands in no category; indent it below one")
        elif line.text.startswith("@"):
            rules.append((tuple(path[: line.depth]), line))
        else:
            _add(draft, tuple(path[: line.depth]), line, "")
    for category, line in rules:
        _add_rule(draft, category, line)
    return draft


def _read_lines(text: str, draft: Draft) -> list[_Line]:
    lines: list[_Line] = []
    widths: list[int] = []
    for number, raw in enumerate(text.split("\n"), start=1):
        if not raw.strip():
            continue
        lead = raw[: len(raw) - len(raw.lstrip())]
        width = lead.count("\t") * 1000 if "\t" in lead else len(lead)
        while widths and widths[-1] > width:
            widths.pop()
        if not widths or widths[-1] < width:
            widths.append(width)
        bare = _COLOUR.sub("", raw.strip())
        weight = _WEIGHT.search(bare)
        words = _COLOUR.sub("", _WEIGHT.sub("", bare)).strip()
        if not words:
            raise draft.stop(number, f"'{raw.strip()}' has no words; write a category or a term")
        value = float(weight[1].replace(",", ".")) if weight else None
        lines.append(_Line(number, len(widths) - 1, words, value))
    return lines


def _add(draft: Draft, category: tuple[str, ...], line: _Line, context: str) -> None:
    try:
        pattern = read_glob(line.text.replace("_", " "))
    except FramingError as error:
        draft.fault(line.number, str(error))
        return
    draft.add(Term(category, pattern, 1.0 if line.weight is None else line.weight, line.number, context))


def _add_rule(draft: Draft, category: tuple[str, ...], line: _Line) -> None:
    found = _RULE.fullmatch(line.text)
    plain = re.sub(r"FOLLOWED BY", "BEFORE", re.sub(r"PRECEDED BY", "AFTER", found["body"])) if found else ""
    body = _BODY.fullmatch(plain.strip())
    if not body:
        draft.fault(line.number, f"the rule '{line.text}' cannot be read; write @NAME [A NEAR B /C8] with two items")
        return
    reach, sentence = _reach(body["options"])
    kind = {"NEAR": "near", "BEFORE": "before", "AFTER": "after", "AND": "passage"}[body["how"]]
    terms = ", ".join(_right(draft, category, item, line) for item in _items(body["right"]))
    if kind == "near" and sentence and reach is None:
        rule = f"sentence: {terms}"
    else:
        words = reach or _REACH
        rule = f"{kind}{'' if kind == 'passage' or (kind != 'near' and words == 1) else f' {words}'}: {terms}"
    rule = f"not {rule}" if body["no"] or body["not"] else rule
    for item in _items(body["left"]):
        for pattern in _left(draft, category, item, line):
            draft.add(Term(category, pattern, 1.0 if line.weight is None else line.weight, line.number, rule))


def _reach(options: str) -> tuple[int | None, bool]:
    number = re.search(r"/[A-Z]\s*(\d+)", options)
    return (int(number[1]) if number else None), "/S" in options


def _items(text: str) -> list[str]:
    """`(A OR B)` or `A OR B` or `A`, as a list."""
    plain = text.strip()
    plain = plain[1:-1] if plain.startswith("(") and plain.endswith(")") else plain
    return [item.strip() for item in re.split(r"\s+OR\s+|,", plain) if item.strip()]


def _category_words(draft: Draft, name: str, line: _Line) -> tuple[str, ...]:
    wanted = name.replace("_", " ").casefold()
    words = tuple(
        term.pattern
        for term in draft.terms
        if not term.context and wanted in (part.replace("_", " ").casefold() for part in term.category)
    )
    if not words:
        draft.fault(line.number, f"the rule names category #{name}, which has no terms; check its spelling")
    return words


def _right(draft: Draft, category: tuple[str, ...], item: str, line: _Line) -> str:
    if item.startswith("#"):
        key = _CLASS + re.sub(r"\W+", "-", item[1:]).strip("-").lower()
        draft.word_classes[key] = _category_words(draft, item[1:], line)
        return f"@{key}"
    return _glob(draft, item, line)


def _left(draft: Draft, category: tuple[str, ...], item: str, line: _Line) -> Sequence[str]:
    return _category_words(draft, item[1:], line) if item.startswith("#") else [_glob(draft, item, line)]


def _glob(draft: Draft, item: str, line: _Line) -> str:
    try:
        return read_glob(item.replace("_", " "))
    except FramingError as error:
        draft.fault(line.number, str(error))
        return "word"


def write_wordstat(lexicon: Lexicon) -> str:
    """The text of a .cat file. Raises FramingError for the first entry that the format cannot say."""
    lines: list[str] = []
    opened: tuple[str, ...] = ()
    for frame in sorted(lexicon.frames, key=lambda frame: category_path(lexicon, frame)):
        path = category_path(lexicon, frame)
        same = shared_levels(opened, path)
        lines += ["\t" * k + path[k] for k in range(same, len(path))]
        opened = path
        for number, entry in enumerate(e for e in lexicon.entries if e.frame == frame):
            lines += ["\t" * len(path) + term for term in _write_terms(entry, lexicon, number)]
    if any(entry.strength == EXCLUDE for entry in lexicon.entries):
        raise FramingError("the lexicon has exclusions, which .cat cannot say")
    return "\n".join(lines) + "\n"


def _write_terms(entry: Entry, lexicon: Lexicon, number: int) -> list[str]:
    terms = [term.replace(" ", "_") for term in write_globs(entry.pattern)]
    if entry.context:
        terms = [f"@RULE_{number}_{k} [{term} {_write_rule(entry, lexicon)}]" for k, term in enumerate(terms)]
    return [f"{term} ({entry.weight:g})" for term in terms]


def _write_rule(entry: Entry, lexicon: Lexicon) -> str:
    conditions = parse_rule(entry.context)
    kinds = {"near": "NEAR", "before": "BEFORE", "after": "AFTER", "passage": "AND", "sentence": "NEAR"}
    if len(conditions) != 1 or conditions[0].kind not in kinds:
        raise FramingError(f"'{entry.pattern}' counts under the rule '{entry.context}', which .cat cannot say")
    condition = conditions[0]
    words: list[str] = []
    for term in condition.terms:
        found = lexicon.word_classes[term[1:]] if term.startswith("@") else (term,)
        words += [glob.replace(" ", "_") for pattern in found for glob in write_globs(pattern)]
    option = {"near": f" /C{condition.reach}", "sentence": " /S", "passage": " /D"}.get(
        condition.kind, f" /C{condition.reach}"
    )
    right = words[0] if len(words) == 1 else f"({' OR '.join(words)})"
    return f"{'NOT ' if condition.negated else ''}{kinds[condition.kind]} {right}{option}"
