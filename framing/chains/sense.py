"""Lexicons as a feature of texts: what `FrameClassifier` and `LexiconFeatures` look with.

In: lexicons and a codebook. Out: a function from texts to Evidence. It opens no file.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pyarrow as pa

from framing.classify import Evidence, read_evidence
from framing.records import PASSAGES, Codebook, Cues, Lexicon
from framing.score import Scorer
from framing.terms import guess_language


class LexiconSense:
    """What lexicons find in texts, for `sense=` of the estimators; the language of a text is told by its script.

    It can be pickled and copied: the lexicons are compiled again where it arrives.
    """

    def __init__(self, lexicons: Sequence[Lexicon], codebook: Codebook, cues: Sequence[Cues] = ()) -> None:
        # Read-only views do not pickle; plain dictionaries do.
        plain = [replace(x, metadata=dict(x.metadata), word_classes=dict(x.word_classes)) for x in lexicons]
        self._parts = (tuple(plain), codebook, tuple(cues))
        self._scorer = Scorer(lexicons, codebook, cues=cues)

    def __call__(self, texts: Sequence[str]) -> Evidence:
        """The evidence in each text."""
        n = len(texts)
        columns: dict[str, list[Any]] = {
            "document_id": [str(i) for i in range(n)],
            "passage_id": [str(i) for i in range(n)],
            "start": [0] * n,
            "end": [len(text) for text in texts],
            "text": list(texts),
            "language": [guess_language(text) for text in texts],
            "speaker": [None] * n,
            "reporter": [None] * n,
            "attribution": ["none"] * n,
        }
        batch = pa.RecordBatch.from_pydict(columns, schema=PASSAGES)
        return read_evidence(self._scorer.score_batch(batch), self._parts[1])

    def __reduce__(self) -> tuple[Any, ...]:
        return LexiconSense, self._parts
