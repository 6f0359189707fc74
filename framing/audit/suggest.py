"""Proposes entries that a lexicon may lack, each with its evidence, for a person to accept or not.

In: pieces of text on two sides, those that ought to speak of a frame and those that need not. Out: a table of terms.
It adds nothing to a lexicon, and a term that tells the sides apart is not yet a word for the frame.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pyarrow as pa

from framing.matcher import Matcher
from framing.records import EXCLUDE, STRONG, Lexicon
from framing.stats.keyness import log_odds, signed_g2

SUGGESTIONS = pa.schema(
    {
        "frame": pa.string(),
        "term": pa.string(),
        "passages_in": pa.int64(),  # pieces of the frame's side that hold it
        "passages_out": pa.int64(),
        "documents_in": pa.int64(),
        "share_in": pa.float64(),  # passages_in of all that hold it
        "missed": pa.int64(),  # coded passages that the lexicon does not find and the term stands in
        "log_odds": pa.float64(),
        "z": pa.float64(),
        "g2": pa.float64(),
        "covered_by": pa.string(),  # a context or weak entry that matches it already
        "evidence": pa.string(),
        "example": pa.string(),
    }
)
_EXAMPLE = 45
# Weight of the pooled counts as a prior: enough to hold rare terms back, little beside those that are frequent.
_PRIOR = 0.1


@dataclass(frozen=True)
class Piece:
    """A stretch of text: its document, whether it is on the frame's side, and whether the lexicon missed it there."""

    document: str
    text: str
    inside: bool
    missed: bool = False


@dataclass(frozen=True)
class SuggestPlan:
    """What makes a candidate.

    split: text and size to terms. longest: words of a phrase. minimum_passages, minimum_documents: on the frame's side.
    least_z: of the log-odds. most: candidates a frame. stop: words that no term begins or ends with. only: nothing, or
    the terms that alone may be candidates (key terms).
    """

    split: Callable[[str, int], list[str]]
    longest: int = 3
    minimum_passages: int = 3
    minimum_documents: int = 2
    least_z: float = 1.0
    most: int = 25
    stop: Collection[str] = field(default_factory=frozenset)
    only: Collection[str] = ()


def suggest_terms(
    frame: str, pieces: Sequence[Piece], lexicons: Sequence[Lexicon], plan: SuggestPlan, evidence: str
) -> pa.Table:
    """Candidates for one frame, the strongest first.

    log_odds and z: Monroe, Colaresi & Quinn (2008), words of the frame's side against the others, prior the pooled
    counts, scaled to a tenth; where passages were missed, of those against the others. Words of a text depend on each
    other, so z ranks and tests nothing. Empty when a side is.
    """
    missed = any(piece.missed for piece in pieces)
    sides = [p for p in pieces if not p.inside or p.missed or not missed]
    if not any(p.inside for p in sides) or all(p.inside for p in sides):
        return SUGGESTIONS.empty_table()
    counts = _Counts(pieces, sides, plan)
    rows = [row | {"frame": frame, "evidence": evidence} for row in counts.rows()]
    rows = _without_known(rows, frame, lexicons)
    rows.sort(key=lambda row: (-row["z"], row["term"]))
    rows = _longest_only(rows)[: plan.most]
    for row in rows:
        row["example"] = _example(row["term"], [p for p in sides if p.inside])
    return pa.Table.from_pylist(rows, schema=SUGGESTIONS)


