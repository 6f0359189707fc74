"""Do the intervals cover and the tests hold their level? Simulated corpora with documents as clusters.

In: the number of corpora. Out: Markdown tables on stdout, kept in docs/calibration.md. Run it as
`python bench/calibration.py --corpora 1000 --seed 1`; 1,000 corpora take some minutes on one core.
"""

from __future__ import annotations

import argparse
import time
from dataclasses import dataclass

import numpy as np
from scipy.special import betaincinv

from framing.compare.distances import measure_pair
from framing.compare.pairs import Pair, compare_pair, line_up, pair_labels, permute_compositions
from framing.compare.plan import Plan
from framing.compare.prevalence import Estimate, estimate_speaker
from framing.compare.remarks import FEW_DOCUMENTS, FEW_EFFECTIVE, FEW_WITH_FRAME
from framing.compare.sums import Sums
from framing.stats.distances import jensen_shannon_divergence
from framing.stats.keyness import signed_chi2
from framing.stats.permute import Labels, permute_shares
from framing.stats.ratios import effective_clusters

# Frames: common, middling, rare, very rare.
SHARES = (0.40, 0.20, 0.08, 0.03)
RISE = 0.10  # added to A's first two frames where power is asked for
DRAWS = 499
# A passage with the frame repeats its words: mentions beyond the first, on average, more in some documents than in
# others (gamma of shape 1). Words a passage.
REPEATED, WORDS = 0.8, 40.0


@dataclass(frozen=True)
class Setting:
    """One kind of corpus. rho: correlation of passages in a document. spread: dispersion of document lengths (small is
    uneven). shared: documents that quote both, out of those of the smaller speaker."""

    name: str
    a: int
    b: int
    rho_a: float = 0.05
    rho_b: float = 0.05
    mean_a: float = 15.0
    mean_b: float = 15.0
    spread: float = 3.0
    shared: float = 0.0


SETTINGS = (
    Setting("8 + 8 documents", 8, 8),
    Setting("12 + 12", 12, 12),
    Setting("20 + 20", 20, 20),
    Setting("20 + 20, uneven lengths", 20, 20, spread=1.0),
    Setting("20 + 20, strong clustering", 20, 20, rho_a=0.15, rho_b=0.15),
    Setting("50 + 50", 50, 50),
    Setting("200 + 200", 200, 200),
    Setting("12 + 60, unequal numbers", 12, 60),
    Setting("30 + 30, unequal spread", 30, 30, rho_a=0.15, rho_b=0.01),
    Setting("12 + 60, the smaller more spread", 12, 60, rho_a=0.15, rho_b=0.02),
    Setting("60 + 12, the larger more spread", 60, 12, rho_a=0.15, rho_b=0.02),
    Setting("30 + 30, longer documents for A", 30, 30, mean_a=40.0, mean_b=8.0),
    Setting("30 + 30, 20 quote both", 30, 30, shared=0.67, mean_a=6.0, mean_b=6.0),
    Setting("60 + 20, 10 quote both", 60, 20, shared=0.5, mean_a=6.0, mean_b=6.0, rho_a=0.1, rho_b=0.1),
    Setting("20 + 20, all quote both", 20, 20, shared=1.0, mean_a=6.0, mean_b=6.0, rho_a=0.1, rho_b=0.1),
)


def simulate(setting: Setting, rise: float, rng: np.random.Generator) -> Sums:
    """One corpus: beta-binomial passages, negative-binomial lengths; a shared document leans the same way for both."""
    n_shared = round(setting.shared * min(setting.a, setting.b))
    document_a = np.arange(setting.a)
    document_b = np.concatenate([np.arange(n_shared), setting.a + np.arange(setting.b - n_shared)])
    quantile = rng.random((setting.a + setting.b, len(SHARES)))
    sides = []
    for document, rho, mean, more in (
        (document_a, setting.rho_a, setting.mean_a, rise),
        (document_b, setting.rho_b, setting.mean_b, 0.0),
    ):
        share = np.array(SHARES) + more * np.array([1, 1, 0, 0])
        lengths = 1 + rng.negative_binomial(setting.spread, setting.spread / (setting.spread + mean), len(document))
        tilted = betaincinv(share * (1 / rho - 1), (1 - share) * (1 / rho - 1), quantile[document])
        found = rng.binomial(lengths[:, None], tilted)
        again = rng.poisson(found * REPEATED * rng.gamma(1.0, size=found.shape))
        sides.append((document, lengths.astype(float), found.astype(float), (found + again).astype(float)))
    m, x, mentions = (np.concatenate([sides[0][i], sides[1][i]]) for i in (1, 2, 3))
    speaker = np.repeat([0, 1], [setting.a, setting.b]).astype(np.intp)
    names = tuple(str(i) for i in range(setting.a + setting.b))
    document = np.concatenate([document_a, document_b]).astype(np.intp)
    frames = tuple(f"f{k}" for k in range(len(SHARES)))
    return Sums(frames, ("A", "B"), names, speaker, document, m, m * WORDS, x, mentions, x, {})


