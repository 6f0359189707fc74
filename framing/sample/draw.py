"""Draws passages while they stream by: only as many are kept as may end in the sample.

In: scored passages, batch by batch, whole documents each. Out: the picked passages with their inclusion probabilities.
The same seed gives the same sample however the texts are cut into batches.
"""

from __future__ import annotations

import heapq
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pyarrow as pa

from framing.errors import FramingError
from framing.records import PASSAGES, SCORE_COLUMNS, Codebook
from framing.sample.design import (
    OTHERS,
    RANDOM,
    STRATA,
    UNCERTAINTY,
    Design,
    machine_says,
    probabilities,
    speakers_of,
)
from framing.stats.allocation import FEWEST, OPTIMAL, allocate

# Strata that are told one by one; coders see their numbers only, which give the machine's codes away to nobody.
_TOLD = 40
_NOT_CARRIED = {*PASSAGES.names, *SCORE_COLUMNS}
Stratum = tuple[str, str]  # speaker, what the machine says


@dataclass
class _Kept:
    """Of one stratum: how many passages it has, their summed spread, and those with the smallest keys (a heap)."""

    size: int = 0
    spread: float = 0.0
    heap: list[tuple[float, int, dict[str, Any]]] = field(default_factory=list)


class Drawer:
    """A sample in the making: `add` every batch, then `finish`.

    Each passage gets a random key; the n smallest keys of a stratum are a simple random sample of it, so that strata
    can be merged and sizes settled at the end (bottom-k sampling, Cohen & Kaplan 2007).
    """

    def __init__(self, design: Design, codebook: Codebook, rng: np.random.Generator) -> None:
        self.design, self.codebook = design, codebook
        self._rng = rng
        self._strata: dict[Stratum, _Kept] = {}
        self._seen = 0

    def add(self, scores: pa.Table) -> None:
        """Look at scored passages; each document must be whole within one table."""
        strata, keys, spread = self._keys(scores)
        around = _Surroundings(scores)
        for row, (stratum, key, own) in enumerate(zip(strata, keys.tolist(), spread.tolist(), strict=True)):
            kept = self._strata.setdefault(stratum, _Kept())
            kept.size += 1
            kept.spread += own
            # The heap's top is its largest key: keys are negated. The number breaks ties by order of appearance.
            item = (-key, -(self._seen + row))
            if len(kept.heap) < self.design.size:
                heapq.heappush(kept.heap, (*item, around.describe(row)))
            elif item > kept.heap[0][:2]:
                heapq.heapreplace(kept.heap, (*item, around.describe(row)))
        self._seen += len(scores)

    def finish(self) -> tuple[list[dict[str, Any]], list[str]]:
        """The picked passages in random order, each with stratum, inclusion_probability and weight, and what to say.

        By uncertainty both are None. Raises FramingError when no passage was seen or the sample is too small.
        """
        if not self._seen:
            raise FramingError("there is no passage to pick from; give texts")
        notes: list[str] = []
        if self._seen <= self.design.size:
            notes.append(f"there are only {self._seen} passages; all are picked")
        strata = self._settle(notes)
        taken = self._allocate(strata)
        picked = []
        for at, ((_, kept), n) in enumerate(zip(strata, taken, strict=True), start=1):
            share = None if self.design.by == UNCERTAINTY else n / kept.size
            for key, number, row in heapq.nlargest(n, kept.heap):
                weight = None if share is None else 1 / share
                named = {"stratum": f"s{at:02}", "inclusion_probability": share, "weight": weight}
                picked.append(((-number, -key), {**row, **named}))
        order = self._rng.permutation(len(picked))
        picked.sort(key=lambda item: item[0])
        return [picked[i][1] for i in order], notes + self._tell(strata, taken)

    def _keys(self, scores: pa.Table) -> tuple[list[Stratum], np.ndarray, np.ndarray]:
        keys, spread = self._rng.random(len(scores)), np.zeros(len(scores))
        if self.design.by == UNCERTAINTY:
            keys = np.abs(probabilities(scores, self.codebook) - 0.5).min(axis=1)
        if self.design.by == STRATA and self.design.allocation == OPTIMAL:
            p = probabilities(scores, self.codebook)
            spread = (p * (1 - p)).mean(axis=1)
        if self.design.by != STRATA:
            return [("", "")] * len(scores), keys, spread
        return list(zip(speakers_of(scores), machine_says(scores, self.codebook), strict=True)), keys, spread

    def _settle(self, notes: list[str]) -> list[tuple[Stratum, _Kept]]:
        """The strata in order of name, speakers with the fewest passages put together until there is room for all."""
        strata, merged = dict(self._strata), []
        room = self.design.size
        while sum(min(kept.size, FEWEST) for kept in strata.values()) > min(room, self._seen):
            totals: Counter[str] = Counter()
            for (speaker, _), kept in strata.items():
                totals[speaker] += kept.size
            own = sorted((n, name) for name, n in totals.items() if name != OTHERS)
            if len(own) < (1 if OTHERS in totals else 2):
                least = sum(min(kept.size, FEWEST) for kept in strata.values())
                raise FramingError(
                    f"{room} passages are too few for {len(strata)} strata; pick at least {least}, or --by random"
                )
            for _, name in own[: 1 if OTHERS in totals else 2]:
                merged.append(name)
                strata = _merge(strata, name, self.design.size)
        if merged:
            notes.append(f"{len(merged)} speakers with few passages are one group, '{OTHERS}', in the strata")
        return sorted(strata.items())

    def _allocate(self, strata: list[tuple[Stratum, _Kept]]) -> list[int]:
        sizes = np.array([kept.size for _, kept in strata])
        n = min(self.design.size, self._seen)
        if self.design.by != STRATA:
            return [n]
        spread = np.sqrt([kept.spread / kept.size for _, kept in strata])
        return [int(v) for v in allocate(sizes, n, by=self.design.allocation, spread=spread)]

    def _tell(self, strata: list[tuple[Stratum, _Kept]], taken: list[int]) -> list[str]:
        total = sum(taken)
        if self.design.by == UNCERTAINTY:
            return [
                f"{total} of {self._seen} passages picked for their uncertainty: unfit for estimating "
                "shares or accuracy, since nobody knows how probable each was; good for training"
            ]
        if self.design.by == RANDOM:
            return [f"{total} of {self._seen} passages picked at random; weight is 1 / inclusion probability"]
        told = [
            f"{total} of {self._seen} passages picked from {len(strata)} strata, allocation {self.design.allocation}; "
            "weight is 1 / inclusion probability"
        ]
        for at, ((stratum, kept), n) in enumerate(zip(strata, taken, strict=True), start=1):
            told += [f"  s{at:02} {' | '.join(stratum)}: {n} of {kept.size}"] if at <= _TOLD else []
        return told


