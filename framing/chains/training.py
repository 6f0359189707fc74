"""From hand codes to a trained model with its card: read, score by lexicons, hold out, measure, fit on everything.

In: a Study whose inputs are coded passages, and a Recipe. Out: Training. It computes nothing itself.
"""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa

from framing.chains.card import baseline_rows, compare_baselines, curve_rows, describe_data, make_card
from framing.chains.findings import Findings
from framing.classify import Encoder, FrameModel, Inputs, find_encoder, read_evidence
from framing.classify.classifier import EMBEDDINGS, FEATURES, LEXICON, FrameClassifier
from framing.classify.crossval import (
    Coded,
    HeldOut,
    Progress,
    learning_curve,
    leave_one_out,
    silent,
    train_and_hold_out,
)
from framing.classify.encoders import one_thread
from framing.classify.evaluate import measure_accuracy, measure_reliability
from framing.classify.multilingual import MultilingualEncoder
from framing.errors import FramingError
from framing.files.documents import read_documents
from framing.files.handcodes import HandCodes, read_hand_codes
from framing.files.instruments import load_codebook
from framing.opening import Study, open_study
from framing.records import PASSAGES, Codebook
from framing.score import Scorer
from framing.settings import Settings
from framing.validate import collect_codes, compare_coders

# With fewer documents than this a feature may stand in two of them instead of five.
MANY_DOCUMENTS = 100
GROUPS = ("language", "source", "speaker")
# Groups with fewer passages have no line of their own.
FEWEST_IN_GROUP = 20


@dataclass(frozen=True)
class Recipe:
    """Every choice of a training. leave : columns each value of which is held out in turn. without : column=value pairs
    whose passages are measured on but not learned from (sources whose licence forbids it). date : for the card."""

    features: tuple[str, ...] = FEATURES
    folds: int = 5
    inner_folds: int = 4
    min_documents: int = 0
    members: int = 1
    leave: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    texts: tuple[str, ...] = ()
    curve: bool = True
    quick: bool = False
    weigh: bool = False
    name: str = "model"
    version: str = "1.0"
    date: str = ""
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Training:
    """The model with its card; tables accuracy, baselines, reliability, and left_out and curve where asked."""

    model: FrameModel
    findings: Findings


def open_training(settings: Settings, recipe: Recipe) -> tuple[Study, Recipe]:
    """The study and the recipe; without lexicons for a codebook of one's own that none is named for, which is said."""
    if not settings.codebook or settings.lexicons:
        return open_study(settings), recipe
    codebook = load_codebook(settings.codebook)
    if set(codebook.frame_ids) <= set(load_codebook().frame_ids):
        return open_study(settings), recipe
    study = Study(settings=settings, codebook=codebook, lexicons=(), cues=(), people=())
    if LEXICON not in recipe.features:
        return study, recipe
    study.notes.append(f"no lexicon is named for codebook {codebook.label}; the feature 'lexicon' is left out")
    return study, dataclasses.replace(recipe, features=tuple(f for f in recipe.features if f != LEXICON))


