"""Scores with only the hits that are asked for: by polarity, by voice.

In: a scores table. Out: the same rows with hits, values and frames made anew from the chosen hits. Finds no hit.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from framing.errors import FramingError
from framing.records import Codebook, Lexicon
from framing.score.hits import minimum_evidence
from framing.score.polarity import POLARITIES
from framing.score.tables import list_frames
from framing.score.voice import VOICES


def select_hits(
    scores: pa.Table,
    codebook: Codebook,
    *,
    polarity: Sequence[str] = (),
    voice: Sequence[str] = (),
    lexicons: Sequence[Lexicon] = (),
) -> pa.Table:
    """The scores as they would be with only hits of these polarities and voices; an empty choice takes all.

    A frame stays present when it was, some of its hits are left, and they reach the minimum evidence of `lexicons`
    (without lexicons any hit left is enough). Raises FramingError for a mark that does not exist.
    """
    _check_marks(polarity, POLARITIES, "polarity")
    _check_marks(voice, VOICES, "voice")
    if not polarity and not voice:
        return scores
    hits = scores.column("hits").combine_chunks()
    hits = hits.chunk(0) if isinstance(hits, pa.ChunkedArray) else hits
    rows, flat = pc.list_parent_indices(hits).to_numpy(), hits.flatten()
    chosen = np.ones(len(flat), dtype=bool)
    for wanted, name in ((polarity, "polarity"), (voice, "voice")):
        if wanted:
            marks = pc.is_in(flat.field(name), value_set=pa.array(wanted, pa.string()))
            chosen &= marks.to_numpy(zero_copy_only=False)
    return _with_hits(scores, rows[chosen], flat.filter(pa.array(chosen)), codebook, lexicons)


def evidence_needed(scores: pa.Table, codebook: Codebook, lexicons: Sequence[Lexicon]) -> NDArray[np.float64]:
    """The evidence that each passage needs for each frame, (passages, frames), by the lexicons that scored it."""
    labels = {name: _named(name, lexicons) for name in scores.column("method").unique().to_pylist()}
    rows = {
        name: [minimum_evidence(found, frame) if found else 0.0 for frame in codebook.frame_ids]
        for name, found in labels.items()
    }
    methods = scores.column("method").to_pylist()
    return np.array([rows[name] for name in methods]).reshape(-1, len(codebook.frames))


def _with_hits(
    scores: pa.Table, rows: NDArray[np.int64], flat: pa.Array, codebook: Codebook, lexicons: Sequence[Lexicon]
) -> pa.Table:
    n, k = scores.num_rows, len(codebook.frames)
    ids = pa.array(codebook.frame_ids, pa.string())
    values = np.zeros((n, k))
    frame = pc.index_in(flat.field("frame"), value_set=ids).to_numpy(zero_copy_only=False).astype(np.int64)
    np.add.at(values, (rows, frame), flat.field("weight").to_numpy(zero_copy_only=False))
    present = (values > 0) & (values >= evidence_needed(scores, codebook, lexicons) - 1e-9) & _present(scores, codebook)
    offsets = np.append(0, np.cumsum(np.bincount(rows, minlength=n)))
    made = {
        "frames": list_frames(present, codebook),
        "values": pa.StructArray.from_arrays([pa.array(values[:, i]) for i in range(k)], names=codebook.frame_ids),
        "hits": pa.ListArray.from_arrays(pa.array(offsets, pa.int32()), flat),
    }
    for name, column in made.items():
        scores = scores.set_column(scores.schema.get_field_index(name), name, column)
    return scores


def _present(scores: pa.Table, codebook: Codebook) -> NDArray[np.bool_]:
    frames = scores.column("frames").to_pylist()
    return np.array([[f in row for f in codebook.frame_ids] for row in frames], dtype=bool).reshape(
        -1, len(codebook.frames)
    )


def _named(method: str, lexicons: Sequence[Lexicon]) -> list[Lexicon]:
    labels = method.removeprefix("lexicon:").split("+")
    return [lexicon for lexicon in lexicons if lexicon.label in labels]


def _check_marks(wanted: Sequence[str], known: tuple[str, ...], name: str) -> None:
    for mark in wanted:
        if mark not in known:
            raise FramingError(f"{name} '{mark}' is not known; choose {', '.join(known)}")
