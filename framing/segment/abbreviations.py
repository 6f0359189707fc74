"""Abbreviations that end in a full stop, and words that begin sentences, as keys that arrays can be compared with.

In: words. Out: sorted arrays of keys; a key holds up to ten letters of Latin or Cyrillic exactly, six bits a letter.
It knows English and Russian; a new language is a few more words here.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

KEY_LETTERS = 10  # 60 of 64 bits
TAIL_LETTERS = 3  # the last letters of a word, which tell nearly all from the abbreviations
_ALPHABET = "abcdefghijklmnopqrstuvwxyzабвгдежзийклмнопрстуфхцчшщъыьэюя."
DOT_BITS = np.uint64(len(_ALPHABET))  # the full stop inside `u.s` is the last letter
_FOLDED = {"ё": "е"}
_LAST_CODE = 0x460  # beyond it no letter has bits; the place itself stands for "no letter"

# A name or an explanation follows: never the end of a sentence.
NEVER = """
    mr mrs ms messrs dr prof gen sen rep reps gov lt col maj capt cmdr sgt adm hon rev pres amb fr mt mx vs cf
    viz e.g i.e al ca approx asst dept т.е т.к т.н т.о им ул тов акад проф ген адм полк кап подп ред см ср напр
    корр пос дер гр чл доц канд
""".split()
# The end of a sentence unless a number follows ("No. 5", "ст. 51").
BEFORE_NUMBER = """
    no nos art arts sec secs fig figs p pp vol vols ch para paras par ex nr op ст стр п пп гл рис табл ч т ном
    разд
""".split()
# The end of a sentence when a word follows that often begins one; else in the middle of it.
MAYBE = """
    inc corp co ltd bros jr sr st ave blvd u.s u.k u.n e.u d.c a.m p.m ph.d u.s.a u.s.s.r jan feb mar apr jun
    jul aug sep sept oct nov dec mon tue wed thu fri sat sun ala ariz ark calif colo conn del fla ga ill ind kan
    ky mass md mich minn miss mont neb nev okla ore pa tenn tex va vt wash wis wyo n.h n.j n.m n.y n.c n.d s.c
    s.d w.va r.i г гг в вв обл респ с.г
""".split()
STARTERS = """
    the he she it we they you i this that these those there but and or in on at as for with when while if
    however our his her its their my your what who why how where which after before since both some many most
    all no not so such then today yesterday to by from according meanwhile an a under during despite although
    though because once earlier later only even still also instead last next now thus yet another other each
    every one он она оно они мы вы я это эта этот эти тот та те в во на по при с со к ко у о об от до за для из
    но а и как так что чтобы однако кроме также если когда тем ранее сегодня вчера наш наша наши его ее их не ни
    все всего там здесь после поэтому затем потом между мой ваш под над без через среди этого этому где кто
""".split()


def pack_word(word: str) -> int:
    """The key of a word of at most ten letters; the last letter in the lowest bits, case and `ё` ignored.

    >>> pack_word("ab"), pack_word("AB"), pack_word("ba")
    (66, 66, 129)
    """
    key = 0
    for letter in word.lower():
        key = key << 6 | (_ALPHABET.index(_FOLDED.get(letter, letter)) + 1)
    return key


def letter_bits(codes: NDArray[np.unsignedinteger]) -> NDArray[np.uint64]:
    """Six bits for each character, 0 for whatever is no Latin or Russian letter and no full stop."""
    return _bits().take(codes, mode="clip")


@lru_cache(maxsize=4)
def keys_of(name: str) -> NDArray[np.uint64]:
    """The sorted keys of one of the lists: `never`, `before_number`, `maybe`, `starters`."""
    words: Iterable[str] = {"never": NEVER, "before_number": BEFORE_NUMBER, "maybe": MAYBE, "starters": STARTERS}[name]
    return np.array(sorted({pack_word(word) for word in words}), np.uint64)


def is_among(keys: NDArray[np.uint64], name: str) -> NDArray[np.bool_]:
    """Which keys stand in the list of that name."""
    listed = keys_of(name)
    found: NDArray[np.bool_] = listed[np.minimum(np.searchsorted(listed, keys), len(listed) - 1)] == keys
    return found


def word_before(
    codes: NDArray[np.unsignedinteger], places: NDArray[np.int64]
) -> tuple[NDArray[np.uint64], NDArray[np.int64]]:
    """The key and the length of the word, full stops inside it included, that ends before each place.

    codes: characters as code points, a line break at the end. The key is 0 for long words and for those that no
    abbreviation ends like.
    """
    key = np.zeros(len(places), np.uint64)
    length = np.zeros(len(places), np.int64)
    alive = np.arange(len(places))
    for step in range(KEY_LETTERS + 1):
        # Before the first place of all stands, in the array, the line break at its end: no letter.
        bits = letter_bits(codes[places[alive] - 1 - step])
        alive, bits = alive[bits > 0], bits[bits > 0]
        if step == KEY_LETTERS:
            key[alive] = 0
            break
        key[alive] |= bits << np.uint64(6 * step)
        length[alive] += 1
        if step == TAIL_LETTERS - 1:
            unlike = ~_may_abbreviate(key[alive])
            key[alive[unlike]] = 0
            alive = alive[~unlike]
    return key, length


def _may_abbreviate(tails: NDArray[np.uint64]) -> NDArray[np.bool_]:
    """Which keys of up to three letters are the end of an abbreviation, in a list or of the form `u.s`."""
    found: NDArray[np.bool_] = _tails()[tails]
    return found


@lru_cache(maxsize=1)
def _tails() -> NDArray[np.bool_]:
    tails = np.arange(1 << 6 * TAIL_LETTERS, dtype=np.uint64)
    found: NDArray[np.bool_] = (tails >> np.uint64(6)) & np.uint64(63) == DOT_BITS
    for name in ("never", "before_number", "maybe"):
        found[keys_of(name) & np.uint64(len(tails) - 1)] = True
    return found


@lru_cache(maxsize=1)
def _bits() -> NDArray[np.uint64]:
    table = np.zeros(_LAST_CODE + 1, np.uint64)
    for code in range(_LAST_CODE):
        letter = chr(code).lower()
        letter = _FOLDED.get(letter, letter)
        if letter in _ALPHABET:
            table[code] = _ALPHABET.index(letter) + 1
    return table
