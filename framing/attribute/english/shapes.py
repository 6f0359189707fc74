"""The shapes that stand in for a parse: noun phrases, asides and sentence ends as regular expressions.

Constants only, read by the fallback; each is tried at a known place in one sentence, never over a whole text.
"""

from __future__ import annotations

import re

from framing.attribute.english.cues import words

# The verbs that report often enough, and mean little else, to be trusted without a parse.
PLAIN = words(
    """
    say add note announce argue acknowledge warn claim explain declare insist state vow pledge reveal predict
    assert admit deny emphasize emphasise stress reiterate contend confirm testify tweet write concede complain
    allege suggest maintain remark tell recall conclude respond reply quip joke ask caution recount report
    estimate observe propose boast assure remind inform urge promise continue indicate believe fear suspect
    """
)
OBJECT = words(
    """
    accuse criticize criticise praise blame denounce condemn cite reject propose dismiss describe urge endorse
    call mention deny
    """
)
# Forms that are more often a noun or another verb; they need a pronoun in front.
HOMOGRAPHS = words(
    "report reports claim claims note notes state states estimate estimates remark remarks ask tell deny"
)
HOMOGRAPHS |= words(
    "call calls cause boast boasts joke joked urge caution fear fears propose mention praise blame answer"
)
# Forms that report only with "that", a quotation or the words in front of them.
CLAUSE_ONLY = words("added adds add continued continues continue responded replied asked concluded")
PRONOUNS = r"[Hh]e|[Ss]he|[Tt]hey|[Ii]t|I|[Ww]e|who|which|[Ss]ome|[Mm]any|[Oo]thers|[Oo]ne|[Cc]ritics"
NAME = r"(?:[A-Z][\w’'.\-]*|de|van|von|bin|al|of|for|and|the|&)"
NOUN = (
    r"(?:[Tt]he|[Aa]n?|[Hh]is|[Hh]er|[Tt]heir|[Ii]ts|[Oo]ne|[Tt]wo|[Ss]ome|[Mm]any|[Ss]everal|[Aa]nother"
    r"|[Ss]enior|[Tt]op)"
)
SUBJECT = re.compile(
    rf"(?P<np>(?:{PRONOUNS})|(?:{NOUN}\s+)?(?:[\w’'.\-]+\s+){{0,4}}?(?:[A-Z][\w’'.\-]*\s+){{0,6}}[A-Z][\w’'.\-]*|{NOUN}(?:\s+[\w’'\-]+){{1,7}}"
    rf"|[a-z]+(?:\s[a-z]+)?s)(?P<apposition>,\s[^,\"“”]{{2,90}},)?\s*$"
)
# "Rado Belk, the top diplomat of Kest, said": a name or a noun phrase at the start, and something set off by commas.
APPOSED = re.compile(
    r"\s*(?:(?:But|And|Yet|Meanwhile,|Earlier,)\s+)?(?P<np>(?:[A-Z][\w’'.\-]*\s+){0,6}[A-Z][\w’'.\-]*|(?:The|An?)(?:\s+[\w’'\-]+){1,4})"
    r",\s+(?:who|which|an?|the|[\w’'\-]+[’']s|[A-Z]|former|chief|chair|president|director|executive|\d)[^,\"“”]{0,100},\s*"
    r"(?:has|have|had|also|later|then|recently|\s)*$"
)
AUXILIARY = re.compile(
    r"(?:\s*\b(?:has|have|had|is|was|are|were|also|later|then|repeatedly|now|often|once|again|would|will|previously|recently|first|n[o’']t|did|does|do|never|further|simply|flatly|publicly|strongly)\b)+\s*$"
)
LEAD = re.compile(
    r"^(?:(?:But|And|Yet|Still|However|Meanwhile|While|As|When|If|Though|Although|Later|Earlier|Also)\b,?\s+)"
)
INVERTED = re.compile(
    rf"\s+(?P<np>(?:{PRONOUNS})\b|(?:(?:the|an?|one|his|her|their)\s+)?(?:[a-z\-]+\s+){{0,3}}(?:[A-Z][\w’'.\-]*)(?:\s+{NAME})*(?<!and)(?<!of)(?<!the)|(?:the|an?|one|his|her)(?:\s+[a-z\-]+){{1,3}})"
)
ASIDE = re.compile(
    r"^(?:\s+(?:[a-z]+ly|again|later|then|too|back|out))?(?:\s+(?:in|on|at|during|to|after|last|this|earlier|when|while|through|by|of|about|before|from|via|with|Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday|yesterday|recently|[A-Z])\b[^:;]*)?\s*[.,;]?\s*$"
)
ENDS = re.compile(r"[.!?][\"”’']*(?=\s+[\"“‘'(\[]?[A-Z0-9])")
RESUMES = re.compile(
    r",?\s+(?:and|but)\s+(?:said|says|added|called|urged|warned|noted)\b|,\s+(?:adding|saying|noting|citing|arguing|calling|insisting|suggesting|telling|which|but)\b"
)
ACCORDING = re.compile(r"\b[Aa]ccording to\s+(?P<np>(?:(?:the|an?)\s+)?[^,.;:()\"“”]{2,70})")
SHORTENERS = re.compile(r"\b(?:Mr|Mrs|Ms|Dr|Sen|Rep|Gov|Gen|Col|Lt|St|Jr|Sr|Inc|Corp|No|vs|U\.S|U\.N|[A-Z])\.$")
