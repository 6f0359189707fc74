"""From what the user named (files, folders, globs, `-`) to the files to read, each with its kind.

In: names. Out: sources in a stable order, opened on demand and unpacked. It reads no row.
"""

from __future__ import annotations

import glob
import gzip
import io
import shutil
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import BinaryIO, cast

from framing.errors import FramingError
from framing.files.notes import Notes, list_names

TEXT, CSV, TSV, JSONL, JSON, PARQUET, TAR = "text", "csv", "tsv", "jsonl", "json", "parquet", "tar"
_KINDS = {
    "txt": TEXT, "text": TEXT, "md": TEXT, "csv": CSV, "tsv": TSV, "tab": TSV, "jsonl": JSONL, "ndjson": JSONL,
    "json": JSON, "parquet": PARQUET, "pq": PARQUET, "tar": TAR, "tgz": TAR,
}  # fmt: skip
READABLE = ".txt .md .csv .tsv .jsonl .json .parquet, .gz of these, .tgz"
READABLE_TABLES = ".csv .tsv .jsonl .json .parquet, .gz of these"
_NO_DOCUMENTS = ("readme", "license", "licence", "changelog")
_GZIP = b"\x1f\x8b"
# Standard input is kept in memory up to here, then on disk, so that it can be read twice.
_SPOOL_BYTES = 64 << 20
_HEAD_BYTES = 1 << 16


@dataclass(frozen=True)
class Source:
    """A file to read: its name in messages, the stem for ids, what it is, and whether the user named it itself."""

    name: str
    stem: str
    kind: str
    path: Path | None = None
    named: bool = True
    held: BinaryIO | None = None

    def open(self) -> BinaryIO:
        """The bytes from the beginning, unpacked if they are gzip. Raises FramingError when it cannot be opened."""
        if self.held is not None:
            self.held.seek(0)
            stream = cast(BinaryIO, io.BufferedReader(_Unclosed(self.held)))
            return cast(BinaryIO, gzip.GzipFile(fileobj=stream)) if _is_gzip(stream) else stream
        assert self.path is not None
        try:
            stream = cast(BinaryIO, self.path.open("rb"))
            if not _is_gzip(stream):
                return stream
            stream.close()
            return cast(BinaryIO, gzip.open(self.path))
        except OSError as error:
            raise FramingError(
                f"{self.name} cannot be opened ({error.strerror}); check the path and its rights"
            ) from None

    def size(self) -> int:
        """Bytes of the file as it lies on disk; 0 where that is unknown."""
        try:
            return self.path.stat().st_size if self.path else 0
        except OSError:
            return 0

    def share_read(self, stream: BinaryIO) -> float:
        """How much of the file a stream of it has gone through, 0 to 1, packed or not."""
        size = self.size()
        below: BinaryIO = getattr(stream, "fileobj", stream)  # of gzip
        return min(1.0, below.tell() / size) if size else 0.0

    def close(self) -> None:
        """Let go of what was held of standard input."""
        if self.held is not None:
            self.held.close()


def find_sources(inputs: Sequence[str | Path], notes: Notes) -> list[Source]:
    """The files that the inputs stand for; folders and globs are sorted by path.

    Raises FramingError for a missing file, an unknown ending, and a folder or glob with nothing to read.
    """
    if not inputs:
        raise FramingError("no input is named; give files, folders or - for standard input")
    found: list[Source] = []
    for one in inputs:
        try:
            found += _sources_of(str(one), notes)
        except OSError as error:
            raise FramingError(f"{one} cannot be read ({error.strerror or error}); check the path") from None
    return list({source.path or source.name: source for source in found}.values())


def date_inputs(inputs: Sequence[str | Path]) -> list[tuple[str, int, int]]:
    """Name, bytes and date (nanoseconds) of every file that the inputs stand for: equal where nothing was changed."""
    files = [source.path for source in find_sources([i for i in inputs if str(i) != "-"], Notes()) if source.path]
    return [(str(path), path.stat().st_size, path.stat().st_mtime_ns) for path in files]


