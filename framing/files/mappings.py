"""Reads a settings-like file: TOML, YAML or JSON with named values at the top.

In: a path. Out: a plain dictionary. What the values mean is somebody else's business.
"""

from __future__ import annotations

import json
import tomllib
from pathlib import Path
from typing import Any

from framing.errors import FramingError
from framing.files.damage import tell_damage
from framing.files.encodings import decode_whole

_ENDINGS = (".toml", ".yaml", ".yml", ".json")


def read_mapping(path: str | Path) -> dict[str, Any]:
    """The named values of a file. Raises FramingError with file and line when it cannot be read so."""
    name, place = str(path), Path(path)
    ending = place.suffix.lower()
    if ending not in _ENDINGS:
        raise FramingError(f"{name} ends in '{place.suffix}'; give {', '.join(_ENDINGS[:-1])} or {_ENDINGS[-1]}")
    if not place.is_file():
        raise FramingError(f"there is no file {name}; check the path")
    with tell_damage(name):
        text, _ = decode_whole(place.read_bytes(), name)
    found = _parse(text, ending, name)
    if not isinstance(found, dict) or not found:
        raise FramingError(f"{name} holds no named values; write key = value (TOML) or key: value (YAML)")
    return found


def _parse(text: str, ending: str, name: str) -> Any:
    try:
        if ending == ".toml":
            return tomllib.loads(text)
        if ending == ".json":
            return json.loads(text)
    except (tomllib.TOMLDecodeError, json.JSONDecodeError) as error:
        raise FramingError(f"{name} is not {ending[1:].upper()}: {error}; mend it there") from None
    import yaml

    try:
        return yaml.safe_load(text)
    except yaml.YAMLError as error:
        reason = " ".join(str(error).split())
        raise FramingError(f"{name} is not YAML: {reason}; mend it there") from None
