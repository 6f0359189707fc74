"""Segmenting against a plain regular expression: megabytes a second of English, Russian and Chinese, made up.

In: a size. Out: a Markdown table on stdout: processor time of one thread, medians of rounds that take both in turn.
The expression cuts texts behind stops and knows neither abbreviations nor paragraphs nor speakers; it is the least that
a tool written in Python does. Russian and Chinese are the English with other letters. Run `python bench/segmenting.py`.
"""

from __future__ import annotations

import argparse
import re
import statistics
import time
from collections.abc import Callable

import numpy as np
import pyarrow as pa
from text import make_passages

from framing.attribute import attribute_documents, find_voices
from framing.records import DOCUMENTS
from framing.segment import segment_documents

SEED = 5
PASSAGES = 8  # a document
PORTION = 4 << 20  # bytes in hand, as in `framing score`
_LATIN = "abcdefghijklmnopqrstuvwxyz"
_CYRILLIC = str.maketrans(_LATIN + _LATIN.upper(), "абцдефгхийклмнопярстувшжыз" + "АБЦДЕФГХИЙКЛМНОПЯРСТУВШЖЫЗ")
_HAN = str.maketrans(
    {
        **dict(zip("bcdfghjklmnpqrstvwxyz", "不成的法国和及科了名南平去人是他为我下一在", strict=True)),
        ",": "，",
        ".": "。",
    }
)
_UNUSED = re.compile("[aeiou ]")
_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=\S)|(?<=[。！？])")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--megabytes", type=float, default=20.0)
    parser.add_argument("--rounds", type=int, default=7)
    given = parser.parse_args()
    print("| text | megabytes a second | regular expression | times |\n|---|---|---|---|")
    for name, texts in make_texts(int(given.megabytes * 1e6)).items():
        size = sum(len(text.encode()) for text in texts)
        portions = make_portions(texts, size)
        times = [(measure(segment, portions), measure(split, portions)) for _ in range(given.rounds)]
        ours, plain = (statistics.median(column) for column in zip(*times, strict=True))
        print(f"| {name} | {size / ours / 1e6:.0f} | {size / plain / 1e6:.0f} | {plain / ours:.1f} |", flush=True)


def make_texts(n_bytes: int) -> dict[str, list[str]]:
    """Documents of some paragraphs each, by the name of what they are written in."""
    passages = make_passages(np.random.default_rng(SEED), n_bytes)
    english = ["\n\n".join(passages[at : at + PASSAGES]) for at in range(0, len(passages), PASSAGES)]
    return {
        "English in ASCII": english,
        "English with quotation marks": [text.replace(" the ", " “the” ", 1) for text in english],
        "Russian": [text.translate(_CYRILLIC) for text in english],
        "Chinese": [_UNUSED.sub("", text.lower()).translate(_HAN) for text in english],
    }


def make_portions(texts: list[str], size: int) -> list[pa.Table]:
    """The documents, each with a speaker, in tables of about four megabytes."""
    rows = [{"document_id": f"d{i}", "text": text, "speaker": ["Vale"]} for i, text in enumerate(texts)]
    step = max(1, len(rows) * PORTION // size)
    return [pa.Table.from_pylist(rows[at : at + step], schema=DOCUMENTS) for at in range(0, len(rows), step)]


def segment(documents: pa.Table) -> pa.Table:
    """What `framing score` does with documents before it scores them."""
    return segment_documents(documents, find_voices(documents, attribute_documents(documents)))


def split(documents: pa.Table) -> pa.Array:
    """The texts cut by the regular expression, as an Arrow array."""
    return pa.array([piece for text in documents["text"].to_pylist() for piece in _SENTENCE.split(text)])


def measure(way: Callable[[pa.Table], object], portions: list[pa.Table]) -> float:
    """Seconds of processor time for all portions."""
    begin = time.process_time()
    for documents in portions:
        way(documents)
    return time.process_time() - begin


if __name__ == "__main__":
    main()
