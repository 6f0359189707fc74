"""What a command line that is a process of its own need not load, nor keep.

In: nothing. Out: Arrow without pandas, memory given back. In a library's process nothing is held back or set.
"""

from __future__ import annotations

import importlib.abc
import os
import sys

from framing.machine import ALONE

_PANDAS = "pandas"
# Parameters of the C library's `mallopt`, and from how many bytes on an array goes back to the system when it is freed.
_TRIM_THRESHOLD, _MMAP_THRESHOLD = -1, -3
_LARGE = 1 << 19


class _Withheld(importlib.abc.MetaPathFinder):
    """Finds nothing where a module is asked for that is not wanted now."""

    def find_spec(self, fullname: str, path: object, target: object = None) -> None:
        """Raise for pandas; say nothing of others."""
        if fullname == _PANDAS:
            raise ModuleNotFoundError(f"{fullname} is withheld", name=fullname)


def spare_pandas() -> None:
    """Let Arrow find no pandas when it looks for it, which it does once, at the first list that it is given.

    Loading pandas takes a fifth of a second, and Arrow wants it only to know its tables when it is handed some. Whoever
    imports pandas later finds it, and so does Arrow's `to_pandas`.
    """
    if not os.environ.get(ALONE) or _PANDAS in sys.modules:
        return
    import pyarrow as pa

    withheld = _Withheld()
    sys.meta_path.insert(0, withheld)
    try:
        pa.array([None])
    finally:
        sys.meta_path.remove(withheld)


def return_memory() -> None:
    """Have large arrays go back to the system when they are freed, where the C library is glibc.

    By itself it keeps more and more of them for later, in pieces; a run over three million passages then holds a fifth
    more than it needs. Costs some 3 % of the time.
    """
    if not os.environ.get(ALONE) or not sys.platform.startswith("linux"):
        return
    import ctypes

    set_option = getattr(ctypes.CDLL(None), "mallopt", None)  # musl has none
    if set_option is not None:
        set_option(_TRIM_THRESHOLD, _LARGE)
        set_option(_MMAP_THRESHOLD, _LARGE)
