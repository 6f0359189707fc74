"""Finds the counted hits of one language's lexicons in a batch of texts: winners, context rules, marks.

In: texts. Out: hits as parallel arrays, in order of text and position. Sums nothing and writes no table.
"""

from __future__ import annotations

import dataclasses
import threading
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from framing.errors import FramingError
from framing.matcher import Matcher, Matches, keep_longest
from framing.records import CONTEXT, EXCLUDE, STRONG, WEAK, Codebook, Cues, Entry, Lexicon
from framing.rules import Condition, parse_rule
from framing.score.clauses import find_clauses
from framing.score.context import ContextFinder
from framing.score.polarity import PolarityMarker
from framing.score.spots import Ints, Spots, merge_spots, spots_from_matches, touches
from framing.score.voice import mark_voices

# What a weak hit weighs of its entry's weight: two of them make the evidence of one strong hit.
WEAK_SHARE = 0.5


@dataclass(frozen=True)
class _Compiled:
    """What finds entries, words of context and cues."""

    matcher: Matcher
    context: ContextFinder
    marker: PolarityMarker | None


@dataclass(frozen=True)
class FoundHits:
    """Counted hits of a batch and its words: spots.label is the entry, frame its number in the codebook."""

    spots: Spots
    frame: Ints
    weight: NDArray[np.float64]
    polarity: Ints
    voice: Ints
    n_words: NDArray[np.int32]


