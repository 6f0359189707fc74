"""Texts scored and, while they stream by, a sample drawn from them or a plan made for one.

In: a Study and a Design. Out: a coding sheet, or the errors to expect. It holds no more passages than may be picked.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pyarrow as pa

from framing.chains.validation import score_units
from framing.errors import FramingError
from framing.files.handcodes import read_hand_codes
from framing.opening import Study
from framing.sample import Design, Drawer, Planner, make_sheet
from framing.sample.plan import SIZES
from framing.stats.accuracy import confusion
from framing.study import score_batches
from framing.validate import collect_codes


def draw_sheet(study: Study, design: Design, *, blind: bool = False) -> pa.Table:
    """A coding sheet of passages picked by the design from the study's texts; what must be said is in its notes."""
    drawer = Drawer(design, study.codebook, np.random.default_rng(study.settings.seed))
    for scores in score_batches(study):
        drawer.add(scores)
    picked, notes = drawer.finish()
    study.notes.extend(notes)
    return make_sheet(picked, design, study.codebook, blind=blind)


def plan_sample(
    study: Study, design: Design, *, error: float, pilot: str = "", sizes: Sequence[int] = SIZES
) -> pa.Table:
    """PLAN: the standard errors to expect of corrected shares, by number of hand codes, speaker and frame.

    pilot : a file of hand codes with their texts, by which the machine's errors are measured; else `error` is assumed.
    """
    planner = Planner(study.codebook, error=error, measured=_measure_errors(study, pilot) if pilot else None)
    for scores in score_batches(study):
        planner.add(scores)
    table, notes = planner.expect(design, sizes)
    study.notes.extend(notes)
    return table


def _measure_errors(study: Study, pilot: str) -> dict[str, tuple[float, float]]:
    """Of each frame, the share of the machine's finds that are wrong, and of what it leaves that has the frame.

    Half a code is added to each cell, so that a small pilot does not promise a machine without errors.
    """
    hand = read_hand_codes([pilot], study.codebook, names={}, notes=study.notes)
    if hand.units["text"].null_count == len(hand.units) and study.codes is None:
        raise FramingError(
            f"{pilot} has no column 'text', so that the machine cannot code it too; keep it in the sheet"
        )
    coded = collect_codes(hand.codes, hand.units, study.codebook)
    machine, _, _ = score_units(study, hand.units, coded)
    measured = {}
    for k, frame in enumerate(coded.frames):
        known = ~np.isnan(machine[:, k]) & ~np.isnan(coded.hand[:, k])
        y, said, weight = coded.hand[known, k], machine[known, k], coded.weight[known]
        tp, fp, fn, tn = confusion(y, said, weight / weight.mean() if len(weight) else weight).sum(axis=0) + 0.5
        measured[frame] = float(fp / (tp + fp)), float(fn / (fn + tn))
    return measured
