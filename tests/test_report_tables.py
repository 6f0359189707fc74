"""Tables and folded text: widths in terminal cells, no words cut, nothing that steers a terminal."""

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from framing.report.passages import frame_tags, mark_hits, tag_frames
from framing.report.tables import cell_width, format_table, format_value, pad, shorten, visible, wrap

HAN = "卡尔索维亚外交部发言人林河表示，中方坚决反对任何[外部势力]EI(opposed)干涉内政。"


@given(st.text(st.sampled_from("ab 他们，。“”[]é🙂e\u0301-"), max_size=80), st.integers(20, 60))
@settings(deadline=None)
def test_folding_keeps_every_character_and_the_width(text: str, width: int) -> None:
    lines = wrap(text, width=width).split("\n")
    assert "".join("".join(lines).split()) == "".join(text.split())
    longest = max([cell_width(word) for word in text.split()], default=0)
    assert all(cell_width(line) <= max(width, longest) for line in lines)


def test_han_lines_are_full_and_marks_stay_with_their_words() -> None:
    assert wrap(HAN, width=34, indent="  ").split("\n") == [
        "  卡尔索维亚外交部发言人林河表示，",
        "  中方坚决反对任何[外部势",
        "  力]EI(opposed)干涉内政。",
    ]


def test_coloured_text_is_folded_by_what_is_seen() -> None:
    text = "one \x1b[1;34mtwo\x1b[0m three " * 3
    assert [
        len(line.replace("\x1b[1;34m", "").replace("\x1b[0m", "")) for line in wrap(text, width=20).split("\n")
    ] == [
        17,
        17,
        5,
    ]


def test_a_long_word_stays_whole() -> None:
    assert wrap(f"see {'x' * 40} there", width=20).split("\n") == ["see", "x" * 40, "there"]


@pytest.mark.parametrize(("text", "width", "short"), [("abcdef", 6, "abcdef"), ("abcdefg", 6, "abcde…")])
def test_shorten(text: str, width: int, short: str) -> None:
    assert shorten(text, width) == short


def test_shorten_and_pad_count_cells() -> None:
    assert [cell_width(shorten(HAN, n)) <= n for n in range(2, 40)] == [True] * 38
    assert pad("他", 4) == "他  "
    assert pad("他", 4, right=True) == "  他"


def test_numbers_and_what_looks_like_them_stand_right() -> None:
    table = pa.table({"who": ["Ada", "林河"], "n": [1, 20], "of all": ["5%", "12%"], "p": ["< .001", "–"]})
    assert format_table(table).split("\n") == [
        "who    n  of all       p",
        "────  ──  ──────  ──────",
        "Ada    1      5%  < .001",
        "林河  20     12%       –",
    ]


def test_the_widest_columns_give_way_first() -> None:
    table = pa.table({"id": ["d#1"], "text": ["word " * 40], "other": ["other " * 5]})
    lines = format_table(table, width=60).split("\n")
    assert all(cell_width(line) <= 60 for line in lines)
    assert lines[2].startswith("d#1  word word")


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, ""),
        (0.12345, "0.123"),
        (float("nan"), "n/a"),
        (["a", "b"], "a; b"),
        ([[1, 2]], "[[1, 2]]"),
        ({"a": 0.5, "b": None}, "a=0.500 b="),
        ("two\nlines\there", "two lines here"),
        ("\x1b[2Jgone\x08", "�[2Jgone�"),
    ],
)
def test_values(value: object, text: str) -> None:
    assert format_value(value) == text


def test_nothing_that_steers_a_terminal_is_shown() -> None:
    assert visible("a\x1b[31mb\x07\u202ec") == "a�[31mb�c".replace("�c", "��c")
    passage = {"text": "bad \x1b[31mword", "start": 5, "hits": [
        {"start": 9, "end": 18, "frame": "f", "polarity": None, "voice": None}
    ]}  # fmt: skip
    assert "\x1b" not in mark_hits(passage, {"f": "F"})


def test_overlapping_hits_are_marked_once_and_same_spans_share_a_mark() -> None:
    plain = {"polarity": "affirmed", "voice": "own"}
    passage = {"text": "foreign forces here", "start": 0, "hits": [
        {"start": 0, "end": 14, "frame": "b", **plain},
        {"start": 0, "end": 14, "frame": "a", "polarity": "denied", "voice": "quoted"},
        {"start": 8, "end": 14, "frame": "a", **plain},
    ]}  # fmt: skip
    assert mark_hits(passage, {"a": "A", "b": "B"}) == "[foreign forces]A+B(denied, quoted) here"


def test_tags_are_short_and_never_alike() -> None:
    assert tag_frames(["economy", "ecology", "external_interference", "e"]) == {
        "economy": "E",
        "ecology": "EC",
        "external_interference": "EI",
        "e": "E4",
    }
    assert frame_tags.__doc__
