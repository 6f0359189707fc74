"""The words that say that somebody speaks or holds a view: verbs by what they take as content, nouns, phrases.

Plain constants from general grammar (the verb classes of communication and attitude); no name of a person stands here.
"""

from __future__ import annotations


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# Verbs of speech that take a clause or a quotation.
SAY = _words("""
    say add note report announce suggest argue acknowledge recall conclude continue respond reply answer warn claim
    explain declare insist state vow promise pledge reveal predict assert admit deny mention estimate emphasize
    emphasise stress reiterate repeat remark contend confirm testify quip joke tweet retweet write post blog observe comment
    caution counter concede complain lament boast brag allege indicate underline underscore maintain hint imply
    propose recommend swear proclaim profess retort opine muse wonder ask inquire demand request disclose convey
    relay chant shout yell scream whisper mutter bark crack intone exclaim cry snap quote agree affirm reaffirm
    reason grumble plead beg volunteer signal text email interject
    interrupt begin protest venture sigh gush fume huff object surmise speculate theorize
    charge aver attest certify clarify specify stipulate recount relate rule decree teach preach
    sing laugh smile deadpan thunder bellow urge advise advocate elaborate read summarize pronounce
""")
# Verbs of speech whose object is the hearer, and the clause behind it the content.
TELL = _words("tell inform assure remind warn notify advise promise ask  brief caution instruct teach")
# Verbs that report only with a quotation: else they are about something other than speech.
QUOTE_ONLY = _words("""
    continue begin laugh smile sing crack post email text interrupt snap sigh quote read cry object interject
    volunteer signal venture bark show gush fume huff rule charge bellow thunder protest plead beg answer summarize
""")
# Speech that may take up again behind reported speech, with the same speaker ("..., adding that ...").
REPORTING = (SAY | TELL | _words("accuse urge call cite refuse decline vow criticize blame praise")) - QUOTE_ONLY
# Verbs of mind and of showing: attributions too, though nobody need have spoken.
THINK = _words("""
    anticipate assume believe calculate conclude decide demonstrate doubt dream expect fear feel figure find
    forecast gather guess hope realise realize reckon regret show suspect think trust worry
""")
# The object alone can be the content ("denied the charges").
OBJECT = _words("""
    accuse acknowledge admire admit announce applaud assail bash bemoan blame brand call characterise
    characterize chastise chide cite commend condemn condone criticise criticize decry deem defend demand
    denounce deny depict deplore deride describe detail discuss dismiss dub emphasise emphasize endorse espouse
    excoriate explain express hail hammer insult label lambast lambaste lament laud mention mock note oppose
    outline portray praise promise propose question reaffirm rebuke rebut recount reference refute reiterate
    reject renounce repeat reveal ridicule rip salute scold slam slander stress term thank threaten tout trash
    urge voice vow warn
""")
# These are positions rather than speech: their object is content only when it is more than a name (see verbs.py).
STANCE = _words("""
    support back oppose favor favour advocate welcome embrace highlight underscore address attack challenge view fear
    believe want prefer compare liken predict confirm claim report suggest recall disclose recommend request demand
    champion downplay quote estimate protest defend discuss promise reveal announce express acknowledge admit deny
    affirm invoke dispute protest envision foresee mourn consider regard knock insist hope expect contradict disavow
    announce release sign
""")
# The infinitive is the content ("vowed to fight").
INFINITIVE = _words("""
    ask claim decline demand offer pledge promise propose refuse swear threaten volunteer vow
""")
# Object and infinitive together are the content ("urged him to resign").
PERSUADE = _words("""
    advise ask beg call caution challenge command direct encourage exhort expect implore instruct like order
    persuade press pressure push remind request tell urge want warn
""")
# Of these the hearer is left out of the content ("told him | to go home").
HEARER = _words("tell ask instruct direct order command remind warn caution beg advise")
# Of the object verbs, those that are acts of speech, and count inside reported speech too ("said that Xi expressed ...").
SPEECH_ACTS = _words(
    "express voice reiterate convey reaffirm announce propose pledge promise urge condemn denounce reject"
)
# With one of these prepositions the phrase is the content.
PREPOSITIONS = {
    "call": _words("for on"),
    "accuse": _words("of"),
    "blame": _words("for on"),
    "criticize": _words("for"),
    "praise": _words("for as"),
    "describe": _words("as"),
    "warn": _words("of about against"),
    "talk": _words("about of"),
    "speak": _words("of about against"),
    "complain": _words("about of"),
    "ask": _words("about for"),
    "boast": _words("of about"),
    "joke": _words("about"),
    "object": _words("to"),
    "point": _words("to"),
    "allude": _words("to"),
    "worry": _words("about"),
    "think": _words("of about"),
    "argue": _words("for against"),
    "insist": _words("on upon"),
    "rail": _words("against"),
    "caution": _words("against"),
    "plead": _words("for"),
    "hint": _words("at"),
    "elaborate": _words("on"),
    "comment": _words("on about"),
    "apologize": _words("for"),
    "express": _words("about to over at for with that"),
    "voice": _words("about to over at for"),
    "reiterate": _words("to for"),
    "reaffirm": _words("to for"),
    "convey": _words("to"),
    "testify": _words("about to"),
    "lash": _words("at"),
    "protest": _words("against"),
    "appeal": _words("for"),
    "press": _words("for"),
    "tell": _words("about of"),
    "question": _words("about"),
    "cite": _words("as"),
    "mock": _words("for as"),
    "condemn": _words("for as"),
    "portray": _words("as"),
    "depict": _words("as"),
    "characterize": _words("as"),
    "regard": _words("as"),
    "view": _words("as"),
    "see": _words("as"),
    "dismiss": _words("as"),
    "paint": _words("as"),
    "hail": _words("as"),
    "attack": _words("for as"),
    "denounce": _words("for as"),
    "thank": _words("for"),
    "chide": _words("for"),
    "commend": _words("for"),
    "decide": _words("against on"),
}
# Particles that make another verb of speech of it.
PARTICLES = {
    "point": _words("out"),
    "go": _words("on"),
    "chime": _words("in"),
    "fire": _words("back"),
    "shoot": _words("back"),
    "hit": _words("back"),
    "lay": _words("out"),
    "spell": _words("out"),
    "sum": _words("up"),
    "put": _words("forward"),
    "speak": _words("out"),
    "lash": _words("out"),
    "write": _words("in"),
    "push": _words("back"),
    "single": _words("out"),
    "chip": _words("in"),
    "play": _words("down"),
    "call": _words("out"),
    "rule": _words("out"),
    "bring": _words("up"),
}

CALLS = _words("call label term brand dub deem consider declare name")

# Nouns whose clause or phrase is the content ("the claim that ...").
SPEECH_NOUNS = _words("""
    accusation acknowledgement acknowledgment admission advice allegation announcement appeal argument assertion
    assurance call charge claim comment complaint confirmation contention criticism declaration demand denial
    insistence news plea pledge prediction promise proposal question recommendation remark reminder revelation
    rumor rumour statement suggestion testimony threat vow warning
""")
MIND_NOUNS = _words("""
    agreement assumption belief commitment concern conclusion confidence consensus conviction decision desire
    determination doubt expectation fear feeling hope impression intention opinion perception plan realization
    recognition refusal suspicion theory view willingness wish worry
""")
# Written or spoken matter that can stand for its author ("a statement saying that ...").
DOCUMENT_NOUNS = _words("""
    statement letter email e-mail tweet message memo note report speech post interview article book column
    editorial op-ed essay series release petition poll survey study text video ad advertisement sign
    document filing lawsuit brief transcript paper resolution story memoir
""")
PASSIVE_SPEAKERS = _words("quote cite report hear record describe")
