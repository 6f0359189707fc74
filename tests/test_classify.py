"""The classifier learns invented frames, says how sure it is, and its model scores without what trained it."""

from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest
from classify_kit import LEXICON, make_corpus, sense
from score_kit import ORCHARD, passages_of
from sklearn.base import clone

from framing.classify import FrameClassifier, Inputs, ModelScorer, SentenceEncoder, disagreement, model_from_parts
from framing.classify.evidence import drop_lonely_hits
from framing.classify.logistic import best_threshold, grouped_folds
from framing.errors import FramingError
from framing.files.models import read_model, write_model
from framing.score import Scorer

TEXTS, CODES, DOCUMENTS = make_corpus()
NEW, NEW_CODES, _ = make_corpus(60, seed=9)


def encode(texts: list[str]) -> np.ndarray:
    """A stand-in for an encoder: whether each of some words is there."""
    words = (
        "apples",
        "pears",
        "plums",
        "cherry",
        "aphids",
        "moths",
        "weevils",
        "mites",
        "frost",
        "ice",
        "snow",
        "night",
    )
    return np.array([[float(word in text) for word in words] for text in texts])


ENCODER = SentenceEncoder("words-1", encode)


@pytest.fixture(scope="module")
def fitted() -> FrameClassifier:
    classifier = FrameClassifier(
        ("words", "characters", "lexicon", "embeddings"), sense=sense, encoder=ENCODER, folds=3
    )
    return classifier.fit(TEXTS, CODES, groups=DOCUMENTS)


@pytest.mark.parametrize("features", [("words",), ("characters",), ("embeddings",), ("words", "lexicon")])
def test_learns_what_is_said(features: tuple[str, ...]) -> None:
    classifier = FrameClassifier(features, sense=sense, encoder=ENCODER, folds=3).fit(TEXTS, CODES, groups=DOCUMENTS)
    assert (classifier.predict(NEW) == NEW_CODES).mean() > 0.97
    assert (classifier.predict_proba(NEW).round() == NEW_CODES).mean() > 0.97


def test_model_file_scores_alike(fitted: FrameClassifier, tmp_path: Path) -> None:
    write_model(*fitted.model_.parts(), tmp_path / "x.model")
    model = model_from_parts(*read_model(tmp_path / "x.model"))
    expected = fitted.predict_proba(NEW)
    assert model.probabilities(Inputs(NEW, None, sense(NEW), ENCODER)) == pytest.approx(expected, abs=1e-6)
    # and alone, or in another order, a passage gets the same numbers
    for row in (0, 7):
        alone = model.probabilities(Inputs([NEW[row]], None, sense([NEW[row]]), ENCODER))
        assert alone[0] == pytest.approx(expected[row], abs=1e-6)


def test_equal_seed_equal_model(fitted: FrameClassifier) -> None:
    again = clone(fitted).fit(TEXTS, CODES, groups=DOCUMENTS)
    for (name, a), (_, b) in zip(fitted.model_.parts()[1].items(), again.model_.parts()[1].items(), strict=True):
        assert a.tobytes() == b.tobytes(), name


def test_held_out_rows_did_not_see_their_document() -> None:
    # A word that is unique to a document and tells its code perfectly must not help the held-out probabilities.
    texts = [f"{text} document{d}" for text, d in zip(TEXTS, DOCUMENTS, strict=True)]
    codes = np.random.default_rng(1).integers(0, 2, DOCUMENTS.max() + 1)[DOCUMENTS][:, None].astype(float)
    classifier = FrameClassifier(("words",), min_documents=1, folds=3).fit(texts, codes, groups=DOCUMENTS)
    brier = ((classifier.held_out_ - codes) ** 2).mean()
    assert brier > 0.24  # chance is 0.25; with leakage it is near 0


def test_abstains_on_frames_with_too_few_codes() -> None:
    codes = CODES.copy()
    codes[:, 1] = 0
    codes[:4, 1] = 1
    classifier = FrameClassifier(("words",), folds=3).fit(TEXTS, codes, groups=DOCUMENTS)
    assert classifier.abstained_ == (1,)
    assert classifier.predict(TEXTS)[:, 1].sum() == 0
    assert classifier.predict(TEXTS)[:, 0].sum() > 0


def test_weights_and_divided_coders() -> None:
    twice = FrameClassifier(("embeddings",), encoder=ENCODER, folds=3)
    soft = np.clip(CODES, 0.0, 1.0)
    soft[::3] = np.abs(soft[::3] - 0.25)  # one of four coders sees it otherwise
    p = twice.fit(TEXTS, soft, groups=DOCUMENTS).predict_proba(NEW)
    assert ((p > 0.5) == NEW_CODES).mean() > 0.95
    # rows of weight nought do not count: wrong codes there change nothing
    wrong, weight = CODES.copy(), np.ones(len(CODES))
    wrong[:120] = 1 - wrong[:120]
    weight[:120] = 1e-9
    classifier = FrameClassifier(("words",), folds=3).fit(TEXTS, wrong, groups=DOCUMENTS, sample_weight=weight)
    assert (classifier.predict_proba(NEW).round() == NEW_CODES).mean() > 0.9


def test_missing_codes_are_not_absence() -> None:
    codes = CODES.copy()
    codes[codes[:, 0] == 0, 0] = np.where(np.arange((codes[:, 0] == 0).sum()) % 2, np.nan, 0.0)
    classifier = FrameClassifier(("words",), folds=3).fit(TEXTS, codes, groups=DOCUMENTS)
    assert (classifier.predict(NEW) == NEW_CODES).mean() > 0.97


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"features": ("wörds",)}, "feature 'wörds' is not known"),
        ({"features": ("lexicon",)}, "needs a scorer"),
        ({"features": ("embeddings",)}, "needs an encoder"),
    ],
)
def test_choices_that_cannot_be(change: dict, sentence: str) -> None:
    with pytest.raises(FramingError, match=sentence):
        FrameClassifier(**change).fit(TEXTS, CODES, groups=DOCUMENTS)


