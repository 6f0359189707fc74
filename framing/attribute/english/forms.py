"""The written forms of the cue verbs, and the cheap test whether a paragraph may hold reported speech at all.

In: lemmas or text. Out: forms, or yes and no. It inflects by the rules of spelling and a table of exceptions.
"""

from __future__ import annotations

import re
from functools import lru_cache

from framing.attribute.english import cues
from framing.attribute.english.cues import words

_IRREGULAR = {
    "say": "said says saying", "tell": "told", "write": "wrote written writing", "think": "thought",
    "feel": "felt", "find": "found", "show": "shown", "swear": "swore sworn", "speak": "spoke spoken", "read": "read",
    "put": "put putting", "teach": "taught", "sing": "sang sung", "begin": "began begun beginning", "see": "saw seen",
    "go": "went gone goes", "bring": "brought", "hold": "held", "shoot": "shot", "hit": "hit hitting", "lay": "laid",
    "fall": "fell fallen", "know": "knew known", "hear": "heard", "foresee": "foresaw foreseen", "forecast": "forecast",
    "rebut": "rebutted", "cast": "cast", "lie": "lying", "quit": "quit", "understand": "understood", "cut": "cut",
    "bet": "bet", "beg": "begged begging", "recount": "recounted", "dream": "dreamt", "forget": "forgot forgotten",
    "get": "got", "overrule": "overruled", "take": "took taken",
}  # fmt: skip
# Last syllables that carry the stress, or are the only one: their consonant doubles.
_DOUBLING = words("quip admit blog rip slam chat refer rebut deter slap plot spot tag opt bar rap")
_MARK = re.compile(r"[\"“”„«»]|''|[‘’]\s|(?:^|\s)['‘]|:\s*$|^.{0,60}:\s")


def verb_forms(lemma: str) -> frozenset[str]:
    """Give every form of an English verb.

    >>> sorted(verb_forms("deny"))
    ['denied', 'denies', 'deny', 'denying']
    """
    if lemma in _DOUBLING:
        stem = lemma + lemma[-1]
        regular = {lemma, lemma + "s", stem + "ed", stem + "ing"}
    elif lemma.endswith("e"):
        regular = {lemma, lemma + "s", lemma + "d", lemma[:-1] + "ing"}
    elif lemma.endswith("y") and lemma[-2] not in "aeiou":
        regular = {lemma, lemma[:-1] + "ies", lemma[:-1] + "ied", lemma + "ing"}
    else:
        plural = "es" if lemma.endswith(("s", "sh", "ch", "x", "z")) else "s"
        regular = {lemma, lemma + plural, lemma + "ed", lemma + "ing"}
    if lemma in _IRREGULAR:
        regular = {form for form in regular if not form.endswith("ed")} | set(_IRREGULAR[lemma].split())
    return frozenset(regular)


@lru_cache(maxsize=1)
def _cue_forms() -> frozenset[str]:
    verbs = cues.SAY | cues.TELL | cues.THINK | cues.OBJECT | cues.STANCE | cues.INFINITIVE | cues.PERSUADE | cues.CALLS
    verbs |= frozenset(cues.PREPOSITIONS) | frozenset(cues.PARTICLES) | cues.PASSIVE_SPEAKERS
    nouns = cues.SPEECH_NOUNS | cues.MIND_NOUNS
    forms = {form for verb in verbs for form in verb_forms(verb)}
    return frozenset(forms | nouns | {noun + "s" for noun in nouns} | {"according"})


def may_hold_speech(paragraph: str) -> bool:
    """Whether a paragraph has a quotation mark, a colon at a telling place or a form of any cue.

    >>> may_hold_speech("Rain fell on the hills."), may_hold_speech("Rain fell, Orlu said.")
    (False, True)
    """
    if _MARK.search(paragraph):
        return True
    forms = _cue_forms()
    return any(word in forms for word in re.findall(r"[a-z]+", paragraph.lower()))
