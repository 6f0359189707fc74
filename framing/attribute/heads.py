"""Labels of transcript turns: `ANNA MOREL:`, `Mr. Osk (Velmar) (spoke in French):`, `В.Петров:`, `记者：`.

In: a text. Out: the stretches at the beginning of lines that have the form of a label, with name, role and kind, and
whether the form alone tells (sure), tells by its capitals, or fits many lines (weak). Whether they make a transcript is
not its to say.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from framing.attribute.roles import HONORIFICS, LOWER_PARTICLES, NOT_NAMES, OFFICES, spell_name, split_role

PERSON, ASKER, ANSWER = "person", "asker", "answer"
SURE, CAPITALS, WEAK = "sure", "capitals", "weak"


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# Labels of people without a name. What the transcript calls them stays their name.
_ASKERS = _words("""
question questions q reporter reporters journalist press media correspondent remark audience voice operator
moderator interviewer host interpreter translator unidentified participant inaudible вопрос вопросы реплика
журналист журналисты корреспондент ведущий ведущая модератор переводчик голос участник 记者 问 主持人 提问 翻译 观众
""")
_HAN_ASKERS = ("记者", "主持人")
_ANSWERS = _words("answer answers a reply response ответ 答 回答")
_LABEL_TAIL = re.compile(r"(?:\s*(?:№\s*|#)?\d{1,3}|\s+[A-Z])$")

_LONGEST = 200
_MOST_WORDS = 26
_BREAKS = re.compile(r"[:：]")
_REMARK = re.compile(r"\s*[(\[（【]([^()\[\]（）【】]*)[)\]）】]\s*")
_SPOKE_IN = re.compile(r"spoke in|interpretation|speaking|говорит|перевод|translat|以.{1,4}语", re.IGNORECASE)
_MARKUP = re.compile(r"[*_#>\s]+")
# What a label never has: the end of a sentence, a quotation, a number with a unit, a link.
_PROSE = re.compile(r"[.!?…;]\s+[\"“«]|[!?…;=%/|\"“”«»<]|https?$|\d{3,}|,\s*\w+,\s*\w+,")
_HAN_NAME = re.compile(r"[\u3400-\u9fff·•]{2,24}")
_WORD = re.compile(r"[^\W\d_][\w’'.\-‑–]*|\d{1,3}(?:st|nd|rd|th)")
_INITIALS = re.compile(r"(?:[A-ZА-ЯЁ]\.[\s\u00a0-]?){1,3}[A-ZА-ЯЁ][\w’'-]+$")
_UN_CHAIR = re.compile(r"The (?:Acting |Temporary |Vice-|Co-)?(?:President|Chair\w*|Secretary-General|Moderator)")


# The first page of a verbatim record names who presides; that line is no turn.
_PRESIDING = ("President", "Acting President", "Temporary President", "Chair", "Chairman", "Chairperson")
_HONORIFIC = re.compile(r"\s*(?:H\.E\.\s*)?(?:Mr|Mrs|Ms|Miss|Sir|Dr)\b")


@dataclass(frozen=True)
class Head:
    """A label: places (end: where the words begin), the name as printed, the role, the kind, and how sure its form."""

    start: int
    end: int
    name: str
    role: str
    kind: str
    form: str


def find_heads(text: str) -> list[Head]:
    """The labels of a text in order, the weak ones included."""
    heads: list[Head] = []
    line_done = -1
    for colon in _BREAKS.finditer(text):
        start = text.rfind("\n", 0, colon.start()) + 1
        if start == line_done or colon.start() - start > _LONGEST:
            continue
        line_done = start
        head = _read_head(text, start, colon.start())
        if head is not None:
            heads.append(head)
    return heads


def _read_head(text: str, start: int, colon: int) -> Head | None:
    if colon + 1 < len(text) and text[colon] == ":" and (text[colon + 1].isdigit() or text[colon + 1] in "/:"):
        return None
    start = _unfold(text, start, colon)
    label = text[start:colon]
    markup = _MARKUP.match(label)
    start += markup.end() if markup else 0
    label = text[start:colon].rstrip(" *_\u00a0")
    remarks = _REMARK.findall(label)
    bare = _REMARK.sub(" ", label).strip()
    if bare in _PRESIDING and _HONORIFIC.match(text, colon + 1):
        return None
    if not bare or _PROSE.search(bare) or len(bare.split()) > _MOST_WORDS:
        return None
    end = colon + 1
    while end < len(text) and text[end] in "*_ \u00a0":
        end += 1
    found = _name_label(bare, remarks)
    return None if found is None else Head(start, end, *found)


def _unfold(text: str, start: int, colon: int) -> int:
    """A label whose bracket opens on the line above begins there."""
    before = text.rfind("\n", 0, max(start - 1, 0)) + 1
    line, above = text[start:colon], text[before : max(start - 1, 0)]
    opened = above.count("(") > above.count(")") and line.count(")") > line.count("(")
    return before if opened and len(above) <= _LONGEST else start


def _name_label(bare: str, remarks: list[str]) -> tuple[str, str, str, str] | None:
    """Name, role, kind and form of a label without its remarks; None when it is no label."""
    plain = _LABEL_TAIL.sub("", bare).casefold() if len(bare) > 1 else bare.casefold()
    for kind, labels in ((ASKER, _ASKERS), (ANSWER, _ANSWERS)):
        if plain in labels or (kind == ASKER and plain.split()[0] in ("question", "вопрос", "unidentified")):
            return (bare.capitalize() if bare.isupper() else bare, "", kind, SURE) if len(bare.split()) <= 4 else None
    if _HAN_NAME.fullmatch(bare):
        return _han_label(bare)
    if _UN_CHAIR.fullmatch(bare):
        return bare, bare.removeprefix("The "), PERSON, SURE
    words = bare.replace("\u00a0", " ").split()
    if any(not _WORD.fullmatch(word.strip(",&–—-")) for word in words if word.strip(",&–—-")):
        return None
    if words[0].casefold() in NOT_NAMES or bare.casefold() in NOT_NAMES:
        return None
    country = [remark for remark in remarks if not _SPOKE_IN.search(remark)]
    return _latin_label(bare, words, country, spoke=len(country) < len(remarks))


def _latin_label(bare: str, words: list[str], country: list[str], *, spoke: bool) -> tuple[str, str, str, str] | None:
    printed, role = split_role(bare)
    name = spell_name(printed)
    capital = [word[0].isupper() or word.casefold() in LOWER_PARTICLES or word in "&–—-" for word in words]
    if not name or not _is_name(name):
        return None
    titled = words[0].casefold().rstrip(".") in HONORIFICS
    if (titled and country) or spoke:
        return name, ", ".join([*([role] if role else []), *country]), PERSON, SURE
    if _INITIALS.fullmatch(name):
        return name, role, PERSON, SURE
    if role and any(word.casefold().strip(",") in OFFICES for word in words):
        return name, role, PERSON, SURE
    if titled and len(words) <= 4:
        return name, role, PERSON, SURE
    if all(capital) and len(words) <= 5:
        return name, role, PERSON, CAPITALS if printed.isupper() and len(printed) > 2 else WEAK
    return None


def _is_name(name: str) -> bool:
    words = name.split()
    small = [word for word in words if not word[0].isupper() and word.casefold() not in LOWER_PARTICLES]
    return len(words) <= 6 and not small and words[-1][0].isupper()


def _han_label(bare: str) -> tuple[str, str, str, str] | None:
    if bare.endswith(_HAN_ASKERS):
        return bare, "", ASKER, SURE
    name, role = split_role(bare)
    if name in NOT_NAMES or not name:
        return None
    return (name, role, PERSON, SURE if role else WEAK) if len(name) <= 4 or "·" in name else None
