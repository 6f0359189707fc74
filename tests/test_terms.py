"""Languages by script, and words counted exactly as the matcher's slow twin counts them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from reference_matcher import tokenise

from framing.terms import count_words, guess_language


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("The ministers of Karsovia met in Velmar.", "en"),
        ("Министры Карсовии встретились в Вельмаре.", "ru"),
        ("Міністри зустрілися, їхня розмова тривала.", "uk"),
        ("卡尔索维亚外交部长在韦尔马尔会见了代表团。", "zh"),
        ("大臣は会談の後で記者に話した。", "ja"),
        ("장관들이 만났다", "ko"),
        ("KARSOVIA (Velmar) — Министр иностранных дел выступил с заявлением для прессы.", "ru"),
        ("外交部发言人 Maren Tolvik 表示反对", "zh"),
        ("12.06.2024 — 14:30", "und"),
        ("", "und"),
    ],
)
def test_guess_language(text: str, language: str) -> None:
    assert guess_language(text) == language


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", 0),
        ("… — !", 0),
        ("the Karsovian people's co\u00adoperation", 5),
        ("cafe\u0301s in 2024", 3),
        ("3.5 per cent", 4),
        ("т.е. ёлка", 3),
        ("中国MFA表示", 5),
        ("snake_case", 2),
    ],
)
def test_count_words(text: str, words: int) -> None:
    assert count_words(text) == words


@given(st.text(alphabet="ab Ж9中ァ-'._\u0301\u00ad\u200b\n½", max_size=30))
def test_words_are_counted_as_the_matcher_counts_them(text: str) -> None:
    assert count_words(text) == len(tokenise(text))
