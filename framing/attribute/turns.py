"""Transcript turns: who has the floor in an interview, a press conference, a verbatim record.

In: a text. Out: its turns with speaker, role and places, or none where no turns structure it. It finds nobody's words
outside turns, and nothing that a turn's speaker quotes.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from framing.attribute.heads import ANSWER, ASKER, PERSON, WEAK, Head, find_heads
from framing.attribute.stage import find_stage_directions
from framing.attribute.turn_names import merge_speakers

# One labelled stretch makes a transcript when it fills the text: a speech printed with its speaker's name before it.
_SINGLE_SHARE, _SINGLE_LENGTH = 0.6, 200
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
    sure = [head for head in heads if head.form != WEAK]
    surnames = {head.name.casefold().split()[-1] for head in sure if head.name}
    again = Counter(head.name.casefold() for head in heads)
    return [
        head
        for head in heads
        if head.form != WEAK
        or (len(head.name.split()) > 1 and (again[head.name.casefold()] > 1 or len(sure) > 1))
        or head.name.casefold().split()[-1] in surnames
        or again[head.name.casefold()] > 2
    ]


def _make_transcript(text: str, heads: Sequence[Head]) -> bool:
    """Whether the labels structure the text: they come again, or one begins a text that is all one speech."""
    covered = (len(text) - heads[0].start) / max(len(text), 1)
    if len(heads) == 1:
        long = len(text) - heads[0].end >= _SINGLE_LENGTH
        return heads[0].kind == PERSON and heads[0].form != WEAK and long and covered >= _SINGLE_SHARE
    kinds = {head.kind for head in heads}
    if kinds == {ASKER} or kinds == {ANSWER}:
        return False
    names = Counter(head.name.casefold() for head in heads)
    sure = sum(head.form != WEAK for head in heads)
    dialogue = len(names) < len(heads) and len(names) > 1
    return covered >= _TURNS_SHARE and (sure >= 2 or (dialogue and len(heads) >= 4))


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end
