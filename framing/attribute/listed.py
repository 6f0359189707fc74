"""The speaker list over speakers that a column names: every form of a person becomes the one name.

In: documents and the people of the list. Out: the documents with their speakers named so, and what was merged as notes.
It finds no speaker; names that the list does not decide on stay as they are.
"""

from __future__ import annotations

from collections.abc import Sequence

import pyarrow as pa

from framing.attribute.names import NameBook
from framing.records import DOCUMENTS, Person, check_table


def name_speakers(documents: pa.Table, people: Sequence[Person], *, notes: list[str] | None = None) -> pa.Table:
    """The documents with the names of the speaker list in their column `speaker`.

    notes: each form that was merged is told here, once.

    >>> from framing.files.given import take_documents
    >>> documents = take_documents(pa.table({"text": ["Peace."], "speaker": ["Minister A. Berg"]}))
    >>> name_speakers(documents, [Person("Anna Berg", ("A. Berg",))])["speaker"].to_pylist()
    [['Anna Berg']]
    """
    check_table(documents, DOCUMENTS, "documents")
    speakers = documents["speaker"].to_pylist()
    forms = dict.fromkeys(name for names in speakers for name in names or ())
    if not people or not forms:
        return documents
    book = NameBook(people)
    one_name = {form: book.find(form) or form for form in forms}
    for form, name in one_name.items():
        note = f"speaker list: '{form}' is {name}"
        if name != form and notes is not None and note not in notes:
            notes.append(note)
    named = [None if names is None else list(dict.fromkeys(one_name[n] for n in names)) for names in speakers]
    column = documents.schema.get_field_index("speaker")
    return documents.set_column(column, DOCUMENTS.field("speaker"), pa.array(named, DOCUMENTS.field("speaker").type))
