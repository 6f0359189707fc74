"""What one cue reports and whose it is, guessed without a parse from the words around it in its sentence.

In: a paragraph, a sentence of it, a cue in that sentence. Out: a finding, or nothing where no common form fits.
"""

from __future__ import annotations

import re
from functools import lru_cache

from framing.attribute.english.finding import Finding, Paragraph
from framing.attribute.english.forms import verb_forms
from framing.attribute.english.shapes import (
    APPOSED,
    ASIDE,
    AUXILIARY,
    CLAUSE_ONLY,
    HOMOGRAPHS,
    INVERTED,
    LEAD,
    OBJECT,
    PLAIN,
    RESUMES,
    SUBJECT,
)
from framing.attribute.record import Span

# A subject is looked for in this many characters before its verb.
_REACH = 240
# Letters under which the words behind a cue are an object ("said no"), not a report.
_SHORTEST = 12
# Marks that no subject ends on.
_NO_SUBJECT = (",", '"', "”", "''")


@lru_cache(maxsize=1)
def cue_pattern() -> re.Pattern[str]:
    forms = {form for verb in PLAIN | OBJECT for form in verb_forms(verb)}
    longest_first = "|".join(sorted(forms, key=lambda form: (-len(form), form)))
    return re.compile(rf"\b(?:(?:cited|quoted|reported) as saying|{longest_first})\b")


@lru_cache(maxsize=1)
def _object_forms() -> frozenset[str]:
    return frozenset(form for verb in OBJECT for form in verb_forms(verb))


def read_cue(paragraph: Paragraph, sentence: Span, cue: re.Match[str]) -> Finding | None:
    text, start, end = paragraph.text, *sentence
    if cue.group().endswith("ing") and " " not in cue.group():
        return _read_participle(paragraph, sentence, cue)
    auxiliary = AUXILIARY.search(text, start, cue.start())
    before = auxiliary.start() if auxiliary else cue.start()
    start_left = max(start, before - _REACH)
    left = text[start_left:before]
    if _is_no_cue(text, before, cue, end):
        return None
    set_off = APPOSED.match(text, start, before)
    if set_off and paragraph.in_quotation(set_off.end() - 1) is None:
        content = _content_right(paragraph, cue, end)
        return Finding(cue.span(), (content,), (set_off.span("np"),), "pattern:right") if content else None
    subject = SUBJECT.search(left) if left.strip() and not left.rstrip().endswith(_NO_SUBJECT) else None
    if subject is None or not subject["np"].strip():
        return _read_inverted(paragraph, sentence, cue)
    mention = _trim_mention(text, (start_left + subject.start("np"), start_left + subject.end("np")))
    rest = text[cue.end() : end]
    content = _content_left(paragraph, start, mention[0], rest) or _content_right(paragraph, cue, end)
    if content is None:
        return Finding(cue.span(), (), (mention,), "pattern:pending") if _waits(rest) else None
    side = "left" if content[1] <= mention[0] else "right"
    return Finding(cue.span(), (content,), (mention,), f"pattern:{side}")


def _is_no_cue(text: str, before: int, cue: re.Match[str], end: int) -> bool:
    """Whether a form of a cue is something else here: "so-called", "is said to be", "has no say", "added sugar"."""
    if text[before - 1 : before] == "-" or re.match(r"\s+to\s+(?:be|have)\b", text[cue.end() : end]):
        return True
    if cue.group() == "say" and re.search(r"\b(?:no|a|any|final|more)\s+$", text[: cue.start()]):
        return True
    if cue.group() in HOMOGRAPHS and not re.search(r"\b(?:[Tt]hey|[Ww]e|I|you|who)\s*$", text[:before]):
        return True
    clausal = re.match(r"\s*(?:[,:\"“.]|(?:that|whether|if|why|how)\b|''|$)", text[cue.end() : end])
    quoted = text[:before].rstrip()[-1:] in ('"', "”", "'", "’")
    return cue.group() in CLAUSE_ONLY and clausal is None and not quoted


def _trim_mention(text: str, span: Span) -> Span:
    """Cut a guessed subject down to its noun phrase: no leading "But", no sentence in front of it."""
    words = text[slice(*span)]
    lead = LEAD.match(words)
    start = span[0] + (lead.end() if lead else 0)
    for mark in (", ", "; ", "— ", "“", '"', " that ", " but ", " because ", " where ", " as ", " when "):
        position = text.rfind(mark, start, span[1])
        start = position + len(mark) if position >= 0 else start
    return start, span[0] + len(words.rstrip())


