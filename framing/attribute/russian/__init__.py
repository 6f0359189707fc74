"""Reported speech in Russian by rules, without a parser: direct and indirect, who speaks, and who passes it on.

In: text. Out: attributions in the order of the text, nested, with names resolved within the document.
"""

from __future__ import annotations

from dataclasses import replace

from framing.attribute.record import Attribution, Span, classify_kind, nest_attributions, trim_span
from framing.attribute.russian.backward import span_of
from framing.attribute.russian.drafts import Draft, is_relay
from framing.attribute.russian.extract import read_document
from framing.attribute.russian.people import name_holders

__all__ = ["find_quotes"]


def find_quotes(text: str) -> list[Attribution]:
    """Every attribution of a Russian text, with the names that its own document gives.

    >>> [(a.kind, a.resolved) for a in find_quotes("«Мы готовы», — сказал Пётр Дубов.")]
    [('direct', ('Пётр Дубов',))]
    """
    reading = read_document(text)
    names = name_holders(text, reading.sentences, reading.drafts)
    found = [
        _attribution(text, draft, who, reading.quotations) for draft, who in zip(reading.drafts, names, strict=True)
    ]
    return _with_relays(text, nest_attributions(found))


def _attribution(text: str, draft: Draft, names: tuple[str, ...], quotations: tuple[Span, ...]) -> Attribution:
    spans = tuple(trim_span(text, span) for span in draft.spans)
    return Attribution(
        kind="direct" if draft.rule == "dialogue" else classify_kind(spans, quotations),
        spans=spans,
        cue=draft.cue,
        mention=span_of(draft.holders),
        mentions=tuple(h.span for h in draft.holders) if len(draft.holders) > 1 else (),
        relayed_by=draft.relay.span if draft.relay else None,
        rule=f"ru-{draft.rule}",
        resolved=names,
    )


def _with_relays(text: str, nested: list[Attribution]) -> list[Attribution]:
    """What an outlet says that somebody said is relayed by the outlet."""
    result = []
    for a in nested:
        outer = nested[a.parent] if a.parent is not None else None
        if outer is not None and outer.mention and a.relayed_by is None and is_relay(text, outer.mention):
            a = replace(a, relayed_by=outer.mention)
        result.append(a)
    return result
