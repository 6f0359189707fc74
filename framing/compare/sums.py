"""DISTRIBUTIONS as arrays: the sums of each speaker in each document, in a fixed order.

In: the distributions table. Out: Sums, and from them numerators and denominators of a measure. Tests nothing.
"""

from __future__ import annotations

import zlib
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from framing.compare.plan import MEASURES, REST
from framing.errors import FramingError
from framing.records import DISTRIBUTIONS, check_table
from framing.stats.permute import Bools, Ints
from framing.stats.ratios import Floats

# A rate is given per this many words.
PER_WORDS = 1000.0
_NUMBERS = ("n_passages", "n_words", "passages_with", "mentions", "probability")


@dataclass(frozen=True)
class Sums:
    """One row a speaker and document, in order of speaker and document id; `speaker` indexes `speakers`.

    n_passages, n_words : (rows,). passages_with, mentions, probability : (rows, frames). carried : the columns behind
    the distributions, one text a row ("" unknown).
    """

    frames: tuple[str, ...]
    speakers: tuple[str, ...]
    documents: tuple[str, ...]
    speaker: Ints
    document: Ints
    n_passages: Floats
    n_words: Floats
    passages_with: Floats
    mentions: Floats
    probability: Floats
    carried: dict[str, np.ndarray]

    def rows_of(self, speaker: str) -> Ints:
        """The rows of one speaker, in order of document."""
        return np.flatnonzero(self.speaker == self.speakers.index(speaker))

    def blocks_of(self, rows: Ints, strata: str) -> Ints:
        """A number for each row's value of the carried column `strata`; "" puts all into one."""
        if not strata:
            return np.zeros(len(rows), dtype=np.intp)
        return np.unique(self.carried[strata][rows], return_inverse=True)[1].ravel().astype(np.intp)

    def measured(self, measure: str) -> tuple[Floats, Floats]:
        """Numerator (rows, frames) and denominator (rows,) of a measure."""
        if measure == "share":
            return self.passages_with, self.n_passages
        if measure == "rate":
            return self.mentions, self.n_words / PER_WORDS
        if measure == "composition":
            return self.mentions, self.mentions.sum(axis=1)
        return self.probability, self.n_passages

    def check_measure(self, measure: str) -> None:
        """Raise FramingError when the distributions lack what the measure divides or is divided by."""
        if measure == "probability" and np.isnan(self.probability).any():
            raise FramingError("the distributions hold no probabilities; score with a classifier or measure shares")
        if measure == "rate" and not self.n_words.any():
            raise FramingError("the distributions hold no word counts; give n_words or measure shares of passages")
        if measure not in MEASURES:
            raise FramingError(f"measure '{measure}' is not known; choose one of {', '.join(MEASURES)}")

    def select(self, kept: Bools) -> Sums:
        """The same sums with only some rows."""
        numbers = {n: getattr(self, n)[kept] for n in ("speaker", "document", *_NUMBERS)}
        carried = {name: values[kept] for name, values in self.carried.items()}
        return Sums(self.frames, self.speakers, self.documents, carried=carried, **numbers)

    def against_rest(self, speaker: str) -> Sums:
        """One speaker, and everybody else who is named added up by document under the name REST."""
        mine = self.rows_of(speaker)
        others = np.flatnonzero([name not in (speaker, "") for name in self.speakers])
        theirs = np.flatnonzero(np.isin(self.speaker, others))
        found, first, at = np.unique(self.document[theirs], return_index=True, return_inverse=True)
        numbers = {}
        for name in _NUMBERS:
            values = getattr(self, name)
            added = np.zeros((len(found), *values.shape[1:]))
            np.add.at(added, at.ravel(), values[theirs])
            numbers[name] = np.concatenate([values[mine], added])
        rows = np.concatenate([mine, theirs[first]])
        side = np.repeat(np.arange(2, dtype=np.intp), [len(mine), len(found)])
        carried = {name: values[rows] for name, values in self.carried.items()}
        names = (speaker, REST)
        return Sums(self.frames, names, self.documents, side, self.document[rows], carried=carried, **numbers)


def read_distributions(distributions: pa.Table) -> Sums:
    """Sums from a DISTRIBUTIONS table; everything in order of name, so that the order of rows is nothing.

    Raises FramingError when a speaker, document and frame stands twice or a number is negative.
    """
    check_table(distributions, DISTRIBUTIONS, "distributions")
    if len(distributions) == 0:
        raise FramingError("the distributions table is empty; no passage was scored")
    frames, frame = _coded(distributions, "frame")
    names, speaker = _coded(distributions, "speaker")
    ids, document = _coded(distributions, "document_id")
    found, row = np.unique(speaker * len(ids) + document, return_inverse=True)
    row = row.ravel()
    _refuse_twice(row * len(frames) + frame, distributions)
    numbers = {name: _filled(distributions, name, row, frame, (len(found), len(frames))) for name in _NUMBERS}
    extra = [c for c in distributions.column_names if c not in DISTRIBUTIONS.names]
    first = np.unique(row, return_index=True)[1]
    carried = {c: _texts(distributions, c)[first] for c in extra}
    numbers["n_passages"], numbers["n_words"] = numbers["n_passages"].max(axis=1), numbers["n_words"].max(axis=1)
    return Sums(frames, names, ids, found // len(ids), found % len(ids), carried=carried, **numbers)


def child_generator(seed: int, *names: str) -> np.random.Generator:
    """A generator for one piece of work, the same whatever else is computed, in whatever order or thread."""
    return np.random.default_rng([seed, *(zlib.crc32(name.encode()) for name in names)])


def _coded(table: pa.Table, column: str) -> tuple[tuple[str, ...], Ints]:
    values = pc.fill_null(table[column], "").combine_chunks()
    distinct = pc.unique(values)
    distinct = distinct.take(pc.sort_indices(distinct))
    return tuple(distinct.to_pylist()), pc.index_in(values, distinct).to_numpy().astype(np.intp)


def _refuse_twice(key: Ints, table: pa.Table) -> None:
    order = np.argsort(key, kind="stable")
    twice = np.flatnonzero(np.diff(key[order]) == 0)
    if len(twice):
        at = int(order[twice[0]])
        named = [table[c][at].as_py() for c in ("speaker", "document_id", "frame")]
        raise FramingError(f"speaker, document and frame {named} stand twice in the distributions; add the rows up")


def _filled(table: pa.Table, column: str, row: Ints, frame: Ints, shape: tuple[int, int]) -> Floats:
    values = table[column].to_numpy().astype(np.float64)
    if (values < 0).any():
        raise FramingError(f"column '{column}' of the distributions holds a negative number; sums are never negative")
    out = np.zeros(shape)
    out[row, frame] = values
    return out


def _texts(table: pa.Table, column: str) -> np.ndarray:
    values = pc.fill_null(pc.cast(table[column], pa.string()), "")
    return np.asarray(values.to_numpy(), dtype=np.str_)
