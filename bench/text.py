"""Diplomatic-like English and lexicons for it, made up: word frequencies fall as in real text, sentences mean nothing.

In: a generator of random numbers and a size. Out: passages, and lexicon entries of one to four words.
"""

import numpy as np
from numpy.typing import NDArray


def _listed(words: str) -> list[str]:
    return words.split()


# The commonest words of English in about their order, then those of international affairs. Ranks 1, 2, 3, … get the
# shares of Zipf's law in Mandelbrot's form.
COMMON = _listed("""
    the of and to in a is that for on with as we are our this it be by have all has not will which its from at an
    their must been but was or these peace international united nations security world countries they states
    development human rights who also more people can community us other new should those would there one than
    general council assembly between so into efforts such through support only country no against economic time if
    where were many while years about his some up region conflict political law cooperation when must every what
    year should both need order take make including government two first over even global well war could most work
    without challenges future towards them organization now before respect continue principles because just today
    said after us any own how being itself during under another since might far yet still made charter resolution
    dialogue commitment president republic
""")
STEMS = _listed("""
    negotiat cooperat integrat implement commit develop establish strengthen achiev promot protect support condemn
    reject affirm declar threaten occup invad resist sanction boycott embarg restrict blockad destabilis interven
    dominat coerc provok escalat settl mediat observ verif disarm prolifer terroris extremis radicalis recruit
    financ traffick smuggl displac migrat resettl repatriat starv suffer persecut discriminat segregat oppress
    liberat determin govern elect legislat prosecut investigat convict imprison tortur execut educat vaccinat
    cultivat irrigat industrialis export import invest trad borrow lend tax subsidis privatis nationalis regulat
    deregulat digitalis innovat pollut conserv adapt mitigat emit warm flood drought monitor report review consult
    convene adopt ratif accede withdraw reform restructur rebuild reconcil heal remember honour celebrat welcom
    thank congratulat invit appeal urge insist demand request propos recommend decid resolv reaffirm recall recogn
    acknowledg understand believ hope expect warn fear doubt deny accus blam justif explain describ illustrat
    demonstrat reveal conceal deceiv manipulat interfer
""")
ENDINGS = (
    "e",
    "ed",
    "es",
    "ing",
    "ion",
    "ions",
    "er",
    "ers",
    "ive",
    "able",
    "ment",
    "ments",
    "al",
    "ally",
    "ance",
    "ity",
)
HEADS = ("", "re", "un", "non", "inter", "over", "mis")
NOUNS = _listed("""
    sovereignty territory integrity border borders force forces troops army weapon weapons missile missiles
    alliance bloc treaty pact agreement accord summit ministry minister ambassador envoy delegation parliament
    court tribunal mandate mission peacekeepers ceasefire truce armistice hostilities aggression occupation
    annexation independence secession autonomy minority minorities refugees asylum genocide crimes atrocities
    famine poverty inequality debt growth trade energy pipeline oil gas grain food water climate emissions
    technology data network election democracy freedom justice equality dignity faith culture heritage identity
    tradition values civilisation stability instability influence hegemony dominance superiority multipolarity
    neutrality partnership friendship trust north south east west africa asia europe pacific atlantic arctic
    mediterranean gulf sea ocean island islands
""")
ADJECTIVES = _listed("""
    foreign internal external national regional global collective military nuclear strategic sovereign territorial
    humanitarian peaceful lasting just illegal unilateral multilateral bilateral unprovoked legitimate domestic
    armed hostile colonial imperial western eastern economic financial digital cyber common shared mutual
""")
ZIPF_EXPONENT, ZIPF_SHIFT = 1.15, 2.7  # half of a text is then the first hundred words, as in English
N_PHRASES, PHRASE_SEED = 6000, 1
PHRASE_SHARE = 0.04  # of the words, where a phrase stands instead
COMMA_SHARE = 0.05


def list_words() -> list[str]:
    """About ten thousand words, the commonest first."""
    derived = [head + stem + ending for head in HEADS for ending in ENDINGS for stem in STEMS]
    middle = [word for pair in zip(NOUNS, ADJECTIVES * 3, strict=False) for word in pair]
    return list(dict.fromkeys([*COMMON, *middle, *NOUNS, *derived]))


def list_phrases(rng: np.random.Generator, n: int) -> list[str]:
    """Phrases of two to four words: `internal affairs`, `respect for territorial integrity`."""
    found: dict[str, None] = {}
    while len(found) < n:
        noun, other = rng.choice(NOUNS, 2)
        adjective = rng.choice(ADJECTIVES)
        shape = rng.integers(4)
        phrase = (
            f"{adjective} {noun}",
            f"{noun} of {other}",
            f"{other} for {adjective} {noun}",
            f"{adjective} {noun} {other}",
        )
        found[phrase[shape]] = None
    return list(found)


def make_lexicon(n: int) -> list[str]:
    """`n` entries, half words and half phrases; the largest take nearly every word there is but the commonest."""
    words = list_words()[len(COMMON) :]
    half = min(n // 2, len(words))
    # Ranks in even proportion: a list of 300 has some frequent words and many rare ones, as an analyst's has.
    ranks = dict.fromkeys(np.geomspace(60, len(words) - 1, 2 * half).astype(int).tolist())
    chosen = [words[i] for i in [*ranks, *(i for i in range(len(words)) if i not in ranks)]][:half]
    return [*chosen, *list_phrases(np.random.default_rng(PHRASE_SEED), N_PHRASES)[: n - half]]


def make_passages(rng: np.random.Generator, n_bytes: int) -> list[str]:
    """Passages of about 400 characters, of whole sentences, `n_bytes` in all."""
    words = np.array([*list_words(), *list_phrases(np.random.default_rng(PHRASE_SEED), N_PHRASES)], dtype=object)
    n_words = len(words) - N_PHRASES
    shares = np.concatenate([_zipf(n_words) * (1 - PHRASE_SHARE), _zipf(N_PHRASES) * PHRASE_SHARE])
    made: list[str] = []
    size = 0
    while size < n_bytes:
        chosen = words[rng.choice(len(words), size=400_000, p=shares)]
        marks = rng.random(len(chosen))
        lengths = np.clip(rng.normal(24, 9, size=len(chosen) // 8), 4, 60).astype(int)
        ends = np.cumsum(lengths)
        sentences, begin = [], 0
        for end in ends[ends < len(chosen)].tolist():
            part = [w + "," if m < COMMA_SHARE else w for w, m in zip(chosen[begin:end], marks[begin:end], strict=True)]
            sentences.append(" ".join(part).capitalize().rstrip(",") + ".")
            begin = end
        made += [" ".join(sentences[i : i + 3]) for i in range(0, len(sentences), 3)]
        size = sum(map(len, made)) if len(made) < 3 else size + sum(map(len, made[-(len(sentences) // 3) :]))
    return made


def _zipf(n: int) -> NDArray[np.float64]:
    shares = 1 / (np.arange(n) + ZIPF_SHIFT) ** ZIPF_EXPONENT
    return shares / shares.sum()
