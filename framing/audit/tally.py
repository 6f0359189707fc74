"""What an audit counts: for each entry of a lexicon its hits in a corpus, by passage, speaker and written form.

In: scored passages, batch by batch, with their minimum evidence and hand codes if there are any. Out: a Tally of
arrays; the texts are not kept. Scores nothing itself.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from framing.errors import FramingError
from framing.records import EXCLUDE, Codebook, Entry, Lexicon

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
# A passage without hand codes.
UNCODED = -1


@dataclass(frozen=True)
class Counted:
    """A corpus as an audit sees it: n passages, k frames; one use is an entry in a passage.

    entries: with the lexicon each stands in; lines of one pattern and frame are one entry. document, speaker: a number
    a passage; joint speakers are pairs (voice_passage, voice_speaker). values, minimum, present, gold: (n, k), gold -1
    where nobody looked. use_passage, use_entry, use_weight, use_hits: one item a use. forms: how an entry was written.
    """

    codebook: Codebook
    entries: tuple[tuple[Lexicon, Entry], ...]
    document: Ints
    voice_passage: Ints
    voice_speaker: Ints
    speakers: tuple[str, ...]
    values: Floats
    minimum: Floats
    present: NDArray[np.bool_]
    gold: NDArray[np.int8]
    use_passage: Ints
    use_entry: Ints
    use_weight: Floats
    use_hits: Ints
    forms: Mapping[tuple[int, str], int]

    @property
    def frame_of(self) -> Ints:
        """The number of each entry's frame."""
        numbers = {frame: i for i, frame in enumerate(self.codebook.frame_ids)}
        return np.array([numbers[entry.frame] for _, entry in self.entries], dtype=np.int64)


@dataclass
class Tally:
    """Collects batches; `finish` gives the Counted."""

    codebook: Codebook
    lexicons: Sequence[Lexicon]
    by: str = "speaker"
    _parts: list[dict[str, NDArray[np.generic]]] = field(default_factory=list)
    _forms: Counter[tuple[int, str]] = field(default_factory=Counter)
    _documents: dict[str, int] = field(default_factory=dict)
    _speakers: dict[str, int] = field(default_factory=dict)
    _n: int = 0

    def __post_init__(self) -> None:
        self.entries: dict[tuple[str, str], tuple[Lexicon, Entry]] = {}
        for lexicon in self.lexicons:
            for entry in lexicon.entries:
                if entry.strength != EXCLUDE:
                    self.entries.setdefault((entry.frame, entry.pattern), (lexicon, entry))
        self._number = {key: i for i, key in enumerate(self.entries)}

    def add(self, scores: pa.Table, minimum: Floats, gold: NDArray[np.int8] | None = None) -> None:
        """Count a batch of scores. minimum: (n, k); gold: (n, k) of 1, 0 and -1, or None without codes."""
        if self.by not in scores.column_names:
            raise FramingError(f"there is no column '{self.by}' to tell groups apart; give --by one that is there")
        n, k = scores.num_rows, len(self.codebook.frames)
        ids = self.codebook.frame_ids
        values = np.stack(
            [pc.struct_field(scores["values"].combine_chunks(), [i]).to_numpy(False) for i in range(k)], 1
        )
        present = np.array([[f in row for f in ids] for row in scores["frames"].to_pylist()], dtype=bool).reshape(-1, k)
        part = {
            "document": self._numbered(scores["document_id"].to_pylist(), self._documents),
            "values": values.astype(np.float64).reshape(n, k),
            "minimum": minimum,
            "present": present,
            "gold": np.full((n, k), UNCODED, np.int8) if gold is None else gold,
        }
        self._parts.append(part | self._voices(scores) | self._uses(scores))
        self._n += n

    def finish(self) -> Counted:
        """Everything that was added."""
        if not self._parts:
            raise FramingError("there are no passages to audit; give texts that have words")
        joined = {key: np.concatenate([part[key] for part in self._parts]) for key in self._parts[0]}
        arrays: dict[str, NDArray[np.generic]] = dict(joined)
        entries, speakers = tuple(self.entries.values()), tuple(self._speakers)
        return Counted(self.codebook, entries, speakers=speakers, forms=dict(self._forms), **arrays)  # type: ignore[arg-type]

    def _numbered(self, names: Sequence[str], known: dict[str, int]) -> Ints:
        return np.array([known.setdefault(name, len(known)) for name in names], dtype=np.int64)

    def _voices(self, scores: pa.Table) -> dict[str, NDArray[np.generic]]:
        pairs = [
            (self._n + row, str(name))
            for row, voice in enumerate(scores[self.by].to_pylist())
            for name in (voice if isinstance(voice, list) else [voice])
            if name not in (None, "")
        ]
        speakers = self._numbered([name for _, name in pairs], self._speakers)
        return {"voice_passage": np.array([row for row, _ in pairs], dtype=np.int64), "voice_speaker": speakers}

    def _uses(self, scores: pa.Table) -> dict[str, NDArray[np.generic]]:
        hits = scores["hits"].combine_chunks()
        rows, flat = pc.list_parent_indices(hits).to_numpy(), hits.flatten()
        named = zip(flat.field("frame").to_pylist(), flat.field("entry").to_pylist(), strict=True)
        entry = np.array([self._number[key] for key in named], dtype=np.int64)
        weight = flat.field("weight").to_numpy(zero_copy_only=False).astype(np.float64)
        self._count_forms(scores, rows, flat, entry)
        keys, at = np.unique(np.stack([rows.astype(np.int64), entry]), axis=1, return_inverse=True)
        size = keys.shape[1]
        return {
            "use_passage": keys[0] + self._n,
            "use_entry": keys[1],
            "use_weight": np.bincount(at.ravel(), weights=weight, minlength=size).astype(np.float64),
            "use_hits": np.bincount(at.ravel(), minlength=size).astype(np.int64),
        }

    def _count_forms(self, scores: pa.Table, rows: Ints, flat: pa.Array, entry: Ints) -> None:
        texts, begin = scores["text"].to_pylist(), scores["start"].to_numpy()
        starts, ends = (flat.field(name).to_numpy(zero_copy_only=False) for name in ("start", "end"))
        for row, number, start, end in zip(rows.tolist(), entry.tolist(), starts.tolist(), ends.tolist(), strict=True):
            offset = int(begin[row])
            form = " ".join(texts[row][start - offset : end - offset].lower().split())
            self._forms[number, form] += 1
