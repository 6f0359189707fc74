"""The nouns: the schema of every table, and the small frozen classes that the verbs hand to each other.

In: plain values. Out: checked, immutable nouns. Reads no file and knows no frame by name.
"""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

import pyarrow as pa

from framing.errors import FramingError

_TEXT = pa.string()
_NAMES = pa.list_(pa.string())
_SPANS = pa.list_(pa.list_(pa.int64()))

# A source text, never altered; the user's own columns stand behind these.
DOCUMENTS = pa.schema(
    {
        "document_id": _TEXT,
        "text": _TEXT,
        "language": _TEXT,
        "date": _TEXT,
        "reporter": _TEXT,
        "speaker": _NAMES,
        "translated": pa.bool_(),
    }
)

# An attribution; one row for each level of nesting. `level` 0 is the outermost, `parent` its row in the document or -1.
QUOTES = pa.schema(
    {
        "document_id": _TEXT,
        "kind": _TEXT,
        "spans": _SPANS,
        "cue": _TEXT,
        "cue_start": pa.int64(),
        "cue_end": pa.int64(),
        "speaker": _NAMES,
        "speaker_text": _TEXT,
        "speaker_start": pa.int64(),
        "speaker_end": pa.int64(),
        "reporter": _TEXT,
        "relayed_by": _TEXT,
        "holder": _NAMES,
        "co_holders": _NAMES,
        "level": pa.int32(),
        "parent": pa.int32(),
        "rule": _TEXT,
    }
)

# A stretch of a document in one voice; what no row covers is nobody's. Never overlapping, in order of start.
VOICES = pa.schema(
    {
        "document_id": _TEXT,
        "start": pa.int64(),
        "end": pa.int64(),
        "speaker": _NAMES,
        "attribution": _TEXT,  # metadata, turn, quote, holder, reporter
    }
)

# A unit of scoring by one voice; the document's own columns stand behind these.
PASSAGES = pa.schema(
    {
        "document_id": _TEXT,
        "passage_id": _TEXT,
        "start": pa.int64(),
        "end": pa.int64(),
        "text": _TEXT,
        "language": _TEXT,
        "speaker": _NAMES,
        "reporter": _TEXT,
        "attribution": _TEXT,  # metadata, turn, quote, holder, reporter, none
    }
)

HIT = pa.struct(
    {
        "frame": _TEXT,
        "entry": _TEXT,
        "start": pa.int64(),  # characters of the document
        "end": pa.int64(),
        "polarity": _TEXT,
        "voice": _TEXT,
        "concept": _TEXT,
        "weight": pa.float64(),
        "rule": _TEXT,  # the context rule that let it count, or empty
    }
)

# PASSAGES and then these. `values` has one float64 field a frame, in the codebook's order.
SCORE_COLUMNS = ("n_words", "frames", "values", "method", "hits")

CODES = pa.schema(
    {
        "document_id": _TEXT,
        "start": pa.int64(),
        "end": pa.int64(),
        "passage_id": _TEXT,
        "coder": _TEXT,
        "frame": _TEXT,
        "code": pa.int8(),  # 1 coded, 0 looked at and not coded
        "weight": pa.float64(),  # 1 / inclusion probability
        "codebook_version": _TEXT,
    }
)

# Codes of another tool or model; `code` is a probability from 0 to 1.
JUDGEMENTS = pa.schema([pa.field("code", pa.float64()) if f.name == "code" else f for f in CODES])

# A code without its text: characters of a document of a public corpus, and the hash of the white-space-folded passage.
# `runs` counts the codings before it was settled; `weight` is 1 / inclusion probability within source and stratum.
STANDOFF = pa.schema(
    [(name, _TEXT) for name in ("corpus", "corpus_version", "document_id")]
    + [(name, pa.int64()) for name in ("start", "end", "n_characters")]
    + [("sha256", _TEXT), ("frames", _NAMES), ("codebook_version", _TEXT), ("coder", _TEXT), ("runs", pa.int64())]
    + [("language", _TEXT), ("source", _TEXT), ("stratum", _TEXT), ("weight", pa.float64())]
)

# Speaker x document x frame sums: all that resampling needs.
DISTRIBUTIONS = pa.schema(
    {
        "speaker": _TEXT,
        "document_id": _TEXT,
        "frame": _TEXT,
        "n_passages": pa.float64(),
        "n_words": pa.float64(),
        "passages_with": pa.float64(),
        "mentions": pa.float64(),
        "probability": pa.float64(),
    }
)

COMPARISON = pa.schema(
    {
        "measure": _TEXT,
        "speaker_a": _TEXT,
        "speaker_b": _TEXT,
        "frame": _TEXT,
        "share_a": pa.float64(),
        "share_b": pa.float64(),
        "difference": pa.float64(),
        "ci_low": pa.float64(),
        "ci_high": pa.float64(),
        "p": pa.float64(),
        "p_adjusted": pa.float64(),
        "minimum_detectable_difference": pa.float64(),
        "n_documents_a": pa.int64(),
        "n_documents_b": pa.int64(),
    }
)

