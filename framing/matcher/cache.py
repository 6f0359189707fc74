"""The compiled kernel, made once a process: from numba's cache on disk, or compiled anew where none can be kept.

In: nothing. Out: the function `match_texts`. Loads numba, and only when called.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Any


@lru_cache(maxsize=1)
def load_kernel() -> Callable[..., Any]:
    """The scanner of kernels.py."""
    from framing.matcher.kernels import match_texts

    return match_texts