class HitFinder:
    """The lexicons of one language: checked when made, compiled when first used, never changed."""

    def __init__(self, lexicons: Sequence[Lexicon], codebook: Codebook, cues: Cues | None) -> None:
        self.entries = tuple(entry for lexicon in lexicons for entry in lexicon.entries)
        _check_entries(lexicons, codebook)
        self.label = "lexicon:" + "+".join(lexicon.label for lexicon in lexicons)
        self.minimum = np.array([minimum_evidence(lexicons, frame) for frame in codebook.frame_ids])
        self._codebook = codebook
        self._excluded = np.array([entry.strength == EXCLUDE for entry in self.entries], dtype=bool)
        self._frame = np.array([_frame_number(entry, codebook) for entry in self.entries], dtype=np.int64)
        self._weight = np.array([_evidence(entry) for entry in self.entries], dtype=np.float64)
        self._strong = np.array([entry.strength in (STRONG, CONTEXT) for entry in self.entries], dtype=bool)
        rules = [parse_rule(entry.context) for entry in self.entries]
        self._distinct = tuple(dict.fromkeys(rule for rule in rules if rule))
        number = {rule: k for k, rule in enumerate(self._distinct)}
        self._rule = np.array([number.get(rule, -1) for rule in rules], dtype=np.int64)
        self._has_rules = bool((self._rule >= 0).any())
        has_with = [any(c.kind == "with" for c in rule) for rule in rules]
        self._second = np.array(has_with, dtype=bool)
        self._word_classes = {k: v for x in lexicons for k, v in x.word_classes.items()}
        self._cues = cues if cues and cues.cues else None
        self._compiling = threading.Lock()
        self._compiled: _Compiled | None = None

    def compile(self) -> _Compiled:
        """The matchers, made at the first call. Raises FramingError for a pattern that cannot be read."""
        with self._compiling:
            if self._compiled is None:
                self._compiled = _Compiled(
                    Matcher([e.pattern for e in self.entries], exclusions=self._excluded.tolist()),
                    ContextFinder(self._distinct, self._word_classes),
                    PolarityMarker(self._cues) if self._cues else None,
                )
            return self._compiled

    def find_hits(self, texts: pa.Array) -> FoundHits:
        """The hits that count in each text; spots.text numbers the texts."""
        matches = self.compile().matcher.find(texts, every=self._has_rules)
        pattern = np.asarray(matches.pattern_index, dtype=np.int64)
        every = spots_from_matches(matches, np.arange(len(pattern)), pattern)
        won = every.take((np.asarray(matches.won) > 0) & ~self._excluded[pattern])
        spots = self._keep_best(self._counted(won, every, texts))
        polarity, voice = self._marks(spots, texts)
        frame, weight = self._frame[spots.label], self._weight[spots.label]
        return FoundHits(spots, frame, weight, polarity, voice, np.asarray(matches.n_words))

    def find_exclusions(self, texts: pa.Array) -> Spots:
        """What the exclusions masked; a spot's label is the entry."""
        matches: Matches = self.compile().matcher.find(texts)
        pattern = np.asarray(matches.pattern_index, dtype=np.int64)
        chosen = np.flatnonzero(self._excluded[pattern])
        return spots_from_matches(matches, chosen, pattern[chosen])

    def _counted(self, spots: Spots, every: Spots, texts: pa.Array) -> Spots:
        """The winners that count, and what stands under those that do not; rules on words before rules on hits.

        every: the places of all entries, the hidden ones and the exclusions too.
        """
        context = self.compile().context
        rule, second = self._rule[spots.label], self._second[spots.label]
        rows = np.unique(spots.text[rule >= 0])
        words = context.find_words(texts.take(pa.array(rows)), rows)
        none = [spots.take(np.zeros(len(spots), dtype=bool))] * len(context.with_conditions)
        holds = ~second & context.check(spots, np.where(second, -1, rule), words, none)
        counted = self._with_inner(spots.take(holds), spots.take(~holds & ~second), every)
        if second.any():
            companions = [self._companions(c, counted) for c in context.with_conditions]
            late = second & context.check(spots, np.where(second, rule, -1), words, companions)
            counted = merge_spots([counted, spots.take(late)])
            counted = self._with_inner(counted, spots.take(second & ~late), every)
        return counted

    def _with_inner(self, counted: Spots, failed: Spots, every: Spots) -> Spots:
        """The counted hits, and the entries without a rule that stand where a longer entry's rule failed."""
        if not len(failed):
            return counted
        there = np.zeros(every.text[-1] + 1, dtype=bool)
        there[failed.text] = True
        inner = every.take((self._rule[every.label] < 0) & there[every.text])
        excluded = self._excluded[inner.label]
        kept = keep_longest(inner.text, inner.start, inner.token_start, inner.end, inner.token_end, excluded)
        inner = inner.take(kept & ~excluded)
        return merge_spots([counted, inner.take(touches(inner, failed) & ~touches(inner, counted))])

    def _companions(self, condition: Condition, counted: Spots) -> Spots:
        """The counted hits that satisfy a `with`: strong ones of a frame, or any of an entry or concept."""
        frames = [self._codebook.frame_ids.index(name) for name in condition.classes]
        mask = np.isin(self._frame[counted.label], frames) & self._strong[counted.label]
        named = [k for k, e in enumerate(self.entries) if {e.pattern, e.concept} & set(condition.terms)]
        return counted.take(mask | np.isin(counted.label, named))

    def _keep_best(self, spots: Spots) -> Spots:
        """One hit a span and frame: the weightiest, then the first in the lexicon."""
        frame, weight = self._frame[spots.label], self._weight[spots.label]
        order = np.lexsort((spots.label, -weight, frame, spots.end, spots.start, spots.text))
        keys = np.stack([spots.text, spots.start, spots.end, frame])[:, order]
        first = np.append(True, (keys[:, 1:] != keys[:, :-1]).any(axis=0))[: len(spots)]
        return spots.take(order[first])

    def _marks(self, spots: Spots, texts: pa.Array) -> tuple[Ints, Ints]:
        rows, text = np.unique(spots.text, return_inverse=True)
        if not len(rows):
            return np.zeros(0, np.int64), np.zeros(0, np.int64)
        with_hits = texts.take(pa.array(rows))
        strings: list[str] = with_hits.to_pylist()
        local = dataclasses.replace(spots, text=text.reshape(-1))
        polarity = np.zeros(len(spots), dtype=np.int64)
        marker = self.compile().marker
        if marker is not None:
            polarity = marker.mark(local, with_hits, find_clauses(strings, local))
        return polarity, mark_voices(local, strings)


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


def _evidence(entry: Entry) -> float:
    return entry.weight * (WEAK_SHARE if entry.strength == WEAK else 1.0)


def _frame_number(entry: Entry, codebook: Codebook) -> int:
    return codebook.frame_ids.index(entry.frame) if entry.strength != EXCLUDE else -1


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
