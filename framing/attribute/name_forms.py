"""The forms one name takes: titles, possessives, hard wraps, cases, and the role a country's officer is called by.

In: a mention as it stands in a text. Out: clean forms to look up. It decides for no person.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from framing.attribute.russian.declension import ALL_CASES, read_name
from framing.records import Person

_HONORIFICS_TEXT = """
    mr mrs ms dr sir lord lady dame prof professor president premier prime minister foreign defense defence secretary
    spokesman spokeswoman spokesperson ambassador envoy chancellor king queen prince senator sen rep representative
    congressman congresswoman governor gov mayor general gen colonel col major maj captain capt lieutenant lt admiral
    deputy vice former ex-president state councilor councillor counselor chairman chairwoman chief director comrade
    leader minister speaker judge justice attorney commissioner marshal sergeant sgt rev reverend father pope excellency
    acting interim interior finance trade economy press official senior top diplomat and of the his her
    г-н г-жа господин госпожа товарищ министр президент премьер премьер-министр посол депутат сенатор губернатор глава
    спикер председатель секретарь пресс-секретарь генерал полковник представитель представительница официальный
    официального официальная министра президента премьера премьер-министра посла депутата сенатора губернатора главы
"""
HONORIFICS = frozenset(_HONORIFICS_TEXT.split())
# Country and the adjective a role takes from it; a speaker list names countries in any of these ways.
_COUNTRY_TEXT = """
    Russia=Russian,Russia's,Russian Federation,Россия,России,РФ,российский,俄罗斯,俄国,俄
    China=Chinese,China's,PRC,Китай,Китая,КНР,китайский,中国,中
    United States=US,U.S.,American,USA,America's,США,американский,美国,美
    United Kingdom=UK,British,Britain's,Britain,Великобритания,Великобритании,британский,英国
    France=French,Франция,Франции,французский,法国 Germany=German,Германия,Германии,немецкий,германский,ФРГ,德国
    Japan=Japanese,Япония,Японии,японский,日本 India=Indian,Индия,Индии,индийский,印度
    Ukraine=Ukrainian,Украина,Украины,украинский,乌克兰 Belarus=Belarusian,Белоруссия,Белоруссии,белорусский,白俄罗斯
    Kazakhstan=Kazakh,Казахстан,Казахстана,казахстанский,哈萨克斯坦 Iran=Iranian,Иран,Ирана,иранский,伊朗
    Israel=Israeli,Израиль,Израиля,израильский,以色列 Turkey=Turkish,Turkiye,Турция,Турции,турецкий,土耳其
    Poland=Polish,Польша,Польши,польский,波兰 Hungary=Hungarian,Венгрия,Венгрии,венгерский,匈牙利
    Serbia=Serbian,Сербия,Сербии,сербский,塞尔维亚 Italy=Italian,Италия,Италии,итальянский,意大利
    Spain=Spanish,Испания,Испании,испанский,西班牙 Pakistan=Pakistani,Пакистан,Пакистана,пакистанский,巴基斯坦
    Syria=Syrian,Сирия,Сирии,сирийский,叙利亚 Brazil=Brazilian,Бразилия,Бразилии,бразильский,巴西
    Canada=Canadian,Канада,Канады,канадский,加拿大 Australia=Australian,Австралия,Австралии,австралийский,澳大利亚
    Uzbekistan=Uzbek,Узбекистан,Узбекистана,узбекский,乌兹别克斯坦 Kyrgyzstan=Kyrgyz,Киргизия,Киргизии,吉尔吉斯斯坦
    Finland=Finnish,Финляндия,Финляндии,финский,芬兰 Sweden=Swedish,Швеция,Швеции,шведский,瑞典
