"""English reported speech by a parser: golden cases of our own, laws of every span, and broken input."""

from __future__ import annotations

from typing import Any

import pytest
from attribution_kit import as_params, check_cases, check_spans, read_cases, seen

from framing.attribute.english import find_quotes, find_quotes_in_texts
from framing.attribute.english.parser import load_parser
from framing.errors import FramingError

CASES = read_cases("en")
BROKEN = [
    "",
    "\n \n",
    '"',
    "“",
    "''",
    "said",
    '"said"',
    "He said",
    ":",
    "\ud800 said \x00",
    "“" * 200,
    "he said " * 300,
]

needs_parser = pytest.mark.skipif(load_parser() is None, reason="no English parser installed")


@needs_parser
@pytest.mark.parametrize("case", as_params(CASES))
def test_golden_case(case: dict[str, Any]) -> None:
    assert seen(case["text"], find_quotes(case["text"])) == case["expected"]


def test_there_are_enough_cases_and_negatives() -> None:
    check_cases(CASES, fewest=60, negatives=12)


@needs_parser
@pytest.mark.parametrize("text", BROKEN)
def test_broken_text_raises_nothing(text: str) -> None:
    check_spans(text, find_quotes(text))


@needs_parser
def test_batch_equals_one_by_one() -> None:
    texts = [case["text"] for case in CASES[:12]]
    assert list(find_quotes_in_texts(texts)) == [find_quotes(text) for text in texts]


@needs_parser
def test_three_levels_with_relay_and_shared_view() -> None:
    text = (
        "Foreign Minister Rado Belk met Foreign Minister Tan Wei. The Kest News Agency says that Tan stressed that "
        "President Ilo Marn had sent a letter, expressing firm opposition to any blockade of the river."
    )
    outer, middle, inner = find_quotes(text)
    assert [q.level for q in (outer, middle, inner)] == [0, 1, 2]
    assert (middle.parent, inner.parent) == (0, 1)
    assert middle.relayed_by == outer.mention
    assert middle.resolved == ("Tan Wei",)
    assert inner.resolved == ("Ilo Marn",)


@needs_parser
def test_co_holders_are_no_part_of_the_content() -> None:
    text = "Rado Belk said the blockade was planned abroad -- a view shared by President Ilo Marn and the Kest side."
    (quote,) = find_quotes(text)
    assert [text[a:b] for a, b in quote.spans] == ["the blockade was planned abroad"]
    assert [text[a:b] for a, b in quote.co_holders] == ["President Ilo Marn", "the Kest side"]


@needs_parser
def test_who_quotes_somebody_unnamed_passes_it_on() -> None:
    text = "State radio quoted a senior official as saying that the dam would hold."
    outer, inner = find_quotes(text)
    assert inner.relayed_by == outer.mention
    assert text[slice(*inner.mention)] == "a senior official"


@needs_parser
def test_a_person_who_quotes_is_no_relay() -> None:
    (outer, inner) = find_quotes("Ana Orlu said that Bo Tarn claimed that the bridge was sold.")
    assert outer.resolved == ("Ana Orlu",)
    assert inner.resolved == ("Bo Tarn",)
    assert inner.relayed_by is None


def test_a_model_that_is_not_there_is_named() -> None:
    with pytest.raises(FramingError, match="no_such_model"):
        load_parser("no_such_model")
