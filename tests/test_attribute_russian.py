"""Russian reported speech by rules: golden cases of our own, laws of every span, and broken input."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from framing.attribute.russian import find_quotes

CASES = json.loads((Path(__file__).parent / "cases" / "attribution_ru.json").read_text(encoding="utf-8"))
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


def as_params(cases: list[dict[str, Any]]) -> list[Any]:
    """One test a case; a known failure is strict: once it passes, the mark must go."""
    return [
        pytest.param(
            case,
            id=case["label"],
            marks=[pytest.mark.xfail(reason=case["xfail"], strict=True)] if "xfail" in case else [],
        )
        for case in cases
    ]


@pytest.mark.parametrize("case", as_params(CASES))
def test_golden_case(case: dict[str, Any]) -> None:
    text = case["text"]
    found = [{"content": [text[a:b] for a, b in q.spans], "speaker": list(q.resolved)} for q in find_quotes(text)]
    assert found == case["expected"]


def test_there_are_enough_cases_and_negatives() -> None:
    assert len(CASES) >= 40
    assert sum(not case["expected"] for case in CASES) >= 8
    assert len({case["label"] for case in CASES}) == len(CASES)


@pytest.mark.parametrize("text", BROKEN)
def test_broken_text_raises_nothing(text: str) -> None:
    for quote in find_quotes(text):
        assert all(0 <= start < end <= len(text) for start, end in quote.spans)


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
