"""Whole texts as documents: .txt and .md files, and the members of a .tar or .tgz.

In: sources. Out: raw tables with an id and a text, and what the UN General Debate Corpus puts into its file names.
"""

from __future__ import annotations

import re
import tarfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import IO, Any

import pyarrow as pa

from framing.errors import FramingError
from framing.files.encodings import decode_whole, tell_encoding
from framing.files.notes import Notes
from framing.files.raw import RawBatch
from framing.files.sources import TEXT, Source, file_kind, is_about_others, is_hidden

# `RUS_77_2022.txt` and `EU_66_2011.txt`: country, session of the General Assembly, year.
_DEBATE_NAME = re.compile(r"([A-Z]{2,4})_(\d{1,3})_(\d{4})")
_DEBATE_COLUMNS = (("country", pa.string()), ("session", pa.int64()), ("year", pa.int64()))
# An archive counts as debates when one of its first members is named like one.
_MEMBERS_LOOKED_AT = 200
# Arrow keeps the texts of a batch in one array of at most 2 GB; nothing near it is one document.
_MOST_BYTES = 1 << 30


@dataclass
class TextFiles:
    """Text files one after the other, small ones together in a batch."""

    sources: Sequence[Source]
    notes: Notes
    batch_bytes: int

    @property
    def source(self) -> Source:
        """The first of them, for messages about all."""
        return self.sources[0]

    def schema(self) -> pa.Schema:
        """`id` and `text`, and country, session and year where file names hold them."""
        names = [source.stem for source in self.sources if source.kind == TEXT]
        for source in self.sources:
            if source.kind != TEXT:
                names += _first_members(source)
        debates = any(_DEBATE_NAME.fullmatch(name) for name in names)
        return pa.schema([("id", pa.string()), ("text", pa.string()), *(_DEBATE_COLUMNS if debates else ())])

    def batches(self, schema: pa.Schema) -> Iterator[RawBatch]:
        """The documents, in tables of about `batch_bytes`."""
        rows: list[dict[str, Any]] = []
        size = 0
        for number, (stem, text) in enumerate(self._texts(), start=1):
            rows.append({"id": stem, "text": text, **_debate(stem)})
            size += len(text)
            if size >= self.batch_bytes:
                share = min(1.0, number / len(self.sources))
                yield RawBatch(pa.Table.from_pylist(rows, schema=schema), range(1, len(rows) + 1), share)
                rows, size = [], 0
        if rows:
            yield RawBatch(pa.Table.from_pylist(rows, schema=schema), range(1, len(rows) + 1))

    def _texts(self) -> Iterator[tuple[str, str]]:
        for source in self.sources:
            if source.kind != TEXT:
                yield from self._members(source)
                continue
            with source.open() as stream:
                text = self._decode(stream, source.name, named=source.named)
            if text is not None:
                yield source.stem, text

    def _members(self, source: Source) -> Iterator[tuple[str, str]]:
        read = unread = 0
        for path, stem, stream in _open_members(source):
            if file_kind_is_text(path) and not is_about_others(stem):
                text = self._decode(stream, f"{source.name}:{path}", named=False)
                if text is not None:
                    read += 1
                    yield stem, text
            else:
                unread += 1
        if unread and not read:
            self.notes.skip_file(f"{source.name} holds no texts (.txt, .md); unpack it and give its tables")
        elif unread:
            count = "1 file was" if unread == 1 else f"{unread} files were"
            self.notes.say(f"{source.name}: {count} left out; only texts (.txt, .md) are read from an archive")

    def _decode(self, stream: IO[bytes], name: str, *, named: bool) -> str | None:
        """The text of a file; None (and told) for one that cannot be used and was not named itself."""
        try:
            return self._decode_strictly(stream, name)
        except FramingError as error:
            if named or self.notes.strict:
                raise
            self.notes.skip_file(str(error))
            return None

    def _decode_strictly(self, stream: IO[bytes], name: str) -> str:
        data = stream.read(_MOST_BYTES + 1)
        if len(data) > _MOST_BYTES:
            raise FramingError(
                f"{name} is one text of more than 1 GB; split it, or give a table with a row for each text"
            )
        text, encoding = decode_whole(data, name)
        if not text.strip():
            raise FramingError(f"{name} is empty; give a file with text")
        if told := tell_encoding(encoding):
            self.notes.say_of(name, told)
        return text


def file_kind_is_text(path: str) -> bool:
    """True for .txt and .md, packed or not."""
    kind, _ = file_kind(PurePosixPath(path))
    return kind == TEXT and "." in PurePosixPath(path).name


def _open_members(source: Source) -> Iterator[tuple[str, str, IO[bytes]]]:
    """(path, stem, bytes) of each file of an archive, in its order; what macOS leaves behind is passed over."""
    with source.open() as stream:
        try:
            with tarfile.open(fileobj=stream, mode="r|") as archive:
                for member in archive:
                    path = PurePosixPath(member.name)
                    data = archive.extractfile(member) if member.isfile() and not is_hidden(path) else None
                    if data is not None:
                        yield member.name, path.stem, data
        except tarfile.TarError as error:
            raise FramingError(f"{source.name} is not a readable archive ({error}); give a .tar or .tgz") from None


def _first_members(source: Source) -> list[str]:
    stems: list[str] = []
    for _, stem, _ in _open_members(source):
        stems.append(stem)
        if len(stems) == _MEMBERS_LOOKED_AT:
            break
    return stems


def _debate(stem: str) -> dict[str, Any]:
    found = _DEBATE_NAME.fullmatch(stem)
    return {"country": found[1], "session": int(found[2]), "year": int(found[3])} if found else {}
