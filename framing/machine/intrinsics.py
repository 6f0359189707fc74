"""The operations of `operations.py` as numba compiles them, in LLVM's language, and the step that tells numba of them.

In: the functions that were marked as parts of kernels. Out: nothing; numba knows them from then on. Loads numba.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from llvmlite import ir
from numba import types
from numba.extending import overload, register_jitable

from framing.machine import operations
from framing.machine.operations import intrinsic

_BYTE, _LONG = ir.IntType(8), ir.IntType(64)
_known: set[Callable[..., Any]] = set()


def register() -> None:
    """Tell numba of the parts that were marked since the last time."""
    for part in operations.PARTS:
        if part not in _known:
            register_jitable(nogil=True)(part)
            _known.add(part)


def _pointer(context: Any, builder: Any, signature: Any, args: Any, kind: Any) -> Any:
    array = context.make_array(signature.args[0])(context, builder, args[0])
    return builder.bitcast(builder.gep(array.data, [args[1]]), kind.as_pointer())


@intrinsic
def _load_eight(typing_context: Any, array: Any, at: Any) -> Any:
    def generate(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        return builder.load(_pointer(context, builder, signature, args, _LONG), align=1)

    return types.uint64(array, types.int64), generate


@intrinsic
def _load_byte(typing_context: Any, array: Any, at: Any) -> Any:
    def generate(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        return builder.zext(builder.load(_pointer(context, builder, signature, args, _BYTE)), _LONG)

    return types.int64(array, types.int64), generate


@intrinsic
def _word_stops(typing_context: Any, array: Any, at: Any) -> Any:
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
def _trailing_zeros(typing_context: Any, value: Any) -> Any:
    def generate(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        return builder.cttz(args[0], ir.Constant(ir.IntType(1), 1))

    return types.int64(types.uint64), generate


for _operation, _implementation in (
    (operations.load_eight, lambda array, at: _load_eight(array, at)),
    (operations.load_byte, lambda array, at: _load_byte(array, at)),
    (operations.word_stops, lambda array, at: _word_stops(array, at)),
    (operations.trailing_zeros, lambda value: _trailing_zeros(value)),
):
    overload(_operation, strict=False)(lambda *types_, _chosen=_implementation: _chosen)
