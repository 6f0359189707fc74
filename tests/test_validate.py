"""Validation end to end on invented codes: agreement, accuracy, unequal errors, corrected shares, and refusals."""

import json
import sys
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest
from typer.testing import CliRunner

from framing.chains.validation import validate_codes
from framing.cli import app
from framing.errors import FramingError
from framing.opening import open_study
from framing.records import CODES, Codebook, Frame
from framing.settings import Settings
from framing.stats.accuracy import rate_statistic
from framing.validate import (
    Population,
    collect_codes,
    compare_coders,
    compare_errors,
    correct_shares,
    measure_accuracy,
    measure_agreement,
)

BOOK = Codebook("toy", "1", (Frame("a", "A"), Frame("b", "B")))
SHARED = Path(__file__).resolve().parents[2] / "shared"
sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "bench"))


def rng() -> np.random.Generator:
    return np.random.default_rng(0)


def coded(codes: dict[str, list[tuple[float | None, float | None]]], *, documents: int = 5, speakers: str = "AB"):
    """Coded from coder -> a pair of codes (frames a and b) a unit; units go round the documents."""
    rows = []
    for coder, values in codes.items():
        for unit, pair in enumerate(values):
            for frame, code in zip("ab", pair, strict=True):
                if code is not None:
                    named = {"passage_id": f"u{unit}", "coder": coder, "frame": frame, "code": int(code), "weight": 1.0}
                    rows.append(named)
    n = max(len(v) for v in codes.values())
    units = pa.table(
        {
            "passage_id": [f"u{i}" for i in range(n)],
            "document_id": [f"d{i % documents}" for i in range(n)],
            "speaker": [speakers[i % len(speakers)] for i in range(n)],
        }
    )
    return collect_codes(pa.Table.from_pylist(rows, schema=CODES), units, BOOK)


def test_agreement_of_a_published_example_with_intervals_around_it() -> None:
    # Krippendorff (2011), example A, ten units in five documents; frame b is coded alike throughout.
    one, two = "0100000010", "1110010000"
    data = coded({"x": [(int(v), 0) for v in one], "y": [(int(v), 0) for v in two]})
    rows = {row["frame"]: row for row in measure_agreement(data, draws=500, rng=rng()).to_pylist()}
    assert rows["a"]["alpha"] == pytest.approx(0.0952, abs=5e-5)
    assert rows["a"]["percent"] == pytest.approx(0.6)
    assert rows["a"]["alpha_low"] < 0.0952 < rows["a"]["alpha_high"]
    assert rows["a"]["jackknife_low"] < 0.0952 < rows["a"]["jackknife_high"]
    assert rows["a"]["verdict"] == "not reliable"
    assert rows["b"]["alpha"] is None
    assert "all codes are equal" in rows["b"]["verdict"]
    # With frame b empty the sets are {} and {a}: MASI is 0 or 1, as for the frame alone.
    assert rows["all frames (sets)"]["alpha"] == pytest.approx(0.0952, abs=5e-5)


def test_units_of_one_coder_do_not_count_for_agreement() -> None:
    data = coded({"x": [(1, 0), (0, 1), (1, 1), (0, 0)], "y": [(1, 0), (None, None), (0, 1), (0, 0)]})
    row = measure_agreement(data, draws=200, rng=rng()).to_pylist()[0]
    assert row["n_units"] == 3
    alone = coded({"x": [(1, 0), (0, 1)]})
    assert "no unit has two coders" in measure_agreement(alone, draws=200, rng=rng()).to_pylist()[0]["verdict"]


def test_pairs_of_coders_by_hand() -> None:
    data = coded({"x": [(1, 0)] * 4 + [(0, 0)] * 6, "y": [(1, 0)] * 3 + [(0, 0)] * 5 + [(1, 0)] * 2})
    row = next(r for r in compare_coders(data).to_pylist() if r["frame"] == "a")
    assert (row["both"], row["only_a"], row["only_b"]) == (3, 1, 2)
    assert (row["precision"], row["recall"], row["f1"]) == pytest.approx((3 / 5, 3 / 4, 2 / 3))
    assert row["kappa"] == pytest.approx((0.7 - 0.5) / 0.5)


