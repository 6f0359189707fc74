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
TELL = _words(
    "tell inform assure remind warn notify advise promise ask show convince persuade brief caution instruct teach"
)
# Verbs of mind and of showing: attributions too, though nobody need have spoken.
THINK = _words("""
    think believe know feel hope fear expect want wish suspect doubt worry understand realize realise assume
    consider decide determine learn imagine guess figure hold project forecast find show demonstrate see
    conclude anticipate intend remember forget recognize recognise judge calculate prove discover regret trust dream
    reckon prefer prove gather hear sense
""")
# The object alone can be the content ("denied the charges").
OBJECT = _words("""
    announce deny propose express mention cite suggest acknowledge promise pledge recommend claim reveal describe
    condemn denounce criticize criticise praise blast slam reject endorse support oppose back defend attack blame accuse
    mock tout hail applaud welcome decry deplore question demand request urge reiterate confirm predict emphasize
    emphasise stress explain note reference invoke discuss dispute dismiss rebuke ridicule assail lambast lambaste
    chide chastise commend laud salute thank challenge advocate favor favour prefer expect want fear
    label call term brand dub deem compare liken portray depict characterize characterise regard view
    highlight underscore address repeat voice disclose disavow
    disagree renounce reaffirm affirm support lament bemoan protest warn threaten vow admit
    detail outline quote recount recall insult deride scold slander
    consider doubt suspect believe contradict refute rebut espouse champion mourn envision foresee
    report tweet estimate project forecast admire
    criticise downplay bash trash knock hammer rip embrace condone excoriate
""")
# The infinitive is the content ("vowed to fight").
INFINITIVE = _words("""
    promise vow pledge refuse decline want hope plan agree threaten claim intend expect swear offer prefer
    wish decide propose ask demand urge seek aim volunteer resolve choose
""")
# Object and infinitive together are the content ("urged him to resign").
PERSUADE = _words("""
    urge want ask encourage expect call press advise order beg implore exhort challenge allow invite
    believe consider find require instruct tell direct command remind warn caution pressure push persuade request
    need wish like prefer
""")
# Of these the hearer is left out of the content ("told him | to go home").
HEARER = _words("tell ask instruct direct order command remind warn caution beg advise")
# With one of these prepositions the phrase is the content.
PREPOSITIONS = {
    "call": _words("for on"),
    "accuse": _words("of"),
    "blame": _words("for on"),
    "criticize": _words("for"),
    "praise": _words("for as"),
    "describe": _words("as"),
    "refer": _words("to"),
    "warn": _words("of about against"),
    "talk": _words("about of"),
    "speak": _words("of about against"),
    "complain": _words("about of"),
    "ask": _words("about for"),
    "boast": _words("of about"),
    "joke": _words("about"),
    "object": _words("to"),
    "push": _words("for"),
    "point": _words("to"),
    "allude": _words("to"),
    "agree": _words("with on to"),
    "disagree": _words("with"),
    "worry": _words("about"),
    "think": _words("of about"),
    "believe": _words("in"),
    "argue": _words("for against"),
    "insist": _words("on upon"),
    "rail": _words("against"),
    "caution": _words("against"),
    "plead": _words("for"),
    "hint": _words("at"),
    "elaborate": _words("on"),
    "comment": _words("on about"),
    "apologize": _words("for"),
    "express": _words("about"),
    "testify": _words("about to"),
    "lie": _words("about"),
    "vote": _words("for against"),
    "lash": _words("at"),
    "dream": _words("of"),
    "advocate": _words("for"),
    "protest": _words("against"),
    "appeal": _words("for"),
    "press": _words("for"),
    "know": _words("about"),
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
    "cast": _words("as"),
    "paint": _words("as"),
    "hail": _words("as"),
    "attack": _words("for as"),
    "denounce": _words("for as"),
    "thank": _words("for"),
    "chide": _words("for"),
    "commend": _words("for"),
    "compare": _words("to with"),
    "liken": _words("to"),
    "decide": _words("against on"),
    "opt": _words("for"),
    "plot": _words("against"),
    "focus": _words("on"),
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
    claim statement assertion allegation accusation argument announcement warning promise pledge vow suggestion
    declaration contention insistence admission acknowledgment acknowledgement prediction proposal demand request
    call recommendation comment remark assurance complaint denial confirmation report rumor rumour charge
    criticism question threat testimony answer response reply explanation description estimate
    message word news note revelation reminder appeal plea advice tweet
""")
MIND_NOUNS = _words("""
    belief view opinion hope fear expectation idea notion conviction concern plan decision desire feeling sense thought
    intention refusal commitment determination worry doubt suspicion conclusion finding theory perception assumption
    impression agreement willingness wish impulse confidence consensus effort attempt fantasy narrative realization
    understanding recognition evidence position stance support opposition criticism
""")
# Written or spoken matter that can stand for its author ("a statement saying that ...").
DOCUMENT_NOUNS = _words("""
    statement letter email e-mail tweet message memo note report speech post interview article book column
    editorial op-ed essay series release petition poll survey study text video ad advertisement sign
    document filing lawsuit brief transcript
""")
PASSIVE_SPEAKERS = _words("quote cite report hear record describe")
