"""A scholar's own codes, from a table to a model that scores: measured on held-out documents, with its card."""

import contextlib
import hashlib
import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest
from classify_kit import make_corpus
from typer.testing import CliRunner

from framing.chains.card import compare_baselines
from framing.classify.classifier import FrameClassifier
from framing.classify.crossval import Coded, leave_one_out, train_and_hold_out
from framing.classify.evaluate import measure_accuracy
from framing.classify.inputs import Inputs
from framing.cli import app
from framing.errors import FramingError

TEXTS, CODES, DOCUMENTS = make_corpus()
FRAMES = ("fruit", "pests", "frost")
TRAIN = (
    "train codes.jsonl --codebook orchard.toml --features words --leave-out speaker --no-curve --date 2024-05-01 "
    "--save {0}.model -o {0}.json"
)


@dataclass(frozen=True)
class Done:
    """What a command left."""

    exit_code: int
    stdout: str
    stderr: str


def run(arguments: str, folder: Path) -> Done:
    """The command line in `folder`; a mendable error is exit status 1, as `main` makes it."""
    with contextlib.chdir(folder):
        done = CliRunner().invoke(app, arguments.split())
    if isinstance(done.exception, FramingError):
        return Done(1, done.stdout, str(done.exception))
    if done.exception is not None and not isinstance(done.exception, SystemExit):
        raise done.exception
    return Done(done.exit_code, done.stdout, done.stderr)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    here = tmp_path_factory.mktemp("orchard")
    frames = "\n".join(f'[[frames]]\nid = "{f}"\ntitle = "{f.title()}"\n' for f in FRAMES)
    (here / "orchard.toml").write_text(f'name = "orchard"\nversion = "1"\n{frames}')
    rows = [
        {"passage_id": f"p{i}", "document_id": f"d{d}", "text": text, "speaker": "Ilda" if d % 2 else "Oren"}
        | {frame: int(code) for frame, code in zip(FRAMES, codes, strict=True)}
        for i, (text, codes, d) in enumerate(zip(TEXTS, CODES, DOCUMENTS, strict=True))
    ]
    (here / "codes.jsonl").write_text("\n".join(json.dumps(row) for row in rows))
    (here / "new.txt").write_text("Nobody doubted a swarm of moths. Nobody doubted ripe apples and a late frost.")
    return here


@pytest.fixture(scope="module")
def trained(folder: Path) -> dict:
    done = run(TRAIN.format("orchard"), folder)
    assert done.exit_code == 0, done.stderr
    assert "orchard.model" in done.stderr
    return json.loads((folder / "orchard.json").read_text())


def rows_of(report: dict, name: str) -> list[dict]:
    return report["tables"][name] if "tables" in report else report[name]


def test_report_holds_scores_groups_and_yardsticks(trained: dict) -> None:
    accuracy = rows_of(trained, "accuracy")
    overall = {row["frame"]: row for row in accuracy if row["by"] == "all"}
    assert set(overall) == {*FRAMES, "macro"}
    assert all(row["f1"] > 0.95 and row["f1_low"] <= row["f1"] <= row["f1_high"] for row in overall.values())
    assert overall["fruit"]["n_coded"] == CODES[:, 0].sum()
    assert {row["group"] for row in accuracy if row["by"] == "speaker"} == {"Ilda", "Oren"}
    assert {row["group"] for row in rows_of(trained, "left_out")} == {"Ilda", "Oren"}
    assert {row["method"] for row in rows_of(trained, "baselines")} == {"larger class", "classifier"}


def test_model_scores_with_its_own_codebook(trained: dict, folder: Path) -> None:
    arguments = "score new.txt --unit sentence --attribution none --method classifier --model orchard.model -f jsonl"
    done = run(arguments, folder)
    assert done.exit_code == 0, done.stderr
    frames = [json.loads(line)["frames"] for line in done.stdout.splitlines()]
    assert frames == [["pests"], ["fruit", "frost"]]


def test_card_tells_data_and_hashes(trained: dict, folder: Path) -> None:
    card = json.loads(run("model show orchard.model -f json", folder).stdout)
    assert card["data"]["passages"] == len(TEXTS)
    assert card["data"]["documents"] == len(set(DOCUMENTS))
    assert card["data"]["files"] == {"codes.jsonl": hashlib.sha256((folder / "codes.jsonl").read_bytes()).hexdigest()}
    assert (card["date"], card["codebook"], card["frames"]) == ("2024-05-01", "orchard-1", list(FRAMES))
    page = run("model show orchard.model", folder).stdout
    assert "RELIABILITY" in page
    assert "fruit" in page


