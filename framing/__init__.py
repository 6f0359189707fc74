"""Who says what, in which frames, and how sure the difference between speakers is.

The verbs take tables and give tables (pyarrow); each is loaded when it is first asked for, so that importing this
package loads nothing heavy.
"""

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from framing.aggregate import CodeColumns, aggregate_scores, distributions_from_codes
    from framing.attribute import attribute_documents, find_voices
    from framing.chains.own_codes import compare_codes
    from framing.chains.sense import LexiconSense
    from framing.classify import (
        EmbeddingFeatures,
        FrameClassifier,
        FrameLogistic,
        LexiconFeatures,
        NgramFeatures,
        SentenceEncoder,
    )
    from framing.compare import (
        Plan,
        adjust_differences,
        compare_speakers,
        compare_trends,
        find_changes,
        shares_over_time,
    )
    from framing.contrast import contrast_terms, count_terms
    from framing.duplicates import find_duplicates
    from framing.errors import FramingError
    from framing.files.documents import read_documents
    from framing.files.given import take_documents
    from framing.files.handcodes import take_hand_codes
    from framing.files.instruments import load_codebook, load_cues, load_lexicons
    from framing.files.tables import write_tables
    from framing.opening import open_study
    from framing.score import Scorer, score_passages, select_hits
    from framing.segment import segment_documents
    from framing.settings import Settings
    from framing.stats.agreement import krippendorff_alpha, units_needed
    from framing.study import analyze
    from framing.validate import Population, collect_codes, correct_shares, measure_accuracy, measure_agreement

__version__ = "0.1.0"

# Where each public name lives.
_HOMES = {
    "CodeColumns": "aggregate",
    "EmbeddingFeatures": "classify",
    "FrameClassifier": "classify",
    "FrameLogistic": "classify",
    "FramingError": "errors",
    "LexiconFeatures": "classify",
    "LexiconSense": "chains.sense",
    "NgramFeatures": "classify",
    "Plan": "compare",
    "Population": "validate",
    "Scorer": "score",
    "SentenceEncoder": "classify",
    "Settings": "settings",
    "adjust_differences": "compare",
    "aggregate_scores": "aggregate",
    "analyze": "study",
    "attribute_documents": "attribute",
    "collect_codes": "validate",
    "compare_codes": "chains.own_codes",
    "compare_speakers": "compare",
    "compare_trends": "compare",
    "contrast_terms": "contrast",
    "correct_shares": "validate",
    "count_terms": "contrast",
    "distributions_from_codes": "aggregate",
    "find_changes": "compare",
    "find_duplicates": "duplicates",
    "find_voices": "attribute",
    "krippendorff_alpha": "stats.agreement",
    "load_codebook": "files.instruments",
    "load_cues": "files.instruments",
    "load_lexicons": "files.instruments",
    "measure_accuracy": "validate",
    "measure_agreement": "validate",
    "open_study": "opening",
    "read_documents": "files.documents",
    "score_passages": "score",
    "segment_documents": "segment",
    "select_hits": "score",
    "shares_over_time": "compare",
    "take_documents": "files.given",
    "take_hand_codes": "files.handcodes",
    "units_needed": "stats.agreement",
    "write_tables": "files.tables",
}
__all__ = [
    "CodeColumns",
    "EmbeddingFeatures",
    "FrameClassifier",
    "FrameLogistic",
    "FramingError",
    "LexiconFeatures",
    "LexiconSense",
    "NgramFeatures",
    "Plan",
    "Population",
    "Scorer",
    "SentenceEncoder",
    "Settings",
    "adjust_differences",
    "aggregate_scores",
    "analyze",
    "attribute_documents",
    "collect_codes",
    "compare_codes",
    "compare_speakers",
    "compare_trends",
    "contrast_terms",
    "correct_shares",
    "count_terms",
    "distributions_from_codes",
    "find_changes",
    "find_duplicates",
    "find_voices",
    "krippendorff_alpha",
    "load_codebook",
    "load_cues",
    "load_lexicons",
    "measure_accuracy",
    "measure_agreement",
    "open_study",
    "read_documents",
    "score_passages",
    "segment_documents",
    "select_hits",
    "shares_over_time",
    "take_documents",
    "take_hand_codes",
    "units_needed",
    "write_tables",
]


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'framing' has no attribute '{name}'")
    return getattr(importlib.import_module(f"framing.{_HOMES[name]}"), name)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
