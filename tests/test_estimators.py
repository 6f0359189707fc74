"""The estimators behave as scikit-learn's own do: its checks, pipelines, searches and cross-validation."""

import pickle
import warnings
from functools import partial

import numpy as np
import pytest
from classify_kit import LEXICON, make_corpus, sense
from score_kit import ORCHARD
from sklearn.base import clone
from sklearn.exceptions import SkipTestWarning
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GridSearchCV, GroupKFold, cross_validate
from sklearn.multioutput import MultiOutputClassifier
from sklearn.pipeline import make_pipeline, make_union
from sklearn.utils.estimator_checks import check_estimator

from framing.chains.sense import LexiconSense
from framing.classify import (
    EmbeddingFeatures,
    FrameClassifier,
    FrameLogistic,
    LexiconFeatures,
    NgramFeatures,
    SentenceEncoder,
)

TEXTS, CODES, DOCUMENTS = make_corpus(120)
ENCODER = SentenceEncoder("lengths-1", lambda texts: [[len(t), t.count("a"), t.count("e")] for t in texts])
WORDS = ("words",)
# scikit-learn's checks feed arrays of numbers; those that need data do not apply to estimators of texts.
TEXT_ESTIMATORS = [
    FrameClassifier(WORDS),
    NgramFeatures(),
    NgramFeatures("characters"),
    LexiconFeatures(sense),
    EmbeddingFeatures(ENCODER),
]
SKIPPED = "Can't test estimator"


def test_numbers_pass_every_check() -> None:
    results = check_estimator(FrameLogistic(), on_skip=None, on_fail="raise")
    skipped = {r["check_name"]: str(r["exception"]) for r in results if r["status"] == "skipped"}
    # These skip for every estimator where the optional packages are not there.
    assert all("array_api" in name or "not installed" in why or "pandas" in why for name, why in skipped.items()), (
        skipped
    )
    assert sum(r["status"] == "passed" for r in results) > 40


@pytest.mark.parametrize("estimator", TEXT_ESTIMATORS, ids=lambda e: type(e).__name__)
def test_texts_pass_the_checks_that_apply(estimator: object) -> None:
    with warnings.catch_warnings(record=True) as said:
        warnings.simplefilter("always")
        results = check_estimator(estimator, on_skip=None, on_fail=None)
    failed = {r["check_name"]: repr(r["exception"]) for r in results if r["status"] == "failed"}
    assert failed == {}
    reasons = [str(w.message) for w in said if issubclass(w.category, SkipTestWarning)]
    assert all(SKIPPED in reason for reason in reasons), reasons
    assert estimator.__sklearn_tags__().input_tags.string


@pytest.mark.parametrize("estimator", TEXT_ESTIMATORS, ids=lambda e: type(e).__name__)
def test_clone_pickle_and_same_result(estimator: object) -> None:
    if callable(getattr(estimator, "encoder", None)) or isinstance(estimator, EmbeddingFeatures):
        estimator = clone(estimator)  # a lambda does not pickle, and is no part of a model
        assert estimator.fit(TEXTS).transform(TEXTS[:3]).shape == (3, 3)
        return
    fitted = clone(estimator).fit(TEXTS, CODES)
    again = pickle.loads(pickle.dumps(fitted))
    method = "predict_proba" if hasattr(fitted, "predict_proba") else "transform"
    first, second = (getattr(e, method)(TEXTS[:9]) for e in (fitted, again))
    plain = [x.toarray() if hasattr(x, "toarray") else x for x in (first, second)]
    assert (plain[0] == plain[1]).all()


def test_features_in_a_pipeline() -> None:
    features = make_union(NgramFeatures("words", 2), NgramFeatures("characters", 2), LexiconFeatures(sense))
    pipeline = make_pipeline(features, MultiOutputClassifier(LogisticRegression(max_iter=300)))
    assert (pipeline.fit(TEXTS, CODES).predict(TEXTS) == CODES).mean() > 0.97


def test_classifier_in_a_pipeline_a_search_and_cross_validation() -> None:
    classifier = FrameClassifier(WORDS, folds=2, min_documents=2)
    pipeline = make_pipeline(classifier)
    assert pipeline.fit(TEXTS, CODES).predict(TEXTS[:5]).shape == (5, 3)
    search = GridSearchCV(classifier, {"min_documents": [2, 110]}, cv=2)
    assert search.fit(TEXTS, CODES).best_params_ == {"min_documents": 2}
    scores = cross_validate(classifier, TEXTS, CODES, groups=DOCUMENTS, cv=GroupKFold(3), scoring="f1_macro")
    assert scores["test_score"].min() > 0.9


def test_equal_rows_count_like_weights() -> None:
    rng = np.random.default_rng(1)
    x, weight = rng.normal(size=(80, 2)), rng.integers(0, 3, 80)
    y = (x[:, 0] + rng.normal(size=80) > 1).astype(int)
    weighed = FrameLogistic(threshold="f1").fit(x, y, sample_weight=weight)
    repeated = FrameLogistic(threshold="f1").fit(np.repeat(x, weight, axis=0), np.repeat(y, weight))
    assert weighed.coef_ == pytest.approx(repeated.coef_)
    assert weighed.threshold_ == pytest.approx(repeated.threshold_)


def test_frame_logistic_cuts_for_f1() -> None:
    rng = np.random.default_rng(0)
    x = rng.normal(size=(2000, 1))
    y = rng.random(2000) < 1 / (1 + np.exp(-(x[:, 0] - 2.5)))  # a rare class, hard to tell
    model = FrameLogistic(threshold="f1").fit(x, y)
    assert model.threshold_ < 0.35
    f1 = {cut: _f1(y, model.predict_proba(x)[:, 1] >= cut) for cut in (model.threshold_, 0.5)}
    assert f1[model.threshold_] > f1[0.5] + 0.05


def _f1(y: np.ndarray, called: np.ndarray) -> float:
    return 2 * (y & called).sum() / (y.sum() + called.sum())


def test_ngram_columns_are_named() -> None:
    features = NgramFeatures("words", 2).fit(TEXTS)
    names = list(features.get_feature_names_out())
    assert "aphids on the" in names
    row = features.transform(["aphids on the leaves"])
    assert row[0, names.index("aphids on the")] > 0
    assert partial(np.linalg.norm)(row.toarray()[0]) == pytest.approx(1)


def test_lexicon_sense_is_a_feature_that_pickles() -> None:
    looks = pickle.loads(pickle.dumps(LexiconSense([LEXICON], ORCHARD)))
    found = LexiconFeatures(looks).fit_transform(["ripe apples", "nothing"])
    assert found[0].sum() > 0
    assert found[1].sum() == 0
    classifier = FrameClassifier(("lexicon",), sense=looks, folds=2).fit(TEXTS, CODES, groups=DOCUMENTS)
    assert classifier.predict(["ripe apples and aphids on the leaves"]).tolist() == [[1, 1, 0]]
