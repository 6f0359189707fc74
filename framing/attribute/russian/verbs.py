"""Russian words that say that somebody says: verbs with their forms, gerunds, prepositions of reported speech.

In: a word. Out: what kind of cue it is, with gender and number. It does not look at the sentence around it.
Lists: drawn up from general grammar and read against Russian news agencies' usage; open to additions.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

# Verbs that take "что" or quoted words. Past: stem + л/ла/ло/ли; a bar marks the forms of the present.
_SAYING_PAST = """
    сказа заяви отмети подчеркну добави сообщи рассказа поясни объясни уточни напомни указа призна предупреди
    пообеща обеща резюмирова констатирова прокомментирова предположи возрази ответи спроси поинтересова написа
    процитирова посетова намекну парирова пошути продолжи подытожи спрогнозирова допусти объяви доложи
    проинформирова пригрози опроверг подтверди отрица усомни настаива утвержда говори считал полага дума вери
    надея опаса дополни заключи обрати засвидетельствова провозгласи анонсирова заметил замети выразил вырази
    высказа высказал озвучи оцени повтори раскры вспомни рассуди воскликну отреза крикну произнес произнёс изрек
    изрёк съязви недоумева удиви сослал резюмировал подели разъясни проговори акцентирова проанонсирова
    конкретизирова аргументирова сформулирова перечисли упомяну упомина проинформировал уведоми заверил завери
    убежда выступи пожалова сетова предсказа предрек предрёк осведоми отзыва отозва отчита пиш писа рекомендова
    посоветова советова предложи призва потребова просил попроси
"""
_SAYING_PRESENT = """
    говорит|говорят заявляет|заявляют отмечает|отмечают подчеркивает|подчеркивают подчёркивает|подчёркивают
    добавляет|добавляют сообщает|сообщают рассказывает|рассказывают поясняет|поясняют объясняет|объясняют
    уточняет|уточняют напоминает|напоминают указывает|указывают признает|признают признаёт
    предупреждает|предупреждают обещает|обещают резюмирует|резюмируют констатирует|констатируют
    комментирует|комментируют предполагает|предполагают возражает|возражают отвечает|отвечают пишет|пишут
    цитирует|цитируют намекает|намекают продолжает|продолжают прогнозирует|прогнозируют допускает|допускают
    объявляет|объявляют опровергает|опровергают подтверждает|подтверждают отрицает|отрицают
    сомневается|сомневаются настаивает|настаивают утверждает|утверждают считает|считают полагает|полагают
    думает|думают верит|верят надеется|надеются опасается|опасаются заключает|заключают замечает|замечают
    выражает|выражают передает|передают передаёт уверяет|уверяют заверяет|заверяют убеждает|убеждают
    вспоминает|вспоминают удивляется|удивляются ссылается|ссылаются поделился информирует|информируют
    рассуждает|рассуждают предсказывает|предсказывают рекомендует|рекомендуют советует|советуют
    предлагает|предлагают призывает|призывают требует|требуют выступает|выступают отзывается|отзываются
    ожидает|ожидают сетует|сетуют приводит|приводят недоумевает|недоумевают спрашивает|спрашивают пророчит|пророчат
    разъясняет|разъясняют
"""
# Verbs whose object is the message: accuse, call, condemn, thank.
_ACTING_PAST = """
    назва обвини осуди раскритикова критикова поблагодари поддержа опроверг отверг одобри похвали приветствова
    поздрави пожела анонсирова оправда разоблачи связа прокомментирова охарактеризова высмея предостерёг
    предостерег приравня сравни упрекну расцени
"""
_ACTING_PRESENT = """
    называет|называют обвиняет|обвиняют осуждает|осуждают критикует|критикуют
    отвергает|отвергают одобряет|одобряют приветствует|приветствуют
    видит расценивает|расценивают сравнивает|сравнивают
