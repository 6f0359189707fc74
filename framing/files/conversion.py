"""Converts a lexicon from one file format to another, with the matching kept or the loss said.

In: two paths. Out: the second file, and a sentence for each kind of loss. What formats mean is known to `dictionaries`.
"""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

from framing.errors import FramingError
from framing.files.dictionaries import SKIPPED_KEY, WRITABLE, write_dictionary
from framing.files.dictionaries.draft import LEVEL, PATH, PATH_KEY, category_path
from framing.files.dictionaries.globs import write_globs
from framing.files.instruments import find_lexicon, read_any
from framing.files.lexicons import write_lexicon
from framing.records import EXCLUDE, Entry, Lexicon

_OWN = (".tsv", ".csv")
# Formats that can say a weight.
_WEIGHTED = (".dicx", ".ykd", ".cat")


def convert_lexicon(source: str, target: Path, *, level: int = 0, lossy: bool = False) -> list[str]:
    """Read a lexicon of any format and write it in the format of `target`'s ending; what was lost, a sentence each.

    level: cut nested categories to this many levels (0 keeps them). lossy: leave out what cannot be read or what
    the format cannot say.
    Raises FramingError when the format cannot say an entry, unless lossy.
    """
    lexicon = read_any(find_lexicon(source), lenient=lossy)
    left = lexicon.metadata.get(SKIPPED_KEY, "").splitlines()
    notes = [f"{len(left)} lines were left out; the first is {left[0]}"] if left else []
    if level:
        lexicon = cut_levels(lexicon, level)
    ending = target.suffix.lower()
    if ending in _OWN:
        write_lexicon(lexicon, target)
    elif ending in WRITABLE:
        if lossy:
            lexicon = _plain_entries(lexicon, weighted=ending in _WEIGHTED, notes=notes)
        write_dictionary(lexicon, target)
    else:
        raise FramingError(f"'{target}' ends in '{ending}'; lexicons are written as {', '.join((*_OWN, *WRITABLE))}")
    return notes


def cut_levels(lexicon: Lexicon, level: int) -> Lexicon:
    """The lexicon with categories no deeper than `level`; an entry that stands twice in one is kept once."""
    if level < 1:
        raise FramingError(f"--level is {level}; give 1 for the outermost categories, 2 for those inside them")
    paths = {frame: category_path(lexicon, frame)[:level] for frame in lexicon.frames}
    entries = dict.fromkeys(
        dataclasses.replace(e, frame=LEVEL.join(paths[e.frame])) if e.frame else e for e in lexicon.entries
    )
    metadata = {key: text for key, text in lexicon.metadata.items() if not key.startswith(PATH_KEY)}
    metadata |= {f"{PATH_KEY}{LEVEL.join(p)}": PATH.join(p) for p in paths.values() if len(p) > 1}
    cut: Mapping[str, str] = MappingProxyType(metadata)
    return dataclasses.replace(lexicon, entries=tuple(entries), metadata=cut)


def _plain_entries(lexicon: Lexicon, *, weighted: bool, notes: list[str]) -> Lexicon:
    """The entries that any format can say; the others counted by why."""
    kept, lost = [], Counter[str]()
    for entry in lexicon.entries:
        reason = _reason(entry)
        if reason:
            lost[reason] += 1
        else:
            kept.append(entry if weighted else dataclasses.replace(entry, weight=1.0))
    changed = 0 if weighted else sum(entry.weight != 1 for entry in lexicon.entries)
    notes += [f"{count} {reason} left out, which the format cannot say" for reason, count in sorted(lost.items())]
    if changed:
        notes.append(f"{changed} weights left out, which the format cannot say")
    return dataclasses.replace(lexicon, entries=tuple(kept))


def _reason(entry: Entry) -> str:
    if entry.strength == EXCLUDE:
        return "exclusions"
    if entry.context:
        return "entries with a context rule"
    try:
        write_globs(entry.pattern)
    except FramingError:
        return "entries with a gap between words"
    return ""