def run_shares(setting: Setting, corpora: int, seed: int) -> dict[str, np.ndarray]:
    """The figures of one speaker's share alone, on the same corpora."""
    out: dict[str, list[np.ndarray]] = {}
    for i in range(corpora):
        sums = simulate(setting, 0.0, np.random.default_rng([seed, i]))
        b = estimate_speaker(sums, "B", Plan(draws=DRAWS), i)
        for name, values in shares_of(b, i).items():
            out.setdefault(name, []).append(values)
    return {name: np.array(values) for name, values in out.items()}


def shares_of(b: Estimate, seed: int) -> dict[str, np.ndarray]:
    """Cover of B's intervals, of the one that takes passages as independent, and where the tool warns."""
    truth = np.array(SHARES)
    out = {f"share_{name}": (low <= truth) & (truth <= high) for name, (low, high) in b.intervals.items()}
    few = len(b.m) < FEW_DOCUMENTS or effective_clusters(b.m) < FEW_EFFECTIVE
    out["flag_b"] = few | (np.count_nonzero(b.x, axis=0) < FEW_WITH_FRAME)
    n = int(b.m.sum())
    draws = np.random.default_rng(seed).binomial(n, np.broadcast_to(b.share, (DRAWS, len(truth)))) / n
    low, high = np.quantile(draws, [0.025, 0.975], axis=0)
    return out | {"share_independent": (low <= truth) & (truth <= high)}


def run_setting(setting: Setting, corpora: int, seed: int) -> dict[str, np.ndarray]:
    """Every figure of one setting, (corpora, …) each; `flag` marks where the tool itself says "not secured"."""
    out: dict[str, list[np.ndarray]] = {}
    for i in range(corpora):
        rng = np.random.default_rng([seed, i])
        for name, values in one_corpus(simulate(setting, 0.0, rng), i).items():
            out.setdefault(name, []).append(values)
        power = one_corpus(simulate(setting, RISE, rng), i, rise=RISE)
        for name in ("p", "p_max_t", "difference_jackknife", "distance"):
            out.setdefault(f"power_{name}", []).append(power[name])
    return {name: np.array(values) for name, values in out.items()}


def one_corpus(sums: Sums, seed: int, rise: float = 0.0) -> dict[str, np.ndarray]:
    """What the library says of one corpus, held against the truth."""
    plan = Plan(draws=DRAWS)
    a, b = (estimate_speaker(sums, s, plan, seed) for s in ("A", "B"))
    pair = line_up(sums, "A", "B", "")
    labels = pair_labels(pair, DRAWS, seed)
    result = compare_pair(pair, sums, (a, b), labels, plan, seed)
    gap = rise * np.array([1, 1, 0, 0])
    out = shares_of(b, seed)
    out |= {
        f"difference_{name}": (low <= gap + 1e-12) & (gap - 1e-12 <= high)
        for name, (low, high) in result.intervals.items()
    }
    found = np.minimum(np.count_nonzero(a.x, axis=0), np.count_nonzero(b.x, axis=0))
    few_a, few_b = (len(s.m) < FEW_DOCUMENTS or effective_clusters(s.m) < FEW_EFFECTIVE for s in (a, b))
    out["flag"] = few_a | few_b | (found < FEW_WITH_FRAME)
    out |= {"p": result.p, "p_max_t": result.p_max_t, "p_omnibus": np.array([result.p_omnibus])}
    out |= rates(sums, pair, labels, gap, seed) | distance(sums, pair, labels, gap, seed)
    out["p_chi2"] = passage_test(a.x, a.m, b.x, b.m)
    words = [v[side] for v in sums.measured("rate") for side in (sums.rows_of("A"), sums.rows_of("B"))]
    out["p_word"] = word_test(words[0], words[2] * 1000.0, words[1], words[3] * 1000.0)
    _, of_a, of_b = permute_shares(pair.sums(*sums.measured("share")), labels.own)
    drawn = np.abs(of_a - of_b)
    out["p_plain"] = (1 + (drawn >= np.abs(a.share - b.share) - 1e-12).sum(axis=0)) / (1 + len(drawn))
    return out