def test_codes_out_of_range_and_one_document() -> None:
    with pytest.raises(FramingError, match="between 0 and 1"):
        FrameClassifier().fit(TEXTS, CODES * 2, groups=DOCUMENTS)
    with pytest.raises(FramingError, match="one document"):
        FrameClassifier(("words",)).fit(TEXTS, CODES, groups=np.zeros(len(TEXTS)))


def test_best_threshold_by_hand() -> None:
    # expected F1 of calling the first: 2*.9/(1+1.5); two: 2*1.5/(2+1.5); three: 2*1.5/(3+1.5) -> half of 6/7
    assert best_threshold(np.array([0.6, 0.9, 0.0]), np.ones(3)) == pytest.approx(3 / 7)
    assert best_threshold(np.zeros(2), np.ones(2)) == 0.5


def test_folds_keep_groups_whole_and_spread_codes() -> None:
    groups = np.repeat(np.arange(40), 3)
    codes = (groups[:, None] % 4 == 0).astype(float)
    fold = grouped_folds(groups, 5, codes, np.random.default_rng(0))
    assert all(len(set(fold[groups == g])) == 1 for g in range(40))
    assert [int(codes[fold == f].sum()) for f in range(5)] == [6] * 5


def scored(fitted: FrameClassifier, both: bool) -> pa.RecordBatch:
    model = model_from_parts(*fitted.model_.parts())
    object.__setattr__(model, "card", {"name": "orchard", "version": "1", "frames": list(ORCHARD.frame_ids)})
    scorer = ModelScorer(model, ORCHARD, Scorer([LEXICON], ORCHARD), encoder=ENCODER, both=both)
    passages = passages_of(NEW, start=100, grower=["Ilda"] * len(NEW))
    return scorer.score_batch(passages.combine_chunks().to_batches()[0])


def test_scorer_gives_the_scores_table(fitted: FrameClassifier) -> None:
    batch = scored(fitted, both=False)
    assert set(batch.column("method").to_pylist()) == {"classifier:orchard-1"}
    assert batch.column("grower").to_pylist() == ["Ilda"] * len(NEW)
    values = np.array([[row[f] for f in ORCHARD.frame_ids] for row in batch.column("values").to_pylist()])
    assert values == pytest.approx(fitted.predict_proba(NEW), abs=1e-6)
    frames = [[f in row for f in ORCHARD.frame_ids] for row in batch.column("frames").to_pylist()]
    assert (np.array(frames) == fitted.predict(NEW)).all()
    assert sum(map(len, batch.column("hits").to_pylist())) == 0


def test_scores_do_not_depend_on_the_batch(fitted: FrameClassifier, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = scored(fitted, both=True)
    monkeypatch.setattr("framing.classify.scorer._AT_ONCE", 7)
    parts = scored(fitted, both=True)
    assert parts.column("frames").to_pylist() == whole.column("frames").to_pylist()
    values = [[list(row.values()) for row in batch.column("values").to_pylist()] for batch in (whole, parts)]
    assert np.array(values[0]) == pytest.approx(np.array(values[1]), abs=1e-9)


def test_no_passages_no_scores(fitted: FrameClassifier) -> None:
    model = model_from_parts(*fitted.model_.parts())
    object.__setattr__(model, "card", {"name": "orchard", "version": "1", "frames": list(ORCHARD.frame_ids)})
    scorer = ModelScorer(model, ORCHARD, Scorer([LEXICON], ORCHARD), encoder=ENCODER)
    empty = passages_of(["a"]).slice(0, 0)
    assert scorer.score_batch(pa.RecordBatch.from_pylist([], schema=empty.schema)).num_rows == 0


def test_both_keeps_the_lexicon_beside(fitted: FrameClassifier) -> None:
    batch = scored(fitted, both=True)
    assert set(batch.column("method").to_pylist()) == {"classifier:orchard-1+lexicon"}
    hits = [sorted({hit["frame"] for hit in row}) for row in batch.column("hits").to_pylist()]
    assert hits == [sorted(row) for row in batch.column("lexicon_frames").to_pylist()]
    apart = disagreement(pa.Table.from_batches([batch]), ORCHARD)
    missed = [i for i, text in enumerate(NEW) if "weevils" in text]  # not in the lexicon
    assert apart[missed, 1].min() > 0.5
    found = [i for i, text in enumerate(NEW) if "aphids" in text]
    assert apart[found, 1].max() < 0.5


def test_a_frame_that_the_model_does_not_know(fitted: FrameClassifier) -> None:
    model = model_from_parts(*fitted.model_.parts())
    object.__setattr__(model, "card", {"name": "orchard", "version": "1", "frames": ["fruit", "pests", "wind"]})
    with pytest.raises(FramingError, match="frame 'frost' of codebook orchard-1"):
        ModelScorer(model, ORCHARD, Scorer([LEXICON], ORCHARD))


def test_lonely_hits_count_in_every_other_document() -> None:
    evidence = sense(["apples", "pears", "aphids", "aphids"])
    documents = np.array([0, 1, 2, 3])  # apples and pears are met once, aphids in two documents
    kept = drop_lonely_hits(evidence, documents)
    assert list(kept.entry) == ["pears", "aphids", "aphids"]
    assert kept.numbers()[0].sum() == 0
    assert (kept.numbers()[1:] == evidence.numbers()[1:]).all()
