"""Names of languages as people write them in tables, and the short codes that we use.

In: `eng`, `Russian`, `русский`, `zh-CN`. Out: `en`, `ru`, `zh`. What it does not know it leaves as it is.
"""

from __future__ import annotations

_NAMES = {
    "en": "eng english английский 英文 英语",
    "ru": "rus russian русский 俄文 俄语",
    "zh": "zho chi cmn chinese mandarin китайский 中文 汉语 漢語",
    "fr": "fra fre french français французский 法语",
    "es": "spa spanish español испанский",
    "ar": "ara arabic арабский",
    "de": "deu ger german deutsch немецкий",
    "uk": "ukr ukrainian українська украинский",
    "kk": "kaz kazakh қазақ казахский",
}
_CODES = {name: code for code, names in _NAMES.items() for name in [code, *names.split()]}


def normalise_language(name: str) -> str:
    """The short code of a language.

    >>> [normalise_language(n) for n in ("English", "русский", "zh-Hans", "en_GB", "Tajik")]
    ['en', 'ru', 'zh', 'en', 'tajik']
    """
    plain = name.strip().casefold()
    head = plain.replace("_", "-").partition("-")[0]
    return _CODES.get(plain) or _CODES.get(head) or plain
