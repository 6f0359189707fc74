"""One scan for a lexicon's entries, context words and cues against a scan for each, as scoring would need them.

In: a language, and a Parquet file with passages in the column `text`, or made-up passages. Out: a line with the rates
and the ratio, on stdout. By processor time, both in turns, medians. `python bench/joint.py --language en`.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from text import make_passages

from framing.matcher import JointMatcher, Matcher, PatternSet
from framing.opening import open_study
from framing.score.engine import BATCH_ROWS, Scorer
from framing.settings import Settings


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--language", default="en")
    parser.add_argument("--text", type=Path)
    parser.add_argument("--megabytes", type=float, default=20.0)
    parser.add_argument("--rounds", type=int, default=5)
    given = parser.parse_args()
    if given.text:
        texts = pq.read_table(given.text).column("text").combine_chunks()
    else:
        texts = pa.array(make_passages(np.random.default_rng(20220105), int(given.megabytes * 1e6)), pa.string())
    batches = [texts.slice(at, BATCH_ROWS) for at in range(0, len(texts), BATCH_ROWS)]
    sets = read_sets(given.language)
    joint, alone = JointMatcher(sets), [Matcher(s.patterns, exclusions=s.exclusions) for s in sets]
    times: dict[str, list[float]] = {"one scan": [], "a scan each": []}
    for _ in range(given.rounds + 1):
        times["one scan"].append(measure(lambda: [joint.find(batch) for batch in batches]))
        times["a scan each"].append(measure(lambda: [scan_each(alone, sets, batch) for batch in batches]))
    once, each = (float(np.median(some[1:])) for some in times.values())
    size = sum(batch.nbytes for batch in batches) / 1e6
    print(
        f"{given.language}: one scan {1000 * once / size:.1f} ms a MB, a scan each {1000 * each / size:.1f}", end="; "
    )
    print(f"{each / once:.2f} times as fast")


def read_sets(language: str) -> tuple[PatternSet, ...]:
    """The sets of patterns that scoring by the shipped lexicon asks for."""
    study = open_study(Settings(inputs=(__file__,), lexicons=(language,)), threads=1)
    scorer = Scorer(study.lexicons, study.codebook, cues=study.cues)
    return scorer._finders[language].compile().matcher.sets


def scan_each(matchers: list[Matcher], sets: tuple[PatternSet, ...], texts: pa.Array) -> int:
    """Entries in all texts, the other sets in those in which a winner asks for them."""
    first = matchers[0].find(texts, every=sets[0].every)
    n = len(first)
    for matcher, one in zip(matchers[1:], sets[1:], strict=True):
        asked_by = np.asarray(one.asked_by) > (-1 if one.asked is not None else 0)
        rows = np.unique(first.text_index[asked_by[first.pattern_index] & (first.won > 0)])
        n += len(matcher.find(texts.take(pa.array(rows)), every=one.every))
    return n


def measure(run: Callable[[], object]) -> float:
    """Processor seconds."""
    begin = time.process_time()
    run()
    return time.process_time() - begin


if __name__ == "__main__":
    main()
