"""Scores passages by lexicons: who wants frames, values and traceable hits starts here.

In: passages, lexicons and a codebook. Out: scores. Opens no file.
"""

from framing.score.engine import Scorer, count_unscored, score_passages
from framing.score.given import CodeScorer, coded_frames
from framing.score.hits import minimum_evidence
from framing.score.polarity import POLARITIES
from framing.score.select import select_hits
from framing.score.voice import VOICES

__all__ = [
    "POLARITIES",
    "VOICES",
    "CodeScorer",
    "Scorer",
    "coded_frames",
    "count_unscored",
    "minimum_evidence",
    "score_passages",
    "select_hits",
]
