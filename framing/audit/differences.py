"""What speakers' differences owe to single entries: every share again, with one entry left out at a time.

In: Counted. Out: the uses whose loss takes a frame away, and shares and differences without an entry. No test is made
here: a change is a number, and whether the difference was sure is the comparison's business.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from framing.audit.tally import Counted, Floats, Ints

# Sums of weights may miss the minimum by rounding.
_ROUNDING = 1e-9
# A change of a share smaller than this is none.
_NO_CHANGE = 1e-12
# Speakers with fewer passages are left out of differences, where two others have as many.
MINIMUM_PASSAGES = 10


@dataclass(frozen=True)
class Loss:
    """loses: for each use whether its passage loses the frame without the entry."""

    counted: Counted
    loses: NDArray[np.bool_]

    @cached_property
    def _voices(self) -> tuple[Ints, Ints]:
        """Passages of voices in order, and the speaker of each."""
        order = np.argsort(self.counted.voice_passage, kind="stable")
        return self.counted.voice_passage[order], self.counted.voice_speaker[order]

    @cached_property
    def n_passages(self) -> Ints:
        """Passages of each speaker."""
        return np.bincount(self.counted.voice_speaker, minlength=len(self.counted.speakers)).astype(np.int64)

    @cached_property
    def compared(self) -> Ints:
        """The speakers whose differences are looked at: those with enough passages; all, where fewer than two have."""
        enough = np.flatnonzero(self.n_passages >= MINIMUM_PASSAGES)
        return enough if len(enough) > 1 else np.arange(len(self.counted.speakers))

    @cached_property
    def shares(self) -> Floats:
        """(speakers, frames): share of passages with the frame."""
        c = self.counted
        shape = len(c.speakers), c.present.shape[1]
        with_frame = np.zeros(shape)
        np.add.at(with_frame, c.voice_speaker, c.present[c.voice_passage].astype(np.float64))
        return with_frame / np.maximum(self.n_passages, 1)[:, None]

    @cached_property
    def _lost_by_entry(self) -> tuple[Ints, Ints]:
        order = np.argsort(self.counted.use_entry[self.loses], kind="stable")
        return self.counted.use_entry[self.loses][order], self.counted.use_passage[self.loses][order]

    def drop_of(self, entry: int) -> Floats:
        """What each speaker's share of the entry's frame loses without it."""
        entries, passages = self._lost_by_entry
        lost = passages[slice(*np.searchsorted(entries, (entry, entry + 1)))]
        at, speaker = self._voices
        low, high = np.searchsorted(at, lost, side="left"), np.searchsorted(at, lost, side="right")
        rows = np.concatenate([np.arange(a, b) for a, b in zip(low, high, strict=True)] or [np.zeros(0, np.int64)])
        counts = np.bincount(speaker[rows.astype(np.int64)], minlength=len(self.counted.speakers))
        drops: Floats = counts / np.maximum(self.n_passages, 1)
        return drops

    def largest_change(self, entry: int, frame: int) -> tuple[float, tuple[int, int] | None, int]:
        """The largest change of a difference between two speakers, between whom, and how many differences turn."""
        if len(self.counted.speakers) < 2:
            return float("nan"), None, 0
        drop = self.drop_of(entry)[self.compared]
        if drop.max() - drop.min() < _NO_CHANGE:
            return 0.0, None, 0
        most, least = int(drop.argmax()), int(drop.argmin())
        before = self.shares[self.compared, frame]
        after = before - drop
        turned = np.sign(_rounded(before[:, None] - before)) * np.sign(_rounded(after[:, None] - after)) < 0
        pair = int(self.compared[most]), int(self.compared[least])
        return -float(drop[most] - drop[least]), pair, int(turned.sum()) // 2


def lose_entries(counted: Counted) -> Loss:
    """Which uses are the evidence that their passage has the frame."""
    frame = counted.frame_of[counted.use_entry]
    at = counted.use_passage, frame
    left = counted.values[at] - counted.use_weight
    stays = (left >= counted.minimum[at] - _ROUNDING) & (left > _ROUNDING)
    return Loss(counted, counted.present[at] & ~stays)


def list_differences(counted: Counted) -> pa.Table:
    """Every difference of two speakers that an entry moves.

    Columns: frame, entry, speaker_a, speaker_b, difference (share_a - share_b), without (the entry), change, turns.
    Sorted by frame, falling size of the change, entry. Speakers with few passages are left out.
    """
    loss = lose_entries(counted)
    rows = []
    for number, frame in enumerate(counted.frame_of):
        drop, share = loss.drop_of(number), loss.shares[:, frame]
        for a, b in itertools.combinations(loss.compared.tolist(), 2):
            change = float(drop[b] - drop[a])
            if abs(change) >= _NO_CHANGE:
                rows.append((int(frame), number, a, b, float(share[a] - share[b]), change))
    rows.sort(key=lambda row: (row[0], -abs(row[5]), row[1:4]))
    without = [_plain(difference + change) for *_, difference, change in rows]
    return pa.table(
        {
            "frame": pa.array([counted.codebook.frame_ids[row[0]] for row in rows], pa.string()),
            "entry": pa.array([counted.entries[row[1]][1].pattern for row in rows], pa.string()),
            "speaker_a": pa.array([counted.speakers[row[2]] for row in rows], pa.string()),
            "speaker_b": pa.array([counted.speakers[row[3]] for row in rows], pa.string()),
            "difference": pa.array([_plain(row[4]) for row in rows], pa.float64()),
            "without": pa.array(without, pa.float64()),
            "change": pa.array([row[5] for row in rows], pa.float64()),
            "turns": pa.array([_plain(row[4]) * w < 0 for row, w in zip(rows, without, strict=True)], pa.bool_()),
        }
    )


def _rounded(difference: Floats) -> Floats:
    return np.where(np.abs(difference) < _NO_CHANGE, 0.0, difference)


def _plain(difference: float) -> float:
    return 0.0 if abs(difference) < _NO_CHANGE else difference
