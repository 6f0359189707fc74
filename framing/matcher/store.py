"""Keeps compiled tables on disk from one run to the next, as plain arrays; a lexicon is compiled once, then loaded.

In: a key, and how to make the arrays. Out: the arrays. A folder that is missing, full, read-only or damaged is never an
error: then the arrays are made anew. It loads no code: files hold numbers, and a file that changed is not used.
"""

from __future__ import annotations

import hashlib
import io
import os
import sys
import tempfile
import unicodedata
import zipfile
import zlib
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from framing.machine import fingerprint
from framing.matcher.cache import ROOM

Arrays = dict[str, NDArray[Any]]

# Where to keep them instead; set but empty means nowhere.
FOLDER_VARIABLE = "FRAMING_CACHE_DIR"
# The oldest files above this number are removed: those of lexicons that were edited since.
_MOST_FILES = 24
_DIGEST_BYTES = 32
_FAULTS = (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile, zlib.error, RuntimeError)


def keep_arrays(key: Sequence[str], make: Callable[[], Arrays]) -> Arrays:
    """The arrays that `make` gives, from disk where they were kept under this key by this version of the room."""
    folder = cache_folder()
    if folder is None:
        return make()
    place = folder / f"{_name(key)}.tables"
    found = _read(place)
    if found is None:
        found = make()
        _write(place, found)
    return found


def cache_folder() -> Path | None:
    """Where tables are kept: $FRAMING_CACHE_DIR, or the user's folder for caches; None where there is neither."""
    named = os.environ.get(FOLDER_VARIABLE)
    if named is not None:
        return Path(named) if named else None
    try:
        if sys.platform == "win32":
            return Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local") / "framing" / "cache"
        if sys.platform == "darwin":
            return Path.home() / "Library" / "Caches" / "framing"
        return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "framing"
    except RuntimeError:  # no home
        return None


def _name(key: Sequence[str]) -> str:
    parts = (str(fingerprint(ROOM)), unicodedata.unidata_version, sys.byteorder, *key)
    digest = hashlib.sha256()
    for part in parts:
        raw = part.encode("utf-8", "surrogatepass")
        digest.update(len(raw).to_bytes(8, "little") + raw)
    return digest.hexdigest()[:32]


def _read(place: Path) -> Arrays | None:
    """The arrays in a file whose digest is right, or None."""
    try:
        raw = place.read_bytes()
        if hashlib.sha256(raw[_DIGEST_BYTES:]).digest() != raw[:_DIGEST_BYTES]:
            return None
        with np.load(io.BytesIO(raw[_DIGEST_BYTES:]), allow_pickle=False) as held:
            return {name: held[name] for name in held.files}
    except _FAULTS:
        return None


def _write(place: Path, arrays: Arrays) -> None:
    """Write beside and rename, so that a reader sees a whole file or none."""
    packed = io.BytesIO()
    np.savez(packed, allow_pickle=False, **arrays)  # inflating takes longer than reading
    raw = packed.getvalue()
    beside = ""
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=place.parent, delete=False) as stream:
            beside = stream.name
            stream.write(hashlib.sha256(raw).digest() + raw)
        os.replace(beside, place)
        _forget_oldest(place.parent)
    except OSError:
        if beside:
            Path(beside).unlink(missing_ok=True)


def _forget_oldest(folder: Path) -> None:
    kept = sorted(folder.glob("*.tables"), key=lambda path: path.stat().st_mtime, reverse=True)
    for path in kept[_MOST_FILES:]:
        path.unlink(missing_ok=True)
