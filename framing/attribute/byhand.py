"""Attributions by hand in place of the machine's: whose documents they are, and names as the speaker list has them.

In: QUOTES from a file, documents, people. Out: their rows and documents, and the documents left to the machine.
"""

from __future__ import annotations

from collections.abc import Sequence

import pyarrow as pa
import pyarrow.compute as pc

from framing.attribute.names import NameBook
from framing.records import Person

_NAME_COLUMNS = ("speaker", "holder", "co_holders")


def name_by_list(quotes: pa.Table, people: Sequence[Person]) -> pa.Table:
    """The attributions with every name that the list knows in its one form; other names stay as they are."""
    book = NameBook(people)
    rows = quotes.to_pylist()
    for row in rows:
        for column in _NAME_COLUMNS:
            row[column] = list(dict.fromkeys(book.find(name) or name for name in row[column] or ()))
    return pa.Table.from_pylist(rows, schema=quotes.schema)


def split_by_hand(documents: pa.Table, quotes: pa.Table) -> tuple[pa.Table, pa.Array, pa.Table]:
    """The documents whose attributions are all by hand, the places of these in `quotes`, and the other documents.

    Rows with the scope `span` stand for themselves alone: they leave their document to the machine.
    """
    whole = quotes.filter(pc.not_equal(quotes["scope"], "span"))
    ids = documents["document_id"].combine_chunks()
    has = pc.is_in(ids, whole["document_id"].combine_chunks())
    by_hand = documents.filter(has)
    places = pc.indices_nonzero(pc.is_in(quotes["document_id"], by_hand["document_id"].combine_chunks()))
    return by_hand, places, documents.filter(pc.invert(has))


def place_spans(documents: pa.Table, quotes: pa.Table) -> pa.Array:
    """The places in `quotes` of the rows, each for its own stretch, that stand in these documents."""
    here = pc.is_in(quotes["document_id"], documents["document_id"].combine_chunks())
    return pc.indices_nonzero(pc.and_(here, pc.equal(quotes["scope"], "span")))
