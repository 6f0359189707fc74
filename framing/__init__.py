"""Who says what, in which frames, and how sure the difference between speakers is.

The verbs take tables and give tables (pyarrow); each is loaded when it is first asked for, so that importing this
package loads nothing heavy.
"""

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from framing.aggregate import aggregate_scores
    from framing.attribute import attribute_documents, find_voices
    from framing.compare import Plan, compare_speakers
    from framing.errors import FramingError
    from framing.files.documents import read_documents
    from framing.files.given import take_documents
    from framing.files.instruments import load_codebook, load_cues, load_lexicons
    from framing.files.tables import write_tables
    from framing.score import Scorer, score_passages, select_hits
    from framing.segment import segment_documents
    from framing.settings import Settings
    from framing.study import analyze, open_study

__version__ = "0.1.0"

# Where each public name lives.
_HOMES = {
    "FramingError": "errors",
    "Plan": "compare",
    "Scorer": "score",
    "Settings": "settings",
    "aggregate_scores": "aggregate",
    "analyze": "study",
    "attribute_documents": "attribute",
    "compare_speakers": "compare",
    "find_voices": "attribute",
    "load_codebook": "files.instruments",
    "load_cues": "files.instruments",
    "load_lexicons": "files.instruments",
    "open_study": "study",
    "read_documents": "files.documents",
    "score_passages": "score",
    "segment_documents": "segment",
    "select_hits": "score",
    "take_documents": "files.given",
    "write_tables": "files.tables",
}
__all__ = [
    "FramingError",
    "Plan",
    "Scorer",
    "Settings",
    "aggregate_scores",
    "analyze",
    "attribute_documents",
    "compare_speakers",
    "find_voices",
    "load_codebook",
    "load_cues",
    "load_lexicons",
    "open_study",
    "read_documents",
    "score_passages",
    "segment_documents",
    "select_hits",
    "take_documents",
    "write_tables",
]


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'framing' has no attribute '{name}'")
    return getattr(importlib.import_module(f"framing.{_HOMES[name]}"), name)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
