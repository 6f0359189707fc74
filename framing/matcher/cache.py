"""The compiled kernel, made once a process: from numba's cache on disk, or compiled anew where none can be kept.

In: nothing. Out: the function `match_texts`. Loads numba, and only when called. A cache that cannot be written or read
is never an error: then the kernel is compiled for this process alone, which takes some ten seconds.
"""

from __future__ import annotations

import pickle
import zlib
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np

from framing import __version__

# What a damaged or unreachable cache raises: no place for it, a full disk, half a file, a class that is gone.
_CACHE_FAULTS = (OSError, RuntimeError, EOFError, ValueError, AttributeError, ImportError, pickle.UnpicklingError)


@lru_cache(maxsize=1)
def load_kernel() -> Callable[..., Any]:
    """The scanner of kernels.py, compiled and tried on no text."""
    from framing.matcher.kernels import make_kernel

    mark = _fingerprint()
    try:
        kernel = make_kernel(mark, cache=True)
        _try(kernel)
    except _CACHE_FAULTS:
        kernel = make_kernel(mark, cache=False)
        _try(kernel)
    return kernel


def _try(kernel: Callable[..., Any]) -> None:
    from framing.matcher.compile import compile_patterns

    data = np.zeros(0, dtype=np.uint8)
    data.flags.writeable = False
    kernel(data, np.zeros(1, dtype=np.int64), compile_patterns([], []))


def _fingerprint() -> int:
    """A number for the sources that the kernel is compiled from, and the version where they cannot be read."""
    mark = zlib.crc32(__version__.encode())
    for path in sorted(Path(__file__).parent.glob("*.py")):
        try:
            mark = zlib.crc32(path.read_bytes(), mark)
        except OSError:
            continue
    return mark
