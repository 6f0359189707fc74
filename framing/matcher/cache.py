"""The matcher's kernels, made once a process; see `framing.machine` for how they are kept.

In: nothing. Out: the functions of kernels.py. Loads numba, and only when called for much.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np

from framing.machine import Kernel, load_for

ROOM = Path(__file__).parent


def load_kernel(n_bytes: int) -> Kernel:
    """The scanner `match_texts` for so many bytes of text, compiled and tried on no text where they are many."""
    from framing.matcher.kernels import make_kernel

    return load_for(n_bytes, make_kernel, _try_scanner, ROOM)


def _try_scanner(kernel: Kernel) -> None:
    from framing.matcher.compile import compile_sets

    data = np.zeros(0, dtype=np.uint8)
    data.flags.writeable = False
    wants, none = np.ones((1, 4), dtype=np.uint8), np.zeros((1, 1), dtype=np.uint8)
    asked_by, asked = np.full((1, 1), -1, dtype=np.int32), np.zeros((1, 1, 1), dtype=np.uint64)
    kernel(data, np.zeros(1, dtype=np.int64), compile_sets([[]]), wants, none, asked_by, asked)
