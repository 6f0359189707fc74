"""The audit of lexicons on a corpus: scores, hand codes and entries brought together; and what entries may be missing.

In: Settings and, if there are any, hand codes. Out: tables. It computes nothing itself.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Sequence

import pyarrow as pa
import pyarrow.compute as pc

from framing.audit import (
    SUGGESTIONS,
    Counted,
    Piece,
    SuggestPlan,
    Tally,
    audit_entries,
    find_nested,
    gold_of,
    list_differences,
    list_forms,
    suggest_terms,
)
from framing.contrast import split_terms
from framing.errors import FramingError
from framing.files.codes import read_codes
from framing.opening import Study, open_study
from framing.score import NO_LEXICON, evidence_needed
from framing.settings import Settings
from framing.study import score_batches

VIEWS = ("entries", "differences", "forms")
# Characters on each side of a hit that stand near it; Han characters are about two words in three letters.
_NEAR, _NEAR_HAN = 60, 16


def audit_corpus(settings: Settings, *, codes: str = "", view: str = "entries") -> tuple[pa.Table, Study]:
    """The audit of the study's lexicons on its texts, and the study with its notes.

    codes: a file of hand codes, in place of a column `gold` of the texts. view: entries (one row an entry), differences
    (what each moves between speakers) or forms (how each was written).
    """
    study = open_study(_without_codes(settings))
    counted = _count(study, codes)
    if view == "differences":
        return list_differences(counted), study
    if view == "forms":
        return list_forms(counted), study
    if view != "entries":
        raise FramingError(f"view '{view}' is not known; choose {', '.join(VIEWS)}")
    return audit_entries(counted, find_nested([entry for _, entry in counted.entries])), study


def _count(study: Study, codes: str) -> Counted:
    hand = read_codes(codes, study.codebook) if codes else None
    tally = Tally(study.codebook, study.lexicons, study.settings.by)
    for scores in score_batches(study):
        if scores.num_rows:
            minimum = evidence_needed(scores, study.codebook, study.lexicons)
            tally.add(scores, minimum, gold_of(scores, study.codebook, hand))
    return tally.finish()


def suggest_entries(
    settings: Settings, *, codes: str = "", key_terms: bool = False, most: int = 25, frame: str = ""
) -> tuple[pa.Table, Study]:
    """Entries that the study's lexicons may lack, each with its evidence, and the study with its notes.

    With hand codes (a file, or a column `gold`): terms of passages that were coded for a frame and that the lexicon
    missed, against passages coded without it. Without: terms that stand near hits, against all other text.
    key_terms: only terms that textacy finds to be key terms (English).
    """
    study = open_study(_without_codes(settings))
    if frame:
        study.codebook.check_frame(frame, "--frame")
    hand = read_codes(codes, study.codebook) if codes else None
    # What no lexicon serves was not missed by one.
    served = (scores.filter(pc.not_equal(scores["method"], NO_LEXICON)) for scores in score_batches(study))
    tables = [scores for scores in served if scores.num_rows]
    golds = [gold_of(scores, study.codebook, hand) for scores in tables]
    parts = [SUGGESTIONS.empty_table()]
    for number, name in enumerate(study.codebook.frame_ids):
        if frame in ("", name):
            coded = all(gold is not None for gold in golds) and bool(golds)
            made = _coded_pieces(tables, golds, number, name) if coded else _near_pieces(tables, name)
            pieces = list(made)
            evidence = "hand codes" if coded else "near hits"
            only = _key_terms([p.text for p in pieces if p.inside]) if key_terms else ()
            plan = SuggestPlan(split_terms, most=most, stop=_stop_words(tables), only=only)
            parts.append(suggest_terms(name, pieces, study.lexicons, plan, evidence + (", key terms" if only else "")))
    return pa.concat_tables(parts), study


def _coded_pieces(tables: Sequence[pa.Table], golds: Sequence[object], number: int, frame: str) -> Iterator[Piece]:
    for scores, gold in zip(tables, golds, strict=True):
        rows = scores.select(["document_id", "text", "frames"]).to_pylist()
        for row, code in zip(rows, gold[:, number].tolist(), strict=True):  # type: ignore[index]
            if code >= 0:
                yield Piece(row["document_id"], row["text"], code == 1, code == 1 and frame not in row["frames"])


def _near_pieces(tables: Sequence[pa.Table], frame: str) -> Iterator[Piece]:
    for scores in tables:
        for row in scores.select(["document_id", "text", "start", "hits"]).to_pylist():
            text, done = row["text"], 0
            for hit in (h for h in row["hits"] if h["frame"] == frame):
                start, end = hit["start"] - row["start"], hit["end"] - row["start"]
                reach = _NEAR_HAN if text[start] > "\u3400" else _NEAR
                left, right = max(done, start - reach), min(len(text), end + reach)
                yield Piece(row["document_id"], text[done:left], False)
                yield Piece(row["document_id"], f"{_whole_words(text, left, start)} . {text[end:right]}", True)
                done = right
            yield Piece(row["document_id"], text[done:], False)


def _whole_words(text: str, start: int, end: int) -> str:
    piece = text[start:end]
    return piece.partition(" ")[2] if start and " " in piece else piece


def _stop_words(tables: Sequence[pa.Table]) -> frozenset[str]:
    """Function words of the languages that the texts are in."""
    import importlib

    languages = {name for scores in tables for name in scores["language"].to_pylist() if name}
    words: set[str] = set()
    for language in sorted(languages & {"en", "ru", "zh"}):
        words |= importlib.import_module(f"spacy.lang.{language}.stop_words").STOP_WORDS
    return frozenset(words)


def _key_terms(texts: Sequence[str]) -> frozenset[str]:
    """Key terms of English texts: TextRank of Mihalcea & Tarau (2004), as textacy computes it."""
    from framing.attribute.english import load_parser

    parser = load_parser()
    if parser is None:
        raise FramingError("key terms need an English parser; install en_core_web_sm, or leave --key-terms out")
    try:
        from textacy.extract import keyterms
    except ImportError:
        raise FramingError(
            "key terms need textacy, which Python 3.13 does not have yet; leave --key-terms out"
        ) from None
    found: set[str] = set()
    for text in _joined(texts):
        terms = keyterms.textrank(parser(text), normalize="lower", window_size=10, edge_weighting="count", topn=200)
        found |= {" ".join(term.lower().split()) for term, _ in terms}
    return frozenset(found)


def _joined(texts: Sequence[str], size: int = 50_000) -> Iterator[str]:
    part: list[str] = []
    for text in texts:
        part.append(text)
        if sum(map(len, part)) > size:
            yield "\n\n".join(part)
            part = []
    if part:
        yield "\n\n".join(part)


def _without_codes(settings: Settings) -> Settings:
    """The settings with the lexicon as what scores: hand codes are what an audit holds it against."""
    return dataclasses.replace(settings, method="lexicon", codes="")
