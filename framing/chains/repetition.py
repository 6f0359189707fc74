"""Near-copies in a study, found before anything is counted, and left out or kept as the settings ask.

In: a Study. Out: the copies found, and the Study that leaves them out. Reads the inputs once more than the rest does.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from framing.chains.findings import Findings
from framing.duplicates import SHINGLE, THRESHOLD, find_duplicates, group_duplicates
from framing.errors import FramingError
from framing.opening import Study
from framing.study import Analysis, analyze, document_batches, passage_batches
from framing.terms import count_words

DOCUMENTS, PASSAGES = "documents", "passages"
UNITS = (DOCUMENTS, PASSAGES)
_ID = {DOCUMENTS: "document_id", PASSAGES: "passage_id"}
# A shorter passage ("Thank you, Mr. President") is a formula, and not evidence of copying.
FEWEST_WORDS = 8
_NOT_LOOKED = "near-copies were not looked for (--duplicates count tells how many there are)"


@dataclass(frozen=True)
class Repetition:
    """Near-copies: `pairs` (first, second, jaccard, containment), `copies` (a row a text in a group), `total` texts.

    copies : the id column, speaker, reporter, date, duplicate_of (the first by date) and n_copies.
    """

    unit: str
    pairs: pa.Table
    copies: pa.Table
    total: int

    @property
    def left_out(self) -> frozenset[str]:
        """The ids of all but the first text of each group."""
        rows = zip(self.copies[_ID[self.unit]].to_pylist(), self.copies["duplicate_of"].to_pylist(), strict=True)
        return frozenset(one for one, first in rows if one != first)

    @property
    def n_groups(self) -> int:
        """How many texts have copies."""
        return len(set(self.copies["duplicate_of"].to_pylist()))


def find_copies(
    study: Study, unit: str = DOCUMENTS, *, threshold: float = THRESHOLD, shingle: int = SHINGLE
) -> Repetition:
    """The near-copies among a study's documents or passages: runs of `shingle` words shared, Jaccard from `threshold`.

    Raises FramingError for an unknown unit, and for standard input, which cannot be read twice.
    """
    if unit not in UNITS:
        raise FramingError(f"copies of '{unit}' are not known; choose {' or '.join(UNITS)}")
    texts = pa.concat_tables(list(_texts(study, unit)), promote_options="default")
    rng = np.random.default_rng(study.settings.seed)
    pairs = find_duplicates(texts, rng=rng, id_column=_ID[unit], threshold=threshold, shingle=shingle)
    grouped = group_duplicates(texts.drop_columns(["text"]), pairs, id_column=_ID[unit])
    copies = grouped.filter(pc.greater(grouped["n_copies"], 1))
    copies = copies.sort_by([("duplicate_of", "ascending"), ("date", "ascending"), (_ID[unit], "ascending")])
    return Repetition(unit, pairs, copies, len(texts))


def list_copies(
    study: Study, unit: str = DOCUMENTS, *, threshold: float = THRESHOLD, shingle: int = SHINGLE
) -> Findings:
    """`find_copies` as tables pairs and copies, with what must be read with them."""
    found = find_copies(study, unit, threshold=threshold, shingle=shingle)
    remarks = (
        f"{len(found.left_out)} of {found.total} {unit} are near-copies of {found.n_groups} others",
        f"copies share at least {threshold:g} of their runs of {shingle} words (Jaccard); a copy of a copy belongs to "
        "its group; words are compared, not meaning: a translation is no copy",
        *([f"passages of fewer than {FEWEST_WORDS} words are not looked at"] if unit == PASSAGES else []),
    )
    return Findings({"pairs": found.pairs, "copies": found.copies}, remarks, {"of": unit, "threshold": str(threshold)})


def settle_copies(study: Study) -> tuple[Study, tuple[str, ...]]:
    """The study with near-copies treated as its settings ask, and the sentence that must stand in the result."""
    asked = study.settings.duplicates
    if asked == "keep":
        return study, (_NOT_LOOKED,)
    if "-" in study.settings.inputs:
        raise FramingError("near-copies are found by reading twice, which standard input does not allow; give a file")
    unit = PASSAGES if asked == "collapse-passages" else DOCUMENTS
    # What the first reading says of the inputs, the second says again.
    found = find_copies(replace(study, notes=[]), unit)
    left_out = found.left_out
    said = f"{len(left_out)} of {found.total} {unit} are near-copies of {found.n_groups} others"
    how = f"runs of {SHINGLE} words, Jaccard from {THRESHOLD:g}"
    if asked == "count":
        return study, (f"{said} ({how}); all were kept, so that a text counts as often as it was published",)
    kept = "the first of each by date stands for all, whoever published the others"
    return replace(study, copies=left_out), (f"{said} ({how}) and were left out: {kept}",)


def analyze_once(study: Study) -> Analysis:
    """`framing.study.analyze` with near-copies treated as the settings ask, and that said in the comparison."""
    study, said = settle_copies(study)
    found = analyze(study)
    comparison = replace(found.comparison, remarks=(*found.comparison.remarks, *said))
    return replace(found, comparison=comparison)


def _texts(study: Study, unit: str) -> Iterator[pa.Table]:
    names = [_ID[unit], "text", "speaker", "reporter", "date"]
    for table in document_batches(study) if unit == DOCUMENTS else passage_batches(study):
        some = table.select(names)
        if unit == PASSAGES:
            words = [count_words(text or "") for text in some["text"].to_pylist()]
            some = some.filter(pc.greater_equal(pa.array(words, pa.int64()), FEWEST_WORDS))
        yield some
