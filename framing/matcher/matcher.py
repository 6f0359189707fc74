"""`Matcher`: patterns in once, then texts in and the places of the patterns out; `JointMatcher`: several sets at once.

In: patterns, with what excludes; texts as Arrow strings or a list. Out: `Matches`, arrays in characters of each text.
Writes nothing and holds nothing that changes: several threads may share one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from framing.errors import FramingError
from framing.matcher.cache import load_kernel
from framing.matcher.compile import Tables, compile_sets
from framing.matcher.matches import Matches, concatenate
from framing.matcher.words import canonical, is_canonical

Texts: TypeAlias = pa.Array | pa.ChunkedArray | Sequence[str | None]
Flags = NDArray[np.uint8]


@dataclass(frozen=True)
class PatternSet:
    """Patterns among which the longest match wins, whatever other sets find there.

    patterns: as `framing.matcher.pattern` reads them. exclusions: for each whether it only masks, or nothing.
    every: give the hidden matches too. winners: False, with `every`, to leave out deciding which are hidden.
    asked_by: for each pattern of the first set whether a text in which it wins asks for this set; a text that does not
    ask gets no rows. None for a set that all texts ask for.
    asked: rows of flags, for each of these patterns whether it is asked for, so that the others get no rows; `asked_by`
    then holds for each pattern of the first set the number of a row, or -1.
    Raises FramingError where these do not fit together.
    """

    patterns: Sequence[str]
    exclusions: Sequence[bool] = ()
    every: bool = False
    winners: bool = True
    asked_by: Sequence[bool] | Sequence[int] | NDArray[np.generic] | None = None
    asked: NDArray[np.bool_] | None = None

    def __post_init__(self) -> None:
        if len(self.exclusions) not in (0, len(self.patterns)):
            had, n = len(self.exclusions), len(self.patterns)
            raise FramingError(f"{n} patterns have {had} exclusions; give one each or none")
        if not (self.winners or self.every):
            raise FramingError("a set without winners would give nothing; ask for every match or for winners")
        if self.asked is not None:
            if self.asked_by is None or self.asked.shape[1:] != (len(self.patterns),):
                raise FramingError("`asked` has no flag for each pattern, or nothing that asks by `asked_by`")
            if np.asarray(self.asked_by, dtype=np.int64).max(initial=-1) >= len(self.asked):
                raise FramingError(f"`asked_by` names a row that `asked`, of {len(self.asked)} rows, does not have")


class JointMatcher:
    """Finds several sets of patterns in one scan, each as a `Matcher` of its own would find it.

    sets: the first may decide, by its winners, in which texts the others are wanted. Raises FramingError for a pattern
    that cannot be read, and where `asked_by` does not fit the first set.

    >>> sets = [PatternSet(["gas", "gas pipeline"]), PatternSet(["war"], asked_by=[True, False])]
    >>> gas, war = JointMatcher(sets).find(["A gas war.", "A war over a gas pipeline."])
    >>> gas.pattern_index.tolist(), war.text_index.tolist()
    ([0, 1], [0])
    """

    def __init__(self, sets: Sequence[PatternSet]) -> None:
        self.sets = tuple(sets)
        self._scan = _prepare(self.sets)

    def find(self, texts: Texts) -> tuple[Matches, ...]:
        """The places of each set's patterns in each text; a missing text has none and no words."""
        return self._scan.find(texts)


