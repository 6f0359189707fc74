"""`Matcher`: patterns in once, then texts in and the places of the patterns out.

In: patterns, with what excludes; texts as Arrow strings or a list. Out: `Matches`, arrays in characters of each text.
Writes nothing and holds nothing that changes: several threads may share one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from framing.errors import FramingError
from framing.matcher.cache import load_chooser, load_kernel
from framing.matcher.compile import compile_patterns
from framing.matcher.words import canonical, is_canonical


@dataclass(frozen=True)
class Matches:
    """The matches, sorted by text, start, end and pattern; row i of every array but `n_words` is one match.

    text_index, pattern_index: int32, positions in what was given. start, end: int64, characters of that text.
    token_start, token_end: int32, its words from 0, end exclusive. sentence: int32, sentence ends passed before it.
    won: int32, 0 for one that another hides (only with `every`).
    n_words: int32, one for each text, Han and kana characters counted one each.
    """

    text_index: NDArray[np.int32]
    pattern_index: NDArray[np.int32]
    start: NDArray[np.int64]
    end: NDArray[np.int64]
    token_start: NDArray[np.int32]
    token_end: NDArray[np.int32]
    sentence: NDArray[np.int32]
    won: NDArray[np.int32]
    n_words: NDArray[np.int32]

    def __len__(self) -> int:
        return len(self.start)


# Columns of the kernel's rows (scan.py, which cannot be imported without numba), and room for a text's words.
_FIRST, _LAST = 3, 4
_WORD_BITS = 40
Ints = NDArray[np.int64]
_COLUMNS = tuple(field.name for field in fields(Matches))


class Matcher:
    """Finds patterns in texts: the longest match wins over all patterns, at equal length an exclusion.

    patterns: as `framing.matcher.pattern` reads them. exclusions: for each pattern whether it only masks, or nothing.
    Raises FramingError for a pattern that cannot be read.

    >>> found = Matcher(["foreign forces", "forces"]).find(["Foreign\u00a0forces left; other forces stayed."])
    >>> list(zip(found.pattern_index.tolist(), found.start.tolist(), found.end.tolist()))
    [(0, 0, 14), (1, 27, 33)]
    """

    def __init__(self, patterns: Sequence[str], *, exclusions: Sequence[bool] = ()) -> None:
        if len(exclusions) not in (0, len(patterns)):
            raise FramingError(f"{len(patterns)} patterns have {len(exclusions)} exclusions; give one each or none")
        self.patterns = tuple(patterns)
        self.exclusions = tuple(map(bool, exclusions)) or (False,) * len(patterns)
        self._tables = compile_patterns(self.patterns, self.exclusions)

    def find(self, texts: pa.Array | pa.ChunkedArray | Sequence[str | None], *, every: bool = False) -> Matches:
        """The places of the patterns in each text; a missing text has none and no words.

        every: give all of them, also those that a longer one hides.
        """
        chunks = _chunks(texts)
        if len(chunks) == 1:
            return self._find_chunk(chunks[0], every)
        parts, done = [], 0
        for chunk in chunks:
            part = self._find_chunk(chunk, every)
            part.text_index[:] += done
            parts.append(part)
            done += len(chunk)
        return _concatenate(parts)

    def _find_chunk(self, texts: pa.Array, every: bool) -> Matches:
        """Match one array; then once more, in NFC, the texts that are not."""
        found, suspect = self._scan(texts, every)
        odd = [i for i in np.flatnonzero(suspect).tolist() if not is_canonical(texts[i].as_py())]
        if not odd:
            return found
        composed = [canonical(texts[i].as_py()) for i in odd]
        again, _ = self._scan(pa.array([text for text, _ in composed], type=pa.large_string()), every)
        for number, (_, bounds) in enumerate(composed):
            of_text = slice(*np.searchsorted(again.text_index, (number, number + 1)))
            for column in (again.start, again.end):
                column[of_text] = np.asarray(bounds)[column[of_text]]
        again.text_index[:] = np.asarray(odd, dtype=np.int32)[again.text_index]
        found.n_words[odd] = again.n_words
        both = _concatenate([_take(found, ~np.isin(found.text_index, odd)), again])
        return replace(_take(both, np.argsort(both.text_index, kind="stable")), n_words=found.n_words)

    def _scan(self, texts: pa.Array, every: bool) -> tuple[Matches, NDArray[np.uint8]]:
        """The matches as the texts stand, and which of them may not be in NFC."""
        small, large, n, n_words, suspect = load_kernel()(*_buffers(texts), self._tables, every)
        text, pattern, token_start, token_end, sentence, won = small[:, :n]
        start, end = large[:, :n]
        return Matches(text, pattern, start, end, token_start, token_end, sentence, won, n_words), suspect


def keep_longest(
    text: Ints, start: Ints, token_start: Ints, end: Ints, token_end: Ints, excluded: NDArray[np.bool_] | None = None
) -> NDArray[np.bool_]:
    """Which of these places win: the longest of those that share a word, then the first; both where they are the same.

    Every array has one value a place; places come in order of text, start and end. excluded: those that go before
    others of their length. For choosing among a part of what `Matcher.find` gives with `every`.

    >>> found = Matcher(["china", "south china", "sea"]).find(["South China Sea"], every=True)
    >>> keep_longest(found.text_index, found.start, found.token_start, found.end, found.token_end).tolist()
    [True, False, True]
    """
    n = len(text)
    before = np.maximum.accumulate(token_end[:-1] + (text[:-1].astype(np.int64) << _WORD_BITS)) if n else token_end
    if not (before > token_start[1:] + (text[1:].astype(np.int64) << _WORD_BITS)).any():
        return np.ones(n, dtype=bool)
    base = text.astype(np.int64) << _WORD_BITS
    rows, zeros = np.arange(n), np.zeros(n, dtype=np.int64)
    pattern = zeros if excluded is None else rows
    ways = np.stack([base + token_start, base + token_end - 1, pattern, rows, rows], axis=1)
    found = np.zeros((n, 8), dtype=np.int64)
    found[:, _FIRST], found[:, _LAST] = start, end
    mark = np.zeros(1, dtype=bool) if excluded is None else excluded
    won: NDArray[np.bool_] = load_chooser()(ways, found, mark.astype(np.uint8)).astype(bool)
    return won


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


def _buffers(texts: pa.Array) -> tuple[NDArray[np.uint8], NDArray[np.int64]]:
    """Bytes and offsets of a string array, the bytes without a copy; always of the same two types for the kernel."""
    if texts.null_count:
        texts = texts.fill_null("")
    _, offsets, data = texts.buffers()
    if len(texts) == 0 or offsets is None:
        return np.zeros(0, dtype=np.uint8), np.zeros(len(texts) + 1, dtype=np.int64)
    kind = np.int64 if pa.types.is_large_string(texts.type) else np.int32
    bounds = np.frombuffer(offsets, dtype=kind)[texts.offset : texts.offset + len(texts) + 1].astype(np.int64)
    raw = np.frombuffer(data, dtype=np.uint8) if data is not None and data.size else np.zeros(0, dtype=np.uint8)
    raw.flags.writeable = False
    return raw[: bounds[-1]], bounds


def _take(matches: Matches, rows: NDArray[np.generic]) -> Matches:
    """These rows, and the words of all texts."""
    columns = {name: getattr(matches, name) for name in _COLUMNS}
    return Matches(**{name: column if name == "n_words" else column[rows] for name, column in columns.items()})


def _concatenate(parts: list[Matches]) -> Matches:
    if not parts:
        none, places = np.zeros(0, dtype=np.int32), np.zeros(0, dtype=np.int64)
        return Matches(none, none, places, places, none, none, none, none, none)
    return Matches(**{name: np.concatenate([getattr(part, name) for part in parts]) for name in _COLUMNS})
