"""What single entries of a lexicon do in a corpus, what it may lack, and how two lexicons differ."""

from framing.audit.diff import diff_lexicons, list_concepts
from framing.audit.differences import list_differences
from framing.audit.entries import audit_entries, list_forms
from framing.audit.judged import gold_of
from framing.audit.nesting import find_nested
from framing.audit.suggest import SUGGESTIONS, Piece, SuggestPlan, suggest_terms
from framing.audit.tally import Counted, Tally

__all__ = [
    "SUGGESTIONS",
    "Counted",
    "Piece",
    "SuggestPlan",
    "Tally",
    "audit_entries",
    "diff_lexicons",
    "find_nested",
    "gold_of",
    "list_concepts",
    "list_differences",
    "list_forms",
    "suggest_terms",
]
