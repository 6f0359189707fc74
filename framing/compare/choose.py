"""Which groups are compared: those that were named, those with enough documents.

In: DISTRIBUTIONS and the choice. Out: the sums to compare. It compares nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import pyarrow as pa
import pyarrow.compute as pc

from framing.compare.coverage import tabulate_coverage
from framing.compare.plan import Comparison
from framing.compare.remarks import remark_coverage
from framing.compare.sums import read_distributions
from framing.errors import FramingError
from framing.records import DISTRIBUTIONS

# Reported speech finds scores of people who speak once. Above this many groups only those with enough documents are
# compared unless the user says otherwise: a page of hundreds of pairs is read by nobody, and correcting for all of them
# hides the differences that can be seen.
MANY, ENOUGH = 8, 10
# Who is not compared, but belongs to the rest.
OTHERS = "(others)"


def choose_groups(
    distributions: pa.Table, *, only: Sequence[str] = (), fewest: int = 0, against: str = "pairs"
) -> tuple[pa.Table, list[str]]:
    """The sums of the groups that are compared (and of nobody), and a sentence about what was left out.

    only : the groups that are compared, none for all. fewest : documents that a group must have to be compared; 0 means
    all, but among more than MANY groups those with ENOUGH documents, or the MANY with most words if under two have.

    Against the rest, whoever is not compared is still part of the rest, under the name OTHERS.
    Raises FramingError for a group that is not there, and when fewer than one is left.
    """
    counts = distributions.group_by("speaker").aggregate([("document_id", "count_distinct")])
    documents = dict(zip(counts["speaker"].to_pylist(), counts["document_id_count_distinct"].to_pylist(), strict=True))
    for name in only:
        if name not in documents:
            near = ", ".join(sorted(filter(None, documents))[:10])
            raise FramingError(f"there is no group '{name}' to compare; there are {near}")
    named = {name for name in documents if name}
    automatic = not only and not fewest
    kept = {name for name in only or named if documents[name] >= fewest}
    if automatic:
        kept = _worth_comparing(distributions, documents)
    dropped = named - kept
    if not dropped:
        return distributions, []
    if not kept:
        raise FramingError(f"no group has {fewest} documents; lower --fewest")
    of_dropped = pc.is_in(distributions["speaker"], pa.array(sorted(dropped)))
    said = [f"{len(dropped)} groups were left out of the comparison (--only, --fewest)"]
    if automatic:
        said = [
            f"{len(dropped)} of {len(named)} groups have little text and were left out of the comparison; "
            "--fewest 1 compares all, --only NAME those that are named"
        ]
    if against == "rest":
        return _joined(distributions, of_dropped), [f"{said[0]}, but are part of the rest, as '{OTHERS}'"]
    return distributions.filter(pc.invert(of_dropped)), said


def cover_all(result: Comparison, distributions: pa.Table) -> Comparison:
    """The comparison of chosen groups, its coverage over all the text: who was not chosen is one row, OTHERS."""
    compared = pa.array(result.coverage["speaker"].to_pylist())
    of_others = pc.invert(pc.is_in(distributions["speaker"], compared))
    coverage = tabulate_coverage(read_distributions(_joined(distributions, of_others)))
    partial = remark_coverage(result.coverage)
    remarks = [remark for remark in result.remarks if remark not in partial]
    return replace(result, coverage=coverage, remarks=(*remarks, *remark_coverage(coverage)))


def _worth_comparing(distributions: pa.Table, documents: Mapping[str, int]) -> set[str]:
    named = {name for name in documents if name}
    if len(named) <= MANY:
        return named
    enough = {name for name in named if documents[name] >= ENOUGH}
    if len(enough) >= 2:
        return enough
    words = distributions.group_by("speaker").aggregate([("n_words", "sum")])
    size = dict(zip(words["speaker"].to_pylist(), words["n_words_sum"].to_pylist(), strict=True))
    return set(sorted(named, key=lambda name: (-size[name], name))[:MANY])


def _joined(distributions: pa.Table, of_dropped: pa.ChunkedArray) -> pa.Table:
    """The same sums with some speakers added up under one name."""
    names = pc.if_else(of_dropped, OTHERS, distributions["speaker"])
    renamed = distributions.set_column(distributions.column_names.index("speaker"), "speaker", names)
    sums = ("n_passages", "n_words", "passages_with", "mentions", "probability")
    own = [name for name in renamed.column_names if name not in DISTRIBUTIONS.names]
    kept = [(name, "sum") for name in sums] + [(name, "first") for name in own]
    keys = ["speaker", "document_id", "frame"]
    table = renamed.group_by(keys, use_threads=False).aggregate(kept)
    return table.rename_columns([*keys, *sums, *own])
