"""The whole command against the bare matcher, and its memory: `framing score` on made-up documents.

In: sizes. Out: Markdown tables on stdout: rates in wall and processor time for JSON Lines and Parquet, one and two
threads, next to the bare matcher with the same lexicon; peak memory for few and many passages. Every run is a process
of its own. Run it as `python bench/pipeline.py`; `--passages 100000 3000000` is what docs/scale.md reports.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from text import make_passages

T = TypeVar("T")
SEED = 11
SPEAKERS = 12
DOCUMENTS = 2000
SMALLER = 10  # the smaller input is so many times smaller
LEXICON = "en"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--megabytes", type=float, default=77.0)
    parser.add_argument("--passages", type=int, nargs="+", default=[100_000, 1_000_000])
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--spark", action="store_true", help="only Spark's local mode against two threads")
    parser.add_argument("--bare", type=Path, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.bare:
        print(json.dumps(run_bare(given.bare)))
        return
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        if given.spark:
            print(compare_spark(folder, given.megabytes, given.rounds))
            return
        print(compare_rates(folder, given.megabytes, given.rounds), flush=True)
        print(compare_memory(folder, given.passages))


def compare_rates(folder: Path, megabytes: float, rounds: int) -> str:
    """The table of rates; each round takes every way in turn.

    A rate is of what all documents take beyond a tenth of them: start, and loading of kernels, are in neither.
    """
    whole = apart(write_documents, folder, megabytes)
    tenth = apart(write_documents, folder / "tenth", megabytes / SMALLER)
    runs: dict[str, list[dict[str, float]]] = {}
    for _ in range(rounds):
        bare = run([sys.executable, __file__, "--bare", str(whole[1])])
        runs.setdefault("bare matcher, 1 thread", []).append(bare)
        for kind, ending, which in (("JSON Lines", "jsonl", 0), ("Parquet", "parquet", 1)):
            for threads in (1, 2):
                much, little = (run(score(n[which], folder / f"out.{ending}", threads)) for n in (whole, tenth))
                beyond = {key: (much[key] - little[key]) / (1 - 1 / SMALLER) for key in ("seconds", "processor")}
                runs.setdefault(f"{kind}, {threads} thread{'s'[: threads - 1]}", []).append(much | beyond)
    bare_rate = np.array([r["processor"] for r in runs["bare matcher, 1 thread"]])
    rows = ["| | MB/s | MB/s of processor time | of the bare rate | peak MB |", "| --- | --- | --- | --- | --- |"]
    for way, found in runs.items():
        used = np.array([r["processor"] for r in found])
        rates = megabytes / np.median([r["seconds"] for r in found]), megabytes / np.median(used)
        share, peak = np.median(bare_rate / used), np.median([r["peak"] for r in found])
        rows.append(f"| {way} | {rates[0]:.1f} | {rates[1]:.1f} | {share:.2f} | {peak:.0f} |")
    one = score(folder / "one.jsonl", folder / "one.out.jsonl", 1)
    start = np.median([run(one)["seconds"] for _ in range(5)])
    return "\n".join([f"start to result for one document: {start:.2f} s\n", *rows])


def compare_memory(folder: Path, passages: list[int]) -> str:
    """Peak memory by number of passages, of scoring and of comparing: a document each, and in as many documents."""
    rows = [
        f"\n| passages | `score` | `compare`, {DOCUMENTS:,} documents | `compare`, a document each |",
        "| --- | --- | --- | --- |",
    ]
    for count in passages:
        short, long = folder / f"{count}.jsonl", folder / f"{count}.long.jsonl"
        apart(write_short, short, count, count)
        apart(write_short, long, count, min(count, DOCUMENTS))
        compared = [compare(path, folder / "out.json") for path in (long, short)]
        ways = [score(short, folder / "out.parquet", 2), *compared]
        peaks = [f"{run(way)['peak']:.0f} MB" for way in ways]
        rows.append(f"| {count:,} | {' | '.join(peaks)} |")
        short.unlink()
        long.unlink()
    return "\n".join(rows)


def compare_spark(folder: Path, megabytes: float, rounds: int) -> str:
    """Seconds of scoring Parquet, and of the sums for a comparison, on two threads and on Spark's local[2], in turns.

    Warm; scores are only counted.
    """
    from framing.engines.spark import collect, score_documents, start_session, sum_documents
    from framing.opening import open_study
    from framing.settings import Settings
    from framing.study import map_scores, score_batches, sum_scores

    table = str(write_documents(folder, megabytes)[1])
    settings = Settings(inputs=(table,), lexicons=(LEXICON,), attribution="none", by="speaker")
    frame = start_session("local[2]").read.parquet(table)
    scored, summed = score_documents(frame, settings), sum_documents(frame, settings)

    def sum_here() -> int:
        study = open_study(settings, threads=2)
        return sum(map_scores(study, lambda scores, number: sum_scores(scores, study).num_rows))

    ways = {
        "scores, 2 threads": lambda: sum(s.num_rows for s in score_batches(open_study(settings, threads=2))),
        "scores, local[2]": lambda: scored.write.format("noop").mode("overwrite").save(),
        "sums, 2 threads": sum_here,
        "sums, local[2]": lambda: collect(summed).num_rows,
    }
    seconds: dict[str, list[float]] = {way: [] for way in ways}
    for number in range(rounds + 1):  # the first round warms up
        for way, run_way in ways.items():
            begin = time.perf_counter()
            run_way()
            if number:
                seconds[way].append(time.perf_counter() - begin)
    middle = {way: float(np.median(found)) for way, found in seconds.items()}
    ratios = [f"{way}: {middle[f'{way}, 2 threads'] / middle[f'{way}, local[2]']:.2f}" for way in ("scores", "sums")]
    return "\n".join([*(f"{way}: {took:.2f} s" for way, took in middle.items()), f"Spark's rate: {'; '.join(ratios)}"])


def apart(function: Callable[..., T], *given: Any) -> T:
    """Call a function in a process of its own: what it held would count as a peak of every process begun later."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        return pool.submit(function, *given).result()


