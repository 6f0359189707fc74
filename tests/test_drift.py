"""Drift: the same claim across invented accounts, in whose mouth, and the laws of alignment."""

from __future__ import annotations

import itertools
import json
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pytest
from cli_kit import make_runner

from framing.attribute.english import load_parser
from framing.chains.drift import find_drift
from framing.cli.drift import drift as drift_command
from framing.drift import CLAIMS, THRESHOLD, align_claims, compare_texts
from framing.errors import FramingError
from framing.opening import Study, open_study
from framing.report.drift import format_drift
from framing.settings import Settings

EVENTS = json.loads((Path(__file__).parent / "cases" / "drift.json").read_text(encoding="utf-8"))
needs_parser = pytest.mark.skipif(load_parser() is None, reason="no English parser installed")


def units(event: dict[str, Any]) -> tuple[pa.Table, list[str]]:
    rows = [
        {"document_id": account, "text": text, "speaker": [], "label": label}
        for account, said in event["accounts"].items()
        for text, label in said
    ]
    return pa.Table.from_pylist(rows), [row["label"] for row in rows]


def opened(folder: Path, event: dict[str, Any]) -> Study:
    for account, said in event["accounts"].items():
        (folder / f"{account}.txt").write_text("\n\n".join(text for text, _ in said), encoding="utf-8")
    inputs = tuple(str(folder / f"{account}.txt") for account in event["accounts"])
    return open_study(Settings(inputs=inputs, language="en"))


@pytest.mark.parametrize("event", EVENTS, ids=[event["event"] for event in EVENTS])
@pytest.mark.parametrize("threshold", [0.1, 0.2, THRESHOLD])
def test_sentences_that_say_the_same_are_one_claim(event: dict[str, Any], threshold: float) -> None:
    table, labels = units(event)
    claims = align_claims(table, compare_texts(table["text"].to_pylist()), threshold=threshold).to_pylist()
    places = {(row["document_id"], row["text"]): row["claim"] for row in claims}
    found = [places[row["document_id"], row["text"]] for row in table.to_pylist()]
    for i, j in itertools.combinations(range(len(labels)), 2):
        assert (found[i] == found[j]) == (labels[i] == labels[j]), (table["text"][i], table["text"][j])


@needs_parser
def test_a_claim_in_two_mouths_drifts(tmp_path: Path) -> None:
    claims = find_drift(opened(tmp_path, EVENTS[0])).table().to_pylist()
    engineers = {row["document_id"]: row for row in claims if "four engineers" in row["text"]}
    assert engineers["agency"]["claim"] == engineers["readout"]["claim"]
    assert engineers["agency"]["speaker"] == ["Ana Orlu"]
    assert engineers["readout"]["speaker"] == ["Bo Tarn"]
    assert engineers["agency"]["drift"] is True
    treaty = [row for row in claims if "1958" in row["text"]]
    assert [(row["speaker"], row["drift"]) for row in treaty] == [(["Bo Tarn"], False)] * 2
    villagers = next(row for row in claims if "Villagers" in row["text"])
    assert (villagers["n_accounts"], villagers["similarity"], villagers["drift"]) == (1, None, False)
    assert all(
        row["text"] == (tmp_path / f"{row['document_id']}.txt").read_text()[row["start"] : row["end"]] for row in claims
    )


@needs_parser
def test_the_page_shows_drift_first_and_what_one_account_has_alone(tmp_path: Path) -> None:
    found = find_drift(opened(tmp_path, EVENTS[0]))
    page = format_drift(found.tables, found.remarks, width=90)
    assert page.index("IN DIFFERENT MOUTHS") < page.index("in the same mouths") < page.index("only in paper")
    assert "readout: Bo Tarn, similarity" in page
    assert "(the account itself)" in page
    assert all(len(line) <= 90 for line in page.splitlines())


def test_one_shared_claim_is_counted_in_the_singular() -> None:
    row = {"claim": 1, "n_accounts": 2, "drift": False, "speaker": [], "similarity": None, "text": "Rain fell."}
    row |= {"relayed_by": None}
    rows = [row | {"document_id": account} for account in ("agency", "paper")]
    page = format_drift({"claims": pa.Table.from_pylist(rows)}, [])
    assert "1 claim is made by more than one of them; 0 in different mouths" in page


@needs_parser
def test_the_command_writes_rows(tmp_path: Path, monkeypatch: Any, capfdbinary: Any) -> None:
    given = opened(tmp_path, EVENTS[1]).settings.inputs
    run = make_runner(monkeypatch, capfdbinary)
    done = run("drift", *given, "--format", "jsonl")
    rows = [json.loads(line) for line in done.out.splitlines()]
    assert set(rows[0]) == set(CLAIMS.names)
    assert {row["document_id"] for row in rows} == set(EVENTS[1]["accounts"])


def test_one_account_is_refused_and_so_is_a_threshold_out_of_range() -> None:
    table, _ = units({"accounts": {"only": [["It rained.", "a"], ["It snowed.", "b"]]}})
    with pytest.raises(FramingError, match="two accounts"):
        align_claims(table, np.eye(2))
    with pytest.raises(FramingError, match="out of range"):
        align_claims(units(EVENTS[0])[0], np.eye(15), threshold=1.5)


def test_similarity_is_symmetric_in_range_and_one_on_itself() -> None:
    texts = [text for event in EVENTS for said in event["accounts"].values() for text, _ in said]
    texts += ["Плотина выдержит", "大坝将会坚固", ""]
    found = compare_texts(texts)
    assert np.allclose(found, found.T)
    assert found.min() >= 0
    assert found.max() <= 1 + 1e-12
    assert np.allclose(np.diag(found)[:-1], 1)


def test_forms_of_a_word_are_alike_in_russian_and_characters_in_chinese() -> None:
    same, other = compare_texts(["перемирие в долине", "перемирия долины", "урожай яблок"])[0, 1:]
    assert same > 0.3 > other
    same, other = compare_texts(["大坝遭到破坏", "破坏大坝的人", "苹果丰收"])[0, 1:]
    assert same > 0.2 > other


def test_the_order_of_accounts_changes_no_claim() -> None:
    table, _ = units(EVENTS[0])
    order = list(range(table.num_rows))[::-1]
    similarity = compare_texts(table["text"].to_pylist())
    turned = align_claims(table.take(order), similarity[np.ix_(order, order)]).to_pylist()
    groups = lambda rows: sorted(  # noqa: E731
        sorted(row["text"] for row in group)
        for _, group in itertools.groupby(sorted(rows, key=lambda r: r["claim"]), key=lambda r: r["claim"])
    )
    assert groups(turned) == groups(align_claims(table, similarity).to_pylist())


def test_the_command_and_the_verb_have_one_threshold() -> None:
    assert drift_command.__signature__.parameters["threshold"].default == THRESHOLD
