"""Four operations that numba has no words for: unaligned loads, sixteen bytes at once, trailing zeros.

In: a byte array and a place in it. Out: a number. Reads up to sixteen bytes from that place, unchecked.
"""

from typing import Any

from llvmlite import ir
from numba import types
from numba.extending import intrinsic

_BYTE, _LONG = ir.IntType(8), ir.IntType(64)


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
