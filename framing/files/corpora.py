"""Reads the texts of a corpus by name: a folder, a .tar, .tgz or .zip of `NAME.txt` files, never unpacked to disk.

In: the user's own copy and the names wanted. Out: (name, text). It takes the first file of a name and ignores the rest.
An archive inside (a download that holds one) is read as well, one deep.
"""

from __future__ import annotations

import io
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Collection, Iterator
from functools import partial
from pathlib import Path, PurePosixPath
from typing import BinaryIO

from framing.errors import FramingError
from framing.files.encodings import decode_whole
from framing.files.sources import is_hidden

_ENDING = ".txt"
_ARCHIVES = (".tar", ".tgz", ".tar.gz", ".zip")
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_BROKEN = (tarfile.TarError, zipfile.BadZipFile, zlib.error, EOFError, OSError)
# Bytes are read only when a name is wanted.
_Data = Callable[[], bytes]


def read_texts(place: str | Path, wanted: Collection[str]) -> Iterator[tuple[str, str]]:
    """The texts called `wanted` (file names without .txt), wherever they stand inside `place`.

    Raises FramingError when the place is not there, is no folder and no archive, or holds no .txt file at all.
    """
    path = Path(place)
    if not path.exists():
        raise FramingError(f"there is no file or folder {place}; check the path")
    left, seen = set(wanted), 0
    for name, data in _members(path):
        inside = PurePosixPath(name)
        if inside.suffix.lower() != _ENDING or is_hidden(inside):
            continue
        seen += 1
        if inside.stem in left:
            left.discard(inside.stem)
            yield inside.stem, decode_whole(data(), f"{place}:{name}")[0]
    if not seen:
        raise FramingError(f"{place} holds no .txt file; give the folder or the archive with the corpus's texts")


def _members(path: Path) -> Iterator[tuple[str, _Data]]:
    """Every file of the place and of the archives in it, with a way to its bytes."""
    try:
        if path.is_dir():
            files = [p for p in sorted(path.rglob("*")) if p.is_file()]
            yield from _opened((file.relative_to(path).as_posix(), file.read_bytes) for file in files)
        else:
            with path.open("rb") as stream:
                yield from _opened(_unpacked(stream))
    except _BROKEN:
        raise FramingError(f"{path} is no readable archive; give a folder, or a whole .tar, .tgz or .zip") from None


def _opened(members: Iterator[tuple[str, _Data]]) -> Iterator[tuple[str, _Data]]:
    """The members, and in the place of an archive what is in it."""
    for name, data in members:
        if name.lower().endswith(_ARCHIVES) and not is_hidden(PurePosixPath(name)):
            yield from _unpacked(io.BytesIO(data()))
        else:
            yield name, data


def _unpacked(stream: BinaryIO) -> Iterator[tuple[str, _Data]]:
    head = stream.read(4)
    stream.seek(0)
    if head.startswith(_ZIP):
        with zipfile.ZipFile(stream) as archive:
            for name in sorted(archive.namelist()):
                if not name.endswith("/"):
                    yield name, partial(archive.read, name)
        return
    with tarfile.open(fileobj=stream, mode="r:*") as archive:
        for member in archive:
            if member.isfile():
                yield member.name, partial(_read_member, archive, member)


def _read_member(archive: tarfile.TarFile, member: tarfile.TarInfo) -> bytes:
    data = archive.extractfile(member)
    return data.read() if data else b""
