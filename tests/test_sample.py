"""Samples for coding: known inclusion probabilities, the same however texts are batched, sheets that read back."""

import csv
import io
import sys
from collections import Counter
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from framing.cli import app
from framing.errors import FramingError
from framing.files.codes import read_codes
from framing.records import HIT, Codebook, Frame
from framing.sample import Design, Drawer, Planner, make_sheet
from framing.stats.allocation import ALLOCATIONS, allocate, stratified_error

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "bench"))
BOOK = Codebook("toy", "1", (Frame("a", "A"), Frame("b", "B")))


def scores(rows: list[tuple[str, str, list[str]]], *, probabilities: list[float] | None = None) -> pa.Table:
    """Scored passages from (document, speaker, frames); the probability is that of frame a."""
    n = len(rows)
    values = [{"a": p, "b": 0.0} for p in (probabilities or [0.0] * n)]
    return pa.table(
        {
            "document_id": [d for d, _, _ in rows],
            "passage_id": [f"{d}#{i}" for i, (d, _, _) in enumerate(rows)],
            "start": list(range(0, 10 * n, 10)),
            "end": list(range(9, 10 * n + 9, 10)),
            "text": [f"text {i}" for i in range(n)],
            "language": ["en"] * n,
            "speaker": [[s] if s else [] for _, s, _ in rows],
            "reporter": pa.nulls(n, pa.string()),
            "attribution": ["metadata"] * n,
            "n_words": [2] * n,
            "frames": pa.array([f for _, _, f in rows], pa.list_(pa.string())),
            "values": values,
            "method": ["codes:x" if probabilities else "lexicon:x"] * n,
            "hits": pa.array([[]] * n, pa.list_(HIT)),
            "outlet": ["daily"] * n,
        }
    )


def corpus() -> pa.Table:
    rows = [(f"d{i // 20}", "Ana" if i % 3 else "Bo", ["a"] if i % 5 == 0 else []) for i in range(300)]
    return scores(rows)


def draw(table: pa.Table, design: Design, *, seed: int = 0, cuts: int = 1) -> list[dict[str, object]]:
    drawer = Drawer(design, BOOK, np.random.default_rng(seed))
    step = len(table) // cuts
    for start in range(0, len(table), step):
        drawer.add(table.slice(start, step))
    return drawer.finish()[0]


@given(
    st.lists(st.integers(1, 400), min_size=1, max_size=8),
    st.integers(20, 500),
    st.sampled_from(ALLOCATIONS),
)
def test_allocations_add_up_and_fit(sizes: list[int], n: int, by: str) -> None:
    given_sizes = np.array(sizes)
    taken = allocate(given_sizes, n, by=by, spread=np.full(len(sizes), 0.3))
    assert taken.sum() == min(n, sum(sizes))
    assert (taken <= given_sizes).all()
    assert (taken >= np.minimum(given_sizes, 2)).all()


def test_allocation_by_hand() -> None:
    sizes = np.array([900, 100])
    assert allocate(sizes, 100, by="proportional").tolist() == [90, 10]
    assert allocate(sizes, 100, by="equal").tolist() == [50, 50]
    assert allocate(sizes, 100, by="root").tolist() == [75, 25], "30 to 10"
    assert allocate(sizes, 100, by="optimal", spread=np.array([0.1, 0.9])).tolist() == [50, 50]
    with pytest.raises(ValueError, match="too few for 2 strata; 4 are needed"):
        allocate(sizes, 3)


def test_stratified_error_by_hand() -> None:
    # (1/2)^2 (1 - 1/10) 0.25/10 twice; nothing is left to chance where all is coded.
    error = stratified_error(np.array([100, 100]), np.array([10.0, 10.0]), np.array([[0.5, 0.5]]))
    assert error.tolist() == pytest.approx([np.sqrt(2 * 0.25 * 0.9 * 0.25 / 10)])
    assert stratified_error(np.array([100]), np.array([100.0]), np.array([0.5])) == 0


def test_weights_add_up_to_the_corpus() -> None:
    picked = draw(corpus(), Design(40))
    assert len(picked) == 40
    assert sum(row["weight"] for row in picked) == pytest.approx(300)
    assert len({row["passage_id"] for row in picked}) == 40
    assert len({row["stratum"] for row in picked}) == 4, "two speakers, with and without the frame"


