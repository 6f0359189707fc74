"""Who says what: transcript turns and reported speech in English, Russian and Chinese, and whose words they are."""

from framing.attribute.byhand import name_by_list, place_spans, split_by_hand
from framing.attribute.corrections import correct_spans
from framing.attribute.documents import attribute_documents
from framing.attribute.listed import name_speakers
from framing.attribute.reasons import give_reasons
from framing.attribute.voices import find_voices

__all__ = [
    "attribute_documents",
    "correct_spans",
    "find_voices",
    "give_reasons",
    "name_by_list",
    "name_speakers",
    "place_spans",
    "split_by_hand",
]
