"""Several accounts of one event side by side: the same claim, and in whose mouth each account puts it.

In: a Study whose inputs are the accounts. Out: Findings. It computes nothing itself.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

import pyarrow as pa

from framing.chains.findings import Findings
from framing.drift import THRESHOLD, align_claims, compare_texts
from framing.opening import Study
from framing.segment import segment_documents
from framing.study import attribute_batch, document_batches

_FEW_WORDS = 4


def find_drift(study: Study, *, threshold: float = THRESHOLD) -> Findings:
    """Table claims: a row for each sentence of each account, those that say the same under one number.

    What names the speaker ("Orlu said") is left out of the comparison of words. Raises FramingError when the inputs
    hold fewer than two documents.
    """
    parts = [_units(documents, study) for documents in document_batches(study)]
    units = pa.concat_tables([table for table, _ in parts], promote_options="default") if parts else pa.table({})
    texts = [text for _, own in parts for text in own]
    claims = align_claims(units, compare_texts(texts), threshold=threshold)
    remarks = (
        f"claims are sentences alike in words (similarity {threshold:g} and more, each other's closest); two that say "
        "the same in other words stay apart, and two alike may differ in a 'not': read them",
    )
    return Findings({"claims": claims}, remarks, {"threshold": f"{threshold:g}"})


def _units(documents: pa.Table, study: Study) -> tuple[pa.Table, list[str]]:
    """Sentences with who passes them on, and their words without the reporting clause."""
    quotes, voices = attribute_batch(documents, study)
    passages = segment_documents(documents, voices, unit="sentence")
    said: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in quotes.to_pylist():
        said[row["document_id"]].append(row)
    rows = passages.to_pylist()
    kept = [k for k, row in enumerate(rows) if len(row["text"].split()) >= _FEW_WORDS or not row["text"].isascii()]
    relayed = pa.array([_relayed_by(rows[k], said[rows[k]["document_id"]]) for k in kept], pa.string())
    table = passages.take(pa.array(kept, pa.int64())).append_column("relayed_by", relayed)
    return table, [_bare(rows[k], said[rows[k]["document_id"]]) for k in kept]


def _relayed_by(passage: dict[str, Any], quotes: Sequence[dict[str, Any]]) -> str | None:
    """Who passes on what its speaker says here; None where nobody stands between."""
    for row in quotes:
        inside = any(a < passage["end"] and b > passage["start"] for a, b in row["spans"])
        if inside and row["relayed_by"] and set(row["speaker"]) & set(passage["speaker"] or ()):
            return str(row["relayed_by"])
    return None


def _bare(passage: dict[str, Any], quotes: Sequence[dict[str, Any]]) -> str:
    """The passage without cues and the mentions of who speaks; all of it where nothing else is left."""
    start, text = passage["start"], list(passage["text"])
    for row in quotes:
        for name in ("cue", "speaker"):
            a, b = row[f"{name}_start"], row[f"{name}_end"]
            if a is not None and start <= a and b <= passage["end"]:
                text[a - start : b - start] = " " * (b - a)
    left = "".join(text)
    return left if left.split() else passage["text"]
