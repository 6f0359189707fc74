"""The languages that the letters of many texts stand for, as `terms.guess_language` finds them one by one.

In: Arrow strings. Out: codes of languages. Loads numba.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pyarrow as pa

from framing.machine import Kernel, load
from framing.terms import LETTER_CLASSES, languages_of_letters, letter_classes


def guess_languages(texts: pa.Array, most: int) -> list[str]:
    """The language of each text by its first `most` characters. texts : strings, none of them null."""
    offsets = np.frombuffer(texts.buffers()[1], dtype=np.int32)[texts.offset : texts.offset + len(texts) + 1]
    data = np.frombuffer(texts.buffers()[2], dtype=np.uint8)
    counts = np.zeros((len(texts), LETTER_CLASSES), dtype=np.int64)
    load_counter()(data, offsets, letter_classes(), most, counts)
    return languages_of_letters(counts)


def load_counter() -> Kernel:
    """The kernel `count_letters`, compiled and tried on no text."""
    from framing.files.scripts.kernels import make_counter

    return load(make_counter, _try_counter, Path(__file__).parent)


def _try_counter(kernel: Kernel) -> None:
    data = np.frombuffer(b"a", dtype=np.uint8)
    offsets = np.frombuffer(bytes(8), dtype=np.int32)
    kernel(data, offsets, letter_classes(), 1, np.zeros((1, LETTER_CLASSES), dtype=np.int64))
