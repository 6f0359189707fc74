"""Polarity and voice of hits, by golden cases of our own invention for every language that ships cues."""

import json
from pathlib import Path

import pytest
from score_kit import ORCHARD, lexicon_of, passages_of

from framing.files.cues import read_cues
from framing.files.lexicons import read_lexicon
from framing.paths import find_resource
from framing.records import Codebook, Cue, Cues, Frame
from framing.score import Scorer, score_passages

FOUR = ("sovereignty", "external_interference", "terrorism_separatism_extremism", "regional_stability")
FOLDER = Path(__file__).parent / "cases"
LANGUAGES = sorted(path.stem.removeprefix("polarity_") for path in FOLDER.glob("polarity_*.json"))
CASES = [
    pytest.param(
        language,
        case,
        id=f"{language}: {case['label']}",
        marks=[pytest.mark.xfail(reason=case["xfail"], strict=True)] if "xfail" in case else [],
    )
    for language in LANGUAGES
    for case in json.loads((FOLDER / f"polarity_{language}.json").read_text(encoding="utf-8"))
]


@pytest.fixture(scope="module")
def scorers() -> dict[str, Scorer]:
    codebook = Codebook("sovereignty-security", "1.1", tuple(Frame(frame, frame) for frame in FOUR))
    return {
        language: Scorer(
            [read_lexicon(find_resource(f"lexicons/{language}.tsv"), codebook)],
            codebook,
            cues=[read_cues(find_resource(f"lexicons/cues-{language}.txt"))],
        )
        for language in LANGUAGES
    }


@pytest.mark.parametrize(("language", "case"), CASES)
def test_marks(language: str, case: dict[str, str], scorers: dict[str, Scorer]) -> None:
    """`expected` maps words of the input to the marks of every hit that covers them."""
    text = case["input"]
    batch = passages_of([text], language).to_batches()[0]
    hits = scorers[language].score_batch(batch).column("hits").to_pylist()[0]
    for words, marks in dict(case["expected"]).items():
        at = text.index(words)
        found = {f"{h['polarity']} {h['voice']}" for h in hits if h["start"] < at + len(words) and at < h["end"]}
        assert found == {marks}, words


def test_there_are_sixty_cases_a_language() -> None:
    for language in LANGUAGES:
        assert sum(param.values[0] == language for param in CASES) >= 60


def test_marks_delete_no_hit() -> None:
    lexicon = lexicon_of(("fruit", "apple*"))
    cues = Cues("en", (Cue("no", "denied", "before", 6),))
    table = passages_of(["no apples, no apple", "apples"])
    plain = score_passages(table, [lexicon], ORCHARD)
    marked = score_passages(table, [lexicon], ORCHARD, cues=[cues])
    assert plain.column("values").equals(marked.column("values"))
    assert [[h["polarity"] for h in row] for row in marked.column("hits").to_pylist()] == [["denied"] * 2, ["affirmed"]]


def test_the_window_is_counted_in_words_outside_hits() -> None:
    cues = Cues("en", (Cue("no", "denied", "before", 2),))
    lexicon = lexicon_of(("fruit", "red apple"), ("fruit", "plum"))
    table = passages_of(["no red apple or plum", "no one saw plum", "no big plum"])
    rows = score_passages(table, [lexicon], ORCHARD, cues=[cues]).column("hits").to_pylist()
    assert [[h["polarity"] for h in row] for row in rows] == [["denied", "denied"], ["affirmed"], ["denied"]]
