"""Chinese reported speech by rules: golden cases of our own, laws of every span, and broken input."""

from __future__ import annotations

from typing import Any

import pytest
from attribution_kit import as_params, check_cases, check_spans, read_cases, seen

from framing.attribute.chinese import find_quotes

CASES = read_cases("zh")
BROKEN = ["", "\n \n", "“", "”", "说", "“说”", "他说", "：", "\ud800表示\x00", "“" * 200, "他说，" * 300]


@pytest.mark.parametrize("case", as_params(CASES))
def test_golden_case(case: dict[str, Any]) -> None:
    assert seen(case["text"], find_quotes(case["text"])) == case["expected"]


def test_there_are_enough_cases_and_negatives() -> None:
    check_cases(CASES, fewest=40, negatives=7)


@pytest.mark.parametrize("text", BROKEN)
def test_broken_text_raises_nothing(text: str) -> None:
    check_spans(text, find_quotes(text))
