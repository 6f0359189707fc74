"""Sums of passages: by any columns, weights, joint speakers, pairs of frames, a user's own codes in any library."""

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

import framing
from framing.aggregate import (
    CodeColumns,
    aggregate_entries,
    aggregate_pairs,
    aggregate_scores,
    distributions_from_codes,
    name_voices,
)
from framing.errors import FramingError
from framing.records import HIT

VALUES = pa.struct([("sov", pa.float64()), ("stab", pa.float64())])


def hit(frame: str, entry: str, weight: float = 1.0) -> dict[str, object]:
    given = {"frame": frame, "entry": entry, "weight": weight}
    return {field.name: given.get(field.name) for field in HIT}


SCORES = pa.table(
    {
        "document_id": ["d1", "d1", "d2", "d2", "d3"],
        "speaker": pa.array([["Ana"], ["Ben"], ["Ana", "Ben"], None, ["Ana"]], pa.list_(pa.string())),
        "date": ["2004-05-01", "2004-05-01", "2005-01-02", "2005-01-02", None],
        "reporter": ["P", "P", "Q", "Q", "Q"],
        "n_words": pa.array([10, 20, 30, 40, 50], pa.int64()),
        "frames": pa.array([["sov"], [], ["sov", "stab"], ["stab"], []], pa.list_(pa.string())),
        "values": pa.array(
            [{"sov": a, "stab": b} for a, b in ((1.0, 0.0), (0.0, 0.0), (2.0, 1.0), (0.0, 1.0), (0.0, 0.5))], VALUES
        ),
        "method": ["lexicon"] * 5,
        "hits": pa.array(
            [[hit("sov", "border")], [], [hit("sov", "border"), hit("sov", "own"), hit("stab", "calm")],
             [hit("stab", "calm")], [hit("stab", "order", 0.5)]],
            pa.list_(HIT),
        ),
        "w": [1.0, 1.0, 2.0, 1.0, 0.5],
    }
)  # fmt: skip


def cell(table: pa.Table, speaker: str, document: str, frame: str) -> dict[str, object]:
    rows = [r for r in table.to_pylist() if (r["speaker"], r["document_id"], r["frame"]) == (speaker, document, frame)]
    assert len(rows) == 1
    return rows[0]


def test_sums_by_speaker_count_a_joint_passage_for_each() -> None:
    table = aggregate_scores(SCORES)
    joint = [cell(table, who, "d2", "sov") for who in ("Ana", "Ben")]
    for row in joint:
        assert (row["n_passages"], row["n_words"], row["passages_with"], row["mentions"]) == (1, 30, 1, 2)
    assert cell(table, "", "d2", "stab")["passages_with"] == 1
    half = cell(table, "Ana", "d3", "stab")
    assert (half["mentions"], half["passages_with"]) == (0.5, 0)
    assert table["probability"].null_count == len(table)


def test_the_order_of_rows_is_nothing() -> None:
    turned = SCORES.take(pa.array([4, 2, 0, 3, 1]))
    assert aggregate_scores(turned, weight="w").equals(aggregate_scores(SCORES, weight="w"))


def test_weights_multiply() -> None:
    table = aggregate_scores(SCORES, weight="w")
    row = cell(table, "Ana", "d2", "sov")
    assert (row["n_passages"], row["n_words"], row["passages_with"], row["mentions"]) == (2, 60, 2, 4)


def test_groups_are_crossed_and_nobody_stays_nobody() -> None:
    names = set(aggregate_scores(SCORES, by=("speaker", "year"))["speaker"].to_pylist())
    assert names == {"Ana × 2004", "Ben × 2004", "Ana × 2005", "Ben × 2005", "Ana × ", ""}
    assert set(aggregate_scores(SCORES, by=("reporter",))["speaker"].to_pylist()) == {"P", "Q"}
    assert set(aggregate_scores(SCORES, by=("month",))["speaker"].to_pylist()) == {"2004-05", "2005-01", ""}


def test_pairs_of_frames() -> None:
    rows = {(r["speaker"], r["document_id"]): r for r in aggregate_pairs(SCORES).to_pylist()}
    row = rows["Ana", "d2"]
    assert (row["frame_a"], row["frame_b"], row["n_passages"], row["passages_both"]) == ("sov", "stab", 1, 1)
    assert rows["Ana", "d1"]["passages_both"] == 0


def test_entries_are_counted_for_whoever_spoke() -> None:
    rows = {(r["speaker"], r["document_id"], r["entry"]): r["mentions"] for r in aggregate_entries(SCORES).to_pylist()}
    assert rows["Ana", "d2", "own"] == rows["Ben", "d2", "own"] == 1
    assert rows["Ana", "d3", "order"] == 0.5
    assert ("Ben", "d1", "border") not in rows


@pytest.mark.parametrize("by", [(), ("gone",)])
def test_groups_that_are_not_there_are_refused(by: tuple[str, ...]) -> None:
    with pytest.raises(FramingError, match=r"cannot group by|there is no column 'gone'"):
        aggregate_scores(SCORES, by=by)


def test_no_passages_give_no_sums() -> None:
    assert len(aggregate_scores(SCORES.slice(0, 0))) == 0
    assert len(name_voices(SCORES.slice(0, 0), ("speaker",))[0]) == 0