class _Counts:
    """Counts of every candidate on both sides."""

    def __init__(self, pieces: Sequence[Piece], sides: Sequence[Piece], plan: SuggestPlan) -> None:
        self._plan = plan
        self._words = {True: Counter[str](), False: Counter[str]()}
        for piece in sides:
            for size in range(1, plan.longest + 1):
                self._words[piece.inside].update(plan.split(piece.text, size))
        self._wanted = {t for t, n in self._words[True].items() if n >= plan.minimum_passages and self._may_be(t)}
        self._pieces: dict[bool, Counter[str]] = {True: Counter(), False: Counter()}
        self._missed: Counter[str] = Counter()
        self._documents: dict[str, set[str]] = defaultdict(set)
        for piece in pieces:
            self._count(piece)

    def _may_be(self, term: str) -> bool:
        words = term.split()
        if self._plan.only and term not in self._plan.only:
            return False
        return len(term) > 2 - (term > "\u3400") and not {words[0], words[-1]} & set(self._plan.stop)

    def _count(self, piece: Piece) -> None:
        sizes = range(1, self._plan.longest + 1)
        terms = {t for size in sizes for t in self._plan.split(piece.text, size)} & self._wanted
        self._pieces[piece.inside].update(terms)
        if piece.missed:
            self._missed.update(terms)
        if piece.inside:
            for term in terms:
                self._documents[term].add(piece.document)

    def rows(self) -> list[dict[str, Any]]:
        """One for each candidate that passes the minimum and leans to the frame's side."""
        plan = self._plan
        terms = sorted(
            t
            for t in self._wanted
            if self._pieces[True][t] >= plan.minimum_passages and len(self._documents[t]) >= plan.minimum_documents
        )
        if not terms:
            return []
        y1, y2 = (np.array([self._words[side][t] for t in terms], dtype=float) for side in (True, False))
        n1, n2 = (float(sum(self._words[side].values())) for side in (True, False))
        delta, z = log_odds(y1, n1, y2, n2, _PRIOR * (y1 + y2), _PRIOR * (n1 + n2))
        g2 = signed_g2(y1, n1, y2, n2)
        return [
            {
                "term": term,
                "passages_in": self._pieces[True][term],
                "passages_out": self._pieces[False][term],
                "documents_in": len(self._documents[term]),
                "share_in": self._pieces[True][term] / (self._pieces[True][term] + self._pieces[False][term]),
                "missed": self._missed[term],
                "log_odds": float(delta[i]),
                "z": float(z[i]),
                "g2": float(g2[i]),
            }
            for i, term in enumerate(terms)
            if z[i] >= plan.least_z
        ]


def _without_known(rows: list[dict[str, Any]], frame: str, lexicons: Sequence[Lexicon]) -> list[dict[str, Any]]:
    """Without terms that a strong entry of the frame finds already, and places; others with what covers them."""
    texts = [row["term"] for row in rows]
    entries = [e for x in lexicons for e in x.entries if e.frame == frame and e.strength != EXCLUDE]
    strong = _found([e.pattern for e in entries if e.strength == STRONG], texts)
    half = _found([e.pattern for e in entries if e.strength != STRONG], texts)
    places = sorted({p for x in lexicons for name, terms in x.word_classes.items() if name == "place" for p in terms})
    named = _found(places, texts, whole=True)
    return [row | {"covered_by": half.get(i, "")} for i, row in enumerate(rows) if i not in strong and i not in named]


def _found(patterns: Sequence[str], texts: Sequence[str], *, whole: bool = False) -> dict[int, str]:
    if not patterns or not texts:
        return {}
    found = Matcher(list(patterns)).find(list(texts))
    places = zip(
        found.text_index.tolist(), found.pattern_index.tolist(), found.start.tolist(), found.end.tolist(), strict=True
    )
    return {t: patterns[p] for t, p, a, b in places if not whole or (a == 0 and b == len(texts[t]))}


def _longest_only(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Without a term that stands in a longer one of (nearly) as many passages."""
    kept = []
    for row in rows:
        term, count = row["term"], row["passages_in"]
        longer = (other for other in rows if len(other["term"]) > len(term) and term in other["term"])
        if not any(10 * other["passages_in"] >= 8 * count for other in longer):
            kept.append(row)
    return kept


def _example(words: str, pieces: Sequence[Piece]) -> str:
    for piece in pieces:
        at = piece.text.lower().find(words)
        if at >= 0:
            text = piece.text[max(0, at - _EXAMPLE) : at + len(words) + _EXAMPLE]
            return " ".join(text.split())
    return ""
