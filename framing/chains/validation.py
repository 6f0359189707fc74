"""Hand codes, a machine's codes of the same passages, and the texts that both stand for: validation as one chain.

In: a Study whose inputs are hand codes, and the names of texts. Out: Validation. It computes nothing itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from framing.chains.population import are_probable, gather_population, place_units
from framing.files.handcodes import HandCodes, read_hand_codes
from framing.files.standoff import read_standoff
from framing.opening import Study, open_scorer
from framing.score import CodeScorer
from framing.standoff import hash_passage
from framing.study import score_with
from framing.validate import (
    Coded,
    collect_codes,
    compare_coders,
    compare_errors,
    correct_shares,
    group_columns,
    measure_accuracy,
    measure_agreement,
)


@dataclass(frozen=True)
class Validation:
    """Tables by name: agreement and coders (two coders or more), accuracy and errors (where the machine could code),
    shares and differences (where texts were named); and what must be said beside them."""

    tables: dict[str, pa.Table]
    remarks: tuple[str, ...]


def validate_codes(
    study: Study, *, by: Sequence[str] = (), texts: Sequence[str] = (), shares: Sequence[str] = ()
) -> Validation:
    """Hold hand codes against each other, against the study's method, and correct the shares of texts by them.

    The study's inputs are files of hand codes. by : columns of groups. texts : where the coded passages stand, for hand
    codes that hold no text. shares : the texts that they were sampled from. Raises FramingError in a sentence.
    """
    s = study.settings
    hand = read_hand_codes(s.inputs, study.codebook, names=s.columns, notes=study.notes)
    if (texts or shares) and hand.units["text"].null_count:
        hand = replace(hand, units=place_units(study, hand, texts or shares))
    coded = collect_codes(hand.codes, hand.units, study.codebook)
    rng = np.random.default_rng(s.seed)
    tables: dict[str, pa.Table] = {}
    remarks = [f"hand codes: {len(coded.units)} units of {coded.n_documents} documents by {len(coded.coders)} coder(s)"]
    remarks += _tell_versions(study, hand)
    if len(coded.coders) > 1:
        tables["agreement"] = measure_agreement(coded, draws=s.draws, rng=rng)
        tables["coders"] = compare_coders(coded)
    remarks += _add_accuracy(study, hand, coded, by, tables, rng)
    if shares:
        population = gather_population(study, hand, coded, shares, remarks)
        tables["shares"], tables["differences"] = correct_shares(population, rng=rng)
    return Validation(tables, tuple(remarks))


def _add_accuracy(
    study: Study,
    hand: HandCodes,
    coded: Coded,
    by: Sequence[str],
    tables: dict[str, pa.Table],
    rng: np.random.Generator,
) -> list[str]:
    if hand.units["text"].null_count == len(hand.units) and study.codes is None:
        return [
            "the hand codes have no text for a machine to code: name the texts (--texts), or give its codes (--codes)"
        ]
    machine, probability, method = score_units(study, hand.units, coded)
    columns, draws = group_columns(coded, by), study.settings.draws
    tables["accuracy"] = measure_accuracy(coded, machine, probability, columns=columns, draws=draws, rng=rng)
    tables["errors"] = compare_errors(coded, machine, columns=columns, draws=draws, rng=rng)
    remarks = [f"machine codes: {method}; precision, recall and F1 hold the machine against the hand codes"]
    remarks += _tell_training(study, hand.units)
    even = int((coded.hand == 0.5).sum())
    if even:
        remarks.append(f"{even} codes on which the coders are even are left out of accuracy")
    if coded.is_weighted:
        remarks.append("shares, precision, recall and F1 are weighted by 1 / inclusion probability; counts are not")
    if hand.is_picked:
        remarks.append("passages were picked for their uncertainty: these figures do not hold for the corpus")
    return remarks


def _tell_versions(study: Study, hand: HandCodes) -> list[str]:
    """Codes by another version of the codebook, or by several: their frames may not mean the same."""
    book = study.codebook
    named = sorted({v for v in hand.codes["codebook_version"].to_pylist() if v and v not in (book.version, book.label)})
    if not named:
        return []
    return [f"hand codes were made with codebook version {', '.join(named)}, and the codebook here is {book.label}"]


def _tell_training(study: Study, units: pa.Table) -> list[str]:
    """Passages that the shipped model learned from are known by their hashes."""
    if study.model is None or study.settings.model:
        return []
    learned = set(read_standoff()["sha256"].to_pylist())
    n = sum(hash_passage(text) in learned for text in units["text"].to_pylist() if text)
    if not n:
        return []
    return [
        f"{n} of {len(units)} units are passages that the shipped model was trained on: its figures here flatter it"
    ]


def score_units(study: Study, units: pa.Table, coded: Coded) -> tuple[np.ndarray, np.ndarray | None, str]:
    """What the study's method says of the hand-coded units: 0/1 and probabilities (units, frames), and its name.

    nan where it says nothing of a unit or frame; probabilities None for a lexicon.
    """
    scorer = open_scorer(study)
    if study.codes is None:
        units = units.filter(pc.is_valid(units["text"]))
    given = pc.coalesce(units["given_passage_id"], units["passage_id"])
    named = units.set_column(1, "passage_id", given).append_column("unit_key", units["passage_id"])
    scores = score_with(scorer, named.select([c for c in named.column_names if c != "given_passage_id"]), study)
    if isinstance(scorer, CodeScorer):
        study.notes.extend(scorer.tell())
    place = {name: i for i, name in enumerate(coded.units)}
    machine = np.full((len(coded.units), len(coded.frames)), np.nan)
    probability, methods = machine.copy(), sorted(set(scores["method"].to_pylist()))
    for row in scores.select(["unit_key", "frames", "values"]).to_pylist():
        for k, frame in enumerate(coded.frames):
            if frame in row["values"]:
                at = place[row["unit_key"]], k
                machine[at], probability[at] = float(frame in row["frames"]), row["values"][frame]
    return machine, probability if are_probable(methods) else None, ", ".join(methods)
