"""Which hits count: every hit's context rule, held against the words around it.

In: hits and the texts they stand in. Out: a mask over the hits. Rules are read by `framing.rules`; nothing is masked
or scored here. Words of a rule may stand inside other hits, but never inside the hit itself.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Mapping, Sequence

import numpy as np
import pyarrow as pa

from framing.matcher import Matcher
from framing.rules import Condition
from framing.score.spots import Bools, Ints, Spots, gap_after, merge_spots, overlaps, pair_up, spots_from_matches

TermSet = tuple[str, ...]


class ContextFinder:
    """Finds the words that context rules ask for; compiled once for a lexicon.

    rules: the distinct rules. word_classes: name (behind `@`) to patterns.
    """

    def __init__(self, rules: Sequence[tuple[Condition, ...]], word_classes: Mapping[str, tuple[str, ...]]) -> None:
        self._rules = tuple(rules)
        wanted = {c: _resolve_terms(c, word_classes) for rule in rules for c in rule if c.kind != "with"}
        sets = sorted(set(wanted.values()))
        self._set_of = {condition: sets.index(terms) for condition, terms in wanted.items()}
        self._layers = [_Layer(sets, members) for members in _independent(sets)]

    def find_words(self, texts: pa.Array, text_index: Ints) -> Spots:
        """Every term of every rule in the texts; `text_index` numbers them, a spot's label is its set of terms."""
        found = merge_spots([layer.find(texts) for layer in self._layers])
        return dataclasses.replace(found, text=text_index[found.text])

    def check(self, hits: Spots, rule_of: Ints, words: Spots, companions: Sequence[Spots]) -> Bools:
        """Whether each hit's rule holds. hits.label is not read; rule_of: the rule's number, -1 for none.

        companions: for each `with` condition (see `with_conditions`) the counted hits that would satisfy it.
        """
        holds = np.ones(len(hits), dtype=bool)
        by_with = dict(zip(self.with_conditions, companions, strict=True))
        for number, rule in enumerate(self._rules):
            rows = np.flatnonzero(rule_of == number)
            for condition in rule if len(rows) else ():
                if condition.kind == "with":
                    near = by_with[condition]
                else:
                    near = words.take(words.label == self._set_of[condition])
                met = _met(condition, hits.take(rows), near)
                holds[rows] &= met != condition.negated
        return holds

    @property
    def with_conditions(self) -> tuple[Condition, ...]:
        """The distinct conditions on other hits, in order of first use."""
        return tuple(dict.fromkeys(c for rule in self._rules for c in rule if c.kind == "with"))


def _met(condition: Condition, hits: Spots, words: Spots) -> Bools:
    i, j = pair_up(hits.text, words.text)
    behind, ahead = gap_after(hits, i, words, j), gap_after(words, j, hits, i)
    reach = condition.reach
    if condition.kind == "near":
        good = _same_sentence(hits, i, words, j) & (behind < reach) & (ahead < reach)
    elif condition.kind == "sentence":
        good = _same_sentence(hits, i, words, j)
    elif condition.kind == "after":
        good = _same_sentence(hits, i, words, j) & (ahead >= 0) & (ahead < reach)
    elif condition.kind == "before":
        good = _same_sentence(hits, i, words, j) & (behind >= 0) & (behind < reach)
    else:  # passage and with look at the whole passage
        good = np.ones(len(i), dtype=bool)
    good &= ~overlaps(hits, i, words, j)
    met = np.zeros(len(hits), dtype=bool)
    met[i[good]] = True
    return met


def _same_sentence(hits: Spots, i: Ints, words: Spots, j: Ints) -> Bools:
    same: Bools = hits.sentence[i] == words.sentence[j]
    return same


class _Layer:
    """A matcher for sets of terms that cannot hide one another."""

    def __init__(self, sets: Sequence[TermSet], members: Sequence[int]) -> None:
        pairs = sorted({(term, s) for s in members for term in sets[s]})
        self._patterns = sorted({term for term, _ in pairs})
        number = {term: k for k, term in enumerate(self._patterns)}
        self._owner_pattern = np.array([number[term] for term, _ in pairs], dtype=np.int64)
        self._owner_set = np.array([s for _, s in pairs], dtype=np.int64)
        self._matcher = Matcher(self._patterns)

    def find(self, texts: pa.Array) -> Spots:
        matches = self._matcher.find(texts)
        rows, owner = pair_up(np.asarray(matches.pattern_index, dtype=np.int64), self._owner_pattern)
        return spots_from_matches(matches, rows, self._owner_set[owner])


def _resolve_terms(condition: Condition, word_classes: Mapping[str, tuple[str, ...]]) -> TermSet:
    terms: list[str] = []
    for term in condition.terms:
        terms += word_classes[term[1:]] if term.startswith("@") else (term,)
    return tuple(sorted(set(terms)))


def _independent(sets: Sequence[TermSet]) -> list[list[int]]:
    """Sets grouped so that no group holds two with a word in common: there the longest match would hide the other."""
    words = [{word for term in terms for word in _words(term)} for terms in sets]
    groups: list[list[int]] = []
    for number in range(len(sets)):
        for group in groups:
            if not any(_touch(words[number], words[other]) for other in group):
                group.append(number)
                break
        else:
            groups.append([number])
    return groups


def _words(term: str) -> list[str]:
    # A wildcard may stand for anything, so its stem is compared; Han words are matched letter by letter.
    return [part.casefold() for part in re.findall(r"[一-鿿]|[^\s()|一-鿿-]+", term) if part != "*"]


def _touch(left: set[str], right: set[str]) -> bool:
    stems = {word.strip("*") for word in left | right if "*" in word}
    if left & right:
        return True
    return any(stem in word for stem in stems for word in left) and any(
        stem in word for stem in stems for word in right
    )
