"""Which hits count: every hit's context rule, held against the words around it.

In: hits and the texts they stand in. Out: a mask over the hits. Rules are read by `framing.rules`; nothing is masked
or scored here. Words of a rule may stand inside other hits, but never inside the hit itself.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence

import numpy as np
import pyarrow as pa

from framing.matcher import Matcher, keep_longest
from framing.rules import Condition
from framing.score.spots import Bools, Ints, Spots, gap_after, overlaps, pair_up, spots_from_matches

TermSet = tuple[str, ...]


class ContextFinder:
    """Finds the words that context rules ask for; compiled once for a lexicon.

    rules: the distinct rules. word_classes: name (behind `@`) to patterns.
    """

    def __init__(self, rules: Sequence[tuple[Condition, ...]], word_classes: Mapping[str, tuple[str, ...]]) -> None:
        self._rules = tuple(rules)
        asked = dict.fromkeys(c for rule in rules for c in rule if c.kind != "with")
        terms = {condition: _resolve_terms(condition, word_classes) for condition in asked}
        patterns = sorted({term for some in terms.values() for term in some})
        number = {term: k for k, term in enumerate(patterns)}
        self._matcher = Matcher(patterns)
        self._is_term = {condition: np.zeros(len(patterns), dtype=bool) for condition in asked}
        for condition, some in terms.items():
            self._is_term[condition][[number[term] for term in some]] = True

    def find_words(self, texts: pa.Array, text_index: Ints) -> Spots:
        """Every term of every rule in the texts; `text_index` numbers them, a spot's label is its term."""
        matches = self._matcher.find(texts, every=True)
        found = spots_from_matches(matches, np.arange(len(matches)), np.asarray(matches.pattern_index))
        return dataclasses.replace(found, text=text_index[found.text])

    def check(self, hits: Spots, rule_of: Ints, words: Spots, companions: Sequence[Spots]) -> Bools:
        """Whether each hit's rule holds. hits.label is not read; rule_of: the rule's number, -1 for none.

        companions: for each `with` condition (see `with_conditions`) the counted hits that would satisfy it.
        """
        holds = np.ones(len(hits), dtype=bool)
        by_with = dict(zip(self.with_conditions, companions, strict=True))
        order = np.argsort(rule_of, kind="stable")
        bounds = np.searchsorted(rule_of[order], np.arange(len(self._rules) + 1))
        for rule, begin, stop in zip(self._rules, bounds[:-1], bounds[1:], strict=True):
            rows = order[begin:stop]
            if not len(rows):
                continue
            own = hits.take(rows)
            around = pair_up(np.unique(own.text), words.text)[1]
            label = words.label[around]
            for condition in rule:
                if condition.kind == "with":
                    near = by_with[condition]
                else:
                    near = _longest(words.take(around[self._is_term[condition][label]]))
                holds[rows] &= _met(condition, own, near) != condition.negated
        return holds

    @property
    def with_conditions(self) -> tuple[Condition, ...]:
        """The distinct conditions on other hits, in order of first use."""
        return tuple(dict.fromkeys(c for rule in self._rules for c in rule if c.kind == "with"))


def _longest(words: Spots) -> Spots:
    """Of the terms of one condition the longest match wins, whatever others ask for."""
    kept = keep_longest(words.text, words.start, words.token_start, words.end, words.token_end)
    return words if kept.all() else words.take(kept)


def _met(condition: Condition, hits: Spots, words: Spots) -> Bools:
    met = np.zeros(len(hits), dtype=bool)
    if not len(words):
        return met
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
    met[i[good]] = True
    return met


def _same_sentence(hits: Spots, i: Ints, words: Spots, j: Ints) -> Bools:
    same: Bools = hits.sentence[i] == words.sentence[j]
    return same


def _resolve_terms(condition: Condition, word_classes: Mapping[str, tuple[str, ...]]) -> TermSet:
    terms: list[str] = []
    for term in condition.terms:
        terms += word_classes[term[1:]] if term.startswith("@") else (term,)
    return tuple(sorted(set(terms)))