def test_accuracy_by_hand_with_ties_and_silence_left_out() -> None:
    data = coded({"x": [(1, 1)] * 6 + [(0, 0)] * 6, "y": [(1, 1)] * 5 + [(0, 1)] + [(0, 0)] * 6})
    machine = np.zeros((12, 2))
    machine[[0, 1, 2, 6], 0] = 1  # unit 5 is a tie; unit 11 gets no machine code
    machine[11, 0] = np.nan
    row = measure_accuracy(data, machine, None, columns=(), draws=300, rng=rng()).to_pylist()[0]
    assert row["n_units"] == 10
    counts = [row[n] for n in ("true_positives", "false_positives", "false_negatives", "true_negatives")]
    assert counts == [3, 1, 2, 4]
    assert (row["precision"], row["recall"], row["f1"]) == pytest.approx((3 / 4, 3 / 5, 2 / 3))
    assert row["f1_low"] <= row["f1"] <= row["f1_high"]


def test_unequal_errors_are_found_and_equal_ones_are_not() -> None:
    data = coded({"x": [(1, 0)] * 200}, documents=40)
    machine = np.ones((200, 2))
    machine[np.arange(0, 200, 4), 0] = 0  # half of speaker A's units, none of B's
    rows = compare_errors(data, machine, columns=["speaker"], draws=400, rng=rng()).to_pylist()
    missed = next(row for row in rows if row["frame"] == "a" and row["error"] == "missed")
    assert (missed["group_low"], missed["rate_low"], missed["group_high"]) == ("B", 0.0, "A")
    assert missed["rate_high"] == pytest.approx(0.5)
    assert missed["p"] < 0.01
    machine[:, 0] = 1
    machine[np.arange(0, 200, 8), 0] = 0
    machine[np.arange(1, 200, 8), 0] = 0
    rows = compare_errors(data, machine, columns=["speaker"], draws=400, rng=rng()).to_pylist()
    assert next(row for row in rows if row["frame"] == "a" and row["error"] == "missed")["p"] > 0.5


def test_studentised_rates_by_hand() -> None:
    # Group 0: 2 of 4 in two documents (0/2, 2/2): left out, the rate is 1 or 0, so v = 1/2 (.5^2 + .5^2) = .25.
    # Group 1: 1 of 4 in two documents of 2 with 1 and 0: rates 0 and .5 left out, v = 1/2 (.25^2 + .25^2) = .0625, and
    # the binomial floor is 3/8 5/8 / 4 = .0586. Centre (.5/.25 + .25/.0625) / (4 + 16) = .3.
    errors, chances = np.array([0.0, 2, 1, 0]), np.full(4, 2.0)
    found = rate_statistic(errors, chances, np.array([0, 0, 1, 1]), 2)
    assert found == pytest.approx(0.2**2 / 0.25 + 0.05**2 / 0.0625)
    assert rate_statistic(np.zeros(4), chances, np.array([0, 0, 1, 1]), 2) == 0


def test_corrected_differences_cover_the_truth_where_the_machine_does_not() -> None:
    # 150 of the simulated corpora of bench/shares.py: 95 % nominal; two standard errors of the check are 3.6 %.
    from shares import SETTINGS, cover

    found = cover(SETTINGS[0], 150, np.random.default_rng(5))
    assert found["machine"][3] < 0.70
    assert found["dsl"][3] > 0.90
    assert abs(found["dsl"][0]) < 0.01
    assert found["dsl"][4] < found["hand"][4], "the machine's codes buy precision"


