"""Writes data/ungdc-codes.csv: the codes of UN passages without their texts.

In: the coded passages (JSON lines with cluster, cluster_start, cluster_end, text, gold …), which stay outside the
project. Out: STANDOFF as CSV. Rows of other sources are left out.

usage: python bench/build_standoff.py ../shared/eval/frames-dev.jsonl ../shared/eval/frames-train.jsonl [--check]
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from pathlib import Path
from typing import Any

from framing.files.standoff import write_standoff
from framing.standoff import detach_codes

TARGET = Path(__file__).resolve().parents[1] / "data" / "ungdc-codes.csv"
CORPUS, VERSION, CODEBOOK = "UNGDC", "13", "1.1"
# One run, or two runs whose disagreements a third settled; no human coded these passages.
CODERS = {1: "language-model", 2: "language-model-adjudicated"}


def coded_row(row: dict[str, Any]) -> dict[str, Any]:
    """A coded passage in the columns of STANDOFF, and its text."""
    return {
        "corpus": CORPUS,
        "corpus_version": VERSION,
        "document_id": row["cluster"],
        "start": row["cluster_start"],
        "end": row["cluster_end"],
        "frames": row["gold"],
        "codebook_version": CODEBOOK,
        "coder": CODERS[row["coders"]],
        "runs": row["coders"],
        **{name: row[name] for name in ("language", "source", "stratum", "weight", "text")},
    }


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("coded", nargs="+", type=Path)
    parser.add_argument("--check", action="store_true", help="compare with what ships; exit 1 when it differs")
    given = parser.parse_args()
    lines = [line for path in given.coded for line in path.read_text(encoding="utf-8").splitlines()]
    rows = [row for row in map(json.loads, lines) if row["source"].startswith("ungdc") and "cluster_start" in row]
    table = detach_codes(map(coded_row, rows))
    if not given.check:
        write_standoff(table, TARGET)
        print(f"{TARGET.name}: {len(table)} passages of {len(set(table['document_id'].to_pylist()))} speeches")
        return 0
    with tempfile.TemporaryDirectory() as folder:
        write_standoff(table, Path(folder) / TARGET.name)
        same = (Path(folder) / TARGET.name).read_bytes() == TARGET.read_bytes()
    print(f"{TARGET.name} is {'what the passages give' if same else 'not what the passages give'}")
    return 0 if same else 1


if __name__ == "__main__":
    sys.exit(main())
