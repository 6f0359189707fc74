"""From the attributions of one document to rows of the quotes table.

In: a text and its attributions, resolved. Out: dictionaries in the QUOTES schema, one for each level of nesting.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from framing.attribute.record import Attribution, Span

# An inner attribution is *the* message of the outer one when it covers at least this share of its content.
HOLDER_SHARE = 0.5


def quote_rows(
    document_id: str, text: str, attributions: Sequence[Attribution], *, reporter: str | None = None
) -> list[dict[str, Any]]:
    """The rows of one document, in the order of `attributions` (which `parent` counts in)."""
    holders = [_holder(index, attributions) for index in range(len(attributions))]
    return [
        {
            "document_id": document_id,
            "kind": a.kind,
            "spans": [list(span) for span in a.spans],
            **_piece("cue", text, a.cue),
            "speaker": list(a.resolved),
            **_mention(text, a.mention),
            "reporter": reporter,
            "relayed_by": _words(text, a.relayed_by),
            "holder": list(holder),
            "co_holders": [_words(text, span) for span in a.co_holders],
            "level": a.level,
            "parent": -1 if a.parent is None else a.parent,
            "rule": a.rule,
        }
        for a, holder in zip(attributions, holders, strict=True)
    ]


def _holder(index: int, attributions: Sequence[Attribution]) -> tuple[str, ...]:
    """Whose message stands inside: the speaker of the innermost attribution that makes up most of this one."""
    inner = attributions[index]
    holder: tuple[str, ...] = ()
    while True:
        children = [
            (k, a)
            for k, a in enumerate(attributions)
            if a.parent == index and _length(a.spans) >= HOLDER_SHARE * _length(inner.spans)
        ]
        if not children:
            return holder
        index, inner = max(children, key=lambda pair: (_length(pair[1].spans), -pair[0]))
        holder = inner.resolved or holder


def _length(spans: Sequence[Span]) -> int:
    return sum(end - start for start, end in spans)


def _words(text: str, span: Span | None) -> str | None:
    return None if span is None else " ".join(text[span[0] : span[1]].split())


def _piece(name: str, text: str, span: Span | None) -> dict[str, Any]:
    start, end = span or (None, None)
    return {name: _words(text, span), f"{name}_start": start, f"{name}_end": end}


def _mention(text: str, span: Span | None) -> dict[str, Any]:
    start, end = span or (None, None)
    return {"speaker_text": _words(text, span), "speaker_start": start, "speaker_end": end}
