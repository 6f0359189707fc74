"""The counter, compiled: UTF-8 bytes to how many letters of each class stand at the beginning of each text.

In: the bytes and offsets of Arrow strings, and the class of each code point. Out: counts, in an array of the caller.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from framing.machine import compile_kernel


def make_counter(fingerprint: int, *, cache: bool | None) -> Callable[..., Any]:
    """Compile, or take from numba's cache, the function `count_letters`; `fingerprint` as in `matcher.kernels`."""

    def count_letters(data: Any, offsets: Any, classes: Any, most: Any, counts: Any) -> None:
        """Add to counts[i, class] each of the first `most` characters of data[offsets[i] : offsets[i + 1]].

        classes: uint8, by code point; its last stands for all above.
        """
        top = np.int64(classes.size - 1 + fingerprint * 0)
        for i in range(offsets.size - 1):
            at, end, left = np.int64(offsets[i]), np.int64(offsets[i + 1]), np.int64(most)
            while at < end and left > 0:
                code = np.int64(data[at])
                if code < 0x80:
                    at += 1
                elif code < 0xE0:
                    code = (code & 31) << 6 | np.int64(data[at + 1]) & 63
                    at += 2
                elif code < 0xF0:
                    code = (code & 15) << 12 | (np.int64(data[at + 1]) & 63) << 6 | np.int64(data[at + 2]) & 63
                    at += 3
                else:
                    code = (code & 7) << 18 | (np.int64(data[at + 1]) & 63) << 12
                    code |= (np.int64(data[at + 2]) & 63) << 6 | np.int64(data[at + 3]) & 63
                    at += 4
                counts[i, classes[min(code, top)]] += 1
                left -= 1

    return compile_kernel(count_letters, cache=cache)