DISTANCES = pa.schema(
    [(name, _TEXT) for name in ("speaker_a", "speaker_b", "metric")]
    + [(name, pa.float64()) for name in ("distance", "ci_low", "ci_high", "null_low", "null_high", "p")]
)


def check_table(table: pa.Table | pa.RecordBatch, schema: pa.Schema, name: str) -> None:
    """Raise FramingError unless `table` has every column of `schema` with its type; more columns may stand behind."""
    for column in schema:
        if column.name not in table.schema.names:
            raise FramingError(f"the {name} table has no column '{column.name}'; it needs {', '.join(schema.names)}")
        found = table.schema.field(column.name).type
        if found != column.type:
            raise FramingError(f"column '{column.name}' of the {name} table is {found}; it must be {column.type}")


@dataclass(frozen=True)
class Frame:
    """One frame of a codebook: an identifier, a readable title, and what it means."""

    id: str
    title: str
    definition: str = ""


@dataclass(frozen=True)
class Codebook:
    """The frames that passages are coded for, in order."""

    name: str
    version: str
    frames: tuple[Frame, ...]
    title: str = ""

    def __post_init__(self) -> None:
        if not self.frames:
            raise FramingError(f"codebook {self.name} has no frames; give at least one")
        ids = self.frame_ids
        if len(set(ids)) != len(ids):
            twice = next(i for i in ids if ids.count(i) > 1)
            raise FramingError(f"frame '{twice}' stands twice in codebook {self.name}; frame ids must differ")

    @property
    def frame_ids(self) -> tuple[str, ...]:
        """The identifiers of the frames, in the codebook's order."""
        return tuple(frame.id for frame in self.frames)

    @property
    def label(self) -> str:
        """Name and version as results carry them: `sovereignty-security-1.1`."""
        return f"{self.name}-{self.version}"

    def check_frame(self, frame: str, where: str) -> None:
        """Raise FramingError when `frame` is not one of the codebook's; `where` names the file and line."""
        if frame not in self.frame_ids:
            near = difflib.get_close_matches(frame, self.frame_ids, n=1, cutoff=0.4)
            hint = (
                f"did you mean '{near[0]}'?"
                if near
                else f"it has {', '.join(self.frame_ids)}; frames of your own need --codebook FILE"
            )
            raise FramingError(f"{where}: frame '{frame}' is not in codebook {self.label}; {hint}")


# How much an entry alone is worth.
STRONG, CONTEXT, WEAK, EXCLUDE = "strong", "context", "weak", "exclude"
STRENGTHS = (STRONG, CONTEXT, WEAK, EXCLUDE)


@dataclass(frozen=True)
class Entry:
    """One line of a lexicon: a pattern that counts for a frame, or an exclusion that masks what it covers.

    pattern: words as the matcher reads them (`foreign forces`, `terroris*`, `respect <=3 sovereignty`).
    frame: a frame id, or "" for an exclusion. context: the rule under which a context entry counts, or "".
    """

    pattern: str
    frame: str
    strength: str = STRONG
    context: str = ""
    concept: str = ""
    weight: float = 1.0
    provenance: str = ""
    note: str = ""


@dataclass(frozen=True)
class Lexicon:
    """Entries for one language ("" for any), with their metadata (title, version, licence, measured accuracy)."""

    name: str
    version: str
    language: str
    entries: tuple[Entry, ...]
    metadata: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    # Named lists of patterns that context rules point to (`passage: @place`); never entries themselves.
    word_classes: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: MappingProxyType({}))

    @property
    def label(self) -> str:
        """Name and version as results carry them: `sovereignty-security-en-1.0`."""
        return f"{self.name}-{self.version}"

    @property
    def frames(self) -> tuple[str, ...]:
        """The frames that the entries speak for, in order of first appearance."""
        return tuple(dict.fromkeys(entry.frame for entry in self.entries if entry.frame))


@dataclass(frozen=True)
class Cue:
    """Words that mark hits: with a polarity, or `pseudo` (masks the cues inside it), or `stop` (ends a scope).

    side: `before` (the cue stands before the hit), `after`, `within` (the hit holds it), or "" for pseudo and stop.
    window: words of reach.
    """

    pattern: str
    mark: str
    side: str = ""
    window: int = 0


@dataclass(frozen=True)
class Cues:
    """The polarity cues of one language."""

    language: str
    cues: tuple[Cue, ...]


@dataclass(frozen=True)
class Person:
    """Somebody (or a body) who may speak: one name, the other forms of it, and what is known of them."""

    name: str
    aliases: tuple[str, ...] = ()
    role: str = ""
    country: str = ""
