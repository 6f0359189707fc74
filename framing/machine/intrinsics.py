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

_BYTE, _INT, _LONG = ir.IntType(8), ir.IntType(32), ir.IntType(64)
_PLACE = _BYTE.as_pointer()
_known: set[Callable[..., Any]] = set()


def register() -> None:
    """Tell numba of the parts that were marked since the last time."""
    for part in operations.PARTS:
        if part not in _known:
            register_jitable(nogil=True)(part)
            _known.add(part)


def _pointer(context: Any, builder: Any, signature: Any, args: Any, kind: Any) -> Any:
    """Where byte args[1] of an array stands; the array itself or its address."""
    if isinstance(signature.args[0], types.Integer):
        start = builder.inttoptr(args[0], _BYTE.as_pointer())
    else:
        start = builder.bitcast(context.make_array(signature.args[0])(context, builder, args[0]).data, _PLACE)
    return builder.bitcast(builder.gep(start, [args[1]]), kind.as_pointer())


@intrinsic
def _address(typing_context: Any, array: Any) -> Any:
    def generate(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        return builder.ptrtoint(context.make_array(signature.args[0])(context, builder, args[0]).data, _LONG)

    return types.int64(array), generate


@intrinsic
def _load_eight(typing_context: Any, array: Any, at: Any) -> Any:
    def generate(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        return builder.load(_pointer(context, builder, signature, args, _LONG), align=1)

    return types.uint64(array, types.int64), generate


@intrinsic
def _load_four(typing_context: Any, array: Any, at: Any) -> Any:
    def generate(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        return builder.sext(builder.load(_pointer(context, builder, signature, args, _INT), align=1), _LONG)

    return types.int64(array, types.int64), generate


@intrinsic
def _load_byte(typing_context: Any, array: Any, at: Any) -> Any:
    def generate(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        return builder.zext(builder.load(_pointer(context, builder, signature, args, _BYTE)), _LONG)

    return types.int64(array, types.int64), generate


@intrinsic
def _store_eight(typing_context: Any, array: Any, at: Any, value: Any) -> Any:
    def generate(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        builder.store(args[2], _pointer(context, builder, signature, args, _LONG), align=1)

    return types.void(array, types.int64, types.uint64), generate


@intrinsic
def _store_four(typing_context: Any, array: Any, at: Any, value: Any) -> Any:
    def generate(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        builder.store(builder.trunc(args[2], _INT), _pointer(context, builder, signature, args, _INT), align=1)

    return types.void(array, types.int64, types.int64), generate


@intrinsic
def _store_byte(typing_context: Any, array: Any, at: Any, value: Any) -> Any:
    def generate(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        builder.store(builder.trunc(args[2], _BYTE), _pointer(context, builder, signature, args, _BYTE))

    return types.void(array, types.int64, types.int64), generate


def _splat(kind: Any, value: int) -> Any:
    return ir.Constant(kind, [value] * kind.count)


def _alphanumeric(builder: Any, raw: Any) -> Any:
    """For each byte whether it is an ASCII letter or digit."""
    lowered = builder.or_(raw, _splat(raw.type, 0x20))
    letter = builder.icmp_unsigned("<", builder.sub(lowered, _splat(raw.type, ord("a"))), _splat(raw.type, 26))
    digit = builder.icmp_unsigned("<", builder.sub(raw, _splat(raw.type, ord("0"))), _splat(raw.type, 10))
    return builder.or_(letter, digit)


@intrinsic
def _word_stops(typing_context: Any, array: Any, at: Any) -> Any:
    vector = ir.VectorType(_BYTE, 16)

    def generate(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        raw = builder.load(_pointer(context, builder, signature, args, vector), align=1)
        stops = builder.not_(_alphanumeric(builder, raw))
        return builder.zext(builder.bitcast(stops, ir.IntType(16)), _LONG)

    return types.uint64(array, types.int64), generate


@intrinsic
def _odd_bytes(typing_context: Any, array: Any, at: Any) -> Any:
    vector = ir.VectorType(_BYTE, 16)

    def generate(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        raw = builder.load(_pointer(context, builder, signature, args, vector), align=1)
        blank = builder.icmp_unsigned("==", raw, _splat(vector, ord(" ")))
        odd = builder.not_(builder.or_(blank, _alphanumeric(builder, raw)))
        return builder.zext(builder.bitcast(odd, ir.IntType(16)), _LONG)

    return types.uint64(array, types.int64), generate


@intrinsic
def _cyrillic_stops(typing_context: Any, array: Any, at: Any) -> Any:
    vector = ir.VectorType(_BYTE, 32)

    def generate(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        raw = builder.load(_pointer(context, builder, signature, args, vector), align=1)
        lead = builder.icmp_unsigned("==", builder.or_(raw, _splat(vector, 1)), _splat(vector, 0xD1))
        second = builder.icmp_unsigned("==", builder.and_(raw, _splat(vector, 0xC0)), _splat(vector, 0x80))
        stops = builder.not_(builder.or_(builder.or_(lead, second), _alphanumeric(builder, raw)))
        low, high = (builder.zext(builder.bitcast(bits, _INT), _LONG) for bits in (stops, second))
        return builder.or_(low, builder.shl(high, ir.Constant(_LONG, 32)))

    return types.uint64(array, types.int64), generate


@intrinsic
def _count_bits(typing_context: Any, value: Any) -> Any:
    def generate(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        return builder.ctpop(args[0])

    return types.int64(types.uint64), generate


@intrinsic
def _trailing_zeros(typing_context: Any, value: Any) -> Any:
    def generate(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        return builder.cttz(args[0], ir.Constant(ir.IntType(1), 1))

    return types.int64(types.uint64), generate


for _operation, _implementation in (
    (operations.address, lambda array: _address(array)),
    (operations.load_eight, lambda array, at: _load_eight(array, at)),
    (operations.load_four, lambda array, at: _load_four(array, at)),
    (operations.load_byte, lambda array, at: _load_byte(array, at)),
    (operations.store_eight, lambda array, at, value: _store_eight(array, at, value)),
    (operations.store_four, lambda array, at, value: _store_four(array, at, value)),
    (operations.store_byte, lambda array, at, value: _store_byte(array, at, value)),
    (operations.word_stops, lambda array, at: _word_stops(array, at)),
    (operations.cyrillic_stops, lambda array, at: _cyrillic_stops(array, at)),
    (operations.count_bits, lambda value: _count_bits(value)),
    (operations.odd_bytes, lambda array, at: _odd_bytes(array, at)),
    (operations.trailing_zeros, lambda value: _trailing_zeros(value)),
):
    overload(_operation, strict=False)(lambda *types_, _chosen=_implementation: _chosen)
