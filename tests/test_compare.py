"""The comparison whole: laws, determinism, what is refused and what is said beside it."""

import os
import subprocess
import sys

import numpy as np
import pyarrow as pa
import pytest
from compare_kit import corpus, sums, two_speakers

from framing.compare import REST, Comparison, Plan, compare_speakers
from framing.errors import FramingError


def compare(table: pa.Table, plan: Plan | None = None, seed: int = 1, **more) -> Comparison:  # type: ignore[no-untyped-def]
    return compare_speakers(table, plan or Plan(draws=400), rng=np.random.default_rng(seed), **more)


def row(result: Comparison, frame: str = "f1", a: str = "Ana") -> dict[str, float]:
    return next(r for r in result.comparison.to_pylist() if r["frame"] == frame and r["speaker_a"] == a)


def test_a_difference_is_found_and_a_likeness_is_not_called_one() -> None:
    result = compare(two_speakers())
    f1, f2 = row(result), row(result, "f2")
    assert f1["ci_low"] < f1["difference"] == f1["share_a"] - f1["share_b"] < f1["ci_high"]
    assert f1["p_adjusted"] < 0.05 < f2["p_adjusted"]
    assert f1["ci_low"] > 0
    assert 0 < f2["minimum_detectable_difference"] < 1
    assert f1["risk_ratio_low"] < f1["risk_ratio"] < f1["risk_ratio_high"]


@pytest.mark.parametrize("shared", [0, 6])
def test_exchanging_the_speakers_mirrors_everything(shared: int) -> None:
    table = two_speakers(shared=shared)
    there = compare(table, pairs=[("Ana", "Ben")])
    back = compare(table, pairs=[("Ben", "Ana")])
    for one, two in zip(there.comparison.to_pylist(), back.comparison.to_pylist(), strict=True):
        for name in ("p", "p_adjusted", "p_holm", "minimum_detectable_difference", "share_a"):
            other = name.replace("_a", "_b") if name == "share_a" else name
            assert one[name] == pytest.approx(two[other])
        for name in ("ci", "percentile", "jackknife"):
            assert one[f"{name}_low"] == pytest.approx(-two[f"{name}_high"])
        assert one["cohen_h"] == pytest.approx(-two["cohen_h"])
    for one, two in zip(there.distances.to_pylist(), back.distances.to_pylist(), strict=True):
        for name in ("distance", "ci_low", "ci_high", "null_low", "null_high", "p"):
            assert one[name] == pytest.approx(two[name])


def tables(result: Comparison) -> list[pa.Table]:
    return [result.comparison, result.distances, result.prevalence, result.coverage, result.omnibus]


def test_the_order_of_rows_and_columns_is_nothing() -> None:
    table = two_speakers(shared=4)
    order = np.random.default_rng(2).permutation(len(table))
    turned = table.take(pa.array(order)).select(table.column_names[::-1])
    for one, two in zip(tables(compare(table)), tables(compare(turned)), strict=True):
        assert one.equals(two)


def test_splitting_the_passages_of_a_document_changes_nothing() -> None:
    """One row of sums a document, whether its passages came in one table or in two."""
    from framing.aggregate import distributions_from_codes

    rng = np.random.default_rng(3)
    n = 200
    codes = {"speaker": rng.choice(["Ana", "Ben"], n), "document_id": rng.integers(0, 30, n).astype(str)}
    codes |= {f: rng.integers(0, 2, n) for f in ("f1", "f2")}
    order = rng.permutation(n)
    one = compare(distributions_from_codes(codes, frames=["f1", "f2"]))
    two = compare(distributions_from_codes({k: v[order] for k, v in codes.items()}, frames=["f1", "f2"]))
    assert one.comparison.equals(two.comparison)


def test_another_speaker_changes_no_draw_of_a_pair() -> None:
    three = sums(corpus(5, {"Ana": 12, "Ben": 12, "Cem": 12}, dict.fromkeys(("Ana", "Ben", "Cem"), (0.4, 0.3, 0.1))))
    two = three.filter(pa.compute.not_equal(three["speaker"], "Cem"))
    of_three, of_two = row(compare(three)), row(compare(two))
    assert {k: of_three[k] for k in ("difference", "ci_low", "bca_low", "p")} == {
        k: of_two[k] for k in ("difference", "ci_low", "bca_low", "p")
    }


