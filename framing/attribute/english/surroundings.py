"""Who a sentence begins with, and how far back a pronoun may look: the places that antecedents come from.

In: text, its people, its attributions. Out: places and names. It decides for no mention.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence

from framing.attribute.english.people import Person
from framing.attribute.english.shapes import SHORTENERS
from framing.attribute.english.titles import TITLES
from framing.attribute.record import Attribution, merge_spans

_SENTENCE_BREAK = re.compile(r"[.!?][\"”’'»)\]]*\s+|\n\s*|^")
# "During a meeting in Kest, " in front of the subject.
_LEADING_PHRASE = re.compile(r"(?:In|At|On|During|After|Before|For|With|Under|As|By|Since|From)\s[^,.;\n]{2,70},\s+")
# "Her Kest counterpart, " in front of the name.
_LEADING_ROLE = re.compile(r"(?:The|Her|His|Its|Their|A|An)\s(?:[\w’'\-]+\s){0,4}[a-z]\w+,\s+(?=[A-Z])")
# A pronoun looks back over at most this many paragraphs for its antecedent; chosen by reading, not fitted.
_REACH = 4


def leading_names(text: str, people: list[Person], attributions: Sequence[Attribution]) -> list[tuple[int, str]]:
    """Where a sentence of the narration begins with a person; speech of others is not looked at."""
    reported = merge_spans(span for a in attributions for span in a.spans)
    starts = [start for start, _ in reported]
    found = []
    for match in _SENTENCE_BREAK.finditer(text):
        at = match.end()
        if SHORTENERS.search(text, max(0, match.start() - 6), match.start() + 1):
            continue  # "George W. Bush", "by Sen. Orlu": no sentence begins there
        around = bisect_right(starts, at) - 1
        if around >= 0 and at < reported[around][1]:
            continue
        led = _LEADING_PHRASE.match(text, at, at + 90) or _LEADING_ROLE.match(text, at, at + 90)
        at = led.end() if led else at
        opening = text[at : at + 80]
        for person in people:
            for place in (opening.find(person.name), _word_at_start(opening, person)):
                if 0 <= place <= 40 and _only_titles(opening[:place]):
                    found.append((at + place, person.name))
                    break
    return found


def _word_at_start(opening: str, person: Person) -> int:
    match = re.match(rf"(?:\w+\.? )?{re.escape(person.words[-1])}\b", opening)
    return 0 if match else -1


def _only_titles(prefix: str) -> bool:
    words = prefix.split()
    return all(word[:1].isupper() or word.lower() in TITLES or word in ("the", "and", "former") for word in words)


def paragraph_floor(text: str, position: int) -> int:
    """Where the paragraph begins that a pronoun at `position` may look back to."""
    floor = position
    for _ in range(_REACH):
        floor = text.rfind("\n", 0, max(0, floor - 1)) + 1
        while floor and text[floor - 1] == "\n":
            floor -= 1
        if floor == 0:
            return 0
    return floor
