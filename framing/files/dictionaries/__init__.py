"""Dictionaries of other programs, in and out: LIWC, quanteda, Lexicoder, Yoshikoder, WordStat and tables.

In: a path. Out: a Lexicon whose frames are the file's categories, or the file written from one. Runs no code of a file.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from framing.errors import FramingError
from framing.files.damage import tell_damage
from framing.files.dictionaries.draft import SKIPPED_KEY, Draft
from framing.files.dictionaries.lexicoder import read_lexicoder, write_lexicoder
from framing.files.dictionaries.liwc import read_liwc, write_liwc
from framing.files.dictionaries.quanteda import read_quanteda, write_quanteda
from framing.files.dictionaries.tabular import read_tabular, write_dicx
from framing.files.dictionaries.trees import read_tree, write_tree
from framing.files.dictionaries.wordstat import read_wordstat, write_wordstat
from framing.files.encodings import decode_whole
from framing.files.output import write_text
from framing.records import Lexicon

_READERS: dict[str, Callable[[str, str], Draft]] = {
    ".dic": read_liwc,
    ".dicx": read_tabular,
    ".csv": read_tabular,
    ".yml": read_quanteda,
    ".yaml": read_quanteda,
    ".lc3": read_lexicoder,
    ".lcd": read_tree,
    ".ykd": read_tree,
    ".cat": read_wordstat,
    ".txt": read_wordstat,
}
_WRITERS: dict[str, Callable[[Lexicon], str]] = {
    ".dic": write_liwc,
    ".dicx": write_dicx,
    ".yml": write_quanteda,
    ".yaml": write_quanteda,
    ".lc3": write_lexicoder,
    ".ykd": write_tree,
    ".cat": write_wordstat,
}
READABLE, WRITABLE = tuple(_READERS), tuple(_WRITERS)

__all__ = ["READABLE", "SKIPPED_KEY", "WRITABLE", "is_dictionary", "list_faults", "read_dictionary", "write_dictionary"]


def is_dictionary(path: Path) -> bool:
    """Whether a file's ending is that of another program's dictionary."""
    return path.suffix.lower() in _READERS


def read_dictionary(path: Path, *, lenient: bool = False) -> Lexicon:
    """The lexicon in a dictionary of another program; its categories are the frames.

    lenient: leave out lines that cannot be used, and say so in the metadata (`left out`).

    Raises FramingError with file, line, value and remedy for the first line that cannot be used.
    """
    return _draft(path).lexicon(path.stem, lenient=lenient)


def list_faults(path: Path) -> list[str]:
    """Everything that keeps a dictionary from being read, a sentence each with its line; then what is left out."""
    try:
        draft = _draft(path)
        if not draft.faults:
            draft.lexicon(path.stem)
    except FramingError as error:
        return [str(error)]
    return draft.faults


def write_dictionary(lexicon: Lexicon, path: Path) -> None:
    """Write a lexicon in the format of the path's ending.

    Raises FramingError for the first entry that the format cannot say (a rule, an exclusion, a weight, a gap).
    """
    try:
        text = _WRITERS[path.suffix.lower()](lexicon)
    except FramingError as error:
        raise FramingError(
            f"{path.name} cannot hold this lexicon: {error}; write .tsv or .csv, or leave such entries out with --lossy"
        ) from None
    write_text(text, path)


def _draft(path: Path) -> Draft:
    if not path.is_file():
        raise FramingError(f"there is no file {path}; check the path")
    with tell_damage(str(path)):
        text, _ = decode_whole(path.read_bytes(), path.name)
    # One kind of line end, so that line numbers are those of an editor.
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    ending = path.suffix.lower()
    if ending in (".lc3", ".txt") and text.lstrip().startswith("<"):
        return read_tree(text, path.name)
    if ending == ".txt":
        return _reader_of(text, path.name)(text, path.name)
    return _READERS[ending](text, path.name)


def _reader_of(text: str, name: str) -> Callable[[str, str], Draft]:
    """The reader for a .txt file, which several programs write, by how it begins."""
    first = next((line.strip() for line in text.split("\n") if line.strip()), "")
    if first == "%":
        return read_liwc
    if first.startswith("+"):
        return read_lexicoder
    if re.search(r"(?m)^\s+\S.*\(\d+(?:[.,]\d+)?\)\s*$", text):
        return read_wordstat
    raise FramingError(
        f"{name}:1: '{first[:40]}' opens no dictionary; a .txt file is read if it is one of LIWC (%), Lexicoder (+) "
        "or WordStat (indented terms with a weight in brackets)"
    )
