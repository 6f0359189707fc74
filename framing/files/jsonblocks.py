"""Cuts a stream of JSON into blocks of whole rows: lines of JSON Lines, or the elements of an array.

In: bytes in any encoding known. Out: UTF-8 blocks of about a size, a row a line. It knows no columns.
"""

from __future__ import annotations

import codecs
import io
import json
from collections.abc import Iterator
from typing import BinaryIO

from framing.errors import FramingError
from framing.files.encodings import Encoding

_READ_BYTES = 1 << 20


def utf8_chunks(stream: BinaryIO, encoding: Encoding, begin: int = 0) -> Iterator[bytes]:
    """The bytes of a stream in UTF-8, without the mark at its beginning.

    begin : bytes of a file in UTF-8 that are passed over; the chunks end where they end without.
    """
    stream.read(encoding.mark)
    if encoding.codec == "utf-8":
        if begin:
            stream.seek(encoding.mark + begin)
            yield stream.read(_READ_BYTES - begin % _READ_BYTES)
        while chunk := stream.read(_READ_BYTES):
            yield chunk
        return
    text = io.TextIOWrapper(stream, encoding.codec, newline="")
    try:
        while part := text.read(_READ_BYTES):
            yield part.encode("utf-8")
    finally:
        # Whoever opened the stream closes it.
        text.detach()


def line_blocks(chunks: Iterator[bytes], size: int) -> Iterator[bytes]:
    """Blocks of whole lines, each of at least `size` bytes but the last.

    >>> list(line_blocks(iter([b"a\\nb", b"c\\nd"]), 3))
    [b'a\\nbc\\n', b'd']
    """
    held: list[bytes] = []
    length = 0
    for chunk in chunks:
        cut = chunk.rfind(b"\n") + 1
        if cut and length + cut >= size:
            yield b"".join([*held, chunk[:cut]])
            held, length = [chunk[cut:]], len(chunk) - cut
        else:
            held.append(chunk)
            length += len(chunk)
    if last := b"".join(held):
        yield last


def element_blocks(chunks: Iterator[bytes], size: int, name: str) -> Iterator[bytes]:
    """The elements of an array, or objects one after the other, each on a line of its own.

    Raises FramingError where an element is no JSON.
    """
    ready: list[bytes] = []
    length = 0
    for element in _elements(chunks, name):
        ready.append(element)
        length += len(element)
        if length >= size:
            yield b"\n".join(ready)
            ready, length = [], 0
    if ready:
        yield b"\n".join(ready)


def _elements(chunks: Iterator[bytes], name: str) -> Iterator[bytes]:
    reader, decoder = codecs.getincrementaldecoder("utf-8")("replace"), json.JSONDecoder()
    text = ""
    inside = False
    for chunk in (*chunks, b""):
        text += reader.decode(chunk, final=not chunk)
        at = 0
        while (at := _skip(text, at)) < len(text) and text[at] != "]":
            if text[at] == "[" and not inside:
                inside, at = True, at + 1
                continue
            try:
                found, at = decoder.raw_decode(text, at)
            except json.JSONDecodeError as error:
                if chunk:
                    break
                raise FramingError(f"{name} is not JSON ({error.msg}); mend it, or save it as JSON Lines") from None
            yield json.dumps(found).encode()
        text = text[at:]


def _skip(text: str, at: int) -> int:
    while at < len(text) and text[at] in " \t\r\n,":
        at += 1
    return at
