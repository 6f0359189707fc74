"""Finding reported speech at volume: how fast, on one and several cores, and how much of the text is parsed at all.

In: a size. Out: a Markdown table on stdout. The text is made up: news in English, a part of whose paragraphs report
what somebody said. Run it as `python bench/workers.py --megabytes 2`.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pyarrow as pa
from text import make_passages

from framing.attribute.english import load_parser
from framing.attribute.english.forms import may_hold_speech
from framing.attribute.workers import Attributors
from framing.files.given import take_documents
from framing.opening import open_study
from framing.parallel import count_cores, cut_table, map_noting
from framing.settings import Settings
from framing.study import attribute_batch

SEED = 5
SPOKEN_SHARE = 0.25  # of paragraphs, as in the news that the rules were made on
NAMES = ("Ana Brook", "Tomas Lenz", "Mira Holt", "Ivo Castell")
CUES = ("{name} said that {words}", "“{Words}” {name} said.", "According to {name}, {words}", "{name} rejected this.")
PORTION = 1 << 16


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--megabytes", type=float, default=2.0)
    parser.add_argument("--workers", type=int, nargs="+", default=sorted({1, 2, count_cores()}))
    given = parser.parse_args()
    paragraphs = make_news(given.megabytes)
    parsed = sum(len(p) for p in paragraphs if may_hold_speech(p)) / sum(map(len, paragraphs))
    texts = ["\n\n".join(paragraphs[i : i + 8]) for i in range(0, len(paragraphs), 8)]
    documents = take_documents(pa.table({"text": texts, "id": [f"d{i}" for i in range(len(texts))]}))
    print(f"{parsed:.0%} of the text is parsed; parser: {'spaCy' if load_parser() else 'none'}\n")
    size = sum(map(len, paragraphs)) / 1e6
    print("| workers | MB/s | attributions | seconds |\n| --- | --- | --- | --- |")
    for workers in given.workers:
        found, seconds = attribute(documents, workers)
        print(f"| {workers} | {size / seconds:.3f} | {found} | {seconds:.1f} |", flush=True)


def attribute(documents: pa.Table, workers: int) -> tuple[int, float]:
    """How many attributions there are, and the seconds that took, without the start of the processes."""
    study = open_study(Settings(attribution="quotes"))
    with Attributors(workers) as attributors:

        def find(portion: pa.Table, notes: list[str]) -> int:
            quotes, _ = attribute_batch(portion, replace(study, notes=notes, attributors=attributors))
            return len(quotes)

        def portions(table: pa.Table) -> Iterator[pa.Table]:
            return cut_table(table, "text", PORTION)

        warm = documents.slice(0, 8 * workers)
        list(map_noting(find, cut_table(warm, "text", 1), threads=workers, notes=[]))
        begin = time.perf_counter()
        found = sum(map_noting(find, portions(documents), threads=workers, notes=[]))
        return found, time.perf_counter() - begin


def make_news(megabytes: float) -> list[str]:
    """Paragraphs, some of them reported speech."""
    rng = np.random.default_rng(SEED)
    made = make_passages(rng, int(megabytes * 1e6))
    paragraphs = made[: max(1, int(len(made) * megabytes * 1e6 / sum(map(len, made))))]
    for i in np.flatnonzero(rng.random(len(paragraphs)) < SPOKEN_SHARE).tolist():
        words = paragraphs[i].split(". ")[0].rstrip(".") + "."
        cue, name = CUES[int(rng.integers(len(CUES)))], NAMES[int(rng.integers(len(NAMES)))]
        said = cue.format(name=name, words=words[0].lower() + words[1:], Words=words)
        paragraphs[i] = said + paragraphs[i][len(words) :]
    return paragraphs


if __name__ == "__main__":
    main()
