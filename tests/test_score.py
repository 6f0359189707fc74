"""Laws of the scoring engine, on a codebook and lexicons of our own that have nothing to do with politics."""

import dataclasses
import random

import pyarrow as pa
import pytest
from score_kit import ORCHARD, frames_of, lexicon_of, passages_of

from framing.errors import FramingError
from framing.records import HIT, PASSAGES, SCORE_COLUMNS, Entry
from framing.score import Scorer, count_unscored, minimum_evidence, score_passages, select_hits

TOY = lexicon_of(
    ("fruit", "apple*"),
    ("fruit", "plum"),
    ("pests", "apple worm*"),
    ("pests", "moth*"),
    ("frost", "cold", "weak"),
    ("frost", "ice", "weak"),
    ("", "adam's apple"),
)
WORDS = ("apple", "apples", "worm", "plum", "moths", "cold", "ice", "Adam's", "the", "tree.", "“so", "çedilla", "語")


def random_texts(n: int) -> list[str]:
    rng = random.Random(5)
    return [" ".join(rng.choice(WORDS) for _ in range(rng.randrange(12))) for _ in range(n)]


def test_columns_stand_in_order_and_own_columns_behind() -> None:
    scores = score_passages(passages_of(["an apple"], topic=["x"]), [TOY], ORCHARD)
    assert scores.schema.names == [*PASSAGES.names, *SCORE_COLUMNS, "topic"]
    assert scores.schema.field("hits").type == pa.list_(HIT)
    assert [f.name for f in scores.schema.field("values").type] == list(ORCHARD.frame_ids)


def test_hits_slice_back_from_the_document() -> None:
    texts = random_texts(200)
    scores = score_passages(passages_of(texts, start=1000), [TOY], ORCHARD).to_pylist()
    hits = [(row, hit) for row in scores for hit in row["hits"]]
    assert len(hits) > 200
    stems = {"apple*": "apple", "plum": "plum", "apple worm*": "apple", "moth*": "moth", "cold": "cold", "ice": "ice"}
    for row, hit in hits:
        piece = row["text"][hit["start"] - 1000 : hit["end"] - 1000]
        assert piece.casefold().startswith(stems[hit["entry"]])


def test_values_are_the_sums_of_hit_weights() -> None:
    for row in score_passages(passages_of(random_texts(200)), [TOY], ORCHARD).to_pylist():
        for frame in ORCHARD.frame_ids:
            assert row["values"][frame] == sum(h["weight"] for h in row["hits"] if h["frame"] == frame)


def test_a_rescored_table_is_the_same() -> None:
    once = score_passages(passages_of(random_texts(50), topic=list(range(50))), [TOY], ORCHARD)
    assert score_passages(once, [TOY], ORCHARD).equals(once)


def test_order_of_passages_and_threads_change_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    table = passages_of(random_texts(300))
    whole = score_passages(table, [TOY], ORCHARD)
    monkeypatch.setattr("framing.score.engine.BATCH_ROWS", 17)
    assert score_passages(table, [TOY], ORCHARD, threads=3).combine_chunks().equals(whole.combine_chunks())
    order = pa.array(random.Random(1).sample(range(300), 300))
    assert score_passages(table.take(order), [TOY], ORCHARD).to_pylist() == whole.take(order).to_pylist()


def test_no_passages_give_no_scores() -> None:
    scores = score_passages(passages_of([]), [TOY], ORCHARD)
    assert scores.num_rows == 0
    assert scores.schema.names == [*PASSAGES.names, *SCORE_COLUMNS]


def test_the_longest_match_wins_over_all_frames() -> None:
    assert frames_of("apple worms", TOY) == ["pests"]


def test_an_exclusion_masks_what_it_covers_and_no_more() -> None:
    assert frames_of("his Adam's apple", TOY) == []
    assert frames_of("his Adam's apple and an apple", TOY) == ["fruit"]


def test_at_equal_length_the_exclusion_wins() -> None:
    assert frames_of("a red apple", lexicon_of(("fruit", "red apple"), ("", "red apple"))) == []


def test_a_longer_entry_is_not_lost_to_an_exclusion() -> None:
    lexicon = lexicon_of(("fruit", "a red apple"), ("", "red apple"))
    assert frames_of("a red apple", lexicon) == ["fruit"]


def test_one_pattern_may_speak_for_two_frames() -> None:
    assert frames_of("crab apple", lexicon_of(("fruit", "crab apple"), ("pests", "crab apple"))) == ["fruit", "pests"]


def test_a_span_counts_once_for_a_frame() -> None:
    row = score_passages(passages_of(["plums"]), [lexicon_of(("fruit", "plum*"), ("fruit", "plums"))], ORCHARD)
    assert row.to_pylist()[0]["values"]["fruit"] == 1.0


def test_two_weak_hits_make_one() -> None:
    assert frames_of("cold", TOY) == []
    assert frames_of("cold ice", TOY) == ["frost"]