def rates(sums: Sums, pair: Pair, labels: Labels, gap: np.ndarray, seed: int) -> dict[str, np.ndarray]:
    """The same for mentions per 1,000 words: cover of B's interval and of the difference's, p."""
    plan = Plan(draws=DRAWS, measure="rate")
    sides = estimate_speaker(sums, "A", plan, seed), estimate_speaker(sums, "B", plan, seed)
    result = compare_pair(pair, sums, sides, labels, plan, seed)
    per_words = (1 + REPEATED) / WORDS * 1000.0
    truth, (low, high) = np.array(SHARES) * per_words, sides[1].intervals["jackknife"]
    cover = (low <= truth) & (truth <= high)
    apart = (result.low <= gap * per_words + 1e-12) & (gap * per_words - 1e-12 <= result.high)
    return {"rate": cover, "rate_difference": apart, "p_rate": result.p}


def distance(sums: Sums, pair: Pair, labels: Labels, gap: np.ndarray, seed: int) -> dict[str, np.ndarray]:
    """Cover of the Jensen-Shannon divergence's interval, and p of the compositions."""
    plan = Plan(draws=DRAWS, measure="composition")
    sides = estimate_speaker(sums, "A", plan, seed), estimate_speaker(sums, "B", plan, seed)
    null = permute_compositions(pair, sums, labels, centred=False)
    row = measure_pair(pair, sums, sides, null, plan=plan, seed=seed)[0]
    one, two = ((np.array(SHARES) + more) / (np.array(SHARES) + more).sum() for more in (gap, 0.0))
    truth = float(jensen_shannon_divergence(one, two))
    return {"distance": np.array([row["ci_low"] <= truth <= row["ci_high"]]), "p_distance": np.array([null[0]])}


def word_test(ya: np.ndarray, na: np.ndarray, yb: np.ndarray, nb: np.ndarray) -> np.ndarray:
    """P of Pearson's test over words, as corpus tools have it: mentions against all other words."""
    from scipy.stats import chi2

    statistic = np.abs(signed_chi2(ya.sum(axis=0), na.sum(), yb.sum(axis=0), nb.sum()))
    return np.asarray(chi2.sf(statistic, 1))


def passage_test(xa: np.ndarray, ma: np.ndarray, xb: np.ndarray, mb: np.ndarray) -> np.ndarray:
    """P of the chi-squared test over passages, as if they were independent."""
    from scipy.stats import chi2

    ra, rb, na, nb = xa.sum(0) / ma.sum(), xb.sum(0) / mb.sum(), ma.sum(), mb.sum()
    pooled = (xa.sum(0) + xb.sum(0)) / (na + nb)
    with np.errstate(invalid="ignore", divide="ignore"):
        statistic = (ra - rb) ** 2 / (pooled * (1 - pooled) * (1 / na + 1 / nb))
    return np.asarray(chi2.sf(np.nan_to_num(statistic), 1))


def percent(values: np.ndarray) -> str:
    """A share of corpora as percent."""
    return f"{100 * values.mean():.1f}" if values.size else "–"


def worst(p: np.ndarray) -> str:
    """Rejections at 5 % of the frame that is furthest from 5 %, as percent."""
    shares = 100 * (p <= 0.05).mean(axis=0)
    return f"{shares[np.abs(shares - 5.0).argmax()]:.1f}"


def print_tables(results: dict[str, dict[str, np.ndarray]]) -> None:
    """The Markdown of docs/calibration.md."""
    print_shares(results)
    print_differences(results)
    print_others(results)
    print_tests(results)


