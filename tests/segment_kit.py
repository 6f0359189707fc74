"""A document in a line, segmented: for the tests of segmentation."""

from collections.abc import Sequence

import pyarrow as pa

from framing.records import DOCUMENTS, VOICES
from framing.segment import segment_documents

Voice = tuple[int, int, str, str]  # start, end, speaker, attribution


def passages_of(*texts: str, unit: str = "passage", voices: Sequence[Voice] = ()) -> pa.Table:
    """Passages of documents `d0`, `d1` …; the voices are the first one's."""
    rows = [{"document_id": f"d{i}", "text": text, "language": "en"} for i, text in enumerate(texts)]
    spoken = [
        {"document_id": "d0", "start": a, "end": b, "speaker": [who], "attribution": how} for a, b, who, how in voices
    ]
    return segment_documents(
        pa.Table.from_pylist(rows, schema=DOCUMENTS), pa.Table.from_pylist(spoken, schema=VOICES), unit=unit
    )


def cut(text: str, unit: str = "sentence", voices: Sequence[Voice] = ()) -> list[str]:
    """The texts of a document's units."""
    return [str(one) for one in passages_of(text, unit=unit, voices=voices)["text"].to_pylist()]


def said(text: str, words: str, who: str, how: str = "quote") -> Voice:
    """A voice over the words, which stand once in the text."""
    at = text.index(words)
    return at, at + len(words), who, how
