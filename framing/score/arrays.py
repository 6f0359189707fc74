"""The entries, rules and cues of one language as plain arrays: what the scoring kernel reads.

In: entries, a codebook, cues. Out: `RuleArrays` and `CueArrays`, and the words that rules ask for. Finds nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from framing.matcher import Matches
from framing.records import CONTEXT, EXCLUDE, STRONG, WEAK, Cue, Entry
from framing.rules import KINDS, Condition, parse_rule
from framing.score.polarity import POLARITIES

Ints = NDArray[np.int32]
Flags = NDArray[np.uint8]

# What a weak hit weighs of its entry's weight: two of them make the evidence of one strong hit.
WEAK_SHARE = 0.5

# Columns of places: where patterns stand, in order of text, start, end and label (the number of an entry, word or cue).
# Characters of the text, words of the text, ends exclusive; the sentence; whether no other place hides it.
TEXT, LABEL, START, END, FIRST_WORD, LAST_WORD, SENTENCE, WON = range(8)
# Columns of an entry's facts: its rule's steps (none where it has no rule), whether the rule asks for other hits, so
# that it is decided when the others are, whether the entry only masks, and its frame's number.
FIRST_STEP, LAST_STEP, LATE_RULE, EXCLUDED, FRAME = range(5)
# Columns of a step.
CONDITION, KIND, REACH, NEGATED = range(4)
NEAR, AFTER, BEFORE, SENTENCE_RULE, _, WITH = (KINDS.index(kind) for kind in KINDS)
# The side of a cue that marks the hit it is a whole of ("counter-terrorist"); others mark only hits that reach further.
AHEAD, BEHIND, WITHIN = -1, 1, 2
# Columns of a cue's facts: the polarity it gives (or -1), the side and the reach, and whether no cue reaches over it.
MARK, SIDE, WINDOW, STOP = range(4)
_SIDES = {"before": AHEAD, "after": BEHIND, "within": WITHIN}

# Bits of a character's kind. Marks that end a clause; a comma does so too, unless it stands in a list of hits. The
# enumeration comma 、 never does. An opening mark may begin a quotation.
ENDER, CLAUSE, COMMA, QUESTION, WORDLIKE, CAPITAL, OPENING = 1, 2, 4, 8, 16, 32, 64
_MARKS = {ENDER: ".!?。！？…\n", CLAUSE: ";:()[]—–；：（）", COMMA: ",،，", QUESTION: "?？؟", OPENING: "\"“„«「『‘'"}
_NO_WORD = "”“»«’‘—–…。，"
LAST_CODE = 0x10000  # stands for all above


class RuleArrays(NamedTuple):
    """e entries, s steps (the conditions of one rule after those of another), c conditions, t words they ask for."""

    facts: Ints  # (e, 5) by FIRST_STEP … FRAME: the steps of the entry's rule, and what it is
    weight: NDArray[np.float64]  # (e,) the evidence of a hit
    steps: Ints  # (s, 4) by CONDITION … NEGATED
    asks: Flags  # (c, t) which words a condition asks for
    fellows: Flags  # (c, e) which entries' hits satisfy a `with`
    most_asked: int  # how many conditions ask for the word that most ask for


class CueArrays(NamedTuple):
    """n cues, and the characters between them and hits."""

    facts: Ints  # (n, 4) by MARK … STOP
    kinds: Flags  # (LAST_CODE + 1,) what each code point is, as bits


def place_array(found: Matches) -> Ints:
    """The places of what the matcher found, (n, 8), by TEXT … WON."""
    columns: tuple[NDArray[np.int32] | NDArray[np.int64], ...] = (
        found.text_index,
        found.pattern_index,
        found.start,
        found.end,
        found.token_start,
        found.token_end,
        found.sentence,
        found.won,
    )
    places = np.empty((len(found), len(columns)), dtype=np.int32)
    for number, column in enumerate(columns):
        places[:, number] = column
    return places


def rule_arrays(
    entries: Sequence[Entry], frame_ids: Sequence[str], word_classes: Mapping[str, tuple[str, ...]]
) -> tuple[RuleArrays, list[str]]:
    """The arrays of a lexicon, and the patterns that the columns of `asks` stand for.

    frame_ids: of the codebook. word_classes: name (behind `@`) to patterns.
    """
    rules = [parse_rule(entry.context) for entry in entries]
    distinct = list(dict.fromkeys(rules))
    conditions = list(dict.fromkeys(c for rule in distinct for c in rule))
    asks, words = _asks(conditions, word_classes)
    number = {condition: k for k, condition in enumerate(conditions)}
    steps = [(number[c], KINDS.index(c.kind), c.reach, int(c.negated)) for rule in distinct for c in rule]
    ends = np.cumsum([len(rule) for rule in distinct]).tolist()
    stretch = {rule: (end - len(rule), end) for rule, end in zip(distinct, ends, strict=True)}
    facts = np.zeros((len(entries), 5), dtype=np.int32)
    fellows = np.zeros((max(1, len(conditions)), len(entries)), dtype=np.uint8)
    for k, (entry, rule) in enumerate(zip(entries, rules, strict=True)):
        late = any(condition.kind == "with" for condition in rule)
        facts[k] = *stretch[rule], late, entry.strength == EXCLUDE, _frame_number(entry, frame_ids)
    for condition, k in number.items():
        if condition.kind == "with":
            fellows[k] = [_satisfies(entry, condition) for entry in entries]
    weight = np.array([_evidence(entry) for entry in entries], dtype=np.float64)
    most_asked = int(asks.sum(axis=0, dtype=np.int64).max())
    return RuleArrays(facts, weight, np.array(steps, dtype=np.int32).reshape(-1, 4), asks, fellows, most_asked), words


def asked_words(rules: RuleArrays, n_words: int) -> tuple[Ints, NDArray[np.bool_]]:
    """For each entry the row of the words that its rule asks for, or -1; and the rows, with a flag for each word."""
    facts = rules.facts
    ruled = np.flatnonzero((facts[:, FIRST_STEP] < facts[:, LAST_STEP]) & (facts[:, EXCLUDED] == 0))
    stretches, number = np.unique(facts[ruled, FIRST_STEP : LAST_STEP + 1], axis=0, return_inverse=True)
    rows = np.full(len(facts), -1, dtype=np.int32)
    rows[ruled] = number.reshape(-1)
    asked = np.zeros((len(stretches), n_words), dtype=bool)
    for row, (first, last) in zip(asked, stretches.tolist(), strict=True):
        row[:] = rules.asks[rules.steps[first:last, CONDITION], :n_words].any(axis=0)
    return rows, asked


def cue_arrays(cues: Sequence[Cue]) -> CueArrays:
    """The arrays of some polarity cues."""
    facts = [(_polarity(cue), _SIDES.get(cue.side, 0), cue.window, int(cue.mark == "stop")) for cue in cues]
    return CueArrays(np.array(facts, dtype=np.int32).reshape(-1, 4), _kinds())


@lru_cache(maxsize=1)
def _kinds() -> Flags:
    """What each code point may be, as bits."""
    table = np.full(LAST_CODE + 1, WORDLIKE, dtype=np.uint8)
    table[:128] = [WORDLIKE if chr(code).isalnum() else 0 for code in range(128)]
    table[[ord(mark) for mark in _NO_WORD]] = 0
    table[ord("A") : ord("Z") + 1] |= CAPITAL
    for bit, marks in _MARKS.items():
        table[[ord(mark) for mark in marks]] |= bit
    return table


def _asks(conditions: Sequence[Condition], word_classes: Mapping[str, tuple[str, ...]]) -> tuple[Flags, list[str]]:
    """Which words each condition asks for, and the words."""
    terms = [_terms(condition, word_classes) for condition in conditions]
    words = sorted({term for some in terms for term in some})
    column = {word: k for k, word in enumerate(words)}
    asks = np.zeros((max(1, len(conditions)), max(1, len(words))), dtype=np.uint8)
    for k, some in enumerate(terms):
        asks[k, [column[term] for term in some]] = 1
    return asks, words


def _terms(condition: Condition, word_classes: Mapping[str, tuple[str, ...]]) -> set[str]:
    if condition.kind == "with":
        return set()
    named = [word_classes[term[1:]] if term.startswith("@") else (term,) for term in condition.terms]
    return {term for some in named for term in some}


def _satisfies(entry: Entry, condition: Condition) -> bool:
    """Whether a hit of the entry satisfies a `with`: a strong one of a frame, or any of an entry or concept."""
    strong = entry.strength in (STRONG, CONTEXT) and entry.frame in condition.classes
    return strong or entry.pattern in condition.terms or entry.concept in condition.terms


def _evidence(entry: Entry) -> float:
    return entry.weight * (WEAK_SHARE if entry.strength == WEAK else 1.0)


def _frame_number(entry: Entry, frame_ids: Sequence[str]) -> int:
    return frame_ids.index(entry.frame) if entry.strength != EXCLUDE else -1


def _polarity(cue: Cue) -> int:
    return POLARITIES.index(cue.mark) if cue.mark in POLARITIES else -1
