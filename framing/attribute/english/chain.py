"""The chain of passing on: who relays whom, and who shares a view that is reported.

In: findings or attributions. Out: the same with `co_holders` and `relayed_by` filled.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from framing.attribute.english.clauses import mention_spans
from framing.attribute.english.cues import words
from framing.attribute.english.finding import Finding, Paragraph
from framing.attribute.english.people import find_people
from framing.attribute.english.titles import FUNCTION_WORDS
from framing.attribute.record import Attribution, Span

_VIEWS = words(
    """
    view opinion position assessment sentiment stance belief concern conviction judgment assertion
    """
)
_SHARING = words("share echo back endorse support")
# An outer voice relays an inner one when the inner one says at least this share of what the outer one says.
_RELAYED_SHARE = 0.5
# Letters between the start of what is relayed and the speaker's name: "that ".
_OPENING = 8
_PERSONAL = words("he she i they we who you")


def add_co_holders(paragraph: Paragraph, findings: list[Finding]) -> list[Finding]:
    """Read "-- a view shared by X and Y" behind reported speech: X and Y hold it too; the gloss is no content."""
    for token in paragraph.doc:
        if token.lemma_ not in _SHARING or token.dep_ != "acl" or token.head.lemma_ not in _VIEWS:
            continue
        agent = next((child for child in token.children if child.dep_ == "agent"), None)
        holder = next((child for child in agent.children if child.dep_ == "pobj"), None) if agent is not None else None
        if holder is not None:
            gloss = (token.head.left_edge.idx, holder.right_edge.idx + len(holder.right_edge))
            holders = tuple(mention_spans(holder))
            findings = [_share(finding, gloss, holders, paragraph) for finding in findings]
    return findings


def _share(finding: Finding, gloss: Span, holders: tuple[Span, ...], paragraph: Paragraph) -> Finding:
    start, end = finding.spans[-1] if finding.spans else (0, 0)
    if not start < gloss[0] <= end + 6 or finding.cue[0] > gloss[0]:
        return finding
    spans = finding.spans
    if gloss[1] >= end - 1 and end > gloss[0]:
        cut = len(paragraph.text[start : gloss[0]].rstrip(" -–—,")) + start
        spans = (*finding.spans[:-1], (start, cut))
    return replace(finding, spans=spans, co_holders=holders)


def mark_relays(text: str, attributions: Sequence[Attribution]) -> list[Attribution]:
    """Mark who passes speech on: an outlet, an institution or somebody unnamed around a named speaker.

    What the speaker says must make up most of it, or open it. A person who quotes another by name is no relay: both
    stand as speakers, one inside the other.
    """
    names = {person.name for person in find_people(text)}
    marked = list(attributions)
    for index, inner in enumerate(attributions):
        outer = attributions[inner.parent] if inner.parent is not None else None
        if outer is None or inner.parent is None or outer.mention is None or inner.mention is None:
            continue
        passing, spoken = text[slice(*outer.mention)], text[slice(*inner.mention)]
        relayed = marked[inner.parent].relayed_by is not None and len(passing.split()) == 1
        quotes = outer.rule.startswith("citing")
        if relayed or _is_person(passing, names) or not (quotes or _is_named(spoken)):
            continue
        if quotes or _opens(inner, outer) or _reach(inner) >= _RELAYED_SHARE * _extent(outer):
            marked[index] = replace(inner, relayed_by=outer.mention)
    return marked


def _opens(inner: Attribution, outer: Attribution) -> bool:
    """Whether what the outer voice says begins with whom it relays: "Kest Radio says that Orlu thanked …"."""
    if inner.mention is None or outer.cue is None or outer.cue[0] > outer.start:
        return False
    return 0 <= inner.mention[0] - outer.start <= _OPENING and inner.mention[1] - inner.mention[0] > 2


def _is_person(surface: str, names: set[str]) -> bool:
    """Whether a mention is a person's by name or pronoun; "it" and "a minister" are not."""
    words = surface.split()
    if surface.lower() in _PERSONAL or any(name in surface for name in names):
        return True
    return any(words[-1] in name.split() for name in names)


def _is_named(surface: str) -> bool:
    capital = any(word[:1].isupper() and word.lower() not in FUNCTION_WORDS for word in surface.split())
    return capital or surface.lower() in ("he", "she")


def _reach(attribution: Attribution) -> int:
    """Letters from the speaker's mention over the cue to the end of what is said."""
    first = min(span[0] for span in (attribution.mention, attribution.cue, *attribution.spans) if span is not None)
    return attribution.end - first


def _extent(attribution: Attribution) -> int:
    return sum(end - start for start, end in attribution.spans)