def test_threads_and_hash_seeds_change_nothing() -> None:
    three = sums(corpus(5, {"Ana": 9, "Ben": 12, "Cem": 7}, dict.fromkeys(("Ana", "Ben", "Cem"), (0.4, 0.3, 0.1))))
    for one, two in zip(tables(compare(three, threads=1)), tables(compare(three, threads=4)), strict=True):
        assert one.equals(two)
    code = (
        "import sys; sys.path.insert(0, 'tests')\n"
        "from test_compare import compare, tables; from compare_kit import two_speakers\n"
        "import hashlib; print(hashlib.sha256(str([t.to_pylist() for t in tables(compare(two_speakers()))])"
        ".encode()).hexdigest())"
    )
    root = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    runs = {
        subprocess.run(
            [sys.executable, "-c", code], env={**os.environ, "PYTHONHASHSEED": seed}, capture_output=True, check=True,
            cwd=root,
        ).stdout
        for seed in ("0", "77")
    }  # fmt: skip
    assert len(runs) == 1


def test_another_seed_gives_other_draws_and_the_same_estimate() -> None:
    one, two = row(compare(two_speakers(), seed=1)), row(compare(two_speakers(), seed=2))
    assert one["difference"] == two["difference"]
    assert one["percentile_low"] != two["percentile_low"]
    assert one["jackknife_low"] == two["jackknife_low"]


def test_one_document_is_description_only() -> None:
    result = compare(sums([("Ana", "d1", 9, (5, 1, 3)), ("Ben", "d2", 8, (1, 1, 2))]))
    numbers = row(result)
    assert numbers["difference"] == pytest.approx(5 / 9 - 1 / 8)
    for name in ("ci_low", "ci_high", "p", "p_adjusted", "minimum_detectable_difference", "statistic"):
        assert np.isnan(numbers[name])
    assert "one document: description only, no inference is possible (Ana, Ben)" in result.remarks
    for distance in result.distances.to_pylist():
        assert distance["distance"] == distance["plug_in"] > 0
        assert not distance["corrected"]
        assert np.isnan([distance[n] for n in ("ci_low", "null_low", "null_mean", "p")]).all()


def test_one_document_that_quotes_both_is_description_only() -> None:
    result = compare(sums([("Ana", "d1", 9, (5, 1, 3)), ("Ben", "d1", 8, (1, 1, 2))]))
    assert np.isnan(row(result)["p"])
    assert result.distances["distance"][0].as_py() > 0
    assert not any("labels swapped" in remark for remark in result.remarks)


def test_few_documents_are_flagged() -> None:
    result = compare(two_speakers(n=6))
    assert any(r.startswith("fewer than 10 documents: intervals and tests are rough") for r in result.remarks)
    assert not any(r.startswith("fewer than 10 documents") for r in compare(two_speakers(n=12)).remarks)
    lopsided = sums([("Ana", f"a{d}", 400 if d == 0 else 2, (d % 2, 1, 0)) for d in range(12)]
                    + [("Ben", f"b{d}", 10, (d % 3, 1, 0)) for d in range(12)])  # fmt: skip
    assert any("a few long documents hold most of the text" in r for r in compare(lopsided).remarks)


def test_every_no_difference_has_a_detectable_difference_beside_it() -> None:
    result = compare(two_speakers())
    quiet = [r for r in result.comparison.to_pylist() if r["p_adjusted"] > 0.05]
    assert quiet
    assert all(0 < r["minimum_detectable_difference"] < 1 for r in quiet)
    assert any("no proof of equality" in remark for remark in result.remarks)


def test_the_p_of_a_studentised_statistic_agrees_with_its_interval() -> None:
    """Far from the border the test and the interval say the same."""
    for seed in range(8):
        for r in compare(two_speakers(seed=seed, n=16)).comparison.to_pylist():
            if r["p"] < 0.02 or r["p"] > 0.12:
                assert (r["p"] < 0.05) == (r["ci_low"] > 0 or r["ci_high"] < 0)


