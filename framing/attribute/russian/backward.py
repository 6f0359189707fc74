"""Attributions that point elsewhere: "Об этом сообщил X" to what stands before, "X: …" and "… – X" in headlines.

In: sentences and the drafts so far. Out: drafts. One pointing sentence claims only sentences nobody has claimed.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from framing.attribute.record import Span
from framing.attribute.russian.drafts import NOMINATIVE, Draft, Sentence, content_pieces
from framing.attribute.russian.mentions import Mention
from framing.attribute.russian.phrases import SAID_OF_DOCUMENT, holder_after
from framing.attribute.russian.subjects import find_subject, nominative_readings
from framing.attribute.russian.verbs import BACKWARD_VERBS, CueWord, read_verb

_LABEL_TOKENS = 9
# "НОРКА, 10 января. /Норка-пресс/": where and by whom, no message.
_DATELINE = re.compile(r"(?:[А-ЯЁ][А-ЯЁ-]{2,}[^.!?]{0,40}\d[^.!?]{0,20}\.?(?:\s*/[^/]{2,30}/\.?)?|/[^/]{2,30}/\.?)\s*$")
_PLAIN_VERB = CueWord("saying", "", None)


def attach_backward(
    masked: str, sentences: Sequence[Sentence], index: int, before: Sequence[Draft]
) -> tuple[list[Draft], list[Draft]]:
    """The draft of "Об этом сообщил X"; where what it points to has a speaker already, X is only the relay."""
    sentence = sentences[index]
    at = next((k for k, t in enumerate(sentence.tokens) if BACKWARD_VERBS.fullmatch(t.text)), None)
    if at is None:
        return [], list(before)
    verb = read_verb(sentence.tokens[at].text) or _guess_verb(sentence.tokens[at].text)
    holders = find_subject(sentence.tokens, sentence.mentions, at, verb, 0) or _document_holder(masked, sentence)
    if not holders:
        return [], list(before)
    targets = [k for k in _targets(sentences, index) if not _DATELINE.match(masked, *sentences[k].span)]
    claimed = {d.sentence for d in before}
    free = [k for k in targets if k not in claimed]
    cue = (sentence.tokens[at].start, sentence.tokens[at].end)
    if not free or free[-1] != index - 1:
        relay = holders[0] if holders[0].kind == "body" else None
        return [], [replace(d, relay=relay) if relay and d.sentence in targets and not d.relay else d for d in before]
    run = [k for k in free if all(j in free for j in range(k, index))]
    spans = tuple(s for k in run for s in content_pieces(masked, sentences[k].span, []))
    return [Draft(spans, cue, holders, NOMINATIVE, verb.gender, "backward", index)] if spans else [], list(before)


def _document_holder(masked: str, sentence: Sentence) -> tuple[Mention, ...]:
    """Whose document it is in "Об этом говорится в сообщении министерства"."""
    found = SAID_OF_DOCUMENT.search(masked, *sentence.span)
    first = next((k for k, t in enumerate(sentence.tokens) if found and t.start >= found.end()), None)
    if first is None or not sentence.tokens[first].is_word:
        return ()
    return (holder_after(sentence.tokens, sentence.mentions, first, frozenset({"gen"})),)


def find_label(masked: str, sentences: Sequence[Sentence], index: int) -> Draft | None:
    """ "X: …" at the head of a paragraph, or "… – X" at the end of a headline."""
    sentence = sentences[index]
    if index and sentences[index - 1].paragraph == sentence.paragraph:
        return None
    return _front_label(masked, sentences, index) or _end_label(masked, sentences, index)


def find_dialogue(masked: str, sentences: Sequence[Sentence], drafts: Sequence[Draft]) -> list[Draft]:
    """Speech behind a dash, "— … . …, — сказал X. — …": the sentences around are the speaker's too."""
    claimed = {d.sentence for d in drafts}
    found = []
    for first, sentence in enumerate(sentences):
        if not _opens_speech(masked, sentence) or (first and _opens_speech(masked, sentences[first - 1])):
            continue
        turn = [k for k in range(first, len(sentences)) if sentences[k].paragraph == sentence.paragraph]
        said = next((d for d in drafts if d.sentence in turn and d.rule == "aside"), None)
        for k in turn if said is not None else []:
            spans = content_pieces(masked, sentences[k].span, [])
            if k not in claimed and spans and said is not None:
                claimed.add(k)
                found.append(replace(said, spans=spans, cue=None, rule="dialogue", sentence=k))
    return found


