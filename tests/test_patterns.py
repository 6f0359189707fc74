"""English reported speech by patterns alone: the golden cases it is made for, the negatives, and broken input."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from framing.attribute import attribute_documents, english
from framing.attribute.documents import NO_PARSER
from framing.attribute.patterns import find_quotes
from framing.records import DOCUMENTS

CASES = json.loads((Path(__file__).parent / "cases" / "attribution_en.json").read_text(encoding="utf-8"))
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


def marks(case: dict[str, Any]) -> list[Any]:
    reason = case.get("xfail") or case.get("fallback_xfail")
    return [pytest.mark.xfail(reason=reason, strict=True)] if reason else []


@pytest.mark.parametrize(
    "case", [pytest.param(case, id=case["label"], marks=marks(case)) for case in CASES if case["fallback"]]
)
def test_golden_case(case: dict[str, Any]) -> None:
    text = case["text"]
    found = [{"content": [text[a:b] for a, b in q.spans], "speaker": list(q.resolved)} for q in find_quotes(text)]
    assert found == case["expected"]


@pytest.mark.parametrize("text", BROKEN)
def test_broken_text_raises_nothing(text: str) -> None:
    for quote in find_quotes(text):
        assert all(0 <= start < end <= len(text) for start, end in quote.spans)


def test_it_loads_no_parser() -> None:
    program = (
        "import sys; from framing.attribute.patterns import find_quotes; find_quotes('It rains, Bo Tarn said.');"
        "print([name for name in ('spacy', 'textacy', 'sklearn') if name in sys.modules])"
    )
    run = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"


def test_it_is_told_when_there_is_no_parser(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(english, "load_parser", lambda: None)
    row = {"document_id": "a", "text": "The dam will hold, Bo Tarn said.", "language": "en", "speaker": []}
    notes: list[str] = []
    found = attribute_documents(pa.Table.from_pylist([row], schema=DOCUMENTS), notes=notes)
    assert found["speaker"].to_pylist() == [["Bo Tarn"]]
    assert notes == [NO_PARSER]
    assert "patterns alone" in NO_PARSER
