"""Many speakers at once: distance matrix, tree, map, and what makes a distance.

In: DISTANCES, DISTRIBUTIONS, sums of entries. Out: tables. Tests nothing: the intervals stand in DISTANCES.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from framing.compare.matching import match_pair
from framing.compare.plan import REST, Plan
from framing.compare.sums import Sums, read_distributions
from framing.errors import FramingError
from framing.stats.distances import divergence_parts
from framing.stats.layout import average_linkage, classical_map
from framing.stats.ratios import Floats

METRIC = "jensen_shannon"


def distance_matrix(distances: pa.Table, *, metric: str = METRIC) -> tuple[list[str], Floats]:
    """The speakers in order of name and their symmetric matrix of distances, zero on the diagonal.

    Raises FramingError when a pair is missing: then no picture of all is honest.
    """
    rows = [r for r in distances.to_pylist() if r["metric"] == metric]
    if not rows:
        raise FramingError(f"there is no distance '{metric}'; there are {', '.join(_metrics(distances)) or 'none'}")
    names = sorted({r[side] for r in rows for side in ("speaker_a", "speaker_b")})
    place = {name: i for i, name in enumerate(names)}
    matrix = np.full((len(names), len(names)), np.nan)
    np.fill_diagonal(matrix, 0.0)
    for r in rows:
        i, j = place[r["speaker_a"]], place[r["speaker_b"]]
        matrix[i, j] = matrix[j, i] = r["distance"]
    if np.isnan(matrix).any():
        i, j = np.argwhere(np.isnan(matrix))[0]
        raise FramingError(
            f"the distance of {names[i]} and {names[j]} is not known; leave one out or compare all pairs"
        )
    return names, matrix


def tabulate_matrix(distances: pa.Table, *, metric: str = METRIC) -> pa.Table:
    """The matrix as a table: `speaker`, then a column a speaker."""
    names, matrix = distance_matrix(distances, metric=metric)
    return pa.table([pa.array(names), *(pa.array(column) for column in matrix.T)], names=["speaker", *names])


def cluster_speakers(distances: pa.Table, *, metric: str = METRIC) -> pa.Table:
    """The tree of speakers: step, members (names of the new group, in order), height (mean distance), left, right."""
    names, matrix = distance_matrix(distances, metric=metric)
    groups: list[list[str]] = [[name] for name in names]
    rows = []
    for step, (left, right, height, _) in enumerate(average_linkage(matrix)):
        one, two = groups[int(left)], groups[int(right)]
        groups.append(sorted([*one, *two]))
        rows.append({"step": step + 1, "left": one, "right": two, "members": groups[-1], "height": float(height)})
    return pa.Table.from_pylist(rows)


def map_speakers(distances: pa.Table, *, metric: str = METRIC) -> pa.Table:
    """A place in two dimensions for each speaker: speaker, x, y, and `kept`, the share of the spread that is shown."""
    names, matrix = distance_matrix(distances, metric=metric)
    points, kept = classical_map(matrix)
    return pa.table({"speaker": names, "x": points[:, 0], "y": points[:, 1], "kept": np.full(len(names), kept)})


def decompose_frames(distributions: pa.Table, pairs: Sequence[tuple[str, str]], plan: Plan | None = None) -> pa.Table:
    """What each frame adds to the plug-in Jensen-Shannon divergence of pairs of speakers, or of one and REST.

    On the same text as the distances of `compare_speakers` under the same plan. Columns: speaker_a, speaker_b, frame,
    mentions_a/b, share_a/b, part (bits), part_share; for each pair the largest part first. A pair that is not compared,
    or of which one side mentions no frame, has no rows. Raises FramingError for an unknown speaker.
    """
    sums = read_distributions(distributions)
    tables = [_decomposed({"frame": []}, ("", ""), np.zeros((2, 0)))]
    for a, b, matched in _matched(sums, pairs, plan or Plan()):
        x = np.stack([matched.mentions[matched.rows_of(name)].sum(axis=0) for name in (a, b)])
        tables.append(_decomposed({"frame": list(sums.frames)}, (a, b), x))
    return pa.concat_tables(tables)


def decompose_entries(
    entries: pa.Table, distributions: pa.Table, pairs: Sequence[tuple[str, str]], plan: Plan | None = None
) -> pa.Table:
    """The same for lexicon entries, from `aggregate_entries`, with a column `entry`: which words make a distance."""
    sums = read_distributions(distributions)
    kinds = sorted(set(zip(entries["frame"].to_pylist(), entries["entry"].to_pylist(), strict=True)))
    place = {kind: i for i, kind in enumerate(kinds)}
    kind = np.array([place[k] for k in zip(entries["frame"].to_pylist(), entries["entry"].to_pylist(), strict=True)])
    document = pc.index_in(entries["document_id"], pa.array(sums.documents)).to_numpy()
    speaker, mentions = np.array(entries["speaker"].to_pylist(), dtype=object), entries["mentions"].to_numpy()
    named = {"frame": [frame for frame, _ in kinds], "entry": [entry for _, entry in kinds]}
    tables = [_decomposed({"frame": [], "entry": []}, ("", ""), np.zeros((2, 0)))]
    for a, b, matched in _matched(sums, pairs, plan or Plan()):
        x = np.zeros((2, len(kinds)))
        for side, name in enumerate((a, b)):
            own = (speaker != a) & (speaker != "") if name == REST else speaker == name
            own &= np.isin(document, matched.document[matched.rows_of(name)])
            x[side] = np.bincount(kind[own], weights=mentions[own], minlength=len(kinds))
        tables.append(_decomposed(named, (a, b), x))
    return pa.concat_tables(tables)


def _matched(sums: Sums, pairs: Sequence[tuple[str, str]], plan: Plan) -> Iterator[tuple[str, str, Sums]]:
    for a, b in pairs:
        for name in (a, b):
            if name not in sums.speakers and name != REST:
                raise FramingError(f"there is no speaker '{name}'; there are {', '.join(sums.speakers[:10])}")
        matched = match_pair(sums, a, b, plan).sums
        if matched is not None:
            yield a, b, matched


_PART_NUMBERS = ("mentions_a", "mentions_b", "share_a", "share_b", "part", "part_share")


def _decomposed(named: dict[str, list[str]], pair: tuple[str, str], x: Floats) -> pa.Table:
    """Parts of one pair, the largest first, without what neither of the two mentions; x (2, kinds)."""
    kinds = [(name, pa.string()) for name in ("speaker_a", "speaker_b", *named)]
    schema = pa.schema(kinds + [(name, pa.float64()) for name in _PART_NUMBERS])
    total = x.sum(axis=1)
    if not total.all():
        return schema.empty_table()
    p, q = x[0] / total[0], x[1] / total[1]
    part = divergence_parts(p, q)
    whole = float(part.sum())
    columns = {"speaker_a": [pair[0]] * len(p), "speaker_b": [pair[1]] * len(p), **named}
    numbers = dict(zip(_PART_NUMBERS, (*x, p, q, part, part / whole if whole > 0 else part), strict=True))
    order = np.argsort(-part, kind="stable")
    return pa.table({**columns, **numbers}, schema=schema).take(pa.array(order[x.sum(axis=0)[order] > 0]))


def _metrics(distances: pa.Table) -> list[str]:
    return sorted(set(distances["metric"].to_pylist()))
