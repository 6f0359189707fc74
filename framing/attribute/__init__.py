"""Who says what: transcript turns and reported speech in English, Russian and Chinese, and whose words they are."""

from framing.attribute.byhand import name_by_list, split_by_hand
from framing.attribute.documents import attribute_documents
from framing.attribute.listed import name_speakers
from framing.attribute.voices import find_voices

__all__ = ["attribute_documents", "find_voices", "name_by_list", "name_speakers", "split_by_hand"]