def test_a_machine_that_is_never_wrong_is_not_corrected() -> None:
    machine = np.tile([[1.0], [0.0], [0.0], [1.0]], (30, 1))
    hand = np.where(np.arange(120)[:, None] % 3 == 0, machine, np.nan)
    document, group = np.arange(120) // 10, (np.arange(120) // 60).astype(np.intp)
    population = Population(("a",), ("A", "B"), document, group, machine, None, hand, np.full(120, 1 / 3))
    rows = {r["method"]: r for r in correct_shares(population, rng=rng())[0].to_pylist() if r["group"] == "A"}
    assert rows["rogan-gladen"]["share"] == pytest.approx(0.5)
    assert rows["dsl"]["share"] == pytest.approx(0.5, abs=0.1)
    assert "emq" not in rows, "no probabilities"


def test_a_frame_that_was_never_found_may_still_be_there() -> None:
    # 20 hand codes in 10 documents, none with the frame: with 10 independent documents 1 - .025 ** (1 / 10) = .31 or
    # less; the codes are worth 20 / (1 + .2) = 16.7 passages, which gives 1 - .025 ** (1 / 16.7) = .198.
    machine = np.zeros((60, 1))
    hand = np.where(np.arange(60)[:, None] % 3 == 0, 0.0, np.nan)
    population = Population(
        ("a",), ("A",), np.arange(60) // 6, np.zeros(60, np.intp), machine, None, hand, np.full(60, 1 / 3)
    )
    rows = {r["method"]: r for r in correct_shares(population, rng=rng())[0].to_pylist()}
    assert rows["hand"]["ci_high"] == pytest.approx(0.198, abs=1e-3)
    assert rows["dsl"]["ci_high"] == pytest.approx(0.198, abs=1e-3)
    assert rows["machine"]["ci_high"] < 0.15


def test_stratified_codes_are_refused_by_ppi_alone() -> None:
    machine = np.tile([[1.0], [0.0]], (30, 1))
    hand = np.where(np.arange(60)[:, None] < 20, machine, np.nan)
    pi = np.where(np.arange(60) % 2 == 0, 0.5, 0.25)
    population = Population(
        ("a",), ("A",), np.arange(60) // 6, np.zeros(60, np.intp), machine, machine * 0.8 + 0.1, hand, pi
    )
    rows = {r["method"]: r for r in correct_shares(population, rng=rng())[0].to_pylist()}
    assert rows["ppi++"]["share"] is None
    assert "simple random sample" in rows["ppi++"]["note"]
    assert rows["emq"]["share"] is not None


TEXTS = "".join(
    json.dumps({"id": f"t{i}", "speaker": "Ana" if i % 2 else "Bo", "text": text}) + "\n"
    for i, text in enumerate(["Karsovia will defend its sovereignty.", "The harvest was good this year."] * 20)
)


