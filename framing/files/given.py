"""Documents from a table that is in memory already: pandas, polars, Arrow.

In: a table and the names of its columns. Out: a DOCUMENTS table, the user's own columns behind. It opens no file.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pyarrow as pa

from framing.errors import FramingError
from framing.files.columns import Columns, plan_columns
from framing.files.columntypes import store_column, stored_type
from framing.files.ids import UniqueIds
from framing.files.notes import Notes
from framing.files.raw import RawBatch
from framing.files.roles import Conversion, make_documents
from framing.files.sources import PARQUET, Source
from framing.records import DOCUMENTS

_NAME = "the table"


def take_documents(
    table: Any, columns: Mapping[str, str] | None = None, *, language: str = "", notes: list[str] | None = None
) -> pa.Table:
    """The rows of a data frame as documents, the same as from a file of them.

    table : pandas, polars or Arrow (anything with the Arrow stream protocol). columns : role (text, id, speaker, date,
    language, reporter, translated) to column; the others are guessed. notes : guesses and rows left out come here.
    Raises FramingError for what is no table, a column that is not there, and a table without any text.

    >>> take_documents(pa.table({"speech": ["Peace."], "who": ["Ada"]}), {"speaker": "who"})["speaker"].to_pylist()
    [['Ada']]
    """
    told = Notes([] if notes is None else notes)
    given = _as_stored(_as_arrow(table), told)
    plan = plan_columns(_NAME, given.schema.names, Columns.from_mapping(columns or {}), told)
    own = [(ours, given.schema.field(column).type) for column, ours in plan.own]
    conversion = Conversion(pa.schema([*DOCUMENTS, *own]), language, UniqueIds(), told)
    source = Source(_NAME, "row", PARQUET)
    documents = make_documents(RawBatch(given, range(1, given.num_rows + 1)), source, plan, conversion)
    if not documents.num_rows:
        raise FramingError(f"no row of the table has text in column '{plan.roles['text']}'")
    told.finish(_NAME)
    return documents


def _as_arrow(table: Any) -> pa.Table:
    if isinstance(table, pa.Table):
        return table
    if not hasattr(table, "__arrow_c_stream__"):
        raise FramingError(f"{type(table).__name__} is no table; give a pandas, polars or Arrow table")
    return pa.table(table)


def _as_stored(table: pa.Table, told: Notes) -> pa.Table:
    """Categories as the values they stand for, every type plain."""
    columns = []
    for name, column in zip(table.schema.names, table.columns, strict=True):
        if pa.types.is_dictionary(column.type):
            # Arrow takes nothing from string views, which polars' categories are; their values are few, so cast those.
            kind = stored_type(column.type)
            column = pa.chunked_array([c.dictionary.cast(kind).take(c.indices) for c in column.chunks], kind)
        columns.append(store_column(column, name, name=_NAME, notes=told))
    return pa.table(columns, names=table.schema.names)
