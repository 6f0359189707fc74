"""Reads and writes lexicons in our own plain text (`lexicons/README.md`), and lists what is wrong with one.

In: a .tsv file (or the same as .csv), with the word classes beside it. Out: a Lexicon. Other programs' formats have
readers of their own in `dictionaries`; nothing is matched here.
"""

from __future__ import annotations

import csv
import io
import itertools
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType

from framing.errors import FramingError
from framing.files.damage import tell_damage
from framing.files.encodings import decode_whole
from framing.files.names import name_problems, read_names
from framing.files.output import write_text
from framing.records import CONTEXT, EXCLUDE, STRENGTHS, STRONG, Codebook, Entry, Lexicon
from framing.rules import parse_rule

COLUMNS = ("frame", "entry", "strength", "context", "concept", "weight", "provenance", "note")
_NEEDED_COLUMNS = ("frame", "entry")
# A lexicon that is to be cited says at least this of itself.
NEEDED_METADATA = ("title", "name", "version", "language", "codebook", "licence", "reference")
_KNOWN_KEYS = (*NEEDED_METADATA, "minimum evidence")
# A word list beside the lexicon: `in places-en.txt`; `in the north` is a term.
_LIST_FILE = re.compile(r"in\s+(\S+\.\w+)")
_CLASS_KEY = re.compile(r"word class ([\w-]+)")
# What splits a header: `# key: value`.
_HEADER = re.compile(r"#\s*([^:]+?)\s*:\s*(.*)")

Line = tuple[int, Entry]


def read_lexicon(path: Path, codebook: Codebook | None = None) -> Lexicon:
    """The lexicon in a .tsv file; with a codebook, its frames are held against it.

    Raises FramingError with file, line, value and remedy for the first line that cannot be used.
    """
    metadata, lines = _read_lines(path)
    classes = _word_classes(metadata, path)
    for number, entry in lines:
        for problem in _errors(entry, codebook, classes):
            raise FramingError(f"{path.name}:{number}: {problem}")
    known = {key: value for key, value in metadata.items() if not _CLASS_KEY.fullmatch(key)}
    name, version = metadata.get("name", path.stem), metadata.get("version", "0")
    entries = tuple(entry for _, entry in lines)
    language = metadata.get("language", "")
    return Lexicon(name, version, language, entries, MappingProxyType(known), MappingProxyType(classes))


def write_lexicon(lexicon: Lexicon, path: Path) -> None:
    """Write a lexicon as .tsv or .csv, entries sorted, word classes in its head; reading it gives an equal lexicon."""
    head = {"name": lexicon.name, "version": lexicon.version, "language": lexicon.language}
    lines = [f"# {key}: {value}" for key, value in head.items()]
    for key, text in lexicon.metadata.items():
        lines += [f"# {key}: {value}" for value in text.split("\n") if key not in head]
    lines += [f"# word class {name}: {', '.join(terms)}" for name, terms in sorted(lexicon.word_classes.items())]
    rows = [COLUMNS, *(_cells(entry) for entry in sorted(lexicon.entries, key=sort_key))]
    lines += [_join(row, comma=path.suffix.lower() == ".csv") for row in rows]
    write_text("\n".join(lines) + "\n", path)


def is_own_table(path: Path) -> bool:
    """Whether a .csv file has our columns (`frame` and `entry`) rather than another program's."""
    lines = (line for line in _text(path).split("\n") if line.strip() and not line.startswith("#"))
    names = {name.strip().lower() for name in _split(next(lines, ""), comma=True)}
    return set(_NEEDED_COLUMNS) <= names


