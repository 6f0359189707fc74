"""What the speaker does with a hit: affirmed, denied, opposed, hypothetical or questioned, by cues and their scope.

In: hits and their texts. Out: a polarity for each hit. A mark by rule, never a deletion; a cue out of reach,
behind clause punctuation or behind a stop word (but, however) does not count.
"""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from framing.matcher import Matcher
from framing.records import Cues
from framing.score.clauses import Clauses
from framing.score.spots import Bools, Ints, Spots, pair_up, spots_from_matches

POLARITIES = ("affirmed", "denied", "opposed", "hypothetical", "questioned")
_AFFIRMED, _DENIED, _OPPOSED, _HYPOTHETICAL, _QUESTIONED = range(5)
_FAR = 10**6
# The side of a cue that marks the hit it is a whole of ("counter-terrorist"); others mark only hits that reach further.
WITHIN = 2


class PolarityMarker:
    """Marks the polarity of hits in one language; compiled once from its cues."""

    def __init__(self, cues: Cues) -> None:
        self._cues = cues.cues
        pseudo = [cue.mark == "pseudo" for cue in self._cues]
        self._matcher = Matcher([cue.pattern for cue in self._cues], exclusions=pseudo)
        self._mark = np.array([_mark_number(cue.mark) for cue in self._cues], dtype=np.int64)
        self._side = np.array(
            [{"before": -1, "after": 1, "within": WITHIN}.get(cue.side, 0) for cue in self._cues], dtype=np.int64
        )
        self._window = np.array([cue.window for cue in self._cues], dtype=np.int64)
        self._stop = np.array([cue.mark == "stop" for cue in self._cues], dtype=bool)

    def mark(self, hits: Spots, texts: pa.Array, clauses: Clauses) -> Ints:
        """Index into POLARITIES of each hit; hits.text and `clauses` number the rows of `texts`.

        An explicit cue (denied, opposed) goes before the question mark, that before a hypothetical cue; of two
        explicit cues the nearer decides.
        """
        matches = self._matcher.find(texts)
        pattern = np.asarray(matches.pattern_index, dtype=np.int64)
        cues = spots_from_matches(matches, np.arange(len(pattern)), pattern)
        stops = clauses.global_start(cues.take(self._stop[pattern]))
        marking = cues.take((self._mark[pattern] >= 0) & ~self._stop[pattern])
        distance = self._distances(hits, marking, clauses.with_stops(stops))
        denied, opposed = distance[:, _DENIED], distance[:, _OPPOSED]
        asked = clauses.is_question(hits) | (distance[:, _QUESTIONED] < _FAR)
        result = np.where(asked, _QUESTIONED, _AFFIRMED)
        result = np.where((distance[:, _HYPOTHETICAL] < _FAR) & (result == _AFFIRMED), _HYPOTHETICAL, result)
        explicit = np.where(denied < opposed, _DENIED, _OPPOSED)
        return np.where(np.minimum(denied, opposed) < _FAR, explicit, result).astype(np.int64)

    def _distances(self, hits: Spots, cues: Spots, clauses: Clauses) -> Ints:
        """Words between each hit and the nearest cue of each polarity in whose scope it stands, or _FAR."""
        nearest = np.full((len(hits), len(POLARITIES)), _FAR, dtype=np.int64)
        i, j = pair_up(hits.text, cues.text)
        side, window = self._side[cues.label[j]], self._window[cues.label[j]]
        inside = (cues.start[j] <= hits.start[i]) & (cues.end[j] > hits.start[i])
        inside &= (side == WITHIN) | (cues.end[j] < hits.end[i])
        ahead = clauses.words_between(cues, j, hits, i)
        behind = clauses.words_between(hits, i, cues, j)
        reached = (side < 0) & (ahead >= 0) & (ahead < window) & clauses.joined(cues, j, hits, i)
        reached |= (side == 1) & (behind >= 0) & (behind < window) & clauses.joined(hits, i, cues, j)
        distance = np.where(inside, 0, np.where(side < 0, ahead, behind))
        good = inside | reached
        np.minimum.at(nearest, (i[good], self._mark[cues.label[j]][good]), distance[good])
        return nearest


def _mark_number(mark: str) -> int:
    return POLARITIES.index(mark) if mark in POLARITIES else -1


def select_marked(values: Ints, names: tuple[str, ...], wanted: tuple[str, ...]) -> Bools:
    """Which of the marks are wanted; an empty selection wants all."""
    return np.isin(values, [names.index(name) for name in wanted]) if wanted else np.ones(len(values), dtype=bool)
