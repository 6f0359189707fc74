"""The words around names: titles and trades, words of institutions and places, words that begin sentences.

Constants only; general words, no name of a person.
"""

from __future__ import annotations

from framing.attribute.english.cues import words

# Words that stand before a name and say what its bearer is; the name begins behind the last of them.
TITLES = words(
    """
    president premier chancellor king queen prince princess emperor minister secretary ambassador envoy
    spokesman spokeswoman spokesperson chairman chairwoman chair chief director general colonel captain major
    lieutenant admiral commander marshal sergeant senator governor mayor congressman congresswoman
    representative deputy speaker leader judge justice attorney prosecutor sheriff officer commissioner
    councilor councillor counselor adviser advisor aide professor doctor bishop archbishop cardinal pope
    patriarch imam ayatollah rabbi reverend father sister brother pastor coach manager analyst economist expert
    strategist pollster lawyer activist author writer journalist reporter correspondent editor columnist
    commentator host anchor moderator candidate nominee lawmaker member diplomat comedian actor actress singer
    filmmaker producer director governor resident voter farmer worker student teacher nurse negotiator official
    head founder executive ceo owner businessman businesswoman billionaire veteran scientist mr mrs ms miss dr
    sir lady lord dame madam sen rep gov gen col lt capt sgt maj prof rev hon amb pres st msgr mx
    """
)

# Titles that make one capitalised word behind them a person's name.
BEFORE_ONE_NAME = words(
    """
    president premier chancellor minister king queen prince princess emperor pope senator sen rep gov governor
    ambassador ayatollah sheikh mr mrs ms miss dr lord lady sir dame
    """
)

LONG_TITLES = {
    "sen": "senator", "rep": "representative", "gov": "governor", "gen": "general", "col": "colonel",
    "lt": "lieutenant", "capt": "captain", "sgt": "sergeant", "prof": "professor", "amb": "ambassador",
    "dr": "doctor", "rev": "reverend",
}  # fmt: skip

FEMALE = words(
    """
    mrs ms miss lady dame madam queen princess spokeswoman chairwoman congresswoman businesswoman sister
    """
)

MALE = words("mr sir lord king prince spokesman chairman congressman businessman brother")

# Capitalised words that no person's name holds: a run with one of them is an institution, a place or a day.
NO_PERSON = words(
    """
    ministry department council committee commission organization organisation party union university college
    school institute association agency bank fund court senate house congress parliament office bureau
    administration government street avenue river mountain city county state states republic kingdom federation
    news times post journal tribune herald gazette press radio television network magazine daily weekly online
    center centre foundation company corp inc media show morning evening night tonight ltd group alliance treaty
    act bill law war day week month year january february march april june july august september october
    november december monday tuesday wednesday thursday friday saturday sunday north south east west northern
    southern eastern western united national international american russian chinese british french german
    european african asian democratic republican conservative liberal labour academy airport church museum hall
    assembly wall bridge gate square tower sea ocean island islands bay lake valley desert park hotel hospital station
    stadium theater theatre agence tribunal presse prix cup
    conference convention summit games league club team army navy force forces police security world america
    """
)

# First words of places, which no person's name begins with.
PLACE_OPENINGS = words("saudi sri san santa los las costa puerto burkina sierra cape port fort mount lake hong el tel")

PRONOUN_SEX = {"he": 0, "his": 0, "him": 0, "himself": 0, "she": 1, "her": 1, "hers": 1, "herself": 1}

FUNCTION_WORDS = words(
    """
    a an the this that these those he she it they we you i in on at by for from to of with as if but and or nor
    so yet when while after before during since until because although though however according both all some
    many most no not there here what who why how where which his her its their our my your one two three four
    five six seven eight nine ten yes well now then today yesterday tomorrow meanwhile also asked did do does is
    are was were will would can could should may might must has have had let even still just only like under
    over about between among against without despite speaking still instead earlier later last next former old
    new first second another other others more such
    """
)