def test_the_sample_does_not_hang_on_batches() -> None:
    whole, cut = draw(corpus(), Design(40), seed=3), draw(corpus(), Design(40), seed=3, cuts=5)
    assert [row["passage_id"] for row in whole] == [row["passage_id"] for row in cut]
    assert whole != draw(corpus(), Design(40), seed=4)


def test_weighted_shares_are_right_on_average() -> None:
    # The machine says nothing of b; a quarter of the passages has it. 150 samples, standard error of the mean .006.
    table, truth = corpus(), {f"d{i // 20}#{i}": i % 4 == 0 for i in range(300)}
    means = []
    for seed in range(150):
        picked = draw(table, Design(30), seed=seed)
        means.append(sum(row["weight"] * truth[row["passage_id"]] for row in picked) / 300)
    assert np.mean(means) == pytest.approx(0.25, abs=0.02)


def test_uncertain_passages_have_no_weight() -> None:
    table = scores([("d", "Ana", [])] * 5, probabilities=[0.1, 0.45, 0.9, 0.52, 0.0])
    # The probability of b is 0 throughout: its distance of one half never wins.
    picked = draw(table, Design(2, by="uncertainty"))
    assert {row["text"] for row in picked} == {"text 1", "text 3"}
    assert {row["weight"] for row in picked} == {None}
    with pytest.raises(FramingError, match="a lexicon gives none"):
        draw(corpus(), Design(2, by="uncertainty"))


def test_rare_speakers_are_put_together() -> None:
    rows = [("d", f"S{i:02}", []) for i in range(30)] + [("d", "Ana", [])] * 50
    drawer = Drawer(Design(10), BOOK, np.random.default_rng(0))
    drawer.add(scores(rows))
    picked, notes = drawer.finish()
    assert len(picked) == 10
    assert sum(row["weight"] for row in picked) == pytest.approx(80)
    assert "are one group, '(other speakers)'" in " ".join(notes)


def test_a_sample_that_is_too_small_is_refused() -> None:
    with pytest.raises(FramingError, match="pick at least 4, or --by random"):
        draw(corpus(), Design(3))


def test_context_stays_within_the_document() -> None:
    table = scores([("d", "Ana", []), ("d", "Ana", []), ("e", "Ana", [])])
    found = {row["text"]: (row["context_before"], row["context_after"]) for row in draw(table, Design(3, by="random"))}
    assert found == {"text 0": ("", "text 1"), "text 1": ("text 0", ""), "text 2": ("", "")}


def test_coders_share_the_overlap_and_split_the_rest() -> None:
    design = Design(20, by="random", coders=("ana", "bo"), overlap=0.2)
    sheet = make_sheet(draw(corpus(), design), design, BOOK)
    times = Counter(sheet["passage_id"].to_pylist())
    assert sorted(times.values()) == [1] * 16 + [2] * 4
    assert Counter(sheet["coder"].to_pylist()) == {"ana": 12, "bo": 12}


def test_a_blind_sheet_tells_neither_speaker_nor_machine() -> None:
    design = Design(10, by="random")
    sheet = make_sheet(draw(corpus(), design), design, BOOK, blind=True)
    assert not {"speaker", "date", "reporter", "stratum", "outlet", "frames", "values"} & set(sheet.column_names)


def test_a_filled_sheet_is_read_as_codes(tmp_path) -> None:
    texts = tmp_path / "t.csv"
    texts.write_text("id,speaker,text\n" + "".join(f"t{i},Ana,The border of Karsovia is closed.\n" for i in range(9)))
    out = tmp_path / "sheet.csv"
    done = CliRunner().invoke(app, ["sample", str(texts), "-n", "3", "--by", "random", "-o", str(out)])
    assert done.exit_code == 0, done.stderr
    assert out.read_bytes().startswith(b"\xef\xbb\xbf"), "a spreadsheet program must know that it is UTF-8"
    rows = list(csv.DictReader(io.StringIO(out.read_text(encoding="utf-8-sig"))))
    for row in rows:
        row["sovereignty"] = "1"
    page = io.StringIO()
    writer = csv.DictWriter(page, list(rows[0]))
    writer.writeheader()
    writer.writerows(rows)
    out.write_text(page.getvalue())
    from framing.files.instruments import load_codebook

    codes = read_codes(out, load_codebook()).to_pylist()
    assert [(c["frame"], c["code"], c["weight"]) for c in codes] == [("sovereignty", 1, 3.0)] * 3
    assert {c["passage_id"] for c in codes} == {row["passage_id"] for row in rows}


