"""Codes without their texts: where a coded passage stands in a public corpus, its hash, and its frames.

In: coded passages, or a STANDOFF table and the corpus's texts. Out: STANDOFF, or the passages with their codes again.
It opens no file and lets no text into STANDOFF.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import pyarrow as pa

from framing.records import STANDOFF, Codebook, check_table

# What became of a row: at its place; elsewhere in the same text; the text is there but not the passage; no such text.
EXACT, MOVED, DIFFERENT, MISSING = "exact", "moved", "different", "missing"
MATCHES = (EXACT, MOVED, DIFFERENT, MISSING)
# `RUS_77_2022`: country, session, year.
_DEBATE_NAME = re.compile(r"([A-Z]{2,4})_\d{1,3}_(\d{4})")
_WORD = re.compile(r"\S+")
# Texts listed by name in a sentence; the rest are counted.
_SHOWN = 5

JOINED = pa.schema(
    {
        "passage_id": pa.string(),
        "document_id": pa.string(),
        "start": pa.int64(),
        "end": pa.int64(),
        "text": pa.string(),  # white space folded, as it was coded
        "language": pa.string(),
        "source": pa.string(),
        "country": pa.string(),
        "year": pa.int64(),
        "frames": pa.list_(pa.string()),
        "coder": pa.string(),
        "weight": pa.float64(),
        "stratum": pa.string(),
        "runs": pa.int64(),
        "codebook_version": pa.string(),
        "match": pa.string(),  # exact or moved
    }
)


@dataclass(frozen=True)
class Joined:
    """JOINED with a column of 0 and 1 for each frame behind, and how many rows of STANDOFF fared in which way."""

    passages: pa.Table
    counts: Mapping[str, int]
    notes: tuple[str, ...]


@dataclass(frozen=True)
class Place:
    """Where a passage was found: characters of the text, and its folded words."""

    start: int
    end: int
    words: str
    match: str


def fold_space(text: str) -> str:
    """Runs of white space as one blank, none at the ends: what is hashed.

    >>> fold_space(" peace\\n of  mind ")
    'peace of mind'
    """
    return " ".join(text.split())


def hash_passage(text: str) -> str:
    """The SHA-256 of the folded passage in UTF-8, as 64 hexadecimal digits."""
    return hashlib.sha256(fold_space(text).encode("utf-8")).hexdigest()


def detach_codes(rows: Iterable[Mapping[str, Any]]) -> pa.Table:
    """STANDOFF from coded passages: everything but the words, in order of document and place.

    rows : mappings with the columns of STANDOFF but sha256 and n_characters, and `text`.
    """
    made = [
        {**row, "sha256": hash_passage(row["text"]), "n_characters": len(fold_space(row["text"]))}
        for row in sorted(rows, key=lambda row: (row["document_id"], row["start"], row["end"]))
    ]
    return pa.Table.from_pylist([{name: row[name] for name in STANDOFF.names} for row in made], schema=STANDOFF)


def join_codes(standoff: pa.Table, texts: Iterable[tuple[str, str]], codebook: Codebook) -> Joined:
    """The passages of `standoff` with their words again, from (document id, text) of the user's own copy.

    A passage whose hash does not hold at its place is looked for in the whole text, so that another edition's line ends
    or a corrected title do no harm; words that were changed are never taken. Texts that nothing points to are ignored.
    """
    check_table(standoff, STANDOFF, "standoff codes")
    wanted: dict[str, list[dict[str, Any]]] = {}
    for row in standoff.to_pylist():
        wanted.setdefault(row["document_id"], []).append(row)
        for frame in row["frames"]:
            codebook.check_frame(frame, f"standoff codes, {row['document_id']} {row['start']}")
    made: list[dict[str, Any]] = []
    lost: list[str] = []
    for document, text in texts:
        for row in wanted.pop(document, ()):
            place = find_passage(row, text)
            if place is None:
                lost.append(document)
            else:
                made.append(_joined_row(row, place, codebook))
    made.sort(key=lambda row: (row["document_id"], row["start"], row["end"]))
    counts = {match: sum(row["match"] == match for row in made) for match in (EXACT, MOVED)}
    counts |= {DIFFERENT: len(lost), MISSING: sum(map(len, wanted.values()))}
    schema = pa.schema([*JOINED, *(pa.field(frame, pa.int8()) for frame in codebook.frame_ids)])
    notes = tuple(_tell(counts, Counter(lost), Counter({d: len(rows) for d, rows in wanted.items()})))
    return Joined(pa.Table.from_pylist(made, schema=schema), counts, notes)


def find_passage(row: Mapping[str, Any], text: str) -> Place | None:
    """Where the passage of a STANDOFF row is in `text`; None when its words are not there unchanged."""
    words = fold_space(text[row["start"] : row["end"]])
    if hash_passage(words) == row["sha256"]:
        return Place(row["start"], row["end"], words, EXACT)
    spans = [match.span() for match in _WORD.finditer(text)]
    folded, starts, at = " ".join(text[a:b] for a, b in spans), [], 0
    for a, b in spans:
        starts.append(at)
        at += b - a + 1
    ends = {start + b - a: b for start, (a, b) in zip(starts, spans, strict=True)}
    size = row["n_characters"]
    for start, (a, _) in zip(starts, spans, strict=True):
        # Only whole words are tried: a passage begins and ends between blanks.
        if start + size in ends:
            words = folded[start : start + size]
            if hashlib.sha256(words.encode("utf-8")).hexdigest() == row["sha256"]:
                return Place(a, ends[start + size], words, MOVED)
    return None


def _joined_row(row: Mapping[str, Any], place: Place, codebook: Codebook) -> dict[str, Any]:
    name = _DEBATE_NAME.fullmatch(row["document_id"])
    known = {key: row[key] for key in ("document_id", "language", "source", "frames", "weight", "stratum", "runs")}
    return {
        **known,
        "passage_id": f"{row['document_id']}:{row['start']}-{row['end']}",
        "start": place.start,
        "end": place.end,
        "text": place.words,
        "country": name[1] if name else None,
        "year": int(name[2]) if name else None,
        "coder": row["coder"],
        "codebook_version": row["codebook_version"],
        "match": place.match,
        **{frame: int(frame in row["frames"]) for frame in codebook.frame_ids},
    }


def _tell(counts: Mapping[str, int], lost: Counter[str], absent: Counter[str]) -> Iterator[str]:
    total = sum(counts.values())
    yield f"{counts[EXACT] + counts[MOVED]} of {total} coded passages were found and their hashes hold"
    if counts[MOVED]:
        yield f"{counts[MOVED]} of them stand at another place than in the edition that was coded"
    if lost:
        yield (
            f"{counts[DIFFERENT]} passages are left out: their words differ from what was coded ({_listed(lost)}); "
            "use the corpus version that the codes name"
        )
    if absent:
        yield f"{counts[MISSING]} passages are left out: their texts are not in the copy ({_listed(absent)})"


def _listed(names: Counter[str]) -> str:
    shown = ", ".join(sorted(names)[:_SHOWN])
    return shown if len(names) <= _SHOWN else f"{shown} and {len(names) - _SHOWN} more texts"
