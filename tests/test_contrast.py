"""Distinctive terms: splitting in three languages, the statistics on counts by hand, documents behind them, laws."""

import json
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest

from framing.contrast import (
    REST,
    TermCounts,
    TermPlan,
    TermTally,
    contrast_each,
    contrast_terms,
    count_terms,
    split_terms,
)
from framing.errors import FramingError
from framing.stats.keyness import log_odds, log_ratio, signed_chi2, signed_g2

CASES = json.loads((Path(__file__).parent / "cases" / "terms.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", CASES, ids=[case["label"] for case in CASES])
def test_terms_of_a_text(case: dict[str, object]) -> None:
    assert split_terms(str(case["text"]), int(str(case["size"]))) == case["terms"]


def passages(texts: dict[str, list[str]], speakers: dict[str, list[str]] | None = None) -> pa.Table:
    rows = [(who, f"{who}{i}", text) for who, own in texts.items() for i, text in enumerate(own)]
    who = [(speakers or {}).get(document, [name]) for name, document, _ in rows]
    return pa.table(
        {
            "document_id": [d for _, d, _ in rows],
            "text": [t for _, _, t in rows],
            "speaker": pa.array(who, pa.list_(pa.string())),
        }
    )


def written(share: float, seed: int, n: int = 14) -> list[str]:
    """Texts of 60 words, `peace` with the given share, twenty other words evenly."""
    rng = np.random.default_rng(seed)
    words = [f"w{chr(97 + i)}" for i in range(20)]
    return [" ".join(np.where(rng.random(60) < share, "peace", rng.choice(words, 60))) for _ in range(n)]


COUNTS = count_terms(passages({"Ana": written(0.10, 1), "Ben": written(0.03, 2)}))


def contrast(
    counts: TermCounts = COUNTS, a: str = "Ana", b: str = "Ben", plan: TermPlan | None = None
) -> list[dict[str, float]]:
    table = contrast_terms(counts, a, b, plan or TermPlan(draws=300), rng=np.random.default_rng(1))
    return table.to_pylist()


def test_the_counts_are_those_of_the_texts() -> None:
    top = contrast()[0]
    assert top["term"] == "peace"
    for side, texts in (("a", written(0.10, 1)), ("b", written(0.03, 2))):
        assert top[f"count_{side}"] == sum(t.split().count("peace") for t in texts)
        assert top[f"documents_{side}"] == sum("peace" in t.split() for t in texts)
        assert top[f"per_million_{side}"] == pytest.approx(top[f"count_{side}"] / (14 * 60) * 1e6)


def test_the_statistics_are_those_of_the_formulas() -> None:
    top, n = contrast()[0], 14 * 60
    y1, y2 = top["count_a"], top["count_b"]
    delta, z = log_odds(y1, n, y2, n, y1 + y2, 2 * n)
    assert (top["log_odds"], top["z"]) == (pytest.approx(float(delta)), pytest.approx(float(z)))
    assert top["g2"] == pytest.approx(float(signed_g2(y1, n, y2, n)))
    assert top["chi2"] == pytest.approx(float(signed_chi2(y1, n, y2, n)))
    assert top["log_ratio"] == pytest.approx(float(log_ratio(y1, n, y2, n)))
    assert 0 < top["log_ratio_bound"] < top["log_ratio"]


def test_what_differs_is_found_and_the_rest_is_not() -> None:
    # With 21 terms, 300 draws could not give an adjusted p below .07.
    rows = {r["term"]: r for r in contrast(plan=TermPlan(draws=2000))}
    assert rows["peace"]["p_adjusted"] < 0.05
    assert rows["peace"]["ci_low"] > 0
    others = [r for term, r in rows.items() if term != "peace"]
    assert sum(r["p_adjusted"] < 0.05 for r in others) <= 1


def test_one_long_winded_document_is_no_evidence() -> None:
    """Thirty uses in one of twelve texts: z shouts, the documents do not."""
    texts = [*written(0.0, 3, 12)]
    texts[0] += " border" * 30
    counts = count_terms(
        passages({"Ana": texts, "Ben": [t + " border" * (i < 2) for i, t in enumerate(written(0.0, 4, 12))]})
    )
    row = next(r for r in contrast(counts) if r["term"] == "border")
    assert row["z"] > 2
    assert row["p"] > 0.1
    assert row["ci_low"] < 0
    assert row["dispersion_a"] > 0.85


def test_exchanging_the_groups_turns_every_sign() -> None:
    there = {r["term"]: r for r in contrast()}
    back = {r["term"]: r for r in contrast(a="Ben", b="Ana")}
    for term, row in there.items():
        for name in ("log_odds", "z", "z_documents", "g2", "chi2", "log_ratio", "log_ratio_bound"):
            assert row[name] == pytest.approx(-back[term][name])
        assert row["count_a"] == back[term]["count_b"]


def test_the_order_of_passages_and_their_splitting_are_nothing() -> None:
    whole = passages({"Ana": written(0.10, 1), "Ben": written(0.03, 2)})
    tally = TermTally()
    for row in reversed(whole.to_pylist()):
        words = row["text"].split()
        for half in (words[:25], words[25:]):
            tally.add(row["document_id"], " ".join(half), row["speaker"])
    assert contrast(tally.finish()) == contrast()


def test_joint_speakers_are_counted_for_each() -> None:
    table = passages({"Ana": ["peace now"], "Ben": ["war now"]}, {"Ben0": ["Ana", "Ben", "Ben"]})
    counts = count_terms(table)
    sizes = {s: counts.size[counts.cells_of({s})].sum() for s in counts.speakers}
    assert sizes == {"Ana": 4, "Ben": 2}


def test_one_document_a_side_is_description_only() -> None:
    counts = count_terms(passages({"Ana": ["peace " * 9], "Ben": ["war peace " * 9]}))
    for row in contrast(counts):
        assert np.isnan([row["ci_low"], row["z_documents"], row["p"], row["p_adjusted"]]).all()
        assert np.isfinite(row["log_odds"])


def test_each_against_the_rest() -> None:
    three = count_terms(passages({"Ana": written(0.10, 1), "Ben": written(0.03, 2), "Cem": written(0.03, 5)}))
    table = contrast_each(three, TermPlan(draws=200), rng=np.random.default_rng(1))
    assert set(zip(table["speaker_a"].to_pylist(), table["speaker_b"].to_pylist(), strict=True)) == {
        (name, REST) for name in ("Ana", "Ben", "Cem")
    }
    ana = next(r for r in table.to_pylist() if r["speaker_a"] == "Ana" and r["term"] == "peace")
    assert ana["count_b"] == sum(t.split().count("peace") for t in [*written(0.03, 2), *written(0.03, 5)])


def test_the_prior_is_stated_and_shrinks() -> None:
    uniform = {r["term"]: r for r in contrast(plan=TermPlan(prior="uniform", draws=300))}["peace"]
    pooled = contrast()[0]
    small = contrast(plan=TermPlan(prior_size=100, draws=300))[0]
    assert (uniform["prior"], uniform["prior_size"]) == ("uniform", pytest.approx(0.01 * 21))
    assert (pooled["prior_size"], small["prior_size"]) == (2 * 14 * 60, 100)
    assert pooled["log_odds"] < small["log_odds"] < uniform["log_odds"]


REFUSED = {
    "nobody of that name": (("Ana", "Zoe"), "speaker 'Zoe' has no text; there are Ana, Ben"),
    "oneself": (("Ana", "Ana"), "can only be contrasted with somebody else"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_cannot_be_contrasted(case: str) -> None:
    (a, b), sentence = REFUSED[case]
    with pytest.raises(FramingError, match=sentence):
        contrast(a=a, b=b)


def test_nothing_to_contrast() -> None:
    with pytest.raises(FramingError, match="no passage with words has a speaker"):
        count_terms(passages({}))
    with pytest.raises(FramingError, match="there is no column 'party' to contrast"):
        count_terms(passages({"Ana": ["a"]}), by="party")
    with pytest.raises(FramingError, match="a term of 0 words is none"):
        count_terms(passages({"Ana": ["a"]}), size=0)
    with pytest.raises(FramingError, match="no term occurs 99 times"):
        contrast(plan=TermPlan(minimum_count=99, minimum_documents=1))
    with pytest.raises(FramingError, match="prior 'flat' is not known"):
        TermPlan(prior="flat")
