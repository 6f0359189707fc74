"""The same claim in several accounts of one event, and in whose mouth each account puts it."""

from framing.drift.align import CLAIMS, THRESHOLD, align_claims
from framing.drift.similarity import compare_texts

__all__ = ["CLAIMS", "THRESHOLD", "align_claims", "compare_texts"]
