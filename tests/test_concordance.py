"""Keyword in context: right places, right offsets, context cut at words."""

import pyarrow as pa
import pytest

from framing.concordance import CONCORDANCE, find_keywords, list_hits
from framing.errors import FramingError
from framing.records import HIT, PASSAGES

TEXT = "Nobody in Karsovia wants foreign forces here. The foreign\nforces must leave."


def passages(*texts: str, start: int = 0) -> pa.Table:
    rows = [
        {
            "document_id": "d",
            "passage_id": f"d#{n}",
            "start": start,
            "end": start + len(text),
            "text": text,
            "language": "en",
            "speaker": ["Ada Brook"],
            "reporter": None,
            "attribution": "metadata",
        }
        for n, text in enumerate(texts, 1)
    ]
    return pa.Table.from_pylist(rows, schema=PASSAGES)


def test_every_place_with_offsets_of_the_document() -> None:
    lines = find_keywords(passages(TEXT, start=100), ["foreign forc*"]).to_pylist()
    assert [line["keyword"] for line in lines] == ["foreign forces", "foreign forces"]
    assert [TEXT[line["start"] - 100 : line["end"] - 100] for line in lines] == ["foreign forces", "foreign\nforces"]


def test_context_is_cut_at_words_and_kept_whole_where_it_fits() -> None:
    line = find_keywords(passages(TEXT), ["foreign forces"], window=12).to_pylist()[0]
    assert (line["left"], line["right"]) == ("wants ", " here. The")
    whole = find_keywords(passages(TEXT), ["Karsovia"], window=500).to_pylist()[0]
    assert whole["left"] == "Nobody in "


def test_hits_of_one_frame_are_listed_with_their_marks() -> None:
    hit = {
        "frame": "external_interference",
        "entry": "foreign forces",
        "start": 25,
        "end": 39,
        "polarity": "opposed",
        "voice": "own",
        "concept": "",
        "weight": 1.0,
        "rule": "",
    }
    other = hit | {"frame": "sovereignty"}
    table = passages(TEXT).append_column("hits", pa.array([[hit, other]], pa.list_(HIT)))
    lines = list_hits(table, frame="external_interference").to_pylist()
    assert [(line["keyword"], line["polarity"]) for line in lines] == [("foreign forces", "opposed")]
    assert list_hits(table).num_rows == 2


def test_nothing_found_is_an_empty_table_with_the_same_columns() -> None:
    assert find_keywords(passages(TEXT), ["volcano"]).schema == CONCORDANCE
    assert find_keywords(passages(), ["volcano"]).num_rows == 0


def test_unreadable_pattern_is_a_sentence() -> None:
    with pytest.raises(FramingError, match=r"\("):
        find_keywords(passages(TEXT), ["(foreign"])
