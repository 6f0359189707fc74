"""Finds the counted hits of one language's lexicons in a batch of texts: winners, context rules, marks.

In: texts. Out: hits as parallel arrays, in order of text and position. Sums nothing and writes no table.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from framing.errors import FramingError
from framing.matcher import JointMatcher, PatternSet, text_buffers
from framing.records import CONTEXT, EXCLUDE, STRONG, Codebook, Cues, Lexicon
from framing.rules import Condition, parse_rule
from framing.score.arrays import (
    EXCLUDED,
    FRAME,
    CueArrays,
    RuleArrays,
    asked_words,
    cue_arrays,
    place_array,
    rule_arrays,
)
from framing.score.kernels import load_counter
from framing.score.voice import mark_voices

Ints = NDArray[np.int64]


@dataclass(frozen=True)
class FoundHits:
    """Counted hits of a batch and its words, n hits in order of text and position.

    text, entry: the numbers of the text and of the entry. start, end: characters of the text. frame: its number in the
    codebook. polarity, voice: numbers of POLARITIES and VOICES. n_words: one for each text.
    """

    text: Ints
    entry: Ints
    start: Ints
    end: Ints
    frame: Ints
    weight: NDArray[np.float64]
    polarity: Ints
    voice: Ints
    n_words: NDArray[np.int32]


@dataclass(frozen=True)
class _Compiled:
    """What finds entries, the words of their rules, and cues; and what is known of them."""

    matcher: JointMatcher
    rules: RuleArrays
    marks: CueArrays


class HitFinder:
    """The lexicons of one language: checked when made, compiled when first used, never changed."""

    def __init__(self, lexicons: Sequence[Lexicon], codebook: Codebook, cues: Cues | None) -> None:
        self.entries = tuple(entry for lexicon in lexicons for entry in lexicon.entries)
        _check_entries(lexicons, codebook)
        self.label = "lexicon:" + "+".join(lexicon.label for lexicon in lexicons)
        self.minimum = np.array([minimum_evidence(lexicons, frame) for frame in codebook.frame_ids])
        self._lexicons, self._cues, self._frames = tuple(lexicons), cues.cues if cues else (), codebook.frame_ids
        self._compiling = threading.Lock()
        self._compiled: _Compiled | None = None

    def compile(self) -> _Compiled:
        """Made at the first call. Raises FramingError for a pattern that cannot be read."""
        with self._compiling:
            if self._compiled is None:
                self._compiled = self._compile()
            return self._compiled

    def _compile(self) -> _Compiled:
        word_classes = {name: words for lexicon in self._lexicons for name, words in lexicon.word_classes.items()}
        rules, words = rule_arrays(self.entries, self._frames, word_classes)
        excluded = rules.facts[:, EXCLUDED] > 0
        asked_by, asked = asked_words(rules, len(words))
        pseudo = [cue.mark == "pseudo" for cue in self._cues]
        sets = [
            PatternSet([e.pattern for e in self.entries], excluded.tolist(), every=len(asked) > 0),
            PatternSet(words, every=True, winners=False, asked_by=asked_by, asked=asked),
            PatternSet([cue.pattern for cue in self._cues], pseudo, asked_by=~excluded),
        ]
        return _Compiled(JointMatcher(sets), rules, cue_arrays(self._cues))

    def find_hits(self, texts: pa.Array) -> FoundHits:
        """The hits that count in each text."""
        made = self.compile()
        matches, words, cues = made.matcher.find(texts)
        places = (place_array(found) for found in (matches, words, cues))
        data, offsets = text_buffers(texts)
        count = load_counter(int(offsets[-1] - offsets[0]))
        rows, polarity, opens = count(data, offsets, *places, made.rules, made.marks)
        text, entry = (column[rows].astype(np.int64) for column in (matches.text_index, matches.pattern_index))
        start, end = matches.start[rows], matches.end[rows]
        return FoundHits(
            text=text,
            entry=entry,
            start=start,
            end=end,
            frame=made.rules.facts[entry, FRAME].astype(np.int64),
            weight=made.rules.weight[entry],
            polarity=polarity,
            voice=mark_voices(text, start, end, texts, opens),
            n_words=matches.n_words,
        )

    def find_exclusions(self, texts: pa.Array) -> tuple[Ints, Ints, Ints, Ints]:
        """What the exclusions masked: text, entry, start and end of each."""
        made = self.compile()
        matches = made.matcher.find(texts)[0]
        rows = np.flatnonzero(made.rules.facts[matches.pattern_index, EXCLUDED] * matches.won)
        columns = matches.text_index, matches.pattern_index, matches.start, matches.end
        text, entry, start, end = (column[rows].astype(np.int64) for column in columns)
        return text, entry, start, end


def minimum_evidence(lexicons: Sequence[Lexicon], frame: str) -> float:
    """The weighted hits a frame needs to be present: as the lexicons state it, else what one strong hit may weigh.

    Raises FramingError when a stated minimum is not `frame number`.
    """
    for lexicon in lexicons:
        for part in filter(None, (p.strip() for p in lexicon.metadata.get("minimum evidence", "").split(","))):
            name, _, number = part.rpartition(" ")
            if name.strip() == frame:
                return _number(number, part, lexicon)
    entries = [e for lexicon in lexicons for e in lexicon.entries if e.frame == frame]
    strong = [e.weight for e in entries if e.strength in (STRONG, CONTEXT) and e.weight > 0]
    return min(strong, default=1.0)


def _number(number: str, part: str, lexicon: Lexicon) -> float:
    try:
        return float(number)
    except ValueError:
        raise FramingError(f"lexicon {lexicon.label}: 'minimum evidence: {part}' lacks its number") from None


def _check_entries(lexicons: Sequence[Lexicon], codebook: Codebook) -> None:
    for lexicon in lexicons:
        where = f"lexicon {lexicon.label}"
        for entry in lexicon.entries:
            if entry.strength != EXCLUDE:
                codebook.check_frame(entry.frame, f"{where}, entry '{entry.pattern}'")
            for condition in parse_rule(entry.context, f"{where}, entry '{entry.pattern}'"):
                _check_names(condition, lexicon, codebook, where)


def _check_names(condition: Condition, lexicon: Lexicon, codebook: Codebook, where: str) -> None:
    known = codebook.frame_ids if condition.kind == "with" else tuple(lexicon.word_classes)
    for name in condition.classes:
        if name not in known:
            raise FramingError(f"{where}: '@{name}' is not known; it may be one of {', '.join(known) or 'none'}")