@one_thread()
def train_model(
    study: Study, recipe: Recipe, *, progress: Progress = silent, encoder: Encoder | None = None
) -> Training:
    """Measure a classifier on held-out documents, then fit it on all. Raises FramingError in a sentence."""
    hand = read_hand_codes(study.settings.inputs, study.codebook, names=study.settings.columns, notes=study.notes)
    units = fill_texts(hand.units, recipe.texts, study.notes)
    codes, weights = codes_of(hand, units, study.codebook)
    scored = _score(units, study) if LEXICON in recipe.features else None
    encoder = _encoder(recipe, encoder)
    evidence = read_evidence(scored, study.codebook) if scored is not None else None
    inputs = Inputs(units["text"].to_pylist(), units["language"].to_pylist(), evidence, encoder)
    documents = np.unique(np.array(units["document_id"].to_pylist()), return_inverse=True)[1]
    coded = Coded(inputs, codes, weights if recipe.weigh else np.ones(len(weights)), documents)
    recipe = dataclasses.replace(recipe, min_documents=recipe.min_documents or _min_documents(documents))
    inputs.prepare(recipe.features, documents, recipe.min_documents)
    learned = _learned_rows(units, recipe.without)
    coded = dataclasses.replace(coded, learned=np.isin(np.arange(len(units)), learned))
    classifier = _classifier(recipe, encoder, study.settings.seed)
    trained = train_and_hold_out(classifier, coded, folds=recipe.folds, quick=recipe.quick, progress=progress)
    tables, remarks = _measure(classifier, coded, trained.held, scored, (study, hand, units, recipe), progress)
    data = describe_data(units, codes, learned, study)
    card = make_card(recipe, study, data, tables, trained.abstained)
    if recipe.quick:
        remarks.append("quick: what stacks the parts of each fold was fitted on log odds of models that saw that fold")
    findings = Findings(tables, (*remarks, *card["weaknesses"]), {"codebook": study.codebook.label})
    return Training(dataclasses.replace(trained.model, card=card), findings)


def fill_texts(units: pa.Table, texts: Sequence[str], notes: list[str]) -> pa.Table:
    """The units with their texts, from the documents named in `texts` where they have none."""
    words = units["text"].to_pylist()
    if texts:
        known: dict[str, str] = {}
        for batch in read_documents(texts, notes=notes):
            known |= dict(zip(batch["document_id"].to_pylist(), batch["text"].to_pylist(), strict=True))
        places = zip(*(units[name].to_pylist() for name in ("document_id", "start", "end")), strict=True)
        found = [known.get(d, "")[a:b] if b else known.get(d) for d, a, b in places]
        words = [word or other for word, other in zip(words, found, strict=True)]
    lacking = [u for u, word in zip(units["passage_id"].to_pylist(), words, strict=True) if not word]
    if lacking:
        raise FramingError(
            f"{len(lacking)} coded passages have no text (the first is {lacking[0]}); give a column 'text', or the "
            "documents they stand in with --texts"
        )
    return units.set_column(units.schema.get_field_index("text"), "text", pa.array(words, pa.string()))


def codes_of(hand: HandCodes, units: pa.Table, codebook: Codebook) -> tuple[np.ndarray, np.ndarray]:
    """(n, frames) the mean of the coders, NaN where nobody looked, and (n,) weights, in the order of the units."""
    found = collect_codes(hand.codes, units, codebook)
    codes = np.full((len(units), len(codebook.frames)), np.nan)
    counted = (~np.isnan(found.codes)).sum(axis=0)
    mean = np.nansum(found.codes, axis=0) / np.maximum(counted, 1)
    for column, frame in enumerate(found.frames):
        at = codebook.frame_ids.index(frame)
        codes[:, at] = np.where(counted[:, column] > 0, mean[:, column], np.nan)
    return codes, found.weight


def _score(units: pa.Table, study: Study) -> pa.Table:
    columns = [units[name].combine_chunks() for name in PASSAGES.names]
    scorer = Scorer(study.lexicons, study.codebook, cues=study.cues)
    passages = pa.Table.from_arrays(columns, schema=PASSAGES)
    return pa.Table.from_batches([scorer.score_batch(batch) for batch in passages.combine_chunks().to_batches()])


def _encoder(recipe: Recipe, given: Encoder | None) -> Encoder | None:
    if EMBEDDINGS not in recipe.features:
        return None
    return given or find_encoder(MultilingualEncoder.name)


def _min_documents(documents: np.ndarray) -> int:
    return 5 if len(np.unique(documents)) >= MANY_DOCUMENTS else 2


def _classifier(recipe: Recipe, encoder: Encoder | None, seed: int) -> FrameClassifier:
    return FrameClassifier(
        recipe.features,
        encoder=encoder,
        folds=recipe.inner_folds,
        min_documents=recipe.min_documents,
        members=recipe.members,
        random_state=seed,
    )


