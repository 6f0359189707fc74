"""What stands beside a comparison: matrix, tree, map, parts of a distance, frames together, regression."""

import numpy as np
import pyarrow as pa
import pytest
from compare_kit import corpus, sums, two_speakers

from framing.compare import (
    REST,
    Plan,
    adjust_differences,
    cluster_speakers,
    compare_speakers,
    decompose_entries,
    decompose_frames,
    distance_matrix,
    leave_one_out,
    map_speakers,
    measure_together,
    tabulate_matrix,
)
from framing.errors import FramingError

NAMES = ("Ana", "Ben", "Cem", "Dan")
SHARES = {"Ana": (0.5, 0.2, 0.1), "Ben": (0.5, 0.2, 0.1), "Cem": (0.1, 0.2, 0.5), "Dan": (0.1, 0.25, 0.5)}
FOUR = sums(corpus(2, dict.fromkeys(NAMES, 15), SHARES))
PLAN = Plan(draws=300)
DISTANCES = compare_speakers(FOUR, PLAN, rng=np.random.default_rng(1)).distances


def test_the_matrix_is_symmetric_with_zeros_and_holds_every_pair() -> None:
    names, matrix = distance_matrix(DISTANCES)
    assert names == list(NAMES)
    assert (matrix == matrix.T).all()
    assert (np.diag(matrix) == 0).all()
    given = {
        (r["speaker_a"], r["speaker_b"]): r["distance"]
        for r in DISTANCES.to_pylist()
        if r["metric"] == "jensen_shannon"
    }
    assert matrix[0, 2] == given["Ana", "Cem"]
    table = tabulate_matrix(DISTANCES)
    assert table.column_names == ["speaker", *NAMES]
    assert table["Cem"].to_pylist() == matrix[2].tolist()


def test_a_missing_pair_is_refused() -> None:
    some = DISTANCES.filter(pa.compute.invert(pa.compute.equal(DISTANCES["speaker_a"], "Cem")))
    with pytest.raises(FramingError, match="the distance of Cem and Dan is not known"):
        distance_matrix(some)
    with pytest.raises(FramingError, match="there is no distance 'cosine'"):
        distance_matrix(DISTANCES, metric="cosine")


def test_the_tree_joins_who_is_alike() -> None:
    steps = cluster_speakers(DISTANCES).to_pylist()
    assert {tuple(s["members"]) for s in steps[:2]} == {("Ana", "Ben"), ("Cem", "Dan")}
    assert steps[2]["members"] == list(NAMES)
    assert steps[2]["height"] > max(s["height"] for s in steps[:2])


def test_the_map_puts_them_side_by_side() -> None:
    places = {r["speaker"]: np.array([r["x"], r["y"]]) for r in map_speakers(DISTANCES).to_pylist()}
    apart = np.linalg.norm(places["Ana"] - places["Cem"])
    assert apart > 3 * np.linalg.norm(places["Ana"] - places["Ben"])


def test_frames_sum_to_the_plug_in_divergence() -> None:
    pairs = [("Ana", "Cem"), ("Ana", "Ben")]
    parts = decompose_frames(FOUR, pairs, PLAN)
    for a, b in pairs:
        own = [r for r in parts.to_pylist() if (r["speaker_a"], r["speaker_b"]) == (a, b)]
        plug_in = next(r["plug_in"] for r in DISTANCES.to_pylist() if (r["speaker_a"], r["speaker_b"]) == (a, b))
        assert sum(r["part"] for r in own) == pytest.approx(plug_in)
        assert sum(r["part_share"] for r in own) == pytest.approx(1.0)
        assert [r["part"] for r in own] == sorted((r["part"] for r in own), reverse=True)


