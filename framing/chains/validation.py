"""Hand codes, a machine's codes of the same passages, and the texts that both stand for: validation as one chain.

In: a Study whose inputs are hand codes, and the names of texts. Out: Validation. It computes nothing itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from framing.errors import FramingError
from framing.files.handcodes import HandCodes, read_hand_codes
from framing.records import JUDGEMENTS
from framing.score import CodeScorer
from framing.study import Study, open_scorer, score_batches, score_with
from framing.validate import (
    Coded,
    Population,
    collect_codes,
    compare_coders,
    compare_errors,
    correct_shares,
    group_columns,
    measure_accuracy,
    measure_agreement,
)

# Weights that add up to less than this share of the passages, or more than its inverse, are of another corpus.
_SAME_CORPUS = 0.8


@dataclass(frozen=True)
class Validation:
    """Tables by name: agreement and coders (two coders or more), accuracy and errors (where the machine could code),
    shares and differences (where texts were named); and what must be said beside them."""

    tables: dict[str, pa.Table]
    remarks: tuple[str, ...]


def validate_codes(study: Study, *, by: Sequence[str] = (), texts: Sequence[str] = ()) -> Validation:
    """Hold hand codes against each other, against the study's method, and correct the shares of `texts` by them.

    The study's inputs are files of hand codes. by : columns of groups. Raises FramingError in a sentence.
    """
    s = study.settings
    hand = read_hand_codes(s.inputs, study.codebook, names=s.columns, notes=study.notes)
    coded = collect_codes(hand.codes, hand.units, study.codebook)
    rng = np.random.default_rng(s.seed)
    tables: dict[str, pa.Table] = {}
    remarks = [f"hand codes: {len(coded.units)} units of {coded.n_documents} documents by {len(coded.coders)} coder(s)"]
    if len(coded.coders) > 1:
        tables["agreement"] = measure_agreement(coded, draws=s.draws, rng=rng)
        tables["coders"] = compare_coders(coded)
    remarks += _add_accuracy(study, hand, coded, by, tables, rng)
    if texts:
        population = gather_population(study, hand, coded, texts, remarks)
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
    if hand.units["text"].null_count and study.codes is None:
        return [
            "the hand codes have no column 'text', so that no method can code them too; give --method codes --codes"
        ]
    machine, probability, method = score_units(study, hand.units, coded)
    columns, draws = group_columns(coded, by), study.settings.draws
    tables["accuracy"] = measure_accuracy(coded, machine, probability, columns=columns, draws=draws, rng=rng)
    tables["errors"] = compare_errors(coded, machine, columns=columns, draws=draws, rng=rng)
    remarks = [f"machine codes: {method}; precision, recall and F1 hold the machine against the hand codes"]
    even = int((coded.hand == 0.5).sum())
    if even:
        remarks.append(f"{even} codes on which the coders are even are left out of accuracy")
    if coded.is_weighted:
        remarks.append("shares, precision, recall and F1 are weighted by 1 / inclusion probability; counts are not")
    if hand.is_picked:
        remarks.append("passages were picked for their uncertainty: these figures do not hold for the corpus")
    return remarks


def score_units(study: Study, units: pa.Table, coded: Coded) -> tuple[np.ndarray, np.ndarray | None, str]:
    """What the study's method says of the hand-coded units: 0/1 and probabilities (units, frames), and its name.

    nan where it says nothing of a unit or frame; probabilities None for a lexicon.
    """
    scorer = open_scorer(study)
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
    return machine, probability if _are_probable(methods) else None, ", ".join(methods)


def gather_population(
    study: Study, hand: HandCodes, coded: Coded, texts: Sequence[str], remarks: list[str]
) -> Population:
    """Every passage of the texts with its machine code, its group (the setting `by`) and its hand code, if any."""
    if hand.is_picked:
        raise FramingError(
            "these passages were picked for their uncertainty, so nobody knows how probable each was; shares cannot be "
            "corrected by them: sample with --by strata or --by random"
        )
    opened = replace(study, settings=replace(study.settings, inputs=tuple(texts)))
    judged = hand.codes.set_column(6, JUDGEMENTS.field("code"), hand.codes["code"].cast(pa.float64()))
    keys = dict(zip(hand.units["passage_id"].to_pylist(), hand.units["given_passage_id"].to_pylist(), strict=True))
    ids = pa.array([keys[key] or key for key in hand.codes["passage_id"].to_pylist()], pa.string())
    judged = judged.set_column(3, JUDGEMENTS.field("passage_id"), ids)
    known = CodeScorer(judged, study.codebook, name="the hand codes")
    parts = [_part(scores, known, coded, study.settings.by) for scores in score_batches(opened)]
    study.notes.extend(told for told in known.tell() if "coded units" in told)
    groups = sorted({name for part in parts for name in part["group"]})
    documents = {name: i for i, name in enumerate(sorted({d for part in parts for d in part["document"]}))}
    methods = sorted({m for part in parts for m in part["method"]})
    values = {
        key: np.concatenate([part[key] for part in parts]) for key in ("machine", "probability", "hand", "weight")
    }
    pi = _probabilities_of_coding(values["hand"], values["weight"], hand, remarks)
    remarks.append(f"shares: {len(pi)} passages by {', '.join(methods)}; a speaker who was misattributed stays so")
    return Population(
        coded.frames,
        tuple(name or "(nobody)" for name in groups),
        np.array([documents[d] for part in parts for d in part["document"]], dtype=np.intp),
        np.array([groups.index(name) for part in parts for name in part["group"]], dtype=np.intp),
        values["machine"],
        values["probability"] if _are_probable(methods) else None,
        values["hand"],
        pi,
    )


def _part(scores: pa.Table, known: CodeScorer, coded: Coded, by: str) -> dict[str, list[str] | np.ndarray]:
    """The passages of one table, joint speakers once for each."""
    if by not in scores.column_names:
        raise FramingError(f"there is no column '{by}' to group by; there are {', '.join(scores.column_names)}")
    n, k = len(scores), len(coded.frames)
    machine, probability, hand, weight = np.zeros((n, k)), np.zeros((n, k)), np.full((n, k), np.nan), np.ones(n)
    for at, row in enumerate(scores.select(["frames", "values"]).to_pylist()):
        machine[at] = [frame in row["frames"] for frame in coded.frames]
        probability[at] = [row["values"].get(frame, 0.0) for frame in coded.frames]
    at = 0
    for batch in scores.to_batches():
        for row, units in known.find_units(batch):
            # The scorer's units are in the order of the hand codes'; a frame that one coder left open, others count.
            hand[at + row] = np.fmax.reduce(coded.hand[units], axis=0)
            weight[at + row] = known.weights[units[0]]
        at += batch.num_rows
    voices = [v if isinstance(v, list) and v else [""] if not v else [str(v)] for v in scores[by].to_pylist()]
    rows = np.repeat(np.arange(n), [len(v) for v in voices])
    documents, methods = scores["document_id"].to_pylist(), scores["method"].to_pylist()
    return {
        "group": [name for v in voices for name in v],
        "document": [documents[i] for i in rows],
        "method": sorted(set(methods)),
        "machine": machine[rows],
        "probability": probability[rows],
        "hand": hand[rows],
        "weight": weight[rows],
    }


def _probabilities_of_coding(
    hand_codes: np.ndarray, weight: np.ndarray, hand: HandCodes, remarks: list[str]
) -> np.ndarray:
    coded = ~np.isnan(hand_codes).all(axis=1)
    if not hand.is_designed:
        remarks.append("the hand codes have no weights: they are taken for a simple random sample of all passages")
        return np.full(len(coded), coded.mean() if coded.any() else 1.0)
    total = float(weight[coded].sum())
    if coded.any() and not _SAME_CORPUS <= total / len(coded) <= 1 / _SAME_CORPUS:
        remarks.append(
            f"the weights of the hand codes found here add up to {total:.0f} passages and the texts have {len(coded)}: "
            "corrected shares hold only if the sample was drawn from these texts, cut in this way"
        )
    return np.where(coded, 1.0 / weight, np.nan)


def _are_probable(methods: Sequence[str]) -> bool:
    return bool(methods) and all(m.startswith(("classifier", "codes:", "both")) for m in methods)
