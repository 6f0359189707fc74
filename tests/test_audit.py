"""The audit of lexicons: counts by hand, leaving an entry out against scoring anew, suggestions, concepts."""

import dataclasses
import json
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest
from score_kit import ORCHARD, lexicon_of, passages_of
from typer.testing import CliRunner

from framing.audit import (
    Counted,
    Piece,
    SuggestPlan,
    Tally,
    audit_entries,
    diff_lexicons,
    find_nested,
    gold_of,
    list_concepts,
    list_differences,
    list_forms,
    suggest_terms,
)
from framing.cli import app
from framing.errors import FramingError
from framing.records import CODES, Entry, Lexicon
from framing.score import evidence_needed, score_passages

FRUIT = lexicon_of(("fruit", "apple*"), ("fruit", "pear", "weak"), ("pests", "moth"), ("fruit", "quince"))
TEXTS = ["apples and pears", "an apple, a moth", "pear, pear", "nothing", "apple"]


def count(
    texts: list[str], lexicon: Lexicon = FRUIT, *, speakers: list[str] | None = None, **own: list[object]
) -> Counted:
    passages = passages_of(texts, **own)
    if speakers:
        names = pa.array([[name] for name in speakers], pa.list_(pa.string()))
        passages = passages.set_column(passages.schema.get_field_index("speaker"), "speaker", names)
    scores = score_passages(passages, [lexicon], ORCHARD)
    tally = Tally(ORCHARD, [lexicon])
    # Two batches, as a large corpus comes.
    for part in (scores.slice(0, 2), scores.slice(2)):
        tally.add(part, evidence_needed(part, ORCHARD, [lexicon]), gold_of(part, ORCHARD))
    return tally.finish()


def rows(counted: Counted) -> dict[str, dict[str, object]]:
    return {row["entry"]: row for row in audit_entries(counted, {}).to_pylist()}


def test_hits_and_what_stands_alone() -> None:
    found = rows(count(TEXTS))
    # Fruit has four passages (the third by two weak pears) and hits apple 3, pear 2 (the plural is no pear).
    assert {e: (r["hits"], r["passages"], r["documents"]) for e, r in found.items()} == {
        "apple*": (3, 3, 3),
        "pear": (2, 1, 1),
        "quince": (0, 0, 0),
        "moth": (1, 1, 1),
    }
    assert found["apple*"]["share_of_hits"] == pytest.approx(3 / 5)
    assert (found["apple*"]["alone"], found["pear"]["alone"]) == (3, 1)
    assert found["apple*"]["share_alone"] == pytest.approx(3 / 4)
    assert found["apple*"]["forms"] == "apple (2); apples (1)"
    assert found["quince"]["remarks"] == "never hits"
    assert "alone makes 75% of its frame's passages" in str(found["apple*"]["remarks"])


def test_precision_on_hand_codes() -> None:
    gold = [["fruit"], ["fruit", "pests"], [], [], None]
    found = rows(count(TEXTS, gold=gold))
    assert (found["apple*"]["n_coded"], found["apple*"]["precision"]) == (2, 1.0)
    assert (found["pear"]["n_coded"], found["pear"]["precision"], found["pear"]["precision_alone"]) == (1, 0.0, 0.0)
    # Wilson's interval for 2 of 2 at 95 %: from 2 / (2 + 1.96²).
    assert found["apple*"]["precision_low"] == pytest.approx(2 / (2 + 1.959964**2), abs=1e-4)
    assert np.isnan(found["quince"]["precision"])


def test_codes_belong_to_passages_by_id_by_place_and_by_document() -> None:
    scores = score_passages(passages_of(["apple tart", "pear", "plum"], start=100), [FRUIT], ORCHARD)
    base = {"coder": "a", "weight": 1.0, "codebook_version": None, "document_id": None, "start": None, "end": None}
    base |= {"passage_id": None}
    codes = [
        base | {"passage_id": "d0#1", "frame": "fruit", "code": 1},
        base | {"document_id": "d1", "start": 90, "end": 103, "frame": "pests", "code": 1},
        base | {"document_id": "d1", "start": 90, "end": 101, "frame": "frost", "code": 1},
        base | {"document_id": "d2", "frame": "fruit", "code": 1, "coder": "a"},
        base | {"document_id": "d2", "frame": "fruit", "code": 0, "coder": "b"},
        base | {"document_id": "d2", "frame": "frost", "code": 0, "coder": "b"},
    ]
    gold = gold_of(scores, ORCHARD, pa.Table.from_pylist(codes, schema=CODES))
    assert gold is not None
    assert gold.tolist() == [[1, 0, 0], [0, 1, 0], [1, 0, 0]]
    with pytest.raises(FramingError, match="no code belongs to a passage"):
        gold_of(scores, ORCHARD, pa.Table.from_pylist([base | {"passage_id": "x", "frame": "fruit", "code": 1}], CODES))


