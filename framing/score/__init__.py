"""Scores passages by lexicons: who wants frames, values and traceable hits starts here.

In: passages, lexicons and a codebook. Out: scores. Opens no file.
"""

from framing.score.engine import NO_LEXICON, Scorer, count_unscored, score_passages
from framing.score.given import CodeScorer, coded_frames
from framing.score.hits import minimum_evidence
from framing.score.polarity import POLARITIES
from framing.score.select import evidence_needed, select_hits
from framing.score.voice import VOICES

__all__ = [
    "NO_LEXICON",
    "POLARITIES",
    "VOICES",
    "CodeScorer",
    "Scorer",
    "coded_frames",
    "count_unscored",
    "evidence_needed",
    "minimum_evidence",
    "score_passages",
    "select_hits",
]
