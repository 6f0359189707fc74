"""How speakers differ in their frames, by how much and how sure."""

from framing.compare.plan import ADJUSTMENTS, INTERVALS, MEASURES, Comparison, Plan
from framing.compare.speakers import compare_speakers

__all__ = ["ADJUSTMENTS", "INTERVALS", "MEASURES", "Comparison", "Plan", "compare_speakers"]
