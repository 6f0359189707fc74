"""Opens what a result is written to: a file that appears whole or not at all, or standard output.

In: a path. Out: a stream for bytes. A file is written beside its place and renamed; it is packed if it ends in .gz.
"""

from __future__ import annotations

import gzip
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, cast

from framing.errors import FramingError, ReaderGone


@contextmanager
def open_output(path: str | Path | None) -> Iterator[BinaryIO]:
    """A stream to write bytes to; None and `-` are standard output.

    Raises FramingError when the path cannot be written, before anything is computed for it.
    """
    if path is None or str(path) == "-":
        try:
            yield sys.stdout.buffer
            sys.stdout.buffer.flush()
        except BrokenPipeError:
            raise ReaderGone from None
        return
    target = Path(path)
    with told_about(target):
        check_target(target)
    if target.exists() and not target.is_file():
        # A pipe or a device: there is nothing to rename.
        with _opened(target, "wb", target) as stream:
            yield stream
        return
    # A symbolic link stays one: what it points to is replaced.
    target = target.resolve()
    beside = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        with _opened(beside, "wb", target) as stream, told_about(target):
            yield from _packed(stream, target)
        with told_about(target):
            beside.replace(target)
    finally:
        beside.unlink(missing_ok=True)


def write_text(text: str, path: str | Path | None) -> None:
    """Write a page of text in UTF-8, whole or not at all."""
    with open_output(path) as stream:
        stream.write(text.encode("utf-8"))


def check_target(target: Path) -> None:
    """Raise FramingError when no file can be written there."""
    if target.is_dir():
        raise FramingError(f"{target} is a folder; give the name of a file in it")
    if not target.parent.is_dir():
        raise FramingError(f"{target} cannot be written: there is no folder {target.parent}; make it first")
    if target.exists() and not os.access(target, os.W_OK):
        raise FramingError(f"{target} cannot be written: it is read-only; give another name or change its rights")


def _packed(stream: BinaryIO, target: Path) -> Iterator[BinaryIO]:
    if target.suffix.lower() != ".gz":
        yield stream
        return
    # No name and no time inside: the same result gives the same bytes.
    with gzip.GzipFile(filename="", mode="wb", compresslevel=6, fileobj=stream, mtime=0) as packed:
        yield cast(BinaryIO, packed)


def _opened(path: Path, mode: str, target: Path) -> BinaryIO:
    with told_about(target):
        return cast(BinaryIO, path.open(mode))


@contextmanager
def told_about(target: Path) -> Iterator[None]:
    """Turn what the system says about a result, or what stands beside it in the making, into a sentence."""
    try:
        yield
    except BrokenPipeError:
        raise
    except OSError as error:
        if error.filename is not None and Path(error.filename).name.strip(".") not in _names(target):
            raise
        raise FramingError(
            f"{target} cannot be written ({error.strerror or error}); check the folder's rights and the space left"
        ) from None


def _names(target: Path) -> tuple[str, ...]:
    """What may stand beside a result in the making, and itself."""
    own = target.name.strip(".")
    return (own, *(f"{own}.{ending}" for ending in (f"{os.getpid()}.part", "part", "part.new", "state", "state.new")))
