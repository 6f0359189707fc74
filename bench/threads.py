"""What threads gain the matcher, warm: one process, the same texts by one thread and by two, in turns.

In: a size. Out: a Markdown table on stdout. `bench/matcher.py` shows the first scan of a new process instead. Run it as
`python bench/threads.py`.
"""

from __future__ import annotations

import argparse
import time

import numpy as np
import pyarrow as pa
from matcher import project
from text import make_lexicon, make_passages

SEED = 1


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--megabytes", type=float, default=60.0)
    parser.add_argument("--rounds", type=int, default=6)
    given = parser.parse_args()
    passages = make_passages(np.random.default_rng(SEED), int(given.megabytes * 1e6))
    texts = pa.array(passages, pa.large_string())
    print("| entries | MB/s, 1 thread | 2 threads | gain |\n| --- | --- | --- | --- |")
    for entries in (300, 10_000):
        one, two = time_scans(texts, make_lexicon(entries), given.rounds)
        rates = texts.nbytes / 1e6 / np.median(one), texts.nbytes / 1e6 / np.median(two)
        print(f"| {entries} | {rates[0]:.0f} | {rates[1]:.0f} | {np.median(one / two):.2f} |", flush=True)


def time_scans(texts: pa.Array, lexicon: list[str], rounds: int) -> np.ndarray:
    """Seconds of each round with one thread and with two, (2, rounds); a round before them warms up."""
    scans = [project(threads)(lexicon) for threads in (1, 2)]
    took = np.zeros((rounds + 1, len(scans)))
    for number in range(rounds + 1):
        for way, scan in enumerate(scans):
            begin = time.perf_counter()
            scan(texts)
            took[number, way] = time.perf_counter() - begin
    return took[1:].T


if __name__ == "__main__":
    main()
