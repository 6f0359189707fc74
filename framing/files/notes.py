"""What a reader has to tell: guesses, and bad rows counted a file; or, when strict, the first bad row as an error.

In: sentences and places. Out: a list of notes for whoever called. It prints nothing.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass, field

from framing.errors import FramingError

# Longer values are cut in a sentence.
_SHOWN = 40


@dataclass
class BadRows:
    """The bad rows of one file: how many, and the sentence for the first."""

    count: int
    first: str


@dataclass
class Notes:
    """Collects into `said`. Bad rows are counted a file and told by `finish`; with `strict` the first one raises."""

    said: list[str] = field(default_factory=list)
    strict: bool = False
    _bad: dict[str, BadRows] = field(default_factory=dict)
    _files: list[str] = field(default_factory=list)
    _about: dict[str, tuple[int, str, int]] = field(default_factory=dict)
    _keys: set[Hashable] = field(default_factory=set)

    def say(self, sentence: str) -> None:
        """Add a sentence, once."""
        if sentence not in self.said:
            self.said.append(sentence)

    def say_of(self, name: str, sentence: str) -> None:
        """Add a sentence about a file; the same about several files takes one line."""
        if sentence not in self._about:
            self._about[sentence] = len(self.said), name, 0
            self.said.append(f"{name}: {sentence}")
            return
        at, first, more = self._about[sentence]
        self._about[sentence] = at, first, more + 1
        self.said[at] = f"{first} and {more + 1} more file{'s' * (more > 0)}: {sentence}"

    def say_once(self, key: Hashable, sentence: str) -> None:
        """Add a sentence unless one was added under the same key."""
        if key not in self._keys:
            self._keys.add(key)
            self.say(sentence)

    def skip_row(self, name: str, place: str, reason: str) -> None:
        """Count a row that is left out. `place`: "line 7" or "row 7"; `reason`: value, rule and remedy.

        Raises FramingError when strict.
        """
        sentence = f"{name}, {place}: {reason}"
        if self.strict:
            raise FramingError(sentence)
        if name in self._bad:
            self._bad[name].count += 1
        else:
            self._bad[name] = BadRows(1, sentence)

    def skip_file(self, reason: str) -> None:
        """Count a file of a folder or an archive that is left out."""
        self._files.append(reason)

    def finish(self, name: str) -> None:
        """Tell the bad rows of one file."""
        bad = self._bad.pop(name, None)
        if bad:
            rows = "1 row was" if bad.count == 1 else f"{bad.count} rows were"
            self.say(f"{rows} left out; {'it is' if bad.count == 1 else 'the first is'} {bad.first}")

    def finish_files(self) -> None:
        """Tell the files that were left out."""
        if self._files:
            count = len(self._files)
            files = "1 file was" if count == 1 else f"{count} files were"
            self.say(f"{files} left out; {'it is' if count == 1 else 'the first is'} {self._files[0]}")
            self._files.clear()

    def left_out(self) -> list[str]:
        """Why files and rows were left out, as far as it is not told yet."""
        return [*self._files, *(bad.first for bad in self._bad.values())]

    def first_bad(self, name: str) -> str:
        """The sentence for the first bad row of a file, or ""."""
        return self._bad[name].first if name in self._bad else ""


def show_value(value: object) -> str:
    """A value as a sentence shows it: quoted and cut."""
    text = value if isinstance(value, str) else repr(value)
    return f"'{text}'" if len(text) <= _SHOWN else f"'{text[:_SHOWN]}…'"


def list_names(names: Sequence[str], *, most: int = 12) -> str:
    """Names for a sentence, the rest counted."""
    folded = [" ".join(name.split()) for name in names[:most]]
    shown = ", ".join(name if len(name) <= _SHOWN else f"{name[:_SHOWN]}…" for name in folded)
    return shown if len(names) <= most else f"{shown} and {len(names) - most} more"
