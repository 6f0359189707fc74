"""Words and scripts: which language a text is likely to be in, and how many words it has, as the matcher counts them.

In: a text. Out: a language code, a number. It looks at letters only and cannot tell French from English.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING

from framing.matcher.words import HAN_RANGES, IGNORED, MARK, classify

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

UNKNOWN_LANGUAGE = "und"
# Letters at the beginning of a text that decide; enough to outweigh a title or a dateline in another script.
_SAMPLE = 20_000
# Letters of each script; Latin stands for English, the language of our first lexicons.
_SCRIPTS = {
    "en": "A-Za-zÀ-ÖØ-öø-ɏḀ-ỿ",
    "ru": "Ѐ-ԯ",
    "zh": "".join(f"{chr(first)}-{chr(last)}" for first, last in HAN_RANGES),
    "ko": "가-힣ᄀ-ᇿ",
    "ar": "ؠ-ي\u066e-ۓ",
    "el": "Ͱ-Ͽἀ-῾",
    "he": "א-ת",
    "hi": "ऄ-ह",
    "ka": "ა-ჿ",
    "hy": "Ա-և",
    "th": "ก-ฮ",
}
# A Han character says about as much as this many letters of an alphabet (characters per word of parallel texts).
_HAN_LETTERS = 3
_KANA = "ぁ-ゖァ-ヺ"
# Japanese prose has more kana than Han; Chinese has none but in a name now and then.
_KANA_SHARE = 0.1
_UKRAINIAN, _RUSSIAN = "".join(f"{c}-{c}" for c in "іїєґІЇЄҐ"), "".join(f"{c}-{c}" for c in "ыэъёЫЭЪЁ")
# Beside the scripts: no letter, kana, and letters of one of two languages in Cyrillic.
LETTER_CLASSES = len(_SCRIPTS) + 4
_ASCII_WORD, _ASCII_LETTER = re.compile("[A-Za-z0-9]+"), re.compile("[A-Za-z]")
_RANGE = re.compile("(.)-(.)", re.DOTALL)


def guess_language(text: str) -> str:
    """The language that the script of most letters stands for: en, ru, zh and so on; `und` where there are none.

    >>> [guess_language(t) for t in ("A word", "Слово", "外交部发言人 MFA", "1991")]
    ['en', 'ru', 'zh', 'und']
    """
    sample = text[:_SAMPLE]
    if sample.isascii():
        return "en" if _ASCII_LETTER.search(sample) else UNKNOWN_LANGUAGE
    return languages_of_letters(_count_letters(sample)[None, :])[0]


def languages_of_letters(counts: NDArray[np.int64]) -> list[str]:
    """The language that the letters of each text stand for.

    counts : (texts, LETTER_CLASSES), how many letters of each class, as `letter_classes` has them, stand in a text.
    """

    names = [*_SCRIPTS, UNKNOWN_LANGUAGE, "ja", "uk"]
    letters = counts[:, 1 : len(_SCRIPTS) + 1].copy()
    kana, ukrainian, russian = counts[:, len(_SCRIPTS) + 1 :].T
    letters[:, names.index("ru")] += ukrainian + russian
    letters[:, names.index("zh")] *= _HAN_LETTERS
    # Of equals the first.
    most, found = letters.max(axis=1), letters.argmax(axis=1)
    found[most == 0] = names.index(UNKNOWN_LANGUAGE)
    found[(found == names.index("zh")) & (kana > _KANA_SHARE * most / _HAN_LETTERS)] = names.index("ja")
    found[(found == names.index("ru")) & (ukrainian > russian)] = names.index("uk")
    return [names[one] for one in found.tolist()]


def count_words(text: str) -> int:
    """How many words a text has: runs of letters and digits, each Han or kana character a word of its own.

    >>> [count_words(t) for t in ("People's co-operation, 2024.", "中国外交部 MFA", "* * *")]
    [5, 6, 0]
    """
    return len((_ASCII_WORD if text.isascii() else _word_pattern()).findall(text))


def _count_letters(text: str) -> NDArray[np.int64]:
    """How many letters of each class stand in a text."""
    import numpy as np

    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    return np.bincount(letter_classes().take(codes, mode="clip"), minlength=LETTER_CLASSES)


@lru_cache(maxsize=1)
def letter_classes() -> NDArray[np.uint8]:
    """The class of each code point; the last stands for all above and is no letter, class 0.

    The scripts from 1 on, then kana, letters of Ukrainian that Russian does not have, and of Russian that Ukrainian
    does not.
    """
    import numpy as np

    table = np.zeros(0x40001, dtype=np.uint8)
    for number, letters in enumerate((*_SCRIPTS.values(), _KANA, _UKRAINIAN, _RUSSIAN), start=1):
        for first, last in _RANGE.findall(letters):
            table[ord(first) : ord(last) + 1] = number
    return table


@lru_cache(maxsize=1)
def _word_pattern() -> re.Pattern[str]:
    """A Han or kana character, or letters and digits with the marks and invisible characters inside."""
    inner = "".join(
        char
        for char in map(chr, range(0x80, 0x10000))
        if unicodedata.category(char) in ("Mn", "Mc", "Me", "Cf") and classify(char) in (MARK, IGNORED)
    )
    han, inner = _SCRIPTS["zh"], f"[{re.escape(inner)}\U000e0100-\U000e01ef]*"
    return re.compile(f"[{han}]|(?:(?![{han}])[^\\W_]{inner})+")
