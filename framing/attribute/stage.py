"""Stage directions and procedure in transcripts: `(Applause.)`, `[Смех]`, `（掌声）`, "The meeting rose at 1 p.m."

In: a text. Out: stretches that no speaker said. It knows the common words of English, Russian and Chinese records.
"""

from __future__ import annotations

import re

_WORDS = (
    "applause|laughter|laughs|laughing|cheers|cheering|inaudible|crosstalk|cross-talk|off[- ]mic\\w*|pause|silence|sic|"
    "through (?:an )?interpreter|as (?:re)?translated|(?:re)?translated|as interpreted|interpretation|in russian|"
    "in english|in chinese|spoke in \\w+|video|music|applauds|break|"
    "аплодисменты|смех|смеётся|смеется|оживление|шум|неразборчиво|не слышно|перевод\\w*|через переводчика|"
    "как переведено|пауза|по-английски|говорит по-\\w+|"
    "掌声|笑声|笑|鼓掌|全场\\w*|热烈\\w*|听不清|翻译"
)
_BRACKETED = re.compile(
    rf"[(\[（【]\s*(?:[\w’' ,-]{{0,40}}\b)?(?:{_WORDS})[^()\[\]（）【】\n]{{0,60}}[)\]）】]", re.IGNORECASE
)
# A whole line in brackets; rulers; and the clerk's sentences of United Nations records.
_LINE = re.compile(
    r"^[^\S\n]*(?:[(\[（【][^()\[\]（）【】\n]*[)\]）】]\.?|[*_<>…\-–— ]{3,}|It was so decided\.|"
    r"(?:The )?(?:meeting|sitting) (?:was called to order|was suspended|was resumed|was adjourned|rose)\b.*|"
    r"(?:A|The) (?:recorded )?vote was taken\b.*|(?:In favour|Against|Abstaining):.*|"
    r".{0,120}\b(?:took the Chair|(?:was|were) escorted (?:from|to|into) .{0,80})\.?)[^\S\n]*$",
    re.MULTILINE,
)
_OPENERS = re.compile(r"[(\[（【]")


def find_stage_directions(text: str) -> list[tuple[int, int]]:
    """Start and end of every stretch that is no speaker's, in order and apart from each other.

    >>> find_stage_directions("Thank you. (Applause.) We go on (as before).")
    [(11, 22)]
    """
    bracketed = [match.span() for match in _BRACKETED.finditer(text)] if _OPENERS.search(text) else []
    found: list[tuple[int, int]] = []
    for start, end in sorted(bracketed + [match.span() for match in _LINE.finditer(text)]):
        if found and start < found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return found
