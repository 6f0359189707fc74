"""Laws of every language's attribution on generated text: no exception, spans that slice, nesting that points up."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from framing.attribute import chinese, english, patterns, russian
from framing.attribute.names import resolve_names
from framing.attribute.record import Attribution


def cut(words: str) -> list[str]:
    return [*words.split(), "\n", "\n\n"]


ENGLISH = cut(
    """
    Ana Orlu the The minister Minister of said, said that told as saying quoted he she it they who , . : ; ? ! " “ ” '
    ’s '' - — ( ) Kest Radio according to statement U.N. Even one of and but would not a an Both none dam holds is § É
    Secretary State “No,” Mr. Tarn warned readout both ministers 2 % […] '' VELMAR
    """
)
RUSSIAN = cut(
    """
    Пётр Дубов министр Министр МИД Карсовии заявил сказал , что : « » " — - . ? ! он она по словам его и а также Ван И
    Си Цзиньпин сообщает агентство эксперт стороны Об этом сообщил НАТО в В Москве бывшего глава А.Б.Орлов ( )
    """
)
CHINESE = [*"王小岚外长部长表示说，。：“”？！他她双方据新华社报道和与·\n（）问道中方认为", "的话说", "援引"]

needs_parser = pytest.mark.skipif(english.load_parser() is None, reason="no English parser installed")


def texts(words: list[str], glue: str = " ") -> st.SearchStrategy[str]:
    return st.lists(st.sampled_from([word for word in words if word]), max_size=40).map(glue.join)


def check(text: str, find: Callable[[str], list[Attribution]], language: str) -> None:
    found = find(text)
    for index, quote in enumerate(found):
        spans = [*quote.spans, *quote.mentions, *filter(None, (quote.cue, quote.mention, quote.relayed_by))]
        assert all(0 <= start < end <= len(text) for start, end in spans), (quote, text)
        assert list(quote.spans) == sorted(quote.spans)
        assert (quote.parent is None) == (quote.level == 0)
        if quote.parent is not None:
            assert quote.parent < index
            assert found[quote.parent].level == quote.level - 1
    for named in resolve_names(text, found, language=language):
        assert all(name == " ".join(name.split()) and name for name in named.resolved), (named, text)


quick = settings(max_examples=150, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])


@quick
@given(texts(ENGLISH))
def test_english_patterns(text: str) -> None:
    check(text, patterns.find_quotes, "en")


@needs_parser
@quick
@given(texts(ENGLISH))
def test_english_parser(text: str) -> None:
    check(text, english.find_quotes, "en")


@quick
@given(texts(RUSSIAN))
def test_russian(text: str) -> None:
    check(text, russian.find_quotes, "ru")


@quick
@given(texts(CHINESE, glue=""))
def test_chinese(text: str) -> None:
    check(text, chinese.find_quotes, "zh")


@needs_parser
@pytest.mark.parametrize("depth", [2, 3, 4])
def test_nesting_goes_to_any_depth(depth: int) -> None:
    names = ["Ana Orlu", "Bo Tarn", "Ilo Marn", "Mirel Tavo"][:depth]
    text = "".join(f"{name} said that " for name in names) + "the old dam would hold."
    found = english.find_quotes(text)
    assert [quote.level for quote in found] == list(range(depth))
    assert [quote.parent for quote in found] == [None, *range(depth - 1)]
    assert [quote.resolved for quote in found] == [(name,) for name in names]
