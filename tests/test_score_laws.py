"""The scoring kernel finds what the slow reference finds: rules, the best of a span, polarity; interpreted too."""

import sys
from unittest import mock

import pyarrow as pa
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from reference_scoring import find_hits
from score_kit import ORCHARD, passages_of

from framing.machine import interpret
from framing.matcher import cache
from framing.records import CONTEXT, EXCLUDE, STRONG, WEAK, Cue, Cues, Entry, Lexicon
from framing.score import POLARITIES, kernels
from framing.score.arrays import WORDLIKE, cue_arrays
from framing.score.hits import HitFinder
from framing.score.voice import mark_voices

# Few words and patterns that stand inside one another, so that most texts hold what rules and cues ask for.
WORDS = ("apple", "tree", "frost", "rot", "мороз", "树", "霜", "U", "1")
PATTERNS = st.sampled_from(
    (*WORDS[:7], "apple tree", "tree frost", "apple tree frost", "frost * tree", "apple <=2 rot", "ro*", "树霜")
)
BETWEEN = (
    " ",
    " ",
    " ",
    ". ",
    ".",
    ", ",
    ",",
    "? ",
    "; ",
    ": ",
    "。",
    "，",
    " (",
    "\n",
    "\n\n",
    "’s ",
    "-",
    "\u0301 ",
    "— ",
)
TEXTS = st.lists(st.tuples(st.sampled_from(WORDS), st.sampled_from(BETWEEN)), max_size=16).map(
    lambda pairs: "".join(word + between for word, between in pairs)
)
TERMS = st.lists(st.one_of(PATTERNS, st.just("@cold")), min_size=1, max_size=3).map(", ".join)
COMPANIONS = st.lists(st.sampled_from(("@fruit", "@pests", "apple", "frost")), min_size=1, max_size=2).map(", ".join)
CONDITIONS = st.one_of(
    st.builds("{}{} {}: {}".format, st.sampled_from(("", "not ")), st.just("near"), st.integers(1, 5), TERMS),
    st.builds(
        "{}{} {}: {}".format,
        st.sampled_from(("", "not ")),
        st.sampled_from(("after", "before")),
        st.integers(1, 4),
        TERMS,
    ),
    st.builds(
        "{}{}: {}".format, st.sampled_from(("", "not ")), st.sampled_from(("sentence", "passage", "after")), TERMS
    ),
    st.builds("{}with: {}".format, st.sampled_from(("", "not ")), COMPANIONS),
)
RULES = st.one_of(st.just(""), st.lists(CONDITIONS, min_size=1, max_size=2).map("; ".join))
FRAMES = ORCHARD.frame_ids
ENTRIES = st.lists(
    st.builds(
        lambda pattern, frame, strength, rule, weight: (
            Entry(pattern, "", EXCLUDE) if strength == EXCLUDE else Entry(pattern, frame, strength, rule, weight=weight)
        ),
        PATTERNS,
        st.sampled_from(FRAMES),
        st.sampled_from((STRONG, CONTEXT, WEAK, EXCLUDE)),
        RULES,
        st.sampled_from((1.0, 2.0)),
    ),
    min_size=1,
    max_size=6,
)
CUES = st.lists(
    st.one_of(
        st.builds(
            Cue,
            PATTERNS,
            st.sampled_from([p for p in POLARITIES if p != "affirmed"]),
            st.sampled_from(("before", "after", "within")),
            st.integers(1, 5),
        ),
        st.builds(Cue, PATTERNS, st.sampled_from(("pseudo", "stop"))),
    ),
    max_size=5,
)
INNER = [Entry("tree frost", "frost"), Entry("frost", "frost")]
CLASSES = {"cold": ("frost", "мороз", "霜")}


@pytest.fixture(autouse=True, scope="module")
def compiled() -> None:
    """Little text would be read interpreted."""
    cache.load_kernel(sys.maxsize)
    kernels.load_counter(sys.maxsize)


