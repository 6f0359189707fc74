"""Scores passages by a trained model: the same batch function as the lexicons', with probabilities for values.

In: record batches of passages, and the lexicon scorer whose hits the model reads. Out: the scores. Opens no file.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import nullcontext
from typing import Protocol

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from framing.classify.encoders import Encoder, one_thread
from framing.classify.evidence import read_evidence
from framing.classify.inputs import Inputs
from framing.classify.model import FrameModel
from framing.errors import FramingError
from framing.records import HIT, Codebook

Floats = NDArray[np.float64]
CLASSIFIER, BOTH = "classifier", "both"
# Passages judged at once: an encoder's vectors of so many take about 150 MB.
_AT_ONCE = 1024
# What `both` adds behind the scores: what the lexicons alone would say.
LEXICON_FRAMES, LEXICON_VALUES = "lexicon_frames", "lexicon_values"


class HitScorer(Protocol):
    """Scores passages by lexicons."""

    def score_batch(self, batch: pa.RecordBatch) -> pa.RecordBatch:
        """The passages with values, frames and hits."""


class ModelScorer:
    """A model and what it reads, ready to score batches, from several threads.

    lexicon : scores by the lexicons that the model was trained with. encoder : the one it was trained on, if any.
    both : keep the hits, and put the lexicons' own frames and values behind as `lexicon_frames`, `lexicon_values`;
    without it a row has no hits, for no hit alone made its number.
    """

    def __init__(
        self,
        model: FrameModel,
        codebook: Codebook,
        lexicon: HitScorer,
        *,
        encoder: Encoder | None = None,
        both: bool = False,
    ) -> None:
        self.model, self.codebook, self._lexicon = model, codebook, lexicon
        self._encoder, self._both = encoder, both
        self._columns = _match_frames(model, codebook)
        self.method = f"classifier:{model.label}" + ("+lexicon" if both else "")

    def read_inputs(self, scored: pa.RecordBatch) -> Inputs:
        """What the model reads of passages that the lexicons have scored."""
        evidence = read_evidence(scored, self.codebook) if self.model.reads_lexicons else None
        texts, languages = (scored.column(name).to_pylist() for name in ("text", "language"))
        return Inputs(texts, languages, evidence, self._encoder)

    def score_batch(self, batch: pa.RecordBatch) -> pa.RecordBatch:
        """The passages with n_words, frames, values (probabilities), method and hits, then their own columns."""
        scored = self._lexicon.score_batch(batch)
        parts = [self._judge(scored.slice(at, _AT_ONCE)) for at in range(0, max(len(scored), 1), _AT_ONCE)]
        probabilities, present = (np.concatenate(column) for column in zip(*parts, strict=True))
        made = {
            "frames": _list_frames(present, self.codebook),
            "values": _values(probabilities, self.codebook),
            "method": pa.array([self.method] * len(scored), pa.string()),
        }
        if not self._both:
            made["hits"] = pa.ListArray.from_arrays(pa.array([0] * (len(scored) + 1), pa.int32()), pa.array([], HIT))
        names = scored.schema.names
        columns = {name: made.get(name, scored.column(name)) for name in names}
        if self._both:
            columns |= {LEXICON_FRAMES: scored.column("frames"), LEXICON_VALUES: scored.column("values")}
        return pa.RecordBatch.from_arrays(list(columns.values()), names=list(columns))

    def _judge(self, scored: pa.RecordBatch) -> tuple[Floats, NDArray[np.bool_]]:
        inputs = self.read_inputs(scored)
        with one_thread() if self._encoder is not None else nullcontext():
            probabilities = self.model.probabilities(inputs)[:, self._columns]
        return probabilities, probabilities >= self.model.cuts(inputs)[:, self._columns]

    def tell(self) -> Iterator[str]:
        """What the reader must know of the model, in sentences."""
        never = [self.model.frame_ids[k] for k in self.model.abstained]
        if never:
            yield f"{self.model.label} abstains on {', '.join(never)}: it had too few codes of it to learn from"


def _match_frames(model: FrameModel, codebook: Codebook) -> list[int]:
    for frame in codebook.frame_ids:
        if frame not in model.frame_ids:
            raise FramingError(
                f"model {model.label} knows the frames {', '.join(model.frame_ids)}, and frame '{frame}' of codebook "
                f"{codebook.label} is not among them; train a model for your codebook with `framing train`"
            )
    return [model.frame_ids.index(frame) for frame in codebook.frame_ids]


def _values(probabilities: Floats, codebook: Codebook) -> pa.StructArray:
    fields = [pa.array(probabilities[:, k], pa.float64()) for k in range(len(codebook.frames))]
    return pa.StructArray.from_arrays(fields, names=list(codebook.frame_ids))


def _list_frames(present: NDArray[np.bool_], codebook: Codebook) -> pa.Array:
    ids = pa.array(codebook.frame_ids, pa.string()).take(pa.array(np.nonzero(present)[1]))
    return pa.ListArray.from_arrays(pa.array(np.append(0, np.cumsum(present.sum(axis=1))), pa.int32()), ids)


def disagreement(scores: pa.Table, codebook: Codebook) -> Floats:
    """(n, frames) probability where the lexicons see nothing, 1 - probability where they see the frame; of `both`."""
    values = np.column_stack([pc.struct_field(scores["values"], frame).to_numpy() for frame in codebook.frame_ids])
    rows = scores[LEXICON_FRAMES].to_pylist()
    seen = np.array([[frame in row for frame in codebook.frame_ids] for row in rows]).reshape(values.shape)
    return np.where(seen, 1.0 - values, values)
