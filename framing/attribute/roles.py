"""Titles before and behind names: what of a transcript label is the person's name and what the office.

In: a label without its remarks. Out: name and role. Word lists for English, Russian and Chinese offices; it knows no
person and no country.
"""

from __future__ import annotations

import re


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


OFFICES = _words("""
president premier chancellor minister ministers secretary secretary-general chairman chairwoman chairperson chair
co-chair ceo director governor head chief speaker spokesman spokeswoman spokesperson ambassador envoy representative
commander general admiral colonel major captain lieutenant marshal mayor deputy delegate commissioner patriarch
metropolitan bishop archbishop pope king queen prince princess emir sheikh senator congressman congresswoman judge
justice prosecutor attorney professor academician doctor editor editor-in-chief writer journalist correspondent
anchor presenter reporter host moderator coordinator rector trainer coach member manager administrator officer
adviser advisor counsellor aide founder owner partner producer composer actor actress artist singer poet pilot
student teacher worker farmer engineer economist historian analyst expert scientist resident leader co-founder
vice-president ombudsman counselor undersecretary under-secretary-general undersecretary-general plenipotentiary
sergeant foreman veteran президент премьер премьер-министр министр канцлер председатель секретарь генсек директор
губернатор глава спикер посол представитель представительница спикер командующий генерал адмирал полковник мэр
депутат сенатор патриарх митрополит король королева принц судья прокурор профессор академик редактор писатель
журналист корреспондент ведущий ведущая руководитель начальник заместитель замминистра помощник советник координатор
ректор тренер член уполномоченный
""")
HONORIFICS = _words(
    "mr mrs ms miss mx messrs sir dame lady lord dr prof professor hon senator sen rep gov gen col secretary amb "
    "ambassador г-н г-жа господин госпожа товарищ"
)
LOWER_PARTICLES = _words(
    "of the and for to in on at de da do dos das del della der den di du la le van von und y e bin ibn al el ul ur abu "
    "и по при на в во с от de-la"
)
_NAME_PARTICLES = _words("de da do dos das del della der den di du la le van von bin ibn al el ul abu e y")
# First words of lines with a colon that are no labels.
NOT_NAMES = _words("""
note notes nb ps source sources photo photos image video audio caption credit update updated correction editor
editors date time place location venue contact contacts tel phone fax email e-mail address website web url
background summary abstract conclusion conclusions introduction contents agenda item items subject re from to cc via
by see also example examples tip tips warning step steps part chapter section article articles figure table annex
appendix title headline subtitle byline published posted tags tag topics keywords related read watch listen share
follow pros cons first second third fourth fifth finally firstly secondly thirdly today yesterday tomorrow monday
tuesday wednesday thursday friday saturday sunday january february march april june july august september
october november december important remember result results total number price size colour color ingredients method
advantages disadvantages objective objectives goal goals aim aims purpose scope key facts fact myth analysis opinion
comment comments breaking exclusive live poll report reports review interview transcript text full story more
details highlights key-points moreover however therefore thus because that this these those there here it he she we
they you i my our your his her what who why how when where which and but or so if as in on at with the a an for
favour against abstaining present absent yes no remark примечание примечания источник источники фото видео дата
время место адрес телефон факс сайт справка обновлено итак например кроме тема рубрика теги читайте также подробнее
повестка вывод выводы первое второе третье во-первых во-вторых в-третьих сегодня вчера завтра это но и а в на по как
что кто где когда почему или если так
来源 编辑 责任编辑 时间 日期 地点 标题 摘要 关键词 注 图 新华社 原标题 作者
电话 地址 一 二 三 例如 其中 目的 结果 附 附件
""")
# Offices whose holders go by one name.
_ONE_NAME_OFFICES = _words(
    "patriarch metropolitan bishop archbishop pope king queen prince princess emir патриарх король"
)
_HAN_ROLES = re.compile(
    r".*(?:发言人|外长|部长|主席|总理|总统|书记|大使|代表|司长|局长|主任|秘书长|委员|院长|校长|教授|首相|议长|主持人|先生|女士)"
)
_HAN_HONORIFICS = re.compile(r"(?:先生|女士|外长|部长|主席|总理|总统|大使|发言人|教授|司长|主任)$")
_DOTTED = re.compile(r"[A-ZА-ЯЁ]\.")
_INITIAL = re.compile(r"^[^\W\d_]\.")
_GLUED = re.compile(r"(?<=[^\W\d_A-ZА-ЯЁ])(?=[A-ZА-ЯЁ]{3})")
_MC = re.compile(r"\b(Mc|O['’])([a-z])")