def test_same_recipe_same_bytes(trained: dict, folder: Path) -> None:
    run(TRAIN.format("again"), folder)
    assert (folder / "again.model").read_bytes() == (folder / "orchard.model").read_bytes()


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ("train codes.jsonl --codebook orchard.toml --features words --leave-out village", "no column 'village'"),
        ("train codes.jsonl --codebook orchard.toml --features words --without x=1", "no column 'x'"),
        ("train codes.jsonl --codebook orchard.toml --features words --folds 1", "--folds is 1"),
        ("score new.txt --method classifier --model nowhere", "neither a file nor a shipped model"),
        ("score new.txt --method classifier --model new.txt", "no model file"),
    ],
)
def test_mistakes_are_sentences(folder: Path, arguments: str, sentence: str) -> None:
    done = run(arguments, folder)
    assert done.exit_code == 1
    assert sentence in " ".join(done.stderr.split())
    assert "Traceback" not in done.stderr


def test_held_out_rows_see_nothing_of_their_document_or_group() -> None:
    # The codes are noise that the document's own word tells: whoever saw the document would know them.
    texts = [f"{text} village{d}" for text, d in zip(TEXTS, DOCUMENTS, strict=True)]
    codes = np.random.default_rng(5).integers(0, 2, DOCUMENTS.max() + 1)[DOCUMENTS][:, None].astype(float)
    classifier = FrameClassifier(("words",), min_documents=1, folds=3)
    coded = Coded(Inputs(texts), codes, np.ones(len(texts)), DOCUMENTS)
    for held in (
        train_and_hold_out(classifier, coded, folds=4).held,
        leave_one_out(classifier, coded, [f"g{d % 3}" for d in DOCUMENTS]),
    ):
        assert held.seen.all()
        assert ((held.probabilities - codes) ** 2).mean() > 0.2


def test_small_groups_are_not_held_out() -> None:
    classifier = FrameClassifier(("words",), folds=2)
    coded = Coded(Inputs(TEXTS), CODES, np.ones(len(TEXTS)), DOCUMENTS)
    groups = ["few"] * 8 + ["many"] * 100 + ["more"] * (len(TEXTS) - 108)
    held = leave_one_out(classifier, coded, groups, fewest=20)
    assert held.seen.tolist() == [False] * 8 + [True] * (len(TEXTS) - 8)
    assert (held.called[8:] == CODES[8:]).mean() > 0.94


def test_rows_that_are_only_measured_teach_nothing() -> None:
    # The second half is coded upside down: a model that learned from it would be at a loss.
    codes = np.where(np.arange(len(TEXTS))[:, None] < 120, CODES, 1 - CODES)
    classifier = FrameClassifier(("words",), folds=3, min_documents=2)
    coded = Coded(Inputs(TEXTS), codes, np.ones(len(TEXTS)), DOCUMENTS, np.arange(len(TEXTS)) < 120)
    trained = train_and_hold_out(classifier, coded, folds=3)
    assert (trained.held.called[:120] == CODES[:120]).mean() > 0.85
    assert (trained.held.called[120:] == CODES[120:]).mean() > 0.85
    assert ((trained.model.probabilities(Inputs(TEXTS)) > 0.5) == CODES).mean() > 0.9


def test_accuracy_by_hand() -> None:
    held = {
        "codes": np.array([[1.0], [1.0], [0.0], [0.0]]),
        "probabilities": np.array([[0.9], [0.4], [0.6], [0.1]]),
        "called": np.array([[True], [False], [True], [False]]),
        "weights": np.ones(4),
        "documents": np.array([0, 0, 1, 1]),
        "seen": np.ones(4, dtype=bool),
    }
    table = measure_accuracy(held, ["fruit"], {"source": ["a", "a", "b", "b"]}, rng=np.random.default_rng(0))
    row = table.filter(pa.compute.equal(table["frame"], "fruit")).to_pylist()[0]
    assert (row["precision"], row["recall"], row["f1"], row["auc"]) == (0.5, 0.5, 0.5, 0.75)
    assert row["brier"] == pytest.approx((0.01 + 0.36 + 0.36 + 0.01) / 4)
    of_b = [r for r in table.to_pylist() if r["group"] == "b" and r["frame"] == "fruit"]
    assert of_b[0]["f1"] == 0.0


def test_few_codes_are_measured_like_the_model_of_all() -> None:
    # 12 coded passages are enough for the model; the 9 of a fold must not make it abstain where it is measured.
    codes = np.zeros((len(TEXTS), 1))
    chosen = np.flatnonzero([("aphids" in t) for t in TEXTS])[:12]
    codes[chosen] = 1
    texts = [t if i in chosen else t.replace("aphids", "moths") for i, t in enumerate(TEXTS)]
    classifier = FrameClassifier(("words",), folds=4, min_documents=2)
    trained = train_and_hold_out(classifier, Coded(Inputs(texts), codes, np.ones(len(texts)), DOCUMENTS), folds=4)
    assert trained.abstained == ()
    assert trained.held.called[chosen].mean() > 0.9


def test_a_lexicon_that_is_better_is_named() -> None:
    rows = [("classifier", 0.6), ("lexicon alone", 0.7)]
    table = pa.table({"method": [m for m, _ in rows], "frame": ["macro"] * 2, "f1": [f for _, f in rows]})
    assert "0.700" in compare_baselines(table)[0]
    assert compare_baselines(table.set_column(2, "f1", [[0.8, 0.7]])) == []
