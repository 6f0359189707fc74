"""The same work on many items by several threads: results in order, and never more items in hand than threads need.

In: a function and items. Out: its results and its notes, in the items' order, whatever the number of threads.
"""

from __future__ import annotations

import itertools
import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeVar

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

T = TypeVar("T")
R = TypeVar("R")

# Items waiting beyond those being worked on: enough that no thread stands idle while the next item is read.
_AHEAD = 1


def count_cores() -> int:
    """The processors that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return max(1, len(os.sched_getaffinity(0)))
    return os.cpu_count() or 1


def map_in_order(function: Callable[[T], R], items: Iterable[T], *, threads: int = 1) -> Iterator[R]:
    """The results of `function` for each item, in order; items are taken only as results are.

    Raises what the function raises for an item, after the results of the items before it.

    >>> list(map_in_order(str.upper, iter("abc"), threads=2))
    ['A', 'B', 'C']
    """
    if threads <= 1:
        yield from map(function, items)
        return
    pool = ThreadPoolExecutor(max_workers=threads)
    waiting: deque[Future[R]] = deque()
    try:
        for item in items:
            waiting.append(pool.submit(function, item))
            if len(waiting) > threads + _AHEAD:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def map_noting(
    function: Callable[[T, list[str]], R], items: Iterable[T], *, threads: int, notes: list[str]
) -> Iterator[R]:
    """As `map_in_order`, for a function that takes a list for its notes too; at the end `notes` has them, in order."""
    told: list[list[str]] = []

    def with_notes() -> Iterator[tuple[T, list[str]]]:
        for item in items:
            told.append([])
            yield item, told[-1]

    yield from map_in_order(lambda pair: function(*pair), with_notes(), threads=threads)
    notes.extend(itertools.chain.from_iterable(told))


def look_ahead(items: Iterator[T], threads: int) -> tuple[Iterator[T], int]:
    """The items again, and as many threads as they are worth: one where there is one item."""
    ahead = list(itertools.islice(items, 2))
    return itertools.chain(ahead, items), threads if len(ahead) > 1 else 1


def cut_table(table: pa.Table, column: str, size: int) -> Iterator[pa.Table]:
    """A table in portions of about `size` bytes of the texts in a column; no row is cut."""
    sizes = pc.fill_null(pc.binary_length(table[column]), 0).to_numpy().astype(np.int64)
    portion = (np.cumsum(sizes) - sizes) // size
    edges = [0, *(np.flatnonzero(np.diff(portion)) + 1).tolist(), len(sizes)]
    for first, last in itertools.pairwise(edges):
        yield table.slice(first, last - first)