def _merge(strata: dict[Stratum, _Kept], speaker: str, size: int) -> dict[Stratum, _Kept]:
    """The strata with one more speaker among the others; the smallest keys of both are those of the union."""
    made: dict[Stratum, _Kept] = {}
    for (name, says), kept in strata.items():
        key = (OTHERS if name == speaker else name, says)
        before = made.get(key, _Kept())
        heap = heapq.nlargest(size, [*before.heap, *kept.heap])
        made[key] = _Kept(before.size + kept.size, before.spread + kept.spread, heap)
    return made


class _Surroundings:
    """The rows of a table with the passages before and after them in the same document."""

    def __init__(self, scores: pa.Table) -> None:
        self._documents = scores["document_id"].to_pylist()
        self._texts = scores["text"]
        self._rows = scores.select([c for c in scores.column_names if _is_shown(scores.schema.field(c))])

    def describe(self, row: int) -> dict[str, Any]:
        own: dict[str, Any] = self._rows.slice(row, 1).to_pylist()[0]
        return {**own, "context_before": self._text(row, row - 1), "context_after": self._text(row, row + 1)}

    def _text(self, row: int, other: int) -> str:
        if not 0 <= other < len(self._documents) or self._documents[other] != self._documents[row]:
            return ""
        return str(self._texts[other].as_py())


def _is_shown(column: pa.Field) -> bool:
    return column.name in PASSAGES.names or (column.name not in _NOT_CARRIED and not pa.types.is_nested(column.type))
