"""How long does resampling take, and how does it grow? Comparisons of simulated sums, no texts.

In: sizes. Out: a Markdown table on stdout. Run it as `python bench/resampling.py`; the base is 50 speakers, 5,000
documents, 10 frames, 10,000 draws, every other line changes one of them. Times are of one core and say little alone:
the ratios to the base do.
"""

from __future__ import annotations

import argparse
import time

import numpy as np
import pyarrow as pa

from framing.compare import Plan, compare_speakers
from framing.records import DISTRIBUTIONS

BASE = {"speakers": 50, "documents": 5000, "frames": 10, "draws": 10_000}
STEPS = {
    "speakers": (10, 25, 100),
    "documents": (1250, 2500, 10_000),
    "frames": (1, 5, 20),
    "draws": (1000, 2500, 20_000),
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


def measure(sizes: dict[str, int], against: str, threads: int) -> float:
    """Seconds of one whole comparison: every interval, test and distance."""
    table = simulate(sizes["speakers"], sizes["documents"], sizes["frames"])
    plan = Plan(draws=sizes["draws"], against=against)
    start = time.perf_counter()
    compare_speakers(table, plan, rng=np.random.default_rng(1), threads=threads)
    return time.perf_counter() - start


def main() -> None:
    """Measure the base, then each step beside it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--against", default="pairs", choices=["pairs", "rest"])
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--base-only", action="store_true")
    given = parser.parse_args()
    measure({"speakers": 3, "documents": 30, "frames": 2, "draws": 500}, given.against, 1)
    base = measure(BASE, given.against, given.threads)
    pairs = BASE["speakers"] * (BASE["speakers"] - 1) // 2 if given.against == "pairs" else BASE["speakers"]
    print(f"Base: {BASE}, {pairs} comparisons against {given.against}: {base:.1f} s\n")
    if given.base_only:
        return
    print("| changed | to | seconds | of the base |\n|---|---|---|---|")
    for name, values in STEPS.items():
        for value in values:
            seconds = measure(BASE | {name: value}, given.against, given.threads)
            print(f"| {name} | {value:,} | {seconds:.1f} | {seconds / base:.2f} |", flush=True)


if __name__ == "__main__":
    main()