def test_rates_across_languages_are_refused_and_shares_are_flagged() -> None:
    rows = corpus(1, {"Ana": 12, "Ben": 12}, {"Ana": (0.4, 0.3, 0.1), "Ben": (0.2, 0.3, 0.1)})
    table = sums(rows, language=["en" if r[0] == "Ana" else "ru" for r in rows])
    refused = compare(table, Plan(draws=400, measure="rate"))
    assert len(refused.comparison) == 0
    assert any("not comparable between languages" in r for r in refused.remarks)
    shares = compare(table)
    assert len(shares.comparison) == 3
    assert any("across languages" in r for r in shares.remarks)


def test_rates_of_two_who_both_speak_two_languages_are_refused_too() -> None:
    rows = corpus(1, {"Ana": 12, "Ben": 12}, {"Ana": (0.4, 0.3, 0.1), "Ben": (0.2, 0.3, 0.1)})
    table = sums(rows, language=["en" if int(r[1][3:]) < (9 if r[0] == "Ana" else 3) else "ru" for r in rows])
    refused = compare(table, Plan(draws=400, measure="rate"))
    assert len(refused.comparison) == 0
    assert any("cross the groups with the language" in r for r in refused.remarks)
    english = table.filter(pa.compute.equal(table["language"], "en"))
    assert len(compare(english, Plan(draws=400, measure="rate")).comparison) == 3


def test_translated_text_is_named() -> None:
    rows = corpus(1, {"Ana": 12, "Ben": 12}, {"Ana": (0.4, 0.3, 0.1), "Ben": (0.2, 0.3, 0.1)})
    mixed = sums(rows, translated=["true" if r[0] == "Ana" else "false" for r in rows])
    assert any("interpreter's words" in r for r in compare(mixed).remarks)


def test_only_the_years_of_both_are_compared() -> None:
    rows = [("Ana", f"a{y}", 10, (y % 5, 2, 1)) for y in range(2000, 2020)]
    rows += [("Ben", f"b{y}", 10, (y % 4, 2, 1)) for y in range(2010, 2024)]
    table = sums(rows, date=[r[1][1:] for r in rows])
    common = row(compare(table))
    assert (common["n_documents_a"], common["n_documents_b"]) == (10, 10)
    everything = row(compare(table, Plan(draws=400, periods="all")))
    assert (everything["n_documents_a"], everything["n_documents_b"]) == (20, 14)
    apart = table.filter(
        pa.compute.or_(pa.compute.less(table["date"], "2008"), pa.compute.equal(table["speaker"], "Ben"))
    )
    assert len(compare(apart).comparison) == 0
    assert any("no year in common" in r for r in compare(apart).remarks)


def test_each_against_the_rest() -> None:
    three = sums(corpus(5, {"Ana": 9, "Ben": 12, "Cem": 7}, dict.fromkeys(("Ana", "Ben", "Cem"), (0.4, 0.3, 0.1))))
    result = compare(three, Plan(draws=400, against="rest"))
    assert set(result.comparison["speaker_b"].to_pylist()) == {REST}
    others = three.filter(pa.compute.not_equal(three["speaker"], "Ana")).filter(pa.compute.field("frame") == "f1")
    share = sum(others["passages_with"].to_pylist()) / sum(others["n_passages"].to_pylist())
    assert row(result)["share_b"] == pytest.approx(share)


def test_strata_hold_what_lies_between_them() -> None:
    """One reporter writes of f1 twice as often; inside each the speakers are alike, but Ana is quoted more by it."""
    rng = np.random.default_rng(4)
    rows, reporters = [], []
    for who, counts in (("Ana", (20, 6)), ("Ben", (6, 20))):
        for reporter, n, share in zip("PQ", counts, (0.6, 0.2), strict=True):
            for d in range(n):
                rows.append((who, f"{who}{reporter}{d}", 12, (int(rng.binomial(12, share)), 3, 1)))
                reporters.append(reporter)
    table = sums(rows, reporter=reporters)
    assert row(compare(table))["p"] < 0.02
    within = compare(table, Plan(draws=400, strata="reporter"))
    assert row(within)["p"] > 0.05
    # The bootstrap draws within reporters; what lies between them is no longer in it.
    free, held = (r["percentile_high"] - r["percentile_low"] for r in (row(compare(table)), row(within)))
    assert held < 0.8 * free
    assert any("draw documents within equal values of reporter" in r for r in within.remarks)


