"""Two lexicons side by side: what was added, taken away and changed; and concepts across languages.

In: lexicons. Out: tables. It does not say which is better; the audit of both on one corpus does.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pyarrow as pa

from framing.records import EXCLUDE, Entry, Lexicon

_FIELDS = ("strength", "context", "concept", "weight", "provenance", "note")
_DIFF = pa.schema({name: pa.string() for name in ("change", "frame", "entry", "field", "before", "after")})
_PER_CELL = 6


def diff_lexicons(before: Lexicon, after: Lexicon) -> pa.Table:
    """One row a change: added and removed entries, changed fields, word classes and metadata.

    An entry is its pattern, frame and, where one pattern has several lines, its place among them.
    """
    old, new = _keyed(before), _keyed(after)
    rows = []
    for key in sorted(old.keys() | new.keys()):
        named = {"frame": key[0], "entry": key[1]}
        if key not in new:
            rows.append(named | {"change": "removed", "field": "", "before": _short(old[key]), "after": ""})
        elif key not in old:
            rows.append(named | {"change": "added", "field": "", "before": "", "after": _short(new[key])})
        else:
            for name in _FIELDS:
                a, b = (_text(getattr(entry, name)) for entry in (old[key], new[key]))
                if a != b:
                    rows.append(named | {"change": "changed", "field": name, "before": a, "after": b})
    rows += _heads("word class", *({k: ", ".join(v) for k, v in x.word_classes.items()} for x in (before, after)))
    rows += _heads("metadata", dict(before.metadata), dict(after.metadata))
    return pa.Table.from_pylist(rows, schema=_DIFF)


def list_concepts(lexicons: Sequence[Lexicon], *, frame: str = "") -> pa.Table:
    """One row a frame and concept, a column a language with its entries; `languages` counts those that have it."""
    languages = list(dict.fromkeys(lexicon.language or "any" for lexicon in lexicons))
    cells: dict[tuple[str, str], dict[str, list[str]]] = {}
    for lexicon in lexicons:
        for entry in lexicon.entries:
            if entry.strength != EXCLUDE and entry.concept and frame in ("", entry.frame):
                row = cells.setdefault((entry.frame, entry.concept), {})
                row.setdefault(lexicon.language or "any", []).append(entry.pattern)
    keys = sorted(cells)
    columns: dict[str, list[object]] = {
        "frame": [key[0] for key in keys],
        "concept": [key[1] for key in keys],
        "languages": [len(cells[key]) for key in keys],
    }
    for language in languages:
        columns[language] = [_cell(cells[key].get(language, [])) for key in keys]
    return pa.table(columns)


def _keyed(lexicon: Lexicon) -> dict[tuple[str, str, int], Entry]:
    keyed: dict[tuple[str, str, int], Entry] = {}
    for entry in sorted(lexicon.entries, key=lambda e: (e.frame, e.pattern, e.strength, e.context)):
        place = 0
        while (entry.frame, entry.pattern, place) in keyed:
            place += 1
        keyed[entry.frame, entry.pattern, place] = entry
    return keyed


def _heads(kind: str, before: Mapping[str, str], after: Mapping[str, str]) -> list[dict[str, str]]:
    rows = []
    for name in sorted(before.keys() | after.keys()):
        a, b = before.get(name, ""), after.get(name, "")
        if a != b:
            change = "added" if name not in before else "removed" if name not in after else "changed"
            rows.append({"change": change, "frame": "", "entry": name, "field": kind, "before": a, "after": b})
    return rows


def _short(entry: Entry) -> str:
    return f"{entry.strength}: {entry.context}" if entry.context else entry.strength


def _text(value: object) -> str:
    return f"{value:g}" if isinstance(value, float) else str(value)


def _cell(patterns: Sequence[str]) -> str:
    shown = "; ".join(patterns[:_PER_CELL])
    return shown + (f"; {len(patterns) - _PER_CELL} more" if len(patterns) > _PER_CELL else "")
