"""How long does resampling take, and how does it grow? Comparisons of simulated sums, no texts.

In: sizes. Out: a Markdown table on stdout, kept in docs/comparison.md. Run it as `python bench/resampling.py`. One line
is the size that a large study has: 50 speakers, 5,000 documents, 10 frames, 10,000 draws. The others start from a small
base and change one thing each. Seconds are of processor time in one thread; the ratios to the base say more.
"""

from __future__ import annotations

import argparse
import time

import numpy as np
import pyarrow as pa

from framing.compare import Plan, compare_speakers
from framing.records import DISTRIBUTIONS

Sizes = dict[str, int]
LARGE: Sizes = {"speakers": 50, "documents": 5000, "frames": 10, "draws": 10_000}
BASE: Sizes = {"speakers": 10, "documents": 1000, "frames": 10, "draws": 10_000}
STEPS = {
    "speakers": (5, 20, 40),
    "documents": (250, 500, 2000, 4000),
    "frames": (2, 5, 20),
    "draws": (1000, 5000, 20_000),
}


def simulate(speakers: int, documents: int, frames: int) -> pa.Table:
    """DISTRIBUTIONS with one speaker a document."""
    rng = np.random.default_rng(1)
    who = np.arange(documents) % speakers
    passages = 1 + rng.poisson(15, documents).astype(float)
    share = rng.beta(1, 6, (documents, frames))
    having = rng.binomial(passages.astype(int)[:, None], share).astype(float)
    names = [f"s{i:03}" for i in who]
    ids = [f"d{i:06}" for i in range(documents)]
    parts = []
    for k in range(frames):
        columns = [names, ids, [f"f{k:02}"] * documents, passages, passages * 40, having[:, k], having[:, k]]
        parts.append(pa.table([*columns, pa.nulls(documents, pa.float64())], schema=DISTRIBUTIONS))
    return pa.concat_tables(parts)


def measure(sizes: Sizes, against: str = "pairs") -> float:
    """Processor seconds of one whole comparison: every interval, test and distance."""
    table = simulate(sizes["speakers"], sizes["documents"], sizes["frames"])
    plan = Plan(draws=sizes["draws"], against=against)
    start = time.process_time()
    compare_speakers(table, plan, rng=np.random.default_rng(1))
    return time.process_time() - start


def main() -> None:
    """Measure the base, each step beside it, and the large size if asked."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--large", action="store_true", help="measure the large size too (a minute or two)")
    given = parser.parse_args()
    measure({"speakers": 3, "documents": 30, "frames": 2, "draws": 500})
    if given.large:
        for against, pairs in (("pairs", 1225), ("rest", 50)):
            seconds = measure(LARGE, against)
            print(f"{LARGE}, {pairs} comparisons ({against}): {seconds:.0f} s, {seconds / pairs * 1000:.0f} ms each\n")
    base = measure(BASE)
    print(f"base {BASE}, 45 pairs: {base:.1f} s\n")
    print("| changed | to | seconds | times the base |\n|---|---|---|---|")
    for name, values in STEPS.items():
        for value in values:
            seconds = measure(BASE | {name: value})
            print(f"| {name} | {value:,} | {seconds:.1f} | {seconds / base:.2f} |", flush=True)


if __name__ == "__main__":
    main()