def lint_lexicon(path: Path, codebook: Codebook) -> list[str]:
    """Everything wrong with a lexicon file, a sentence each, opened by file and line; an empty list is a clean file."""
    try:
        metadata, lines = _read_lines(path)
        classes = _word_classes(metadata, path)
    except FramingError as error:
        return [str(error)]
    missing = [key for key in NEEDED_METADATA if not metadata.get(key)]
    found = [f"{path.name}:1: the head lacks '{key}'; write '# {key}: …'" for key in missing]
    for number, entry in lines:
        problems = [*_errors(entry, codebook, classes), *_warnings(entry)]
        found += [f"{path.name}:{number}: {problem}" for problem in problems]
    found += [f"{path.name}:{number}: {problem}" for number, problem in _order_problems(lines)]
    names = path.with_name(f"names-{metadata.get('language', '')}.txt")
    if names.is_file():
        found += [f"{path.name}:{n}: {problem}" for n, problem in name_problems(lines, read_names(names), classes)]
    return found


def sort_key(entry: Entry) -> tuple[str, str, str, str]:
    """The order of entries in a file: exclusions first, then frames, then entries by letter."""
    return entry.frame, entry.pattern.casefold(), entry.strength, entry.context


def read_words(path: Path) -> tuple[str, ...]:
    """One pattern a line; empty lines and lines opened by # are left out."""
    lines = (line.strip() for line in _text(path).split("\n"))
    return tuple(line for line in lines if line and not line.startswith("#"))


def _read_lines(path: Path) -> tuple[dict[str, str], list[Line]]:
    metadata: dict[str, str] = {}
    columns: list[str] = []
    lines: list[Line] = []
    comma = path.suffix.lower() == ".csv"
    for number, line in enumerate(_text(path).split("\n"), start=1):
        if not line.strip():
            continue
        if line.startswith("#") and not columns:
            _add_header(metadata, line)
        elif line.startswith("#"):
            continue
        elif not columns:
            columns = _column_names(_split(line, comma=comma), f"{path.name}:{number}")
        else:
            lines.append((number, _entry(_split(line, comma=comma), columns, f"{path.name}:{number}")))
    if not columns:
        raise FramingError(
            f"{path.name}: there is no column line; the first line behind the head is {chr(9).join(COLUMNS)}"
        )
    return metadata, lines


def _text(path: Path) -> str:
    if not path.is_file():
        raise FramingError(f"{path} does not exist; name a lexicon file or a word list beside it")
    with tell_damage(str(path)):
        text, _ = decode_whole(path.read_bytes(), path.name)
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _split(line: str, *, comma: bool) -> list[str]:
    if not comma:
        return line.split("\t")
    return next(csv.reader([line]), [])


def _join(cells: Sequence[str], *, comma: bool) -> str:
    if not comma:
        return "\t".join(cells)
    out = io.StringIO()
    csv.writer(out, lineterminator="").writerow(cells)
    return out.getvalue()


def _add_header(metadata: dict[str, str], line: str) -> None:
    found = _HEADER.fullmatch(line.strip())
    if found:
        key, value = found[1].strip(), found[2].strip()
        # Keys that the program asks for may be written in capitals; others are the author's own.
        key = key.lower() if key.lower() in _KNOWN_KEYS or _CLASS_KEY.fullmatch(key.lower()) else key
        metadata[key] = f"{metadata[key]}\n{value}" if key in metadata else value


def _column_names(cells: list[str], where: str) -> list[str]:
    columns = [name.strip().lower() for name in cells]
    for name in columns:
        if name not in COLUMNS:
            raise FramingError(f"{where}: column '{name}' is not known; a lexicon has {', '.join(COLUMNS)}")
    for name in _NEEDED_COLUMNS:
        if name not in columns:
            raise FramingError(f"{where}: column '{name}' is missing; a lexicon needs {' and '.join(_NEEDED_COLUMNS)}")
    return columns


def _entry(cells: list[str], columns: list[str], where: str) -> Entry:
    if len(cells) > len(columns):
        raise FramingError(f"{where}: the line has {len(cells)} cells for {len(columns)} columns; look for a stray tab")
    row = dict(zip(columns, (cell.strip() for cell in cells), strict=False))
    strength = row.get("strength") or (STRONG if row.get("frame") else EXCLUDE)
    try:
        weight = float(row.get("weight") or 1.0)
    except ValueError:
        raise FramingError(f"{where}: weight '{row['weight']}' is not a number; write 1 or 0.5") from None
    return Entry(
        row.get("entry", ""),
        row.get("frame", ""),
        strength,
        context=row.get("context", ""),
        concept=row.get("concept", ""),
        weight=weight,
        provenance=row.get("provenance", ""),
        note=row.get("note", ""),
    )


