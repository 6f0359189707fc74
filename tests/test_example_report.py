"""The example report paragraph by paragraph, against a reading by hand, where the folder of examples is beside us."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from framing import opening, study
from framing.attribute.english import load_parser
from framing.settings import Settings

EXAMPLES = Path(__file__).parents[2] / "shared" / "examples"
REPORT, GOLD = EXAMPLES / "kazakhstan-2022.txt", EXAMPLES / "kazakhstan-2022.gold.json"

pytestmark = [
    pytest.mark.skipif(not REPORT.exists(), reason="the example report is not here"),
    pytest.mark.skipif(load_parser() is None, reason="no English parser installed"),
]


def paragraphs() -> list[tuple[dict[str, Any], set[str], set[str]]]:
    """Each paragraph's reading by hand, the speakers found in it, and who relays them."""
    opened = opening.open_study(Settings(inputs=(str(REPORT),), language="en"))
    passages = [row for table in study.passage_batches(opened) for row in table.to_pylist()]
    quotes = [row for table in study.quote_batches(opened) for row in table.to_pylist()]
    text = REPORT.read_text(encoding="utf-8")
    found = []
    for gold, match in zip(json.loads(GOLD.read_text())["paragraphs"], re.finditer(r"[^\n]+", text), strict=True):
        start, end = match.span()
        spoken = {name for p in passages if start <= p["start"] < end for name in p["speaker"] or ()}
        relays = {q["relayed_by"] for q in quotes if start <= q["spans"][0][0] < end and q["relayed_by"]}
        found.append((gold, spoken, relays))
    return found


def test_every_paragraph_has_the_speakers_that_a_reader_gives_it() -> None:
    for gold, spoken, _ in paragraphs():
        assert spoken in (set(gold["speaker"] or ()), set(gold.get("accept", ["nobody else"]))), gold["n"]


def test_who_passes_words_on_is_kept() -> None:
    for gold, _, relays in paragraphs():
        if "relayed_by" in gold:
            assert any(gold["relayed_by"] in name for name in relays), gold["n"]
