"""Attributions by hand in place of the machine's: whose documents they are, and names as the speaker list has them.

In: QUOTES from a file, documents, people. Out: their rows and documents, and the documents left to the machine.
"""

from __future__ import annotations

from collections.abc import Sequence

import pyarrow as pa
import pyarrow.compute as pc

from framing.attribute.names import NameBook
from framing.records import QUOTES, Person

_NAME_COLUMNS = ("speaker", "holder", "co_holders")


def name_by_list(quotes: pa.Table, people: Sequence[Person]) -> pa.Table:
    """The attributions with every name that the list knows in its one form; other names stay as they are."""
    book = NameBook(people)
    rows = quotes.to_pylist()
    for row in rows:
        for column in _NAME_COLUMNS:
            row[column] = list(dict.fromkeys(book.find(name) or name for name in row[column] or ()))
    return pa.Table.from_pylist(rows, schema=QUOTES)


def split_by_hand(documents: pa.Table, quotes: pa.Table) -> tuple[pa.Table, pa.Array, pa.Table]:
    """The documents that have attributions by hand, the places of these in `quotes`, and the other documents."""
    ids = documents["document_id"].combine_chunks()
    places = pc.indices_nonzero(pc.is_in(quotes["document_id"], ids))
    has = pc.is_in(ids, quotes["document_id"].combine_chunks())
    return documents.filter(has), places, documents.filter(pc.invert(has))
