"""Attributions by hand take the place of ours, through the whole chain."""

import json
from pathlib import Path

import pytest

from framing import opening, study
from framing.errors import FramingError
from framing.paths import find_resource
from framing.settings import Settings

TEXT = "The wells are ours, the letter said. Rain fell. Nobody asked the wells of Orlu."
PEOPLE = "name,aliases\nMirel Tavo,Tavo\nAda Brook,Brook\n"


def open_given(folder: Path, rows: list[dict[str, object]], **choices: object) -> opening.Study:
    documents = [{"id": "a", "text": TEXT}, {"id": "b", "text": "MIREL TAVO: Order first.\nADA BROOK: No.\n" * 3}]
    (folder / "texts.jsonl").write_text("\n".join(map(json.dumps, documents)))
    (folder / "hand.jsonl").write_text("\n".join(map(json.dumps, rows)))
    (folder / "people.csv").write_text(PEOPLE)
    paths = {name: str(folder / file) for name, file in (("attributions", "hand.jsonl"), ("speakers", "people.csv"))}
    return opening.open_study(Settings(inputs=(str(folder / "texts.jsonl"),), **paths, **choices))


def passages_of(opened: opening.Study) -> list[tuple[str, str, list[str] | None]]:
    rows = [row for table in study.passage_batches(opened) for row in table.to_pylist()]
    return [(row["document_id"], row["text"], row["speaker"]) for row in rows]


def test_hand_goes_above_the_machine_and_aliases_are_merged(tmp_path: Path) -> None:
    rows = [{"document_id": "a", "spans": [[48, len(TEXT)]], "speaker": ["Tavo"]}]
    found = passages_of(open_given(tmp_path, rows))
    assert found[:2] == [
        ("a", "The wells are ours, the letter said. Rain fell.", None),
        ("a", "Nobody asked the wells of Orlu.", ["Mirel Tavo"]),
    ]
    assert {name for document, _, names in found for name in names or () if document == "b"} == {
        "Mirel Tavo",
        "Ada Brook",
    }


def test_hand_goes_above_turns(tmp_path: Path) -> None:
    rows = [{"document_id": "b", "spans": [[12, 24]], "speaker": "Ada Brook"}]
    found = [row for row in passages_of(open_given(tmp_path, rows)) if row[0] == "b" and row[2]]
    assert [names for _, _, names in found] == [["Ada Brook"]]
    assert "Order first." in found[0][1]


def test_rows_that_stand_nowhere_are_told(tmp_path: Path) -> None:
    good = {"document_id": "a", "spans": [[0, 5]], "speaker": ["Tavo"]}
    far = {"document_id": "a", "spans": [[0, 500]], "speaker": ["Tavo"]}
    with pytest.raises(FramingError, match=r"hand\.jsonl, row 2: character 500 is past the end of 'a'"):
        passages_of(open_given(tmp_path, [good, far]))
    opened = open_given(tmp_path, [good, {**good, "document_id": "zz"}])
    passages_of(opened)
    assert any("1 documents of" in note and note.endswith("zz") for note in opened.notes)


def test_every_hand_code_of_the_sample_finds_its_passage() -> None:
    folder = find_resource("data/sample/README.md").parent
    inputs = tuple(str(folder / f"documents-{name}.jsonl") for name in ("en", "ru-zh"))
    files = {"attributions": str(folder / "attributions.jsonl"), "codes": str(folder / "codes.csv")}
    opened = opening.open_study(Settings(inputs=inputs, method="codes", **files))
    assert sum(table.num_rows for table in study.score_batches(opened)) == 285
    assert not [note for note in opened.notes if "coded units" in note]
