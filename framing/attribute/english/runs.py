"""Speech that runs on: quotations joined to the cue that carries them, over sentences and over paragraphs.

In: paragraphs with the findings of each. Out: findings whose content takes in its whole quotations.
"""

from __future__ import annotations

import re
from dataclasses import replace

from framing.attribute.english.finding import Finding, Paragraph
from framing.attribute.english.marks import leaves_open
from framing.attribute.record import Span

# A quotation of fewer letters than this, without a full stop, is taken for a scare quote or a title.
_SHORT_QUOTATION = 25
# Between "he said" and the quotation taken up again: room for a name, a title and a day.
_LONGEST_INTERRUPTION = 120
# A paragraph counts as one quotation when this share of its letters is quoted.
_ALL_QUOTED = 0.9
# Letters between a cue and its quotation: side by side, near, and far but in the same sentence.
_BESIDE, _NEAR, _FAR = 3, 80, 120
_SENTENCE_END = re.compile(r"[.?!:][\"”’']*\s+(?=\S)")
# A view inside reported speech is kept when it covers this share of it.
_MOST = 0.5


def join_quotations(paragraph: Paragraph, findings: list[Finding]) -> list[Finding]:
    """Let content that touches a quotation take in all of it, and give stray quotations to the cue beside them."""
    joined = [_take_in(finding, paragraph) for finding in findings]
    joined = [_resume_quotation(finding, joined, paragraph) for finding in joined]
    joined = _fill_pending(joined, paragraph)
    return _adopt_strays(joined, paragraph)


def _take_in(finding: Finding, paragraph: Paragraph) -> Finding:
    """Stretch content over quotations it begins or ends in, unless the cue itself stands inside them."""
    spans = [_cut_at_sentence(span, paragraph) for span in finding.spans]
    for quotation in paragraph.quotations:
        if quotation[0] <= finding.cue[0] < quotation[1]:
            continue
        touching = [s for s in spans if s[0] < quotation[1] and quotation[0] < s[1]]
        if touching and (
            _is_speech(paragraph, quotation)
            or any(quotation[0] <= s[0] + 1 and s[1] - 1 <= quotation[1] for s in touching)
        ):
            spans.append(quotation)
    return finding.with_spans(spans) if spans else finding


def _cut_at_sentence(span: Span, paragraph: Paragraph) -> Span:
    """End content that is no quotation where a new sentence opens one: that one has a cue of its own, or none."""
    for start, _ in paragraph.quotations:
        before = paragraph.text[span[0] : start].rstrip() if span[0] < start < span[1] else ""
        if before.endswith((".", "?", "!")) and paragraph.in_quotation(span[0]) is None:
            return span[0], span[0] + len(before)
    return span


def _resume_quotation(finding: Finding, findings: list[Finding], paragraph: Paragraph) -> Finding:
    """Take up a quotation again behind the cue that interrupts it: "A," Li said on Friday, "and B."."""
    if not finding.speech or not finding.spans or finding.spans[-1][1] > finding.cue[0]:
        return finding
    for quotation in paragraph.quotations:
        gap = paragraph.text[finding.cue[1] : quotation[0]]
        interrupts = 0 < len(gap) <= _LONGEST_INTERRUPTION and gap.rstrip()[-1:] in (",", "—", "–", "-", ":")
        if (
            interrupts
            and not re.search(r"[.?!]", gap)
            and not _taken(quotation, findings)
            and not any(finding.cue[1] <= other.cue[0] < quotation[0] for other in findings)
        ):
            return finding.with_spans([*finding.spans, quotation])
    return finding


def _is_speech(paragraph: Paragraph, quotation: Span) -> bool:
    words = paragraph.text[quotation[0] : quotation[1]]
    ends = words.rstrip("\"”’'»)")[-1:]
    return len(words) >= _SHORT_QUOTATION or ends in (",", ".", "?", "!")


def _fill_pending(findings: list[Finding], paragraph: Paragraph) -> list[Finding]:
    """Give a cue without content the free quotation right behind it, or right before it; or drop it."""
    filled = []
    for finding in findings:
        if finding.spans:
            filled.append(finding)
            continue
        free = [q for q in paragraph.quotations if not _taken(q, findings) and _is_speech(paragraph, q)]
        content = _quotation_beside(finding, free, paragraph)
        if content is not None:
            filled.append(finding.with_spans([content]))
        elif paragraph.text[finding.cue[1] :].rstrip().endswith(":"):
            filled.append(finding)
    return filled


def _quotation_beside(finding: Finding, free: list[Span], paragraph: Paragraph) -> Span | None:
    """The quotation at the cue: right behind it, else in front of it with its sentence, else later in the sentence."""
    start, end = finding.cue
    behind = [q for q in free if 0 <= q[0] - end < _FAR and _same_sentence(paragraph, end, q[0])]
    if behind and behind[0][0] - end <= _BESIDE:
        return behind[0]
    before = [q for q in free if 0 <= start - q[1] < _NEAR and _same_sentence(paragraph, q[1], start)]
    if before and paragraph.text[before[-1][1] - 2 : before[-1][1] - 1] in tuple(",?!.'"):
        ends = [m.end() for m in _SENTENCE_END.finditer(paragraph.text, 0, before[-1][0] + 1)]
        return ends[-1] if ends else 0, before[-1][1]
    return behind[0] if behind else None


def _same_sentence(paragraph: Paragraph, start: int, end: int) -> bool:
    between = paragraph.text[start:end]
    return not any(mark in between for mark in (". ", "? ", "! ", '"', "”"))