def test_adjusting_p() -> None:
    result = compare(two_speakers(), Plan(draws=400, adjust="holm"))
    holm = result.comparison
    assert holm["p_adjusted"].to_pylist() == holm["p_holm"].to_pylist()
    none = compare(two_speakers(), Plan(draws=400, adjust="none")).comparison
    assert none["p_adjusted"].to_pylist() == none["p"].to_pylist()


@pytest.mark.parametrize("measure", ["share", "rate", "composition"])
def test_measures_are_named_by_their_denominator(measure: str) -> None:
    result = compare(two_speakers(), Plan(draws=400, measure=measure))
    words = {"share": "share of passages", "rate": "per 1,000 words", "composition": "in all frame mentions"}
    assert words[measure] in result.remarks[0]
    assert set(result.comparison["measure"].to_pylist()) == {measure}


def test_composition_shares_sum_to_one() -> None:
    result = compare(two_speakers(), Plan(draws=400, measure="composition"))
    for who in ("Ana", "Ben"):
        shares = [r["share"] for r in result.prevalence.to_pylist() if r["speaker"] == who]
        assert sum(shares) == pytest.approx(1.0)


def test_text_of_nobody_is_counted_and_not_compared() -> None:
    table = pa.concat_tables([two_speakers(), sums([("", "n1", 7, (1, 1, 1))])])
    result = compare(table)
    assert "" not in result.comparison["speaker_a"].to_pylist()
    assert any("of the passages belong to nobody" in r for r in result.remarks)


REFUSED = {
    "empty": (sums([]), Plan(), "the distributions table is empty"),
    "twice": (pa.concat_tables([two_speakers(), two_speakers()]), Plan(), "stand twice in the distributions"),
    "no probabilities": (two_speakers(), Plan(measure="probability"), "hold no probabilities"),
    "no strata": (two_speakers(), Plan(strata="genre"), "no column 'genre' for strata"),
    "no column": (two_speakers().drop_columns(["mentions"]), Plan(), "has no column 'mentions'"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_cannot_be_compared_is_one_sentence(case: str) -> None:
    table, plan, sentence = REFUSED[case]
    with pytest.raises(FramingError, match=sentence):
        compare(table, plan)


def test_unknown_names_and_plans_are_refused() -> None:
    with pytest.raises(FramingError, match="there is no speaker 'Zoe'; there are Ana, Ben"):
        compare(two_speakers(), pairs=[("Ana", "Zoe")])
    for bad in ({"measure": "words"}, {"draws": 50}, {"level": 1.5}, {"adjust": "sidak"}):
        with pytest.raises(FramingError):
            Plan(**bad)  # type: ignore[arg-type]


def test_a_p_close_to_the_level_is_said_to_hang_on_the_draws() -> None:
    close = [compare(two_speakers(seed=s, n=8), Plan(draws=200)) for s in range(12)]
    said = [any("another seed may decide" in r for r in c.remarks) for c in close]
    near = [any(abs(p - 0.05) <= 0.0308 for p in c.comparison["p_adjusted"].to_pylist()) for c in close]
    assert said == near
    assert 0 < sum(near) < len(near)


def test_the_model_interval_stands_beside_the_others() -> None:
    """Dirichlet-multinomial: wider than independent passages give, near the jackknife with many documents."""
    rows = corpus(3, {"Ana": 60, "Ben": 60}, {"Ana": (0.5, 0.3, 0.1), "Ben": (0.2, 0.3, 0.1)})
    for r in compare(sums(rows)).prevalence.to_pylist():
        width = r["dirichlet_multinomial_high"] - r["dirichlet_multinomial_low"]
        assert width == pytest.approx(r["jackknife_high"] - r["jackknife_low"], rel=0.35)
        independent = 3.92 * (r["share"] * (1 - r["share"]) / r["n_passages"]) ** 0.5
        assert width > 1.1 * independent
    rates = compare(two_speakers(), Plan(draws=400, measure="rate")).prevalence
    assert all(np.isnan(v) for v in rates["dirichlet_multinomial_low"].to_pylist())
