"""A kernel that is interpreted, because there is little to read, finds what the compiled one finds."""

import os
import subprocess
import sys
import warnings
from pathlib import Path
from unittest import mock

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reference_matcher import find
from test_matcher_laws import assert_equal, patterns, rows, texts

from framing import machine
from framing.machine import interpret, load_for, operations
from framing.matcher import JointMatcher, Matcher, PatternSet, cache


@pytest.fixture(autouse=True, scope="module")
def compiled() -> None:
    """Little text would be read interpreted on both sides."""
    cache.load_kernel(sys.maxsize)


def interpreted() -> mock._patch:  # type: ignore[type-arg]
    return mock.patch.object(cache, "load_for", lambda n, make, attempt, *sources: interpret(make))


@settings(max_examples=150, deadline=None)
@given(patterns, st.lists(st.one_of(texts, st.text(max_size=20), st.none()), max_size=4), st.booleans())
def test_interpreted_as_reference(lexicon: list[tuple[str, bool]], batch: list[str | None], every: bool) -> None:
    entries, exclusions = [entry for entry, _ in lexicon], [masks for _, masks in lexicon]
    with interpreted(), warnings.catch_warnings():
        warnings.simplefilter("error")
        found = Matcher(entries, exclusions=exclusions).find(batch, every=every)
    expected, n_words = find(entries, exclusions, batch, every=every)
    assert rows(found) == expected
    assert found.n_words.tolist() == n_words


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(patterns, st.booleans(), st.booleans()), min_size=1, max_size=3), st.lists(texts, max_size=4))
def test_several_sets_interpreted(lexicons: list[tuple[list[tuple[str, bool]], bool, bool]], batch: list[str]) -> None:
    n = len(lexicons[0][0])
    sets = [
        PatternSet(
            [entry for entry, _ in lexicon],
            [masks for _, masks in lexicon],
            every=every,
            asked_by=[i % 2 == number % 2 for i in range(n)] if number and asks else None,
        )
        for number, (lexicon, every, asks) in enumerate(lexicons)
    ]
    with interpreted():
        found = JointMatcher(sets).find(batch)
    for one, other in zip(found, JointMatcher(sets).find(batch), strict=True):
        assert_equal(one, other)


@pytest.mark.parametrize("size", range(70))
def test_interpreted_at_the_end_of_the_buffer(size: int) -> None:
    word = "abcdefghijklmnopqrstuvwxyz" * 3
    with interpreted():
        for text in (word[:size], "a " + word[:size], word[:size] + "é", word[:size] + " b."):
            entries = [text[-20:] or "x", word[:size] or "x", "b", word[: size // 2 + 1] + "*"]
            assert rows(Matcher(entries).find([text])) == find(entries, [], [text])[0]


@given(st.binary(min_size=24, max_size=40), st.integers(0, 8))
def test_operations_by_hand(raw: bytes, at: int) -> None:
    array = np.frombuffer(raw, dtype=np.uint8)
    assert int(operations.load_eight(array, at)) == sum(raw[at + i] << 8 * i for i in range(8))
    assert operations.load_byte(array, at) == raw[at]
    letters = [chr(b).isascii() and chr(b).isalnum() for b in raw[at : at + 16]]
    assert int(operations.word_stops(array, at)) == sum(1 << i for i, letter in enumerate(letters) if not letter)
    odd = [not (letter or b == ord(" ")) for letter, b in zip(letters, raw[at : at + 16], strict=True)]
    assert int(operations.odd_bytes(array, at)) == sum(1 << i for i, is_odd in enumerate(odd) if is_odd)
    value = int(operations.load_eight(array, at)) | 1 << 63
    assert value >> operations.trailing_zeros(np.uint64(value)) & 1
    assert value & ((1 << operations.trailing_zeros(np.uint64(value))) - 1) == 0


def test_compiled_once_there_is_much() -> None:
    made: list[bool | None] = []

    def make(mark: int, *, cache: bool | None) -> object:
        made.append(cache)
        return lambda: None

    def ask(n_bytes: int) -> None:
        load_for(n_bytes, make, lambda kernel: None, Path(__file__).parent)

    little = machine._INTERPRETED_BYTES // 2
    ask(little)
    ask(little)
    assert made == [None, None]
    ask(1)
    ask(0)
    assert made == [None, None, True]


def test_one_article_loads_no_numba(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("The minister condemned foreign interference in the affairs of Karsovia.\n" * 30)
    code = """
import sys
sys.argv = ["framing", "score", "a.txt", "-o", "out.jsonl", "--attribution", "none"]
from framing.cli import main
try:
    main()
except SystemExit as stop:
    assert not stop.code
print({"numba", "llvmlite"} & set(sys.modules))
"""
    command = [sys.executable, "-c", code]
    done = subprocess.run(command, cwd=tmp_path, env=os.environ, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"
