"""Which features help, in which language and for which frame: the table of docs/classifiers.md.

usage: OMP_NUM_THREADS=1 python bench/features.py CODES… > table.md

Every part is fitted without each of four folds of documents; every set of parts is stacked on the other folds' held-out
log odds. `lexicon-` is the lexicon as it would be without any entry that only one document of the corpus holds: a
pessimistic stand-in for lexicons that were not written with these passages in view.
"""

from __future__ import annotations

import dataclasses
import sys
from typing import Any

import numpy as np

from framing.chains import training
from framing.classify import Inputs, read_evidence
from framing.classify.classifier import FrameClassifier, assemble, block_logits, cautious
from framing.classify.evaluate import macro_f1
from framing.files.handcodes import read_hand_codes
from framing.opening import open_study
from framing.settings import Settings

FOLDS = 4
PARTS = {
    "words": ("words",),
    "characters": ("characters",),
    "n-grams": ("words", "characters"),
    "lexicon": ("lexicon",),
    "embeddings": ("embeddings",),
}
CAREFUL = "lexicon-"
SETS = (
    ("words",),
    ("characters",),
    ("n-grams",),
    ("embeddings",),
    ("n-grams", "embeddings"),
    ("lexicon",),
    (CAREFUL,),
    ("n-grams", "lexicon"),
    ("n-grams", CAREFUL),
    ("embeddings", "lexicon"),
    ("embeddings", CAREFUL),
    ("n-grams", "lexicon", "embeddings"),
    ("n-grams", CAREFUL, "embeddings"),
)


def main() -> None:
    """Print the table as Markdown."""
    study = open_study(Settings(inputs=tuple(sys.argv[1:])))
    hand = read_hand_codes(sys.argv[1:], study.codebook, names={}, notes=[])
    units = hand.units
    codes, _ = training.codes_of(hand, units, study.codebook)
    scored = training._score(units, study)
    encoder = training._encoder(training.Recipe(), None)
    evidence = read_evidence(scored, study.codebook)
    inputs = Inputs(units["text"].to_pylist(), units["language"].to_pylist(), evidence, encoder)
    documents = np.unique(np.array(units["document_id"].to_pylist()), return_inverse=True)[1]
    careful = cautious(inputs, documents)
    careful.prepare(("words", "characters"), documents, 5)
    source = np.array([str(s) for s in units["source"].to_pylist()])
    learned = ~np.char.startswith(source, "news")
    fold = FrameClassifier().deal_folds(documents, codes, FOLDS)
    logits = {
        name: _hold_out(features, careful, inputs if name != CAREFUL else careful, (codes, documents, fold, learned))
        for name, features in (PARTS | {CAREFUL: ("lexicon",)}).items()
    }
    named = scored["frames"].to_pylist()
    alone = np.array([[frame in row for frame in study.codebook.frame_ids] for row in named])
    groups = _groups(np.array(careful.language), source)
    heads = [*groups, *(frame.replace("_", " ") for frame in study.codebook.frame_ids)]
    print("| features | " + " | ".join(heads) + " |\n| --- |" + " --- |" * len(heads))
    _print("lexicon, no learning", alone, codes, groups)
    for parts in SETS:
        called = _stack([logits[p] for p in parts], careful, (codes, fold, learned))
        _print(" + ".join(parts), called, codes, groups)


def _hold_out(features: tuple[str, ...], careful: Inputs, judged: Inputs, known: tuple[Any, ...]) -> Any:
    codes, documents, fold, learned = known
    classifier = FrameClassifier(features, encoder=careful.encoder)
    found = np.zeros(codes.shape)
    for number in range(FOLDS):
        rows, held = np.flatnonzero((fold != number) & learned), np.flatnonzero(fold == number)
        part = careful.take(rows)
        blocks = classifier.fit_blocks(part, codes[rows], np.ones(len(rows)), documents[rows])
        rest = careful.take(held)
        if judged.evidence is not None:
            rest = dataclasses.replace(rest, evidence=judged.evidence.take(held))
        found[held] = block_logits(blocks, rest)[:, 0]
    return found


def _stack(parts: list[Any], inputs: Inputs, known: tuple[Any, ...]) -> Any:
    codes, fold, learned = known
    logits = np.stack(parts, axis=1)
    called = np.zeros(codes.shape, dtype=bool)
    for number in range(FOLDS):
        rows, held = np.flatnonzero((fold != number) & learned), np.flatnonzero(fold == number)
        own = (codes[rows], np.ones(len(rows)), fold[rows])
        model, _ = assemble((), logits[rows], inputs.take(rows), own, ())
        rest = inputs.take(held)
        called[held] = model.stack(logits[held], rest) >= model.cuts(rest)
    return called


def _groups(language: Any, source: Any) -> dict[str, Any]:
    debate = np.char.startswith(source, "ungdc")
    return {
        "English, UN": (language == "en") & debate,
        "English, other": (language == "en") & ~debate,
        "Russian": language == "ru",
        "Chinese": language == "zh",
    }


def _print(name: str, called: Any, codes: Any, groups: dict[str, Any]) -> None:
    ones = np.ones(len(codes))
    cells = [macro_f1(codes[g], called[g], ones[g]) for g in groups.values()]
    cells += [macro_f1(codes[:, [k]], called[:, [k]], ones) for k in range(codes.shape[1])]
    print(f"| {name} | " + " | ".join(f"{cell:.3f}" for cell in cells) + " |", flush=True)


if __name__ == "__main__":
    main()
