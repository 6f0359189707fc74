"""Wildcards of other programs as patterns of ours, and our patterns as plain terms that other programs read.

In: one term or one pattern. Out: the other. A pattern that plain terms cannot say is refused, never bent.
"""

from __future__ import annotations

import re

from framing.errors import FramingError
from framing.matcher.pattern import MOST_SPELLINGS

_MARKS = re.compile(r"([()|<\\])")
# The letters that a `?` may stand for, by the script of its word.
_LETTERS = {"latin": "abcdefghijklmnopqrstuvwxyz", "cyrillic": "абвгдежзийклмнопрстуфхцчшщъыьэюя"}
_CYRILLIC = re.compile("[Ѐ-ӿ]")
_INNER_STAR = re.compile(r"(?<=\w)\*(?=\w)")
_GAP = re.compile(r"(?:^|\s)<=\d")
# More question marks than this in a term stand for too many words.
_MOST_MARKS = 2


def read_glob(term: str, *, question_marks: bool = False) -> str:
    """The pattern for a term with `*` for any letters and, where the program has it, `?` for one letter.

    Raises FramingError for a wildcard that the matcher has no equal of.

    >>> read_glob("pro-(state)  list*")
    'pro-\\\\(state\\\\) list*'
    """
    text = re.sub(r"\*+", "*", " ".join(term.split()))
    if _INNER_STAR.search(text):
        raise FramingError(
            f"'{term.strip()}' has a * inside a word; a * may stand at the beginning or the end of a word: "
            "write the forms it stands for as terms of their own"
        )
    escaped = _MARKS.sub(r"\\\1", text)
    return _with_letters(escaped) if question_marks and "?" in escaped else escaped


def _with_letters(text: str) -> str:
    if text.count("?") > _MOST_MARKS:
        raise FramingError(f"'{text}' has more than {_MOST_MARKS} question marks; write a * or the words themselves")
    letters = _LETTERS["cyrillic" if _CYRILLIC.search(text) else "latin"]
    return text.replace("?", f"({'|'.join(letters)})")


def write_globs(pattern: str) -> list[str]:
    """The plain terms that together match what the pattern matches.

    Raises FramingError where plain terms cannot: a gap of up to n words, or too many spellings.

    >>> write_globs("defen(c|s)e force*")
    ['defence force*', 'defense force*']
    """
    terms, rest = _expand(pattern, 0)
    if rest != len(pattern):
        raise FramingError(f"'{pattern}' has a bracket too many")
    if len(terms) > MOST_SPELLINGS:
        raise FramingError(f"'{pattern}' stands for {len(terms)} terms")
    if any(_GAP.search(term) for term in terms):
        raise FramingError(f"'{pattern}' allows a number of words between, which plain terms cannot say")
    plain = (re.sub(r"\\(.)", r"\1", " ".join(term.split())) for term in terms)
    return list(dict.fromkeys(term for term in plain if term))


def _expand(pattern: str, at: int) -> tuple[list[str], int]:
    """The spellings of pattern from `at` up to a closing mark, and where that stands; escapes are kept."""
    made = [""]
    while at < len(pattern) and pattern[at] not in "|)":
        if pattern[at] == "(":
            options, at = _options(pattern, at + 1)
            made = [left + right for left in made for right in options]
            if len(made) > MOST_SPELLINGS:
                break
        else:
            step = 2 if pattern[at] == "\\" else 1
            made = [left + pattern[at : at + step] for left in made]
            at += step
    return made, len(pattern) if len(made) > MOST_SPELLINGS else at


def _options(pattern: str, at: int) -> tuple[list[str], int]:
    options: list[str] = []
    while True:
        part, at = _expand(pattern, at)
        options += part
        if at >= len(pattern) or pattern[at] == ")":
            return options, at + 1
        at += 1
