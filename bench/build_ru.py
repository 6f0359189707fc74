"""Writes lexicons/ru.tsv from lexicons/ru.source.tsv: lemma phrases in, the forms that agree out.

In: the source, where `~` behind a word asks for its forms. Out: one entry a phrase, its forms as an alternation.
Needs pymorphy3 and runs at build time only; what ships are the forms. Decides nothing about frames.

usage: python bench/build_ru.py [--check]
"""

from __future__ import annotations

import argparse
import itertools
import sys
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any

LEXICONS = Path(__file__).resolve().parents[1] / "lexicons"
SOURCE, TARGET = LEXICONS / "ru.source.tsv", LEXICONS / "ru.tsv"
_CASES = ("nomn", "gent", "datv", "accs", "ablt", "loct")
_ADJECTIVES = ("ADJF", "PRTF")
_HEADS = ("NOUN", "INFN")
# `voct` and the second genitive and locative have no place in this language; `Erro` and the like are misspellings.
_UNWANTED = {"voct", "gen2", "acc2", "loc2", "Erro", "Dist", "Slng", "Infr", "V-be", "impr", "Supr", "Cmp2", "V-ej"}


def build_table(source: str) -> str:
    """The text of ru.tsv for the text of the source: same head, same columns, forms instead of lemmas, sorted."""
    lines = source.splitlines()
    head = [line for line in lines if line.startswith("# ") and ":" in line]
    rows = [line.split("\t") for line in lines if line.strip() and not line.startswith("#")]
    columns, entries = rows[0], [_build_row(row + [""] * (8 - len(row))) for row in rows[1:]]
    entries.sort(key=lambda row: (row[0], row[1].casefold(), row[2], row[3]))
    return "\n".join([*head, "\t".join(columns), *("\t".join(row) for row in entries)]) + "\n"


def expand_phrase(phrase: str) -> str:
    """The pattern that matches every form of a phrase: `~` words are inflected together, the others stay.

    >>> expand_phrase("мирный~ план~")[:30]
    'мирн(ого плана|ом плане|ому пл'
    """
    if "~" not in phrase:
        return phrase
    options = [_options(token) for token in phrase.split()]
    forms: set[str] = {form for choice in itertools.product(*options) for form in _inflect_together(choice)}
    return _factor(sorted(form.lower().replace("ё", "е") for form in forms))


def _build_row(row: list[str]) -> list[str]:
    frame, phrase, *rest = row
    lemma = phrase.replace("~", "")
    note = "; ".join(part for part in (lemma if "~" in phrase else "", rest[-1]) if part)
    return [frame, expand_phrase(phrase), *rest[:-1], note]


def _options(token: str) -> list[str]:
    """`навести|наводить~` is a choice of two words that are both inflected; anything in brackets is left alone."""
    if "~" not in token:
        return [token]
    return [word.strip("~") + "~" for word in token.split("|")]


def _inflect_together(words: Sequence[str]) -> Iterator[str]:
    marked = [i for i, word in enumerate(words) if word.endswith("~")]
    head = _find_head([words[i].strip("~") for i in marked])
    for form, features in _forms(words[marked[head]].strip("~")):
        made = list(words)
        for place, i in enumerate(marked):
            made[i] = form if place == head else _agreeing(words[i].strip("~"), features)
        if all(made):
            yield " ".join(made)


def _find_head(words: Sequence[str]) -> int:
    """The noun or the verb that the others agree with; a lone adjective is its own head."""
    for i in reversed(range(len(words))):
        if _parse(words[i], _HEADS):
            return i
    return len(words) - 1


@cache
def _morphology() -> Any:
    import pymorphy3

    return pymorphy3.MorphAnalyzer()


@cache
def _parse(word: str, parts: tuple[str, ...]) -> Any:
    """The first reading of a word as one of these parts of speech, in the nominative or infinitive; None if none is."""
    for reading in _morphology().parse(word):
        if reading.tag.POS in parts and (reading.tag.POS == "INFN" or reading.tag.case == "nomn"):
            return reading
    return None


def _forms(word: str) -> list[tuple[str, Any]]:
    """Every form of a word with its features; of a plural only the plural."""
    reading = _parse(word, _HEADS) or _parse(word, _ADJECTIVES)
    if reading is None:
        raise SystemExit(f"'{word}~' is neither a nominative nor an infinitive; write the lemma or drop the ~")
    if reading.tag.POS == "INFN":
        return [(r.word, r.tag) for r in reading.lexeme if not _UNWANTED & set(r.tag.grammemes)]
    found = []
    for r in reading.lexeme:
        wanted = r.tag.POS == reading.tag.POS and not _UNWANTED & set(r.tag.grammemes) and r.tag.case in _CASES
        if wanted and not (reading.tag.number == "plur" and r.tag.number != "plur"):
            found.append((r.word, r.tag))
    return found


def _agreeing(adjective: str, noun: Any) -> str:
    """The form of an adjective that goes with a noun of these features; "" when the noun is no noun."""
    if noun.case not in _CASES:
        return ""
    wanted = {noun.number, noun.case}
    if noun.number == "sing":
        wanted.add(noun.gender)
    if noun.case == "accs" and (noun.number == "plur" or noun.gender == "masc"):
        wanted.add(noun.animacy)
    reading = _parse(adjective, _ADJECTIVES)
    for r in reading.lexeme if reading else ():
        if r.tag.POS in _ADJECTIVES and wanted <= set(r.tag.grammemes) and not _UNWANTED & set(r.tag.grammemes):
            return str(r.word)
    return ""


def _factor(forms: Sequence[str]) -> str:
    """The forms as one pattern, the letters and words that all of them share written once.

    >>> _factor(["мир в доме", "мира в доме"])
    'мир(|а) в доме'
    """
    if len(forms) == 1:
        return forms[0]
    if not forms:
        raise SystemExit("a phrase of the source has no form; check which of its words carry a ~")
    start = _common_start(forms)
    ends = [form[len(start) :] for form in forms]
    shared = _common_start([end[::-1] for end in ends])[::-1]
    shared = shared[shared.index(" ") :] if " " in shared else ""
    return f"{start}({'|'.join(end[: len(end) - len(shared)] for end in ends)}){shared}"


def _common_start(words: Sequence[str]) -> str:
    first, last = min(words), max(words)
    same = (i for i, (a, b) in enumerate(zip(first, last, strict=False)) if a != b)
    return first[: next(same, min(len(first), len(last)))]


def main() -> None:
    """Write the table, or with --check say whether it is what the source gives."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    options.add_argument("--check", action="store_true", help="write nothing; fail when ru.tsv is out of date")
    made = build_table(SOURCE.read_text(encoding="utf-8"))
    current = _without_measures(TARGET.read_text(encoding="utf-8")) == made
    if options.parse_args().check:
        sys.exit(0 if current else "ru.tsv is out of date")
    if not current:  # figures measured on other entries are dropped with them
        TARGET.write_text(made, encoding="utf-8", newline="\n")


def _without_measures(text: str) -> str:
    return "".join(line for line in text.splitlines(keepends=True) if not line.startswith("# measured"))


if __name__ == "__main__":
    main()