def test_more_codes_are_expected_to_help_down_to_the_documents() -> None:
    planner = Planner(BOOK, error=0.2)
    planner.add(corpus())
    table, notes = planner.expect(Design(1), (2, 50, 100, 300))
    rows = [row for row in table.to_pylist() if row["speaker"] == "Ana" and row["frame"] == "a"]
    errors = [row["se"] for row in rows]
    assert errors == sorted(errors, reverse=True)
    assert rows[-1]["se_coding"] == 0, "all 300 passages coded"
    assert rows[-1]["se"] == pytest.approx(rows[-1]["se_documents"])
    assert "too small for 4 strata: 2" in notes[0]


def test_nothing_is_foretold_where_the_machine_found_none() -> None:
    planner = Planner(BOOK, error=0.2)
    planner.add(scores([(f"d{i}", "Ana", ["a"] if i % 2 else []) for i in range(20)]))
    table, notes = planner.expect(Design(1), (10,))
    half = {row["frame"]: row["half_width"] for row in table.to_pylist()}
    assert half["a"] > 0
    assert [frame for frame, width in half.items() if width != width] == [f for f in half if f != "a"]
    assert any(note.startswith("n/a: the machine found none") for note in notes)


def test_a_pilot_takes_the_place_of_the_assumption(tmp_path) -> None:
    # The lexicon finds the word in every text; the pilot says that it is wrong in half of them.
    lines = "".join(f"t{i},Ana,Karsovia will defend its sovereignty.\n" for i in range(40))
    (tmp_path / "t.csv").write_text("id,speaker,text\n" + lines)
    rows = "".join(f"t{i}#1,t{i},Karsovia will defend its sovereignty.,{i % 2}\n" for i in range(10))
    (tmp_path / "pilot.csv").write_text("passage_id,document_id,text,sovereignty\n" + rows)
    arguments = ["sample", str(tmp_path / "t.csv"), "--plan", "--pilot", str(tmp_path / "pilot.csv"), "-f", "jsonl"]
    done = CliRunner().invoke(app, arguments)
    assert done.exit_code == 0, done.stderr or str(done.exception)
    assert "measured: sovereignty: 50% of finds are wrong" in done.stderr
    assert "assumed: 20%" in done.stderr, "the pilot says nothing of the other frames"
    (tmp_path / "bare.csv").write_text("passage_id,sovereignty\nt0#1,1\n")
    done = CliRunner().invoke(app, [*arguments[:3], "--pilot", str(tmp_path / "bare.csv")])
    assert "has no column 'text'" in str(done.exception)


def test_the_plan_is_what_corrected_shares_then_have() -> None:
    # 150 corpora of bench/shares.py: tpr .8 and fpr .05 at a share of .2 make a fifth of the finds wrong (.04 of .2)
    # and leave the frame in a twentieth of the rest (.04 of .8). The spread of DSL shares is known to about 6 %.
    from shares import SETTINGS, simulate

    from framing.validate import correct_shares

    setting = next(s for s in SETTINGS if s.name == "equal errors")
    rng = np.random.default_rng(11)
    planned, found = [], []
    for draw in range(150):
        population = simulate(setting, rng)
        rows = correct_shares(population, rng=rng)[0].to_pylist()
        found.append(next(r["share"] for r in rows if (r["group"], r["method"]) == ("A", "dsl")))
        if draw < 5:
            planner = Planner(BOOK, measured={"a": (0.2, 0.05)})
            says = population.machine[:, 0].astype(bool).tolist()
            places = zip(population.document.tolist(), population.group.tolist(), says, strict=True)
            planner.add(scores([(f"d{d:03}", "AB"[g], ["a"] if s else []) for d, g, s in places]))
            table = planner.expect(Design(1), (300,))[0].to_pylist()
            planned.append(next(r["se"] for r in table if (r["speaker"], r["frame"]) == ("A", "a")))
    assert np.mean(planned) == pytest.approx(np.std(found), rel=0.2)