def _taken(quotation: Span, findings: list[Finding]) -> bool:
    return any(
        s[0] < quotation[1] and quotation[0] < s[1]
        for f in findings
        if not quotation[0] <= f.cue[0] < quotation[1]
        for s in f.spans
    )


def _adopt_strays(findings: list[Finding], paragraph: Paragraph) -> list[Finding]:
    """Give a quoted sentence that no cue claims to the last speaker before it in the paragraph, else to the next."""
    for quotation in paragraph.quotations:
        if _taken(quotation, findings) or not _is_sentence(paragraph, quotation):
            continue
        outside = [f for f in findings if f.speech and f.spans and paragraph.in_quotation(f.cue[0]) is None]
        before = [f for f in outside if f.cue[0] < quotation[0] and f.spans[0][0] < quotation[0]]
        after = [f for f in outside if f.cue[0] > quotation[0]]
        quoting = [f for f in before if any(_overlaps(s, q) for s in f.spans for q in paragraph.quotations)]
        keeper = max(quoting or before, key=lambda f: f.cue, default=None) or min(
            after, key=lambda f: f.cue, default=None
        )
        if keeper is not None:
            findings = [f.with_spans([*f.spans, quotation]) if f is keeper else f for f in findings]
    return findings


def _overlaps(a: Span, b: Span) -> bool:
    return a[0] < b[1] and b[0] < a[1]


def _is_sentence(paragraph: Paragraph, quotation: Span) -> bool:
    words = paragraph.text[quotation[0] : quotation[1]].strip("\"“”‘’'«» ")
    begins = words[:1].isupper() or words[:1] in "[.…"
    if len(words) >= _SHORT_QUOTATION:
        return begins and words[-1:] in ".?!,…—-"
    apart = paragraph.text[: quotation[0]].rstrip()[-1:] in ".?!" and quotation[0] > 0
    return apart and begins and len(words) > 1 and words[-1:] in ".?!"


def carry_over(read: list[tuple[Paragraph, list[Finding]]]) -> list[Finding]:
    """Follow a colon, an open quotation or a quoting speaker into the next paragraphs; all in document characters.

    A paragraph that is one quotation and has no cue of its own goes on with the quotation before it when that was left
    open, and else is given to the speaker quoted last.
    """
    carried: list[Finding] = []
    keeper: Finding | None = None
    opened = False
    for paragraph, found in read:
        here = [shift(finding, paragraph.start) for finding in found]
        waiting = keeper is not None and not keeper.spans
        if keeper is not None and (waiting or _is_all_quoted(paragraph)) and not any(f.spans for f in here):
            span = _content_of(paragraph)
            carried.remove(keeper) if waiting or opened else None
            spans = [*keeper.spans, span] if waiting or opened else [span]
            keeper = replace(keeper, spans=tuple(spans), rule=keeper.rule if waiting or opened else "run")
            carried.append(keeper)
        else:
            carried += here
            keeper = _last_quoting(paragraph, here)
        opened = leaves_open(paragraph.text, list(paragraph.quotations))
    return [finding for finding in carried if finding.spans]


def _is_all_quoted(paragraph: Paragraph) -> bool:
    quoted = sum(b - a for a, b in paragraph.quotations)
    return quoted >= _ALL_QUOTED * len(paragraph.text) and quoted >= _SHORT_QUOTATION


def _content_of(paragraph: Paragraph) -> Span:
    if paragraph.quotations and paragraph.quotations[0][0] == 0:
        start, end = paragraph.quotations[0][0], paragraph.quotations[-1][1]
    else:
        start, end = 0, len(paragraph.text)
    return start + paragraph.start, end + paragraph.start


def _last_quoting(paragraph: Paragraph, here: list[Finding]) -> Finding | None:
    """The finding whose speech may go on: one that ends on a colon, or whose quotation closes the paragraph."""
    waiting = [f for f in here if not f.spans and f.speech]
    if waiting:
        return max(waiting, key=lambda f: f.cue)
    if not paragraph.quotations:
        return None
    last = (paragraph.quotations[-1][0] + paragraph.start, paragraph.quotations[-1][1] + paragraph.start)
    quoting = [f for f in here if f.speech and any(_overlaps(s, last) for s in f.spans)]
    return max(quoting, key=lambda f: f.cue, default=None)


def shift(finding: Finding, offset: int) -> Finding:
    """Move a finding from its paragraph to the document."""
    return replace(
        finding,
        cue=(finding.cue[0] + offset, finding.cue[1] + offset),
        spans=tuple((a + offset, b + offset) for a, b in finding.spans),
        mentions=tuple((a + offset, b + offset) for a, b in finding.mentions),
        co_holders=tuple((a + offset, b + offset) for a, b in finding.co_holders),
    )


def drop_inner(paragraph: Paragraph, findings: list[Finding]) -> list[Finding]:
    """Leave out what a speaker reports inside a quotation, and views (not speech) inside reported speech.

    A view is kept when it makes up most of what is relayed ("According to the ministry, both backed the plan").
    """
    kept = []
    for finding in findings:
        if paragraph.in_quotation(finding.cue[0]) is not None:
            continue
        around = [f for f in findings if f is not finding and _holds(f, finding)]
        relayed = all(f.rule == "according" and _extent(finding) >= _MOST * _extent(f) for f in around)
        if finding.speech or relayed:
            kept.append(finding)
    return kept


def _holds(outer: Finding, inner: Finding) -> bool:
    return any(a <= inner.cue[0] and inner.cue[1] <= b for a, b in outer.spans)


def _extent(finding: Finding) -> int:
    return sum(b - a for a, b in finding.spans)