def test_leaving_an_entry_out_is_scoring_without_it() -> None:
    rng = np.random.default_rng(7)
    words = ["apple", "pear", "moth", "quince", "stone", "stone"]
    texts = [" ".join(rng.choice(words, 3)) for _ in range(120)]
    speakers = [("Ada", "Bo", "Cy")[i % 3] for i in range(120)]
    found = list_differences(count(texts, speakers=speakers)).to_pylist()
    assert {row["entry"] for row in found} == {"apple*", "pear", "moth", "quince"}
    for row in found:
        less = tuple(e for e in FRUIT.entries if e.pattern != row["entry"])
        shares = {}
        # The same minimum evidence, though the entry that set it may be gone.
        held = dataclasses.replace(FRUIT, entries=less, metadata={"minimum evidence": "fruit 1, pests 1"})
        scores = score_passages(passages_of(texts), [held], ORCHARD)
        for name in (row["speaker_a"], row["speaker_b"]):
            own = [row["frame"] in f for f, s in zip(scores["frames"].to_pylist(), speakers, strict=True) if s == name]
            shares[name] = np.mean(own)
        assert row["without"] == pytest.approx(shares[row["speaker_a"]] - shares[row["speaker_b"]])
        assert row["change"] == pytest.approx(row["without"] - row["difference"])


def test_a_difference_that_turns_round_is_counted() -> None:
    texts = ["apple"] * 6 + ["stone"] * 4 + ["quince"] * 5 + ["stone"] * 5
    found = rows(count(texts, speakers=["Ada"] * 10 + ["Bo"] * 10))
    assert (found["apple*"]["sign_flips"], found["quince"]["sign_flips"]) == (1, 0)
    assert found["apple*"]["largest_change"] == pytest.approx(-0.6)
    assert found["apple*"]["change_between"] == "Ada / Bo"


def test_speakers_with_few_passages_are_left_out_of_differences() -> None:
    speakers = ["Ada"] * 10 + ["Bo"] * 10 + ["Cy"]
    found = list_differences(count(["apple"] * 10 + ["stone"] * 11, speakers=speakers))
    assert {(r["speaker_a"], r["speaker_b"]) for r in found.to_pylist()} == {("Ada", "Bo")}


def test_forms_list_what_wildcards_found() -> None:
    table = list_forms(count(TEXTS))
    assert [(r["entry"], r["form"], r["hits"]) for r in table.to_pylist()][:2] == [
        ("apple*", "apple", 2),
        ("apple*", "apples", 1),
    ]


def test_entries_inside_entries_of_other_frames() -> None:
    entries = [Entry("apple*", "fruit"), Entry("apple moth", "pests"), Entry("moth", "pests"), Entry("pear", "fruit")]
    assert find_nested(entries) == {0: "apple moth (pests)"}


def split(text: str, size: int) -> list[str]:
    words = text.lower().split()
    return [" ".join(words[i : i + size]) for i in range(len(words) - size + 1)]


def test_suggestions_come_from_what_was_missed() -> None:
    missed = [Piece(f"d{i}", f"ripe plum number{i} of the tree", True, True) for i in range(6)]
    known = [Piece("d9", "an apple ripe", True)]
    rest = [Piece(f"e{i}", f"a tree of stone number{i} in the yard", False) for i in range(20)]
    plan = SuggestPlan(split, stop={"of", "the", "a"}, least_z=0.5)
    table = suggest_terms("fruit", [*missed, *known, *rest], [FRUIT], plan, "hand codes").to_pylist()
    assert table[0]["term"] == "ripe plum"
    assert (table[0]["missed"], table[0]["passages_in"], table[0]["passages_out"]) == (6, 6, 0)
    assert "ripe plum" in table[0]["example"]
    assert all("apple" not in row["term"] for row in table)


