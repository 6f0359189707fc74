"""Attribution in several processes, each with a parser of its own: rules and parser hold Python's lock, threads do not
help them.

In: documents. Out: what `attribute_documents` gives for them. It decides nothing.
"""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Sequence
from types import TracebackType
from typing import TYPE_CHECKING

import pyarrow as pa

from framing.attribute.documents import attribute_documents, may_need_quotes
from framing.errors import FramingError
from framing.records import Person

if TYPE_CHECKING:
    from concurrent.futures import ProcessPoolExecutor


class Attributors:
    """Processes that find attributions. Started at the first call; end with the block that they are opened for."""

    def __init__(self, workers: int) -> None:
        self._workers = workers
        self._starting = threading.Lock()
        self._pool: ProcessPoolExecutor | None = None

    def __enter__(self) -> Attributors:
        return self

    def __exit__(self, *of_error: type[BaseException] | BaseException | TracebackType | None) -> None:
        if self._pool is not None:
            self._pool.shutdown(wait=True, cancel_futures=True)

    def attribute(self, documents: pa.Table, *, people: Sequence[Person], mode: str, notes: list[str]) -> pa.Table:
        """As `attribute_documents`, in one of the processes; may be called from several threads.

        Raises FramingError when the system ended a process.
        """
        if self._workers <= 1 or not may_need_quotes(documents, mode):
            return attribute_documents(documents, people=people, mode=mode, notes=notes)
        from concurrent.futures.process import BrokenProcessPool

        try:
            quotes, told = self._open().submit(_attribute, documents, tuple(people), mode).result()
        except BrokenProcessPool:
            raise FramingError(
                "a process that looks for reported speech was ended by the system, perhaps for want of memory; "
                "try fewer --threads"
            ) from None
        notes += told
        return quotes

    def _open(self) -> ProcessPoolExecutor:
        import multiprocessing
        from concurrent.futures import ProcessPoolExecutor

        with self._starting:
            if self._pool is None:
                # Not forked: threads of Arrow and numba run already, and their locks would be copied as they are.
                context = multiprocessing.get_context("spawn")
                self._pool = ProcessPoolExecutor(self._workers, mp_context=context, initializer=_begin)
            return self._pool


def _attribute(documents: pa.Table, people: tuple[Person, ...], mode: str) -> tuple[pa.Table, list[str]]:
    notes: list[str] = []
    return attribute_documents(documents, people=people, mode=mode, notes=notes), notes


def _begin() -> None:
    """Leave Ctrl-C to the process that started this one, and end when that one does, however it does."""
    import multiprocessing

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_end_with, args=(parent.sentinel,), daemon=True).start()


def _end_with(sentinel: int) -> None:
    from multiprocessing.connection import wait

    wait([sentinel])
    os._exit(1)
