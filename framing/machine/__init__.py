"""Kernels compiled by numba, once a machine: the decorator, operations that numba lacks, and how a kernel is kept.

In: a function that makes a kernel. Out: the kernel, from the cache on disk, or compiled anew where none can be kept;
the same function as Python reads it where there is little to do. Nothing of numba is loaded before a compiled kernel
is asked for.
"""

from __future__ import annotations

import os
import pickle
import sys
import threading
import zlib
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import Any

from framing import __version__

# What a damaged or unreachable cache raises: no place for it, a full disk, half a file, a class that is gone.
_CACHE_FAULTS = (OSError, RuntimeError, EOFError, ValueError, AttributeError, ImportError, pickle.UnpicklingError)
# Set in a process that is this program alone: nobody else in it asks numba for linear algebra, and SciPy, which numba
# loads for that and we do not need, costs a fifth of a second. In a library's process nothing is held back.
ALONE = "FRAMING_ALONE"
_BLAS = "scipy.linalg.cython_blas"
# Bytes that a kernel reads interpreted, some five millionths of a second each, before numba is loaded, which takes
# about as long as all of them.
_INTERPRETED_BYTES = 1 << 16
# Seconds after which a kernel that is not there is not in the cache either, but being compiled.
_PATIENCE = 3.0

Kernel = Callable[..., Any]
# Two threads that ask at once must not compile twice.
_LOADING = threading.RLock()
# Called, once a process, when kernels are being compiled: a program with a user in front of it says so.
_WAITS: list[Callable[[], None]] = []
_LOADED: dict[Callable[..., Kernel], Kernel] = {}
_READ: Counter[Callable[..., Kernel]] = Counter()


def load(make: Callable[..., Kernel], attempt: Callable[[Kernel], None], *sources: Path) -> Kernel:
    """What `make` compiles, from numba's cache; compiled for this process alone where that cannot be used.

    attempt: calls the kernel with next to nothing, with the types that it will be called with. sources: the rooms, and
    files, that the kernel and its parts are written in; a change of them makes a new kernel. A cache that cannot be
    written or read is never an error; compiling takes some ten seconds. A kernel is loaded once a process.
    """
    with _LOADING:
        if make not in _LOADED:
            with _without_blas(), _telling():
                _LOADED[make] = _load(make, attempt, fingerprint(*sources))
        return _LOADED[make]


def load_for(n_bytes: int, make: Callable[..., Kernel], attempt: Callable[[Kernel], None], *sources: Path) -> Kernel:
    """As `load`, but interpreted as long as all that it was asked for in this process comes to little.

    n_bytes: of the text that the kernel is to read now. One article is read before numba is loaded. The results are
    the same: both are one source.
    """
    with _LOADING:
        _READ[make] += n_bytes
        if make not in _LOADED and _READ[make] <= _INTERPRETED_BYTES:
            return interpret(make)
        return load(make, attempt, *sources)


def interpret(make: Callable[..., Kernel]) -> Kernel:
    """What `make` would compile, as Python reads it: some four hundred times slower, and there at once."""
    import numpy as np

    # Hashes are made by multiplying beyond the range, and Python's numbers have none.
    return np.errstate(over="ignore")(make(0, cache=None))


def compile_kernel(function: Callable[..., Any], *, cache: bool | None) -> Kernel:
    """The function compiled, without Python's lock, when it is first called; as it is where `cache` is None."""
    if cache is None:
        return function
    import numba

    kernel: Kernel = numba.njit(nogil=True, cache=cache)(function)
    return kernel


def _load(make: Callable[..., Kernel], attempt: Callable[[Kernel], None], mark: int) -> Kernel:
    from framing.machine.intrinsics import register

    register()
    try:
        kernel = make(mark, cache=True)
        attempt(kernel)
    except _CACHE_FAULTS:
        kernel = make(mark, cache=False)
        attempt(kernel)
    return kernel


def on_compiling(tell: Callable[[], None]) -> None:
    """Have `tell` called when kernels turn out to be compiled, which takes a while, once a machine."""
    _WAITS[:] = [tell]


def _tell() -> None:
    while _WAITS:
        _WAITS.pop()()


@contextmanager
def _telling() -> Iterator[None]:
    timer = threading.Timer(_PATIENCE, _tell)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()


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


@lru_cache(maxsize=8)
def fingerprint(*sources: Path) -> int:
    """A number for the sources of some rooms (or files) and of this one, and the version where they cannot be read.

    What caches are known by.
    """
    mark = zlib.crc32(__version__.encode())
    for room in (Path(__file__).parent, *sources):
        for path in sorted(room.glob("*.py")) if room.is_dir() else [room]:
            try:
                mark = zlib.crc32(path.read_bytes(), mark)
            except OSError:
                continue
    return mark
