"""The words that say that somebody speaks or holds a view: verbs by what they take as content, nouns, phrases.

Plain constants from general grammar (the verb classes of communication and attitude); no name of a person stands here.
"""

from __future__ import annotations


def words(text: str) -> frozenset[str]:
    """Read a word list as it stands in a text block."""
    return frozenset(text.split())


# Verbs of speech that take a clause or a quotation.
SAY = words("""
    say add note report announce suggest argue acknowledge recall conclude continue respond reply answer warn claim
    explain declare insist state vow promise pledge reveal predict assert admit deny mention estimate emphasize
    emphasise stress reiterate repeat remark contend confirm testify quip joke tweet retweet write post blog observe
    comment caution counter concede complain lament boast brag allege indicate underline underscore maintain hint
    imply propose recommend swear proclaim profess retort opine muse wonder ask inquire demand request disclose convey
    relay chant shout yell scream whisper mutter bark crack intone exclaim cry snap quote agree affirm reaffirm
    reason grumble plead beg volunteer signal text email interject
    interrupt begin protest venture sigh gush fume huff object surmise speculate theorize
    charge aver attest certify clarify specify stipulate recount relate rule decree teach preach
    sing laugh smile deadpan thunder bellow urge advise advocate elaborate read summarize pronounce
""")
# Verbs of speech whose object is the hearer, and the clause behind it the content.
TELL = words("tell inform assure remind warn notify advise promise ask  brief caution instruct teach")
# Verbs that report only with a quotation: else they are about something other than speech.
QUOTE_ONLY = words("""
    continue begin laugh smile sing crack post email text interrupt snap sigh quote read cry object interject
    volunteer signal venture bark show gush fume huff rule charge bellow thunder protest plead beg answer summarize
""")
# Speech that may take up again behind reported speech, with the same speaker ("..., adding that ...").
REPORTING = (SAY | TELL | words("accuse urge call cite refuse decline vow criticize blame praise")) - QUOTE_ONLY
# Participles that tell what the speaker means, and are no longer the speaker's words ("..., referring to the dam").
ASIDES = words("refer allude speak talk point")
# Verbs of mind and of showing: attributions too, though nobody need have spoken.
THINK = words("""
    anticipate assume believe calculate conclude decide demonstrate doubt dream expect fear feel figure find
    forecast gather guess hope realise realize reckon regret show suspect think trust worry
""")
# The object alone can be the content ("denied the charges").
OBJECT = words("""
    accuse acknowledge admire admit announce applaud assail bash bemoan blame brand call characterise
    characterize chastise chide cite commend condemn condone criticise criticize decry deem defend demand
    denounce deny depict deplore deride describe detail discuss dismiss dub emphasise emphasize endorse espouse
    excoriate explain express hail hammer insult label lambast lambaste lament laud mention mock note oppose
    outline portray praise promise propose question reaffirm rebuke rebut recount reference refute reiterate
    reject renounce repeat reveal ridicule rip salute scold slam slander stress term thank threaten tout trash
    urge voice vow warn
""")
# These are positions rather than speech: their object is content only when it is more than a name (see verbs.py).
STANCE = words("""
    support back oppose favor favour advocate welcome embrace highlight underscore address attack challenge view fear
    believe want prefer compare liken predict confirm claim report suggest recall disclose recommend request demand
    champion downplay quote estimate protest defend discuss promise reveal announce express acknowledge admit deny
    affirm invoke dispute protest envision foresee mourn consider regard knock insist hope expect contradict disavow
    announce release sign
""")
# The infinitive is the content ("vowed to fight").
INFINITIVE = words("""
    ask claim decline demand offer pledge promise propose refuse swear threaten volunteer vow
""")
# Object and infinitive together are the content ("urged him to resign").
PERSUADE = words("""
    advise ask beg call caution challenge command direct encourage exhort expect implore instruct like order
    persuade press pressure push remind request tell urge want warn
""")
# Of these the hearer is left out of the content ("told him | to go home").
HEARER = words("tell ask instruct direct order command remind warn caution beg advise")
# Of the object verbs, those that are acts of speech, and count inside reported speech too.
SPEECH_ACTS = words(
    "express voice reiterate convey reaffirm announce propose pledge promise urge condemn denounce reject"
)
# With one of these prepositions the phrase is the content.
PREPOSITIONS = {
    "call": words("for on"),
    "accuse": words("of"),
    "blame": words("for on"),
    "criticize": words("for"),
    "praise": words("for as"),
    "describe": words("as"),
    "warn": words("of about against"),
    "talk": words("about of"),
    "speak": words("of about against"),
    "complain": words("about of"),
    "ask": words("about for"),
    "boast": words("of about"),
    "joke": words("about"),
    "object": words("to"),
    "point": words("to"),
    "allude": words("to"),
    "worry": words("about"),
    "think": words("of about"),
    "argue": words("for against"),
    "insist": words("on upon"),
    "rail": words("against"),
    "caution": words("against"),
    "plead": words("for"),
    "hint": words("at"),
    "elaborate": words("on"),
    "comment": words("on about"),
    "apologize": words("for"),
    "express": words("about to over at for with that"),
    "voice": words("about to over at for"),
    "reiterate": words("to for"),
    "reaffirm": words("to for"),
    "convey": words("to"),
    "testify": words("about to"),
    "lash": words("at"),
    "protest": words("against"),
    "appeal": words("for"),
    "press": words("for"),
    "tell": words("about of"),
    "question": words("about"),
    "cite": words("as"),
    "mock": words("for as"),
    "condemn": words("for as"),
    "portray": words("as"),
    "depict": words("as"),
    "characterize": words("as"),
    "regard": words("as"),
    "view": words("as"),
    "see": words("as"),
    "dismiss": words("as"),
    "paint": words("as"),
    "hail": words("as"),
    "attack": words("for as"),
    "denounce": words("for as"),
    "thank": words("for"),
    "chide": words("for"),
    "commend": words("for"),
    "decide": words("against on"),
}
# Particles that make another verb of speech of it.
PARTICLES = {
    "point": words("out"),
    "go": words("on"),
    "chime": words("in"),
    "fire": words("back"),
    "shoot": words("back"),
    "hit": words("back"),
    "lay": words("out"),
    "spell": words("out"),
    "sum": words("up"),
    "put": words("forward"),
    "speak": words("out"),
    "lash": words("out"),
    "write": words("in"),
    "push": words("back"),
    "single": words("out"),
    "chip": words("in"),
    "play": words("down"),
    "call": words("out"),
    "rule": words("out"),
    "bring": words("up"),
}

CALLS = words("call label term brand dub deem consider declare name")

# Nouns whose clause or phrase is the content ("the claim that ...").
SPEECH_NOUNS = words("""
    accusation acknowledgement acknowledgment admission advice allegation announcement appeal argument assertion
    assurance call charge claim comment complaint confirmation contention criticism declaration demand denial
    insistence news plea pledge prediction promise proposal question recommendation remark reminder revelation
    rumor rumour statement suggestion testimony threat vow warning
""")
MIND_NOUNS = words("""
    agreement assumption belief commitment concern conclusion confidence consensus conviction decision desire
    determination doubt expectation fear feeling hope impression intention opinion perception plan realization
    recognition refusal suspicion theory view willingness wish worry
""")
# Written or spoken matter that can stand for its author ("a statement saying that ...").
DOCUMENT_NOUNS = words("""
    statement letter email e-mail tweet message memo note report speech post interview article book column
    editorial op-ed essay series release petition poll survey study text video ad advertisement sign
    document filing lawsuit brief transcript paper resolution story memoir
""")
PASSIVE_SPEAKERS = words("quote cite report hear record describe")
