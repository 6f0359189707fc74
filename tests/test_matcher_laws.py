"""The scanner against the slow reference, on generated lexicons and texts; and the same for any way to cut a batch."""

import dataclasses
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reference_matcher import find

from framing.errors import FramingError
from framing.matcher import JointMatcher, Matcher, Matches, PatternSet
from framing.matcher.cache import load_kernel
from framing.matcher.compile import compile_sets
from framing.matcher.pattern import parse_pattern
from framing.matcher.words import HAN as IDEOGRAPH
from framing.matcher.words import LETTER, is_canonical

# Words that lie inside each other, of every script, longer than the eight and sixteen bytes that the scanner takes at
# once, and with all that changes length when it is folded or normalised.
WORDS = [
    "a",
    "i",
    "s",
    "u",
    "n",
    "o",
    "war",
    "wars",
    "warring",
    "foreign",
    "foreigners",
    "force",
    "forces",
    "interfere",
    "internal",
    "affairs",
    "sovereign",
    "sovereignty",
    "abcdefgh",
    "abcdefghi",
    "abcdefghijklmnop",
    "abcdefghijklmnopq",
    "counterrevolutionaries",
    "3",
    "35",
    "2024",
    "x1",
    "U",
    "S",
    "N",
    "мир",
    "мирный",
    "ёлка",
    "елка",
    "Ёж",
    "вмешательство",
    "суверенитет",
    "й",
    "é",
    "é",
    "café",
    "café",
    "naïve",
    "Straße",
    "ẞ",
    "İ",
    "İ",
    "i̇",
    "istanbul",
    "İstanbul",
    "ς",
    "Σίσυφος",
    "σ",
    "한국",
    "한",
    "Å",
    "Å",
    "ǆ",
    "Ⱥ",
    "ⱥ",
    "K",
    "K",
    "ﬁ",
    "ऩ",
    "ก็",
    "שָׁלוֹם",
    "عَرَبِيّ",
    "𝐀",
    "𐐀",
    "𐐨",
]
HAN = ["外", "部", "势", "力", "干", "涉", "内", "政", "々", "か", "が", "が", "ー", "𠀀", "丸", "豈", "豈"]
GAPS = [
    " ", "  ", "  ", " \xa0", "\n", "\r\n", "\n\n", "\r\n\r\n", "\n \n", "-", "‑", " - ",
    "'", "’", "ʼ", ".", ". ", ".\n", "..", " ...", "…", "! ", "? ", "。",
    "！", ";", "", " ", "—", "«", "» ", "\u2029", "\xad", "\u200b", "\u200d", "️",
    "😀", "́", "̣̇", "̇", " ́", "\t", "(", ")", "/", "_", "*", "0",
    "\x00", "", "", ",", ", ",
]  # fmt: skip

words = st.one_of(
    st.sampled_from(WORDS), st.sampled_from(HAN), st.text("abcé外\u0301\u0307iI", min_size=1, max_size=18)
)
texts = st.lists(st.tuples(words, st.one_of(st.just(" "), st.sampled_from(GAPS))), max_size=14).map(
    lambda pairs: "".join(word + gap for word, gap in pairs)
)
stars = st.tuples(words, st.sampled_from(["{}", "{}", "{}", "{}*", "*{}", "*{}*"])).map(lambda p: p[1].format(p[0]))
elements = st.one_of(
    stars,
    stars,
    words,
    st.just("*"),
    st.sampled_from(["<=1", "<=3", "<=0"]),
    st.just("(a|war crimes|外)"),
    st.just("forc(e|es|)"),
)
lexicon_entries = st.lists(
    st.tuples(elements, st.sampled_from([" ", " ", " ", " ", "-", "'", "", ".", ", ", ". "])), min_size=1, max_size=4
).map(lambda pairs: "".join(e + g for e, g in pairs).strip())


@pytest.fixture(autouse=True, scope="module")
def compiled() -> None:
    """Little text would be read interpreted (test_interpreted.py)."""
    load_kernel(sys.maxsize)


def readable(pattern: str) -> bool:
    try:
        return bool(parse_pattern(pattern))
    except FramingError:
        return False


patterns = st.lists(st.tuples(lexicon_entries.filter(readable), st.booleans()), max_size=8)


def rows(found: Matches) -> list[tuple[int, ...]]:
    columns = (found.text_index, found.pattern_index, found.start, found.end, found.token_start, found.token_end)
    return list(zip(*(c.tolist() for c in (*columns, found.sentence)), strict=True))


@settings(max_examples=400, deadline=None)
@given(patterns, st.lists(st.one_of(texts, st.text(max_size=20), st.none()), max_size=6))
def test_same_as_reference(lexicon: list[tuple[str, bool]], batch: list[str | None]) -> None:
    entries, exclusions = [entry for entry, _ in lexicon], [masks for _, masks in lexicon]
    found = Matcher(entries, exclusions=exclusions).find(batch)
    expected, n_words = find(entries, exclusions, batch)
    assert rows(found) == expected
    assert found.n_words.tolist() == n_words


