"""Why a model gives a passage its probabilities: each word or phrase left out in turn, and the model asked again.

In: passages and a ModelScorer. Out: EXPLAINED, and the strongest features of a model as FEATURES. It holds for any
model, with or without lexicons and embeddings; effects of single words do not add up, since words work together.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from framing.classify.blocks import EvidenceBlock, NgramBlock
from framing.classify.evidence import NUMBERS
from framing.classify.inputs import Inputs
from framing.classify.letters import fold_texts
from framing.classify.model import FrameModel
from framing.classify.ngrams import CHARACTERS, WORDS, spans_of
from framing.classify.scorer import ModelScorer
from framing.matcher.words import HAN_RANGES
from framing.records import PASSAGES, Codebook

Floats = NDArray[np.float64]
# Phrases of the model's own that are tried besides single words and lexicon hits, those that weigh most.
_PHRASES = 30
# Effects nearer to nothing than this (log odds) are not reported.
_NOTHING = 0.05
_HAN = "".join(f"{chr(first)}-{chr(last)}" for first, last in HAN_RANGES)
_WORD = re.compile(rf"(?:(?![{_HAN}])\w)+(?:[-'’](?:(?![{_HAN}])\w)+)*")
_HAN_PHRASE = re.compile(rf"[{_HAN}]{{2,}}")

EXPLAINED = pa.schema(
    {
        "document_id": pa.string(),
        "passage_id": pa.string(),
        "speaker": pa.list_(pa.string()),
        "frame": pa.string(),
        "probability": pa.float64(),
        "threshold": pa.float64(),
        "present": pa.bool_(),
        "words": pa.string(),
        "start": pa.int64(),  # characters of the document
        "end": pa.int64(),
        "effect": pa.float64(),  # log odds with the words less log odds without
        "probability_without": pa.float64(),
        "in_lexicon": pa.bool_(),  # touches a hit of this frame
    }
)
FEATURES = pa.schema(
    {
        "frame": pa.string(),
        "part": pa.string(),  # words, characters or lexicon
        "rank": pa.int64(),
        "feature": pa.string(),
        "weight": pa.float64(),  # log odds
    }
)


def explain_passages(passages: pa.RecordBatch, scorer: ModelScorer, codebook: Codebook, *, words: int = 8) -> pa.Table:
    """EXPLAINED: of each passage and frame, up to `words` words and phrases by the size of their effect.

    scorer : with both=True, so that lexicon hits are known. A frame on which no word has an effect has no row. Phrases
    that overlap a stronger one are left out.
    """
    rows: list[dict[str, Any]] = []
    for at in range(passages.num_rows):
        rows += _explain_one(passages.slice(at, 1), scorer, codebook, words)
    return pa.Table.from_pylist(rows, schema=EXPLAINED)


def strongest_features(model: FrameModel, codebook: Codebook, *, most: int = 20) -> pa.Table:
    """FEATURES: of each frame and part, the features that speak most for it, and after them those most against it.

    weight : of n-grams, coefficient × rarity × the part's weight, comparable within a part (a passage's n-grams are
    scaled to length 1); of the lexicon, coefficient × the part's weight.
    """
    rows: list[dict[str, object]] = []
    for number, block in enumerate(model.blocks):
        for frame in codebook.frame_ids:
            k = model.frame_ids.index(frame)
            for part, names, weights in _features(block, k, model.frame_ids):
                rows += _rank(frame, part, names, weights * model.coef[number, k], most)
    return pa.Table.from_pylist(rows, schema=FEATURES)


def _explain_one(
    passage: pa.RecordBatch, scorer: ModelScorer, codebook: Codebook, words: int
) -> Iterator[dict[str, Any]]:
    row = scorer.score_batch(passage).to_pylist()[0]
    text, first = row["text"], row["start"]
    hits = {(hit["start"] - first, hit["end"] - first) for hit in row["hits"]}
    others = {*find_words(text), *_model_phrases(text, scorer.model)}
    # A part of a lexicon hit does nothing alone: the hit is left out whole, or with more around it.
    spans = sorted(hits | {span for span in others if not any(_cuts(span, hit) for hit in hits)})
    if not spans:
        return
    whole = np.array([row["values"][frame] for frame in codebook.frame_ids])
    without = _probabilities(scorer.score_batch(_leave_out(passage, text, spans)), codebook)
    effects = _log_odds(whole) - _log_odds(without)
    known = {name: row[name] for name in ("document_id", "passage_id", "speaker")}
    cuts = scorer.model.cuts(Inputs([text], [row["language"]]))[0]
    for k, frame in enumerate(codebook.frame_ids):
        threshold = float(cuts[scorer.model.frame_ids.index(frame)])
        said = {"frame": frame, "probability": whole[k], "threshold": threshold, "present": frame in row["frames"]}
        own = {(hit["start"] - first, hit["end"] - first) for hit in row["hits"] if hit["frame"] == frame}
        for i in _strongest(spans, effects[:, k], words):
            a, b = spans[i]
            place = {"words": text[a:b], "start": first + a, "end": first + b, "in_lexicon": _overlaps((a, b), own)}
            yield {**known, **said, **place, "effect": effects[i, k], "probability_without": without[i, k]}


def find_words(text: str) -> list[tuple[int, int]]:
    """Start and end of each word; Han characters have none of their own.

    >>> find_words("Borders, 国 not walls.")
    [(0, 7), (11, 14), (15, 20)]
    """
    return [match.span() for match in _WORD.finditer(text)]


def _model_phrases(text: str, model: FrameModel) -> set[tuple[int, int]]:
    """Known phrases of the text, of two words or two Han characters and more, that weigh most for any frame."""
    letters, found = fold_texts([text]), []
    for block in model.blocks:
        if not isinstance(block, NgramBlock):
            continue
        for vocabulary, idf, coef in zip(block.vocabularies, block.idf, block.coef, strict=True):
            for _, feature, start, end in spans_of(letters, vocabulary):
                words = text[start:end]
                several = " " in words.strip() if vocabulary.kind == WORDS else _HAN_PHRASE.fullmatch(words)
                if several:
                    found.append((-float(np.abs(coef[feature]).max() * idf[feature]), start, end))
    return {(start, end) for _, start, end in sorted(found)[:_PHRASES]}


def _leave_out(passage: pa.RecordBatch, text: str, spans: list[tuple[int, int]]) -> pa.RecordBatch:
    """The passage once for each span, without it."""
    made = passage.take(pa.array([0] * len(spans)))
    texts = pa.array([_join(text[:a], text[b:]) for a, b in spans], pa.string())
    return made.set_column(made.schema.get_field_index("text"), PASSAGES.field("text"), texts)


def _join(before: str, after: str) -> str:
    return f"{before.rstrip()} {after.lstrip()}" if before[-1:].isspace() or after[:1].isspace() else before + after


def _probabilities(scores: pa.RecordBatch, codebook: Codebook) -> Floats:
    columns = [pc.struct_field(scores.column("values"), frame).to_numpy() for frame in codebook.frame_ids]
    return np.asarray(np.column_stack(columns), dtype=np.float64)


def _log_odds(p: Floats) -> Floats:
    bounded = np.clip(p, 1e-12, 1 - 1e-12)
    return np.asarray(np.log(bounded) - np.log1p(-bounded), dtype=np.float64)


def _strongest(spans: list[tuple[int, int]], effects: Floats, most: int) -> list[int]:
    """The spans by size of effect, none overlapping a stronger one; of equal effects the longer, then the first."""
    size = np.abs(effects).round(9).tolist()
    order = sorted(range(len(spans)), key=lambda i: (-size[i], spans[i][0] - spans[i][1], spans[i]))
    chosen: list[int] = []
    for i in order:
        if len(chosen) == most or abs(effects[i]) < _NOTHING:
            break
        if not _overlaps(spans[i], {spans[j] for j in chosen}):
            chosen.append(i)
    return chosen


def _overlaps(span: tuple[int, int], others: set[tuple[int, int]]) -> bool:
    return any(span[0] < b and a < span[1] for a, b in others)


def _cuts(span: tuple[int, int], hit: tuple[int, int]) -> bool:
    """Whether a span takes part of a hit and leaves the rest."""
    return _overlaps(span, {hit}) and not (span[0] <= hit[0] and hit[1] <= span[1])


def _features(block: Any, k: int, frame_ids: tuple[str, ...]) -> Iterator[tuple[str, list[str], Floats]]:
    if isinstance(block, NgramBlock):
        for vocabulary, idf, coef in zip(block.vocabularies, block.idf, block.coef, strict=True):
            names = [name.strip() if vocabulary.kind == WORDS else name.replace(" ", "_") for name in vocabulary.names]
            yield (WORDS if vocabulary.kind == WORDS else CHARACTERS), names, coef[:, k] * idf
    if isinstance(block, EvidenceBlock):
        names = [f"{frame}: {number}" for frame in frame_ids for number in NUMBERS]
        for concept in block.concepts:
            number, name = concept.split(":", 1)
            names.append(f"{frame_ids[int(number)]}: concept {name}")
        yield "lexicon", names, block.coef[:, k]


def _rank(frame: str, part: str, names: list[str], weights: Floats, most: int) -> list[dict[str, object]]:
    order = np.argsort(-weights, kind="stable")
    chosen = [*(i for i in order[:most] if weights[i] > 0), *(i for i in order[::-1][: most // 2] if weights[i] < 0)]
    return [
        {"frame": frame, "part": part, "rank": rank, "feature": names[i], "weight": float(weights[i])}
        for rank, i in enumerate(chosen, start=1)
    ]