def _opens_speech(masked: str, sentence: Sentence) -> bool:
    return re.match(r"[—–-]\s", masked[sentence.span[0] : sentence.span[1]]) is not None


def _guess_verb(word: str) -> CueWord:
    lower = word.lower()
    gender = "f" if lower.endswith(("ла", "лась")) else "m" if lower.endswith(("л", "лся")) else ""
    return CueWord("saying", gender, lower.endswith(("ли", "лись", "ют", "ят")))


def _targets(sentences: Sequence[Sentence], index: int) -> list[int]:
    """The sentences before it in the paragraph; for the first one, those of the paragraph before."""
    here = sentences[index].paragraph
    same = [k for k in range(index) if sentences[k].paragraph == here]
    return same or [k for k in range(index) if sentences[k].paragraph == here - 1]


def _front_label(masked: str, sentences: Sequence[Sentence], index: int) -> Draft | None:
    sentence = sentences[index]
    tokens = sentence.tokens
    colon = next((k for k, t in enumerate(tokens[:_LABEL_TOKENS]) if t.text == ":"), None)
    if not colon or colon + 1 >= len(tokens) or tokens[colon + 1].text[0].isdigit():
        return None
    if any(read_verb(t.text) or t.text in ",.;—–" for t in tokens[:colon]):
        return None
    if tokens[0].is_quotation and len(tokens) > colon + 1 and colon == 1:
        return _quotation_label(masked, sentences, index)
    holder = _last_nominative([m for m in sentence.mentions if m.last < colon], tokens[colon].start, sentence)
    if holder is None:
        return None
    spans = content_pieces(masked, (tokens[colon].end, sentence.span[1]), [])
    cue = (tokens[colon].start, tokens[colon].end)
    return Draft(spans, cue, (holder,), NOMINATIVE, "", "label", index) if spans else None


def _quotation_label(masked: str, sentences: Sequence[Sentence], index: int) -> Draft | None:
    """«…»: X did something – a headline that opens with the words of its subject."""
    sentence = sentences[index]
    holder = next((m for m in sentence.mentions if m.first == 2 and m.kind == "name"), None)
    if holder is None or not nominative_readings(holder, ""):
        return None
    quotation = sentence.tokens[0]
    spans = content_pieces(masked, (quotation.start, quotation.end), [])
    return Draft(spans, (quotation.end, quotation.end + 1), (holder,), NOMINATIVE, "", "label", index)


def _end_label(masked: str, sentences: Sequence[Sentence], index: int) -> Draft | None:
    sentence = sentences[index]
    tokens = sentence.tokens
    if tokens[-1].text in ".!?…" or len(tokens) < 5:
        return None
    dash = next((k for k in range(len(tokens) - 2, max(1, len(tokens) - 7), -1) if tokens[k].text in "—–-"), None)
    if dash is None or any(not t.is_word or read_verb(t.text) for t in tokens[dash + 1 :]):
        return None
    if index + 1 < len(sentences) and sentences[index + 1].paragraph == sentence.paragraph:
        return None
    inside = [m for m in sentence.mentions if m.first > dash]
    holder = _last_nominative(inside, sentence.span[1], sentence)
    if holder is None or (holder.kind == "role" and inside[0].first != dash + 1):
        return None
    spans = content_pieces(masked, (sentence.span[0], tokens[dash].start), [])
    return Draft(spans, (tokens[dash].start, tokens[dash].end), (holder,), NOMINATIVE, "", "label", index)


def _last_nominative(mentions: Sequence[Mention], end: int, sentence: Sentence) -> Mention | None:
    """The mention that ends the label: a nominative name, else a role or body that opens it."""
    names = [m for m in mentions if m.kind == "name" and nominative_readings(m, "")]
    if names and end - names[-1].span[1] <= 1:
        return names[-1]
    first = mentions[0] if mentions else None
    opens = first is not None and first.first <= 1 and first.kind in ("role", "body") and end - first.span[1] <= 1
    return first if opens else None


def span_of(mentions: Sequence[Mention]) -> Span:
    """From the first of the mentions to the last."""
    return min(m.span[0] for m in mentions), max(m.span[1] for m in mentions)