"""
_LINKS = frozenset(["and", "of", "the", "his", "her"])
_POSSESSIVE = re.compile(r"['’]s$|(?<=s)['’]$")
_DOTTED_LETTERS = re.compile(r"(?:^|\s)(?:[A-Z]\.)+[A-Z]$")
_MARKS = "\"“”«»„'‘’,.;:!?()[] \t\n"


def clean_mention(surface: str) -> str:
    """The mention on one line, without marks around it, "the" in front or a possessive behind.

    >>> clean_mention("the Russian\\nForeign Ministry’s"), clean_mention("The U.N.")
    ('Russian Foreign Ministry', 'U.N.')
    """
    words = " ".join(unicodedata.normalize("NFC", surface).split()).strip(_MARKS)
    words = _POSSESSIVE.sub("", words)
    bare = re.sub(r"^(?:the|The|THE)\s+", "", words).strip(_MARKS)
    return bare + "." if _DOTTED_LETTERS.search(bare) else bare


def strip_titles(name: str) -> str:
    """The name without titles in front: "Foreign Minister Lavrov" gives "Lavrov"; a role alone stays whole.

    >>> strip_titles("Russian Foreign Minister Sergei Lavrov"), strip_titles("Foreign Ministry")
    ('Sergei Lavrov', 'Foreign Ministry')
    """
    words = name.split()
    last = max((k for k, word in enumerate(words) if is_title(word) and word.lower() not in _LINKS), default=-1)
    rest = words[last + 1 :]
    if last < 0 or not rest or len(rest) > 4 or not all(word[:1].isupper() for word in rest):
        return name
    if {word.lower() for word in rest} & _BODY_WORDS:
        return name
    return " ".join(rest)


_BODY_WORDS = frozenset(
    [
        "ministry",
        "council",
        "committee",
        "department",
        "office",
        "party",
        "bank",
        "court",
        "union",
        "army",
        "court",
        "agency",
    ]
)


def is_title(word: str) -> bool:
    """True for a word that can stand in front of a name as a title, alone or joined by hyphens.

    >>> is_title("Secretary-General"), is_title("Vice-President"), is_title("Jean-Luc")
    (True, True, False)
    """
    bare = word.lower().rstrip(".")
    return bare in HONORIFICS or ("-" in bare and all(part in HONORIFICS for part in bare.split("-")))


def is_country_word(word: str) -> bool:
    """True for a country's name or adjective in a title: "Russian", "РФ"."""
    return word.casefold() in _country_index()


def fold_form(form: str) -> str:
    """The key a form is looked up by: clean, case folded, ё as е."""
    return clean_mention(form).casefold().replace("ё", "е").replace("·", "").replace("•", "")


def nominatives(form: str) -> Iterator[str]:
    """The form itself, then the nominatives a Russian name may stand for, the likeliest first."""
    yield form
    words = [word for word in form.split() if word[:1].isupper()]
    if words and re.search("[а-яё]", form):
        for reading in read_name(words, cases=ALL_CASES):
            yield reading.lemma


def role_forms(person: Person) -> Iterator[str]:
    """What the person may be called by role and country: "Russian foreign minister", "foreign minister of Russia"."""
    if not person.role or not person.country:
        return
    for country in country_words(person.country):
        yield f"{country} {person.role}"
        yield f"{person.role} {country}"
        yield f"{country}{person.role}"
        yield f"{person.role} of {country}"


def country_words(country: str) -> tuple[str, ...]:
    """A country's name with its adjective and its name in the other languages; unknown ones stand for themselves."""
    return _country_index().get(country.casefold(), (country,))


def _country_index() -> dict[str, tuple[str, ...]]:
    index: dict[str, tuple[str, ...]] = {}
    for line in re.findall(
        r"[A-Z][A-Za-z]+(?: [A-Z][a-z]+)*=\S[^=\n]*?(?=\s+[A-Z][A-Za-z]+(?: [A-Z][a-z]+)*=|\n|$)", _COUNTRY_TEXT
    ):
        name, _, forms = line.partition("=")
        group = (name, *(form.strip() for form in forms.split(",")))
        for word in group:
            index.setdefault(word.casefold(), group)
    return index
