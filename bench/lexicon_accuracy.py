"""Measures shipped lexicons on coded passages and writes the result into their heads, as `measured …` lines.

In: files of coded passages (JSONL: text, language, cluster, gold). Out: the lexicons, with precision, recall and F1 of
every frame, each with its interval over clusters. Lexicon alone: one passage is one unit, no attribution, all hits.

usage: python bench/lexicon_accuracy.py --source NAME [--note TEXT] [--lexicon en] [--write] CODED.jsonl…
"""

from __future__ import annotations

import argparse
import datetime
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from framing.files.instruments import find_lexicon, load_codebook, read_any
from framing.records import PASSAGES, Codebook, Lexicon
from framing.score import score_passages
from framing.stats.bootstrap import bootstrap_counts

Floats = NDArray[np.float64]
_DRAWS, _SEED, _LEVEL = 2000, 0, 0.95
_KEY = "measured"


def measure_lexicon(lexicon: Lexicon, rows: Sequence[Mapping[str, Any]], codebook: Codebook) -> dict[str, str]:
    """Head lines: for each frame precision, recall, F1 with its interval, and n; then the mean of the F1s.

    The interval resamples clusters (speeches, articles) 2,000 times; percentiles.
    """
    found = score_passages(_passages(rows), [lexicon], codebook)["frames"].to_pylist()
    clusters = {name: i for i, name in enumerate(dict.fromkeys(str(row["cluster"]) for row in rows))}
    at = np.array([clusters[str(row["cluster"])] for row in rows])
    counts = np.stack([_counts(rows, found, frame, at, len(clusters)) for frame in codebook.frame_ids])
    drawn = bootstrap_counts(len(clusters), _DRAWS, np.random.default_rng(_SEED))
    f1s = np.stack([_scores(drawn @ part)[2] for part in counts])
    lines = {}
    for frame, part, draws in zip(codebook.frame_ids, counts, f1s, strict=True):
        precision, recall, f1 = (float(v) for v in _scores(part.sum(axis=0)))
        coded = int(part.sum(axis=0)[[0, 2]].sum())
        lines[frame] = f"precision {precision:.2f}, recall {recall:.2f}, F1 {f1:.2f} {_interval(draws)}; coded {coded}"
    mean = float(np.mean([_scores(part.sum(axis=0))[2] for part in counts]))
    lines["macro-F1"] = f"{mean:.2f} {_interval(f1s.mean(axis=0))}; {len(rows)} passages, {len(clusters)} clusters"
    return lines


def write_measures(path: Path, source: str, lines: Mapping[str, str]) -> None:
    """Put the lines into a lexicon's head, in place of those of the same source."""
    text = path.read_text(encoding="utf-8").split("\n")
    mark = f"# {_KEY} on {source}, "
    kept = [line for line in text if not line.startswith(mark)]
    last = max(i for i, line in enumerate(kept) if line.startswith("#") and "\t" not in line)
    made = [f"{mark}{name}: {value}" for name, value in lines.items()]
    path.write_text("\n".join([*kept[: last + 1], *made, *kept[last + 1 :]]), encoding="utf-8", newline="\n")


def _passages(rows: Sequence[Mapping[str, Any]]) -> pa.Table:
    made = [
        {
            "document_id": str(i),
            "passage_id": f"{i}#1",
            "start": 0,
            "end": len(row["text"]),
            "text": row["text"],
            "language": row["language"],
            "attribution": "none",
        }
        for i, row in enumerate(rows)
    ]
    return pa.Table.from_pylist(made, schema=PASSAGES)


def _counts(
    rows: Sequence[Mapping[str, Any]], found: Sequence[list[str]], frame: str, at: NDArray[np.intp], n: int
) -> Floats:
    """True positives, false positives and false negatives of each cluster, (clusters, 3)."""
    gold = np.array([frame in row["gold"] for row in rows])
    said = np.array([frame in frames for frames in found])
    marks = np.stack([gold & said, ~gold & said, gold & ~said], axis=1).astype(float)
    return np.stack([np.bincount(at, weights=marks[:, i], minlength=n) for i in range(3)], axis=1)


def _scores(counts: Floats) -> tuple[Floats, Floats, Floats]:
    """Precision, recall and F1 from counts (..., 3); 0 where nothing is found or nothing is there."""
    right, wrong, missed = (counts[..., i] for i in range(3))
    return tuple(
        top / np.maximum(bottom, 1)
        for top, bottom in ((right, right + wrong), (right, right + missed), (2 * right, 2 * right + wrong + missed))
    )  # type: ignore[return-value]


def _interval(draws: Floats) -> str:
    low, high = np.quantile(draws, [(1 - _LEVEL) / 2, (1 + _LEVEL) / 2])
    return f"[{low:.2f}, {high:.2f}]"


def main() -> None:
    """Measure, print, and with --write keep."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    options.add_argument("coded", nargs="+", type=Path, help="JSONL with text, language, cluster and gold")
    options.add_argument("--source", required=True, help="what the passages are, for the head")
    options.add_argument("--note", default="", help="who coded them, and what to keep in mind")
    options.add_argument("--lexicon", action="append", help="a shipped name; default: en, ru and zh")
    options.add_argument("--write", action="store_true", help="write into the lexicons; else only print")
    given = options.parse_args()
    book = load_codebook()
    rows = [json.loads(line) for path in given.coded for line in path.read_text(encoding="utf-8").splitlines() if line]
    for name in given.lexicon or ("en", "ru", "zh"):
        path = find_lexicon(name)
        own = [row for row in rows if row["language"] == name]
        if not own:
            continue
        lines = measure_lexicon(read_any(path, book), own, book)
        lines["coding"] = f"{given.note or 'not stated'}; {datetime.date.today().isoformat()}"
        for frame, value in lines.items():
            print(f"{name}: {_KEY} on {given.source}, {frame}: {value}")
        if given.write:
            write_measures(path, given.source, lines)


if __name__ == "__main__":
    main()
