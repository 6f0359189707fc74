"""One name a person within a transcript: `PUTIN:`-like short forms and initials joined to the fullest form.

In: the labels of a transcript and the text before them. Out: a speaker and a role for each. It merges only within one
text; across texts a speaker list does.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from framing.attribute.heads import PERSON, Head

_CHAIR = re.compile(
    r"^[^\S\n]*(?:Acting |Temporary )?President\s*:\s*(?:H\.E\.\s*)?(?:Mr|Mrs|Ms|Sir|Dr|Miss)\.?\s+([^\s.(…]+(?: [^\s.(…]+){0,3})",
    re.MULTILINE,
)
_INITIAL = re.compile(r"^[^\W\d_]\.")
_GLUED = re.compile(r"(?<=[^\W\d_A-ZА-ЯЁ])(?=[A-ZА-ЯЁ]{3})")
_MC = re.compile(r"\b(Mc|O['’])([a-z])")


def merge_speakers(introduction: str, heads: Sequence[Head]) -> list[tuple[str, str]]:
    """Speaker and role of each label, in order.

    A name takes the fullest form in the text that ends in the same surname and agrees in the first letters; a surname
    that two people bear stays as it is. A role once given stays with the person.
    """
    names = [_spell(head.name) if head.kind == PERSON else head.name for head in heads]
    chair = _chair(introduction)
    full = sorted(
        {name for name, head in zip(names, heads, strict=True) if head.kind == PERSON}, key=lambda n: (-_fullness(n), n)
    )
    speakers = [_fullest(name, full) if head.kind == PERSON else name for name, head in zip(names, heads, strict=True)]
    if chair:
        speakers = [chair if name == "The President" else name for name in speakers]
    roles: dict[str, str] = {}
    for speaker, head in zip(speakers, heads, strict=True):
        if head.role:
            roles.setdefault(speaker, head.role)
    return [(speaker, roles.get(speaker, "")) for speaker in speakers]


def _chair(introduction: str) -> str:
    """Who presides, as the first page of a verbatim record says."""
    found = _CHAIR.search(introduction)
    return found.group(1).rstrip(" .") if found else ""


def _spell(name: str) -> str:
    """Capitals to ordinary spelling: `ANNA O'NEILL` and `AnnaMOREL` too.

    >>> _spell("JEAN-PAUL MCKAY"), _spell("В. ПЕТРОВ"), _spell("AnnaMOREL")
    ('Jean-Paul McKay', 'В. Петров', 'Anna Morel')
    """
    words = _GLUED.sub(" ", name).split()
    return _MC.sub(lambda m: m.group(1) + m.group(2).upper(), " ".join(_spell_word(word) for word in words))


def _spell_word(word: str) -> str:
    if (
        len(word) > 2
        and (word.isupper() or (word[-1].isupper() and sum(map(str.isupper, word)) > 1))
        and "." not in word
    ):
        return "-".join(part.capitalize() for part in word.split("-"))
    if _INITIAL.match(word) and word.isupper():
        start = word.rindex(".") + 1
        return word[:start] + word[start:].capitalize()
    return word


def _fullness(name: str) -> int:
    return sum(len(word) for word in _words(name))


def _words(name: str) -> list[str]:
    """The words of a name, initials and surname apart, folded."""
    return [word for word in re.split(r"[\s.]+", name.casefold().replace("ё", "е")) if word]


def _fullest(name: str, full: Sequence[str]) -> str:
    """The fullest name that `name` can be short for, if only one person bears it."""
    candidates = [other for other in full if _may_shorten(_words(name), _words(other))]
    people = [c for c in candidates if not any(c != d and _may_shorten(_words(c), _words(d)) for d in candidates)]
    return people[0] if len(people) == 1 else name


def _may_shorten(short: list[str], full: list[str]) -> bool:
    """Whether the surname is the same and each first name or initial fits one of the full form, in order.

    >>> _may_shorten(["v", "orlov"], ["viktor", "orlov"]), _may_shorten(["a", "orlov"], ["viktor", "orlov"])
    (True, False)
    """
    if not short or not full or short[-1] != full[-1] or len(short) > len(full):
        return False
    rest = iter(full[:-1])
    return all(any(other == word or (len(word) == 1 and other[0] == word) for other in rest) for word in short[:-1])
