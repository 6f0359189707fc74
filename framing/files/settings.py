"""Reads a settings file (`framing.toml`): a study's inputs, columns, instruments and seed.

In: a path. Out: keyword arguments for Settings, paths made relative to the file. It chooses nothing by itself.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from framing.files.mappings import read_mapping
from framing.settings import settings_from_table


def read_settings(path: str | Path) -> dict[str, Any]:
    """The choices that a settings file makes, checked against the known ones.

    Raises FramingError naming the file, the key and the nearest known one.
    """
    return settings_from_table(read_mapping(path), Path(path).parent, str(path))