def test_weak_evidence_is_kept_in_the_value() -> None:
    row = score_passages(passages_of(["cold"]), [TOY], ORCHARD).to_pylist()[0]
    assert (row["values"]["frost"], row["frames"], len(row["hits"])) == (0.5, [], 1)


def test_the_minimum_of_the_lexicon_decides() -> None:
    strict = dataclasses.replace(TOY, metadata={"minimum evidence": "fruit 2, frost 0.5"})
    assert frames_of("an apple", strict) == []
    assert frames_of("an apple, a plum", strict) == ["fruit"]
    assert frames_of("cold", strict) == ["frost"]


def test_a_minimum_without_number_is_an_error() -> None:
    broken = dataclasses.replace(TOY, metadata={"minimum evidence": "fruit two"})
    with pytest.raises(FramingError, match="fruit two' lacks its number"):
        minimum_evidence([broken], "fruit")


def test_weights_are_scored_as_such() -> None:
    entries = (Entry("pear", "fruit", weight=0.25), Entry("quince", "fruit", weight=0.5))
    weighted = dataclasses.replace(TOY, entries=entries)
    row = score_passages(passages_of(["pear and quince", "pear"]), [weighted], ORCHARD).to_pylist()
    assert [r["values"]["fruit"] for r in row] == [0.75, 0.25]
    assert [r["frames"] for r in row] == [["fruit"], ["fruit"]]


def test_each_language_has_its_lexicon() -> None:
    german = lexicon_of(("fruit", "apfel"), language="de", name="apfel")
    shared = lexicon_of(("pests", "drosophila"), language="", name="latin")
    table = pa.concat_tables(
        [
            passages_of(["apple apfel drosophila"], "en-GB"),
            passages_of(["apple apfel drosophila"], "de"),
            passages_of(["apple apfel drosophila"], None),
            passages_of(["apple apfel drosophila"], "fi"),
        ]
    )
    rows = score_passages(table, [TOY, german, shared], ORCHARD).to_pylist()
    entries = [[hit["entry"] for hit in row["hits"]] for row in rows]
    assert entries == [
        ["apple*", "drosophila"],
        ["apfel", "drosophila"],
        ["apple*", "apfel", "drosophila"],
        ["drosophila"],
    ]
    assert rows[0]["method"] == "lexicon:toy-1+latin-1"


def test_a_language_without_lexicon_is_counted_not_hidden() -> None:
    table = pa.concat_tables([passages_of(["apple"]), passages_of(["omena puu"], "fi")])
    scores = score_passages(table, [TOY], ORCHARD)
    assert scores.column("method").to_pylist() == ["lexicon:toy-1", "lexicon:none"]
    assert scores.column("n_words").to_pylist() == [1, 2]
    assert count_unscored(scores) == {"fi": 1}


def test_an_unknown_frame_is_named_with_the_nearest() -> None:
    with pytest.raises(
        FramingError, match="entry 'kiwi': frame 'fruits' is not in codebook orchard-1; did you mean 'fruit'"
    ):
        Scorer([lexicon_of(("fruits", "kiwi"))], ORCHARD)


def test_no_lexicon_is_an_error() -> None:
    with pytest.raises(FramingError, match="no lexicon is given"):
        Scorer([], ORCHARD)


def test_masked_names_are_counted_apart() -> None:
    entries = (Entry("plum", "fruit"), Entry("Plum Board", "", "exclude", concept="institution"))
    scorer = Scorer([dataclasses.replace(TOY, entries=entries)], ORCHARD)
    found = scorer.find_exclusions(passages_of(["the Plum Board likes a plum"], start=10).to_batches()[0]).to_pylist()
    assert [(f["concept"], f["start"], f["end"]) for f in found] == [("institution", 14, 24)]


def test_selection_makes_values_and_frames_anew() -> None:
    scores = score_passages(passages_of(["an apple and “plum”", "a moth"]), [TOY], ORCHARD)
    own = select_hits(scores, ORCHARD, voice=["own"]).to_pylist()
    assert [row["values"]["fruit"] for row in own] == [1.0, 0.0]
    scare = select_hits(scores, ORCHARD, voice=["scare"]).to_pylist()
    assert [row["frames"] for row in scare] == [["fruit"], []]
    assert select_hits(scores, ORCHARD) is scores


def test_selection_holds_to_the_minimum_evidence() -> None:
    scores = score_passages(passages_of(["cold and “ice”"]), [TOY], ORCHARD)
    assert scores.column("frames").to_pylist() == [["frost"]]
    chosen = select_hits(scores, ORCHARD, voice=["own"], lexicons=[TOY])
    assert chosen.column("frames").to_pylist() == [[]]


def test_selecting_an_unknown_mark_is_an_error() -> None:
    scores = score_passages(passages_of(["apple"]), [TOY], ORCHARD)
    with pytest.raises(FramingError, match="polarity 'denied!' is not known; choose affirmed, denied"):
        select_hits(scores, ORCHARD, polarity=["denied!"])
