"""Texts scored and, while they stream by, a sample drawn from them or a plan made for one.

In: a Study and a Design. Out: a coding sheet, or the errors to expect. It holds no more passages than may be picked.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pyarrow as pa

from framing.sample import Design, Drawer, Planner, make_sheet
from framing.sample.plan import SIZES
from framing.study import Study, score_batches


def draw_sheet(study: Study, design: Design, *, blind: bool = False) -> pa.Table:
    """A coding sheet of passages picked by the design from the study's texts; what must be said is in its notes."""
    drawer = Drawer(design, study.codebook, np.random.default_rng(study.settings.seed))
    for scores in score_batches(study):
        drawer.add(scores)
    picked, notes = drawer.finish()
    study.notes.extend(notes)
    return make_sheet(picked, design, study.codebook, blind=blind)


def plan_sample(study: Study, design: Design, *, error: float, sizes: Sequence[int] = SIZES) -> pa.Table:
    """PLAN: the standard errors to expect of corrected shares, by number of hand codes, speaker and frame."""
    planner = Planner(study.codebook, error=error)
    for scores in score_batches(study):
        planner.add(scores)
    table, notes = planner.expect(design, sizes)
    study.notes.extend(notes)
    return table
