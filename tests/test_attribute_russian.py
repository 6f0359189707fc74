"""Russian reported speech by rules: golden cases of our own, laws of every span, and broken input."""

from __future__ import annotations

from typing import Any

import pytest
from attribution_kit import as_params, check_cases, check_spans, read_cases, seen

from framing.attribute.russian import find_quotes

CASES = read_cases("ru")
BROKEN = [
    "",
    "\n \n",
    "«",
    "»",
    "— —",
    "сказал",
    "«сказал»",
    "Он сказал",
    ":",
    "\ud800 заявил \x00",
    "«" * 200,
    "он сказал " * 300,
]

FIRST = "Министр иностранных дел Томас Верхале заявил, что статья 5 неприемлема.\n\n"


@pytest.mark.parametrize("case", as_params(CASES))
def test_golden_case(case: dict[str, Any]) -> None:
    assert seen(case["text"], find_quotes(case["text"])) == case["expected"]


def test_there_are_enough_cases_and_negatives() -> None:
    check_cases(CASES, fewest=40, negatives=8)


@pytest.mark.parametrize("text", BROKEN)
def test_broken_text_raises_nothing(text: str) -> None:
    check_spans(text, find_quotes(text))


@pytest.mark.parametrize(
    "sentence",
    [
        "Если такие проверки предложат Карвонии, добавил он, ответ будет коротким.",
        "Если проверки предложат Иванову, добавил он, ответ будет коротким.",
        "Петров приехал без приглашения, отметил он.",
        "«Петров приехал без приглашения», — сказал он.",
    ],
)
def test_a_name_in_what_is_said_is_not_the_speaker(sentence: str) -> None:
    found = find_quotes(FIRST + sentence)
    assert [a.resolved for a in found] == [("Томас Верхале",), ("Томас Верхале",)]


def test_a_subject_before_the_cue_is() -> None:
    found = find_quotes(FIRST + "Алексей Петров приехал в Сорель, где он заявил, что переговоры начнутся в мае.")
    assert found[-1].resolved == ("Алексей Петров",)
