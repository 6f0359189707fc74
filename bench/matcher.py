"""The matcher against its peers on one text: CountVectorizer, PhraseMatcher, an `re` alternation, and `wc -w`.

In: a size, or a file with a passage a line. Out: a Markdown table with rates and ratios to the project, on stdout.
Every run is a process of its own that opens the text, compiles (timed apart) and scans once; rounds go through all
contenders in turn, so that a busy machine slows all of them. Slow contenders get a part of the text: their rate does
not depend on it. Ratios are of processor time too, which other work on the machine disturbs less. Run it as
`python bench/matcher.py` (some ten minutes); `--spark` adds Spark in local mode.
"""

from __future__ import annotations

import argparse
import json
import re
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
from text import make_lexicon, make_passages

SEED = 20220105
PORTION = 4 << 20  # characters that a thread takes at a time
# Contenders, and the share of the text that each gets with 300 and with more entries.
SHARES = {
    "project": (1.0, 1.0),
    "project, 2 threads": (1.0, 1.0),
    "wc -w": (1.0, 1.0),
    "CountVectorizer": (0.15, 0.15),
    "PhraseMatcher": (0.15, 0.15),
    "re alternation": (0.05, 0.002),
    "spark local[2]": (1.0, 1.0),
}
Scan = Callable[[Any], int]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--text", type=Path, help="a file in UTF-8 with a passage a line, in place of the made-up text")
    parser.add_argument("--megabytes", type=float, default=77.0)
    parser.add_argument("--entries", type=int, nargs="+", default=[300, 10_000])
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--spark", action="store_true")
    parser.add_argument("--one", nargs=3, metavar=("CONTENDER", "ENTRIES", "TEXT"), help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.one:
        name, entries, text = given.one
        print(json.dumps(run_one(name, int(entries), Path(text))))
        return
    with tempfile.TemporaryDirectory() as folder:
        text = given.text or write_text(Path(folder) / "text.txt", given.megabytes)
        names = [name for name in SHARES if given.spark or not name.startswith("spark")]
        for entries in given.entries:
            print(tabulate(entries, text, compete(names, entries, text, given.rounds)), flush=True)


def write_text(path: Path, megabytes: float) -> Path:
    """A made-up text, a passage a line."""
    passages = make_passages(np.random.default_rng(SEED), int(megabytes * 1e6))
    path.write_text("\n".join(passages) + "\n", encoding="utf-8")
    return path


def compete(names: Sequence[str], entries: int, text: Path, rounds: int) -> dict[str, list[dict[str, float]]]:
    """Every contender in turn, `rounds` times; the first round, in which caches are filled, does not count."""
    found: dict[str, list[dict[str, float]]] = {name: [] for name in names}
    for number in range(rounds + 1):
        for name in names if number else names[:1]:
            command = [sys.executable, __file__, "--one", name, str(entries), str(text)]
            done = subprocess.run(command, capture_output=True, text=True, check=True)
            if number:
                found[name].append(json.loads(done.stdout.splitlines()[-1]))
    return found


def tabulate(entries: int, text: Path, found: dict[str, list[dict[str, float]]]) -> str:
    """Medians over the rounds; the ratio is the median of the ratios within each round."""
    lines = [
        f"\n{entries} entries, {text.stat().st_size / 1e6:.0f} MB\n",
        "| | MB/s | project is faster by | by processor time | compile s | start s | peak MB | per 1,000 words |",
        "| --- | --- | --- | --- | --- | --- | --- | --- |",
    ]
    for name, runs in found.items():
        rate = np.median([run["bytes"] / run["seconds"] / 1e6 for run in runs])
        ratio, by_processor = (_ratio(found["project"], runs, key) for key in ("seconds", "processor"))
        middle = {key: float(np.median([run[key] for run in runs])) for key in runs[0]}
        density = 1000 * middle["matches"] / max(1.0, middle["bytes"] / 6.4)
        lines.append(
            f"| {name} | {rate:.1f} | {ratio:.2f} | {by_processor:.2f} | {middle['compile']:.2f} "
            f"| {middle['start']:.2f} | {middle['peak']:.0f} | {density:.1f} |"
        )
    return "\n".join(lines)


def _ratio(ours: list[dict[str, float]], theirs: list[dict[str, float]], key: str) -> float:
    pairs = zip(ours, theirs, strict=True)
    return float(np.median([(b[key] / b["bytes"]) / (a[key] / a["bytes"]) for a, b in pairs]))


def run_one(name: str, entries: int, text: Path) -> dict[str, float]:
    """One contender on its share of the text, in this process."""
    lexicon, share = make_lexicon(entries), SHARES[name][entries > 300]
    if name == "wc -w":
        return count_with_wc(text)
    passages = text.read_text(encoding="utf-8").splitlines()
    passages = passages[: max(1, int(len(passages) * share))]
    size = sum(len(passage.encode()) for passage in passages)
    made = pa.array(passages, pa.large_string()) if name.startswith(("project", "spark")) else passages
    if name.startswith(("project", "spark")):
        passages = []
    begin = time.perf_counter()
    contender = CONTENDERS[name]()
    started = time.perf_counter()
    scan = contender(lexicon)
    compiled = time.perf_counter()
    before = time.process_time()
    matches = scan(made)
    seconds, processor = time.perf_counter() - compiled, time.process_time() - before
    if name.startswith("spark"):
        again = time.perf_counter()  # after warm-up: workers, and the kernel in them
        matches, seconds = scan(made), time.perf_counter() - again
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {
        "bytes": size, "seconds": seconds, "compile": compiled - started, "start": started - begin, "peak": peak,
        "matches": matches, "processor": processor,
    }  # fmt: skip


def project(threads: int) -> Callable[[list[str]], Scan]:
    """Our matcher, its tables not taken from disk."""
    import os

    os.environ["FRAMING_CACHE_DIR"] = ""
    from framing.matcher import Matcher
    from framing.matcher.cache import load_kernel

    load_kernel(sys.maxsize)

    def make(lexicon: list[str]) -> Scan:
        matcher = Matcher(lexicon)

        def scan(texts: Any) -> int:
            if threads == 1:
                return len(matcher.find(texts))
            rows = max(1, len(texts) * PORTION // texts.nbytes)
            parts = [texts.slice(at, rows) for at in range(0, len(texts), rows)]
            with ThreadPoolExecutor(threads) as pool:
                return sum(map(len, pool.map(matcher.find, parts)))

        return scan

    return make


def count_vectorizer() -> Callable[[list[str]], Scan]:
    """scikit-learn with the same vocabulary, words and phrases of up to four."""
    from sklearn.feature_extraction.text import CountVectorizer

    def make(lexicon: list[str]) -> Scan:
        longest = max(len(entry.split()) for entry in lexicon)
        counter = CountVectorizer(vocabulary=sorted(set(lexicon)), ngram_range=(1, longest))
        return lambda texts: int(counter.transform(texts).sum())

    return make


def phrase_matcher() -> Callable[[list[str]], Scan]:
    """spaCy's PhraseMatcher on lower-cased words, with the tokeniser that it needs."""
    import spacy
    from spacy.matcher import PhraseMatcher

    def make(lexicon: list[str]) -> Scan:
        nlp = spacy.blank("en")
        matcher = PhraseMatcher(nlp.vocab, attr="LOWER")
        matcher.add("entries", [nlp.make_doc(entry) for entry in lexicon])
        return lambda texts: sum(len(matcher(nlp.make_doc(text))) for text in texts)

    return make


def alternation() -> Callable[[list[str]], Scan]:
    """One regular expression, longest entries first."""

    def make(lexicon: list[str]) -> Scan:
        ordered = sorted(set(lexicon), key=lambda entry: (-len(entry), entry))
        pattern = re.compile(r"\b(?:" + "|".join(map(re.escape, ordered)) + r")\b", re.IGNORECASE)
        return lambda texts: sum(1 for text in texts for _ in pattern.finditer(text))

    return make


def spark() -> Callable[[list[str]], Scan]:
    """Our matcher in Spark's local mode, the text read from Parquet and the counts summed."""
    from framing.engines.spark import start_session

    session = start_session("local[2]")

    def make(lexicon: list[str]) -> Scan:
        def count(batches: Any) -> Any:
            import framing.matcher as room

            # Kept in the worker, which serves many tasks, as the engine keeps its scorer.
            kept = room.__dict__.setdefault("_kept_by_bench", {})
            matcher = kept.get(len(lexicon)) or kept.setdefault(len(lexicon), room.Matcher(lexicon))
            for batch in batches:
                yield pa.record_batch({"n": [len(matcher.find(batch.column("text")))]})

        def scan(texts: Any) -> int:
            import pyarrow.parquet as pq

            place = Path(tempfile.gettempdir()) / f"bench-{len(texts)}.parquet"
            if not place.exists():
                table = pa.table({"text": texts.cast(pa.string())})
                pq.write_table(table, place, row_group_size=len(texts) // 8, compression="none")
            frame = session.read.parquet(str(place)).mapInArrow(count, "n long")
            return int(frame.groupBy().sum("n").collect()[0][0])

        return scan

    return make


def count_with_wc(text: Path) -> dict[str, float]:
    """The system's word counter, on the file as it lies in the cache."""
    begin = time.perf_counter()
    done = subprocess.run(["wc", "-w", str(text)], capture_output=True, text=True, check=True)
    seconds = time.perf_counter() - begin
    words = float(done.stdout.split()[0])
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return {
        "bytes": float(text.stat().st_size), "seconds": seconds, "compile": 0.0, "start": 0.0,
        "peak": used.ru_maxrss / 1024, "matches": words, "processor": used.ru_utime + used.ru_stime,
    }  # fmt: skip


CONTENDERS: dict[str, Callable[[], Callable[[list[str]], Scan]]] = {
    "project": lambda: project(1),
    "project, 2 threads": lambda: project(2),
    "CountVectorizer": count_vectorizer,
    "PhraseMatcher": phrase_matcher,
    "re alternation": alternation,
    "spark local[2]": spark,
}

if __name__ == "__main__":
    main()