def _word_classes(metadata: Mapping[str, str], path: Path) -> dict[str, tuple[str, ...]]:
    """Word classes of the head: words behind the colon, or `in FILE` for a word list beside the lexicon."""
    classes: dict[str, tuple[str, ...]] = {}
    for key, value in metadata.items():
        found = _CLASS_KEY.fullmatch(key)
        if found:
            words: list[str] = []
            for part in filter(None, (part.strip() for part in re.split(r"[,\n]", value))):
                listed = _LIST_FILE.fullmatch(part)
                words += read_words(path.parent / listed[1]) if listed else (part,)
            classes[found[1]] = tuple(words)
    return classes


def _errors(entry: Entry, codebook: Codebook | None, classes: Mapping[str, tuple[str, ...]]) -> Iterator[str]:
    """What makes a line unusable."""
    if not entry.pattern:
        yield "the entry is empty; write its words or drop the line"
    if entry.strength not in STRENGTHS:
        yield f"strength '{entry.strength}' is not known; write {', '.join(STRENGTHS)}"
    if entry.strength == EXCLUDE and (entry.frame or entry.context):
        yield f"the exclusion '{entry.pattern}' has a frame or a context; it masks everywhere, so leave both empty"
    if entry.strength == CONTEXT and not entry.context:
        yield f"the context entry '{entry.pattern}' has no rule; write one, or make it strong or weak"
    frames = codebook.frame_ids if codebook else ()
    try:
        if codebook and entry.strength != EXCLUDE:
            codebook.check_frame(entry.frame, f"entry '{entry.pattern}'")
        for condition in parse_rule(entry.context, f"entry '{entry.pattern}'"):
            known = frames if condition.kind == "with" else tuple(classes)
            for name in condition.classes if known or condition.kind != "with" else ():
                if name not in known:
                    yield f"'@{name}' is not known; it may be one of {', '.join(known) or 'none'}"
    except FramingError as error:
        yield str(error)


def _warnings(entry: Entry) -> Iterator[str]:
    """What a careful lexicon does not do."""
    if entry.strength == STRONG and entry.context:
        yield f"'{entry.pattern}' is strong and has a rule; write context"
    if entry.strength != EXCLUDE and not entry.concept:
        yield f"'{entry.pattern}' has no concept; give the id that it shares with other languages"
    if entry.concept != entry.concept.lower() or " " in entry.concept:
        yield f"concept '{entry.concept}' must be lower case with dashes"
    if not entry.provenance:
        yield f"'{entry.pattern}' has no provenance; write starter, added, or its source"
    if entry.weight <= 0 and entry.strength != EXCLUDE:
        yield f"weight {entry.weight:g} of '{entry.pattern}' never makes evidence; write a positive number"


def _order_problems(lines: list[Line]) -> Iterator[tuple[int, str]]:
    seen: dict[tuple[str, str, str], int] = {}
    for number, entry in lines:
        key = (entry.frame, entry.pattern.casefold(), entry.context)
        if key in seen:
            yield number, f"'{entry.pattern}' stands in line {seen[key]} already; keep one of them"
        seen.setdefault(key, number)
    for (_, first), (number, second) in itertools.pairwise(lines):
        if sort_key(second) < sort_key(first):
            yield number, f"'{second.pattern}' is out of order; sort by frame and entry"


def _cells(entry: Entry) -> tuple[str, ...]:
    weight = "" if entry.weight == 1.0 else f"{entry.weight:g}"
    middle = (entry.frame, entry.pattern, entry.strength, entry.context, entry.concept, weight)
    return tuple(cell.replace("\t", " ").replace("\n", " ") for cell in (*middle, entry.provenance, entry.note))
