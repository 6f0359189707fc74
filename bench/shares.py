"""Do corrected shares hold what they promise? Coverage of nominal 95 % intervals on simulated corpora.

Two speakers with documents of unequal length whose passages are alike; a machine that errs differently for each; hand
codes by the designs of `framing sample`. For every method: bias, coverage of a speaker's share and of the difference.

usage: python bench/shares.py [--draws 1000] [--seed 1]
"""

from __future__ import annotations

import argparse
from dataclasses import dataclass

import numpy as np

from framing.stats.allocation import allocate
from framing.validate.shares import Population, correct_shares

METHODS = ("machine", "hand", "dsl", "ppi++", "rogan-gladen")


@dataclass(frozen=True)
class Setting:
    """Documents a speaker, true shares, the machine's (tpr, fpr) for each, hand codes, correlation within documents."""

    name: str
    documents: int
    share: tuple[float, float]
    rates: tuple[tuple[float, float], tuple[float, float]]
    codes: int
    design: str = "strata"
    rho: float = 0.1


UNEQUAL, EQUAL = ((0.9, 0.02), (0.6, 0.10)), ((0.8, 0.05), (0.8, 0.05))
SETTINGS = (
    Setting("unequal errors, shares apart", 60, (0.20, 0.12), UNEQUAL, 300),
    Setting("unequal errors, shares equal", 60, (0.15, 0.15), UNEQUAL, 300),
    Setting("unequal errors, random sample", 60, (0.20, 0.12), UNEQUAL, 300, "random"),
    Setting("equal errors", 60, (0.20, 0.12), EQUAL, 300),
    Setting("rare frame", 60, (0.05, 0.03), UNEQUAL, 300),
    Setting("few documents", 12, (0.20, 0.12), UNEQUAL, 200),
    Setting("few codes", 60, (0.20, 0.12), UNEQUAL, 80),
)


def simulate(setting: Setting, rng: np.random.Generator) -> Population:
    """One corpus with its machine codes and a sample of hand codes."""
    parts = []
    for speaker, (share, (tpr, fpr)) in enumerate(zip(setting.share, setting.rates, strict=True)):
        precision = 1 / setting.rho - 1
        shares = rng.beta(share * precision, (1 - share) * precision, setting.documents)
        lengths = rng.integers(5, 40, setting.documents)
        document = np.repeat(np.arange(setting.documents) + speaker * setting.documents, lengths)
        y = (rng.random(len(document)) < np.repeat(shares, lengths)).astype(float)
        machine = (rng.random(len(y)) < np.where(y > 0, tpr, fpr)).astype(float)
        parts.append((document, np.full(len(y), speaker), y, machine))
    document, group, y, machine = (np.concatenate(column) for column in zip(*parts, strict=True))
    stratum = (group * 2 + machine).astype(int) if setting.design == "strata" else np.zeros(len(y), int)
    sizes = np.bincount(stratum)
    taken = allocate(sizes, setting.codes)
    hand, pi = np.full((len(y), 1), np.nan), np.full(len(y), np.nan)
    for s, n in enumerate(taken):
        chosen = rng.choice(np.flatnonzero(stratum == s), n, replace=False)
        hand[chosen, 0], pi[chosen] = y[chosen], n / sizes[s]
    return Population(("frame",), ("A", "B"), document, group, machine[:, None], None, hand, pi)


def cover(setting: Setting, draws: int, rng: np.random.Generator) -> dict[str, list[float]]:
    """For each method: bias of A's share, coverage of A, of B, of the difference, and the mean width of the last."""
    found: dict[str, list[list[float]]] = {method: [] for method in METHODS}
    truth = dict(zip(("A", "B"), setting.share, strict=True))
    for _ in range(draws):
        shares, differences = correct_shares(simulate(setting, rng), rng=rng)
        own = {(row["method"], row["group"]): row for row in shares.to_pylist()}
        apart = {row["method"]: row for row in differences.to_pylist()}
        for method in METHODS:
            a, b = own[method, "A"], own[method, "B"]
            if a["share"] is None or b["share"] is None:
                continue
            inside = [float(r["ci_low"] <= truth[r["group"]] <= r["ci_high"]) for r in (a, b)]
            d = apart.get(method)
            true_difference = truth["A"] - truth["B"]
            last = [np.nan, np.nan]
            if d:
                last = [float(d["ci_low"] <= true_difference <= d["ci_high"]), d["ci_high"] - d["ci_low"]]
            found[method].append([a["share"] - truth["A"], *inside, *last])
    return {m: np.mean(rows, axis=0).tolist() for m, rows in found.items() if len(rows) > draws / 2}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--draws", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    print("| setting | method | bias of A | covers A | covers B | covers A − B | width |\n| --- " + "| --- " * 6 + "|")
    for setting in SETTINGS:
        rng = np.random.default_rng([given.seed, SETTINGS.index(setting)])
        for method, (bias, a, b, difference, width) in cover(setting, given.draws, rng).items():
            last = "– | –" if np.isnan(difference) else f"{difference:.1%} | {width:.3f}"
            print(f"| {setting.name} | {method} | {bias:+.3f} | {a:.1%} | {b:.1%} | {last} |", flush=True)


if __name__ == "__main__":
    main()
