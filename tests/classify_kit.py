"""Small builders for the classification tests: invented passages with codes, and what a toy lexicon finds in them."""

from collections.abc import Sequence

import numpy as np
from score_kit import ORCHARD, lexicon_of, passages_of

from framing.classify import Evidence, read_evidence
from framing.score import Scorer

FRUIT = ("ripe apples", "sweet pears", "a basket of plums", "the cherry harvest")
PESTS = ("aphids on the leaves", "a swarm of moths", "weevils in the bark", "mites under the buds")
FROST = ("a late frost", "ice on the blossom", "a freezing night", "snow in the valley")
FILLER = ("The growers of Ostmark met on Monday and spoke of", "A letter from the valley told of", "Nobody doubted")
LEXICON = lexicon_of(("fruit", "apples"), ("fruit", "pears"), ("pests", "aphids"), ("frost", "frost"))


def make_corpus(n: int = 240, seed: int = 0) -> tuple[list[str], np.ndarray, np.ndarray]:
    """Texts, codes (n, 3) and documents (four passages each) of the ORCHARD codebook."""
    rng = np.random.default_rng(seed)
    texts, codes = [], []
    for _ in range(n):
        present = rng.random(3) < 0.4
        parts = [str(rng.choice(words)) for words, said in zip((FRUIT, PESTS, FROST), present, strict=True) if said]
        texts.append(f"{rng.choice(FILLER)} {' and '.join(parts) or 'the weather vane'}.")
        codes.append(present.astype(float))
    return texts, np.array(codes), np.arange(n) // 4


def sense(texts: Sequence[str]) -> Evidence:
    """What the toy lexicon finds."""
    scorer = Scorer([LEXICON], ORCHARD)
    batch = passages_of(texts).combine_chunks().to_batches()[0]
    return read_evidence(scorer.score_batch(batch), ORCHARD)