def test_suggestions_leave_out_what_an_entry_finds_already() -> None:
    pieces = [Piece(f"d{i}", "quince jam", True) for i in range(5)] + [Piece("e", "stone wall", False)]
    plan = SuggestPlan(split, least_z=-9.0)
    assert [r["term"] for r in suggest_terms("fruit", pieces, [FRUIT], plan, "near hits").to_pylist()] == ["jam"]
    assert suggest_terms("fruit", pieces[:5], [FRUIT], plan, "near hits").num_rows == 0


def test_diff_names_every_change() -> None:
    after = dataclasses.replace(FRUIT, entries=(*FRUIT.entries[1:], Entry("plum", "fruit")), metadata={"title": "New"})
    after = dataclasses.replace(
        after, entries=tuple(dataclasses.replace(e, weight=2.0) if e.pattern == "moth" else e for e in after.entries)
    )
    table = diff_lexicons(FRUIT, after).to_pylist()
    assert [(r["change"], r["entry"], r["field"], r["before"], r["after"]) for r in table] == [
        ("removed", "apple*", "", "strong", ""),
        ("added", "plum", "", "", "strong"),
        ("changed", "moth", "weight", "1", "2"),
        ("added", "title", "metadata", "", "New"),
    ]
    assert diff_lexicons(FRUIT, FRUIT).num_rows == 0


def test_concepts_are_rows_and_languages_columns() -> None:
    english = Lexicon(
        "e", "1", "en", (Entry("apple", "fruit", concept="apple"), Entry("moth", "pests", concept="moth"))
    )
    russian = Lexicon("r", "1", "ru", (Entry("яблок*", "fruit", concept="apple"),))
    assert list_concepts([english, russian]).to_pylist() == [
        {"frame": "fruit", "concept": "apple", "languages": 2, "en": "apple", "ru": "яблок*"},
        {"frame": "pests", "concept": "moth", "languages": 1, "en": "moth", "ru": ""},
    ]


@pytest.fixture
def corpus(tmp_path: Path) -> list[str]:
    """Twelve coded passages by two invented speakers, and a lexicon of two columns."""
    lines = [
        {
            "id": f"p{i}",
            "speaker": ("Ada Brook", "Bo Lind")[i % 2],
            "text": ("Ripe apples fell.", "The frozen plum tree fell.", "A moth came.")[i % 3],
            "gold": (["fruit"], ["fruit"], ["pests"])[i % 3],
        }
        for i in range(12)
    ]
    (tmp_path / "corpus.jsonl").write_text("\n".join(map(json.dumps, lines)))
    (tmp_path / "my.tsv").write_text("frame\tentry\nfruit\tapple*\npests\tmoth\n")
    (tmp_path / "book.toml").write_text('name = "orchard"\nframes = ["fruit", "pests"]\n')
    files = {"--lexicon": "my.tsv", "--codebook": "book.toml"}
    named = [part for option, name in files.items() for part in (option, str(tmp_path / name))]
    return [str(tmp_path / "corpus.jsonl"), *named, "--unit", "document"]


def test_commands_audit_and_suggest(corpus: list[str]) -> None:
    run = CliRunner().invoke
    page = run(app, ["lexicon", "audit", *corpus])
    assert page.exit_code == 0, page.stderr
    assert "fruit: 4 hits of 1 entries; 0 never hit" in page.stdout
    found = [json.loads(line) for line in run(app, ["lexicon", "audit", *corpus, "-f", "jsonl"]).stdout.splitlines()]
    assert [(r["entry"], r["hits"], r["precision"]) for r in found] == [("apple*", 4, 1.0), ("moth", 4, 1.0)]
    forms = run(app, ["lexicon", "audit", *corpus, "--view", "forms", "-f", "csv"]).stdout
    assert "fruit,apple*,apples,4" in forms.replace('"', "")
    done = run(app, ["lexicon", "suggest", *corpus, "--frame", "fruit", "-f", "jsonl"])
    found = {row["term"]: row for row in map(json.loads, done.stdout.splitlines())}
    assert (found["frozen plum tree"]["missed"], found["frozen plum tree"]["evidence"]) == (4, "hand codes")
    assert "plum" not in found