class Matcher:
    """Finds patterns in texts: the longest match wins over all patterns, at equal length an exclusion.

    patterns: as `framing.matcher.pattern` reads them. exclusions: for each pattern whether it only masks, or nothing.
    Raises FramingError for a pattern that cannot be read.

    >>> found = Matcher(["foreign forces", "forces"]).find(["Foreign\u00a0forces left; other forces stayed."])
    >>> list(zip(found.pattern_index.tolist(), found.start.tolist(), found.end.tolist()))
    [(0, 0, 14), (1, 27, 33)]
    """

    def __init__(self, patterns: Sequence[str], *, exclusions: Sequence[bool] = ()) -> None:
        self.patterns = tuple(patterns)
        self.exclusions = tuple(map(bool, exclusions)) or (False,) * len(patterns)
        scan = _prepare([PatternSet(self.patterns, self.exclusions)])
        self._scans = scan, replace(scan, wants=np.array([[1, 1, 0, 0]], dtype=np.uint8))

    def find(self, texts: Texts, *, every: bool = False) -> Matches:
        """The places of the patterns in each text; a missing text has none and no words.

        every: give all of them, also those that a longer one hides.
        """
        return self._scans[every].find(texts)[0]


@dataclass(frozen=True)
class _Scan:
    """What the kernel is called with, but the texts."""

    tables: Tables
    wants: Flags
    excluded: Flags
    asked_by: NDArray[np.int32]
    asked: NDArray[np.uint64]

    def find(self, texts: Texts) -> tuple[Matches, ...]:
        chunks = _chunks(texts)
        if len(chunks) == 1:
            return self._find_chunk(chunks[0])
        parts, done = [], 0
        for chunk in chunks:
            part = self._find_chunk(chunk)
            for matches in part:
                matches.text_index[:] += done
            parts.append(part)
            done += len(chunk)
        return tuple(concatenate([part[number] for part in parts]) for number in range(len(self.wants)))

    def _find_chunk(self, texts: pa.Array) -> tuple[Matches, ...]:
        """Match one array; then once more, in NFC, the texts that are not."""
        found, suspect = self._run(texts)
        odd = [i for i in np.flatnonzero(suspect).tolist() if not is_canonical(texts[i].as_py())]
        if not odd:
            return found
        composed = [canonical(texts[i].as_py()) for i in odd]
        again, _ = self._run(pa.array([text for text, _ in composed], type=pa.large_string()))
        numbers, bounds = np.asarray(odd, dtype=np.int32), [bounds for _, bounds in composed]
        found[0].n_words[numbers] = again[0].n_words  # which all sets share
        return tuple(_replace(old, new, numbers, bounds) for old, new in zip(found, again, strict=True))

    def _run(self, texts: pa.Array) -> tuple[tuple[Matches, ...], NDArray[np.uint8]]:
        """The matches as the texts stand, and which of them may not be in NFC."""
        data, offsets = text_buffers(texts)
        kernel = load_kernel(int(offsets[-1] - offsets[0]))
        small, large, rows, n_words, suspect = kernel(
            data, offsets, self.tables, self.wants, self.excluded, self.asked_by, self.asked
        )
        parts = []
        for number, n in enumerate(rows.tolist()):
            text, pattern, token_start, token_end, sentence, won = small[number, :, :n]
            start, end = large[number, :, :n]
            parts.append(Matches(text, pattern, start, end, token_start, token_end, sentence, won, n_words))
        return tuple(parts), suspect


def _prepare(sets: Sequence[PatternSet]) -> _Scan:
    """Compile; and check that what asks for a set can be asked."""
    if not sets:
        raise FramingError("no set of patterns is given; give at least one, which may be empty")
    n = len(sets[0].patterns)
    asked_for = [s.asked_by is not None for s in sets]
    if asked_for[0] or (not sets[0].winners and any(asked_for)):
        raise FramingError("the first set is wanted in every text, and asks by its winners; others may be asked for")
    for s in sets:
        if s.asked_by is not None and len(s.asked_by) != n:
            raise FramingError(f"`asked_by` has {len(s.asked_by)} values; the first set has {n} patterns")
    wants = np.array([[s.every, s.winners, s.asked_by is not None, s.asked is not None] for s in sets], dtype=np.uint8)
    tables = compile_sets([s.patterns for s in sets])
    return _Scan(tables, wants, _stack([s.exclusions for s in sets]), _asked_rows(sets, n), _asked_bits(sets))