@settings(max_examples=100, deadline=None)
@given(patterns, st.lists(st.one_of(texts, st.none()), max_size=6))
def test_every_match_is_found(lexicon: list[tuple[str, bool]], batch: list[str | None]) -> None:
    entries, exclusions = [entry for entry, _ in lexicon], [masks for _, masks in lexicon]
    found = Matcher(entries, exclusions=exclusions).find(batch, every=True)
    assert rows(found) == find(entries, exclusions, batch, every=True)[0]


@settings(max_examples=100, deadline=None)
@given(patterns, st.lists(texts.filter(is_canonical), max_size=6))
def test_those_that_won_of_all_are_those_found_alone(lexicon: list[tuple[str, bool]], batch: list[str]) -> None:
    masks = np.array([masks for _, masks in lexicon], dtype=bool)
    matcher = Matcher([entry for entry, _ in lexicon], exclusions=masks.tolist())
    every, alone = matcher.find(batch, every=True), rows(matcher.find(batch))
    assert [row for row, won in zip(rows(every), every.won, strict=True) if won] == alone


def test_several_threads_share_a_matcher() -> None:
    matcher = Matcher(["foreign forc(e|es)", "forces", "sovereign*", "*cracy", "外部势力", "war"])
    batches = [[f"{word} foreign forces 外部势力 İ democracy {i}" for word in WORDS] for i in range(12)]
    alone = [matcher.find(batch) for batch in batches]
    with ThreadPoolExecutor(max_workers=4) as pool:
        for one, other in zip(pool.map(matcher.find, batches), alone, strict=True):
            assert_equal(one, other)


@settings(max_examples=60, deadline=None)
@given(patterns, st.lists(texts, min_size=1, max_size=8), st.data())
def test_same_for_any_batch(lexicon: list[tuple[str, bool]], batch: list[str], data: st.DataObject) -> None:
    matcher = Matcher([entry for entry, _ in lexicon], exclusions=[masks for _, masks in lexicon])
    whole = matcher.find(batch)
    cuts = sorted(data.draw(st.lists(st.integers(0, len(batch)), max_size=3)))
    bounds = list(zip([0, *cuts], [*cuts, len(batch)], strict=True))
    array = pa.array(["before", *batch], type=pa.string())[1:]
    for cut in (pa.chunked_array([array[a:b] for a, b in bounds]), array, array.cast(pa.large_string())):
        assert_equal(matcher.find(cut), whole)


def assert_equal(one: Matches, other: Matches) -> None:
    for field in dataclasses.fields(Matches):
        a, b = getattr(one, field.name), getattr(other, field.name)
        assert a.dtype == b.dtype
        assert np.array_equal(a, b), field.name


