"""Classifies passages: who wants calibrated probabilities of frames, or to train a model, starts here.

In: passages and codes. Out: a FrameModel and its scores. Opens no file; importing this loads no scikit-learn.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from framing.classify.encoders import Encoder, SentenceEncoder, find_encoder
from framing.classify.evidence import Evidence, read_evidence
from framing.classify.inputs import Inputs
from framing.classify.model import FrameModel, model_from_parts
from framing.classify.scorer import ModelScorer, disagreement

if TYPE_CHECKING:
    from framing.classify.classifier import FrameClassifier

__all__ = [
    "Encoder",
    "Evidence",
    "FrameClassifier",
    "FrameModel",
    "Inputs",
    "ModelScorer",
    "SentenceEncoder",
    "disagreement",
    "find_encoder",
    "model_from_parts",
    "read_evidence",
]


def __getattr__(name: str) -> Any:
    if name == "FrameClassifier":
        from framing.classify.classifier import FrameClassifier

        return FrameClassifier
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