def test_a_distance_and_its_parts_are_of_the_same_years() -> None:
    rows = [
        (w, f"{w}{y}", 10, (3 if y > 2009 else 9, 2, 1))
        for w, first in (("Ana", 2000), ("Ben", 2010))
        for y in range(first, 2020)
    ]
    table = sums(rows, date=[r[1][3:] for r in rows])
    result = compare_speakers(table, PLAN, rng=np.random.default_rng(1))
    assert result.distances["plug_in"][0].as_py() == pytest.approx(0.0)
    assert sum(decompose_frames(table, [("Ana", "Ben")], PLAN)["part"].to_pylist()) == pytest.approx(0.0)
    everything = decompose_frames(table, [("Ana", "Ben")], Plan(periods="all"))
    assert sum(everything["part"].to_pylist()) > 0.001


ENTRIES = pa.table(
    {
        "speaker": ["Ana", "Ana", "Cem", "Cem", "Dan", ""],
        "document_id": ["Ana000", "Ana001", "Cem000", "Cem000", "Dan000", "x"],
        "frame": ["f1", "f1", "f1", "f3", "f3", "f3"],
        "entry": ["border", "own", "border", "calm", "calm", "noise"],
        "mentions": [6.0, 2.0, 2.0, 6.0, 4.0, 99.0],
    }
)


def test_entries_make_the_distance() -> None:
    rows = decompose_entries(ENTRIES, FOUR, [("Ana", "Cem")]).to_pylist()
    assert rows[0]["entry"] == "calm"
    by_entry = {r["entry"]: r for r in rows}
    assert set(by_entry) == {"border", "own", "calm"}
    assert (by_entry["border"]["share_a"], by_entry["border"]["share_b"]) == (0.75, 0.25)
    assert sum(r["part_share"] for r in rows) == pytest.approx(1.0)


def test_entries_of_one_against_the_rest() -> None:
    rows = {r["entry"]: r for r in decompose_entries(ENTRIES, FOUR, [("Ana", REST)]).to_pylist()}
    assert rows["calm"]["mentions_b"] == 10.0
    assert "noise" not in rows


def test_without_mentions_there_are_no_parts() -> None:
    assert len(decompose_entries(ENTRIES, FOUR, [("Ana", "Ben")])) == 0
    assert len(decompose_frames(FOUR, [])) == 0
    with pytest.raises(FramingError, match="there is no speaker 'Zoe'"):
        decompose_frames(FOUR, [("Ana", "Zoe")])


def pairs_table(rows: list[tuple[float, float, float, float]]) -> pa.Table:
    names = ("n_passages", "passages_a", "passages_b", "passages_both")
    numbers = {name: [float(r[i]) for r in rows] for i, name in enumerate(names)}
    same = {"speaker": ["Ana"] * len(rows), "document_id": [str(i) for i in range(len(rows))]}
    return pa.table({**same, "frame_a": ["f1"] * len(rows), "frame_b": ["f2"] * len(rows), **numbers})


def test_frames_together_by_hand() -> None:
    row = measure_together(pairs_table([(10, 4, 5, 3), (10, 2, 3, 2), (20, 4, 2, 1)])).to_pylist()[0]
    # 40 passages, 10 with the one, 10 with the other, 6 with both: 2.5 expected.
    assert (row["passages_both"], row["expected"], row["lift"]) == (6, 2.5, pytest.approx(2.4))
    assert row["phi"] == pytest.approx((40 * 6 - 100) / (10 * 10 * 30 * 30) ** 0.5)
    assert row["jaccard"] == pytest.approx(6 / 14)
    assert row["ci_low"] < 2.4 < row["ci_high"]


def test_frames_together_in_one_document_have_no_interval() -> None:
    row = measure_together(pairs_table([(10, 4, 5, 3)])).to_pylist()[0]
    assert np.isnan(row["ci_low"])
    never = measure_together(pairs_table([(10, 4, 0, 0), (9, 1, 0, 0)])).to_pylist()[0]
    assert np.isnan(never["lift"])


SOURCES = corpus(8, {"Ana": 30, "Ben": 30}, {"Ana": (0.3, 0.3, 0.1), "Ben": (0.3, 0.3, 0.1)})


