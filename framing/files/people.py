"""Reads a speaker list: name, aliases (`a|b`), role (`a|b`), country.

In: a CSV (or any table that documents may come in). Out: Person nouns in the file's order. It resolves no name.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from framing.errors import FramingError
from framing.files.rows import read_rows
from framing.records import Person

_COLUMNS = ("name", "aliases", "role", "country")


def read_people(path: str | Path) -> tuple[Person, ...]:
    """The people of a speaker list; only `name` is needed, other columns are passed over.

    Two people may share an alias (one surname); a name may stand only once. Raises FramingError with file and row.
    """
    people: list[Person] = []
    seen: dict[str, int] = {}
    for number, row in enumerate(read_rows(path, needed=("name",)), start=1):
        cells = {key: _text(row.get(key)) for key in _COLUMNS}
        if not cells["name"]:
            raise FramingError(f"{path}, row {number}: there is no name; write one, or delete the row")
        if cells["name"] in seen:
            first = seen[cells["name"]]
            raise FramingError(
                f"{path}, row {number}: '{cells['name']}' is already the name in row {first}; put all aliases "
                "in one row, or tell two people apart by their names"
            )
        seen[cells["name"]] = number
        aliases = tuple(dict.fromkeys(alias.strip() for alias in cells["aliases"].split("|") if alias.strip()))
        people.append(Person(cells["name"], aliases, cells["role"], cells["country"]))
    return tuple(people)


def _text(value: Any) -> str:
    if isinstance(value, list):
        return "|".join(str(part) for part in value)
    return "" if value is None else str(value).strip()
