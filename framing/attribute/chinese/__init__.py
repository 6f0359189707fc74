"""Reported speech in Chinese by rules, without a parser: direct and indirect, who speaks, and who passes it on.

In: text. Out: attributions in the order of the text, nested, with names resolved within the document.
"""

from __future__ import annotations

from dataclasses import replace

from framing.attribute.chinese.extract import Draft, read_document
from framing.attribute.chinese.names import is_outlet
from framing.attribute.chinese.people import name_holders
from framing.attribute.record import Attribution, Span, classify_kind, nest_attributions

__all__ = ["find_quotes"]


def find_quotes(text: str) -> list[Attribution]:
    """Every attribution of a Chinese text, with the names that its own document gives.

    >>> [(a.kind, a.resolved) for a in find_quotes("外交部发言人王小岚表示，中方欢迎会谈。")]
    [('indirect', ('王小岚',))]
    """
    reading = read_document(text)
    names = name_holders(text, reading.sentences, reading.drafts)
    found = [_attribution(draft, who, reading.quotations) for draft, who in zip(reading.drafts, names, strict=True)]
    outlets = {h.span for d in reading.drafts for h in d.holders if is_outlet(h)}
    return _with_relays(nest_attributions(found), outlets)


def _attribution(draft: Draft, names: tuple[str, ...], quotations: tuple[Span, ...]) -> Attribution:
    spans = tuple(h.span for h in draft.holders)
    return Attribution(
        kind=classify_kind(draft.spans, quotations),
        spans=draft.spans,
        cue=draft.cue,
        mention=(min(a for a, _ in spans), max(b for _, b in spans)),
        mentions=spans if len(spans) > 1 else (),
        rule=f"zh-{draft.rule}",
        resolved=names,
    )


def _with_relays(nested: list[Attribution], outlets: set[Span]) -> list[Attribution]:
    """What an outlet says that somebody said is relayed by the outlet."""
    result = []
    for a in nested:
        outer = nested[a.parent] if a.parent is not None else None
        if outer is not None and outer.mention in outlets:
            a = replace(a, relayed_by=outer.mention)
        result.append(a)
    return result