def _content_left(paragraph: Paragraph, start: int, subject: int, rest: str) -> Span | None:
    """What stands before "X said": a quotation, or the sentence when nothing but a time or place follows the cue."""
    text = paragraph.text
    before = text[start:subject].rstrip()
    end = start + len(before)
    quotation = paragraph.in_quotation(end - 1) if before else None
    if quotation is not None and quotation[1] == end:
        return quotation
    if quotation is not None or not before.endswith((",", "—", "–")) or len(before.split()) < 4:
        return None
    if before.endswith(",") and paragraph.in_quotation(end - 2) is not None:
        return paragraph.in_quotation(end - 2)
    if not ASIDE.match(rest):
        return None
    lead = re.match(r"\s*(?:(?:And|But)\s+)?", text[start:end])
    return start + (lead.end() if lead else 0), end - 1


def _content_right(paragraph: Paragraph, cue: re.Match[str], end: int) -> Span | None:
    """What follows "X said": up to the end of the sentence, or to where another cue takes up."""
    text = paragraph.text
    hearer = re.compile(r"\s+(?:[^,.:;\"“]{2,60}?)(?=\s+that\b|,\s+[\"“]|:\s)").match(text, cue.end(), end)
    begin = (
        hearer.end() if hearer and cue.group().startswith(("told", "tell", "remind", "assur", "inform")) else cue.end()
    )
    skip = re.compile(r"(?:\s+(?:on|in|at|during)\s+[^,.:;\"“]{3,40}?(?=\s+that\b|,\s+[\"“]|:\s))?[,:]?\s*").match(
        text, begin, end
    )
    begin = skip.end() if skip else begin
    if _waits(text[begin:end]):
        return None
    if paragraph.quotations and (quotation := paragraph.in_quotation(begin)) and quotation[0] == begin:
        return quotation if text[quotation[1] - 2] in ".,?!" else (begin, _stop(paragraph, begin, end))
    stop = _stop(paragraph, begin, end)
    if cue.group() in _object_forms() or stop - begin >= _SHORTEST:
        return (begin, stop) if stop - begin >= _SHORTEST else None
    return None


def _waits(rest: str) -> bool:
    """Whether the words of the speaker come in the next paragraph, behind a colon, or are still to be found."""
    return rest.rstrip().endswith(":") or len(rest.strip()) < _SHORTEST


def _stop(paragraph: Paragraph, begin: int, end: int) -> int:
    for match in RESUMES.finditer(paragraph.text, min(begin + 8, end), end):
        if paragraph.in_quotation(match.start()) is None:
            return match.start()
    return begin + len(paragraph.text[begin:end].rstrip(" .,;!?"))


def _read_inverted(paragraph: Paragraph, sentence: Span, cue: re.Match[str]) -> Finding | None:
    """ "...," said Ana Orlu."""
    text, start, _ = paragraph.text, *sentence
    subject = INVERTED.match(text, cue.end())
    before = text[start : cue.start()].rstrip()
    if subject is None or not before.endswith((*_NO_SUBJECT, "“", "’", "'")):
        return None
    quotation = paragraph.in_quotation(start + len(before) - 1)
    content = quotation or ((start, start + len(before) - 1) if len(before.split()) > 3 else None)
    if content is None or not text[slice(*content)].strip():
        return None
    content = (content[0] + len(text[slice(*content)]) - len(text[slice(*content)].lstrip()), content[1])
    return Finding(cue.span(), (content,), (_bare(text, subject.span("np")),), "pattern:inverted")


def _bare(text: str, span: Span) -> Span:
    return span[0], span[0] + len(text[slice(*span)].rstrip(" .,;:"))


def _read_participle(paragraph: Paragraph, sentence: Span, cue: re.Match[str]) -> Finding | None:
    """ ", adding that ...": the speaker is the subject the sentence began with."""
    text, start, end = paragraph.text, *sentence
    if not re.search(r",\s+(?:also\s+|\w+ly\s+)?$", text[start : cue.start()]):
        return None
    content = _content_right(paragraph, cue, end)
    if content is None:
        return None
    earlier = [m for m in cue_pattern().finditer(text, start, cue.start()) if paragraph.in_quotation(m.start()) is None]
    outer = read_cue(paragraph, sentence, earlier[-1]) if earlier and not earlier[-1].group().endswith("ing") else None
    mentions = outer.mentions if outer else _opening_subject(text, start)
    return Finding(cue.span(), (content,), mentions, "pattern:participle")


def _opening_subject(text: str, start: int) -> tuple[Span, ...]:
    match = re.compile(r"\s*(?P<np>(?:[A-Z][\w’'.\-]*)(?:\s+[A-Z][\w’'.\-]*)*)").match(text, start)
    return (match.span("np"),) if match else ()
