"""Trains the models that ship, from the coded passages: the recipe, to be run again when codes or lexicons change.

usage: python bench/train_shipped.py CODES… --date 2026-11-27 [--out models] [--only frames-fast]

CODES: the files of coded passages with their texts (frames-train.jsonl and frames-dev.jsonl of the development data, or
what `framing corpus` joins). Equal files, lexicons and date give equal bytes: numerical libraries get one thread.
`frames` reads n-grams, lexicon hits and embeddings; `frames-fast` n-grams and lexicon hits alone. Passages of sources
without a licence are measured on and not learned from.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys

THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")
FAST = ("words", "characters", "lexicon")
FEATURES = {"frames": (*FAST, "embeddings"), "frames-fast": FAST}
# How each is measured, beyond nested cross-validation; a fit of the embeddings takes minutes.
MEASURED = {"frames": (), "frames-fast": ("--leave-out", "source")}
WITHOUT = ("source=news-en", "source=news-ru")
NOTES = (
    "The codes are a language model's runs on codebook sovereignty-security 1.1: one run for most passages, two runs "
    "and a third that adjudicated for UN speeches of 2003 to 2024. They are not human codes.",
    "The shipped lexicons were written with these passages in view, so that scores which read them may be a little too "
    "good; in training, hits of entries met in one document alone count in every other document only.",
    "Passages were sampled so that frames are frequent; probabilities and thresholds are those of such a sample.",
    "Of news reports it learned nothing (no licence); their scores are those of a source never seen.",
)


def main() -> None:
    """Train each model in turn; the pages go to standard output."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("codes", nargs="+")
    parser.add_argument("--date", required=True)
    parser.add_argument("--out", default="models")
    parser.add_argument("--only", choices=sorted(FEATURES))
    given = parser.parse_args()
    environment = os.environ | dict.fromkeys(THREADS, "1")
    for name, features in FEATURES.items():
        if given.only in (None, name):
            command = [sys.executable, "cli.py", "train", *given.codes, "--folds", "4", *MEASURED[name]]
            command += [part for feature in features for part in ("--features", feature)]
            command += [part for pair in WITHOUT for part in ("--without", pair)]
            command += [part for note in NOTES for part in ("--note", note)]
            command += ["--no-curve", "--name", name, "--date", given.date, "--save", f"{given.out}/{name}.model"]
            subprocess.run(command, check=True, env=environment)


if __name__ == "__main__":
    main()
