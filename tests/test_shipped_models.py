"""What ships is small, says what it is, holds no sentence, and codes invented passages in three languages offline."""

import sys

import pytest
from score_kit import passages_of

from framing.classify import FrameModel, model_from_parts
from framing.classify.blocks import NgramBlock
from framing.files.instruments import load_codebook
from framing.files.models import read_model, shipped_models
from framing.opening import open_scorer, open_study
from framing.settings import Settings
from framing.study import score_with

NAMES = [path.stem for path in shipped_models()]
# Invented, like everything here; each says a frame in other words than a dictionary would list first.
SAID = [
    ("en", "external_interference", "Foreign powers are plotting to install a puppet government in Karsovia."),
    ("ru", "external_interference", "Внешние силы пытаются вмешиваться во внутренние дела Карсовии."),
    ("zh", "external_interference", "某些国家插手卡索维亚内部事务，图谋策动颜色革命。"),
    ("en", "terrorism_separatism_extremism", "Karsovia will crush the terrorist gangs who bombed its market."),
    ("ru", "terrorism_separatism_extremism", "Карсовия уничтожит террористов, взорвавших рынок."),
    ("zh", "terrorism_separatism_extremism", "卡索维亚将坚决打击炸毁市场的恐怖分子。"),
]
PLAIN = [
    ("en", "The minister opened a library."),
    ("ru", "Министр открыл библиотеку."),
    ("zh", "部长出席了图书馆的开幕式。"),
]


@pytest.fixture(scope="module", params=NAMES)
def model(request: pytest.FixtureRequest) -> FrameModel:
    path = next(p for p in shipped_models() if p.stem == request.param)
    assert path.stat().st_size < 20_000_000
    return model_from_parts(*read_model(path))


def test_two_ship() -> None:
    assert sorted(NAMES) == ["frames", "frames-fast"]


def test_no_sentence_travels(model: FrameModel) -> None:
    for block in model.blocks:
        for vocabulary in block.vocabularies if isinstance(block, NgramBlock) else ():
            longest = max(len(name.split()) for name in vocabulary.names)
            assert longest <= (3 if vocabulary.kind == "words" else 1)
            assert vocabulary.kind == "words" or max(map(len, vocabulary.names)) <= 5
    assert model.card["settings"]["min_documents"] >= 5


def test_card_says_what_a_reader_must_know(model: FrameModel) -> None:
    card = model.card
    assert card["codebook"] == load_codebook().label
    assert set(card["data"]["source"]) & {"news-en", "news-ru"} == set()
    assert all(len(digest) == 64 for digest in card["data"]["files"].values())
    assert any("language model" in remark for remark in card["remarks"])
    accuracy = {(r["by"], r["group"], r["frame"]): r for r in card["scores"]["accuracy"]}
    for frame in card["frames"]:
        row = accuracy["all", "all", frame]
        assert row["f1_low"] < row["f1"] < row["f1_high"]
        assert row["calibration_error"] <= 0.05
    assert {("language", language, "macro") for language in ("en", "ru", "zh")} <= set(accuracy)
    assert card["scores"]["reliability"]
    assert card["weaknesses"]


@pytest.mark.parametrize("name", NAMES)
def test_codes_invented_passages(name: str) -> None:
    opened = open_study(Settings(inputs=("-",), method="classifier", model=name))
    scorer = open_scorer(opened)
    tables = [passages_of([text], language=language) for language, _, text in SAID]
    tables += [passages_of([text], language=language) for language, text in PLAIN]
    found = [score_with(scorer, table, opened)["frames"].to_pylist()[0] for table in tables]
    assert all(frame in frames for (_, frame, _), frames in zip(SAID, found, strict=False)), found
    assert found[len(SAID) :] == [[], [], []]
    assert "torch" not in sys.modules
