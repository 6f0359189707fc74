"""Explanations name the words that a model was given to learn, whatever the model is made of."""

import dataclasses
import itertools
import json
from pathlib import Path

import numpy as np
import pytest
from classify_kit import LEXICON, make_corpus, sense
from score_kit import ORCHARD, passages_of
from test_classify import ENCODER
from typer.testing import CliRunner

from framing.classify import FrameClassifier, FrameModel, ModelScorer
from framing.classify.explain import explain_passages, find_words, strongest_features
from framing.cli import app
from framing.score import Scorer

TEXTS, CODES, DOCUMENTS = make_corpus()


def scorer_of(*features: str) -> ModelScorer:
    classifier = FrameClassifier(features, sense=sense, encoder=ENCODER, folds=3).fit(TEXTS, CODES, groups=DOCUMENTS)
    model = dataclasses.replace(classifier.model_, card={"name": "toy", "version": "1", "frames": ORCHARD.frame_ids})
    return ModelScorer(model, ORCHARD, Scorer([LEXICON], ORCHARD), encoder=ENCODER, both=True)


@pytest.fixture(scope="module")
def scorer() -> ModelScorer:
    return scorer_of("words", "lexicon")


def explained(text: str, scorer: ModelScorer, *, start: int = 0) -> list[dict[str, object]]:
    batch = passages_of([text], start=start).combine_chunks().to_batches()[0]
    return explain_passages(batch, scorer, ORCHARD).to_pylist()


def strongest(rows: list[dict[str, object]], frame: str) -> dict[str, object]:
    return max((row for row in rows if row["frame"] == frame), key=lambda row: row["effect"])


@pytest.mark.parametrize("features", [("words", "lexicon"), ("characters",), ("embeddings",)])
def test_the_telling_words_come_first(features: tuple[str, ...]) -> None:
    rows = explained("A letter from the valley told of weevils in the bark.", scorer_of(*features))
    assert "weevils" in strongest(rows, "pests")["words"] or "bark" in strongest(rows, "pests")["words"]
    assert strongest(rows, "pests")["effect"] > 1


def test_words_slice_back_to_the_document(scorer: ModelScorer) -> None:
    text = "Nobody doubted ripe apples and a late frost."
    for row in explained(text, scorer, start=100):
        assert text[row["start"] - 100 : row["end"] - 100] == row["words"]


def test_an_effect_is_what_leaving_the_words_out_does(scorer: ModelScorer) -> None:
    text = "Nobody doubted ripe apples."
    row = strongest(explained(text, scorer), "fruit")
    rest = text.replace(row["words"], "").replace("  ", " ").replace(" .", ".")
    batch = passages_of([rest]).combine_chunks().to_batches()[0]
    p = scorer.score_batch(batch).column("values").to_pylist()[0]["fruit"]
    assert row["probability_without"] == pytest.approx(p, abs=1e-9)
    odds = [np.log(v / (1 - v)) for v in (row["probability"], p)]
    assert row["effect"] == pytest.approx(odds[0] - odds[1])


def test_a_lexicon_hit_is_left_out_whole_and_marked(scorer: ModelScorer) -> None:
    rows = explained("Nobody doubted ripe apples and a late frost.", scorer)
    assert strongest(rows, "fruit")["in_lexicon"]
    assert "apples" in strongest(rows, "fruit")["words"]
    marked = {row["words"] for row in rows if row["in_lexicon"]}
    assert not any("frost" in words and "apples" in words for words in marked)
    by_frame = [row["words"] for row in rows if row["frame"] == "fruit" and row["in_lexicon"]]
    assert all("frost" not in words for words in by_frame), "a hit of another frame is no hit of this one"


def test_no_two_reported_stretches_overlap(scorer: ModelScorer) -> None:
    rows = explained("The growers of Ostmark met on Monday and spoke of ripe apples and ice on the blossom.", scorer)
    for frame in ORCHARD.frame_ids:
        spans = sorted((row["start"], row["end"]) for row in rows if row["frame"] == frame)
        assert all(a[1] <= b[0] for a, b in itertools.pairwise(spans))


def test_a_passage_without_words_has_nothing_to_explain(scorer: ModelScorer) -> None:
    assert explained("* * *", scorer) == []


def test_words_of_han_text_are_the_models_phrases() -> None:
    assert find_words("外交部 said: co-operation") == [(4, 8), (10, 22)]


def test_strongest_features_are_ranked_and_named(scorer: ModelScorer) -> None:
    rows = strongest_features(scorer.model, ORCHARD, most=5).to_pylist()
    pests = [row for row in rows if row["frame"] == "pests"]
    words = [row["feature"] for row in pests if row["part"] == "words" and row["weight"] > 0]
    assert any(word.split()[0] in {"aphids", "weevils", "moths", "mites", "swarm"} for word in words)
    weights = [row["weight"] for row in pests if row["part"] == "lexicon" and row["weight"] > 0]
    assert weights == sorted(weights, reverse=True)
    assert any(row["feature"].startswith("pests: ") for row in pests if row["part"] == "lexicon")


def test_a_model_of_embeddings_alone_names_no_features() -> None:
    model = scorer_of("embeddings").model
    assert isinstance(model, FrameModel)
    assert strongest_features(model, ORCHARD).num_rows == 0


def run(*arguments: str) -> str:
    done = CliRunner().invoke(app, ["explain", *arguments])
    assert done.exit_code == 0, done.stderr or str(done.exception)
    return done.stdout


@pytest.fixture
def texts(tmp_path: Path) -> str:
    lines = [
        "Karsovia will never give up its sovereignty over the Ostrel islands.",
        "The harvest was good this year.",
        "Outside powers must stop stirring up trouble in the Velmark valley.",
    ]
    path = tmp_path / "texts.jsonl"
    path.write_text("".join(json.dumps({"id": f"t{i}", "text": text}) + "\n" for i, text in enumerate(lines)))
    return str(path)


def test_the_shipped_model_explains_a_sentence(texts: str) -> None:
    page = run(texts, "--passage", "t0#1", "--frame", "sovereignty")
    first = page.splitlines()[2]
    assert "sovereignty" in first
    assert "in the lexicon" in first
    assert "t1#1" not in page


def test_disagreements_are_sorted_by_size(texts: str) -> None:
    rows = [json.loads(line) for line in run(texts, "--disagree", "-f", "jsonl").splitlines()]
    sizes = [row["disagreement"] for row in rows]
    assert len(rows) == 12, "three passages, four frames"
    assert sizes == sorted(sizes, reverse=True)
    for row in rows:
        expected = row["probability"] if row["lexicon"] == "not found" else 1 - row["probability"]
        assert row["disagreement"] == pytest.approx(expected)


def test_without_texts_the_models_features_are_shown() -> None:
    page = run("--frame", "terrorism_separatism_extremism", "--most", "5")
    assert "words, for it:" in page
    assert "terrorism" in page
    assert "regional_stability\n" not in page


def test_what_cannot_be_explained_is_said(texts: str, tmp_path: Path) -> None:
    (tmp_path / "c.csv").write_text("passage_id,sovereignty\nt0#1,1\n")
    for arguments, said in (
        (["--passage", "t9#1"], "there is no passage 't9#1'"),
        (["--frame", "economy"], "frame 'economy' is not in codebook"),
        (["--method", "codes", "--codes", str(tmp_path / "c.csv")], "nothing to explain"),
    ):
        done = CliRunner().invoke(app, ["explain", texts, *arguments])
        assert said in str(done.exception)
