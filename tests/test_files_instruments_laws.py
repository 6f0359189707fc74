"""Any bytes as an instrument (codebook, speaker list, codes, attributions, lexicon) give a noun or one sentence."""

import os
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from report_kit import ORCHARD

from framing.errors import FramingError
from framing.files.attributions import read_attributions
from framing.files.codebooks import read_codebook
from framing.files.codes import read_codes
from framing.files.lexicons import read_lexicon
from framing.files.people import read_people
from framing.files.settings import read_settings

READERS: dict[str, tuple[Callable[[str], Any], tuple[str, ...]]] = {
    "codebook": (read_codebook, ("toml", "yaml", "json")),
    "settings": (read_settings, ("toml", "yaml", "json")),
    "people": (read_people, ("csv", "jsonl", "json")),
    "codes": (lambda path: read_codes(path, ORCHARD), ("csv", "jsonl")),
    "attributions": (read_attributions, ("csv", "jsonl")),
    "lexicon": (lambda path: read_lexicon(Path(path), ORCHARD), ("tsv",)),
}
WORDS = [
    "name",
    "version",
    "frames",
    "id",
    "title",
    "unit",
    "inputs",
    "columns",
    "seed",
    "aliases",
    "role",
    "document_id",
    "spans",
    "start",
    "end",
    "code",
    "frame",
    "pests",
    "entry",
    "strength",
    "context",
    "[",
    "]",
    "{",
    "}",
    ":",
    " = ",
    ",",
    "\n",
    "\t",
    '"',
    "1",
    "-1",
    "2.5",
    "true",
    "null",
    "[[0, 2]]",
    "x",
    "#",
    "%",
    "<=3",
    "*",
    "(",
    "\\",
    "near 3: a",
    "[[frames]]",
]
TEXTS = st.lists(st.sampled_from(WORDS), max_size=25).map("".join) | st.text(max_size=40)


@st.composite
def tables(draw: st.DrawFn) -> str:
    """A table with a header of known names and cells of any kind."""
    names = draw(st.lists(st.sampled_from([word for word in WORDS if word.isidentifier()]), min_size=1, max_size=5))
    mark = draw(st.sampled_from([",", "\t"]))
    rows = draw(st.lists(st.lists(st.sampled_from(WORDS), min_size=len(names), max_size=len(names)), max_size=4))
    return "\n".join(mark.join(f'"{c}"' if c in ",\n" else c for c in row) for row in [names, *rows])


@given(st.sampled_from(sorted(READERS)), TEXTS | tables(), st.integers(0, 2))
@settings(deadline=None, max_examples=60)
def test_any_text_gives_a_noun_or_a_sentence(kind: str, text: str, which: int) -> None:
    read, endings = READERS[kind]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"x.{endings[which % len(endings)]}"
        path.write_bytes(text.encode("utf-8", "surrogatepass"))
        refusal = _refusal(read, os.fspath(path))
    assert refusal is None or "; " in refusal or refusal.endswith((")", "'"))


def _refusal(read: Callable[[str], Any], path: str) -> str | None:
    try:
        read(path)
    except FramingError as error:
        return str(error)
    return None
