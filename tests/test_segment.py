"""Segmentation by cases: sentences, lines of printed pages, passages and voices, in English, Russian and Chinese."""

import json
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from segment_kit import cut, passages_of, said

from framing.errors import FramingError
from framing.records import DOCUMENTS, PASSAGES, VOICES
from framing.segment import segment_documents

CASES = json.loads((Path(__file__).parent / "cases" / "segment.json").read_text(encoding="utf-8"))
TEXT = "Peace holds.\n\nTrade grows, Brook said on Monday. They left."


@pytest.mark.parametrize("case", CASES, ids=[case["label"] for case in CASES])
def test_case(case: dict[str, Any]) -> None:
    voices = [(a, b, who, how) for a, b, who, how in case.get("voices", [])]
    assert cut(case["text"], case.get("unit", "sentence"), voices) == case["expected"]


def test_each_passage_has_its_speaker_and_how_it_was_found() -> None:
    voices = [said(TEXT, "Trade grows, Brook said", "Ada Brook")]
    rows = passages_of(TEXT, voices=voices).to_pylist()
    assert [(row["passage_id"], row["speaker"], row["attribution"]) for row in rows] == [
        ("d0#1", None, "none"),
        ("d0#2", ["Ada Brook"], "quote"),
        ("d0#3", None, "none"),
    ]


def test_a_document_is_in_the_voice_of_most_of_it() -> None:
    most = passages_of(TEXT, unit="document", voices=[said(TEXT, "Trade grows, Brook said on Monday.", "Ada Brook")])
    assert most["speaker"].to_pylist() == [["Ada Brook"]]
    little = passages_of(TEXT, unit="document", voices=[said(TEXT, "They left.", "Ada Brook")])
    assert little["speaker"].to_pylist() == [None]


def test_a_document_without_voices_keeps_the_speaker_of_its_column() -> None:
    row = {"document_id": "d", "text": TEXT, "speaker": ["Vale"], "reporter": "Tavo News"}
    documents = pa.Table.from_pylist([row], schema=DOCUMENTS)
    found = segment_documents(documents, VOICES.empty_table(), unit="document").to_pylist()[0]
    assert (found["speaker"], found["attribution"], found["reporter"]) == (["Vale"], "metadata", "Tavo News")


def test_own_columns_go_behind_and_every_passage_has_them() -> None:
    documents = pa.Table.from_pylist([{"document_id": "d", "text": TEXT, "date": "2020"}], schema=DOCUMENTS)
    documents = documents.append_column("party", pa.array(["Left"]))
    table = segment_documents(documents, VOICES.empty_table())
    assert table.schema.names == [*PASSAGES.names, "date", "translated", "party"]
    assert table["party"].to_pylist() == ["Left"] * table.num_rows


def test_many_documents_in_several_batches_are_numbered_each_for_itself() -> None:
    texts = ["Peace holds. " * 20_000, "", "Trade grows."] * 6
    table = passages_of(*texts, unit="document")
    assert table["passage_id"].to_pylist() == [f"d{i}#1" for i in range(18) if i % 3 != 1]


def test_chunks_of_a_table_change_nothing() -> None:
    texts = ["Peace holds.", "Мир держится! 🙂", "", "“Trade grows,” Brook said.\r\nThey left."]
    rows = [{"document_id": f"d{i}", "text": text, "speaker": ["Vale"]} for i, text in enumerate(texts)]
    parts = [pa.Table.from_pylist(rows[at : at + 1], schema=DOCUMENTS) for at in range(len(rows))]
    found = segment_documents(pa.concat_tables(parts), VOICES.empty_table())
    assert found["text"].to_pylist() == [line for text in texts for line in text.splitlines()]
    assert found.equals(segment_documents(pa.concat_tables(parts).combine_chunks(), VOICES.empty_table()))


def test_nothing_gives_an_empty_table_of_the_same_columns() -> None:
    empty = segment_documents(DOCUMENTS.empty_table(), VOICES.empty_table())
    assert empty.num_rows == 0
    assert empty.schema.names[: len(PASSAGES)] == PASSAGES.names
    assert passages_of("", " \n").num_rows == 0


def test_an_unknown_unit_is_told() -> None:
    with pytest.raises(FramingError, match="unit 'chapter' is unknown; choose one of passage, sentence, paragraph"):
        passages_of(TEXT, unit="chapter")
