"""What a word is: the class of every character, its folded form, and what stands between words.

In: characters. Out: classes and folded characters, one for one. The one place where these rules are written:

- A word is a run of letters and digits with the combining marks behind them. A Han or kana character is a word alone.
- Soft hyphens, joiners and other invisible characters count for nothing, wherever they stand.
- White space, hyphens and apostrophes join the words of a phrase; anything else between words breaks it, a blank
  line too. `people's` is the words `people` and `s`, whatever the apostrophe.
- `.!?…`, their wide and Chinese forms and a blank line end a sentence. A full stop directly before a word does not
  (`3.5`), and those of initials neither end nor break: `U.S. forces` is `u`, `s`, `forces`.
- Characters are compared folded: lower case character by character (`İ` is `i`, `ß` stays), Cyrillic `ё` as `е`,
  canonically equal spellings as one (NFC).
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

OTHER, LETTER, DIGIT, MARK, HAN, SPACE, LINE, JOINER, STOP, END, IGNORED = range(11)

# Han ideographs (Unicode blocks and their extensions), iteration marks, kana and half-width kana: one word each.
HAN_RANGES = (
    (0x3005, 0x3007),
    (0x3021, 0x3029),
    (0x3031, 0x3035),
    (0x303B, 0x303B),
    (0x3041, 0x3096),
    (0x309D, 0x309F),
    (0x30A1, 0x30FA),
    (0x30FC, 0x30FF),
    (0x31F0, 0x31FF),
    (0x3400, 0x4DBF),
    (0x4E00, 0x9FFF),
    (0xF900, 0xFAFF),
    (0xFF66, 0xFF9F),
    (0x20000, 0x3FFFD),
)
HYPHENS = "-\u2010\u2011\u2012\u2013\u2212\ufe63\uff0d"
APOSTROPHES = "'\u2018\u2019\u201b\u02bb\u02bc\u2032\uff07`\u00b4"
LINE_BREAKS = "\n\r\v\f\u0085\u2028"
SENTENCE_ENDS = "!?…。！？．｡؟۔।\u2029"
_SPECIAL = (
    dict.fromkeys(HYPHENS + APOSTROPHES, JOINER)
    | dict.fromkeys(LINE_BREAKS, LINE)
    | dict.fromkeys(SENTENCE_ENDS, END)
    | {".": STOP, "\u200b": SPACE, "\t": SPACE}
)
_CATEGORY = {"L": LETTER, "N": DIGIT, "M": MARK, "Z": SPACE}
# Characters that NFC may change or join to the one before: a text without them needs no normalisation.
_DOTTED_I = "i\u0307"


@lru_cache(maxsize=4096)
def classify(char: str) -> int:
    """The class of one character: LETTER, DIGIT, MARK, HAN, SPACE and so on."""
    if char in _SPECIAL:
        return _SPECIAL[char]
    code = ord(char)
    if any(first <= code <= last for first, last in HAN_RANGES):
        return HAN
    category = unicodedata.category(char)
    if category == "Cf" or 0xFE00 <= code <= 0xFE0F or 0xE0100 <= code <= 0xE01EF:
        return IGNORED
    return _CATEGORY.get(category[0], OTHER)


@lru_cache(maxsize=4096)
def fold(char: str) -> str:
    """The character that `char` is compared as, always one character.

    >>> [fold(c) for c in "İßЁς"]
    ['i', 'ß', 'е', 'σ']
    """
    for lowered in (char.casefold(), char.lower()):
        if len(lowered) == 1:
            return "е" if lowered == "ё" else lowered
    return char.lower()[0]


def is_canonical(text: str) -> bool:
    """Whether `text` can be compared as it stands; else `canonical` gives the text to compare."""
    return unicodedata.is_normalized("NFC", text) and _DOTTED_I not in text


def canonical(text: str) -> tuple[str, list[int]]:
    """The text in NFC, and for each boundary of it (one more than its characters) the boundary of `text` it stands for.

    A boundary inside characters that were joined or reordered is given as the end of those.

    >>> canonical("cafe\u0301s")
    ('cafés', [0, 1, 2, 3, 5, 6])
    """
    parts: list[str] = []
    bounds: list[int] = [0]
    done = 0
    for match in _composing().finditer(text):
        parts.append(text[done : match.start()])
        bounds.extend(range(done + 1, match.start() + 1))
        for start, end in _clusters(text, match.start(), match.end()):
            joined = unicodedata.normalize("NFC", text[start:end]).replace(_DOTTED_I, "i")
            parts.append(joined)
            same = len(joined) == end - start
            bounds.extend(start + i + 1 if same else end for i in range(len(joined)))
        done = match.end()
    parts.append(text[done:])
    bounds.extend(range(done + 1, len(text) + 1))
    return "".join(parts), bounds


def _clusters(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Cut text[start:end] where NFC joins nothing across."""
    found: list[tuple[int, int]] = []
    here = start
    normal = unicodedata.normalize("NFC", text[start : start + 1])
    at = start + 1
    while at < end:
        stop = at + 1
        while stop < end and unicodedata.combining(text[stop]):
            stop += 1
        both = unicodedata.normalize("NFC", text[here:stop])
        piece = unicodedata.normalize("NFC", text[at:stop])
        if unicodedata.combining(text[at]) or both != normal + piece:
            normal = both
        else:
            found.append((here, at))
            here, normal = at, piece
        at = stop
    return [*found, (here, end)]


def composing_characters() -> list[int]:
    """Code points that NFC changes, reorders or joins to the character before, in order."""
    seconds = set(range(0x1161, 0x1176)) | set(range(0x11A8, 0x11C3))  # Hangul vowels and finals
    found = []
    for code in _possible():
        char = chr(code)
        parts = unicodedata.decomposition(char)
        if parts and parts[0] != "<":
            seconds.update(int(part, 16) for part in parts.split()[1:])
        if unicodedata.combining(char) or not unicodedata.is_normalized("NFC", char):
            found.append(code)
    return sorted(seconds.union(found))


def _possible() -> list[int]:
    """Code points below the supplementary ideographs that may have a decomposition or a combining class."""
    skipped = ((0x3400, 0xA000), (0xAC00, 0xD7A4), (0xD800, 0xF900), (0x12000, 0x16000), (0x17000, 0x1BC00))
    return [c for c in range(0x300, 0x1F000) if not any(a <= c < b for a, b in skipped)] + list(range(0x2F800, 0x2FA20))


@lru_cache(maxsize=1)
def _composing() -> re.Pattern[str]:
    """A character and the composing ones behind it."""
    spans: list[list[int]] = []
    for code in composing_characters():
        if spans and code == spans[-1][1] + 1:
            spans[-1][1] = code
        else:
            spans.append([code, code])
    one = "".join(f"{re.escape(chr(a))}-{re.escape(chr(b))}" for a, b in spans)
    return re.compile(f"[^{one}]?[{one}]+")
