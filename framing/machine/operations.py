"""What the kernels are built of: the decorator, and operations that numba has no words for (unaligned loads, sixteen
bytes at once, trailing zeros).

In: a byte array and a place in it. Out: a number. Reads up to sixteen bytes from that place, unchecked.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import numba
import numpy as np
from llvmlite import ir
from numba import types

_BYTE, _LONG = ir.IntType(8), ir.IntType(64)
F = TypeVar("F", bound=Callable[..., Any])


def compiled(function: F) -> F:
    """A part of the kernel: compiled with it, without Python's lock."""
    part: F = numba.njit(nogil=True)(function)
    return part


def intrinsic(function: Callable[..., Any]) -> Callable[..., Any]:
    """An operation given in LLVM's language; called with what follows its typing context."""
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


def _pointer(context: Any, builder: Any, signature: Any, args: Any, kind: Any) -> Any:
    array = context.make_array(signature.args[0])(context, builder, args[0])
    return builder.bitcast(builder.gep(array.data, [args[1]]), kind.as_pointer())


@intrinsic
def load_eight(typing_context: Any, array: Any, at: Any) -> Any:
    """Eight bytes as one number, the first the lowest."""

    def generate(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        return builder.load(_pointer(context, builder, signature, args, _LONG), align=1)

    return types.uint64(array, types.int64), generate


@intrinsic
def load_byte(typing_context: Any, array: Any, at: Any) -> Any:
    """One byte; without the test for negative indices that array[i] makes."""

    def generate(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        return builder.zext(builder.load(_pointer(context, builder, signature, args, _BYTE)), _LONG)

    return types.int64(array, types.int64), generate


@intrinsic
def word_stops(typing_context: Any, array: Any, at: Any) -> Any:
    """Bit i is set if byte i of the next sixteen is no ASCII letter or digit."""
    vector = ir.VectorType(_BYTE, 16)

    def splat(value: int) -> Any:
        return ir.Constant(vector, [value] * 16)

    def generate(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        raw = builder.load(_pointer(context, builder, signature, args, vector), align=1)
        lowered = builder.or_(raw, splat(0x20))
        letter = builder.icmp_unsigned("<", builder.sub(lowered, splat(ord("a"))), splat(26))
        digit = builder.icmp_unsigned("<", builder.sub(raw, splat(ord("0"))), splat(10))
        stops = builder.not_(builder.or_(letter, digit))
        return builder.zext(builder.bitcast(stops, ir.IntType(16)), _LONG)

    return types.uint64(array, types.int64), generate


@intrinsic
def trailing_zeros(typing_context: Any, value: Any) -> Any:
    """How many low bits are 0; `value` is not 0."""

    def generate(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        return builder.cttz(args[0], ir.Constant(ir.IntType(1), 1))

    return types.int64(types.uint64), generate
