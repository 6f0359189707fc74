"""From the rows of a file to rows of DOCUMENTS: roles filled, types made ours, rows without text left out.

In: a raw batch and its plan. Out: a DOCUMENTS table with the users' own columns behind. It opens nothing.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from framing.errors import FramingError
from framing.files.columns import ColumnPlan
from framing.files.columntypes import to_json_text
from framing.files.ids import UniqueIds
from framing.files.languages import normalise_language
from framing.files.notes import Notes
from framing.files.raw import RawBatch
from framing.files.sources import TAR, TEXT, Source
from framing.records import DOCUMENTS
from framing.terms import guess_language

# Letters that decide on the language; beyond them a text seldom changes its script.
_LANGUAGE_SAMPLE = 4000
_LANGUAGE_HEAD = 64
# Texts of so many bytes are worth loading the compiled counter of letters.
_COMPILED_BYTES = 2 << 20
_YES, _NO = ("true", "yes", "1", "t", "y", "да", "是"), ("false", "no", "0", "f", "n", "нет", "否")


@dataclass(frozen=True)
class Conversion:
    """What all files of a reading share: the schema, the language given, the ids taken, the notes."""

    schema: pa.Schema
    language: str
    ids: UniqueIds
    notes: Notes


def make_documents(batch: RawBatch, source: Source, plan: ColumnPlan, conversion: Conversion) -> pa.Table:
    """The documents of a batch, in its order; rows without text are told and left out."""
    table, rows = _with_text(batch, source, plan, conversion.notes)
    texts = _as_text(table, plan.roles["text"])
    given = {role: _whole(table[column]) for role, column in plan.roles.items()}
    made = {
        "document_id": pa.array(conversion.ids.take(_ids(given.get("id"), source, rows)), pa.string()),
        "text": texts,
        "language": _languages(given.get("language"), texts, conversion.language),
        "date": _dates(given.get("date"), table),
        "reporter": _optional_text(given.get("reporter"), len(rows)),
        "speaker": _speakers(given.get("speaker"), len(rows)),
        "translated": _truths(given.get("translated"), len(rows)),
    }
    ours = {name: column for column, name in plan.own}
    arrays = []
    for field in conversion.schema:
        if field.name in made:
            arrays.append(made[field.name])
        elif field.name in ours:
            arrays.append(_converted(_whole(table[ours[field.name]]), field.type))
        else:
            arrays.append(pa.nulls(table.num_rows, field.type))
    return pa.Table.from_arrays(arrays, schema=conversion.schema)


def _with_text(batch: RawBatch, source: Source, plan: ColumnPlan, notes: Notes) -> tuple[pa.Table, Sequence[int]]:
    column = batch.table[plan.roles["text"]]
    if pa.types.is_nested(column.type):
        raise FramingError(
            f"{source.name}: column '{plan.roles['text']}' holds {column.type}, not text; "
            "name another with --text-column"
        )
    texts = pc.cast(column, pa.string())
    # Few texts begin with white space; only where one does are all looked at.
    if pc.all(_hold_text(pc.utf8_slice_codeunits(texts, 0, 1))).as_py() or not batch.table.num_rows:
        return batch.table, batch.rows
    kept = _hold_text(texts)
    if pc.all(kept).as_py():
        return batch.table, batch.rows
    good = kept.to_pylist()
    for row, keep in zip(batch.rows, good, strict=True):
        if not keep:
            notes.skip_row(source.name, f"row {row}", f"column '{plan.roles['text']}' has no text; fill it in")
    return batch.table.filter(kept), [row for row, keep in zip(batch.rows, good, strict=True) if keep]


def _hold_text(texts: pa.ChunkedArray) -> pa.ChunkedArray:
    """Whether anything but white space stands in each."""
    return pc.fill_null(pc.not_equal(pc.utf8_trim_whitespace(texts), ""), False)


def _as_text(table: pa.Table, column: str) -> pa.Array:
    return _whole(pc.cast(table[column], pa.string()))


def _whole(column: pa.ChunkedArray) -> pa.Array:
    """A column as one array; what is one already is not copied."""
    return column.chunk(0) if column.num_chunks == 1 else column.combine_chunks()


def _ids(given: pa.Array | None, source: Source, rows: Sequence[int]) -> list[str]:
    """The id column's; else the file's stem and the row number (a text file's stem alone)."""
    made = (f"{source.stem}:{row}" for row in rows)
    if given is None:
        return list(made)
    texts = given.to_pylist() if pa.types.is_nested(given.type) else pc.cast(given, pa.string()).to_pylist()
    if source.kind in (TEXT, TAR):
        return list(texts)
    found: list[str] = [(to_json_text(text) or "").strip() or one for text, one in zip(texts, made, strict=True)]
    return found


def _languages(given: pa.Array | None, texts: pa.Array, fallback: str) -> pa.Array:
    """The code of the language that is given for each text, else of the fallback, else by the letters of the text."""
    known = pc.fill_null(_optional_text(given, len(texts)), "").dictionary_encode()
    codes = [normalise_language(name) or normalise_language(fallback) for name in known.dictionary.to_pylist()]
    found = pa.array(codes, pa.string()).take(known.indices)
    if "" not in codes:
        return found
    unknown = pc.equal(found, "")
    return pc.replace_with_mask(found, unknown, _guess_languages(texts.filter(unknown)))


def _guess_languages(texts: pa.Array) -> pa.Array:
    """By the letters; those that are ASCII with a letter soon are in Latin script without a closer look."""
    heads = pc.utf8_slice_codeunits(texts, 0, _LANGUAGE_HEAD)
    others = pc.invert(pc.and_(pc.string_is_ascii(texts), pc.match_substring_regex(heads, "[A-Za-z]")))
    guessed = pa.array(_guess_each(texts.filter(others)), pa.string())
    return pc.replace_with_mask(pa.repeat(guess_language("A"), len(texts)), others, guessed)


def _guess_each(texts: pa.Array) -> list[str]:
    if texts.nbytes >= _COMPILED_BYTES:
        from framing.files.scripts.counting import guess_languages

        return guess_languages(texts, _LANGUAGE_SAMPLE)
    return [guess_language(sample) for sample in pc.utf8_slice_codeunits(texts, 0, _LANGUAGE_SAMPLE).to_pylist()]


def _dates(given: pa.Array | None, table: pa.Table) -> pa.Array:
    """Dates as text, ISO where the file has typed ones; a column `year` where nothing else says it."""
    if given is None:
        return pa.nulls(table.num_rows, pa.string())
    if pa.types.is_timestamp(given.type):
        given = pc.cast(given, pa.timestamp("s", given.type.tz), safe=False)
        at_midnight = pc.all(pc.equal(pc.floor_temporal(given, unit="day"), given)).as_py()
        given = pc.strftime(given, format="%Y-%m-%d" if at_midnight else "%Y-%m-%dT%H:%M:%S")
    if pa.types.is_floating(given.type):
        given = pc.cast(given, pa.int64(), safe=False)
    return _optional_text(given, table.num_rows)


def _optional_text(given: pa.Array | None, count: int) -> pa.Array:
    """Text without white space around it; empty is null."""
    if given is None:
        return pa.nulls(count, pa.string())
    if pa.types.is_nested(given.type):
        return pa.array([to_json_text(value) for value in given.to_pylist()], pa.string())
    texts = pc.utf8_trim_whitespace(pc.cast(given, pa.string()))
    return pc.if_else(pc.equal(texts, ""), pa.scalar(None, pa.string()), texts)


def _speakers(given: pa.Array | None, count: int) -> pa.Array:
    """Names as lists: a plain text is one name (never cut at `and`), a JSON list or a list several, empty is nobody."""
    if given is None:
        return pa.nulls(count, DOCUMENTS.field("speaker").type)
    if pa.types.is_list(given.type):
        names = [
            [str(n).strip() for n in value or () if n is not None and str(n).strip()] for value in given.to_pylist()
        ]
        return pa.array([n or None for n in names], pa.list_(pa.string()))
    cells = _optional_text(given, count)
    if pc.any(pc.starts_with(cells, "[")).as_py():
        return pa.array([_names(cell) for cell in cells.to_pylist()], pa.list_(pa.string()))
    places = np.concatenate([[0], np.cumsum(cells.is_valid().to_numpy(zero_copy_only=False))]).astype(np.int32)
    return pa.ListArray.from_arrays(places, cells.drop_null(), mask=cells.is_null() if cells.null_count else None)


def _names(cell: str | None) -> list[str] | None:
    if cell is None or not cell.startswith("["):
        return [cell] if cell else None
    try:
        found = json.loads(cell)
    except json.JSONDecodeError:
        return [cell]
    return [name.strip() for name in found if isinstance(name, str) and name.strip()] or None


def _truths(given: pa.Array | None, count: int) -> pa.Array:
    if given is None:
        return pa.nulls(count, pa.bool_())
    words = [(word or "").casefold() for word in _optional_text(given, count).to_pylist()]
    return pa.array([True if w in _YES else False if w in _NO else None for w in words], pa.bool_())


def _converted(values: pa.Array, type_: pa.DataType) -> pa.Array:
    """An own column in the type that all files agree on."""
    if values.type == type_:
        return values
    if pa.types.is_string(type_) and (pa.types.is_nested(values.type) or pa.types.is_boolean(values.type)):
        return pa.array([to_json_text(value) for value in values.to_pylist()], pa.string())
    return pc.cast(values, type_)
