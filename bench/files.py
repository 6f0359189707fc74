"""Reading and writing at volume: what is compiled or kept, against the slow ways that make the same bytes.

In: a size. Out: a Markdown table of processor time, in seconds, and ratios; medians of rounds that take every way in
turn. Run it as `python bench/files.py`.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from unittest import mock

import numpy as np
import pyarrow as pa
from pipeline import LEXICON, write_documents

from framing.files import jsonl, roles, tables
from framing.files.documents import read_documents
from framing.opening import open_study
from framing.settings import Settings
from framing.study import score_batches

NEVER = 1 << 62


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--megabytes", type=float, default=20.0)
    parser.add_argument("--rounds", type=int, default=5)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        lines, _ = write_documents(Path(name), given.megabytes)
        quoted = Path(name) / "quoted.jsonl"
        quoted.write_text(lines.read_text(encoding="utf-8").replace(". ", ".” "), encoding="utf-8")
        scored = list(score_batches(open_study(Settings(inputs=(str(lines),), lexicons=(LEXICON,)))))
        ways = {f"write {form}": writing(scored, form) for form in ("jsonl", "csv")}
        ways |= {"read JSON Lines": lambda: read(lines), "read JSON Lines with curly quotes": lambda: read(quoted)}
        print("| | slow | now | ratio |\n| --- | --- | --- | --- |")
        for way, work in ways.items():
            slow, now = compare(work, given.rounds)
            print(f"| {way} | {slow:.3f} | {now:.3f} | {slow / now:.1f} |", flush=True)


def writing(scored: list[pa.Table], form: str) -> Callable[[], int]:
    """Tables made text, as a result that grows is."""
    return lambda: sum(len(tables.table_bytes(table, form, continued=True)) for table in scored)


def read(path: Path) -> int:
    """A file read, batch by batch."""
    return sum(documents.num_rows for documents in read_documents([path]))


def compare(work: Callable[[], int], rounds: int) -> tuple[float, float]:
    """Median processor time the slow way and ours; the first round, which compiles, is left out."""
    taken: tuple[list[float], list[float]] = ([], [])
    for _ in range(rounds + 1):
        with (
            mock.patch.object(tables, "_is_large", return_value=False),
            mock.patch.object(roles, "_COMPILED_BYTES", NEVER),
            mock.patch.object(jsonl.JsonFile, "_columns_by_rows", return_value=None),
        ):
            taken[0].append(measure(work))
        taken[1].append(measure(work))
    return float(np.median(taken[0][1:])), float(np.median(taken[1][1:]))


def measure(work: Callable[[], int]) -> float:
    """Processor time of one go."""
    begin = time.process_time()
    work()
    return time.process_time() - begin


if __name__ == "__main__":
    main()