def split_role(label: str) -> tuple[str, str]:
    """Name and role of a label; the role is empty where it has none.

    >>> split_role("Foreign Minister of Velmar Ana de Souza"), split_role("MR. OSK"), split_role("外交部发言人林河")
    (('Ana de Souza', 'Foreign Minister of Velmar'), ('OSK', ''), ('林河', '外交部发言人'))
    """
    if re.search("[\u3400-\u9fff]", label):
        return _split_han(label)
    words = label.replace("\u00a0", " ").split()
    while len(words) > 1 and words[0].casefold().rstrip(".") in HONORIFICS and words[0].casefold() not in OFFICES:
        words = words[1:]
    comma = next((i for i, word in enumerate(words) if word.endswith(",")), None)
    if comma is not None and _looks_named(words[: comma + 1]) and _has_role(words[comma + 1 :]):
        return " ".join(words[: comma + 1]).rstrip(","), " ".join(words[comma + 1 :])
    start = _name_start(words)
    return " ".join(words[start:]), " ".join(words[:start])


def spell_name(name: str) -> str:
    """Capitals to ordinary spelling: `ANNA O'NEILL` and `AnnaMOREL` too.

    >>> spell_name("JEAN-PAUL MCKAY"), spell_name("В. ПЕТРОВ"), spell_name("AnnaMOREL"), spell_name("BO TARN")
    ('Jean-Paul McKay', 'В. Петров', 'Anna Morel', 'Bo Tarn')
    """
    words = _GLUED.sub(" ", name).split()
    if name.isupper() and len(words) > 1:
        # "BO TARN": a word of two letters is a name here, unless it is two initials ("JD TARN")
        words = [w.capitalize() if len(w) == 2 and re.search("[AEIOUYАЕИОУЭЮЯ]", w) else w for w in words]
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


def _split_han(label: str) -> tuple[str, str]:
    title = _HAN_HONORIFICS.search(label)
    if title and 0 < title.start() <= 4:
        return label[: title.start()], title.group()
    role = _HAN_ROLES.match(label)
    end = role.end() if role else 0
    return (label[end:], label[:end]) if end < len(label) else (label, "")


def _looks_named(words: list[str]) -> bool:
    return 2 <= len(words) <= 4 and not _has_role(words) and all(word[0].isupper() for word in words)


def _has_role(words: list[str]) -> bool:
    return any(word.casefold().strip(",") in OFFICES for word in words)


def _name_start(words: list[str]) -> int:
    """Where the name begins: at capitals behind small letters, behind the last office, or two words from the end."""
    offices = [i for i, word in enumerate(words) if word.casefold().strip(",") in OFFICES]
    after = offices[-1] + 1 if offices else 0
    shouted = _shouted_from(words)
    if shouted is not None:
        return max(shouted, after if after < len(words) else 0)
    if not offices or after >= len(words):
        return 0
    if words[offices[-1]].casefold() in _ONE_NAME_OFFICES:
        return max(after, len(words) - 1)
    complement = any(word.islower() and word not in _NAME_PARTICLES for word in words)
    return max(after, _last_name(words)) if complement or len(words) - after > 4 else after


def _shouted_from(words: list[str]) -> int | None:
    """The first of the words at the end that are all capitals, when those before are not."""
    start = len(words)
    while start > 0 and words[start - 1].isupper() and (len(words[start - 1]) > 1 or _DOTTED.match(words[start - 1])):
        start -= 1
    return start if 0 < start < len(words) and len(words) - start >= 2 else None


def _last_name(words: list[str]) -> int:
    """Where the first name stands that goes with the last word, over particles between."""
    start = len(words) - 1
    while start > 1 and words[start - 1].casefold() in _NAME_PARTICLES:
        start -= 1
    return max(start - 1, 0)
