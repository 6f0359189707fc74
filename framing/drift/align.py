"""The same claim across accounts: which sentences of several documents say the same, and who says it in each.

In: units (sentences with their speakers) of several documents and how alike their texts are. Out: a CLAIMS table. It
finds no speaker and judges no truth: alike in words is all it knows.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from framing.errors import FramingError

# Two sentences of different accounts say the same when their similarity reaches this and neither has a closer one in
# the other's account. Both invented events of `tests/cases/drift.json` come out right from 0.10 to 0.30 (`test_drift`);
# of such closest pairs between reports of different events (the sample's 14, `bench/attribution.py`) one in ten is more
# alike than 0.31. So the highest that loses nothing.
THRESHOLD = 0.3

# A unit of an account in a claim. `claim` counts from 1 in the order of the first account that makes it.
CLAIMS = pa.schema(
    {
        "claim": pa.int64(),
        "document_id": pa.string(),
        "reporter": pa.string(),
        "speaker": pa.list_(pa.string()),  # whose words the account says they are; empty: the account's own
        "relayed_by": pa.string(),
        "attribution": pa.string(),
        "passage_id": pa.string(),
        "start": pa.int64(),
        "end": pa.int64(),
        "text": pa.string(),
        "similarity": pa.float64(),  # to the claim's other accounts, the closest; null where there is no other
        "n_accounts": pa.int64(),
        "drift": pa.bool_(),  # the accounts of this claim do not all put it into the same mouths
    }
)


def align_claims(units: pa.Table, similarity: NDArray[np.float64], *, threshold: float = THRESHOLD) -> pa.Table:
    """Claims with every unit that makes them, as a CLAIMS table; a claim of one account alone stands as well.

    units : PASSAGES columns and `relayed_by`, in the order of the documents. similarity : (n, n), symmetric.
    Raises FramingError when there are fewer than two documents, or the threshold is not between 0 and 1.
    """
    if not 0 < threshold <= 1:
        raise FramingError(f"threshold {threshold} is out of range; give a number above 0, at most 1")
    rows = units.to_pylist()
    accounts = list(dict.fromkeys(row["document_id"] for row in rows))
    if len(accounts) < 2:
        raise FramingError("drift needs two accounts of one event at least; give a file for each, or two documents")
    claims = _components(rows, similarity, threshold)
    made = [_row(number, k, claim, rows, similarity) for number, claim in enumerate(claims, start=1) for k in claim]
    return pa.Table.from_pylist(made, schema=CLAIMS)


def _components(
    rows: Sequence[Mapping[str, Any]], similarity: NDArray[np.float64], threshold: float
) -> list[list[int]]:
    """Units joined by being each other's closest across two accounts; at most one run of each account in a claim."""
    by_account: dict[str, list[int]] = defaultdict(list)
    for k, row in enumerate(rows):
        by_account[row["document_id"]].append(k)
    pairs = []
    names = list(by_account)
    for i, a in enumerate(names):
        for b in names[i + 1 :]:
            pairs += _closest(by_account[a], by_account[b], similarity, threshold)
    label = list(range(len(rows)))
    members = {k: {k} for k in label}
    for _, k, m in sorted(pairs, key=lambda pair: (-pair[0], pair[1:])):
        one, other = members[label[k]], members[label[m]]
        if one is other or {rows[x]["document_id"] for x in one} & {rows[x]["document_id"] for x in other}:
            continue
        one |= other
        for x in other:
            label[x] = label[k]
        members[label[k]] = one
    groups = {label[k]: members[label[k]] for k in range(len(rows))}
    return sorted((sorted(group) for group in groups.values()), key=lambda group: group[0])


def _closest(
    left: Sequence[int], right: Sequence[int], similarity: NDArray[np.float64], threshold: float
) -> list[tuple[float, int, int]]:
    """Pairs of two accounts that are each other's closest, with their similarity."""
    block = similarity[np.ix_(left, right)]
    if not block.size:
        return []
    best_right, best_left = block.argmax(axis=1), block.argmax(axis=0)
    return [
        (float(block[i, j]), left[i], right[j])
        for i, j in enumerate(best_right)
        if best_left[j] == i and block[i, j] >= threshold
    ]


def _row(
    number: int, k: int, claim: Sequence[int], rows: Sequence[Mapping[str, Any]], similarity: NDArray[np.float64]
) -> dict[str, Any]:
    others = [m for m in claim if rows[m]["document_id"] != rows[k]["document_id"]]
    mouths = {tuple(sorted(rows[m]["speaker"] or ())) for m in claim}
    return {
        **{name: rows[k].get(name) for name in CLAIMS.names},
        "claim": number,
        "speaker": list(rows[k]["speaker"] or ()),
        "similarity": max((float(similarity[k, m]) for m in others), default=None),
        "n_accounts": len({rows[m]["document_id"] for m in claim}),
        "drift": len(mouths) > 1,
    }