"""
# Short adjectives that govern "что" like verbs.
_CONVINCED = re.compile(r"(?:уверен|убежд[её]н|согласен|согласн|недоволен|недовольн)(а|ы)?$")
_GERUND = re.compile(
    r"(?:заяви|отмети|подчеркну|добави|сообщи|поясни|уточни|напомни|указа|призна|предупреди|пообеща|назва|обвини|сказа"
    r"|объясни|объяви|намекну|подтверди|написа|вырази|высказа|призва|потребова|предположи|заключи|обрати|рассказа"
    r"|подытожи|констатирова|раскритикова|ответи|допусти|осуди|завери|замети|предложи|резюмирова)в(?:ши)?$"
    r"|(?:заявл|отмеч|подч[её]ркив|добавл|утвержд|указыв|уверя|называ|обвиня|напомина|призыва|пояс?ня|счита|полага)яя?$"
    r"|(?:утверждая|указывая|уверяя|называя|обвиняя|напоминая|призывая|поясняя|считая|полагая|отмечая|заявляя|добавляя)$"
)
_REFLEXIVE = frozenset(
    "призна поинтересова усомни сослал удиви подели осведоми отозва отзыва отчита пожалова надея опаса"
)
# What the verb says when one of these is its object is an act or a date, not speech.
NOT_SPEECH_OBJECTS = re.compile(
    r"(?:день|дня|юбиле|годовщин|праздник|рождени|соглашени|договор|контракт|сделк|перемири|пари|брак|мир\b|войн[уы]\b"
    r"|помощ|руку|голос|награ|приз\b|перв(?:ым|ой)\b|телеграмм|послани|письмо|указ\b|руководств|собо(?:й|ю)\b"
    r"|вниманием|визит|делегаци|медал|орден|матч|гол\b|конкурс|мобилизаци|тревог|импичмент|голодовк|набор\b)"
)
_ACT_VERBS = re.compile(
    r"(?:отмети|отмеча|заключ|объяви|объявля|переда|продолж|выступ|оцени|подтверди|поздрави|написа|предлож)"
)
_ONLY_ASIDE = re.compile(
    r"(?:продолж|ответ|отвеч|парир|подытож|заключ|спроси|спраш|поинтерес|пошут|выступ|процитир|цитир|поделил)"
)
# What makes "выступил" speech.
STANDS_FOR = re.compile(r"(?:с|за|против|со)$")
# "X refused to comment" says nothing.
REFUSALS = re.compile(r"отказ(?:ал|ыва|ав)|не\s+(?:стал|стала|стали|смог|ответил|сказал|прокоммент|коммент)")
# Media and channels pass on other people's words.
RELAY_VERBS = re.compile(
    r"(?:переда|сообща|сообщи|пиш|писа|цитиру|процитир|информир|привод|опублик|уточня|уточни|отмеча)"
)


@dataclass(frozen=True)
class CueWord:
    """A cue word's grammar: `kind` is saying or acting; `gender` m, f, n or ""; `plural` True, False or None."""

    kind: str
    gender: str = ""
    plural: bool | None = None


@lru_cache(maxsize=1)
def _forms() -> dict[str, CueWord]:
    forms: dict[str, CueWord] = {}
    for kind, past, present in (("acting", _ACTING_PAST, _ACTING_PRESENT), ("saying", _SAYING_PAST, _SAYING_PRESENT)):
        for stem in past.split():
            forms.update(_past_forms(stem, kind))
        for pair in present.split():
            one, _, many = pair.partition("|")
            forms[one] = CueWord(kind, "", False)
            if many:
                forms[many] = CueWord(kind, "", True)
            forms.update(_imperfective_past(one, kind))
    return forms


def _imperfective_past(present: str, kind: str) -> dict[str, CueWord]:
    """ "заявляет" gives "заявлял", "заявляла" …; only the regular verbs in -ать and -ять."""
    return _past_forms(present[:-2], kind) if present.endswith(("ает", "яет")) else {}


def _past_forms(stem: str, kind: str) -> dict[str, CueWord]:
    masculine = stem if stem.endswith(("рг", "нес", "нёс", "рек", "рёк", "ег", "ёг")) else stem.removesuffix("л") + "л"
    base = stem.removesuffix("л") + "л"
    tail = ("ся", "сь") if stem in _REFLEXIVE else ("", "")
    forms = {}
    for soft in sorted({tail, ("", "")}) if stem == "призна" else [tail]:
        forms[masculine + soft[0]] = CueWord(kind, "m", False)
        forms[base + "а" + soft[1]] = CueWord(kind, "f", False)
        forms[base + "о" + soft[1]] = CueWord(kind, "n", False)
        forms[base + "и" + soft[1]] = CueWord(kind, "", True)
    return forms


