"""Texts as a population for corrected shares: every passage with its machine code, its group and its hand code if any.

In: a Study, hand codes and the names of texts. Out: Population. It computes nothing itself.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pyarrow as pa

from framing.errors import FramingError
from framing.files.handcodes import HandCodes
from framing.files.notes import list_names
from framing.opening import Study
from framing.records import JUDGEMENTS
from framing.score import CodeScorer
from framing.study import passage_batches, score_batches
from framing.validate import NOBODY, OTHERS, Coded, Population

# Weights that add up to less than this share of the passages, or more than its inverse, are of another corpus.
_SAME_CORPUS = 0.8
# Groups with fewer hand codes have no share of their own worth reading.
FEWEST_CODES = 10


def gather_population(
    study: Study, hand: HandCodes, coded: Coded, texts: Sequence[str], remarks: list[str]
) -> Population:
    """Every passage of the texts with its machine code, its group (the setting `by`) and its hand code, if any."""
    if hand.is_picked:
        raise FramingError(
            "these passages were picked for their uncertainty, so nobody knows how probable each was; shares cannot be "
            "corrected by them: sample with --by strata or --by random"
        )
    opened = _with_texts(study, texts)
    known = _as_scorer(study, hand)
    parts = [_part(scores, known, coded, study.settings.by) for scores in score_batches(opened)]
    study.notes.extend(told for told in known.tell() if "coded units" in told)
    names = [name for part in parts for name in part["group"]]
    documents = {name: i for i, name in enumerate(sorted({d for part in parts for d in part["document"]}))}
    methods = sorted({m for part in parts for m in part["method"]})
    values = {
        key: np.concatenate([part[key] for part in parts]) for key in ("machine", "probability", "hand", "weight")
    }
    pi = _probabilities_of_coding(values["hand"], values["weight"], hand, remarks)
    nobody = names.count("") / max(len(pi), 1)
    groups, group = _choose_groups(names, ~np.isnan(values["hand"]).all(axis=1), study.settings.only, remarks)
    remarks.append(
        f"shares: {len(pi)} passages by {', '.join(methods)}; {nobody:.1%} of them belong to nobody, and a speaker who "
        "was misattributed stays so: correcting codes does not mend that"
    )
    return Population(
        coded.frames,
        groups,
        np.array([documents[d] for part in parts for d in part["document"]], dtype=np.intp),
        group,
        values["machine"],
        values["probability"] if are_probable(methods) else None,
        values["hand"],
        pi,
    )


def place_units(study: Study, hand: HandCodes, texts: Sequence[str]) -> pa.Table:
    """The hand-coded units with text, speaker, language and own columns of the passages that they are in the texts.

    What a unit's row in the hand codes says already stays. Units that are in none of the texts keep no text.
    """
    units = hand.units.to_pylist()
    known = _as_scorer(study, hand)
    for passages in passage_batches(_with_texts(study, texts)):
        for batch in passages.combine_chunks().to_batches():
            rows = batch.to_pylist()
            for row, numbers in known.find_units(batch):
                for number in numbers:
                    found = {k: _as_unit(v) for k, v in rows[row].items() if k not in ("passage_id", "start", "end")}
                    own = {k: v for k, v in units[number].items() if v not in (None, "", [], "none")}
                    units[number] = {**found, **own}
    study.notes.extend(told for told in known.tell() if "coded units" in told)
    names = dict.fromkeys(name for unit in units for name in unit)
    types = {field.name: field.type for field in hand.units.schema}
    schema = pa.schema([(n, types.get(n, pa.string())) for n in (*types, *(n for n in names if n not in types))])
    return pa.Table.from_pylist(units, schema=schema)


def _as_unit(value: object) -> object:
    """Own columns of units are texts."""
    return value if value is None or isinstance(value, str | list) else str(value)


def _with_texts(study: Study, texts: Sequence[str]) -> Study:
    return replace(study, settings=replace(study.settings, inputs=tuple(texts)))


def _as_scorer(study: Study, hand: HandCodes) -> CodeScorer:
    """The hand codes as a scorer, whose units are numbered like those of `hand`: it knows which passages they are."""
    judged = hand.codes.set_column(6, JUDGEMENTS.field("code"), hand.codes["code"].cast(pa.float64()))
    keys = dict(zip(hand.units["passage_id"].to_pylist(), hand.units["given_passage_id"].to_pylist(), strict=True))
    ids = pa.array([keys[key] or key for key in hand.codes["passage_id"].to_pylist()], pa.string())
    judged = judged.set_column(3, JUDGEMENTS.field("passage_id"), ids)
    return CodeScorer(judged, study.codebook, name="the hand codes")


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


def _choose_groups(
    names: Sequence[str], coded: np.ndarray, only: Sequence[str], remarks: list[str]
) -> tuple[tuple[str, ...], np.ndarray]:
    """The groups with enough hand codes (or those asked for) in order of name, then the others and nobody; numbers."""
    counts = Counter(name for name, is_coded in zip(names, coded.tolist(), strict=True) if name and is_coded)
    unknown = sorted(set(only) - set(names))
    if unknown:
        raise FramingError(f"there is no group '{unknown[0]}' in the texts; there are {list_names(sorted(set(names)))}")
    chosen = sorted(only) or sorted(name for name, n in counts.items() if n >= FEWEST_CODES)
    left = len(set(names) - {"", *chosen})
    if left and not only:
        remarks.append(f"{left} groups with fewer than {FEWEST_CODES} hand codes are one, '{OTHERS}', and not compared")
    called = [name if name in chosen else OTHERS if name else NOBODY for name in names]
    groups = tuple(g for g in (*chosen, OTHERS, NOBODY) if g in set(called))
    place = {name: i for i, name in enumerate(groups)}
    return groups, np.array([place[name] for name in called], dtype=np.intp)


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


def are_probable(methods: Sequence[str]) -> bool:
    """Whether these methods give probabilities."""
    return bool(methods) and all(m.startswith(("classifier", "codes:", "both")) for m in methods)
