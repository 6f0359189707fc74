"""What a command line that is a process of its own need not load.

In: nothing. Out: Arrow without pandas. In a library's process nothing is held back.
"""

from __future__ import annotations

import importlib.abc
import os
import sys

from framing.machine import ALONE

_PANDAS = "pandas"


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
