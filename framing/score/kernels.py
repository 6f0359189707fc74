"""The scoring kernel, compiled: from the places of entries, context words and cues to the hits that count, marked.

In: the bytes of texts, places in them, `RuleArrays` and `CueArrays`. Out: rows of places, a polarity for each, and the
texts in which a quotation may begin. Works text by text; writes only to arrays that it makes itself.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np

from framing import rules
from framing.machine import Kernel, compile_kernel, load_for
from framing.machine.operations import compiled
from framing.matcher.cache import ROOM as MATCHER
from framing.matcher.join import WAY_COLUMNS
from framing.matcher.scan import FOUND_COLUMNS
from framing.score.arrays import END, START, TEXT, cue_arrays, rule_arrays
from framing.score.counting import count_places, keep_best
from framing.score.polarity import POLARITIES
from framing.score.scope import mark_hits, read_marks


@compiled
def _behind(text: int, places: Any, row: int) -> Any:
    """The first row behind those of a text."""
    while row < places.shape[0] and places[row, TEXT] <= text:
        row += 1
    return row


@compiled
def _most_rows(places: Any) -> Any:
    """The rows of the text that has most."""
    most = row = 0
    while row < places.shape[0]:
        first = row
        row = _behind(places[row, TEXT], places, row)
        most = max(most, row - first)
    return most


@compiled
def _make_buffers(places: Any, words: Any, r: Any) -> Any:
    """Room for the text with most in it, as `count_places` takes it."""
    n_places, n_words = _most_rows(places), _most_rows(words)
    most = max(n_places, n_words)
    room = (
        np.empty((most, WAY_COLUMNS), dtype=np.int64),
        np.empty((most, FOUND_COLUMNS), dtype=np.int64),
        np.empty(most, dtype=np.int64),
        np.empty(most, dtype=np.uint8),
        np.empty(most, dtype=np.uint8),
    )
    stretches = np.full((r.asks.shape[0] + 1, 3), -1, dtype=np.int64)
    pool = np.empty(r.most_asked * n_words, dtype=np.int64)
    return pool, stretches, room, np.empty(n_places, dtype=np.int64)


@compiled
def _make_scope(offsets: Any, places: Any, cues: Any) -> Any:
    """Room for the bounds of the longest text and the spans of the one with most places."""
    size = 0
    for text in range(offsets.size - 1):
        size = max(size, offsets[text + 1] - offsets[text])
    bounds = np.empty((size + _most_rows(cues) + 1, 2), dtype=np.int64)
    spans = np.empty((_most_rows(places) + 1, 2), dtype=np.int64)
    return bounds, spans, np.empty(len(POLARITIES), dtype=np.int64)


@compiled
def _longest(places: Any) -> Any:
    """Characters of the longest of some places."""
    most = 0
    for row in range(places.shape[0]):
        most = max(most, places[row, END] - places[row, START])
    return most


def make_kernel(fingerprint: int, *, cache: bool | None) -> Kernel:
    """The function `count_hits`, compiled, or taken from numba's cache. fingerprint: of the sources."""

    def count_hits(data: Any, offsets: Any, places: Any, words: Any, cues: Any, r: Any, c: Any) -> Any:
        """The counted hits of the texts data[offsets[i] : offsets[i + 1]].

        Returns rows of `places`, in order of text, start, end and frame; the polarity of each; and for each text that
        has one, whether a quotation may begin in it.
        """
        chosen = np.empty(places.shape[0] + fingerprint * 0, dtype=np.int64)
        polarity = np.zeros(places.shape[0], dtype=np.int64)
        opens = np.zeros(offsets.size - 1, dtype=np.uint8)
        buffers = _make_buffers(places, words, r)
        bounds, spans, nearest = _make_scope(offsets, places, cues)
        state, now, kinds = np.empty(places.shape[0], dtype=np.uint8), buffers[1][-1], c.kinds
        n = row = word = cue = 0
        while row < places.shape[0]:
            text, first = places[row, TEXT], row
            row = _behind(text, places, row)
            first_word, first_cue = _behind(text - 1, words, word), _behind(text - 1, cues, cue)
            word, cue = _behind(text, words, first_word), _behind(text, cues, first_cue)
            own = places[first:row]
            now[1], now[2] = 0, text
            count_places(own, _longest(own), words[first_word:word], r, state, buffers)
            hits = chosen[n : n + keep_best(own, state, r, chosen[n:])]
            if hits.size > 0:
                n_bounds, may_open = read_marks(data, offsets[text], offsets[text + 1], kinds, bounds)
                opens[text] = may_open
                if c.facts.shape[0] > 0:
                    scope = (bounds, n_bounds, spans, nearest)
                    mark_hits(own, hits, cues[first_cue:cue], c, scope, polarity[n:])
                n += hits.size
                for i in range(hits.size):
                    hits[i] += first
        return chosen[:n], polarity[:n], opens

    return compile_kernel(count_hits, cache=cache)


def load_counter(n_bytes: int) -> Kernel:
    """The function `count_hits` for so many bytes of text, compiled and tried on no text where they are many."""
    return load_for(n_bytes, make_kernel, _try_kernel, Path(__file__).parent, MATCHER, Path(rules.__file__))


def _try_kernel(kernel: Kernel) -> None:
    data = np.zeros(0, dtype=np.uint8)
    data.flags.writeable = False
    none = np.zeros((0, 8), dtype=np.int32)
    kernel(data, np.zeros(1, dtype=np.int64), none, none, none, rule_arrays([], [], {})[0], cue_arrays([]))
