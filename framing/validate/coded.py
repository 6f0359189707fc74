"""Hand codes as arrays: coders × units × frames, with each unit's document, weight and groups.

In: CODES and a table of units. Out: Coded. It judges nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from framing.errors import FramingError
from framing.records import CODES, Codebook, check_table
from framing.stats.ratios import Floats

Ints = NDArray[np.intp]
# Groups told apart by default when the hand codes have these columns, and the most and the least that are shown.
COLUMNS = ("speaker", "source", "language")
MOST_GROUPS, FEWEST_UNITS = 12, 10
_NO_GROUPS = ("passage_id", "given_passage_id", "start", "end", "text", "inclusion_probability")


@dataclass(frozen=True)
class Coded:
    """codes (coders, units, frames): 1, 0, nan not coded. document (units,): numbers of documents, from 0.

    hand (units, frames): the mean of the coders, nan where nobody coded. groups: a text a unit for each column.
    """

    frames: tuple[str, ...]
    coders: tuple[str, ...]
    units: tuple[str, ...]
    codes: Floats
    document: Ints
    weight: Floats
    groups: Mapping[str, tuple[str, ...]]

    @property
    def hand(self) -> Floats:
        """What the coders together say: 1 or 0 where they agree or most do, one half where they are even."""
        known = ~np.isnan(self.codes)
        with np.errstate(invalid="ignore"):
            mean = np.nansum(self.codes, axis=0) / known.sum(axis=0)
        return np.where(mean > 0.5, 1.0, np.where(mean < 0.5, 0.0, mean))

    @property
    def n_documents(self) -> int:
        """How many documents the units come from."""
        return len(np.unique(self.document))

    @property
    def is_weighted(self) -> bool:
        """Whether the units stand for unequal numbers of passages."""
        return bool(len(self.weight)) and not np.allclose(self.weight, self.weight[0])


def collect_codes(codes: pa.Table, units: pa.Table, codebook: Codebook) -> Coded:
    """Coded from CODES whose passage_id names rows of `units` (passage_id, document_id, and any columns of groups).

    Only frames that somebody coded are kept. Raises FramingError for a coder who codes a unit and frame twice,
    differently.
    """
    check_table(codes, CODES, "codes")
    names = tuple(units["passage_id"].to_pylist())
    place = {name: i for i, name in enumerate(names)}
    coders = tuple(sorted(set(codes["coder"].to_pylist())))
    used = set(codes["frame"].to_pylist())
    frames = tuple(frame for frame in codebook.frame_ids if frame in used)
    table = np.full((len(coders), len(names), len(frames)), np.nan)
    weight = np.full(len(names), np.inf)
    for row in codes.to_pylist():
        at = coders.index(row["coder"]), place[row["passage_id"]], frames.index(row["frame"])
        if not np.isnan(table[at]) and table[at] != row["code"]:
            raise FramingError(
                f"coder '{row['coder']}' codes {row['passage_id']} twice for {row['frame']}, once 1 and once 0; keep "
                "one, or name the coders in a column 'coder'"
            )
        # Coded by several, a unit was at least as probable as by the one who was most likely to get it.
        table[at], weight[at[1]] = row["code"], min(weight[at[1]], row["weight"])
    documents = {name: i for i, name in enumerate(sorted(set(units["document_id"].to_pylist())))}
    document = np.array([documents[name] for name in units["document_id"].to_pylist()], dtype=np.intp)
    return Coded(frames, coders, names, table, document, weight, _groups(units))


def sum_documents(values: Floats, document: Ints) -> Floats:
    """Sums over the units of each document that has any, (documents, columns), from (units, columns)."""
    found, at = np.unique(document, return_inverse=True)
    out = np.zeros((len(found), values.shape[1]))
    np.add.at(out, at.ravel(), values)
    return out


def large_groups(coded: Coded, column: str) -> tuple[list[str], Ints]:
    """The groups of a column with enough units, the largest first, and each unit's group or -1."""
    counts = Counter(value for value in coded.groups[column] if value)
    large = sorted((-n, name) for name, n in counts.items() if n >= FEWEST_UNITS)[:MOST_GROUPS]
    names = [name for _, name in large]
    place = {name: g for g, name in enumerate(names)}
    return names, np.array([place.get(value, -1) for value in coded.groups[column]], dtype=np.intp)


def group_columns(coded: Coded, asked: Sequence[str]) -> list[str]:
    """The columns to tell apart: those asked for, else speaker, source and language where they hold two groups or more.

    Raises FramingError for a column that the hand codes do not have.
    """
    for column in asked:
        if column not in coded.groups:
            have = ", ".join(name for name in coded.groups if name not in _NO_GROUPS)
            raise FramingError(f"the hand codes have no column '{column}' to tell groups apart; they have {have}")
    return list(asked) or [c for c in COLUMNS if c in coded.groups and len(large_groups(coded, c)[0]) > 1]


def _groups(units: pa.Table) -> dict[str, tuple[str, ...]]:
    groups: dict[str, tuple[str, ...]] = {}
    for name in units.column_names:
        values = units[name].to_pylist()
        groups[name] = tuple("; ".join(v) if isinstance(v, list) else "" if v is None else str(v) for v in values)
    return groups
