"""Writes lexicons/zh.tsv, places-zh.txt and cues-zh.txt: simplified terms in, each with its traditional spelling out.

In: the `.source` file of each and the pairs of letters in traditional.txt. Out: the same rows, a term that is
spelt otherwise in traditional letters as an alternation. Decides nothing about frames.

usage: python bench/build_zh.py [--check]
"""

from __future__ import annotations

import argparse
import itertools
import re
import sys
from pathlib import Path

LEXICONS = Path(__file__).resolve().parents[1] / "lexicons"
LETTERS = Path(__file__).resolve().parent / "traditional.txt"
_RULE_TERMS = re.compile(r"(?<=: )[^;]+")
# An entry has few letters with two traditional spellings; more than this many are a slip in the table.
_MOST_SPELLINGS = 8


def read_letters(text: str) -> dict[str, str]:
    """Simplified letter to its traditional ones, most usual first; lines that open with # are left out.

    >>> read_letters("# head\\n国國\\n台臺台")
    {'国': '國', '台': '臺台'}
    """
    return {line[0]: line[1:] for line in text.split("\n") if line and not line.startswith("#")}


def both_spellings(entry: str, letters: dict[str, str]) -> str:
    """The pattern that matches an entry in simplified and in traditional letters.

    >>> both_spellings("国家主权", {"国": "國", "权": "權"})
    '(国家主权|國家主權)'
    >>> both_spellings("台海", {"台": "臺台"})
    '(台海|臺海)'
    """
    spellings = ["".join(choice) for choice in itertools.product(*(letters.get(char, char) for char in entry))]
    if len(spellings) > _MOST_SPELLINGS:
        raise SystemExit(f"'{entry}' has {len(spellings)} traditional spellings; shorten the rows of traditional.txt")
    distinct = list(dict.fromkeys([entry, *spellings]))
    return entry if len(distinct) == 1 else f"({'|'.join(distinct)})"


def build_table(source: str, letters: dict[str, str]) -> str:
    """The text of zh.tsv for the text of the source: entries, the terms of rules and word classes in both spellings."""
    lines = source.splitlines()
    head = [_build_head(line, letters) for line in lines if line.startswith("# ") and ":" in line]
    rows = [line.split("\t") for line in lines if line.strip() and not line.startswith("#")]
    columns, entries = rows[0], [_build_row(row + [""] * (8 - len(row)), letters) for row in rows[1:]]
    entries.sort(key=lambda row: (row[0], row[1].casefold(), row[2], row[3]))
    return "\n".join([*head, "\t".join(columns), *("\t".join(row) for row in entries)]) + "\n"


def build_words(source: str, letters: dict[str, str]) -> str:
    """A word list with every term in both spellings."""
    lines = source.splitlines()
    return "\n".join(line if line[:1] in ("#", "[") else both_spellings(line, letters) for line in lines) + "\n"


def _build_head(line: str, letters: dict[str, str]) -> str:
    key, _, value = line.partition(": ")
    if not key.startswith("# word class") or value.startswith("in "):
        return line
    return f"{key}: {_both_terms(value, letters)}"


def _build_row(row: list[str], letters: dict[str, str]) -> list[str]:
    frame, entry, strength, rule, *rest = row
    terms = _RULE_TERMS.sub(lambda found: _both_terms(found.group(), letters), rule)
    return [frame, both_spellings(entry, letters), strength, terms, *rest]


def _both_terms(terms: str, letters: dict[str, str]) -> str:
    parts = [term.strip() for term in terms.split(",")]
    return ", ".join(part if part.startswith("@") else both_spellings(part, letters) for part in parts)


def main() -> None:
    """Write the three files, or with --check say whether they are what the sources give."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    options.add_argument("--check", action="store_true", help="write nothing; fail when a file is out of date")
    letters = read_letters(LETTERS.read_text(encoding="utf-8"))
    made = {
        "zh.tsv": build_table((LEXICONS / "zh.source.tsv").read_text(encoding="utf-8"), letters),
        "places-zh.txt": build_words((LEXICONS / "places-zh.source.txt").read_text(encoding="utf-8"), letters),
        "cues-zh.txt": build_words((LEXICONS / "cues-zh.source.txt").read_text(encoding="utf-8"), letters),
    }
    check = options.parse_args().check
    for name, text in made.items():
        if _without_measures((LEXICONS / name).read_text(encoding="utf-8")) == text:
            continue
        if check:
            sys.exit(f"{name} is out of date")
        # Figures measured on other entries are dropped with them.
        (LEXICONS / name).write_text(text, encoding="utf-8", newline="\n")


def _without_measures(text: str) -> str:
    return "".join(line for line in text.splitlines(keepends=True) if not line.startswith("# measured"))


if __name__ == "__main__":
    main()
