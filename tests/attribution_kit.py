"""What the tests of attribution share: golden cases as parameters, and attributions as the cases write them."""

import json
from pathlib import Path
from typing import Any

import pytest


def read_cases(language: str) -> list[dict[str, Any]]:
    """The golden cases of a language: label, comment, text, expected, and `xfail` for a known failure."""
    path = Path(__file__).parent / "cases" / f"attribution_{language}.json"
    cases: list[dict[str, Any]] = json.loads(path.read_text(encoding="utf-8"))
    return cases


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


def seen(text: str, attributions: list[Any]) -> list[dict[str, Any]]:
    """Attributions as the cases write them."""
    return [{"content": [text[a:b] for a, b in q.spans], "speaker": list(q.resolved)} for q in attributions]


def check_cases(cases: list[dict[str, Any]], *, fewest: int, negatives: int) -> None:
    """Enough cases, enough of them without any attribution, and no label twice."""
    assert len(cases) >= fewest
    assert sum(not case["expected"] for case in cases) >= negatives
    assert len({case["label"] for case in cases}) == len(cases)


def check_spans(text: str, attributions: list[Any]) -> None:
    """Every span lies in its text."""
    for quote in attributions:
        assert all(0 <= start < end <= len(text) for start, end in quote.spans)
