"""Scoring as it is meant, slow and obvious: one text, one place, one condition at a time.

The kernel is held against it. Patterns are found by `Matcher`, which has a reference of its own; here is what counts,
and with which polarity.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from framing.matcher import Matcher
from framing.records import CONTEXT, EXCLUDE, STRONG, WEAK, Cue, Entry
from framing.rules import Condition, parse_rule

ENDERS, CLAUSE_MARKS, COMMAS, QUESTIONS = ".!?。！？…\n", ";:()[]—–；：（）", ",،，", "?？؟"
NO_WORD = "”“»«’‘—–…。，"


@dataclass(frozen=True)
class Place:
    """Where a pattern stands: characters, words, sentence."""

    label: int
    start: int
    end: int
    first: int
    last: int
    sentence: int

    def overlaps(self, other: Place) -> bool:
        return self.start < other.end and other.start < self.end


def places_of(patterns: Sequence[str], text: str, exclusions: Sequence[bool] = ()) -> list[Place]:
    """The winners among some patterns."""
    found = Matcher(patterns, exclusions=exclusions).find([text])
    columns = found.pattern_index, found.start, found.end, found.token_start, found.token_end, found.sentence
    return [Place(*row) for row in zip(*(column.tolist() for column in columns), strict=True)]


def find_hits(
    text: str,
    entries: Sequence[Entry],
    word_classes: dict[str, tuple[str, ...]],
    cues: Sequence[Cue],
    frames: Sequence[str],
) -> list[tuple[int, int, int, str]]:
    """(entry, start, end, polarity) of the counted hits, in order of start, end and frame (as `frames` has them)."""
    counted = count(text, entries, word_classes)
    best: dict[tuple[int, int, int], Place] = {}
    for place in sorted(counted, key=lambda p: (-weight(entries[p.label]), p.label)):
        best.setdefault((place.start, place.end, frames.index(entries[place.label].frame)), place)
    hits = [best[key] for key in sorted(best)]
    marks = [polarity(hit, hits, text, cues) if cues else "affirmed" for hit in hits]
    return [(hit.label, hit.start, hit.end, mark) for hit, mark in zip(hits, marks, strict=True)]


def weight(entry: Entry) -> float:
    return entry.weight * (0.5 if entry.strength == WEAK else 1.0)


def count(text: str, entries: Sequence[Entry], word_classes: dict[str, tuple[str, ...]]) -> list[Place]:
    """The winners whose rules hold, those on words first, and what stands without a rule where one failed."""
    rules = [parse_rule(entry.context) for entry in entries]
    excluded = [entry.strength == EXCLUDE for entry in entries]
    winners = [p for p in places_of([e.pattern for e in entries], text, excluded) if not excluded[p.label]]
    late = [p for p in winners if any(c.kind == "with" for c in rules[p.label])]

    def holds(place: Place, counted: list[Place]) -> bool:
        return all(
            is_met(condition, place, text, entries, word_classes, counted) != condition.negated
            for condition in rules[place.label]
        )

    def with_inner(counted: list[Place], failed: list[Place]) -> list[Place]:
        plain = [k for k, rule in enumerate(rules) if not rule]
        found = places_of([entries[k].pattern for k in plain], text, [excluded[k] for k in plain])
        inner = [Place(plain[p.label], p.start, p.end, p.first, p.last, p.sentence) for p in found]
        return counted + [
            p
            for p in inner
            if not excluded[p.label] and any(map(p.overlaps, failed)) and not any(map(p.overlaps, counted))
        ]

    early = [p for p in winners if p not in late]
    counted = [p for p in early if holds(p, [])]
    counted = with_inner(counted, [p for p in early if p not in counted])
    joining = [p for p in late if holds(p, counted)]
    return with_inner(counted + joining, [p for p in late if p not in joining]) if late else counted


def is_met(
    condition: Condition,
    place: Place,
    text: str,
    entries: Sequence[Entry],
    word_classes: dict[str, tuple[str, ...]],
    counted: list[Place],
) -> bool:
    if condition.kind == "with":
        return any(satisfies(entries[p.label], condition) and not p.overlaps(place) for p in counted)
    terms = {t for term in condition.terms for t in (word_classes[term[1:]] if term[0] == "@" else (term,))}
    for word in places_of(sorted(terms), text):
        behind, ahead = word.first - place.last, place.first - word.last
        reach, same = condition.reach, word.sentence == place.sentence
        met = {
            "near": same and behind < reach and ahead < reach,
            "sentence": same,
            "after": same and 0 <= ahead < reach,
            "before": same and 0 <= behind < reach,
            "passage": True,
        }[condition.kind]
        if met and not word.overlaps(place):
            return True
    return False


def satisfies(entry: Entry, condition: Condition) -> bool:
    strong = entry.strength in (STRONG, CONTEXT) and entry.frame in condition.classes
    return strong or entry.pattern in condition.terms or entry.concept in condition.terms


def polarity(hit: Place, hits: Sequence[Place], text: str, cues: Sequence[Cue]) -> str:
    """By the cues in whose scope the hit stands, and the mark that ends its sentence."""
    found = places_of([cue.pattern for cue in cues], text, [cue.mark == "pseudo" for cue in cues])
    stops = [p.start for p in found if cues[p.label].mark == "stop"]
    lists = {other.end for other in hits}
    bounds = [i for i in range(len(text)) if is_bound(text, i) and not (text[i] in COMMAS and i in lists)] + stops
    nearest: dict[str, int] = {}
    for place in found:
        cue = cues[place.label]
        if cue.mark in ("pseudo", "stop"):
            continue
        if place.start <= hit.start < place.end and (cue.side == "within" or place.end < hit.end):
            nearest[cue.mark] = 0
        elif cue.side == "before" and not any(place.end <= b < hit.start for b in bounds):
            reach(nearest, cue, words_between(place, hit, hits))
        elif cue.side == "after" and not any(hit.end <= b < place.start for b in bounds):
            reach(nearest, cue, words_between(hit, place, hits))
    denied, opposed = nearest.get("denied"), nearest.get("opposed")
    if denied is not None or opposed is not None:
        return "denied" if opposed is None or (denied is not None and denied < opposed) else "opposed"
    end = next((text[i] for i in range(hit.end, len(text)) if text[i] in ENDERS and is_bound(text, i)), "")
    if "questioned" in nearest or (end and end in QUESTIONS):
        return "questioned"
    return "hypothetical" if "hypothetical" in nearest else "affirmed"


def reach(nearest: dict[str, int], cue: Cue, distance: int) -> None:
    if 0 <= distance < cue.window:
        nearest[cue.mark] = min(distance, nearest.get(cue.mark, distance))


def words_between(first: Place, second: Place, hits: Sequence[Place]) -> int:
    inside = {(p.first, p.last) for p in hits if first.last <= p.first < second.first}
    return second.first - first.last - sum(b - a for a, b in inside)


def is_bound(text: str, i: int) -> bool:
    """Whether a clause ends at this character."""
    mark = text[i]
    if mark in CLAUSE_MARKS:
        return True
    if mark not in ENDERS + COMMAS:
        return False
    if mark in ".,":
        before, two, after = text[max(0, i - 1) : i], text[max(0, i - 2) : max(0, i - 1)], text[i + 1 : i + 2]
        initial = mark == "." and "A" <= before <= "Z" and not (two and is_wordlike(two))
        return not ((after and is_wordlike(after)) or (before and initial))
    return True


def is_wordlike(char: str) -> bool:
    return char.isalnum() if char < "\x80" else char not in NO_WORD
