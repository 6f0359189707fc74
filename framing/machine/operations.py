"""What kernels are built of: the decorator of their parts, and operations that numba has no words for (unaligned loads,
sixteen bytes at once, trailing zeros), as Python reads them; `intrinsics.py` has them as numba compiles them.

In: an array of bytes, or the address of any, and a byte of it. Out: a number. Up to 32 bytes are read from there,
unchecked where compiled.
Nothing of numba is loaded here, so that a kernel can be interpreted where there is too little to do for loading it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import numpy as np

F = TypeVar("F", bound=Callable[..., Any])
# Parts of kernels: functions that `intrinsics.register` tells numba of before it compiles.
PARTS: list[Callable[..., Any]] = []
_LETTERS = frozenset(b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz")
_PLAIN = _LETTERS | {ord(" ")}


def compiled(function: F) -> F:
    """A part of a kernel: compiled with it, without Python's lock, and plain Python when Python calls it."""
    PARTS.append(function)
    return function


def intrinsic(function: Callable[..., Any]) -> Callable[..., Any]:
    """An operation given in LLVM's language; called with what follows its typing context. Loads numba."""
    import numba

    operation: Callable[..., Any] = numba.extending.intrinsic(function)
    return operation


@compiled
def grow(array: Any) -> Any:
    """The same rows with as much room again."""
    larger = np.empty((2 * array.shape[0], array.shape[1]), dtype=array.dtype)
    for i in range(array.shape[0]):
        for j in range(array.shape[1]):
            larger[i, j] = array[i, j]
    return larger


def address(array: Any) -> Any:
    """Where the bytes of an array begin. Good only while the array is held: by the caller of whoever uses this.

    Passing an array to a function counts references, which costs more than a short function does; a number costs none.
    """
    return memoryview(array.reshape(-1).view(np.uint8))


def load_eight(array: Any, at: Any) -> Any:
    """Eight bytes as one number, the first the lowest."""
    return np.uint64(int.from_bytes(array[at : at + 8].tobytes(), "little"))


def load_four(array: Any, at: Any) -> Any:
    """Four bytes as one number with a sign."""
    return int.from_bytes(array[at : at + 4].tobytes(), "little", signed=True)


def load_byte(array: Any, at: Any) -> Any:
    """One byte; without the test for negative indices that array[i] makes."""
    return int(array[at])


def store_eight(array: Any, at: Any, value: Any) -> None:
    """Write a number as eight bytes, the lowest first."""
    array[at : at + 8] = int(value).to_bytes(8, "little")


def store_four(array: Any, at: Any, value: Any) -> None:
    """Write a number with a sign as four bytes."""
    array[at : at + 4] = int(value).to_bytes(4, "little", signed=True)


def store_byte(array: Any, at: Any, value: Any) -> None:
    """Write a number as one byte."""
    array[at] = value


def word_stops(array: Any, at: Any) -> Any:
    """Bit i is set if byte i of the next sixteen is no ASCII letter or digit."""
    stops = 0
    for i, byte in enumerate(array[at : at + 16].tobytes()):
        if byte not in _LETTERS:
            stops |= 1 << i
    return np.uint64(stops)


def cyrillic_stops(array: Any, at: Any) -> Any:
    """Of the next 32 bytes, bit i is set if byte i is of no ASCII letter or digit and of no character from U+0400 to
    U+047F, all of which are letters; bit 32 + i is set if it is a second byte of such a character.
    """
    stops = 0
    for i, byte in enumerate(array[at : at + 32].tobytes()):
        if byte & 0xC0 == 0x80:
            stops |= 1 << 32 + i
        elif byte not in _LETTERS and byte not in (0xD0, 0xD1):
            stops |= 1 << i
    return np.uint64(stops)


def count_bits(value: Any) -> Any:
    """How many bits are 1."""
    return int(value).bit_count()


def odd_bytes(array: Any, at: Any) -> Any:
    """Bit i is set if byte i of the next sixteen is no ASCII letter, digit or blank."""
    odd = 0
    for i, byte in enumerate(array[at : at + 16].tobytes()):
        if byte not in _PLAIN:
            odd |= 1 << i
    return np.uint64(odd)


def trailing_zeros(value: Any) -> Any:
    """How many low bits are 0; `value` is not 0."""
    bits = int(value)
    return (bits & -bits).bit_length() - 1