def file_kind(path: PurePath) -> tuple[str, str]:
    """What a file is by its ending ("" when unknown), and its stem for ids.

    >>> file_kind(Path("a/un.2022.jsonl.gz")), file_kind(Path("scan.pdf"))
    (('jsonl', 'un.2022'), ('', 'scan'))
    """
    plain = PurePath(path.stem) if path.suffix.lower() == ".gz" else PurePath(path.name)
    ending = plain.suffix.lower().lstrip(".")
    return _KINDS.get(ending, "" if ending else TEXT), plain.stem


def _sources_of(name: str, notes: Notes) -> list[Source]:
    if name == "-":
        return [_standard_input()]
    path = Path(name)
    if path.is_dir():
        files = [p for p in sorted(path.rglob("*")) if p.is_file() and not is_hidden(p.relative_to(path))]
        return _readable(files, name, notes)
    if path.exists():
        kind, stem = file_kind(path)
        if not kind:
            raise FramingError(f"{name} ends in '{path.suffix}', which is not read; give {READABLE}")
        return [Source(name, stem, kind, path)]
    if glob.has_magic(name):
        files = [Path(p) for p in sorted(glob.glob(name, recursive=True)) if "__MACOSX" not in p and Path(p).is_file()]
        return _readable(files, name, notes)
    raise FramingError(f"there is no file or folder {name}; check the path")


def is_hidden(path: PurePath) -> bool:
    """Dot files, and what macOS leaves behind (`._RUS_77_2022.txt`, `__MACOSX`)."""
    return any(part.startswith(".") or part == "__MACOSX" for part in path.parts)


def is_about_others(stem: str) -> bool:
    """Files that only tell about the files beside them, such as a README."""
    return stem.casefold() in _NO_DOCUMENTS


def _readable(files: Sequence[Path], name: str, notes: Notes) -> list[Source]:
    kinds = [(path, *file_kind(path)) for path in files]
    # A name without any ending, or one that only tells about the others, is read when it is named itself.
    read = [(p, kind, stem) for p, kind, stem in kinds if kind and p.suffix and not is_about_others(stem)]
    if len(read) < len(kinds):
        taken = {path for path, _, _ in read}
        unread = list_names([path.name for path in files if path not in taken], most=3)
        count = "1 file was" if len(kinds) - len(read) == 1 else f"{len(kinds) - len(read)} files were"
        notes.say(f"{name}: {count} left out, by name no document ({unread})")
    sources = [Source(str(p), stem, kind, p, named=False) for p, kind, stem in read]
    if not sources:
        raise FramingError(f"{name} holds nothing to read; give files ending in {READABLE}")
    return sources


def _standard_input() -> Source:
    held = tempfile.SpooledTemporaryFile(max_size=_SPOOL_BYTES)  # noqa: SIM115  (it lives as long as its source)
    shutil.copyfileobj(sys.stdin.buffer, held)
    source = Source("standard input", "stdin", TEXT, held=cast(BinaryIO, held))
    with source.open() as stream:
        head = stream.read(_HEAD_BYTES)
    return Source(source.name, source.stem, _kind_by_content(head), held=source.held)


def _kind_by_content(head: bytes) -> str:
    """What unnamed bytes are. A table needs a first line of short cells, one of them a name for text."""
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n")
    if head.startswith(b"PAR1"):
        return PARQUET
    if start.startswith(b"{"):
        return JSON
    if start.startswith(b"[") and start[1:].lstrip()[:1] == b"{":
        return JSON
    line = start.split(b"\n", 1)[0].decode("utf-8", "replace").strip().casefold()
    for kind, mark in ((TSV, "\t"), (CSV, ","), (CSV, ";")):
        cells = [cell.strip().strip('"') for cell in line.split(mark)]
        if len(cells) > 1 and all(cells) and max(map(len, cells)) < 40 and {"text", "content", "body"} & set(cells):
            return kind
    return TEXT


def _is_gzip(stream: BinaryIO) -> bool:
    head = stream.read(2)
    stream.seek(0)
    return head == _GZIP


class _Unclosed(io.RawIOBase):
    """A stream whose closing leaves the held file open, for a second reading."""

    def __init__(self, held: BinaryIO) -> None:
        self._held = held

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        data = self._held.read(len(buffer))
        buffer[: len(data)] = data
        return len(data)

    def seek(self, offset: int, whence: int = 0) -> int:
        return self._held.seek(offset, whence)

    def tell(self) -> int:
        return self._held.tell()
