"""Attributions become rows: words of spans, nesting, and whose message stands inside."""

from framing.attribute.record import Attribution, nest_attributions
from framing.attribute.table import quote_rows

TEXT = "Karsa News says Mirel Tavo stressed that Ada Brook had promised help."


def spot(words: str) -> tuple[int, int]:
    start = TEXT.index(words)
    return start, start + len(words)


def chain() -> list[Attribution]:
    relay = Attribution("indirect", (spot("Mirel Tavo stressed that Ada Brook had promised help"),), spot("says"))
    outer = Attribution(
        "indirect",
        (spot("that Ada Brook had promised help"),),
        spot("stressed"),
        spot("Mirel Tavo"),
        relayed_by=spot("Karsa News"),
        resolved=("Mirel Tavo",),
    )
    inner = Attribution("indirect", (spot("help"),), spot("promised"), spot("Ada Brook"), resolved=("Ada Brook",))
    return nest_attributions([relay, outer, inner])


def test_rows_keep_words_and_offsets() -> None:
    row = quote_rows("d", TEXT, chain(), reporter="Karsa News")[1]
    assert TEXT[row["cue_start"] : row["cue_end"]] == row["cue"] == "stressed"
    assert TEXT[row["speaker_start"] : row["speaker_end"]] == row["speaker_text"] == "Mirel Tavo"
    assert (row["speaker"], row["relayed_by"], row["reporter"]) == (["Mirel Tavo"], "Karsa News", "Karsa News")


def test_levels_point_to_their_parents() -> None:
    rows = quote_rows("d", TEXT, chain())
    assert [(r["level"], r["parent"]) for r in rows] == [(0, -1), (1, 0), (2, 1)]


def test_holder_is_the_speaker_of_the_message_inside_only_where_it_is_most_of_it() -> None:
    words = "that Ada Brook had promised help"
    most = Attribution("indirect", (spot(words),), spot("stressed"), resolved=("Mirel Tavo",))
    inner = Attribution("indirect", (spot("Ada Brook had promised help"),), None, resolved=("Ada Brook",))
    assert quote_rows("d", TEXT, nest_attributions([most, inner]))[0]["holder"] == ["Ada Brook"]
    assert quote_rows("d", TEXT, chain())[1]["holder"] == []


def test_nothing_found_is_null() -> None:
    row = quote_rows("d", TEXT, [Attribution("indirect", (spot("help"),))])[0]
    assert row["speaker"] == []
    assert row["speaker_start"] is None
    assert row["cue"] is None
    assert row["parent"] == -1
