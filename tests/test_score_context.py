"""Context rules: one line a law, on a toy lexicon; the shipped English lexicon by cases."""

import json
from pathlib import Path

import pytest
from score_kit import ORCHARD, frames_of, lexicon_of, passages_of

from framing.errors import FramingError
from framing.files.lexicons import read_lexicon
from framing.paths import find_resource
from framing.records import Codebook, Frame
from framing.score import score_passages

CASES = json.loads((Path(__file__).parent / "cases" / "score_en.json").read_text(encoding="utf-8"))
FOUR = ("sovereignty", "external_interference", "terrorism_separatism_extremism", "regional_stability")
CLASSES = {"colour": ("red", "dark green", "green*")}

RULES = [
    ("near 3: red", "a red and ripe core", True),  # two words between
    ("near 3: red", "a red and very ripe core", False),  # three between
    ("near 3: red", "core so ripe red", True),
    ("near 3: red", "All was red. The core", False),  # another sentence
    ("near 3: @colour", "dark green core", True),
    ("near 3: red, green", "green core", True),
    ("after: red", "red core", True),
    ("after: red", "red ripe core", False),
    ("after: red", "core red", False),
    ("after 2: red", "red ripe core", True),
    ("before: red", "core red", True),
    ("before 2: of an apple", "core of an apple", True),
    ("not after: hard", "hard core", False),
    ("not after: hard", "soft core", True),
    ("sentence: red", "red is what we all like in an old core", True),
    ("sentence: red", "It is red. The core", False),
    ("passage: red", "It is red. The core", True),
    ("passage: core", "the core", False),  # never the hit itself
    ("passage: core", "the core of the core", True),
    ("passage: red; not passage: green", "red core", True),
    ("passage: red; not passage: green", "red core, green leaf", False),
    ("passage: red;", "red core", True),  # a trailing semicolon is nothing
    ("with: @pests", "the core and a moth", True),
    ("with: @pests", "the core and a fly", False),  # a weak hit of the frame is not enough
    ("with: fly", "the core and a fly", True),
    ("with: moth*", "the core and moths", True),
    ("not with: @pests", "the core and a moth", False),
]


@pytest.mark.parametrize(("rule", "text", "holds"), RULES)
def test_rule(rule: str, text: str, holds: bool) -> None:
    rows = (("fruit", "core", "context", rule), ("pests", "moth*"), ("pests", "fly", "weak"))
    found = frames_of(text, lexicon_of(*rows, word_classes=CLASSES))
    assert ("fruit" in found) is holds


def test_two_lines_of_one_entry_are_an_or() -> None:
    rows = (("fruit", "core", "context", "near 3: red"), ("fruit", "core", "context", "near 3: ripe"))
    assert frames_of("ripe core", lexicon_of(*rows)) == ["fruit"]
    assert frames_of("hard core", lexicon_of(*rows)) == []


def test_a_weak_line_is_raised_by_a_context_line() -> None:
    rows = (("fruit", "core", "weak"), ("fruit", "core", "context", "near 3: red"))
    assert frames_of("the core", lexicon_of(*rows)) == []
    assert frames_of("red core", lexicon_of(*rows)) == ["fruit"]


def test_the_rule_that_let_it_count_is_in_the_hit() -> None:
    rows = (("fruit", "core", "context", "near 3: red"), ("pests", "moth"))
    row = score_passages(passages_of(["red core, moth"]), [lexicon_of(*rows)], ORCHARD).to_pylist()[0]
    assert [hit["rule"] for hit in row["hits"]] == ["near 3: red", ""]


def test_terms_of_one_rule_do_not_hide_those_of_another() -> None:
    rows = (("fruit", "core", "context", "near 5: green"), ("pests", "grub", "context", "near 5: dark green"))
    assert frames_of("dark green core grub", lexicon_of(*rows)) == ["fruit", "pests"]


def test_context_words_may_stand_under_an_exclusion() -> None:
    rows = (("fruit", "core", "context", "near 5: green"), ("", "green party"))
    assert frames_of("green party core", lexicon_of(*rows)) == ["fruit"]


def test_a_failed_context_entry_hides_no_shorter_one() -> None:
    rows = (("fruit", "red core", "context", "near 3: ripe"), ("pests", "core"), ("", "dead core"), ("frost", "cor*"))
    lexicon = lexicon_of(*rows)
    assert frames_of("a red core", lexicon) == ["pests", "frost"]
    assert frames_of("a ripe red core", lexicon) == ["fruit"]
    assert frames_of("a dead core", lexicon) == []
    # What stands partly under another hit that counts stays hidden.
    longer = lexicon_of(
        ("fruit", "red core", "context", "near 3: ripe"), ("pests", "core of a pear"), ("frost", "core")
    )
    assert frames_of("a red core of a pear", longer) == ["pests"]


def test_a_failed_with_rule_hides_no_shorter_one() -> None:
    lexicon = lexicon_of(("fruit", "red core", "context", "with: @frost"), ("pests", "core"), ("frost", "ice"))
    assert [frames_of(text, lexicon) for text in ("a red core", "ice, a red core")] == [["pests"], ["fruit", "frost"]]


def test_with_rules_do_not_lean_on_each_other() -> None:
    rows = (("fruit", "core", "context", "with: @pests"), ("pests", "grub", "context", "with: @fruit"))
    assert frames_of("core grub", lexicon_of(*rows)) == []


def test_an_unknown_word_class_is_named() -> None:
    with pytest.raises(FramingError, match="'@colours' is not known; it may be one of colour"):
        frames_of("x", lexicon_of(("fruit", "core", "context", "near 3: @colours"), word_classes=CLASSES))


@pytest.mark.parametrize("case", CASES, ids=[case["label"] for case in CASES])
def test_english(case: dict[str, object], request: pytest.FixtureRequest) -> None:
    if "xfail" in case:
        request.applymarker(pytest.mark.xfail(reason=str(case["xfail"]), strict=True))
    codebook = Codebook("sovereignty-security", "1.1", tuple(Frame(frame, frame) for frame in FOUR))
    lexicon = read_lexicon(find_resource("lexicons/en.tsv"), codebook)
    scores = score_passages(passages_of([str(case["input"])]), [lexicon], codebook)
    assert scores.column("frames").to_pylist()[0] == case["expected"]
