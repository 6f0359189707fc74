"""Reads documents from files, folders, globs and standard input, larger than memory if need be.

In: names and the user's columns. Out: DOCUMENTS tables of one schema, the users' own columns behind. Texts are as the
file has them: a mark of the encoding at the beginning is dropped, line ends stay, offsets count from there.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

import pyarrow as pa

from framing.errors import FramingError
from framing.files.columns import ColumnPlan, Columns, plan_columns
from framing.files.columntypes import unify_types
from framing.files.damage import tell_damage
from framing.files.delimited import DelimitedFile
from framing.files.ids import UniqueIds
from framing.files.jsonl import JsonFile
from framing.files.notes import Notes
from framing.files.parquet import ParquetFile
from framing.files.plaintext import TextFiles
from framing.files.raw import RawBatch, RawFile
from framing.files.roles import Conversion, make_documents
from framing.files.sources import CSV, JSON, JSONL, PARQUET, TAR, TEXT, TSV, Source, find_sources
from framing.progress import Meter
from framing.records import DOCUMENTS

# Text a batch holds, roughly: enough for arrays to pay, little enough that a dozen tables of it fit anywhere.
BATCH_BYTES = 8 << 20
# Files whose first rows are kept from the look at their columns until they are read: of more, it would add up.
_KEPT_FILES = 2
_NO_ROWS = "they hold no rows; give a row (or a .txt file) for each text"

_READERS: dict[str, Callable[[Source, Notes, int], RawFile]] = {
    CSV: DelimitedFile,
    TSV: DelimitedFile,
    PARQUET: ParquetFile,
    JSON: JsonFile,
    JSONL: JsonFile,
}


@dataclass(frozen=True)
class _Planned:
    file: RawFile
    schema: pa.Schema
    plan: ColumnPlan

    @property
    def size(self) -> int:
        """Bytes on disk."""
        sources = self.file.sources if isinstance(self.file, TextFiles) else [self.file.source]
        return sum(source.size() for source in sources)


def read_documents(
    inputs: Sequence[str | Path],
    columns: Mapping[str, str] | None = None,
    *,
    language: str = "",
    strict: bool = False,
    notes: list[str] | None = None,
    batch_bytes: int = BATCH_BYTES,
    meter: Meter | None = None,
) -> Iterator[pa.Table]:
    """The documents of the inputs, in batches of about `batch_bytes` of text.

    inputs : files, folders, globs, `-`. columns : role (text, id, speaker, date, language, reporter, translated) to
    column; the others are guessed. language : of texts whose column says none; "" decides by the script.
    strict : stop at the first bad row. notes : what was guessed and left out is appended here. meter : is told how
    much was read.
    Raises FramingError for what cannot be read, and when no document is found at all.
    """
    told = Notes([] if notes is None else notes, strict)
    chosen = Columns.from_mapping(columns or {})
    sources = find_sources(inputs, told)
    try:
        files = [_plan(file, chosen, told) for file in _raw_files(sources, told, batch_bytes)]
        yield from _read_files(files, language, told, meter or Meter())
    finally:
        for source in sources:
            source.close()


def _read_files(files: Sequence[_Planned | None], language: str, told: Notes, meter: Meter) -> Iterator[pa.Table]:
    conversion = Conversion(_merge_own([planned for planned in files if planned]), language, UniqueIds(), told)
    sizes = [planned.size if planned else 0 for planned in files]
    found = 0
    for planned, before in zip(files, itertools.accumulate(sizes, initial=0), strict=False):
        if planned is None:
            continue
        for batch in _read_batches(planned):
            meter.share = (before + batch.share * planned.size) / max(1, sum(sizes))
            table = make_documents(batch, planned.file.source, planned.plan, conversion)
            found += table.num_rows
            if table.num_rows:
                yield table
        if not found and (bad := told.first_bad(planned.file.source.name)) and len(files) == 1:
            raise FramingError(bad)
        told.finish(planned.file.source.name)
    _tell_end(found, conversion.ids, told)


def _tell_end(found: int, ids: UniqueIds, told: Notes) -> None:
    if ids.repeated:
        count = "1 document id occurs" if ids.repeated == 1 else f"{ids.repeated} document ids occur"
        told.say(f"{count} again and got ~2, ~3 …; the first is '{ids.example}'")
    if not found:
        reason = next(iter(told.left_out()), _NO_ROWS)
        raise FramingError(f"no document with text is in the inputs; {reason}")
    told.finish_files()


def _raw_files(sources: Sequence[Source], told: Notes, batch_bytes: int) -> list[RawFile]:
    """A reader for each table, and one for each run of whole texts."""
    files: list[RawFile] = []
    for whole_texts, group in groupby(sources, key=lambda source: source.kind in (TEXT, TAR)):
        if whole_texts:
            files.append(TextFiles(list(group), told, batch_bytes))
            continue
        for source in group:
            file = _READERS[source.kind](source, told, batch_bytes)
            if isinstance(file, JsonFile):
                file.keeps = len(files) < _KEPT_FILES
            files.append(file)
    return files


def _plan(file: RawFile, columns: Columns, told: Notes) -> _Planned | None:
    """The columns of a file; None (and told) for one of a folder that cannot be used."""
    try:
        with tell_damage(file.source.name):
            schema = file.schema()
        if isinstance(file, TextFiles):
            # A whole text has no column to choose for it: its id and its text are what they are.
            columns = Columns(**{**vars(columns), "text": "text", "id": "id"})
            plan = plan_columns(file.source.name, schema.names, columns, Notes())
        else:
            plan = plan_columns(file.source.name, schema.names, columns, told)
    except FramingError as error:
        if file.source.named or told.strict:
            raise
        told.skip_file(str(error))
        return None
    return _Planned(file, schema, plan)


def _merge_own(files: Sequence[_Planned]) -> pa.Schema:
    """DOCUMENTS and the own columns of all files, in order of first appearance."""
    types: dict[str, list[pa.DataType]] = {}
    for planned in files:
        for column, ours in planned.plan.own:
            types.setdefault(ours, []).append(planned.schema.field(column).type)
    return pa.schema([*DOCUMENTS, *((name, unify_types(found)) for name, found in types.items())])


def _read_batches(planned: _Planned) -> Iterator[RawBatch]:
    with tell_damage(planned.file.source.name):
        yield from planned.file.batches(planned.schema)
