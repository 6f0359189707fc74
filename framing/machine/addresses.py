"""Operations on plain addresses, for kernels that read the buffers of many Arrow arrays of any types in one pass.

In: addresses as numbers. Out: numbers. Nothing is checked: who calls keeps the buffers alive and counts right.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from llvmlite import ir
from numba import types

from framing.machine.operations import intrinsic

_BYTE, _INT, _LONG = ir.IntType(8), ir.IntType(32), ir.IntType(64)


@intrinsic
def byte_at(typing_context: Any, address: Any) -> Any:
    """The byte that stands there, 0 to 255."""

    def generate(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        return builder.zext(builder.load(builder.inttoptr(args[0], _BYTE.as_pointer())), _LONG)

    return types.int64(types.int64), generate


@intrinsic
def int_at(typing_context: Any, address: Any) -> Any:
    """The 32-bit number that stands there."""

    def generate(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        return builder.sext(builder.load(builder.inttoptr(args[0], _INT.as_pointer()), align=1), _LONG)

    return types.int64(types.int64), generate


@intrinsic
def long_at(typing_context: Any, address: Any) -> Any:
    """The 64-bit number that stands there."""

    def generate(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        return builder.load(builder.inttoptr(args[0], _LONG.as_pointer()), align=1)

    return types.int64(types.int64), generate


@intrinsic
def double_at(typing_context: Any, address: Any) -> Any:
    """The floating number that stands there."""

    def generate(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        return builder.load(builder.inttoptr(args[0], ir.DoubleType().as_pointer()), align=1)

    return types.float64(types.int64), generate


@intrinsic
def put_byte(typing_context: Any, address: Any, value: Any) -> Any:
    """Write a byte."""

    def generate(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        builder.store(builder.trunc(args[1], _BYTE), builder.inttoptr(args[0], _BYTE.as_pointer()))
        return context.get_dummy_value()

    return types.void(types.int64, types.int64), generate


@intrinsic
def put_sixteen(typing_context: Any, address: Any, source: Any) -> Any:
    """Copy sixteen bytes."""

    def generate(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        target, source = (builder.inttoptr(place, ir.VectorType(_BYTE, 16).as_pointer()) for place in args)
        builder.store(builder.load(source, align=1), target, align=1)
        return context.get_dummy_value()

    return types.void(types.int64, types.int64), generate


@intrinsic
def put_bytes(typing_context: Any, address: Any, source: Any, count: Any) -> Any:
    """Copy bytes from one place to another; the places do not overlap."""

    def generate(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        target, source = (builder.inttoptr(place, _BYTE.as_pointer()) for place in args[:2])
        copy = builder.module.declare_intrinsic("llvm.memcpy", [target.type, source.type, _LONG])
        builder.call(copy, [target, source, args[2], ir.Constant(ir.IntType(1), 0)])
        return context.get_dummy_value()

    return types.void(types.int64, types.int64, types.int64), generate


def _among_sixteen(marked: Callable[[Any, Any, Callable[[int], Any]], Any]) -> Callable[..., Any]:
    """An operation: bit i is set if byte i of the sixteen at an address is `marked`."""
    vector = ir.VectorType(_BYTE, 16)

    def splat(value: int) -> Any:
        return ir.Constant(vector, [value] * 16)

    def operation(typing_context: Any, address: Any) -> Any:
        def generate(context: Any, builder: Any, signature: Any, args: Any) -> Any:
            raw = builder.load(builder.inttoptr(args[0], vector.as_pointer()), align=1)
            return builder.zext(builder.bitcast(marked(builder, raw, splat), ir.IntType(16)), _LONG)

        return types.uint64(types.int64), generate

    return intrinsic(operation)


def _is_escaped(builder: Any, raw: Any, splat: Callable[[int], Any]) -> Any:
    marks = [builder.icmp_unsigned("==", raw, splat(ord(mark))) for mark in '"\\']
    return builder.or_(builder.or_(*marks), builder.icmp_unsigned("<", raw, splat(0x20)))


def _is_quote(builder: Any, raw: Any, splat: Callable[[int], Any]) -> Any:
    return builder.icmp_unsigned("==", raw, splat(ord('"')))


json_marks = _among_sixteen(_is_escaped)
quote_marks = _among_sixteen(_is_quote)
