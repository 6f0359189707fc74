"""The compiled kernels, made once a process: from numba's cache on disk, or compiled anew where none can be kept.

In: nothing. Out: the functions of kernels.py. Loads numba, and only when called. A cache that cannot be written or read
is never an error: then a kernel is compiled for this process alone, which takes some ten seconds.
"""

from __future__ import annotations

import os
import pickle
import sys
import threading
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np

from framing import __version__

# What a damaged or unreachable cache raises: no place for it, a full disk, half a file, a class that is gone.
_CACHE_FAULTS = (OSError, RuntimeError, EOFError, ValueError, AttributeError, ImportError, pickle.UnpicklingError)
# Set in a process that is this program alone: nobody else in it asks numba for linear algebra, and SciPy, which numba
# loads for that and we do not need, costs a fifth of a second. In a library's process nothing is held back.
ALONE = "FRAMING_ALONE"
_BLAS = "scipy.linalg.cython_blas"
# Two threads that ask at once must not compile twice.
_LOADING = threading.Lock()

Kernel = Callable[..., Any]


def load_kernel() -> Kernel:
    """The scanner `match_texts`, compiled and tried on no text."""
    with _LOADING:
        return _load_scanner()


def load_chooser() -> Kernel:
    """The function `choose_longest`, compiled and tried on no match."""
    with _LOADING:
        return _load_chooser()


@lru_cache(maxsize=1)
def _load_scanner() -> Kernel:
    from framing.matcher.kernels import make_kernel

    return load(make_kernel, _try_scanner)


@lru_cache(maxsize=1)
def _load_chooser() -> Kernel:
    from framing.matcher.kernels import make_chooser

    return load(make_chooser, _try_chooser)


def load(make: Callable[..., Kernel], attempt: Callable[[Kernel], None]) -> Kernel:
    """What `make` compiles, from numba's cache; compiled for this process alone where that cannot be used."""
    mark = fingerprint()
    with _without_blas():
        try:
            kernel = make(mark, cache=True)
            attempt(kernel)
        except _CACHE_FAULTS:
            kernel = make(mark, cache=False)
            attempt(kernel)
    return kernel


@contextmanager
def _without_blas() -> Iterator[None]:
    """Let numba find no BLAS, in a process that is ours alone."""
    if not os.environ.get(ALONE) or _BLAS in sys.modules or "scipy.linalg" in sys.modules:
        yield
        return
    modules: dict[str, object] = sys.modules  # type: ignore[assignment]
    modules[_BLAS] = None
    try:
        yield
    finally:
        del modules[_BLAS]


def _try_scanner(kernel: Kernel) -> None:
    from framing.matcher.compile import compile_patterns

    data = np.zeros(0, dtype=np.uint8)
    data.flags.writeable = False
    kernel(data, np.zeros(1, dtype=np.int64), compile_patterns([], []), False)


def _try_chooser(kernel: Kernel) -> None:
    kernel(np.zeros((0, 5), np.int64), np.zeros((0, 8), np.int64), np.zeros(1, np.uint8))


@lru_cache(maxsize=1)
def fingerprint() -> int:
    """A number for the sources of this room, and the version where they cannot be read: what caches are known by."""
    mark = zlib.crc32(__version__.encode())
    for path in sorted(Path(__file__).parent.glob("*.py")):
        try:
            mark = zlib.crc32(path.read_bytes(), mark)
        except OSError:
            continue
    return mark
