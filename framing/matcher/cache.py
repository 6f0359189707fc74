"""The matcher's kernels, made once a process; see `framing.machine` for how they are kept.

In: nothing. Out: the functions of kernels.py. Loads numba, and only when called.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np

from framing.machine import Kernel, load

ROOM = Path(__file__).parent


def load_kernel() -> Kernel:
    """The scanner `match_texts`, compiled and tried on no text."""
    from framing.matcher.kernels import make_kernel

    return load(make_kernel, _try_scanner, ROOM)


def load_chooser() -> Kernel:
    """The function `choose_longest`, compiled and tried on no match."""
    from framing.matcher.kernels import make_chooser

    return load(make_chooser, _try_chooser, ROOM)


def _try_scanner(kernel: Kernel) -> None:
    from framing.matcher.compile import compile_sets

    data = np.zeros(0, dtype=np.uint8)
    data.flags.writeable = False
    wants, none = np.ones((1, 3), dtype=np.uint8), np.zeros((1, 1), dtype=np.uint8)
    kernel(data, np.zeros(1, dtype=np.int64), compile_sets([[]]), wants, none, none)


def _try_chooser(kernel: Kernel) -> None:
    kernel(np.zeros((0, 5), np.int64), np.zeros((0, 8), np.int64), np.zeros(1, np.uint8))
