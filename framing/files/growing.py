"""A result that grows table by table in a file beside its place, so that a run that was killed can go on.

In: tables of one schema. Out: the file, whole or not at all. Beside it stand, until it is whole, `.NAME.part` (what is
finished) and `.NAME.state` (how much of that is whole tables, of which run). What a state does not count is cut off.
"""

from __future__ import annotations

import gzip
import io
import json
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path

import pyarrow as pa

from framing.errors import FramingError
from framing.files.groups import Groups, read_part
from framing.files.output import check_target, told_about
from framing.files.tables import table_bytes

# The forms that can be added to.
GROWING = ("jsonl", "csv", "parquet")


@dataclass
class State:
    """Of which run a part is (`key`), how many tables are whole in it, how many bytes they take, and what was noted."""

    key: str
    tables: int = 0
    size: int = 0
    notes: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Growing:
    """A result in the making: where it will be, what it grows in, and its state; of Parquet, the file itself too."""

    target: Path
    format: str
    state: State
    stream: io.FileIO
    groups: Groups

    def encode(self, table: pa.Table, *, first: bool) -> bytes | memoryview:
        """A table as bytes that stand behind those before; the same for the same table, whoever else is at work."""
        if self.format == "parquet":
            made = io.BytesIO()
            with pa.ipc.new_stream(made, table.schema) as writer:
                writer.write_table(table)
            return made.getvalue()
        data = table_bytes(table, self.format, continued=not first)
        return gzip.compress(data, 6, mtime=0) if self.target.suffix.lower() == ".gz" else data

    def append(self, data: bytes | memoryview, notes: Iterable[str] = ()) -> None:
        """Add a table's bytes: a run that is killed later goes on behind them. Raises FramingError on a full disk."""
        with told_about(self.target):
            left = memoryview(data)
            while left:
                left = left[self.stream.write(left) :]
            self.state.tables += 1
            self.state.size += len(data)
            self.state.notes = list(dict.fromkeys([*self.state.notes, *notes]))
            _write_state(self.target, self.state)
            if self.format == "parquet":
                with pa.ipc.open_stream(pa.py_buffer(data)) as reader:
                    self.groups.add(reader.read_all())

    def finish(self) -> None:
        """Give the result its name."""
        part, state = _beside(self.target)
        with told_about(self.target):
            if self.format == "parquet":
                self.groups.finish()
                os.replace(self.groups.place, self.target)
                part.unlink()
            else:
                os.fsync(self.stream.fileno())
                os.replace(part, self.target)
            state.unlink(missing_ok=True)


@contextmanager
def grow_output(path: Path, format: str, *, key: str, resume: bool, notes: list[str]) -> Iterator[Growing]:
    """A result at `path` that grows; with `resume` it begins where a run of the same key was ended.

    Raises FramingError when the path cannot be written, or what is to be resumed is another run's.
    """
    check_target(path)
    target = path.resolve()
    part, _ = _beside(target)
    state = _begin_state(target, key, resume, notes)
    with told_about(target):
        # Without a buffer: what a full disk does not take must not be tried again when the stream is closed.
        stream = part.open("r+b" if state.tables else "wb", buffering=0)
    with stream:
        stream.truncate(state.size)
        stream.seek(state.size)
        groups = Groups(part.with_name(part.name + ".new"))
        try:
            with told_about(target):
                for table in read_part(part, state.size) if format == "parquet" else ():
                    groups.add(table)
            yield Growing(target, format, state, stream, groups)
        finally:
            groups.drop()
            if not state.tables:
                part.unlink(missing_ok=True)


def can_grow(path: Path | None, format: str) -> bool:
    """Whether such a result can grow: no array of JSON, nothing on standard output or in a pipe or device."""
    to_file = path is not None and str(path) != "-" and (not path.exists() or path.is_file() or path.is_dir())
    return to_file and format in GROWING


def _beside(target: Path) -> tuple[Path, Path]:
    return target.with_name(f".{target.name}.part"), target.with_name(f".{target.name}.state")


def _begin_state(target: Path, key: str, resume: bool, notes: list[str]) -> State:
    part, place = _beside(target)
    found = _read_state(place, part)
    if resume and found is not None:
        if found.key != key:
            raise FramingError(
                f"the unfinished {target.name} was made with other texts, settings or another version; "
                "run without --resume to begin anew"
            )
        notes.append(f"{target.name}: resumed behind {found.tables} finished batch(es)")
        notes += found.notes
        return found
    if resume:
        notes.append(f"{target.name}: nothing unfinished was found to resume; begun anew")
    elif found is not None:
        notes.append(f"{target.name}: an unfinished run was begun anew; --resume would have gone on with it")
    place.unlink(missing_ok=True)
    return State(key)


def _read_state(place: Path, part: Path) -> State | None:
    """The state of an unfinished run whose part is there, or None."""
    try:
        held = json.loads(place.read_text(encoding="utf-8"))
        state = State(**held)
        return state if state.tables and part.stat().st_size >= state.size else None
    except (OSError, ValueError, TypeError):
        return None


def _write_state(target: Path, state: State) -> None:
    place = _beside(target)[1]
    fresh = place.with_name(place.name + ".new")
    fresh.write_text(json.dumps(asdict(state)), encoding="utf-8")
    os.replace(fresh, place)
