"""Terms that set speakers apart."""

from framing.contrast.counts import TermCounts, TermTally, count_terms
from framing.contrast.terms import REST, TermPlan, contrast_each, contrast_terms
from framing.contrast.tokens import split_terms

__all__ = [
    "REST",
    "TermCounts",
    "TermPlan",
    "TermTally",
    "contrast_each",
    "contrast_terms",
    "count_terms",
    "split_terms",
]
