"""Laws of segmentation, held by any text: spans slice back, in order, apart, and leave out nothing but furniture."""

import re
from itertools import accumulate, pairwise

import numpy as np
import pyarrow as pa
from hypothesis import given, settings
from hypothesis import strategies as st
from segment_kit import Voice, passages_of

from framing.segment import UNITS
from framing.segment.abbreviations import BEFORE_NUMBER, KEY_LETTERS, MAYBE, NEVER, pack_word, word_before
from framing.segment.letters import LINE, STOPS, WORD, Letters

LISTED = [*NEVER, *BEFORE_NUMBER, *MAYBE]
PIECES = st.sampled_from(
    [
        *"AbЖя中文١e.!?…。？:：;,，\"“”'‘’«»「」()[]-–—\t \n\r•*",
        "\r\n", "\n\n", "\u2028", "\u200b", "\ufeff", "\u0301", "🙂", "…", "...", "12", "2.5", "Mr.", "U.S.", "г.",
        "И.И.", "The", "he said", " он сказал ", "他说", "A/77/PV.6", "22-60000 (E)", "3/14", "Page 4", "第3页",
        "Peace holds here.", "Мир держится.", "和平还在。",
    ]
)  # fmt: skip
TEXTS = st.one_of(
    st.lists(PIECES, max_size=60).map("".join), st.lists(PIECES, max_size=40).map(" ".join), st.text(max_size=80)
)


@st.composite
def voiced(draw: st.DrawFn) -> tuple[str, list[Voice]]:
    text = draw(TEXTS)
    edges = sorted(draw(st.sets(st.integers(0, len(text)), max_size=8)))
    how = draw(st.sampled_from(["quote", "turn"]))
    spans = list(pairwise(edges))[:: draw(st.sampled_from([1, 2]))]
    return text, [(a, b, draw(st.sampled_from(["Ada", "Bo"])), how) for a, b in spans]


def words_of(text: str) -> list[int]:
    """Places of letters and digits."""
    return np.flatnonzero(WORD[Letters.of(pa.array([text])).classes]).tolist()


@settings(max_examples=60, deadline=None)
@given(voiced())
def test_spans_slice_back_in_order_and_apart(given_text: tuple[str, list[Voice]]) -> None:
    text, voices = given_text
    for unit in UNITS:
        rows = passages_of(text, unit=unit, voices=voices).to_pylist()
        assert all(text[row["start"] : row["end"]] == row["text"] for row in rows)
        assert all(row["text"].strip() for row in rows)
        assert all(a["end"] <= b["start"] for a, b in pairwise(rows))
        assert [row["passage_id"] for row in rows] == [f"d0#{n}" for n in range(1, len(rows) + 1)]


@settings(max_examples=60, deadline=None)
@given(TEXTS)
def test_every_letter_is_in_a_unit_but_for_page_numbers_and_running_heads(text: str) -> None:
    for unit in ("sentence", "passage", "paragraph", "document"):
        left = set(words_of(text))
        for row in passages_of(text, unit=unit).to_pylist():
            left -= set(range(row["start"], row["end"]))
        if unit == "document":
            assert not left
        for line in _lines(text):
            inside = left & set(line)
            words = set(words_of(text)) & set(line)
            assert inside in (set(), words), "half a line is left out"
            assert not inside or any(text[at].isnumeric() for at in inside), "a line without a number is left out"


@settings(max_examples=60, deadline=None)
@given(voiced())
def test_units_nest_and_a_passage_has_one_to_four_sentences(given_text: tuple[str, list[Voice]]) -> None:
    text, voices = given_text
    sentences, passages, paragraphs = (
        [(row["start"], row["end"]) for row in passages_of(text, unit=unit, voices=voices).to_pylist()]
        for unit in ("sentence", "passage", "paragraph")
    )
    for small, large in ((sentences, passages), (passages, paragraphs)):
        for start, end in small:
            assert sum(a <= start and end <= b for a, b in large) == 1
    for a, b in passages:
        assert 1 <= sum(a <= start and end <= b for start, end in sentences) <= 4


@settings(max_examples=25, deadline=None)
@given(st.lists(TEXTS, min_size=2, max_size=4))
def test_a_document_is_cut_the_same_alone_and_among_others(texts: list[str]) -> None:
    for unit in UNITS:
        alone = [row for text in texts for row in passages_of(text, unit=unit)["text"].to_pylist()]
        assert passages_of(*texts, unit=unit)["text"].to_pylist() == alone


@settings(max_examples=100, deadline=None)
@given(st.lists(TEXTS, max_size=4), st.data())
def test_letters_are_the_characters_of_the_texts(texts: list[str], data: st.DataObject) -> None:
    letters, row = Letters.of(pa.array(texts, pa.string())), "".join(text + "\n" for text in texts)
    assert letters.codes.tolist() == list(map(ord, row))
    assert letters.starts.tolist() == [0, *accumulate(len(text) + 1 for text in texts)]
    assert letters.breaks.tolist() == [i for i, mark in enumerate(letters.classes) if mark == LINE]
    assert letters.stops.tolist() == [i for i, mark in enumerate(letters.classes) if STOPS[mark]]
    places = sorted(data.draw(st.lists(st.integers(0, len(row) - 1), max_size=8))) if row else []
    pieces = [row[a:b] for a, b in pairwise(places)]
    assert letters.cut(np.array(places, np.int64)).to_pylist() == pieces
    assert [letters.slice(a, b) for a, b in pairwise(places)] == pieces


def test_a_long_text_is_read_in_pieces_that_cut_no_character() -> None:
    for text in (
        "Peace holds. " * 20_000,
        "Мир держится!\r\n" * 20_000,
        "和平。🙂" * 30_000,
        "é?" * 50_000 + "和" * 70_000,
    ):
        letters = Letters.of(pa.array([text]))
        assert letters.slice(0, len(text)).replace("\r", "") == text.replace("\r", "")
        assert len(letters.stops) == sum(text.count(stop) for stop in ".!?。")
        assert len(letters.breaks) == text.count("\n") + 1


@settings(max_examples=200, deadline=None)
@given(st.lists(st.sampled_from([*LISTED, "a.b.c", "peace", "negotiations", "5", " ", "和"])))
def test_the_word_before_a_place_is_read_as_letter_by_letter(words: list[str]) -> None:
    text = "".join(words)
    places = np.arange(len(text) + 1)
    keys, lengths = word_before(Letters.of(pa.array([text])).codes, places)
    for place in places.tolist():
        word = re.search(r"[a-zа-я.]*$", text[:place])[0]  # type: ignore[index]
        known = word in LISTED or re.search(r"(^|\.)[a-zа-я]\.[a-zа-я]$", word)
        if 0 < len(word) <= KEY_LETTERS and (known or len(word) == 1):
            assert (keys[place], lengths[place]) == (pack_word(word), len(word))
        else:
            assert keys[place] in (0, pack_word(word[-KEY_LETTERS:]))
        assert len(word) <= KEY_LETTERS or keys[place] == 0


def _lines(text: str) -> list[range]:
    breaks = [i for i, mark in enumerate(Letters.of(pa.array([text])).classes[: len(text)]) if mark == 2]
    edges = [-1, *breaks, len(text)]
    return [range(a + 1, b) for a, b in pairwise(edges)]
