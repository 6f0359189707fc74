"""Hand codes beside passages: which frames a person saw in each passage that was coded.

In: scores and CODES, or a column of the user's. Out: an (n, frames) array of 1, 0 and -1 (nobody looked).
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from framing.audit.tally import UNCODED
from framing.errors import FramingError
from framing.records import Codebook

# A column of the corpus that holds hand codes: a list of frames, or names with | ; or , between them.
GOLD_COLUMN = "gold"
_BETWEEN = re.compile(r"[|;,]")
# Coders who disagree: coded when at least half of them coded it.
_MAJORITY = 0.5


def gold_of(scores: pa.Table, codebook: Codebook, codes: pa.Table | None = None) -> NDArray[np.int8] | None:
    """What people coded for each passage; None when there are neither codes nor a column `gold`.

    codes: CODES; a code belongs to the passage of its id, or to those of its document that it shares half of its (or
    their) characters with, or, without a place, to the whole document. Several coders: the majority, ties coded.
    """
    if codes is not None:
        return _from_codes(scores, codebook, codes)
    if GOLD_COLUMN not in scores.column_names:
        return None
    out = np.full((scores.num_rows, len(codebook.frames)), UNCODED, np.int8)
    for row, value in enumerate(scores[GOLD_COLUMN].to_pylist()):
        if value is not None:
            out[row] = [frame in _names(value, codebook) for frame in codebook.frame_ids]
    return out


def _names(value: Any, codebook: Codebook) -> list[str]:
    names = value if isinstance(value, list) else [part.strip(" []\"'") for part in _BETWEEN.split(str(value))]
    for name in filter(None, names):
        codebook.check_frame(name, f"column '{GOLD_COLUMN}'")
    return names


def _from_codes(scores: pa.Table, codebook: Codebook, codes: pa.Table) -> NDArray[np.int8]:
    by_id: dict[str, list[Mapping[str, Any]]] = {}
    by_document: dict[str, list[Mapping[str, Any]]] = {}
    for code in codes.to_pylist():
        if code["passage_id"] is not None:
            by_id.setdefault(code["passage_id"], []).append(code)
        else:
            by_document.setdefault(code["document_id"], []).append(code)
    out = np.full((scores.num_rows, len(codebook.frames)), UNCODED, np.int8)
    places = scores.select(["document_id", "passage_id", "start", "end"]).to_pylist()
    for row, place in enumerate(places):
        near = (c for c in by_document.get(place["document_id"], ()) if _shares_half(c, place))
        out[row] = _vote([*by_id.get(place["passage_id"], ()), *near], codebook.frame_ids)
    if not (out >= 0).any() and codes.num_rows and scores.num_rows:
        raise FramingError("no code belongs to a passage of these texts; check document ids and --unit")
    return out


def _shares_half(code: Mapping[str, Any], place: Mapping[str, Any]) -> bool:
    if code["start"] is None:
        return True
    shared: int = min(code["end"], place["end"]) - max(code["start"], place["start"])
    return shared > 0 and 2 * shared >= min(code["end"] - code["start"], place["end"] - place["start"])


def _vote(codes: Sequence[Mapping[str, Any]], frames: Sequence[str]) -> list[int]:
    if not codes:
        return [UNCODED] * len(frames)
    votes = {frame: [code["code"] for code in codes if code["frame"] == frame] for frame in frames}
    # A passage that somebody coded, if only for other frames, was looked at.
    return [int(bool(v) and sum(v) / len(v) >= _MAJORITY) for v in votes.values()]
