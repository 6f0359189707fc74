"""Reads the polarity cues of a language from plain text: `[denied before 6]` and below it one cue a line.

In: a cues file. Out: Cues. What a cue does to a hit is decided in `score`.
"""

from __future__ import annotations

import re
from pathlib import Path

from framing.errors import FramingError
from framing.files.lexicons import read_words
from framing.records import Cue, Cues

# `affirmed` has no cues: it is what is left.
_MARKS = ("denied", "opposed", "hypothetical", "questioned")
_SECTION = re.compile(r"\[(?:(pseudo|stop)|(\w+) (?:(before|after) (\d+)|(within)))\]")


def read_cues(path: Path) -> Cues:
    """The cues of a file `cues-LANGUAGE.txt`, in its order.

    Raises FramingError when a line stands before any section or a section's head cannot be read.
    """
    language = path.stem.rpartition("-")[2]
    cues: list[Cue] = []
    section: tuple[str, str, int] | None = None
    for line in read_words(path):
        if line.startswith("["):
            section = _read_section(line, path.name)
        elif section is None:
            raise FramingError(f"{path.name}: '{line}' stands before any section; open one with [denied before 6]")
        else:
            cues.append(Cue(line, *section))
    return Cues(language, tuple(cues))


def _read_section(line: str, name: str) -> tuple[str, str, int]:
    found = _SECTION.fullmatch(line)
    if not found or (found[2] and found[2] not in _MARKS):
        marks = ", ".join(_MARKS)
        raise FramingError(
            f"{name}: section '{line}' is not known; "
            f"write [denied before 6], [denied within], [stop] or [pseudo]; marks are {marks}"
        )
    if found[1]:
        return found[1], "", 0
    if found[5]:
        return found[2], found[5], 0
    return found[2], found[3], int(found[4])
