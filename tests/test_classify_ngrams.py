"""N-grams by hash are those that a plain loop cuts, and every one can be found again in its text."""

import numpy as np
import pytest

from framing.classify.letters import fold_texts
from framing.classify.ngrams import CHARACTERS, WORDS, cut_ngrams, learn_vocabulary, spans_of, weigh_counts

TEXTS = [
    "War, and Peace’s end!",
    "",
    "外交部 spoke; Ёлка",
    "and peace; and\u00adrew İstanbul 3.5",
    "...",
    "干涉内政的行为",
]


def plain_words(text: str) -> list[str]:
    import re

    words = re.findall(r"[^\W_一-鿿]+", text.replace("\u00ad", "").replace("İ", "i").lower().replace("ё", "е"))
    gaps = [" ".join(words[i : i + n]) for n in (1, 2, 3) for i in range(len(words) - n + 1)]
    return sorted(gaps)


def names_of(texts: list[str], kind: str) -> list[str]:
    letters = fold_texts(texts)
    return sorted(learn_vocabulary(letters, kind, np.arange(len(texts)), min_documents=1).names)


def test_words_are_those_of_a_plain_loop() -> None:
    for text in (TEXTS[0], TEXTS[3]):
        assert names_of([text], WORDS) == sorted(set(plain_words(text)))


def test_words_do_not_cross_texts_nor_han() -> None:
    assert names_of(["a b", "c"], WORDS) == ["a", "a b", "b", "c"]
    assert names_of(["a 国 b"], WORDS) == ["a", "b"]


def test_characters_stay_inside_words_and_short_in_han() -> None:
    assert names_of(["ab c"], CHARACTERS) == [" ab", " ab ", " c ", "ab "]
    han = names_of([TEXTS[5]], CHARACTERS)
    assert max(len(name.strip()) for name in han) == 4
    assert "干涉内政" in han


@pytest.mark.parametrize("kind", [WORDS, CHARACTERS])
def test_counts_do_not_depend_on_the_neighbours(kind: str) -> None:
    together = fold_texts(TEXTS)
    vocabulary = learn_vocabulary(together, kind, np.arange(len(TEXTS)), min_documents=1)
    text, feature, count = vocabulary.count(together)
    for number, alone in enumerate(TEXTS):
        _, own_feature, own_count = vocabulary.count(fold_texts([alone]))
        assert own_feature.tolist() == feature[text == number].tolist()
        assert own_count.tolist() == count[text == number].tolist()


@pytest.mark.parametrize("kind", [WORDS, CHARACTERS])
def test_every_place_spells_its_name(kind: str) -> None:
    letters = fold_texts(TEXTS)
    vocabulary = learn_vocabulary(letters, kind, np.arange(len(TEXTS)), min_documents=1)
    places = list(spans_of(letters, vocabulary))
    assert len(places) == len(cut_ngrams(letters, kind).hash)
    for text, feature, start, end in places:
        found = fold_texts([TEXTS[text][start:end]]).codes.tobytes().decode("utf-32-le").strip()
        assert found == vocabulary.names[feature].strip()


def test_min_documents_counts_documents_not_passages() -> None:
    letters = fold_texts(["tea", "tea", "tea coffee", "coffee"])
    assert learn_vocabulary(letters, WORDS, np.array([0, 0, 0, 1]), min_documents=2).names == ("coffee",)


def test_weights_have_length_one() -> None:
    # by hand: values 1 and 1 + log 2, idf 1
    values = weigh_counts(np.array([0, 0]), np.array([1, 2]), np.ones(2), 1)
    assert values == pytest.approx(np.array([1, 1 + np.log(2)]) / np.hypot(1, 1 + np.log(2)))