def hits_of(batch: list[str], entries: list[Entry], cues: list[Cue]) -> list[tuple[int, int, int, int, str]]:
    finder = HitFinder(
        [Lexicon("toy", "1", "en", tuple(entries), word_classes=CLASSES)], ORCHARD, Cues("en", tuple(cues))
    )
    found = finder.find_hits(pa.array(batch, pa.string()))
    columns = (found.text.tolist(), found.entry.tolist(), found.start.tolist(), found.end.tolist())
    return list(zip(*columns, [POLARITIES[mark] for mark in found.polarity.tolist()], strict=True))


def expected_of(batch: list[str], entries: list[Entry], cues: list[Cue]) -> list[tuple[int, int, int, int, str]]:
    return [(t, *hit) for t, text in enumerate(batch) for hit in find_hits(text, entries, CLASSES, cues, FRAMES)]


@settings(max_examples=600, deadline=None)
@example(["a", "U. apple"], [Entry("apple", "fruit")], [Cue("U", "denied", "before", 9)])  # an initial
@example(["apple tree"], [Entry("tree", "fruit", CONTEXT, "near 5: apple, apple tree")], [])  # the longest term decides
@example(["apple tree frost"], [Entry("apple tree", "fruit", CONTEXT, "after: rot"), *INNER], [])  # nothing over a hit
@example(
    ["U apple frost"], [*INNER, Entry("apple", "fruit"), Entry("apple", "pests")], [Cue("U", "denied", "before", 1)]
)
@example(["U apple"], [Entry("apple", "fruit")], [Cue("U", "denied", "before", 1), Cue("U", "opposed", "before", 1)])
@given(st.lists(TEXTS, max_size=4), ENTRIES, CUES)
def test_as_the_reference(batch: list[str], entries: list[Entry], cues: list[Cue]) -> None:
    assert hits_of(batch, entries, cues) == expected_of(batch, entries, cues)


@settings(max_examples=80, deadline=None)
@given(st.lists(TEXTS, max_size=3), ENTRIES, CUES)
def test_interpreted_as_the_reference(batch: list[str], entries: list[Entry], cues: list[Cue]) -> None:
    with mock.patch.object(kernels, "load_for", lambda n, make, attempt, *sources: interpret(make)):
        assert hits_of(batch, entries, cues) == expected_of(batch, entries, cues)


QUOTED = st.lists(
    st.sampled_from((*WORDS, " ", ".", "'", "’", "‘", '"', "“", "”", "„", "«", "»", "「", "」", "¿")), max_size=20
)


@settings(max_examples=300, deadline=None)
@given(st.lists(QUOTED.map("".join), min_size=1, max_size=3))
def test_no_quotation_is_overlooked(batch: list[str]) -> None:
    """The kernel says in which texts a quotation may begin; the others need not be looked at."""
    finder = HitFinder([Lexicon("toy", "1", "en", tuple(Entry(w, "fruit") for w in WORDS))], ORCHARD, None)
    texts = pa.array(batch, pa.string())
    found = finder.find_hits(texts)
    everywhere = mark_voices(found.text, found.start, found.end, texts, [1] * len(batch))
    assert found.voice.tolist() == everywhere.tolist()


def test_characters_that_are_passed_over_are_no_marks() -> None:
    kinds = cue_arrays([]).kinds
    assert set(kinds[0x400:0x480]) | set(kinds[0x4000:0xA000]) == {WORDLIKE}
    assert {chr(code).encode()[0] for code in range(0x400, 0x480)} == {0xD0, 0xD1}
    assert {chr(code).encode()[0] for code in range(0x4000, 0xA000)} == set(range(0xE4, 0xEA))


def test_one_kernel_serves_every_call() -> None:
    """Texts of any make are read by what was compiled once."""
    counter, scanner = kernels.load_counter(sys.maxsize), cache.load_kernel(sys.maxsize)
    for table in (passages_of(["frost. No apple!"]), passages_of(["", "树霜，not 树"]), passages_of([])):
        for texts in (table["text"].combine_chunks(), table["text"].combine_chunks().slice(1)):
            HitFinder([Lexicon("toy", "1", "en", (Entry("frost", "pests"),))], ORCHARD, None).find_hits(texts)
    assert len(counter.signatures) == len(scanner.signatures) == 1
