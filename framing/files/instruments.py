"""The instruments of a study: codebook, lexicons and polarity cues, the shipped ones or the user's own.

In: names and paths. Out: nouns. What ships is found beside the package; a user's file is found where it was named.
"""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from pathlib import Path

from framing.errors import FramingError
from framing.files.codebooks import read_codebook
from framing.files.cues import read_cues
from framing.files.lexicons import read_lexicon
from framing.paths import find_resource
from framing.records import Codebook, Cues, Entry, Lexicon

SHIPPED_CODEBOOK = "data/codebook.toml"


def load_codebook(path: str = "") -> Codebook:
    """The codebook in a file, or the shipped one (four frames of sovereignty and security)."""
    return read_codebook(Path(path)) if path else read_codebook(find_resource(SHIPPED_CODEBOOK))


def load_lexicons(names: Sequence[str], codebook: Codebook) -> tuple[Lexicon, ...]:
    """The lexicons that are named, each a shipped name (`en`) or a path; none named means every shipped one.

    Raises FramingError for a lexicon that is not there or whose frames are not the codebook's.
    """
    paths = [find_lexicon(name) for name in names] or shipped_lexicons()
    return tuple(read_lexicon(path, codebook) for path in paths)


def find_lexicon(name: str) -> Path:
    """Where a lexicon stands: a path as given, or a shipped lexicon by its name."""
    path = Path(name)
    if path.exists():
        return path
    shipped = {p.stem: p for p in shipped_lexicons()}
    if name in shipped:
        return shipped[name]
    near = difflib.get_close_matches(name, shipped, n=1)
    hint = f"did you mean '{near[0]}'?" if near else f"shipped are {', '.join(shipped)}"
    raise FramingError(f"lexicon '{name}' is neither a file nor a shipped lexicon; {hint}")


def shipped_lexicons() -> list[Path]:
    """The lexicon files that ship, in order of name."""
    return sorted(p for p in find_resource("lexicons").glob("*.tsv") if not p.name.endswith(".source.tsv"))


def load_cues() -> tuple[Cues, ...]:
    """The polarity cues that ship, one a language."""
    return tuple(read_cues(path) for path in sorted(find_resource("lexicons").glob("cues-*.txt")))


def open_lexicon(name: str, codebook: Codebook | None = None) -> Lexicon:
    """One lexicon, by a shipped name or a path."""
    return read_lexicon(find_lexicon(name), codebook)


def find_entries(name: str, codebook: Codebook, *, frame: str = "") -> list[tuple[Lexicon, Entry]]:
    """The entries of a lexicon, or those of every shipped lexicon that hold the words of `name`.

    frame: only entries of this frame. Raises FramingError when there is neither such a lexicon nor such an entry.
    """
    shipped = {path.stem for path in shipped_lexicons()}
    if name in shipped or Path(name).exists():
        lexicon = open_lexicon(name, codebook)
        found = [(lexicon, entry) for entry in lexicon.entries]
    else:
        word = name.casefold()
        found = [
            (lexicon, entry)
            for lexicon in load_lexicons((), codebook)
            for entry in lexicon.entries
            if word in entry.pattern.casefold() or word == entry.concept
        ]
    chosen = [(lexicon, entry) for lexicon, entry in found if not frame or entry.frame == frame]
    if not chosen:
        raise FramingError(f"'{name}' is neither a lexicon (shipped are {', '.join(sorted(shipped))}) nor in an entry")
    return chosen
