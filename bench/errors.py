"""Does the test for unequal machine errors keep its level? Rejections at 5 % on simulated hand and machine codes.

Two groups of documents of unequal length whose errors cluster; both groups have the same error rate, then not.

usage: python bench/errors.py [--draws 400]
"""

from __future__ import annotations

import argparse

import numpy as np

from framing.validate.errors import permute_rates

# Name, documents of each group, correlation of errors within documents of each.
SETTINGS = (
    ("equal groups", (30, 30), (0.1, 0.1)),
    ("unequal numbers", (60, 12), (0.05, 0.05)),
    ("few documents", (8, 8), (0.1, 0.2)),
    ("few documents cluster more", (40, 12), (0.02, 0.3)),
    ("many documents cluster more", (12, 60), (0.02, 0.3)),
)
PERMUTATIONS = 199


def simulate(
    documents: tuple[int, int], rho: tuple[float, float], rates: tuple[float, float], rng: np.random.Generator
) -> float:
    """The p of one simulated comparison."""
    cells, document, group = [], [], []
    for g in (0, 1):
        precision = 1 / rho[g] - 1
        for _ in range(documents[g]):
            n = int(rng.integers(1, 8 if g == 0 else 20))
            wrong = rng.random(n) < rng.beta(rates[g] * precision, (1 - rates[g]) * precision)
            cells.append(np.column_stack([wrong, np.ones(n)]).astype(float))
            document += [len(cells)] * n
            group += [g] * n
    found = permute_rates(np.concatenate(cells), np.array(document), np.array(group), "AB", PERMUTATIONS, rng)
    return float(str(found["p"])) if found else 1.0


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--draws", type=int, default=400)
    draws = parser.parse_args().draws
    print("| setting | documents | both err in 20 % | 15 % and 35 % |\n| --- | --- | --- | --- |")
    for name, documents, rho in SETTINGS:
        shares = []
        for rates in ((0.2, 0.2), (0.15, 0.35)):
            rng = np.random.default_rng([1, documents[0], documents[1]])
            shares.append(np.mean([simulate(documents, rho, rates, rng) <= 0.05 for _ in range(draws)]))
        print(f"| {name} | {documents[0]}, {documents[1]} | {shares[0]:.1%} | {shares[1]:.1%} |", flush=True)


if __name__ == "__main__":
    main()
