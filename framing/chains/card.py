"""What a model's card says: its data, scores and weaknesses, in tables and sentences that a reader can check.

In: the tables of a training. Out: plain dictionaries and rows. Every number in it comes from held-out passages.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa

from framing import __version__
from framing.classify.crossval import Coded, HeldOut
from framing.classify.evaluate import MACRO, macro_f1
from framing.files.models import hash_file
from framing.opening import Study

if TYPE_CHECKING:
    from framing.chains.training import Recipe

# A frame in a group with a lower F1, or a calibration error above this, is named as a weakness.
WEAK_F1, WEAK_CALIBRATION = 0.75, 0.05
# Groups with fewer coded passages of a frame say too little to be named.
FEWEST_TO_NAME = 15
# "With this many more codes expect …".
MORE_CODES = 200
BASELINES = pa.schema({"method": pa.string(), "frame": pa.string(), "f1": pa.float64(), "n_passages": pa.int64()})
CURVE = pa.schema({"n_training": pa.int64(), "f1": pa.float64()})


def describe_data(units: pa.Table, codes: np.ndarray, learned: np.ndarray, study: Study) -> dict[str, Any]:
    """What the model learned from: sizes by language and source, codes a frame, files with their hashes."""
    part = units.take(pa.array(learned))
    found: dict[str, Any] = {
        "passages": len(learned),
        "documents": len(set(part["document_id"].to_pylist())),
        "measured_on": len(units),
        "codes": {f: int((codes[learned, k] >= 0.5).sum()) for k, f in enumerate(study.codebook.frame_ids)},
        "files": {Path(name).name: hash_file(name) for name in study.settings.inputs},
    }
    for column in ("language", "source"):
        if column in units.column_names:
            found[column] = dict(sorted(Counter(map(str, part[column].to_pylist())).items()))
    return found


def make_card(
    recipe: Recipe, study: Study, data: Mapping[str, Any], tables: Mapping[str, pa.Table], abstained: Sequence[int]
) -> dict[str, Any]:
    """The card: everything a reader must know, as JSON has it."""
    book = study.codebook
    return {
        "name": recipe.name,
        "version": recipe.version,
        "date": recipe.date,
        "made_with": f"frame-compare {__version__}",
        "codebook": book.label,
        "frames": list(book.frame_ids),
        "titles": [frame.title for frame in book.frames],
        "abstains": [book.frame_ids[k] for k in abstained],
        "features": list(recipe.features),
        "lexicons": [lexicon.label for lexicon in study.lexicons] if "lexicon" in recipe.features else [],
        "settings": {
            "folds": recipe.folds,
            "nested": not recipe.quick,
            "inner_folds": recipe.inner_folds,
            "min_documents": recipe.min_documents,
            "members": recipe.members,
            "weighted": recipe.weigh,
            "without": list(recipe.without),
            "seed": study.settings.seed,
        },
        "data": dict(data),
        "scores": {name: _rounded(table) for name, table in tables.items()},
        "weaknesses": name_weaknesses(tables, book.frame_ids, abstained),
        "remarks": list(recipe.notes),
    }


def _rounded(table: pa.Table) -> list[dict[str, Any]]:
    def plain(value: Any) -> Any:
        if isinstance(value, float):
            return None if np.isnan(value) else round(value, 4)
        return value

    return [{key: plain(value) for key, value in row.items()} for row in table.to_pylist()]


def name_weaknesses(tables: Mapping[str, pa.Table], frames: Sequence[str], abstained: Sequence[int]) -> list[str]:
    """Sentences on frames, languages and sources where the held-out scores are low or the probabilities are off."""
    said = [f"abstains on {frames[k]}: too few codes to learn or to measure it" for k in abstained]
    for name in ("accuracy", "left_out"):
        for row in tables[name].to_pylist() if name in tables else ():
            if row["frame"] == MACRO or row["by"] in ("speaker",) or row["n_coded"] < FEWEST_TO_NAME:
                continue
            tail = "" if name == "accuracy" else " in training"
            where = "" if row["by"] == "all" else f" ({row['by']} {row['group']}{tail})"
            if row["f1"] is not None and row["f1"] < WEAK_F1:
                low, high = row["f1_low"], row["f1_high"]
                said.append(f"{row['frame']}{where}: F1 {row['f1']:.2f} [{low:.2f}, {high:.2f}]")
            if row["by"] == "all" and (row["calibration_error"] or 0) > WEAK_CALIBRATION:
                said.append(f"{row['frame']}: probabilities are off by {row['calibration_error']:.2f} on average")
    return said


def curve_rows(runs: Sequence[tuple[int, HeldOut]], codes: np.ndarray, weights: np.ndarray) -> tuple[pa.Table, str]:
    """The macro-F1 by number of training passages, and what more codes may bring: a line through log sizes."""
    sizes = np.array([n for n, _ in runs], dtype=np.float64)
    f1 = np.array([macro_f1(codes[h.seen], h.called[h.seen], weights[h.seen]) for _, h in runs])
    table = pa.table({"n_training": sizes.astype(np.int64), "f1": f1}, schema=CURVE)
    known = ~np.isnan(f1)
    if known.sum() < 2 or len(set(sizes[known])) < 2:
        return table, "there are too few codes for a learning curve"
    slope = float(np.polyfit(np.log(sizes[known]), f1[known], 1)[0])
    gain = slope * float(np.log((sizes[-1] + MORE_CODES) / sizes[-1]))
    held = int(runs[-1][1].seen.sum())
    return table, (
        f"with {MORE_CODES} more codes expect the macro-F1 to change by about {gain:+.3f} (a line through the log of "
        f"{len(runs)} sizes, measured on {held} held-out passages: rough)"
    )


def baseline_rows(
    coded: Coded, held: HeldOut, lexicon: np.ndarray | None, pairs: pa.Table | None, frames: Sequence[str]
) -> pa.Table:
    """F1 a frame, on the held-out passages, of the larger class, the lexicon alone, the classifier; and of coders."""
    seen = np.flatnonzero(held.seen)
    codes, weights = coded.codes[seen], coded.weights[seen]
    majority = np.tile(np.nanmean(np.nan_to_num(codes, nan=0.0), axis=0) > 0.5, (len(seen), 1))
    methods = {"larger class": majority, "classifier": held.called[seen]}
    if lexicon is not None:
        methods["lexicon alone"] = lexicon[seen]
    rows = []
    for method, called in methods.items():
        each = [macro_f1(codes[:, [k]], called[:, [k]], weights) for k in range(len(frames))]
        rows += _frame_rows(method, each, frames, len(seen))
    if pairs is not None:
        found = pairs.to_pylist()
        each = [
            float(np.mean([r["f1"] for r in found if r["frame"] == f and r["f1"] is not None] or [np.nan]))
            for f in frames
        ]
        rows += _frame_rows("coder against coder", each, frames, max((r["n_units"] for r in found), default=0))
    return pa.Table.from_pylist(rows, schema=BASELINES)


def compare_baselines(baselines: pa.Table) -> list[str]:
    """A sentence where the lexicon alone is at least as good as the classifier."""
    macro = {row["method"]: row["f1"] for row in baselines.to_pylist() if row["frame"] == MACRO}
    ours, lexicon = macro["classifier"], macro.get("lexicon alone")
    if lexicon is None or not lexicon >= ours:
        return []
    return [f"the lexicon alone has a macro-F1 of {lexicon:.3f}, the classifier {ours:.3f}: use it, or code more"]


def _frame_rows(method: str, each: Sequence[float], frames: Sequence[str], n: int) -> list[dict[str, Any]]:
    # A frame that is coded and never called has F1 nought; neither coded nor called, none.
    known = [value for value in each if not np.isnan(value)]
    rows = [{"method": method, "frame": f, "f1": v, "n_passages": n} for f, v in zip(frames, each, strict=True)]
    return [*rows, {"method": method, "frame": MACRO, "f1": float(np.mean(known or [np.nan])), "n_passages": n}]