def print_shares(results: dict[str, dict[str, np.ndarray]]) -> None:
    """One speaker's shares."""
    ways = ("jackknife", "percentile", "bca", "dirichlet_multinomial", "independent")
    print("### Cover of 95 % intervals for one speaker's share (B)\n")
    print("| corpus | frame | " + " | ".join(ways) + " | jackknife, no warning | share warned |")
    print("|---|---|" + "---|" * (len(ways) + 2))
    for name, got in results.items():
        for k, share in enumerate(SHARES):
            cells = [percent(got[f"share_{w}"][:, k]) for w in ways]
            quiet = ~got["flag_b"][:, k]
            last = [percent(got["share_jackknife"][quiet, k]), percent(~quiet)]
            print(f"| {name} | {share:.0%} | " + " | ".join(cells + last) + " |")


def print_differences(results: dict[str, dict[str, np.ndarray]]) -> None:
    """Differences of shares."""
    ways = ("jackknife", "percentile", "bca")
    print("\n### Cover of 95 % intervals for the difference\n")
    print(
        "| corpus | frame | " + " | ".join(ways) + " | jackknife, no warning | with a true difference | share warned |"
    )
    print("|---|---|" + "---|" * (len(ways) + 3))
    for name, got in results.items():
        for k, share in enumerate(SHARES):
            quiet = ~got["flag"][:, k]
            cells = [percent(got[f"difference_{w}"][:, k]) for w in ways]
            cells += [percent(got["difference_jackknife"][quiet, k]), percent(got["power_difference_jackknife"][:, k])]
            print(f"| {name} | {share:.0%} | " + " | ".join([*cells, percent(~quiet)]) + " |")


def print_others(results: dict[str, dict[str, np.ndarray]]) -> None:
    """Rates per 1,000 words and the distance."""
    print("\n### Cover of 95 % intervals for rates per 1,000 words and for the Jensen–Shannon divergence\n")
    head = [f"rate {s:.0%}" for s in SHARES] + [f"difference {s:.0%}" for s in SHARES]
    head += ["distance, none true", "distance, a true one"]
    print("| corpus | " + " | ".join(head) + " |\n|---|" + "---|" * len(head))
    for name, got in results.items():
        cells = [percent(got[key][:, k]) for key in ("rate", "rate_difference") for k in range(len(SHARES))]
        print(f"| {name} | " + " | ".join([*cells, percent(got["distance"]), percent(got["power_distance"])]) + " |")


def print_tests(results: dict[str, dict[str, np.ndarray]]) -> None:
    """Tests where nothing differs, and power."""
    print("\n### Rejections at 5 % when nothing differs, and power\n")
    head = [f"frame {s:.0%}" for s in SHARES] + ["omnibus", "distance", "rates, worst", "any of 4, max-T"]
    head += ["not studentised, worst", "passage χ², worst", "word χ², worst", f"power +{RISE:.0%} of 40 %", "of 20 %"]
    print("| corpus | " + " | ".join(head) + " |\n|---|" + "---|" * len(head))
    for name, got in results.items():
        cells = [percent(got["p"][:, k] <= 0.05) for k in range(len(SHARES))]
        cells += [percent(got["p_omnibus"] <= 0.05), percent(got["p_distance"] <= 0.05)]
        cells += [worst(got["p_rate"]), percent((got["p_max_t"] <= 0.05).any(axis=1))]
        cells += [worst(got[key]) for key in ("p_plain", "p_chi2", "p_word")]
        cells += [percent(got["power_p"][:, k] <= 0.05) for k in (0, 1)]
        print(f"| {name} | " + " | ".join(cells) + " |")


def main() -> None:
    """Parse, run, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--corpora", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--shares-only", action="store_true", help="the first table alone")
    parser.add_argument("--only", default="", help="settings whose name holds this text")
    given = parser.parse_args()
    start, results = time.time(), {}
    for setting in SETTINGS:
        if given.only in setting.name:
            run = run_shares if given.shares_only else run_setting
            results[setting.name] = run(setting, given.corpora, given.seed)
    seconds = time.time() - start
    print(f"<!-- python bench/calibration.py --corpora {given.corpora} --seed {given.seed}: {seconds:.0f} s -->")
    (print_shares if given.shares_only else print_tables)(results)


if __name__ == "__main__":
    main()
