"""Turns: labels in three languages, what is no label, who is who, and what nobody says."""

import itertools
import json
from pathlib import Path
from typing import Any

import pytest

from framing.attribute.stage import find_stage_directions
from framing.attribute.turns import find_turns, is_transcript, turn_voices

CASES = json.loads((Path(__file__).parent / "cases" / "turns.json").read_text(encoding="utf-8"))
KREMLIN = Path(__file__).parents[2] / "shared" / "examples" / "kremlin-transcripts.jsonl"


def case(entry: dict[str, Any]) -> Any:
    marks = [pytest.mark.xfail(reason=entry["xfail"])] if "xfail" in entry else []
    return pytest.param(entry["input"], entry["expected"], id=entry["label"], marks=marks)


@pytest.mark.parametrize(("text", "expected"), [case(entry) for entry in CASES])
def test_turns(text: str, expected: list[list[str]]) -> None:
    turns = find_turns(text)
    assert [[turn.speaker, turn.role] for turn in turns] == [pair[:2] for pair in expected]
    for turn, (_, _, words) in zip(turns, expected, strict=True):
        assert text[turn.content_start : turn.end].startswith(words)
        assert turn.start <= turn.content_start <= turn.end
    assert is_transcript(text) == bool(expected)


def test_labels_introduction_and_stage_directions_are_nobodys() -> None:
    text = (
        "Talks in Velmar\n\nTOMAS OSK: We agreed. (Applause.) It was late.\n(The guests leave.)\n"
        "QUESTION [inaudible]: Why?\n* * *\nTOMAS OSK: Because (and I say so gladly) we had to. [Laughter]"
    )
    said = [(text[start:end], speaker) for start, end, speaker, how in turn_voices(text) if how == "turn"]
    assert said == [
        ("We agreed.", "Tomas Osk"),
        ("It was late.", "Tomas Osk"),
        ("Why?", "Question"),
        ("Because (and I say so gladly) we had to.", "Tomas Osk"),
    ]


@pytest.mark.parametrize(
    "direction",
    ["(Applause.)", "(Prolonged applause.)", "[Laughter]", "(Смех.)", "[Через переводчика]", "（掌声）", "(inaudible)"],
)
def test_stage_directions(direction: str) -> None:
    text = f"We agree. {direction} And so it is (more or less)."
    assert find_stage_directions(text) == [(10, 10 + len(direction))]


def test_voices_do_not_overlap_and_stay_in_their_turn() -> None:
    for entry in CASES:
        voices = turn_voices(entry["input"])
        assert all(a[1] <= b[0] for a, b in itertools.pairwise(voices))
        assert all(start < end for start, end, _, _ in voices)


@pytest.mark.skipif(not KREMLIN.exists(), reason="the example transcripts are not here")
def test_example_transcripts_agree_in_speakers() -> None:
    agreed = total = 0
    for line in KREMLIN.read_text(encoding="utf-8").splitlines():
        record = json.loads(line)
        turns, at = find_turns(record["text"]), 0
        for gold in record["turns"]:
            at = record["text"].find(gold["text"], at)
            total += 1
            speakers = [t.speaker for t in turns if t.content_start <= at < t.end]
            agreed += any(f" {gold['speaker']}".casefold().endswith(f" {name}".casefold()) for name in speakers)
            at += len(gold["text"])
    assert agreed / total >= 0.98
