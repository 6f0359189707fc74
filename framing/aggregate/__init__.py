"""Sums by speaker, document and frame, from scored passages or from a user's own codes."""

from framing.aggregate.cells import name_voices
from framing.aggregate.codes import CodeColumns, distributions_from_codes
from framing.aggregate.scores import aggregate_entries, aggregate_pairs, aggregate_scores

__all__ = [
    "CodeColumns",
    "aggregate_entries",
    "aggregate_pairs",
    "aggregate_scores",
    "distributions_from_codes",
    "name_voices",
]
