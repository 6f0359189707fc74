"""Many speakers at once: distance matrix, tree, map, and what makes a distance.

In: DISTANCES, DISTRIBUTIONS, sums of entries. Out: tables. Tests nothing: the intervals stand in DISTANCES.
"""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from framing.compare.sums import read_distributions
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


def decompose_frames(distributions: pa.Table, a: str, b: str) -> pa.Table:
    """What each frame adds to the plug-in Jensen-Shannon divergence.

    Returns columns frame, share_a, share_b, part (bits), part_share.
    """
    sums = read_distributions(distributions)
    for name in (a, b):
        if name not in sums.speakers:
            raise FramingError(f"there is no speaker '{name}'; there are {', '.join(sums.speakers[:10])}")
    x = np.stack([sums.mentions[sums.rows_of(name)].sum(axis=0) for name in (a, b)])
    return _decomposed({"frame": list(sums.frames)}, x, (a, b))


def decompose_entries(entries: pa.Table, a: str, b: str) -> pa.Table:
    """The same for lexicon entries, from `aggregate_entries`: which words make the difference between two speakers."""
    both = entries.filter(pc.is_in(entries["speaker"], pa.array([a, b])))
    for name in (a, b):
        if not pc.any(pc.equal(both["speaker"], name)).as_py():
            raise FramingError(f"no entry was met with speaker '{name}'; there is nothing to take apart")
    summed = both.group_by(["frame", "entry", "speaker"], use_threads=False).aggregate([("mentions", "sum")])
    kinds = sorted({(r["frame"], r["entry"]) for r in summed.to_pylist()})
    place = {kind: i for i, kind in enumerate(kinds)}
    x = np.zeros((2, len(kinds)))
    for r in summed.to_pylist():
        x[int(r["speaker"] == b), place[r["frame"], r["entry"]]] += r["mentions_sum"]
    return _decomposed({"frame": [f for f, _ in kinds], "entry": [e for _, e in kinds]}, x, (a, b))


def _decomposed(named: dict[str, list[str]], x: Floats, speakers: tuple[str, str]) -> pa.Table:
    total = x.sum(axis=1, keepdims=True)
    if not total.all():
        raise FramingError(f"{speakers[int(total[0, 0] > 0)]} has no mentions; a composition needs some")
    p, q = x / total
    parts = divergence_parts(p, q)
    whole = float(parts.sum())
    columns = {"speaker_a": [speakers[0]] * len(p), "speaker_b": [speakers[1]] * len(p), **named}
    numbers = {"mentions_a": x[0], "mentions_b": x[1], "share_a": p, "share_b": q, "part": parts}
    table = pa.table({**columns, **numbers, "part_share": parts / whole if whole > 0 else np.zeros_like(parts)})
    return table.take(pa.array(np.argsort(-parts, kind="stable")))


def _metrics(distances: pa.Table) -> list[str]:
    return sorted(set(distances["metric"].to_pylist()))
