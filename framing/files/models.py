"""Model files: one zip of plain arrays and one page of JSON. Reading one runs nothing that stands in it.

In: a path. Out: facts and arrays, or the file. Every member is listed in the page with its type, shape and SHA-256, and
the page carries a hash of all of it: a truncated or altered file is told, and anything that is not listed is refused.
The hash finds damage; it proves nothing about who made the file.
"""

from __future__ import annotations

import difflib
import hashlib
import io
import json
import zipfile
import zlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from framing.errors import FramingError
from framing.files.output import open_output
from framing.paths import find_resource

FORMAT, FORMAT_VERSION = "framing model", 1
ENDING = ".model"
DEFAULT_MODEL = "frames"
_PAGE = "model.json"
# Booleans, whole numbers, floats: no objects, no texts, nothing that has to be built.
_TYPES = ("|b1", "|u1", "|i1", "<i2", "<i4", "<i8", "<u8", "<f2", "<f4", "<f8")
_LARGEST = 1 << 28  # bytes of one array; ours have a hundredth of it
_MOMENT = (1980, 1, 1, 0, 0, 0)  # of every member, so that equal models are equal files
# What the zip reader raises on damage: a cut, an altered directory, a method or a flag that does not exist.
_BROKEN = (zipfile.BadZipFile, EOFError, zlib.error, NotImplementedError, RuntimeError, UnicodeDecodeError, OSError)
Arrays = Mapping[str, NDArray[Any]]


def write_model(facts: Mapping[str, Any], arrays: Arrays, path: str | Path) -> None:
    """Write a model file, whole or not at all; equal facts and arrays give equal bytes."""
    packed = {f"{name}.npy": _pack(array) for name, array in sorted(arrays.items())}
    page = {
        "format": FORMAT,
        "format_version": FORMAT_VERSION,
        "facts": facts,
        "arrays": {
            name: {
                "type": np.asarray(array).dtype.str,
                "shape": list(np.shape(array)),
                "sha256": _digest(packed[f"{name}.npy"]),
            }
            for name, array in sorted(arrays.items())
        },
    }
    page["sha256"] = _page_digest(page)
    with open_output(path) as stream, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as file:
        text = json.dumps(page, ensure_ascii=False, indent=1, sort_keys=True).encode("utf-8")
        for name, content in {_PAGE: text, **packed}.items():
            file.writestr(zipfile.ZipInfo(name, _MOMENT), content, zipfile.ZIP_DEFLATED, 6)


def read_model(path: str | Path) -> tuple[dict[str, Any], dict[str, NDArray[Any]]]:
    """Facts and arrays of a model file. Raises FramingError when it is no model, damaged, altered or too new."""
    place = Path(path)
    if not place.is_file():
        raise FramingError(
            f"there is no model file {path}; check the path, or list what ships with `framing model list`"
        )
    try:
        with zipfile.ZipFile(place) as file:
            page = _read_page(file, str(path))
            _check_members(file, page, str(path))
            return page["facts"], {n: _read_array(file, n, known, str(path)) for n, known in page["arrays"].items()}
    except _BROKEN as error:
        raise FramingError(f"{path} is no model file, or was cut off ({error}); get it again") from None


def find_model(name: str = "") -> Path:
    """Where a model stands: a path as given, a shipped model by its name, or the first of those that ship."""
    if name and Path(name).is_file():
        return Path(name)
    shipped = {path.stem: path for path in shipped_models()}
    if not name and DEFAULT_MODEL in shipped:
        return shipped[DEFAULT_MODEL]
    if name in shipped:
        return shipped[name]
    near = difflib.get_close_matches(name, shipped, n=1)
    hint = f"did you mean '{near[0]}'?" if near else f"shipped are {', '.join(shipped) or 'none'}"
    raise FramingError(f"model '{name or DEFAULT_MODEL}' is neither a file nor a shipped model; {hint}")


def shipped_models() -> list[Path]:
    """The model files that ship, in order of name."""
    return sorted(find_resource("models").glob(f"*{ENDING}"))


def hash_file(path: str | Path) -> str:
    """The SHA-256 of a file's bytes."""
    with open(path, "rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _read_page(file: zipfile.ZipFile, path: str) -> dict[str, Any]:
    if _PAGE not in file.namelist():
        raise FramingError(f"{path} is no model file: it has no {_PAGE}; make one with `framing train`")
    try:
        page = json.loads(file.read(_PAGE).decode("utf-8"))
    except (UnicodeDecodeError, json.JSONDecodeError):
        raise FramingError(f"{path} is damaged: its {_PAGE} cannot be read; get it again") from None
    if not isinstance(page, dict) or page.get("format") != FORMAT:
        raise FramingError(f"{path} is no model file of ours; make one with `framing train`")
    if page.get("format_version") != FORMAT_VERSION:
        raise FramingError(
            f"{path} is written in version {page.get('format_version')} of the format and this program reads version "
            f"{FORMAT_VERSION}; train the model again, or install the frame-compare that made it"
        )
    if page.get("sha256") != _page_digest(page) or not {"facts", "arrays"} <= set(page):
        raise FramingError(f"{path} was altered: its page does not match its hash; get it again")
    return page


def _check_members(file: zipfile.ZipFile, page: Mapping[str, Any], path: str) -> None:
    wanted = {_PAGE} | {f"{name}.npy" for name in page["arrays"]}
    found = file.namelist()
    for name in found:
        if name not in wanted or found.count(name) > 1:
            raise FramingError(f"{path} holds '{name}', which is neither a listed array nor its page; it is not opened")
    for name in sorted(wanted - set(found)):
        raise FramingError(f"{path} lacks '{name}'; it was altered or cut off, get it again")


def _read_array(file: zipfile.ZipFile, name: str, known: Mapping[str, Any], path: str) -> NDArray[Any]:
    if known["type"] not in _TYPES:
        raise FramingError(f"{path}: array '{name}' is of type {known['type']}; a model holds plain numbers alone")
    if file.getinfo(f"{name}.npy").file_size > _LARGEST:
        raise FramingError(f"{path}: array '{name}' is larger than {_LARGEST >> 20} MB; no model of ours is")
    content = file.read(f"{name}.npy")
    if _digest(content) != known["sha256"]:
        raise FramingError(f"{path} was altered: array '{name}' does not match its hash; get it again")
    try:
        array = np.lib.format.read_array(io.BytesIO(content), allow_pickle=False)
    except ValueError as error:
        raise FramingError(f"{path}: array '{name}' is no plain array ({error}); it is not opened") from None
    if array.dtype.str != known["type"] or list(array.shape) != known["shape"]:
        raise FramingError(f"{path}: array '{name}' is not of the type and shape that the page gives; get it again")
    return array


def _pack(array: NDArray[Any]) -> bytes:
    stream = io.BytesIO()
    np.lib.format.write_array(stream, np.ascontiguousarray(array), version=(1, 0), allow_pickle=False)
    return stream.getvalue()


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _page_digest(page: Mapping[str, Any]) -> str:
    own = {key: value for key, value in page.items() if key != "sha256"}
    return _digest(json.dumps(own, ensure_ascii=False, sort_keys=True).encode("utf-8"))
