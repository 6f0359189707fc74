"""What a model saw in passages, what it leans on at all, and where it and the lexicons disagree: three reading lists.

In: a Study with a model, method `both`. Out: tables. It computes nothing itself.
"""

from __future__ import annotations

import heapq
from dataclasses import replace
from typing import Any

import numpy as np
import pyarrow as pa

from framing.classify import ModelScorer, disagreement
from framing.classify.explain import EXPLAINED, explain_passages, strongest_features
from framing.classify.scorer import LEXICON_FRAMES
from framing.errors import FramingError
from framing.opening import Study, open_scorer, open_study
from framing.settings import Settings
from framing.study import passage_batches, score_batches

DISAGREEMENTS = pa.schema(
    {
        "document_id": pa.string(),
        "passage_id": pa.string(),
        "speaker": pa.list_(pa.string()),
        "frame": pa.string(),
        "disagreement": pa.float64(),
        "probability": pa.float64(),
        "lexicon": pa.string(),  # found or not found
        "words": pa.string(),  # of the lexicon's hits of this frame
        "text": pa.string(),
    }
)


def open_explained(settings: Settings) -> Study:
    """A study by lexicons and classifier both. Raises FramingError for codes from elsewhere, which explain nothing."""
    if settings.method == "codes":
        raise FramingError("codes from elsewhere come without a model, so that there is nothing to explain")
    return open_study(replace(settings, method="both"))


def explain_texts(study: Study, *, passage: str = "", frame: str = "", most: int = 20, words: int = 8) -> pa.Table:
    """EXPLAINED for the first `most` passages, or one named passage, of every frame or one; the rest is counted."""
    if frame:
        study.codebook.check_frame(frame, "--frame")
    scorer = open_scorer(study)
    assert isinstance(scorer, ModelScorer)
    tables, done, seen = [], 0, 0
    for passages in passage_batches(study):
        for batch in passages.combine_chunks().to_batches():
            chosen = batch.filter(pa.compute.equal(batch.column("passage_id"), passage)) if passage else batch
            seen += chosen.num_rows
            chosen = chosen.slice(0, most - done)
            done += chosen.num_rows
            tables.append(explain_passages(chosen, scorer, study.codebook, words=words))
    if passage and not seen:
        raise FramingError(f"there is no passage '{passage}' in the texts; `framing score` shows their ids")
    if seen > done:
        study.notes.append(f"the first {done} of {seen} passages are explained; --most N or --passage ID for others")
    table = pa.concat_tables(tables) if tables else EXPLAINED.empty_table()
    return table.filter(pa.compute.equal(table["frame"], frame)) if frame else table


def list_features(study: Study, *, frame: str = "", most: int = 20) -> pa.Table:
    """The strongest features of the study's model, of every frame or one."""
    assert study.model is not None
    if frame:
        study.codebook.check_frame(frame, "--frame")
    table = strongest_features(study.model, study.codebook, most=most)
    return table.filter(pa.compute.equal(table["frame"], frame)) if frame else table


def list_disagreements(study: Study, *, frame: str = "", most: int = 20) -> pa.Table:
    """DISAGREEMENTS, the largest first: what the lexicons lack, or what they take for the frame and is not.

    most : rows in all. A disagreement is the probability where the lexicons find nothing, and 1 less it where
    they find the frame. As good a reading list for the next lexicon entries as for the next hand codes.
    """
    if frame:
        study.codebook.check_frame(frame, "--frame")
    frames = [frame] if frame else list(study.codebook.frame_ids)
    heaps: dict[str, list[tuple[float, int, dict[str, Any]]]] = {name: [] for name in frames}
    seen = 0
    for scores in score_batches(study):
        apart = disagreement(scores, study.codebook)
        for name in frames:
            k = study.codebook.frame_ids.index(name)
            for row in np.argsort(-apart[:, k], kind="stable")[:most].tolist():
                item = (float(apart[row, k]), -(seen + row))
                if len(heaps[name]) < most:
                    heapq.heappush(heaps[name], (*item, _describe(scores, row, name, item[0])))
                elif item > heaps[name][0][:2]:
                    heapq.heapreplace(heaps[name], (*item, _describe(scores, row, name, item[0])))
        seen += len(scores)
    found = [item for name in frames for item in heaps[name]]
    found.sort(key=lambda item: (-item[0], -item[1], frames.index(item[2]["frame"])))
    return pa.Table.from_pylist([row for *_, row in found[:most]], schema=DISAGREEMENTS)


def _describe(scores: pa.Table, row: int, frame: str, apart: float) -> dict[str, Any]:
    names = ["document_id", "passage_id", "speaker", "text", "start", "values", "hits", LEXICON_FRAMES]
    values = scores.select(names).slice(row, 1).to_pylist()[0]
    first, text = values.pop("start"), values["text"]
    words = [text[h["start"] - first : h["end"] - first] for h in values.pop("hits") if h["frame"] == frame]
    found = frame in values.pop(LEXICON_FRAMES)
    return {
        **values,
        "frame": frame,
        "disagreement": apart,
        "probability": values.pop("values")[frame],
        "lexicon": "found" if found else "not found",
        "words": "; ".join(dict.fromkeys(words)),
    }
