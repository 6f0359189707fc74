"""From attributions to voices: reporting clauses, nesting, relays, the analyst's choice of whose words count."""

from typing import Any

import pyarrow as pa

from framing.attribute.voices import find_voices, quoted_voices
from framing.records import DOCUMENTS, QUOTES

TEXT = "The council met. Peace will hold, Brook said on Monday. Tavo News says that Orin stressed that Vale had agreed."


def quote(content: str, speaker: str | None, *, mention: str = "", cue: str = "", **more: Any) -> dict[str, Any]:
    row: dict[str, Any] = dict.fromkeys(QUOTES.names)
    at = TEXT.index(content)
    row |= {"document_id": "d", "kind": "indirect", "spans": [[at, at + len(content)]], "level": 0, "parent": -1}
    row["speaker"] = [speaker] if speaker else []
    for name, words in (("speaker", mention), ("cue", cue)):
        if words:
            row |= {f"{name}_start": TEXT.index(words), f"{name}_end": TEXT.index(words) + len(words)}
    return row | more


def words(voices: list[tuple[int, int, tuple[str, ...], str]]) -> list[tuple[str, tuple[str, ...]]]:
    return [(TEXT[a:b], who) for a, b, who, _ in voices]


def document(**more: Any) -> pa.Table:
    row = {"document_id": "d", "text": TEXT, "language": "en", "speaker": [], "reporter": "Tavo News"} | more
    return pa.Table.from_pylist([row], schema=DOCUMENTS)


def chain() -> list[dict[str, Any]]:
    relay = quote("that Orin stressed that Vale had agreed", "Tavo News", mention="Tavo News", cue="says")
    outer = quote(
        "that Vale had agreed", "Orin", mention="Orin", cue="stressed", relayed_by="Tavo News", level=1, parent=0
    )
    return [relay, outer | {"holder": ["Vale"]}]


def test_the_reporting_clause_belongs_to_the_voice() -> None:
    rows = [quote("Peace will hold", "Ada Brook", mention="Brook", cue="said")]
    assert words(quoted_voices(TEXT, rows, "speaker")) == [("Peace will hold, Brook said", ("Ada Brook",))]


def test_a_mention_in_another_sentence_does_not() -> None:
    rows = [quote("Peace will hold", "the council", mention="The council")]
    assert words(quoted_voices(TEXT, rows, "speaker")) == [("Peace will hold", ("the council",))]


def test_a_relay_gives_way_to_the_speaker_behind_it() -> None:
    assert words(quoted_voices(TEXT, chain(), "speaker")) == [("Orin stressed that Vale had agreed", ("Orin",))]


def test_holder_is_whose_message_it_is() -> None:
    assert words(quoted_voices(TEXT, chain(), "holder")) == [("Orin stressed that Vale had agreed", ("Vale",))]


def test_nobody_named_has_no_voice() -> None:
    assert quoted_voices(TEXT, [quote("Peace will hold", None)], "speaker") == []


def test_a_column_wins_over_quotes_and_reporter_takes_the_whole_document() -> None:
    quotes = pa.Table.from_pylist([quote("Peace will hold", "Ada Brook")], schema=QUOTES)
    named = find_voices(document(speaker=["Orin"]), quotes).to_pylist()
    assert [(v["start"], v["end"], v["speaker"], v["attribution"]) for v in named] == [
        (0, len(TEXT), ["Orin"], "metadata")
    ]
    reporter = find_voices(document(), quotes, attribute_to="reporter").to_pylist()
    assert [v["speaker"] for v in reporter] == [["Tavo News"]]


def test_mode_none_leaves_text_without_a_column_to_nobody() -> None:
    quotes = pa.Table.from_pylist([quote("Peace will hold", "Ada Brook")], schema=QUOTES)
    assert find_voices(document(), quotes, mode="none").num_rows == 0
    assert find_voices(document(), quotes, mode="column").num_rows == 0
    assert find_voices(document(), quotes, mode="quotes").num_rows == 1


def test_documents_with_and_without_a_column_keep_their_order() -> None:
    quoted = document().to_pylist()[0]
    rows = [quoted | {"document_id": name, "speaker": who} for name, who in (("a", ["Orin", "Vale"]), ("d", None))]
    rows += [
        quoted | {"document_id": name, "speaker": who, "text": "和平。"} for name, who in (("e", []), ("f", ["Orin"]))
    ]
    documents = pa.Table.from_pylist(rows, schema=DOCUMENTS)
    quotes = pa.Table.from_pylist([quote("Peace will hold", "Ada Brook")], schema=QUOTES)
    found = find_voices(documents, quotes).to_pylist()
    assert [(v["document_id"], v["start"], v["end"], v["speaker"], v["attribution"]) for v in found] == [
        ("a", 0, len(TEXT), ["Orin", "Vale"], "metadata"),
        ("d", 17, 32, ["Ada Brook"], "quote"),
        ("f", 0, 3, ["Orin"], "metadata"),
    ]
