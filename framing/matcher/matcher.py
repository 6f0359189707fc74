"""`Matcher`: patterns in once, then texts in and the places of the patterns out.

In: patterns, with what excludes; texts as Arrow strings or a list. Out: `Matches`, arrays in characters of each text.
Writes nothing and holds nothing that changes: several threads may share one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from framing.errors import FramingError
from framing.matcher.cache import load_kernel
from framing.matcher.compile import compile_patterns
from framing.matcher.words import canonical, is_canonical

Rows = NDArray[np.int64]  # (n, 7): text, pattern, start, end, token_start, token_end, sentence


@dataclass(frozen=True)
class Matches:
    """The winning matches, sorted by text, start, end and pattern; row i of every array but `n_words` is one match.

    text_index, pattern_index: int32, positions in what was given. start, end: int64, characters of that text.
    token_start, token_end: int32, its words from 0, end exclusive. sentence: int32, sentence ends passed before it.
    n_words: int32, one for each text, Han and kana characters counted one each.
    """

    text_index: NDArray[np.int32]
    pattern_index: NDArray[np.int32]
    start: NDArray[np.int64]
    end: NDArray[np.int64]
    token_start: NDArray[np.int32]
    token_end: NDArray[np.int32]
    sentence: NDArray[np.int32]
    n_words: NDArray[np.int32]

    def __len__(self) -> int:
        return len(self.start)


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

    def find(self, texts: pa.Array | pa.ChunkedArray | Sequence[str | None]) -> Matches:
        """The places of the patterns in each text; a missing text has none and no words."""
        chunks = _chunks(texts)
        rows, n_words, done = [], [], 0
        for chunk in chunks:
            found, words = self._find_chunk(chunk)
            found[:, 0] += done
            done += len(chunk)
            rows.append(found)
            n_words.append(words)
        return _matches(rows, n_words)

    def _find_chunk(self, texts: pa.Array) -> tuple[Rows, NDArray[np.int32]]:
        """Match one array; then once more, in NFC, the texts that are not."""
        match_texts = load_kernel()
        found, n_words, suspect = match_texts(*_buffers(texts), self._tables)
        odd = [i for i in np.flatnonzero(suspect).tolist() if not is_canonical(texts[i].as_py())]
        if not odd:
            return found, n_words
        composed = [canonical(texts[i].as_py()) for i in odd]
        again, n_words[odd], _ = match_texts(*_buffers(pa.array([text for text, _ in composed])), self._tables)
        for number, (_, bounds) in enumerate(composed):
            of_text = slice(*np.searchsorted(again[:, 0], (number, number + 1)))
            again[of_text, 2:4] = np.asarray(bounds)[again[of_text, 2:4]]
        again[:, 0] = np.asarray(odd)[again[:, 0]]
        found = np.concatenate([found[~np.isin(found[:, 0], odd)], again])
        return found[np.argsort(found[:, 0], kind="stable")], n_words


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


def _matches(rows: list[Rows], n_words: list[NDArray[np.int32]]) -> Matches:
    found = np.concatenate([np.zeros((0, 7), dtype=np.int64), *rows])
    words = np.concatenate([np.zeros(0, dtype=np.int32), *n_words])
    text, pattern, first, last, sentence = (found[:, i].astype(np.int32) for i in (0, 1, 4, 5, 6))
    return Matches(text, pattern, found[:, 2].copy(), found[:, 3].copy(), first, last, sentence, words)
