"""Who passes on whose words with one verb: "CNN quoted a witness as saying that …".

In: a verb of a parsed paragraph. Out: two findings, the one who cites around the one who is cited.
"""

from __future__ import annotations

from typing import Any

from framing.attribute.english import cues
from framing.attribute.english.clauses import char_span, find_subject, mention_spans
from framing.attribute.english.finding import Finding

_CITING = cues.words("quote cite paraphrase describe report")


def find_citing(verb: Any) -> list[Finding]:
    """Both findings of "X quoted Y as saying Z"; none for any other verb."""
    if verb.lemma_.lower() not in _CITING or any(child.dep_ == "auxpass" for child in verb.children):
        return []
    cited = next((child for child in verb.rights if child.dep_ in ("dobj", "nsubj")), None)
    saying = _saying(verb, cited)
    if cited is None or saying is None:
        return []
    doc, last = verb.doc, _clause_end(verb, saying)
    if last <= saying.i or not _has_clause(saying):
        # "…," it quoted him as telling his colleague: what he said stands in front, in quotation marks
        cue = char_span(doc, verb.i, saying.i)
        return [Finding(cue, (), tuple(mention_spans(cited)), f"pending:{verb.lemma_.lower()}", True)]
    content = char_span(doc, saying.i + 1, last)
    subject = find_subject(verb)
    outer = (char_span(doc, cited.left_edge.i, last),)
    citing = tuple(mention_spans(subject)) if subject is not None else ()
    rule = f"citing:{verb.lemma_.lower()}"
    return [
        Finding(char_span(doc, verb.i, verb.i), outer, citing, rule, True),
        Finding(char_span(doc, saying.i, saying.i), (content,), tuple(mention_spans(cited)), f"cited:{rule[7:]}", True),
    ]


def _saying(verb: Any, cited: Any | None) -> Any | None:
    """The "saying" behind "as", wherever the parse hung it."""
    if cited is None:
        return None
    for token in verb.doc[cited.i + 1 : verb.sent.end]:
        if token.lower_ == "as" and token.i + 1 < verb.sent.end:
            follow = verb.doc[token.i + 1]
            return follow if follow.tag_ == "VBG" and follow.lemma_.lower() in cues.SAY | cues.TELL else None
    return None


def _has_clause(saying: Any) -> bool:
    if saying.lemma_.lower() not in cues.TELL:
        return True
    return any(child.dep_ in ("ccomp", "xcomp") for child in saying.rights)


def _clause_end(verb: Any, saying: Any) -> int:
    """The end of what "saying" governs; where the parse broke it off, the end of the sentence."""
    clause = next((child for child in saying.rights if child.dep_ in ("ccomp", "xcomp", "dobj")), None)
    last = int(clause.right_edge.i) if clause is not None else int(verb.sent.end) - 1
    while last > saying.i and verb.doc[last].text in ".,;":
        last -= 1
    return last
