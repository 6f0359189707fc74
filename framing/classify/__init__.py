"""Classifies passages: who wants calibrated probabilities of frames, or to train a model, starts here.

In: passages and codes. Out: a FrameModel and its scores. Opens no file; importing this loads no scikit-learn.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

from framing.classify.encoders import Encoder, SentenceEncoder, find_encoder
from framing.classify.evidence import Evidence, read_evidence
from framing.classify.inputs import Inputs
from framing.classify.model import FrameModel, model_from_parts
from framing.classify.scorer import ModelScorer, disagreement

if TYPE_CHECKING:
    from framing.classify.classifier import FrameClassifier
    from framing.classify.numeric import FrameLogistic
    from framing.classify.transformers import EmbeddingFeatures, LexiconFeatures, NgramFeatures

# Loaded when asked for: they need scikit-learn, and scoring does not.
_ESTIMATORS = {
    "FrameClassifier": "classifier",
    "FrameLogistic": "numeric",
    "EmbeddingFeatures": "transformers",
    "LexiconFeatures": "transformers",
    "NgramFeatures": "transformers",
}
__all__ = [
    "EmbeddingFeatures",
    "Encoder",
    "Evidence",
    "FrameClassifier",
    "FrameLogistic",
    "FrameModel",
    "Inputs",
    "LexiconFeatures",
    "ModelScorer",
    "NgramFeatures",
    "SentenceEncoder",
    "disagreement",
    "find_encoder",
    "model_from_parts",
    "read_evidence",
]


def __getattr__(name: str) -> Any:
    if name in _ESTIMATORS:
        return getattr(importlib.import_module(f"framing.classify.{_ESTIMATORS[name]}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