def with_sources() -> pa.Table:
    """P's texts have f1 more; Ana is mostly in P, Ben in Q: f1 of Ana is the source's."""
    rows, sources, rng = [], [], np.random.default_rng(3)
    for who, document, n, having in SOURCES:
        source = "P" if rng.random() < (0.8 if who == "Ana" else 0.2) else "Q"
        rows.append((who, document, n, (int(rng.binomial(n, 0.6 if source == "P" else 0.2)), *having[1:])))
        sources.append(source)
    return sums(rows, source=sources, year=[str(2000 + i % 20) for i in range(len(rows))])


def test_what_the_sources_explain_is_gone_when_they_are_held_equal() -> None:
    pytest.importorskip("statsmodels")
    table = with_sources()
    plain = adjust_differences(table).to_pylist()[0]
    held = adjust_differences(table, ["source"], numeric=["year"]).to_pylist()[0]
    assert plain["ci_low"] > 0.05
    assert held["ci_low"] < 0 < held["ci_high"]
    assert held["n_documents"] == 60


def test_without_covariates_it_is_the_difference_of_shares() -> None:
    pytest.importorskip("statsmodels")
    row = adjust_differences(two_speakers()).to_pylist()[0]
    compared = compare_speakers(two_speakers(), PLAN, rng=np.random.default_rng(1)).comparison.to_pylist()[0]
    assert row["difference"] == pytest.approx(compared["difference"])
    assert row["ci_low"] == pytest.approx(compared["ci_low"], abs=0.03)


def test_the_fit_is_statsmodels_on_the_passages() -> None:
    """Passage by passage with the same clusters: the same coefficients, hence the same margins."""
    smf = pytest.importorskip("statsmodels.api")
    table = two_speakers()
    rows = [r for r in table.to_pylist() if r["frame"] == "f1"]
    y, who, cluster = [], [], []
    for i, r in enumerate(rows):
        n, k = int(r["n_passages"]), int(r["passages_with"])
        y += [1] * k + [0] * (n - k)
        who += [r["speaker"]] * n
        cluster += [i] * n
    design = np.column_stack([np.array(who) == s for s in ("Ana", "Ben")]).astype(float)
    fit = smf.GLM(np.array(y), design, family=smf.families.Binomial()).fit(
        cov_type="cluster", cov_kwds={"groups": np.array(cluster)}
    )
    p = 1 / (1 + np.exp(-fit.params))
    gradient = np.array([1, -1]) * p * (1 - p)
    ours = adjust_differences(table).to_pylist()[0]
    assert ours["difference"] == pytest.approx(p[0] - p[1])
    # (n - 1)/(n - k) counts passages there and documents here.
    assert ours["standard_error"] == pytest.approx(np.sqrt(gradient @ fit.cov_params() @ gradient), rel=0.03)


def test_leaving_out_each_source() -> None:
    pytest.importorskip("statsmodels")
    table = leave_one_out(with_sources(), "source")
    assert table["left_out"].to_pylist() == [""] * 3 + ["P"] * 3 + ["Q"] * 3


def test_what_cannot_be_fitted_is_said_row_by_row() -> None:
    pytest.importorskip("statsmodels")
    rows = [(r[0], r[1], r[2], (0, *r[3][1:])) for r in SOURCES]
    notes = adjust_differences(sums(rows)).to_pylist()
    assert notes[0]["note"] == "the frame is in no passage or in every passage"
    assert np.isnan(notes[0]["difference"])
    same = sums(rows, source=["P" if r[0] == "Ana" else "Q" for r in rows])
    assert "tell the speakers apart completely" in adjust_differences(same, ["source"]).to_pylist()[1]["note"]
    with pytest.raises(FramingError, match="have no column 'genre'"):
        adjust_differences(sums(rows), ["genre"])


def test_without_statsmodels_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    import sys

    monkeypatch.setitem(sys.modules, "statsmodels", None)
    monkeypatch.setitem(sys.modules, "statsmodels.api", None)
    with pytest.raises(FramingError, match=r"regression needs statsmodels; install frame-compare\[regression\]"):
        adjust_differences(two_speakers())
