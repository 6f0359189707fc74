"""Which entries stand inside entries of another frame, as far as their patterns say.

In: entries. Out: for each such entry the longer ones. Where the longer one is found the shorter does not count, so a
reader of the shorter one's counts should know. Looks at patterns only, not at texts.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from framing.matcher import parse_pattern
from framing.records import Entry

# Longer entries named for one inside them.
_NAMED = 4
_Words = tuple[str, ...]


def find_nested(entries: Sequence[Entry]) -> dict[int, str]:
    """For the number of an entry that stands inside entries of other frames: `entry (frame); …`.

    >>> found = find_nested([Entry("stability", "a"), Entry("threat* to stability", "b"), Entry("stable", "a")])
    >>> found
    {0: 'threat* to stability (b)'}
    """
    plain: dict[_Words, set[int]] = {}
    stems: dict[str, set[int]] = {}
    spelled = [list(_spellings(entry.pattern)) for entry in entries]
    for number, spellings in enumerate(spelled):
        for words in spellings:
            if len(words) == 1 and words[0].endswith("*"):
                stems.setdefault(words[0][:-1], set()).add(number)
            else:
                plain.setdefault(words, set()).add(number)
    around: dict[int, dict[int, None]] = {}
    for number, spellings in enumerate(spelled):
        for words in spellings:
            for inner in _inside(words, plain, stems):
                if inner != number and entries[inner].frame != entries[number].frame:
                    around.setdefault(inner, {})[number] = None
    return {inner: _listing([entries[n] for n in around[inner]]) for inner in sorted(around)}


def _spellings(pattern: str) -> Iterator[_Words]:
    for spelling in parse_pattern(pattern):
        if all(not form.head for form in spelling.forms):
            yield tuple(form.text + ("*" if form.tail else "") for form in spelling.forms)


def _inside(words: _Words, plain: dict[_Words, set[int]], stems: dict[str, set[int]]) -> Iterator[int]:
    for start in range(len(words)):
        for end in range(start + 1, len(words) + 1):
            if end - start < len(words):
                yield from plain.get(words[start:end], ())
        if len(words) > 1:
            word = words[start].rstrip("*")
            for length in range(2, len(word) + 1):
                yield from stems.get(word[:length], ())


def _listing(longer: Sequence[Entry]) -> str:
    shown = "; ".join(f"{entry.pattern} ({entry.frame})" for entry in longer[:_NAMED])
    return shown + (f"; {len(longer) - _NAMED} more" if len(longer) > _NAMED else "")
