"""Passages with the words behind every number marked in place.

In: passage rows as dictionaries (text, start, hits). Out: text with `[words]TAG`, or coloured on a terminal.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import Any

from framing.records import Codebook
from framing.report.tables import visible

# Eight colours that differ on dark and light ground; a codebook with more frames starts again.
_COLOURS = ("34", "31", "35", "32", "36", "33", "94", "91")


def frame_tags(codebook: Codebook) -> dict[str, str]:
    """A short tag for each frame: the initials of its id, lengthened until no two are alike.

    >>> from framing.records import Codebook, Frame
    >>> frame_tags(Codebook("c", "1", (Frame("external_interference", "External interference"), Frame("economy", "E"))))
    {'external_interference': 'EI', 'economy': 'E'}
    """
    return tag_frames(codebook.frame_ids)


def tag_frames(frames: Sequence[str]) -> dict[str, str]:
    """The same for frame ids alone."""
    tags: dict[str, str] = {}
    for frame in frames:
        words = [w for w in frame.replace("-", "_").split("_") if w] or [frame]
        length = 1
        tag = "".join(w[0] for w in words).upper()
        while tag in tags.values():
            length += 1
            tag = words[0][:length].upper() if length <= len(words[0]) else f"{tag}{len(tags) + 1}"
        tags[frame] = tag
    return tags


def mark_hits(passage: Mapping[str, Any], tags: Mapping[str, str], *, colour: bool = False) -> str:
    """The passage's text with each hit marked: `[territorial integrity]S`, `(denied)` and the like behind the tag.

    passage: a row of the scores table. Hits on the same span share one mark.
    """
    text, base = passage["text"], passage["start"]
    order = list(tags)
    hits = sorted(passage["hits"], key=lambda h: (h["start"], h["end"], h["frame"]))
    pieces, at = [], 0
    for (start, end), same in groupby(hits, key=lambda h: (h["start"] - base, h["end"] - base)):
        if start < at:
            continue
        group = list(same)
        pieces += [visible(text[at:start]), _mark(visible(text[start:end]), group, tags, order, colour)]
        at = end
    return "".join([*pieces, visible(text[at:])])


def _mark(
    words: str, hits: Sequence[Mapping[str, Any]], tags: Mapping[str, str], order: list[str], colour: bool
) -> str:
    frames = list(dict.fromkeys(h["frame"] for h in hits))
    label = "+".join(tags.get(f, f) for f in frames)
    notes = sorted({h["polarity"] for h in hits if h["polarity"] not in (None, "affirmed")})
    notes += sorted({h["voice"] for h in hits if h["voice"] not in (None, "own")})
    note = f"({', '.join(notes)})" if notes else ""
    if colour:
        code = _COLOURS[order.index(frames[0]) % len(_COLOURS)] if frames[0] in order else "1"
        return f"\x1b[1;{code}m{words}\x1b[0m\x1b[2m{label}{note}\x1b[0m"
    return f"[{words}]{label}{note}"
