"""Document ids that occur once: a repeated one gets `~2`, `~3` in the order of reading.

In: the ids of a batch. Out: unique ones. Memory grows by eight bytes an id, not by the id.
"""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray

Hashes = NDArray[np.uint64]


class UniqueIds:
    """Remembers ids by 64-bit hashes in sorted arrays, merged when of one size (a log-structured set).

    Two ids of one hash would cost the later a needless `~2`: at 10 million documents the chance is 3 in a million.
    """

    def __init__(self) -> None:
        self._levels: list[Hashes] = []
        self._next: dict[str, int] = {}
        self.repeated = 0
        self.example = ""

    def take(self, ids: Sequence[str]) -> list[str]:
        """The ids of the next batch, repeated ones changed; the same order of reading gives the same ids."""
        hashes = _hash(ids)
        known = self._known(hashes)
        if not known.any() and len(np.unique(hashes)) == len(hashes):
            self._add(hashes)
            return list(ids)
        return self._take_slowly(ids, known)

    def _take_slowly(self, ids: Sequence[str], known: NDArray[np.bool_]) -> list[str]:
        fresh: set[str] = set()
        unique: list[str] = []
        for given, seen in zip(ids, known.tolist(), strict=True):
            one = self._rename(given, fresh) if seen or given in fresh else given
            fresh.add(one)
            unique.append(one)
        self._add(_hash(unique))
        return unique

    def _rename(self, given: str, fresh: set[str]) -> str:
        if not self.repeated:
            self.example = given
        self.repeated += 1
        count = self._next.get(given, 2)
        while (one := f"{given}~{count}") in fresh or self._known(_hash([one]))[0]:
            count += 1
        self._next[given] = count + 1
        return one

    def _known(self, hashes: Hashes) -> NDArray[np.bool_]:
        known = np.zeros(len(hashes), dtype=np.bool_)
        for level in self._levels:
            at = np.minimum(np.searchsorted(level, hashes), len(level) - 1)
            known |= level[at] == hashes
        return known

    def _add(self, hashes: Hashes) -> None:
        if not len(hashes):
            return
        level = np.sort(hashes)
        while self._levels and len(self._levels[-1]) <= 2 * len(level):
            level = np.concatenate([self._levels.pop(), level])
            level.sort()  # in place: another copy of all ids would be the peak of a long run
        self._levels.append(level)


def _hash(ids: Sequence[str]) -> Hashes:
    joined = b"".join(blake2b(one.encode("utf-8", "surrogatepass"), digest_size=8).digest() for one in ids)
    return np.frombuffer(joined, dtype="<u8").astype(np.uint64)
