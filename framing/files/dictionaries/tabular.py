"""Reads and writes dictionaries as tables: LIWC's .dicx and CSV, a term a row.

In: text. Out: a Draft, a Lexicon of our own columns, or text. Three shapes are known by their head: long (term,
category, weight), a matrix (a column a category, cells X or a weight), and lists (a column a category, terms below).
"""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

from framing.errors import FramingError
from framing.files.dictionaries.draft import Category, Draft, Term, category_path
from framing.files.dictionaries.globs import read_glob, write_globs
from framing.records import EXCLUDE, Lexicon

_TERM_HEADS = ("dicterm", "term", "word", "entry", "pattern", "keyword", "token", "feature", "phrase")
_CATEGORY_HEADS = ("category", "frame", "key", "dimension", "label", "sentiment", "topic", "code", "class")
_WEIGHT_HEADS = ("weight", "value", "score", "probability", "valence")
_MARKED = ("x", "1", "true", "yes", "+")
_UNMARKED = ("", "0", "0.0", "false", "no", "-", "na")


def read_tabular(text: str, name: str) -> Draft:
    """The terms of a .dicx or .csv file."""
    draft = Draft(name, "LIWC .dicx" if name.lower().endswith(".dicx") else "CSV")
    rows = _read_rows(text, draft)
    if not rows:
        raise FramingError(f"{name} is empty; its first line names the columns")
    head = [cell.strip() for cell in rows[0][1]]
    small = [cell.casefold() for cell in head]
    term = next((k for k, cell in enumerate(small) if cell in _TERM_HEADS), None)
    category = next((k for k, cell in enumerate(small) if cell in _CATEGORY_HEADS), None)
    _check_widths(rows, len(head), draft)
    if term is not None and category is not None:
        weight = next((k for k, cell in enumerate(small) if cell in _WEIGHT_HEADS), None)
        _read_long(rows[1:], term, category, weight, draft)
    elif term is not None:
        _read_matrix(rows[1:], head, term, draft)
    else:
        _read_lists(rows[1:], head, draft)
    return draft


def _read_rows(text: str, draft: Draft) -> list[tuple[int, list[str]]]:
    first = next((line for line in text.split("\n") if line.strip()), "")
    delimiter = max("\t;,", key=lambda mark: (first.count(mark), mark == ","))
    reader = csv.reader(io.StringIO(text), delimiter=delimiter, strict=True)
    rows: list[tuple[int, list[str]]] = []
    try:
        for row in reader:
            if any(cell.strip() for cell in row):
                rows.append((reader.line_num, row))
    except csv.Error as error:
        raise draft.stop(reader.line_num, f"this is not CSV: {error}; mend it there") from None
    return rows


def _check_widths(rows: Sequence[tuple[int, list[str]]], width: int, draft: Draft) -> None:
    for line, row in rows:
        if any(cell.strip() for cell in row[width:]):
            draft.fault(line, f"the line has {len(row)} cells for {width} columns; quote cells that hold the delimiter")


def _read_long(
    rows: Sequence[tuple[int, list[str]]], term: int, category: int, weight: int | None, draft: Draft
) -> None:
    for line, row in rows:
        cells = [cell.strip() for cell in row] + [""] * (max(term, category, weight or 0) + 1 - len(row))
        if not cells[term] or not cells[category]:
            draft.fault(line, "the term or its category is empty; fill both or drop the line")
            continue
        path = tuple(part.strip() for part in cells[category].split(">"))
        value = "" if weight is None else cells[weight]
        _add(draft, path, cells[term], value or "1", line)


def _read_matrix(rows: Sequence[tuple[int, list[str]]], head: Sequence[str], term: int, draft: Draft) -> None:
    paths = {k: tuple(p.strip() for p in cell.split(">")) for k, cell in enumerate(head) if k != term and cell}
    draft.categories += [path for path in paths.values() if path not in draft.categories]
    for line, row in rows:
        for k, path in paths.items():
            cell = row[k].strip() if k < len(row) else ""
            if cell.casefold() not in _UNMARKED:
                _add(draft, path, row[term], "1" if cell.casefold() in _MARKED else cell, line)


def _read_lists(rows: Sequence[tuple[int, list[str]]], head: Sequence[str], draft: Draft) -> None:
    if not all(head):
        raise draft.stop(1, "a column has no name; the first line names term and category, or the categories")
    for line, row in rows:
        for name, cell in zip(head, row, strict=False):
            if cell.strip():
                _add(draft, (name,), cell, "1", line)


def _add(draft: Draft, path: Category, term: str, weight: str, line: int) -> None:
    try:
        value = float(weight.replace(",", "."))
    except ValueError:
        draft.fault(line, f"'{weight}' of '{term.strip()}' is neither X nor a weight; write X, or a number")
        return
    try:
        draft.add(Term(path, read_glob(term), value, line))
    except FramingError as error:
        draft.fault(line, str(error))


def write_dicx(lexicon: Lexicon) -> str:
    """A matrix of terms and categories, X or a weight in its cells."""
    frames = list(lexicon.frames)
    cells: dict[str, dict[str, str]] = {}
    for entry in lexicon.entries:
        if entry.strength == EXCLUDE or entry.context:
            raise FramingError(f"'{entry.pattern}' has a rule or excludes, which .dicx cannot say")
        for term in write_globs(entry.pattern):
            cells.setdefault(term, {})[entry.frame] = "X" if entry.weight == 1 else f"{entry.weight:g}"
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(["DicTerm", *(" > ".join(category_path(lexicon, frame)) for frame in frames)])
    writer.writerows([term, *(found.get(frame, "") for frame in frames)] for term, found in cells.items())
    return out.getvalue()
