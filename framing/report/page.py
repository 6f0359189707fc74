"""The page of `framing analyze`: per speaker the frames, with the words marked, then the comparison.

In: scored passages and a comparison. Out: text for a terminal. It chooses what to show and computes no statistic.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Sized
from typing import Any, Protocol

import pyarrow as pa

from framing.records import Codebook, Frame
from framing.report.comparison import NOBODY, ComparisonTables, format_comparison
from framing.report.passages import frame_tags, mark_hits
from framing.report.tables import cell_width, pad, shorten, wrap

# Passages shown a speaker before the rest is only counted; those with most evidence come first in the choice.
MOST_PASSAGES = 12
# Speakers shown with their passages; the others are in the tables.
MOST_SPEAKERS = 8
_BAR = 20
# Frame titles longer than this are cut, so that the counts stay on the line.
_TITLE_WIDTH = 40
_FOUND = {
    "metadata": "named by a column",
    "turn": "found as turns of a transcript",
    "quote": "found in reported speech",
    "none": "",
}

Row = Mapping[str, Any]


class AnalysisTables(Protocol):
    """What the page needs; `framing.study.Analysis` has it."""

    @property
    def scores(self) -> pa.Table: ...
    @property
    def comparison(self) -> ComparisonTables: ...


def format_page(analysis: AnalysisTables, codebook: Codebook, *, width: int = 100, colour: bool = False) -> str:
    """The whole page; `colour` marks hits by colour, otherwise `[words]TAG`."""
    rows = analysis.scores.to_pylist()
    tags = frame_tags(codebook)
    parts = [_heading(rows, codebook, tags, width)]
    groups = _by_speaker(rows)
    named = sorted((s for s in groups if s), key=lambda s: (-_words(groups[s]), s))
    for speaker in named[:MOST_SPEAKERS]:
        parts.append(_speaker(speaker, groups[speaker], codebook, width=width, colour=colour))
    if len(named) > MOST_SPEAKERS:
        rest = ", ".join(named[MOST_SPEAKERS:])
        parts.append(wrap(f"{len(named) - MOST_SPEAKERS} more speakers, in the tables below: {rest}", width=width))
    if "" in groups:
        parts.append(_speaker("", groups[""], codebook, width=width, colour=colour))
    comparison = format_comparison(analysis.comparison, width=width, codebook=codebook)
    parts.append(_title("COMPARISON", width) + "\n" + comparison)
    return "\n\n".join(parts)


def _heading(rows: Sequence[Row], codebook: Codebook, tags: Mapping[str, str], width: int) -> str:
    documents = list(dict.fromkeys(row["document_id"] for row in rows))
    name = documents[0] if len(documents) == 1 else f"{len(documents)} documents"
    languages = sorted({row["language"] or "unknown" for row in rows})
    lines = [
        _title(name, width),
        f"{_count(rows, 'passage')}, {_words(rows):,} words, {_count(languages, 'language')}: {', '.join(languages)}",
        wrap("Frames: " + "; ".join(f"{tags[f.id]} = {f.title}" for f in codebook.frames), width=width),
        *(wrap(f"Note on these texts: {note}", width=width) for note in _notes(rows)),
    ]
    return "\n".join(line for line in lines if line)


def _speaker(name: str, rows: Sequence[Row], codebook: Codebook, *, width: int, colour: bool) -> str:
    tags = frame_tags(codebook)
    documents = {row["document_id"] for row in rows}
    found = [text for how, text in _FOUND.items() if text and how in {row["attribution"] for row in rows}]
    facts = f"{_count(rows, 'passage')} in {_count(documents, 'document')}, {_words(rows):,} words"
    lines = [_title(name or NOBODY, width), wrap("; ".join([facts, *(found if name else [])]), width=width)]
    lines += [_frame_line(frame, tags[frame.id], rows, codebook) for frame in codebook.frames]
    shown = _choose([row for row in rows if row["hits"]])
    for row in shown:
        lines += ["", _label(row, tags), wrap(mark_hits(row, tags, colour=colour), width=width, indent="    ")]
    hidden = sum(bool(row["hits"]) for row in rows) - len(shown)
    if hidden:
        lines += ["", f"  {hidden} more passages with hits: framing score, or framing kwic --frame, lists them all"]
    return "\n".join(lines)


def _frame_line(frame: Frame, tag: str, rows: Sequence[Row], codebook: Codebook) -> str:
    room = min(_TITLE_WIDTH, max(cell_width(f.title) for f in codebook.frames))
    widest = max(len(one) for one in frame_tags(codebook).values())
    having = sum(frame.id in row["frames"] for row in rows)
    bar = "█" * round(_BAR * having / len(rows))
    head = f"  {pad(tag, widest)}  {pad(shorten(frame.title, room), room)}"
    return f"{head}{having:>6} of {len(rows):<5} {bar}".rstrip()


def _label(row: Row, tags: Mapping[str, str]) -> str:
    frames = " ".join(tags[f] for f in row["frames"] if f in tags) or "no frame reached"
    return f"  {row['passage_id']}  {frames}"


def _notes(rows: Sequence[Row]) -> list[str]:
    """What the texts' own column `note` says of them, such as that they are invented; each once."""
    return sorted({str(row["note"]) for row in rows if row.get("note")})


def _choose(rows: Sequence[Row]) -> list[Row]:
    """The passages with most evidence, in the order of the text."""
    ranked = sorted(range(len(rows)), key=lambda i: (-len(rows[i]["frames"]), -len(rows[i]["hits"]), i))
    return [rows[i] for i in sorted(ranked[:MOST_PASSAGES])]


def _by_speaker(rows: Sequence[Row]) -> dict[str, list[Row]]:
    groups: dict[str, list[Row]] = {}
    for row in rows:
        for speaker in row["speaker"] or [""]:
            groups.setdefault(speaker, []).append(row)
    return groups


def _words(rows: Sequence[Row]) -> int:
    return sum(row["n_words"] for row in rows)


def _count(rows: Sized, noun: str) -> str:
    return f"{len(rows)} {noun}{'s' * (len(rows) != 1)}"


def _title(text: str, width: int) -> str:
    text = shorten(text, max(10, min(width, 100) - 7))
    return f"── {text} " + "─" * max(2, min(width, 100) - cell_width(text) - 4)
