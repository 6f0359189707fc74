"""Near-duplicate texts: wire copies, repeated readouts.

In: a table with ids and texts. Out: the pairs that overlap, the groups they make, the table without the copies.
It compares words, not meaning, and only texts of one script: a translation is no duplicate here.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections import Counter

import numpy as np
import pyarrow as pa

from framing.errors import FramingError
from framing.stats.minhash import Hashes, draw_hashes, fold_bands, pair_candidates, sign_texts

# Words, or single Han characters.
_TOKEN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff]|(?:(?![\u3400-\u4dbf\u4e00-\u9fff])\w)+")
SHINGLE = 5
THRESHOLD = 0.7
# 32 bands of 4 rows: a pair that shares half of its runs is missed with probability .13, one with .7 with .0002.
_BANDS, _ROWS = 32, 4
# Texts signed at once: their signatures take 1 KB each, what stays of them 256 bytes.
_TEXTS_AT_ONCE = 20_000


def find_duplicates(
    table: pa.Table,
    *,
    rng: np.random.Generator,
    id_column: str = "document_id",
    threshold: float = THRESHOLD,
    shingle: int = SHINGLE,
) -> pa.Table:
    """Pairs of texts whose runs of `shingle` words overlap: first, second (ids), jaccard, containment; in order.

    Candidates by MinHash, then the exact Jaccard index of the two sets of runs (shared over all): a pair is kept from
    `threshold` on. containment : shared runs over those of the shorter text, which shows a copy inside a longer text
    among the pairs found. Texts shorter than a run are compared whole.
    Raises FramingError for a missing column, an id that stands twice, or a threshold outside 0 to 1.
    """
    if not 0 < threshold <= 1:
        raise FramingError(f"threshold is {threshold}; it is a share above 0, at most 1")
    for column in (id_column, "text"):
        if column not in table.column_names:
            raise FramingError(f"there is no column '{column}' to compare; there are {', '.join(table.column_names)}")
    ids = [str(v) for v in table[id_column].to_pylist()]
    if len(set(ids)) != len(ids):
        raise FramingError(f"an id stands twice in '{id_column}'; ids must differ so that pairs can be named")
    order = sorted(range(len(ids)), key=ids.__getitem__)
    texts, codes = table["text"].to_pylist(), _Codes()
    sets = [hash_runs(texts[i] or "", shingle, codes) for i in order]
    pairs = pair_candidates(_keys(sets, draw_hashes(_BANDS * _ROWS, rng)))
    rows = []
    for one, two in pairs.tolist():
        shared = len(np.intersect1d(sets[one], sets[two], assume_unique=True))
        jaccard = shared / (len(sets[one]) + len(sets[two]) - shared)
        if jaccard >= threshold:
            contained = shared / min(len(sets[one]), len(sets[two]))
            rows.append((ids[order[one]], ids[order[two]], jaccard, contained))
    columns = list(zip(*rows, strict=True)) or [(), (), (), ()]
    kinds = {"first": pa.string(), "second": pa.string(), "jaccard": pa.float64(), "containment": pa.float64()}
    return pa.table([pa.array(c, t) for c, t in zip(columns, kinds.values(), strict=True)], names=list(kinds))


def _keys(sets: list[Hashes], functions: Hashes) -> Hashes:
    """Band keys of every text, (texts, bands), signed piece by piece."""
    parts = [np.empty((0, _BANDS), dtype=np.uint64)]
    for at in range(0, len(sets), _TEXTS_AT_ONCE):
        some = sets[at : at + _TEXTS_AT_ONCE]
        owner = np.repeat(np.arange(len(some)), [len(s) for s in some]).astype(np.intp)
        parts.append(fold_bands(sign_texts(np.concatenate(some), owner, len(some), functions), _BANDS))
    return np.concatenate(parts)


def group_duplicates(table: pa.Table, pairs: pa.Table, *, id_column: str = "document_id") -> pa.Table:
    """The table with `duplicate_of` (the id of the group's first text, by date and then id) and `n_copies` behind.

    Groups join through chains: a copy of a copy belongs. A text without a copy stands for itself.
    """
    ids = [str(v) for v in table[id_column].to_pylist()]
    dates = table["date"].cast(pa.string()).to_pylist() if "date" in table.column_names else [""] * len(ids)
    rank = {name: (date or "\uffff", name) for name, date in zip(ids, dates, strict=True)}
    head = {name: name for name in ids}

    def find(name: str) -> str:
        while head[name] != name:
            head[name] = head[head[name]]
            name = head[name]
        return name

    for one, two in zip(pairs["first"].to_pylist(), pairs["second"].to_pylist(), strict=True):
        first, second = sorted((find(one), find(two)), key=rank.__getitem__)
        head[second] = first
    of = [find(name) for name in ids]
    sizes = Counter(of)
    copies = pa.array([sizes[name] for name in of], pa.int64())
    return table.append_column("duplicate_of", pa.array(of, pa.string())).append_column("n_copies", copies)


def collapse_duplicates(grouped: pa.Table, *, id_column: str = "document_id") -> pa.Table:
    """Only the first text of each group; `n_copies` keeps how many it stands for."""
    columns = (grouped[name].to_pylist() for name in (id_column, "duplicate_of"))
    kept = [str(one) == head for one, head in zip(*columns, strict=True)]
    return grouped.filter(pa.array(kept, pa.bool_()))


def hash_runs(text: str, size: int, codes: _Codes | None = None) -> Hashes:
    """The distinct runs of `size` words (Han characters count as words) as sorted 64-bit hashes; empty for no words.

    codes : the words' hashes known so far, shared between texts to save time.
    """
    words = _TOKEN.findall(unicodedata.normalize("NFC", text).lower())
    if not words:
        return np.empty(0, dtype=np.uint64)
    known = _Codes() if codes is None else codes
    numbers = np.fromiter(map(known.__getitem__, words), dtype=np.uint64, count=len(words))
    width = min(size, len(numbers))
    mixed = np.zeros(len(numbers) - width + 1, dtype=np.uint64)
    for i in range(width):
        mixed = mixed * np.uint64(0x9E3779B97F4A7C15) + numbers[i : len(numbers) - width + 1 + i] + np.uint64(1)
        mixed ^= mixed >> np.uint64(29)
    return np.unique(mixed)


class _Codes(dict[str, int]):
    """A 64-bit hash for each word, the same in every run of the program."""

    def __missing__(self, word: str) -> int:
        code = self[word] = int.from_bytes(hashlib.blake2b(word.encode(), digest_size=8).digest(), "little")
        return code
