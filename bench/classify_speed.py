"""How many passages a second a model scores on one core, and where the time goes.

usage: OMP_NUM_THREADS=1 python bench/classify_speed.py PASSAGES.jsonl [MODEL…]

Processor time, lexicon scan included; each step is a share of the whole in the same run.
"""

from __future__ import annotations

import sys
import time
from collections import defaultdict
from collections.abc import Callable
from typing import Any

import pyarrow as pa

from framing import opening, study
from framing.settings import Settings

ROUNDS = 3


def main() -> None:
    """Print one line a model."""
    for name in sys.argv[2:] or ["frames-fast", "frames"]:
        opened = opening.open_study(Settings(inputs=(sys.argv[1],), unit="document", method="both", model=name))
        passages = pa.concat_tables(list(study.passage_batches(opened)))
        scorer: Any = opening.open_scorer(opened)
        batches = passages.combine_chunks().to_batches(max_chunksize=512)
        scorer.score_batch(batches[0])  # compiled and loaded before the clock starts
        spent: dict[str, float] = defaultdict(float)
        scorer._lexicon.score_batch = _timed(scorer._lexicon.score_batch, "lexicon", spent)
        for block in scorer.model.blocks:
            object.__setattr__(block, "logits", _timed(block.logits, block.kind, spent))
        start = time.process_time()
        for _ in range(ROUNDS):
            for batch in batches:
                scorer.score_batch(batch)
        total = time.process_time() - start
        shares = ", ".join(f"{step} {seconds / total:.0%}" for step, seconds in spent.items())
        print(f"{name}: {ROUNDS * passages.num_rows / total:,.0f} passages/s; {shares}")


def _timed(function: Callable[..., Any], step: str, spent: dict[str, float]) -> Callable[..., Any]:
    def run(*arguments: Any) -> Any:
        start = time.process_time()
        found = function(*arguments)
        spent[step] += time.process_time() - start
        return found

    return run


if __name__ == "__main__":
    main()
