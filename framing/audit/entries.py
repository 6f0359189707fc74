"""The audit of a lexicon, entry by entry: what each does in a corpus, how often it is right, what hangs on it.

In: Counted. Out: a table, one row an entry, those that never hit too. It recommends nothing; a person decides.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pyarrow as pa

from framing.audit.differences import Loss, lose_entries
from framing.audit.tally import Counted, Floats, Ints
from framing.stats.overdispersion import wilson_interval

# An entry that alone makes this share of its frame's passages is said to carry it.
CARRIES = 0.2
# Written forms shown beside an entry.
_FORMS = 8

AUDIT = pa.schema(
    {
        "lexicon": pa.string(),
        "frame": pa.string(),
        "entry": pa.string(),
        "concept": pa.string(),
        "strength": pa.string(),
        "hits": pa.int64(),
        "passages": pa.int64(),
        "documents": pa.int64(),
        "share_of_hits": pa.float64(),  # of all hits of its frame
        "alone": pa.int64(),  # passages that lose the frame without it
        "share_alone": pa.float64(),  # of all passages with the frame
        "n_coded": pa.int64(),  # passages of its that were coded by hand
        "precision": pa.float64(),
        "precision_low": pa.float64(),
        "precision_high": pa.float64(),
        "precision_alone": pa.float64(),  # where it is the only evidence
        "largest_change": pa.float64(),  # of any difference of two speakers' shares, when it is left out
        "change_between": pa.string(),
        "sign_flips": pa.int64(),  # pairs of speakers whose difference turns round
        "inside": pa.string(),
        "forms": pa.string(),
        "remarks": pa.string(),
    }
)


def audit_entries(counted: Counted, inside: Mapping[int, str]) -> pa.Table:
    """One row an entry, by frame and falling hits.

    inside: for an entry that stands inside entries of other frames, which. Precision is the share of coded passages
    with the entry that hold its frame, with Wilson's interval, which leans on independent passages. Leaving an entry
    out takes its weight away; shorter entries that its span hid and rules that leaned on it are not looked at again.
    """
    loss = lose_entries(counted)
    columns: dict[str, Any] = _counts(counted, loss) | _precision(counted, loss) | _changes(counted, loss)
    remarks = [_remark(columns, i, inside.get(i, "")) for i in range(len(counted.entries))]
    named = {
        "lexicon": [lexicon.label for lexicon, _ in counted.entries],
        "frame": [entry.frame for _, entry in counted.entries],
        "entry": [entry.pattern for _, entry in counted.entries],
        "concept": [entry.concept for _, entry in counted.entries],
        "strength": [entry.strength for _, entry in counted.entries],
        "inside": [inside.get(i, "") for i in range(len(counted.entries))],
        "forms": _forms(counted),
        "remarks": remarks,
    }
    table = pa.table({name: (columns | named)[name] for name in AUDIT.names}).cast(AUDIT)
    return table.take(pa.array(np.lexsort((np.arange(len(table)), -columns["hits"], counted.frame_of))))


def list_forms(counted: Counted) -> pa.Table:
    """How entries were written in the corpus, wildcards spelled out: frame, entry, form, hits."""
    rows = sorted((number, -hits, form, hits) for (number, form), hits in counted.forms.items())
    entries = [counted.entries[number][1] for number, *_ in rows]
    return pa.table(
        {
            "frame": pa.array([entry.frame for entry in entries], pa.string()),
            "entry": pa.array([entry.pattern for entry in entries], pa.string()),
            "form": pa.array([form for *_, form, _ in rows], pa.string()),
            "hits": pa.array([hits for *_, hits in rows], pa.int64()),
        }
    )


def _counts(counted: Counted, loss: Loss) -> dict[str, Any]:
    n = len(counted.entries)
    frame = counted.frame_of
    hits = np.bincount(counted.use_entry, weights=counted.use_hits, minlength=n).astype(np.int64)
    pairs = np.unique(np.stack([counted.use_entry, counted.document[counted.use_passage]]), axis=1)
    alone = np.bincount(counted.use_entry[loss.loses], minlength=n)
    of_frame = np.bincount(frame, weights=hits, minlength=len(counted.codebook.frames))
    present = counted.present.sum(axis=0)
    return {
        "hits": hits,
        "passages": np.bincount(counted.use_entry, minlength=n),
        "documents": np.bincount(pairs[0], minlength=n),
        "share_of_hits": _share(hits, of_frame[frame]),
        "alone": alone,
        "share_alone": _share(alone, present[frame]),
    }


def _precision(counted: Counted, loss: Loss) -> dict[str, Any]:
    n = len(counted.entries)
    gold = counted.gold[counted.use_passage, counted.frame_of[counted.use_entry]]
    coded, right = gold >= 0, gold == 1
    seen = np.bincount(counted.use_entry[coded], minlength=n)
    precision = _share(np.bincount(counted.use_entry[right], minlength=n), seen)
    low, high = np.full((2, n), np.nan)
    some = seen > 0
    low[some], high[some] = wilson_interval(precision[some], seen[some].astype(np.float64), np.inf)
    only = coded & loss.loses
    alone = _share(
        np.bincount(counted.use_entry[only & right], minlength=n), np.bincount(counted.use_entry[only], minlength=n)
    )
    names = ("n_coded", "precision", "precision_low", "precision_high", "precision_alone")
    return dict(zip(names, (seen, precision, low, high, alone), strict=True))


def _changes(counted: Counted, loss: Loss) -> dict[str, Any]:
    largest, between, flips = [], [], []
    for entry, frame in enumerate(counted.frame_of):
        change, pair, turned = loss.largest_change(entry, int(frame))
        largest.append(change)
        between.append(f"{counted.speakers[pair[0]]} / {counted.speakers[pair[1]]}" if pair else "")
        flips.append(turned)
    return {"largest_change": np.array(largest), "change_between": between, "sign_flips": np.array(flips)}


def _forms(counted: Counted) -> list[str]:
    found: list[list[tuple[int, str]]] = [[] for _ in counted.entries]
    for (number, form), hits in counted.forms.items():
        found[number].append((-hits, form))
    lists = [[f"{form} ({-count})" for count, form in sorted(forms)] for forms in found]
    return ["; ".join(f[:_FORMS]) + (f"; {len(f) - _FORMS} more" if len(f) > _FORMS else "") for f in lists]


def _remark(columns: Mapping[str, Any], i: int, inside: str) -> str:
    value = {name: np.asarray(columns[name])[i] for name in ("hits", "share_alone", "sign_flips")}
    remarks = []
    if value["hits"] == 0:
        remarks.append("never hits")
    if value["share_alone"] >= CARRIES:
        remarks.append(f"alone makes {value['share_alone']:.0%} of its frame's passages")
    if value["sign_flips"]:
        pairs = "1 difference" if value["sign_flips"] == 1 else f"{value['sign_flips']} differences"
        remarks.append(f"{pairs} of speakers turn round without it")
    if inside:
        remarks.append("stands inside entries of another frame")
    return "; ".join(remarks)


def _share(part: Ints | Floats, whole: Ints | Floats) -> Floats:
    out = np.full(len(part), np.nan)
    np.divide(part, whole, out=out, where=np.asarray(whole) > 0)
    return out
