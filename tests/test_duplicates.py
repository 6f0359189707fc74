"""Near-copies: found, exact, grouped, collapsed; what is none is not taken for one."""

import numpy as np
import pyarrow as pa
import pytest

from framing.duplicates import collapse_duplicates, find_duplicates, group_duplicates, hash_runs
from framing.errors import FramingError

WORDS = [f"word{i}" for i in range(400)]


def text(seed: int, n: int = 80) -> str:
    return " ".join(np.random.default_rng(seed).choice(WORDS, n))


def table(texts: dict[str, str], dates: list[str] | None = None) -> pa.Table:
    columns = {"document_id": list(texts), "text": list(texts.values())}
    return pa.table(columns | ({"date": dates} if dates else {}))


def find(texts: dict[str, str], **more) -> list[dict[str, object]]:  # type: ignore[no-untyped-def]
    return find_duplicates(table(texts), rng=np.random.default_rng(1), **more).to_pylist()


def test_a_copy_with_another_ending_is_found_and_measured() -> None:
    one = text(1)
    pairs = find({"a": one, "b": one + " and it was reported that he said so", "c": text(2)})
    assert [(p["first"], p["second"]) for p in pairs] == [("a", "b")]
    runs = [hash_runs(t, 5) for t in (one, one + " and it was reported that he said so")]
    shared = len(set(runs[0].tolist()) & set(runs[1].tolist()))
    assert pairs[0]["jaccard"] == pytest.approx(shared / len(set(runs[0].tolist()) | set(runs[1].tolist())))
    assert pairs[0]["containment"] == 1.0


def test_case_and_punctuation_are_nothing() -> None:
    assert find({"a": text(1), "b": text(1).upper().replace(" ", ", ")})[0]["jaccard"] == 1.0


def test_other_words_in_another_order_are_no_copy() -> None:
    words = text(1).split()
    assert find({"a": " ".join(words), "b": " ".join(words[::-1])}) == []


def test_chinese_is_compared_by_characters() -> None:
    one = "各国应当相互尊重主权和领土完整反对任何外部势力干涉别国内政维护地区和平与稳定"
    assert find({"a": one, "b": one + "。"})[0]["jaccard"] == 1.0
    assert find({"a": one, "b": "经济合作为两国人民带来利益贸易额继续增长双方同意扩大投资和人文交流"}) == []


def test_short_and_empty_texts() -> None:
    pairs = find({"a": "Thank you.", "b": "thank you", "c": "", "d": ""})
    assert [(p["first"], p["second"]) for p in pairs] == [("a", "b")]


def test_every_pair_above_the_threshold_is_found() -> None:
    """200 texts, each with a neighbour that shares most of it: none missed, none invented."""
    rng = np.random.default_rng(3)
    texts = {}
    for i in range(200):
        words = list(rng.choice(WORDS, 100))
        texts[f"t{i:03}"] = " ".join(words)
        texts[f"t{i:03}x"] = " ".join([*words[:90], *rng.choice(WORDS, 10)])
    pairs = find(texts)
    assert {(p["first"], p["second"]) for p in pairs} == {(f"t{i:03}", f"t{i:03}x") for i in range(200)}


def test_the_order_of_the_texts_is_nothing() -> None:
    texts = {"a": text(1), "b": text(1) + " more", "c": text(2), "d": text(2)}
    assert find(texts) == find(dict(reversed(texts.items())))


def test_the_first_by_date_stands_for_its_group() -> None:
    texts = {"a": text(1), "b": text(1) + " more", "c": text(2), "d": text(1) + " more again"}
    given = table(texts, ["2022-03-02", "2022-03-01", "2022-01-01", "2022-03-05"])
    grouped = group_duplicates(given, find_duplicates(given, rng=np.random.default_rng(1)))
    assert grouped["duplicate_of"].to_pylist() == ["b", "b", "c", "b"]
    assert grouped["n_copies"].to_pylist() == [3, 3, 1, 3]
    kept = collapse_duplicates(grouped)
    assert kept["document_id"].to_pylist() == ["b", "c"]
    assert kept["n_copies"].to_pylist() == [3, 1]


def test_a_copy_of_a_copy_belongs() -> None:
    words = text(5, 120).split()
    texts = {name: " ".join(words[at : at + 100]) for name, at in (("a", 0), ("b", 10), ("c", 20))}
    assert {(p["first"], p["second"]) for p in find(texts)} == {("a", "b"), ("b", "c")}
    given = table(texts)
    grouped = group_duplicates(given, find_duplicates(given, rng=np.random.default_rng(1)))
    assert grouped["duplicate_of"].to_pylist() == ["a"] * 3


def test_no_texts_no_pairs() -> None:
    assert find({}) == []
    none = table({}).cast(pa.schema({"document_id": pa.string(), "text": pa.string()}))
    assert len(group_duplicates(none, find_duplicates(none, rng=np.random.default_rng(1)))) == 0


def test_what_cannot_be_compared() -> None:
    for more, sentence in (({"threshold": 0.0}, "threshold is 0.0"), ({"id_column": "url"}, "no column 'url'")):
        with pytest.raises(FramingError, match=sentence):
            find({"a": "x"}, **more)
    twice = pa.table({"document_id": ["a", "a"], "text": ["x", "y"]})
    with pytest.raises(FramingError, match="an id stands twice"):
        find_duplicates(twice, rng=np.random.default_rng(1))