WIDE = {
    "who": ["Ana", "Ana", "Ben", "Ben", "Ben"],
    "text": ["1", "2", "3", "3", "4"],
    "war": [1, 0, 0, 1, 0],
    "peace": [0, 1, 1, 1, 0],
    "n_words": [10, 20, 30, 40, 50],
}
COLUMNS = CodeColumns(speaker="who", document="text")
MAKERS = {
    "dict": dict,
    "arrow": pa.table,
    "pandas": pd.DataFrame,
    "polars": pl.DataFrame,
    "pandas categories": lambda rows: pd.DataFrame(rows).astype({"who": "category"}),
    "polars categories": lambda rows: pl.DataFrame(rows).with_columns(pl.col("who").cast(pl.Categorical)),
    "polars truth values": lambda rows: pl.DataFrame(rows).with_columns(pl.col("war", "peace").cast(pl.Boolean)),
}


@pytest.mark.parametrize("make", MAKERS)
def test_own_codes_in_any_library(make: str) -> None:
    table = distributions_from_codes(MAKERS[make](WIDE), frames=["war", "peace"], columns=COLUMNS)
    assert table.equals(distributions_from_codes(WIDE, frames=["war", "peace"], columns=COLUMNS))
    row = cell(table, "Ben", "3", "peace")
    assert (row["n_passages"], row["n_words"], row["passages_with"]) == (2, 70, 2)


@pytest.mark.parametrize("make", ["pandas", "polars", "pandas categories", "polars categories"])
def test_columns_behind_the_codes_come_along(make: str) -> None:
    rows = WIDE | {"date": ["2004", "2004", "2005", "2005", "2006"], "genre": list("aabbc")}
    given = MAKERS[make](rows)
    if "polars" in make:
        given = given.with_columns(pl.col("genre").cast(pl.Categorical))
    table = distributions_from_codes(given, frames=["war"], columns=COLUMNS, carry=["genre"])
    assert table["date"].to_pylist() == ["2004", "2004", "2005", "2006"]
    assert table["genre"].to_pylist() == ["a", "a", "b", "c"]
    plan = framing.Plan(draws=200, strata="genre")
    assert framing.compare_codes(given, frames=["war", "peace"], columns=COLUMNS, plan=plan).comparison.num_rows == 0


def test_long_codes_are_wide_codes() -> None:
    rows = [
        {"who": who, "text": text, "passage_id": i, "frame": frame, "code": WIDE[frame][i]}
        for i, (who, text) in enumerate(zip(WIDE["who"], WIDE["text"], strict=True))
        for frame in ("war", "peace")
    ]
    shuffled = [rows[i] for i in np.random.default_rng(1).permutation(len(rows))]
    long = distributions_from_codes(pd.DataFrame(shuffled), columns=COLUMNS).sort_by(
        [("frame", "ascending"), ("speaker", "ascending"), ("document_id", "ascending")]
    )
    wide = {k: v for k, v in WIDE.items() if k != "n_words"}
    expected = distributions_from_codes(wide, frames=["peace", "war"], columns=COLUMNS)
    assert long.equals(expected)


def test_joint_speakers_and_crossed_columns_in_own_codes() -> None:
    frame = pl.DataFrame({"who": [["Ana", "Ben"], ["Ana"]], "text": ["1", "2"], "year": [2004, 2005], "war": [1, 0]})
    table = distributions_from_codes(frame, frames=["war"], columns=CodeColumns(speaker="who,year", document="text"))
    assert table["speaker"].to_pylist() == ["Ana × 2004", "Ana × 2005", "Ben × 2004"]


def test_own_codes_are_compared() -> None:
    rng = np.random.default_rng(1)
    rows = [
        {"speaker": who, "document_id": f"{who}{d}", "war": int(rng.random() < share), "peace": int(rng.random() < 0.3)}
        for who, share in (("Ana", 0.6), ("Ben", 0.2))
        for d in range(12)
        for _ in range(10)
    ]
    ours = framing.compare_codes(pd.DataFrame(rows), frames=["war", "peace"], seed=3)
    theirs = framing.compare_codes(pl.DataFrame(rows), frames=["war", "peace"], seed=3)
    assert ours.comparison.equals(theirs.comparison)
    war, peace = (r for r in ours.comparison.sort_by([("frame", "descending")]).to_pylist())
    assert (war["p_adjusted"] < 0.01, peace["p_adjusted"] > 0.05) == (True, True)
    assert 0.2 < war["ci_low"] < war["difference"] < war["ci_high"] < 0.6
    assert peace["minimum_detectable_difference"] > 0
    assert ours.comparison.to_pandas().shape[0] == 2


BAD = {
    "no column": ({"who": ["A"], "text": ["1"]}, "the codes have no column 'war'"),
    "no numbers": ({"who": ["A"], "text": ["1"], "war": ["many"]}, "column 'war' of the codes does not hold numbers"),
    "no rows": ({"who": pa.array([], pa.string()), "text": pa.array([], pa.string()), "war": []}, "has no rows"),
    "no table": ([1, 2], "cannot read codes from a list"),
}


@pytest.mark.parametrize("case", BAD)
def test_bad_codes_are_one_sentence(case: str) -> None:
    codes, sentence = BAD[case]
    with pytest.raises(FramingError, match=sentence):
        distributions_from_codes(codes, frames=["war"], columns=COLUMNS)


def test_probabilities_are_averaged() -> None:
    codes = {
        "speaker": ["Ana"] * 4 + ["Ben"] * 4,
        "document_id": list("aabbccdd"),
        "war": [0.9, 0.7, 0.6, 0.8] + [0.1] * 4,
    }
    result = framing.compare_codes(codes, frames=["war"], plan=framing.Plan(measure="probability"))
    shares = {r["speaker"]: r["share"] for r in result.prevalence.to_pylist()}
    assert shares == {"Ana": pytest.approx(0.75), "Ben": pytest.approx(0.1)}
    assert "mean probability" in result.remarks[0]
