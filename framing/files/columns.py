"""Which column of a file plays which role, named by the user or guessed, and what the others are called in our tables.

In: a file's column names and the user's choices. Out: a plan of columns. It touches no value.
"""

from __future__ import annotations

import difflib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields

from framing.errors import FramingError
from framing.files.notes import Notes, list_names
from framing.records import DOCUMENTS, PASSAGES, SCORE_COLUMNS

# Names that are taken for a role when the user names none, best first; compared without case.
_GUESSES: dict[str, tuple[str, ...]] = {
    "text": (
        "text",
        "content",
        "body",
        "full_text",
        "fulltext",
        "passage",
        "article",
        "speech",
        "statement",
        "transcript",
    ),
    "id": ("id", "document_id", "doc_id", "docid"),
    "speaker": ("speaker", "speaker_name"),
    "date": ("date", "published", "publication_date", "year"),
    "language": ("language", "lang"),
    "reporter": ("reporter", "outlet", "publisher", "newspaper"),
    "translated": ("translated", "is_translation"),
}
RESERVED = frozenset([*DOCUMENTS.names, *PASSAGES.names, *SCORE_COLUMNS])
# Not carried a second time under their own name: they only hold what our column holds.
_CONSUMED = ("text", "id")
_CANONICAL = {role: "document_id" if role == "id" else role for role in _GUESSES}


@dataclass(frozen=True)
class Columns:
    """The user's names for the columns that play a role; "" leaves it to a guess."""

    text: str = ""
    id: str = ""
    speaker: str = ""
    date: str = ""
    language: str = ""
    reporter: str = ""
    translated: str = ""

    @classmethod
    def from_mapping(cls, names: Mapping[str, str]) -> Columns:
        """From role to name. Raises FramingError for a role that there is not."""
        known = [f.name for f in fields(cls)]
        for role in names:
            if role not in known:
                raise FramingError(f"column role '{role}' is not known; choose {', '.join(known)}")
        return cls(**names)


@dataclass(frozen=True)
class ColumnPlan:
    """For one file: role to its column, and (own column, name in our tables) for the others, in the file's order."""

    roles: Mapping[str, str]
    own: tuple[tuple[str, str], ...]


def plan_columns(name: str, found: Sequence[str], columns: Columns, notes: Notes) -> ColumnPlan:
    """Who plays what in a file with the columns `found`.

    Raises FramingError when a named column is not there, or no column for the text can be guessed.
    """
    roles: dict[str, str] = {}
    guessed: list[str] = []
    for role in _GUESSES:
        wanted = getattr(columns, role)
        if wanted:
            roles[role] = check_column(name, found, wanted)
        elif column := _guess(role, found, set(roles.values())):
            roles[role] = column
            guessed += [f"{_CANONICAL[role]} from '{column}'"] if column != _CANONICAL[role] else [role]
    if "text" not in roles:
        if len(found) != 1:
            raise FramingError(
                f"{name} has no column for the text among {list_names(found)}; name it with --text-column NAME"
            )
        roles["text"] = found[0]
    if guessed:
        notes.say_of(name, f"columns guessed: {', '.join(guessed)}")
    return ColumnPlan(roles, _own_columns(name, found, roles, notes))


def check_column(name: str, found: Sequence[str], wanted: str) -> str:
    """`wanted` if the file has it. Raises FramingError naming the columns there are and the nearest one."""
    if wanted in found:
        return wanted
    lower = {column.casefold(): column for column in found}
    near = difflib.get_close_matches(wanted.casefold(), lower, n=1)
    hint = f"; did you mean '{lower[near[0]]}'?" if near else "; name one of these"
    raise FramingError(f"{name} has no column '{wanted}'; it has {list_names(found)}{hint}")


def _guess(role: str, found: Sequence[str], taken: set[str]) -> str:
    by_name = {column.strip().casefold(): column for column in reversed(found)}
    return next((by_name[g] for g in _GUESSES[role] if g in by_name and by_name[g] not in taken), "")


def _own_columns(
    name: str, found: Sequence[str], roles: Mapping[str, str], notes: Notes
) -> tuple[tuple[str, str], ...]:
    used = {column for role, column in roles.items() if role in _CONSUMED or column == _CANONICAL[role]}
    own: list[tuple[str, str]] = []
    taken = set(RESERVED)
    renamed: list[str] = []
    for column in found:
        if column in used:
            continue
        ours = column
        while ours in taken:
            ours = f"input_{ours}"
        if ours != column:
            renamed.append(f"'{column}' is kept as '{ours}'")
        taken.add(ours)
        own.append((column, ours))
    if renamed:
        notes.say_of(name, f"columns named like ours: {', '.join(renamed)}")
    return tuple(own)