@pytest.mark.parametrize("size", range(70))
def test_ends_of_the_buffer(size: int) -> None:
    """Words of any length at the very end of the bytes, where no sixteen can be read."""
    for word in ("abcdefghijklmnopqrstuvwxyz" * 3, "абвгдежзиклмнопрстуфхцч" * 4, "外部势力" * 20, "абв1外a" * 12):
        for text in (word[:size], "a " + word[:size], word[:size] + "é", word[:size] + " b.", "б " + word[:size]):
            entries = [
                text[-20:] or "x",
                word[:size] or "x",
                "b",
                word[: size // 2 + 1] + ("" if "外" in word else "*"),
            ]
            found = Matcher(entries).find([text])
            assert rows(found) == find(entries, [], [text])[0]


def test_what_is_scanned_many_bytes_at_once_are_letters_that_nothing_composes() -> None:
    kinds = compile_sets([[]]).kinds
    assert set(kinds[0x400:0x480].tolist()) == {LETTER}
    assert set(kinds[0x4E00:0xA000].tolist()) == {IDEOGRAPH}
    for char in ("\u0301", "\ufe00", "\u200d", "が"[-1], "〮"):  # what follows may still change the word
        for word in ("мир", "外", "war"):
            texts = [f"{word}{char}", f"{word}{char}x", f"x {word} {char} {word}{char}"]
            entries = [word, "x", word + "x"]
            assert rows(Matcher(entries).find(texts)) == find(entries, [], texts)[0]


def test_more_words_than_a_memo_holds() -> None:
    words = [f"{a}{b}{c}" for a in "abcdefghijkl" for b in "mnopqrsтуф" for c in "0123456789vwxyz外"] * 9
    entries = ["a*", "*3", "bm*", "am1", "lr9", "cт2", "外"]
    assert rows(Matcher(entries).find([" ".join(words)])) == find(entries, [], [" ".join(words)])[0]
    crowded = ["w*", *("x" * i + "*" for i in range(1, 200))]
    text = ["x" * 250 + " w " + "x" * 140 + " xx"] * 3
    assert rows(Matcher(crowded).find(text, every=True)) == find(crowded, [], text, every=True)[0]


set_choices = st.tuples(patterns, st.booleans(), st.booleans(), st.booleans())


def _parities(n: int) -> np.ndarray:
    """Rows of flags: the patterns with even numbers, and those with odd ones."""
    return np.arange(n) % 2 == np.arange(2)[:, None]


@settings(max_examples=150, deadline=None)
@given(st.lists(set_choices, min_size=1, max_size=3), st.lists(st.one_of(texts, st.none()), max_size=6), st.data())
def test_each_set_is_found_as_if_alone(
    choices: list[tuple[list[tuple[str, bool]], bool, bool, bool]], batch: list[str | None], data: st.DataObject
) -> None:
    first = choices[0][0]
    asked_by = data.draw(st.lists(st.booleans(), min_size=len(first), max_size=len(first)))
    chosen = data.draw(st.booleans())  # a pattern asks for those of its own parity alone
    sets = [
        PatternSet(
            [entry for entry, _ in lexicon],
            [masks for _, masks in lexicon],
            every=every or (number > 0 and unranked),
            winners=not (number > 0 and unranked),
            asked_by=(
                (np.where(asked_by, np.arange(len(first)) % 2, -1) if chosen else asked_by) if number and asks else None
            ),
            asked=_parities(len(lexicon)) if number and asks and chosen else None,
        )
        for number, (lexicon, every, unranked, asks) in enumerate(choices)
    ]
    cut = data.draw(st.integers(0, len(batch)))
    together = JointMatcher(sets).find(pa.chunked_array([batch[:cut], batch[cut:]], type=pa.string()))
    winners = Matcher(sets[0].patterns, exclusions=sets[0].exclusions).find(batch)
    asks_for = winners.take(np.array(asked_by, dtype=bool)[winners.pattern_index])
    wanted = set(zip(asks_for.text_index.tolist(), (asks_for.pattern_index % 2).tolist(), strict=True))
    wanted |= set() if chosen else {(text, 1 - parity) for text, parity in wanted}
    for one, found in zip(sets, together, strict=True):
        alone = Matcher(one.patterns, exclusions=one.exclusions).find(batch, every=one.every)
        if not one.winners:
            alone = dataclasses.replace(alone, won=np.zeros_like(alone.won))
        if one.asked_by is not None:
            places = zip(alone.text_index.tolist(), (alone.pattern_index % 2).tolist(), strict=True)
            alone = alone.take(np.array([place in wanted for place in places], dtype=bool))
        assert_equal(found, alone)
        expected, n_words = find(one.patterns, one.exclusions, batch, every=one.every)
        assert rows(found) == [r for r in expected if one.asked_by is None or (r[0], r[1] % 2) in wanted]
        assert found.n_words.tolist() == n_words


def test_a_set_is_wanted_where_a_winner_of_the_first_asks() -> None:
    lexicon = PatternSet(["gas", "gas pipeline", "pipeline", "oil"], [False, False, False, True], every=True)
    words = PatternSet(["a", "war"], every=True, winners=False, asked_by=[True, False, False, False])
    cues = PatternSet(["not", "not a"], asked_by=[True, True, True, False])
    batch = ["a gas war", "a gas pipeline, not a war", "not a war", None, "oil, not gas", "a war on oil, not a"] * 300
    entries, asked, marks = JointMatcher([lexicon, words, cues]).find(batch)
    assert rows(entries) == rows(Matcher(lexicon.patterns, exclusions=lexicon.exclusions).find(batch, every=True))
    assert set((asked.text_index % 6).tolist()) == {0}  # in 1 a longer entry hides `gas`; in 4 there is no word to find
    assert asked.won.tolist() == [0] * 600
    assert set((marks.text_index % 6).tolist()) == {1, 4}
    assert marks.pattern_index.tolist() == [1, 0] * 300


@pytest.mark.parametrize(
    ("make", "fault"),
    [
        (lambda: JointMatcher([]), "no set"),
        (lambda: PatternSet(["a"], [True, False]), "1 patterns have 2 exclusions"),
        (lambda: PatternSet(["a"], winners=False), "would give nothing"),
        (lambda: JointMatcher([PatternSet(["a"]), PatternSet(["b"], asked_by=[True, True])]), "2 values; the first"),
        (lambda: JointMatcher([PatternSet(["a"], asked_by=[True])]), "wanted in every text"),
        (lambda: PatternSet(["a"], asked_by=[0], asked=np.ones((1, 2), dtype=bool)), "no flag for each pattern"),
        (lambda: PatternSet(["a"], asked_by=[1], asked=np.ones((1, 1), dtype=bool)), "of 1 rows"),
        (
            lambda: JointMatcher([PatternSet(["a"], every=True, winners=False), PatternSet(["b"], asked_by=[True])]),
            "asks by its winners",
        ),
    ],
)
def test_sets_that_do_not_fit_are_refused(make: Callable[[], object], fault: str) -> None:
    with pytest.raises(FramingError, match=fault):
        make()
