"""The attribution: one piece of reported speech as spans of the document, and the two laws every language shares.

In: spans found by a language's rules. Out: frozen records, typed by their quotation marks and nested by containment.
It reads no text by meaning and knows no language.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

Span = tuple[int, int]

# Every pair of marks that opens and closes quoted speech in English, Russian and Chinese print.
OPENING_MARKS = '"“«„‟『「〝'
CLOSING_MARKS = '"”»“』」〞'

# A quotation that leaves out at most this share of the content's letters still counts as direct speech
# (the cue's comma, a lost mark); a convention, checked by `test_kind_of_content`.
_LOSSY_DIRECT_SHARE = 0.1


@dataclass(frozen=True)
class Attribution:
    """Somebody's words or position: what (spans), how we know (cue, rule), and whose (mention), as characters.

    kind : direct (all in quotation marks), mixed (some), indirect (none).
    mention : the speaker as the text has it; with joint speakers the stretch from the first to the last of `mentions`.
    relayed_by : who passes it on, when an outlet or a readout stands between the speaker and the text.
    co_holders : others who share the view ("a view shared by ...").
    parent : index, in the list it came in, of the attribution it stands inside; `level` 0 is the outermost.
    resolved : names filled in by the resolver; empty while nobody is known.
    """

    kind: str
    spans: tuple[Span, ...]
    cue: Span | None = None
    mention: Span | None = None
    mentions: tuple[Span, ...] = ()
    relayed_by: Span | None = None
    co_holders: tuple[Span, ...] = ()
    parent: int | None = None
    level: int = 0
    rule: str = ""
    resolved: tuple[str, ...] = ()

    @property
    def start(self) -> int:
        """Where the content begins."""
        return self.spans[0][0]

    @property
    def end(self) -> int:
        """Where the content ends, exclusive."""
        return self.spans[-1][1]


def classify_kind(spans: Iterable[Span], quoted: Iterable[Span]) -> str:
    """Name how the content is reported: direct, mixed or indirect, by how much of it stands in quotation marks.

    spans : the content. quoted : the quotations of the document, marks included or not.

    >>> classify_kind([(0, 20)], [(0, 20)]), classify_kind([(0, 20)], [(5, 9)]), classify_kind([(0, 20)], [])
    ('direct', 'mixed', 'indirect')
    """
    pieces = list(spans)
    total = sum(end - start for start, end in pieces)
    inside = sum(_overlap(piece, quotation) for piece in pieces for quotation in quoted)
    if inside == 0 or total == 0:
        return "indirect"
    return "direct" if inside >= (1 - _LOSSY_DIRECT_SHARE) * total else "mixed"


def nest_attributions(attributions: Sequence[Attribution]) -> list[Attribution]:
    """Order attributions as they stand in the text and give each its parent and its level.

    One stands inside another when the other's content covers its whole content, and its cue too unless it has none.
    Of the attributions around it the smallest is the parent. Equal spans: the one that comes earlier is the outer.

    >>> [a.level for a in nest_attributions([Attribution("indirect", ((5, 9),)), Attribution("indirect", ((0, 9),))])]
    [0, 1]
    """
    ordered = sorted(attributions, key=lambda a: (a.start, -a.end, a.cue or (-1, -1)))
    nested: list[Attribution] = []
    still_open: list[int] = []  # the ones that reach beyond the start of the next: only they can hold it
    for index, inner in enumerate(ordered):
        still_open = [k for k in still_open if ordered[k].end > inner.start]
        around = [k for k in still_open if _stands_inside(inner, ordered[k])]
        parent = min(around, key=lambda k: (_length(ordered[k]), -k), default=None)
        level = 0 if parent is None else nested[parent].level + 1
        nested.append(replace(inner, parent=parent, level=level))
        still_open.append(index)
    return nested


def merge_spans(spans: Iterable[Span], *, gap: int = 0) -> tuple[Span, ...]:
    """Join spans that touch, overlap or lie at most `gap` characters apart; empty ones are dropped.

    >>> merge_spans([(4, 6), (0, 3), (3, 4), (9, 9)])
    ((0, 6),)
    """
    merged: list[Span] = []
    for start, end in sorted(spans):
        if start >= end:
            continue
        if merged and start <= merged[-1][1] + gap:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return tuple(merged)


def trim_span(text: str, span: Span) -> Span:
    """Take white space off both ends of a span; an all-white span becomes empty at its start."""
    start, end = span
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def _overlap(a: Span, b: Span) -> int:
    return max(0, min(a[1], b[1]) - max(a[0], b[0]))


def _length(attribution: Attribution) -> int:
    return sum(end - start for start, end in attribution.spans)


def _stands_inside(inner: Attribution, outer: Attribution) -> bool:
    pieces = [*inner.spans, inner.cue] if inner.cue else list(inner.spans)
    return all(any(a <= start and end <= b for a, b in outer.spans) for start, end in pieces)
