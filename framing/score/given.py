"""Scores passages by codes that came from elsewhere: another tool, another model, a language model's answers.

In: JUDGEMENTS and passages. Out: the same scores table as the lexicons', without hits. It judges nothing itself:
passages that nobody coded are left out and counted, never taken for passages without a frame.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from framing.matcher import Matcher
from framing.records import HIT, JUDGEMENTS, PASSAGES, SCORE_COLUMNS, Codebook, Frame, check_table
from framing.score.tables import list_frames, score_schema

# A code counts as the frame's presence above one half; several coders of a passage are averaged first.
PRESENT = 0.5
# Spans that cover this share of the shorter one are codes of the same passage.
SAME = 0.5
Floats = NDArray[np.float64]


def coded_frames(codes: pa.Table, codebook: Codebook) -> Codebook:
    """The codebook with only the frames that the codes speak of: of the others nothing is known, not even absence."""
    named = set(codes["frame"].to_pylist())
    frames: tuple[Frame, ...] = tuple(frame for frame in codebook.frames if frame.id in named)
    return Codebook(codebook.name, codebook.version, frames, codebook.title)


class CodeScorer:
    """Codes from elsewhere as a scorer; `tell` says afterwards how much of them, and of the texts, was met.

    codes : JUDGEMENTS. A row with document_id, start and end is for the passages it covers to at least SAME of the
    shorter span; a row with passage_id for that passage; a row with document_id alone for all of the document. A
    passage that was a document of its own to the other tool is found by its passage_id. Of several coded parts of one
    passage the highest code counts: the frame is in the passage if it is in any part.
    """

    def __init__(self, codes: pa.Table, codebook: Codebook, *, name: str) -> None:
        check_table(codes, JUDGEMENTS, "codes")
        self.codebook, self.method = codebook, f"codes:{name}"
        self._counter = Matcher(["word"])  # only its count of words is used
        self.weights: list[float] = []  # of each coded unit
        self._units: list[Floats] = []
        self._by_passage: dict[str, int] = {}
        self._by_document: dict[str, int] = {}
        self._by_span: dict[str, list[tuple[int, int, int]]] = {}
        self._used: set[int] = set()
        self.n_passages = self.n_coded = 0
        self._fill(codes)

    def score_batch(self, batch: pa.RecordBatch) -> pa.RecordBatch:
        """The coded passages with n_words, frames, values (probabilities), method and no hits; the others left out."""
        check_table(batch, PASSAGES, "passages")
        found = list(self.find_units(batch))
        rows = pa.array([row for row, _ in found], pa.int64())
        kept = batch.take(rows)
        values = np.array([self.value_of(units) for _, units in found]).reshape(len(found), len(self.codebook.frames))
        made = dict(zip(SCORE_COLUMNS, self._columns(kept, values), strict=True))
        schema = score_schema(batch.schema, self.codebook)
        columns = [made[name] if name in made else kept.column(name) for name in schema.names]
        return pa.RecordBatch.from_arrays(columns, schema=schema)

    def find_units(self, batch: pa.RecordBatch) -> Iterator[tuple[int, list[int]]]:
        """The rows of passages that are coded, each with the numbers of its coded units."""
        self.n_passages += batch.num_rows
        columns = [batch.column(name).to_pylist() for name in ("document_id", "passage_id", "start", "end")]
        for row, (document, passage, start, end) in enumerate(zip(*columns, strict=True)):
            units = _covering(self._by_span.get(document, ()), start, end)
            units = units or [unit for *_, unit in self._by_span.get(passage, ())]
            named = (self._by_passage.get(passage), self._by_document.get(passage), self._by_document.get(document))
            units = units or [unit for unit in named if unit is not None][:1]
            if units:
                self._used.update(units)
                self.n_coded += 1
                yield row, units

    def value_of(self, units: list[int]) -> Floats:
        """The codes of a passage from its units, (frames,)."""
        return self._units[units[0]] if len(units) == 1 else np.max([self._units[u] for u in units], axis=0)

    def tell(self) -> Iterator[str]:
        """What was not met, in sentences: passages without codes, and codes without a passage."""
        without, unused = self.n_passages - self.n_coded, len(self._units) - len(self._used)
        if without:
            yield f"{without} of {self.n_passages} passages have no code in {self.method[6:]} and are left out"
        if unused:
            yield (
                f"{unused} of {len(self._units)} coded units of {self.method[6:]} are in none of the texts; "
                "their passage_id, or document_id with start and end, must be as framing score gives them"
            )

    def _fill(self, codes: pa.Table) -> None:
        place = {frame: k for k, frame in enumerate(self.codebook.frame_ids)}
        rows: dict[tuple[str, int, int, str], list[tuple[int, float]]] = {}
        weights: dict[tuple[str, int, int, str], float] = {}
        for row in codes.to_pylist():
            spanned = row["document_id"] is not None and row["start"] is not None
            start, end = (row["start"], row["end"]) if spanned else (-1, -1)
            passage = "" if spanned else row["passage_id"] or ""
            key = ("" if passage else row["document_id"] or "", start, end, passage)
            rows.setdefault(key, []).append((place[row["frame"]], row["code"]))
            weights[key] = min(weights.get(key, row["weight"]), row["weight"])
        self.weights = list(weights.values())
        for number, ((document, start, end, passage), values) in enumerate(rows.items()):
            self._units.append(_mean(values, len(place)))
            if passage:
                self._by_passage[passage] = number
            elif start >= 0:
                self._by_span.setdefault(document, []).append((start, end, number))
            else:
                self._by_document[document] = number

    def _columns(self, kept: pa.RecordBatch, values: Floats) -> list[pa.Array]:
        n, frames = kept.num_rows, self.codebook.frame_ids
        words = np.asarray(self._counter.find(kept.column("text")).n_words, dtype=np.int64)
        fields = [pa.array(values[:, k], pa.float64()) for k in range(len(frames))]
        hits = pa.ListArray.from_arrays(pa.array([0] * (n + 1), pa.int32()), pa.array([], HIT))
        return [
            pa.array(words),
            list_frames(values > PRESENT, self.codebook),
            pa.StructArray.from_arrays(fields, names=list(frames)),
            pa.array([self.method] * n, pa.string()),
            hits,
        ]


def _mean(values: list[tuple[int, float]], n_frames: int) -> Floats:
    """The mean code of each frame over the coders; a frame that nobody named in a unit that is coded counts as 0."""
    sums, counts = np.zeros(n_frames), np.zeros(n_frames)
    for frame, value in values:
        sums[frame] += value
        counts[frame] += 1
    return sums / np.maximum(counts, 1)


def _covering(spans: list[tuple[int, int, int]] | tuple[()], start: int, end: int) -> list[int]:
    exact = [unit for a, b, unit in spans if (a, b) == (start, end)]
    if exact:
        return exact
    return [u for a, b, u in spans if min(b, end) - max(a, start) >= SAME * max(min(b - a, end - start), 1)]
