"""Single corrections by hand: what they replace, what they leave, and what they do to voices, turns and nesting."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from framing import opening, study
from framing.attribute.corrections import merge_corrections
from framing.errors import FramingError
from framing.files.tables import write_tables
from framing.settings import Settings

NEWS = "Rain fell. The dam will hold, Ana Orlu said. The bridge is old, Bo Tarn said. The road is shut, Bo Tarn said."
TURNS = "ANA ORLU: We agreed on the dam.\nBO TARN: We did not. The dam is ours.\n" * 2


def run(folder: Path, rows: list[dict[str, Any]], name: str = "fixed.jsonl", **choices: Any) -> opening.Study:
    texts = [{"id": "news", "text": NEWS}, {"id": "turns", "text": TURNS}]
    (folder / "texts.jsonl").write_text("\n".join(map(json.dumps, texts)))
    (folder / name).write_text("\n".join(map(json.dumps, rows)))
    paths = {"inputs": (str(folder / "texts.jsonl"),), "attributions": str(folder / name)}
    return opening.open_study(Settings(**paths, language="en", **choices))


def said(opened: opening.Study, document: str) -> list[tuple[str, list[str] | None]]:
    rows = [row for table in study.passage_batches(opened) for row in table.to_pylist()]
    return [(row["text"], row["speaker"]) for row in rows if row["document_id"] == document]


def span(words: str, text: str = NEWS) -> list[int]:
    return [text.index(words), text.index(words) + len(words)]


def test_a_correction_replaces_what_it_overlaps_and_nothing_else(tmp_path: Path) -> None:
    row = {"document_id": "news", "spans": [span("The bridge is old, Bo Tarn said.")], "speaker": "Ilo Marn"}
    found = said(run(tmp_path, [row | {"scope": "span"}]), "news")
    assert found == [
        ("Rain fell.", None),
        ("The dam will hold, Ana Orlu said.", ["Ana Orlu"]),
        ("The bridge is old, Bo Tarn said.", ["Ilo Marn"]),
        ("The road is shut, Bo Tarn said.", ["Bo Tarn"]),
    ]
    assert [who for _, who in said(run(tmp_path, [row]), "news") if who] == [["Ilo Marn"]]


def test_a_correction_without_a_speaker_silences(tmp_path: Path) -> None:
    row = {"document_id": "news", "spans": [span("The dam will hold, Ana Orlu said.")], "scope": "span"}
    assert [who for _, who in said(run(tmp_path, [row]), "news")] == [None, ["Bo Tarn"]]


def test_a_correction_in_a_turn_cuts_the_turn(tmp_path: Path) -> None:
    row = {"document_id": "turns", "spans": [span("The dam is ours.", TURNS)], "speaker": ["Ilo Marn"], "scope": "span"}
    found = said(run(tmp_path, [row]), "turns")
    assert found[:3] == [
        ("We agreed on the dam.", ["Ana Orlu"]),
        ("We did not.", ["Bo Tarn"]),
        ("The dam is ours.", ["Ilo Marn"]),
    ]


def test_quotes_hold_the_correction_and_drop_what_it_replaces(tmp_path: Path) -> None:
    row = {"document_id": "news", "start": 11, "end": 28, "speaker": "Ilo Marn", "scope": "span"}
    opened = run(tmp_path, [row])
    rows = [row for table in study.quote_batches(opened, explain=True) for row in table.to_pylist()]
    assert [(row["speaker"], row["reason"] == "given by hand") for row in rows] == [
        (["Bo Tarn"], False),
        (["Bo Tarn"], False),
        (["Ilo Marn"], True),
    ]


def test_a_corrected_row_of_ours_counts_whatever_its_rule(tmp_path: Path) -> None:
    row = {"document_id": "news", "spans": [span("Rain fell.")], "speaker": "Ilo Marn", "rule": "think:show:right"}
    assert ("Rain fell.", ["Ilo Marn"]) in said(run(tmp_path, [row | {"scope": "span"}]), "news")
    assert ("Rain fell.", ["Ilo Marn"]) not in said(run(tmp_path, [row]), "news")


def test_our_own_rows_come_back_as_they_went(tmp_path: Path) -> None:
    (tmp_path / "texts.jsonl").write_text(json.dumps({"id": "news", "text": NEWS}))
    opened = opening.open_study(Settings(inputs=(str(tmp_path / "texts.jsonl"),), language="en"))
    write_tables(study.quote_batches(opened, explain=True), tmp_path / "quotes.csv", "csv")
    paths = {"inputs": (str(tmp_path / "texts.jsonl"),), "attributions": str(tmp_path / "quotes.csv")}
    again = opening.open_study(Settings(**paths, language="en"))
    assert said(again, "news") == said(opened, "news")


def test_nesting_is_mended_where_the_middle_goes() -> None:
    def row(start: int, end: int, level: int, parent: int) -> dict[str, Any]:
        return {"spans": [[start, end]], "level": level, "parent": parent}

    chain = [row(0, 100, 0, -1), row(10, 60, 1, 0), row(12, 19, 2, 1), row(70, 90, 1, 0)]
    merged = merge_corrections(chain, [{"spans": [[20, 60]], "speaker": ["Ilo Marn"]}])
    assert [(r["spans"][0], r["level"], r["parent"]) for r in merged] == [
        ([0, 100], 0, -1),
        ([12, 19], 1, 0),
        ([70, 90], 1, 0),
        ([20, 60], 0, -1),
    ]


def test_an_unknown_scope_is_told(tmp_path: Path) -> None:
    with pytest.raises(FramingError, match=r"row 1: scope 'line' is not known; write document or span"):
        run(tmp_path, [{"document_id": "news", "spans": [[0, 4]], "scope": "line"}])
    with pytest.raises(FramingError, match="has no column 'spans'"):
        run(tmp_path, [{"document_id": "news", "speaker": "Ana Orlu"}])


def test_whose_words_count_is_in_the_result(tmp_path: Path) -> None:
    text = "Ana Orlu stressed that Bo Tarn had promised that the old dam would hold for another winter."
    (tmp_path / "one.jsonl").write_text(json.dumps({"id": "a", "text": text, "reporter": "Kest Radio"}))
    found = {}
    for choice in ("speaker", "holder", "reporter"):
        opened = opening.open_study(Settings(inputs=(str(tmp_path / "one.jsonl"),), language="en", attribute_to=choice))
        found[choice] = [
            (row["speaker"], row["attribution"]) for t in study.passage_batches(opened) for row in t.to_pylist()
        ]
    assert found == {
        "speaker": [(["Ana Orlu"], "quote")],
        "holder": [(["Bo Tarn"], "holder")],
        "reporter": [(["Kest Radio"], "reporter")],
    }
