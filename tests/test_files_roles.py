"""Roles filled whole columns at a time: what each row alone would get."""

import json

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from framing.files.languages import normalise_language
from framing.files.roles import _languages, _speakers
from framing.files.scripts.counting import guess_languages
from framing.terms import guess_language

TEXT = st.sampled_from(["Peace.", "1991", "Мир.", "和平", "“Peace”", "", "* " * 40 + "a", "*" * 90, "é", "aé" * 3000])
LANGUAGE = st.sampled_from([None, "", " ", "eng", "русский", "Tajik", "zh-CN", "EN "])
NAME = st.sampled_from([None, "", "  ", "Ada", " Bo ", '["A", "B"]', "[not JSON", "[]", '[1, " "]'])


@settings(deadline=None)
@given(st.lists(st.tuples(LANGUAGE, TEXT), min_size=1), st.sampled_from(["", "ru", "english"]), st.booleans())
def test_languages_are_given_else_the_fallback_else_by_the_letters(
    rows: list[tuple[str | None, str]], fallback: str, has_column: bool
) -> None:
    languages, texts = (pa.array(column, pa.string()) for column in zip(*rows, strict=True))
    found = _languages(languages if has_column else None, texts, fallback)
    for (language, text), one in zip(rows, found.to_pylist(), strict=True):
        named = (language or "").strip() if has_column else ""
        assert one == (normalise_language(named) or normalise_language(fallback) or guess_language(text[:4000]))


ANY_SCRIPT = st.text(st.sampled_from("aé1 .Я«ыіґ和ぁヺ한ب\u0670αאअა ՀกԱ😀𠀀𱀀\U0010ffff"), max_size=12)


@settings(deadline=None, max_examples=300)
@given(st.lists(ANY_SCRIPT, min_size=1), st.sampled_from([3, 4000]), st.data())
def test_letters_counted_at_once_stand_for_the_same_language(texts: list[str], most: int, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(texts) - 1))
    found = guess_languages(pa.array(texts).slice(start), most)
    assert found == [guess_language(text[:most]) for text in texts[start:]]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("ыі", "ru"),
        ("ії ы", "uk"),
        ("和ぁ", "ja"),
        ("和" * 11 + "ぁ", "zh"),
        ("aaa和", "en"),
        ("aa和", "zh"),
        ("аб", "ru"),
    ],
)
def test_language_by_hand(text: str, language: str) -> None:
    assert guess_language(text) == language
    assert guess_languages(pa.array(["", text]), 4000) == ["und", language]


@settings(deadline=None)
@given(st.lists(NAME))
def test_speakers_are_one_name_or_a_list_of_them(cells: list[str | None]) -> None:
    found = _speakers(pa.array(cells, pa.string()), len(cells))
    found.validate(full=True)
    for cell, names in zip(cells, found.to_pylist(), strict=True):
        plain = (cell or "").strip()
        try:
            parsed = json.loads(plain) if plain.startswith("[") else [plain]
        except json.JSONDecodeError:
            parsed = [plain]
        assert names == ([name.strip() for name in parsed if isinstance(name, str) and name.strip()] or None)
