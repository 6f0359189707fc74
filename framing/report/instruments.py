"""Codebooks and lexicons as a person reads them, each context rule said in words.

In: nouns. Out: tables and text. It judges no lexicon; `framing lexicon check` does.
"""

from __future__ import annotations

from collections.abc import Sequence

import pyarrow as pa

from framing.records import CONTEXT, EXCLUDE, STRONG, WEAK, Codebook, Entry, Lexicon
from framing.report.tables import format_table, wrap
from framing.rules import Condition, parse_rule

_STRENGTH = {
    STRONG: "counts alone",
    CONTEXT: "counts only where its rule holds",
    WEAK: "half the evidence, not enough alone",
    EXCLUDE: "masks what it covers; counts for no frame",
}
_KIND = {
    "near": "within {reach} words of",
    "after": "after",
    "before": "before",
    "sentence": "in a sentence with",
    "passage": "in a passage with",
    "with": "in a passage with a counted hit of",
}
# Terms of a rule that are spelled out before the rest is counted.
_TERMS = 8
_WIDE, _TOLD_BY_SHOW = 120, ("title", "concepts", "licence")


def codebook_table(codebook: Codebook) -> pa.Table:
    """One row a frame: codebook, frame, title, definition."""
    frames = codebook.frames
    return pa.table(
        {
            "codebook": [codebook.label] * len(frames),
            "frame": [f.id for f in frames],
            "title": [f.title for f in frames],
            "definition": [f.definition for f in frames],
        }
    )


def format_codebook(codebook: Codebook, *, width: int = 100) -> str:
    """The codebook as text, a paragraph a frame."""
    parts = [f"{codebook.title or codebook.name}, version {codebook.version} ({len(codebook.frames)} frames)"]
    for frame in codebook.frames:
        head = f"{frame.id}: {frame.title}"
        paragraphs = [wrap(line, width=width, indent="  ") for line in frame.definition.splitlines() if line.strip()]
        parts.append("\n".join([head, *paragraphs]))
    return "\n\n".join(parts)


def lexicons_table(lexicons: Sequence[Lexicon]) -> pa.Table:
    """One row a lexicon: label, language, entries, exclusions, concepts, licence, measured accuracy if stated."""
    rows = []
    for lexicon in lexicons:
        counted = [e for e in lexicon.entries if e.strength != EXCLUDE]
        rows.append(
            {
                "lexicon": lexicon.label,
                "language": lexicon.language or "any",
                "title": lexicon.metadata.get("title", ""),
                "entries": len(counted),
                "exclusions": len(lexicon.entries) - len(counted),
                "concepts": len({e.concept for e in counted if e.concept}),
                "macro_f1": _measured(lexicon),
                "licence": lexicon.metadata.get("licence", ""),
            }
        )
    return pa.Table.from_pylist(rows)


def _measured(lexicon: Lexicon) -> str:
    """What the head says of the mean F1 over frames, with its interval, and on what it was measured."""
    lines = []
    for key, value in lexicon.metadata.items():
        source, _, what = key.removeprefix("measured on ").rpartition(", ")
        if key.startswith("measured on ") and what.lower() == "macro-f1":
            lines.append(f"{value.partition(';')[0]} on {source}")
    return "; ".join(lines)


def format_lexicons(lexicons: pa.Table, *, width: int = 100) -> str:
    """`lexicons_table` as text; on a narrow terminal without what `framing lexicon show` tells too."""
    kept = [name for name in lexicons.column_names if width >= _WIDE or name not in _TOLD_BY_SHOW]
    return format_table(lexicons.select(kept), width=width)


def entries_table(found: Sequence[tuple[Lexicon, Entry]]) -> pa.Table:
    """One row an entry, with the lexicon it stands in and its rule in words."""
    columns: dict[str, list[object]] = {
        "lexicon": [lexicon.label for lexicon, _ in found],
        "language": [lexicon.language for lexicon, _ in found],
    }
    for name in ("frame", "pattern", "strength", "context", "concept", "weight", "provenance", "note"):
        columns["entry" if name == "pattern" else name] = [getattr(entry, name) for _, entry in found]
    columns["counts"] = [explain_entry(entry) for _, entry in found]
    return pa.table(columns)


def format_entries(found: Sequence[tuple[Lexicon, Entry]], *, width: int = 100) -> str:
    """Lexicons' heads, then their entries in short, and in full where there are few."""
    parts = [_head(lexicon, width) for lexicon in {lexicon.label: lexicon for lexicon, _ in found}.values()]
    if len(found) <= _TERMS * 2:
        return "\n\n".join([*parts, *(_entry_in_full(lexicon, entry, width) for lexicon, entry in found)])
    table = entries_table(found).select(["frame", "entry", "strength", "concept"])
    table = table.append_column("where", pa.array([_rule_in_words(entry) for _, entry in found], pa.string()))
    table = table.append_column("note", pa.array([entry.note for _, entry in found], pa.string()))
    return "\n\n".join([*parts, format_table(table, width=width)])


def explain_entry(entry: Entry) -> str:
    """What makes an entry count, in words.

    >>> explain_entry(Entry("stability", "regional_stability", "context", "passage: @place; not near 3: price*"))
    'counts only where its rule holds: in a passage with any @place, and not within 3 words of price*'
    """
    rule = _rule_in_words(entry)
    return _STRENGTH[entry.strength] + (f": {rule}" if rule else "")


def _rule_in_words(entry: Entry) -> str:
    return ", and ".join(_condition(c) for c in parse_rule(entry.context)) if entry.context else ""


def _condition(condition: Condition) -> str:
    text = _KIND[condition.kind].format(reach=condition.reach)
    if condition.kind in ("after", "before") and condition.reach > 1:
        text = f"at most {condition.reach} words {text}"
    terms = [f"any {t}" if t.startswith("@") and condition.kind != "with" else t for t in condition.terms]
    shown = " or ".join(terms[:_TERMS]) + (f" or {len(terms) - _TERMS} more" if len(terms) > _TERMS else "")
    return f"{'not ' if condition.negated else ''}{text} {shown}"


def _head(lexicon: Lexicon, width: int) -> str:
    lines = [f"{lexicon.label} (language {lexicon.language or 'any'}, {len(lexicon.entries)} entries)"]
    for key, value in lexicon.metadata.items():
        if key not in ("name", "version", "language"):
            lines += [wrap(f"{key}: {line}", width=width, indent="  ") for line in value.splitlines()]
    for name, terms in sorted(lexicon.word_classes.items()):
        lines.append(wrap(f"@{name}: {len(terms)} words, such as {', '.join(terms[:6])}", width=width, indent="  "))
    return "\n".join(lines)


def _entry_in_full(lexicon: Lexicon, entry: Entry, width: int) -> str:
    lines = [f"{entry.pattern}  ({entry.frame or 'exclusion'}, {lexicon.label})"]
    facts = {
        "counts": explain_entry(entry),
        "concept": entry.concept,
        "weight": "" if entry.weight == 1 else f"{entry.weight:g}",
        "provenance": entry.provenance,
        "note": entry.note,
    }
    lines += [wrap(f"{key}: {value}", width=width, indent="  ") for key, value in facts.items() if value]
    return "\n".join(lines)
