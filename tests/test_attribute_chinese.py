"""Chinese reported speech by rules: golden cases of our own, laws of every span, and broken input."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from framing.attribute.chinese import find_quotes

CASES = json.loads((Path(__file__).parent / "cases" / "attribution_zh.json").read_text(encoding="utf-8"))
BROKEN = ["", "\n \n", "“", "”", "说", "“说”", "他说", "：", "\ud800表示\x00", "“" * 200, "他说，" * 300]


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
    assert sum(not case["expected"] for case in CASES) >= 7
    assert len({case["label"] for case in CASES}) == len(CASES)


@pytest.mark.parametrize("text", BROKEN)
def test_broken_text_raises_nothing(text: str) -> None:
    for quote in find_quotes(text):
        assert all(0 <= start < end <= len(text) for start, end in quote.spans)
