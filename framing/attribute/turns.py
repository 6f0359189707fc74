"""Transcript turns: who has the floor in an interview, a press conference, a verbatim record.

In: a text. Out: its turns with speaker, role and places, or none where no turns structure it. It finds nobody's words
outside turns, and nothing that a turn's speaker quotes.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from framing.attribute.heads import ANSWER, ASKER, CAPITALS, PERSON, SURE, Head, find_heads
from framing.attribute.stage import find_stage_directions
from framing.attribute.turn_names import merge_speakers

# One labelled stretch makes a transcript when it fills the text: a speech printed with its speaker's name before it.
_SINGLE_SHARE, _SINGLE_LENGTH = 0.6, 200
_LONGEST_HEADLINE = 150
# Turns of a transcript cover at least this share of the text; a list of notes at the end of an article does not.
_TURNS_SHARE = 0.3
_CACHED_TEXTS = 8


@dataclass(frozen=True)
class Turn:
    """One stretch of one speaker: the label begins at `start`, the words run from `content_start` to `end`.

    speaker: the name as it is fullest in the text, or the label of an unnamed asker. kind: person, asker or answer.
    """

    speaker: str
    role: str
    start: int
    end: int
    content_start: int
    kind: str


def find_turns(text: str) -> list[Turn]:
    """The turns of a transcript in order; an empty list when the text is none.

    >>> [(t.speaker, t.role) for t in find_turns("Question: Why?\\nPresident ANNA MOREL: Why not.\\nQuestion: And?")]
    [('Question', ''), ('Anna Morel', 'President'), ('Question', '')]
    """
    return list(_find_turns(text))


def is_transcript(text: str) -> bool:
    """Whether turns structure the text."""
    return bool(_find_turns(text))


def turn_voices(text: str) -> list[tuple[int, int, str, str]]:
    """Start, end, speaker and `turn` for all that is said in turns; labels and stage directions left out."""
    turns = _find_turns(text)
    if not turns:
        return []
    silent = find_stage_directions(text)
    voices = []
    for turn in turns:
        at = turn.content_start
        for a, b in [s for s in silent if turn.content_start <= s[0] < turn.end] + [(turn.end, turn.end)]:
            start, end = _trim(text, at, a)
            if any(map(str.isalnum, text[start:end])):
                voices.append((start, end, turn.speaker, "turn"))
            at = max(at, b)
    return voices


@lru_cache(maxsize=_CACHED_TEXTS)
def _find_turns(text: str) -> tuple[Turn, ...]:
    heads = find_heads(text)
    if heads:
        heads = _keep_speakers(heads)
    if not heads or not _make_transcript(text, heads):
        return ()
    turns = [
        Turn(head.name, head.role, head.start, end, head.end, head.kind)
        for head, end in zip(heads, [h.start for h in heads[1:]] + [len(text)], strict=True)
    ]
    turns = [replace(turn, end=_trim(text, turn.content_start, turn.end)[1]) for turn in turns]
    return tuple(
        replace(turn, speaker=speaker, role=role)
        for turn, (speaker, role) in zip(turns, merge_speakers(text[: heads[0].start], heads), strict=True)
    )


def _keep_speakers(heads: Sequence[Head]) -> list[Head]:
    """Drop labels that only look like names unless they come again or others vouch for the form of the text."""
    sure = [head for head in heads if head.form == SURE]
    dialogue = any(head.kind != PERSON for head in heads)
    again = Counter(head.name.casefold() for head in heads)
    vouched = len(sure) > 1 or (len(sure) == 1 and max(again.values()) > 1)

    def stands(head: Head) -> bool:
        repeated, several = again[head.name.casefold()], len(head.name.split()) > 1
        if head.form == SURE or repeated > 2:
            return True
        if repeated > 1:
            return several or dialogue or head.form == CAPITALS or _is_han(head.name)
        return several and vouched

    kept = [head for head in heads if stands(head)]
    surnames = {head.name.casefold().split()[-1] for head in kept}
    return [head for head in heads if head in kept or head.name.casefold().split()[-1] in surnames]


def _make_transcript(text: str, heads: Sequence[Head]) -> bool:
    """Whether the labels structure the text: they come again, or one begins a text that is all one speech."""
    covered = (len(text) - heads[0].start) / max(len(text), 1)
    if len(heads) == 1:
        return covered >= _SINGLE_SHARE and _is_one_speech(text, heads[0])
    kinds = {head.kind for head in heads}
    if kinds == {ASKER} or kinds == {ANSWER}:
        return False
    names = Counter(head.name.casefold() for head in heads)
    sure = sum(head.form == SURE for head in heads)
    dialogue = len(names) > 1 and max(names.values()) > 1 and (len(heads) > 3 or kinds != {PERSON})
    return covered >= _TURNS_SHARE and (sure > 1 or dialogue)


def _is_one_speech(text: str, head: Head) -> bool:
    """Whether what follows the only label is a speech: not a headline, and nobody speaks of the speaker in it."""
    said = text[head.end :]
    line = said.split("\n", 1)[0].rstrip()
    headline = "\n\n" in said and len(line) <= _LONGEST_HEADLINE and not line.endswith((".", "!", "?", ",", "。"))
    named = head.name.split()[-1] in said
    return head.kind == PERSON and head.form == SURE and len(said) >= _SINGLE_LENGTH and not headline and not named


def _is_han(name: str) -> bool:
    return "\u3400" <= name[0] <= "\u9fff"


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end