def _asked_rows(sets: Sequence[PatternSet], n: int) -> NDArray[np.int32]:
    """For each set and pattern of the first the row of what it asks for, or -1."""
    rows = np.full((len(sets), max(1, n)), -1, dtype=np.int32)
    for row, s in zip(rows, sets, strict=True):
        if s.asked_by is not None:
            # A flag is the row 0 or none.
            row[:n] = np.asarray(s.asked_by, dtype=np.int32) - (s.asked is None)
    return rows


def _asked_bits(sets: Sequence[PatternSet]) -> NDArray[np.uint64]:
    """The rows of `asked` of each set, 64 patterns a number."""
    flags = [np.zeros((0, 0), dtype=bool) if s.asked is None else s.asked for s in sets]
    height, width = (max(1, *(f.shape[axis] for f in flags)) for axis in (0, 1))
    bits = np.zeros((len(sets), height, -(-width // 64) * 8), dtype=np.uint8)
    for some, made in zip(flags, bits, strict=True):
        packed = np.packbits(some, axis=1, bitorder="little")
        made[: packed.shape[0], : packed.shape[1]] = packed
    return bits.view("<u8").astype(np.uint64)


def _stack(rows: Sequence[Sequence[bool] | NDArray[np.bool_]]) -> Flags:
    """Rows of flags as one array, 0 where a row is shorter."""
    flags = np.zeros((len(rows), max(1, *map(len, rows))), dtype=np.uint8)
    for row, values in zip(flags, rows, strict=True):
        row[: len(values)] = values
    return flags


def _replace(old: Matches, new: Matches, numbers: NDArray[np.int32], bounds: Sequence[Sequence[int]]) -> Matches:
    """`old` with the texts `numbers` as `new` has them, in the characters that `bounds` stand for."""
    for number, places in enumerate(bounds):
        of_text = slice(*np.searchsorted(new.text_index, (number, number + 1)))
        for column in (new.start, new.end):
            column[of_text] = np.asarray(places)[column[of_text]]
    new.text_index[:] = numbers[new.text_index]
    both = concatenate([old.take(~np.isin(old.text_index, numbers)), new])
    return replace(both.take(np.argsort(both.text_index, kind="stable")), n_words=old.n_words)


def _chunks(texts: pa.Array | pa.ChunkedArray | Sequence[str | None]) -> list[pa.Array]:
    """The texts as arrays of string or large_string."""
    if not isinstance(texts, pa.Array | pa.ChunkedArray):
        texts = pa.array(texts, type=pa.large_string())
    if not (pa.types.is_string(texts.type) or pa.types.is_large_string(texts.type)):
        try:
            texts = texts.cast(pa.large_string())
        except (pa.ArrowInvalid, pa.ArrowNotImplementedError):
            raise FramingError(f"the texts are {texts.type}; the matcher takes strings") from None
    return texts.chunks if isinstance(texts, pa.ChunkedArray) else [texts]


def text_buffers(texts: pa.Array) -> tuple[NDArray[np.uint8], NDArray[np.int64]]:
    """Bytes and offsets of a string array, the bytes without a copy; always of the same two types for the kernel."""
    if texts.null_count:
        texts = texts.fill_null("")
    _, offsets, data = texts.buffers()
    if len(texts) == 0 or offsets is None:
        return _bytes_of(None), np.zeros(len(texts) + 1, dtype=np.int64)
    kind = np.int64 if pa.types.is_large_string(texts.type) else np.int32
    bounds = np.frombuffer(offsets, dtype=kind)[texts.offset : texts.offset + len(texts) + 1].astype(np.int64)
    return _bytes_of(data)[: bounds[-1]], bounds


def _bytes_of(data: pa.Buffer | None) -> NDArray[np.uint8]:
    """The bytes of a buffer, never to be written: a kernel is compiled anew for an array that may be."""
    raw = np.frombuffer(data, dtype=np.uint8) if data is not None and data.size else np.zeros(0, dtype=np.uint8)
    raw.flags.writeable = False
    return raw