def read_verb(word: str) -> CueWord | None:
    """The grammar of a finite verb (or "уверен") of reported speech, or None for any other word.

    >>> read_verb("заявила"), read_verb("дом")
    (CueWord(kind='saying', gender='f', plural=False), None)
    """
    lower = word.lower()
    found = _forms().get(lower)
    if found is not None:
        return found
    short = _CONVINCED.match(lower)
    if short is None:
        return None
    return CueWord("saying", {"а": "f", "ы": "", None: "m"}[short.group(1)], short.group(1) == "ы")


def is_gerund(word: str) -> bool:
    """True for "добавив", "подчёркивая" and their like."""
    return _GERUND.match(word.lower()) is not None


def only_aside(word: str) -> bool:
    """True for verbs that report only beside their words or with a colon: "продолжил он", not "продолжил поддержку"."""
    return _ONLY_ASIDE.match(word.lower()) is not None


def word_cites(word: str) -> bool:
    """True for verbs whose object is the speaker: "цитирует агентство Лаврова"."""
    return re.match(r"(?:про)?цитир|приводит$|приводят$|прив[её]л", word.lower()) is not None


def may_be_act(word: str) -> bool:
    """True for verbs that with the wrong object are no speech: "отметил юбилей", "заключил договор"."""
    return _ACT_VERBS.match(word.lower()) is not None


# Prepositional cues: the holder stands in the case named. The pattern ends where the holder begins.
PHRASES: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern, re.IGNORECASE), case)
    for pattern, case in (
        (
            r"\bпо\s+(?:мнению|словам|оценкам?|данным|информации|сведениям|утверждению|утверждениям|версии|убеждению"
            r"|признанию|свидетельству|заявлению|сообщению|сообщениям|подсч[её]там|прогноз(?:у|ам)|расч[её]там)\s+",
            "gen",
        ),
        (r"\bс\s+точки\s+зрения\s+", "gen"),
        (r"\bна\s+взгляд\s+", "gen"),
        (
            r"\bсогласно\s+(?:(?:сообщени[юям]+|заявлени[юям]+|данным|информации|словам|оценкам?|прогноз(?:у|ам)"
            r"|мнению|публикации|пресс-релизу|докладу|отч[её]ту)\s+)",
            "gen",
        ),
        (r"\bсо\s+ссылкой\s+на\s+(?:(?:данные|слова|заявление|источники?\s+в|сообщение)\s+)?", "acc"),
        (r"\b(?:пишет|пишут|передает|передаёт)\s+(?=со\s+ссылкой)", "acc"),
    )
)
POSSESSIVE_PHRASES = re.compile(
    r"\b(?:по\s+(его|е[её]|их)\s+(?:мнению|словам|оценкам?|данным|утверждению|информации|убеждению|версии|признанию|прогноз(?:у|ам))"
    r"|на\s+(его|е[её]|их)\s+взгляд)\b",
    re.IGNORECASE,
)
# Whole-sentence frames that point back at what was said before: "Об этом сообщил X".
BACKWARD = re.compile(
    r"^(?:об\s+этом|такое\s+(?:мнение|заявление)|такую\s+(?:точку\s+зрения|позицию|оценку|информацию)|такие\s+(?:данные|слова|заявления)"
    r"|такой\s+(?:прогноз|вывод)|с\s+таким\s+(?:заявлением|мнением|предложением|призывом)|с\s+такой\s+(?:инициативой|просьбой)|такими\s+данными"
    r"|соответствующее\s+заявление|так\s+\w*\s*(?:прокомментировал|отреагировал|ответил|оценил|заявил|считает|полагает|высказал)\w*"
    r"|в\s+этом\s+(?:уверен|убежд[её]н)\w*)\b",
    re.IGNORECASE,
)
BACKWARD_VERBS = re.compile(
    r"\b(?:сообщ|заяв|рассказ|написа|пиш|говор|сказа|высказ|выраз|выступ|сдела|объяв|уведом|информир|проинформир|прокоммент|отреагир"
    r"|ответ|оцен|переда|привод|озвуч|напомн|предупред|подел|счита|полага"
    r"|уверен|убежд[её]н)\w*",
    re.IGNORECASE,
)