def fill(sheet: Path, out: Path, *, lie: str = "") -> str:
    """A sheet filled by a coder who sees sovereignty where the word stands; lies about passages of one speaker."""
    import csv

    with sheet.open(encoding="utf-8-sig") as page:
        rows = list(csv.DictReader(page))
    for row in rows:
        seen = "sovereignty" in row["text"] and row["speaker"] != lie
        row["sovereignty"], row["regional_stability"] = str(int(seen)), "0"
    with out.open("w") as page:
        writer = csv.DictWriter(page, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return str(out)


def run(*arguments: str) -> str:
    done = CliRunner().invoke(app, list(arguments))
    assert done.exit_code == 0, done.stderr or str(done.exception)
    return done.stdout


def test_from_sheet_to_corrected_shares(tmp_path: Path) -> None:
    texts = tmp_path / "texts.jsonl"
    texts.write_text(TEXTS)
    run("sample", str(texts), "-n", "24", "--by", "random", "-o", str(tmp_path / "sheet.csv"))
    filled = fill(tmp_path / "sheet.csv", tmp_path / "ana.csv")
    other = fill(tmp_path / "sheet.csv", tmp_path / "bo.csv", lie="Bo")
    page = run("validate", filled, other, "--draws", "200", "--shares", str(texts))
    for title in ("Agreement between coders", "Each pair of coders", "Machine codes against", "Shares, uncorrected"):
        assert title in page
    assert "ana, bo" in page, "coders are called like their files"
    out = run("validate", filled, "--draws", "200", "--shares", str(texts), "--table", "shares", "-f", "jsonl")
    rows = {(r["group"], r["frame"], r["method"]): r for r in map(json.loads, out.splitlines())}
    # Bo has the 20 texts of even number, all of them with the word; Ana has none; the lexicon is never wrong.
    assert rows["Bo", "sovereignty", "machine"]["share"] == 1
    assert rows["Bo", "sovereignty", "hand"]["share"] == 1
    assert rows["Ana", "sovereignty", "dsl"]["share"] == pytest.approx(0, abs=0.2)
    assert rows["Bo", "sovereignty", "dsl"]["n_codes"] + rows["Ana", "sovereignty", "dsl"]["n_codes"] == 24


def test_codes_without_texts_find_their_passages(tmp_path: Path) -> None:
    texts, end = tmp_path / "texts.jsonl", len("Karsovia will defend its sovereignty.")
    texts.write_text(TEXTS)
    rows = "".join(f"t{i},0,{end},ana,1,2\nt{i},0,{end},bo,1,1\n" for i in range(0, 12, 2)) + "t99,0,9,ana,0,1\n"
    (tmp_path / "codes.csv").write_text("document_id,start,end,coder,sovereignty,weight\n" + rows)
    arguments = ["validate", str(tmp_path / "codes.csv"), "--texts", str(texts), "--draws", "200", "-f", "jsonl"]
    row = json.loads(run(*arguments, "--group", "speaker").splitlines()[0])
    assert (row["true_positives"], row["n_units"], row["recall"]) == (6, 6, 1.0)
    study = open_study(Settings(inputs=(str(tmp_path / "codes.csv"),), draws=200))
    remarks = validate_codes(study, texts=[str(texts)]).remarks
    assert not any("weighted" in remark for remark in remarks), "of two weights of a unit the smaller counts"
    assert any("1 of 7 coded units" in note for note in study.notes)


def test_groups_with_few_codes_are_put_together(tmp_path: Path) -> None:
    texts = tmp_path / "texts.jsonl"
    more = '{"id": "x", "speaker": "Cleo", "text": "The border is quiet."}\n{"id": "y", "text": "A quiet border."}\n'
    texts.write_text(TEXTS + more)
    run("sample", str(texts), "-n", "42", "--by", "random", "-o", str(tmp_path / "sheet.csv"))
    filled = fill(tmp_path / "sheet.csv", tmp_path / "ana.csv")
    arguments = ["validate", filled, "--draws", "200", "--shares", str(texts), "-f", "jsonl", "--table"]
    rows = [json.loads(line) for line in run(*arguments, "shares").splitlines()]
    assert list(dict.fromkeys(row["group"] for row in rows)) == ["Ana", "Bo", "(other speakers)", "(nobody)"]
    pairs = {(r["group_a"], r["group_b"]) for r in map(json.loads, run(*arguments, "differences").splitlines())}
    assert pairs == {("Ana", "Bo")}
    rows = [json.loads(line) for line in run(*arguments, "shares", "--only", "Bo").splitlines()]
    assert list(dict.fromkeys(row["group"] for row in rows)) == ["Bo", "(other speakers)", "(nobody)"]
    done = CliRunner().invoke(app, [*arguments, "shares", "--only", "Dora"])
    assert "there is no group 'Dora'" in str(done.exception)


def test_the_same_seed_gives_the_same_bytes(tmp_path: Path) -> None:
    texts = tmp_path / "texts.jsonl"
    texts.write_text(TEXTS)
    run("sample", str(texts), "-n", "16", "-o", str(tmp_path / "sheet.csv"))
    filled = fill(tmp_path / "sheet.csv", tmp_path / "ana.csv")
    arguments = ["validate", filled, "--draws", "200", "--shares", str(texts), "--seed", "4"]
    assert run(*arguments) == run(*arguments)


def test_uncertain_samples_correct_nothing(tmp_path: Path) -> None:
    sheet = tmp_path / "picked.csv"
    sheet.write_text("passage_id,document_id,text,sovereignty,design\nt0#1,t0,A word.,1,uncertainty\n")
    (tmp_path / "texts.jsonl").write_text(TEXTS)
    study = open_study(Settings(inputs=(str(sheet),), draws=200))
    with pytest.raises(FramingError, match="picked for their uncertainty"):
        validate_codes(study, shares=[str(tmp_path / "texts.jsonl")])
    assert any("do not hold for the corpus" in remark for remark in validate_codes(study).remarks)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("passage_id,text,sovereignty\na,Word.,\n", "no cell of a frame is filled"),
        ("passage_id,coder,sovereignty\na,x,1\na,x,0\n", "codes a twice for sovereignty"),
        ("passage_id,sovereignty\na,2\n", "code '2' is not known"),
        ("passage_id,frames,method,values,hits\na,sovereignty,lexicon:x,,\n", "which a machine coded"),
    ],
)
def test_bad_sheets_are_refused_in_a_sentence(tmp_path: Path, text: str, said: str) -> None:
    (tmp_path / "sheet.csv").write_text(text)
    with pytest.raises(FramingError, match=said):
        validate_codes(open_study(Settings(inputs=(str(tmp_path / "sheet.csv"),), draws=200)))


