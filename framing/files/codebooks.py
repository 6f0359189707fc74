"""Reads a codebook: name, version and frames, from TOML, YAML or JSON.

In: a path. Out: a Codebook. It knows no frame by name, and codes nothing.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from framing.errors import FramingError
from framing.files.mappings import read_mapping
from framing.files.notes import show_value
from framing.records import Codebook, Frame

# Frame ids become field names of `values` and columns of tables.
_FRAME_ID = re.compile(r"[^\W\d]\w*")
_EXAMPLE = "[[frames]] with id, title and definition"


def read_codebook(path: str | Path) -> Codebook:
    """The codebook in a file: `name`, `version`, `title` and the list `frames` (each `id`, `title`, `definition`).

    Frames may also be a list of ids, or a table from id to title or to the other keys.
    Raises FramingError naming the file, the value and what it must be.
    """
    file = str(path)
    table = read_mapping(path)
    frames = table.get("frames")
    if not frames or not isinstance(frames, list | dict):
        raise FramingError(f"{file} names no frames; write {_EXAMPLE}")
    if isinstance(frames, dict):
        frames = [_with_id(key, value) for key, value in frames.items()]
    read = tuple(_read_frame(frame, f"{file}, frame {number}") for number, frame in enumerate(frames, start=1))
    name, version = str(table.get("name") or Path(path).stem), str(table.get("version", "0"))
    return Codebook(name, version, read, title=str(table.get("title", "")))


def _with_id(key: str, value: Any) -> dict[str, Any]:
    return {"id": key, **value} if isinstance(value, Mapping) else {"id": key, "title": value}


def _read_frame(frame: Any, where: str) -> Frame:
    fields = {"id": frame} if isinstance(frame, str) else frame
    if not isinstance(fields, Mapping) or not isinstance(fields.get("id"), str):
        raise FramingError(f"{where}: {show_value(frame)} has no id; write {_EXAMPLE}")
    identifier = fields["id"]
    if not _FRAME_ID.fullmatch(identifier):
        raise FramingError(
            f"{where}: id '{identifier}' is no identifier; write letters, digits and _, with a letter first"
        )
    title = str(fields.get("title") or identifier.replace("_", " ").capitalize())
    return Frame(identifier, title, " ".join(str(fields.get("definition") or "").split()))