def write_documents(folder: Path, megabytes: float) -> tuple[Path, Path]:
    """Documents of two to eleven passages, as JSON Lines and as Parquet; and one alone."""
    folder.mkdir(exist_ok=True)
    rng = np.random.default_rng(SEED)
    passages = make_passages(rng, int(megabytes * 1e6))
    edges = np.cumsum(rng.integers(2, 12, size=len(passages)))
    starts = [0, *edges[edges < len(passages)].tolist()]
    texts = ["\n\n".join(passages[a:b]) for a, b in zip(starts, [*starts[1:], len(passages)], strict=True)]
    rows = [document(i, text) for i, text in enumerate(texts)]
    lines, table = folder / "documents.jsonl", folder / "documents.parquet"
    lines.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    (folder / "one.jsonl").write_text(json.dumps(rows[0]) + "\n", encoding="utf-8")
    pq.write_table(pa.Table.from_pylist(rows), table, compression="zstd", row_group_size=500)
    return lines, table


def write_short(path: Path, count: int, documents: int) -> None:
    """Passages of one sentence, as many as asked for, in so many documents."""
    passages = [p.split(". ")[0] + "." for p in make_passages(np.random.default_rng(SEED), 8_000_000)]
    each = count // documents
    with path.open("w", encoding="utf-8") as stream:
        for i in range(documents):
            text = "\n\n".join(passages[j % len(passages)] for j in range(i * each, (i + 1) * each))
            stream.write(json.dumps(document(i, text)) + "\n")


def document(number: int, text: str) -> dict[str, str]:
    return {"id": f"d{number}", "speaker": f"Speaker {number % SPEAKERS}", "date": "2004-05-01", "text": text}


def score(path: Path, target: Path, threads: int) -> list[str]:
    """The command line that scores a file."""
    code = "from framing.cli import main; main()"
    more = ["--lexicon", LEXICON, "--threads", str(threads), "-o", str(target)]
    return [sys.executable, "-c", code, "score", str(path), *more]


def compare(path: Path, target: Path) -> list[str]:
    """The command line that compares the speakers of a file, with few draws."""
    code = "from framing.cli import main; main()"
    more = ["--lexicon", LEXICON, "--attribution", "none", "--draws", "200", "--threads", "2", "-o", str(target)]
    return [sys.executable, "-c", code, "compare", str(path), *more]


def run(command: list[str]) -> dict[str, float]:
    """Run a command: seconds, processor seconds, peak memory, and what it printed of itself."""
    begin = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    assert process.stdout is not None
    said = process.stdout.read()
    _, status, used = os.wait4(process.pid, 0)
    if status:
        raise SystemExit(f"{' '.join(command)} ended with {status}")
    found = {
        "seconds": time.perf_counter() - begin,
        "processor": used.ru_utime + used.ru_stime,
        "peak": used.ru_maxrss / 1024,
    }
    return found | (json.loads(said) if said.startswith("{") else {})


def run_bare(table: Path) -> dict[str, float]:
    """The matcher alone, with the lexicon's entries, on the texts in memory."""
    from framing.files.instruments import load_codebook, load_lexicons
    from framing.matcher import Matcher

    texts = pq.read_table(table, columns=["text"])["text"].combine_chunks()
    lexicon = load_lexicons((LEXICON,), load_codebook())[0]
    matcher = Matcher([entry.pattern for entry in lexicon.entries])
    matcher.find(texts.slice(0, len(texts) // SMALLER))  # from some size on the scanner is compiled
    begin, before = time.perf_counter(), time.process_time()
    matcher.find(texts)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {"processor": time.process_time() - before, "seconds": time.perf_counter() - begin, "peak": peak}


if __name__ == "__main__":
    main()