def _learned_rows(units: pa.Table, without: Sequence[str]) -> np.ndarray:
    kept = np.ones(len(units), dtype=bool)
    for pair in without:
        column, _, value = pair.partition("=")
        if column not in units.column_names:
            raise FramingError(f"--without {pair}: the codes have no column '{column}'; write COLUMN=VALUE")
        kept &= np.array([cell != value for cell in units[column].to_pylist()])
    return np.flatnonzero(kept)


def _measure(
    classifier: FrameClassifier,
    coded: Coded,
    held: HeldOut,
    scored: pa.Table | None,
    context: tuple[Study, HandCodes, pa.Table, Recipe],
    progress: Progress,
) -> tuple[dict[str, pa.Table], list[str]]:
    study, hand, units, recipe = context
    frames, seed = study.codebook.frame_ids, study.settings.seed
    groups = _groups(units)
    tables = {
        "accuracy": measure_accuracy(_arrays(coded, held), frames, groups, rng=np.random.default_rng([seed, 3])),
        "reliability": measure_reliability(_arrays(coded, held), frames),
    }
    left = []
    for column in recipe.leave:
        cells = _cells(units, column)
        apart = leave_one_out(classifier, coded, cells, fewest=FEWEST_IN_GROUP, progress=progress)
        rng = np.random.default_rng([seed, 4])
        left.append(measure_accuracy(_arrays(coded, apart), frames, {f"no {column}": cells}, rng=rng))
    if left:
        tables["left_out"] = pa.concat_tables(
            [table.filter(pa.compute.not_equal(table["by"], "all")) for table in left]
        )
    tables["baselines"] = _baselines(coded, held, scored, hand, study)
    remarks = compare_baselines(tables["baselines"])
    if recipe.curve:
        runs = learning_curve(classifier, coded, folds=recipe.folds, seed=seed, progress=progress)
        tables["curve"], sentence = curve_rows(runs, coded.codes, coded.weights)
        remarks.append(sentence)
    return tables, remarks


def _groups(units: pa.Table) -> dict[str, list[str]]:
    """The group of each passage by language, source and speaker; "" for groups with too few passages to tell of."""
    found = {}
    for name in GROUPS:
        cells = _cells(units, name) if name in units.column_names else []
        sizes = Counter(cells)
        cells = [cell if sizes[cell] >= FEWEST_IN_GROUP else "" for cell in cells]
        if len(set(cells) - {""}) > 1:
            found[name] = cells
    return found


def _cells(units: pa.Table, column: str) -> list[str]:
    if column not in units.column_names:
        raise FramingError(
            f"the codes have no column '{column}' to leave out; they have {', '.join(units.column_names)}"
        )
    return ["; ".join(c) if isinstance(c, list) else str(c or "") for c in units[column].to_pylist()]


def _arrays(coded: Coded, held: HeldOut) -> dict[str, Any]:
    return {
        "codes": coded.codes,
        "probabilities": held.probabilities,
        "called": held.called,
        "seen": held.seen,
        "weights": coded.weights,
        "documents": coded.documents,
    }


def _baselines(coded: Coded, held: HeldOut, scored: pa.Table | None, hand: HandCodes, study: Study) -> pa.Table:
    """F1 a frame of: the larger class for all, the lexicon alone, this classifier, and coder against coder."""
    lexicon = None
    if scored is not None:
        named = scored["frames"].to_pylist()
        lexicon = np.array([[frame in row for frame in study.codebook.frame_ids] for row in named])
    pairs = None
    if len(set(hand.codes["coder"].to_pylist())) > 1:
        pairs = compare_coders(collect_codes(hand.codes, hand.units, study.codebook))
    return baseline_rows(coded, held, lexicon, pairs, study.codebook.frame_ids)