def test_another_version_of_the_codebook_is_told(tmp_path: Path) -> None:
    sheet = tmp_path / "hand.csv"
    sheet.write_text("passage_id,text,sovereignty,codebook_version\na,Word.,1,0.9\nb,Word.,0,1.1\n")
    remarks = validate_codes(open_study(Settings(inputs=(str(sheet),), draws=200))).remarks
    assert any("codebook version 0.9, and the codebook here is sovereignty-security-1.1" in r for r in remarks)
    sheet.write_text(sheet.read_text().replace("0.9", "sovereignty-security-1.1"))
    remarks = validate_codes(open_study(Settings(inputs=(str(sheet),), draws=200))).remarks
    assert not any("codebook version" in r for r in remarks)


def test_an_unknown_group_is_refused(tmp_path: Path) -> None:
    (tmp_path / "hand.csv").write_text("passage_id,text,sovereignty,outlet\na,Word.,1,daily\n")
    study = open_study(Settings(inputs=(str(tmp_path / "hand.csv"),), draws=200))
    with pytest.raises(FramingError, match=r"no column 'paper' to tell groups apart; they have .*outlet"):
        validate_codes(study, by=["paper"])


def test_codes_without_texts_need_machine_codes(tmp_path: Path) -> None:
    (tmp_path / "hand.csv").write_text("passage_id,sovereignty\na,1\nb,0\n")
    (tmp_path / "machine.csv").write_text("passage_id,sovereignty\na,0.9\nb,0.7\n")
    assert "no text for a machine to code" in run("validate", str(tmp_path / "hand.csv"))
    arguments = ["validate", str(tmp_path / "hand.csv"), "--method", "codes", "--codes", str(tmp_path / "machine.csv")]
    row = json.loads(run(*arguments, "-f", "jsonl").splitlines()[0])
    assert (row["true_positives"], row["false_positives"], row["auc"]) == (1, 1, 1.0)
    assert row["brier"] == pytest.approx((0.01 + 0.49) / 2)


@pytest.mark.skipif(not (SHARED / "eval").is_dir(), reason="needs the development codes, which do not ship")
def test_figures_are_those_of_an_independent_script(tmp_path: Path) -> None:
    import subprocess

    gold = str(SHARED / "eval" / "frames-dev.jsonl")
    run("score", gold, "--unit", "document", "-o", str(tmp_path / "scores.jsonl"))
    script = [
        sys.executable,
        str(SHARED / "eval" / "eval_frames.py"),
        gold,
        str(tmp_path / "scores.jsonl"),
        "--weights",
    ]
    page = subprocess.run(script, capture_output=True, text=True, check=True).stdout
    rows = map(json.loads, run("validate", gold, "--draws", "200", "-f", "jsonl").splitlines())
    for row in rows:
        shown = f"{row['f1']:.3f}"
        assert f"macro-F1 {shown}" in page if row["frame"] == "mean of frames" else f"F1 {shown}" in page
