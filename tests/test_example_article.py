"""The first example, a report of a phone call that is mostly reported speech, against its reading by hand.

Skipped where the article is not beside the checkout: it is not ours to ship.
"""

import json
import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from framing import opening, study
from framing.settings import Settings

EXAMPLES = Path(__file__).resolve().parent.parent.parent / "shared" / "examples"
ARTICLE, GOLD = EXAMPLES / "kazakhstan-2022.txt", EXAMPLES / "kazakhstan-2022.gold.json"
pytestmark = pytest.mark.skipif(not GOLD.exists(), reason="the example article is not beside the checkout")
# Of eleven; what misses is narration whose words look like a frame.
FEWEST = 9


@pytest.fixture(scope="module")
def paragraphs() -> list[tuple[dict[str, Any], list[dict[str, Any]]]]:
    """Each paragraph as it was read by hand, with the passages inside it."""
    text = ARTICLE.read_text(encoding="utf-8")
    spans = [found.span() for found in re.finditer(r"\S[^\n]*(?:\n(?!\s*\n)[^\n]+)*", text)]
    gold = json.loads(GOLD.read_text(encoding="utf-8"))["paragraphs"]
    rows = study.analyze(opening.open_study(Settings(inputs=(str(ARTICLE),)))).scores.to_pylist()
    inside = [[row for row in rows if start <= row["start"] < end] for start, end in spans]
    return list(zip(gold, inside, strict=True))


def right_speaker(gold: dict[str, Any], rows: list[dict[str, Any]]) -> bool:
    """The names that hold most of the paragraph's text are those of the reading, or the other right one."""
    length: Counter[frozenset[str]] = Counter()
    for row in rows:
        length[frozenset(row["speaker"] or ())] += row["end"] - row["start"]
    found = length.most_common(1)[0][0]
    return found in (frozenset(gold["speaker"] or ()), frozenset(gold.get("accept", ("",))))


def right_frames(gold: dict[str, Any], rows: list[dict[str, Any]]) -> bool:
    found = {frame for row in rows for frame in row["frames"]}
    return set(gold["frames"]) <= found <= {*gold["frames"], *gold.get("either", ())}


def test_every_paragraph_has_its_speaker(paragraphs: list[tuple[dict[str, Any], list[dict[str, Any]]]]) -> None:
    assert [gold["n"] for gold, rows in paragraphs if not right_speaker(gold, rows)] == []


def test_nearly_every_paragraph_has_its_frames_too(
    paragraphs: list[tuple[dict[str, Any], list[dict[str, Any]]]],
) -> None:
    right = [gold["n"] for gold, rows in paragraphs if right_speaker(gold, rows) and right_frames(gold, rows)]
    assert len(right) >= FEWEST, f"right are only {right}"
