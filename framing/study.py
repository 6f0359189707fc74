"""The conductor: chains the verbs, from inputs to passages, scores and a comparison. Read it right after records.

In: Settings. Out: the tables of each step. It computes nothing itself; every step can be called alone with tables.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa

from framing.aggregate import aggregate_scores
from framing.attribute import attribute_documents, find_voices
from framing.compare import Comparison, Plan, compare_speakers
from framing.concordance import find_keywords, list_hits
from framing.files.documents import read_documents
from framing.files.instruments import load_codebook, load_cues, load_lexicons
from framing.files.people import read_people
from framing.records import Codebook, Cues, Lexicon, Person
from framing.score import Scorer, select_hits
from framing.score.tables import score_schema
from framing.segment import segment_documents
from framing.settings import Settings


@dataclass(frozen=True)
class Study:
    """Settings with their instruments loaded. `notes` collects, in order, what was guessed, skipped or not possible."""

    settings: Settings
    codebook: Codebook
    lexicons: tuple[Lexicon, ...]
    cues: tuple[Cues, ...]
    people: tuple[Person, ...]
    notes: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Analysis:
    """What the whole chain found: passages with frames and hits, attributions, and the comparison of speakers."""

    scores: pa.Table
    quotes: pa.Table
    comparison: Comparison


def open_study(settings: Settings) -> Study:
    """Load the instruments that the settings name. Raises FramingError naming file and line."""
    codebook = load_codebook(settings.codebook)
    return Study(
        settings=settings,
        codebook=codebook,
        lexicons=load_lexicons(settings.lexicons, codebook),
        cues=load_cues(),
        people=read_people(settings.speakers) if settings.speakers else (),
    )


def document_batches(study: Study) -> Iterator[pa.Table]:
    """The documents, in batches bounded by size."""
    s = study.settings
    return read_documents(s.inputs, s.columns, language=s.language, strict=s.strict, notes=study.notes)


def attribute_batch(documents: pa.Table, study: Study) -> tuple[pa.Table, pa.Table]:
    """Quotes and voices of a batch of documents, by the study's choices."""
    s = study.settings
    quotes = attribute_documents(documents, people=study.people, mode=s.attribution, notes=study.notes)
    return quotes, find_voices(documents, quotes, attribute_to=s.attribute_to, mode=s.attribution)


def passage_batches(study: Study) -> Iterator[pa.Table]:
    """The passages of every batch of documents."""
    for documents in document_batches(study):
        _, voices = attribute_batch(documents, study)
        yield segment_documents(documents, voices, unit=study.settings.unit)


def score_batches(study: Study) -> Iterator[pa.Table]:
    """The scored passages of every batch of documents."""
    scorer = Scorer(study.lexicons, study.codebook, cues=study.cues)
    for passages in passage_batches(study):
        yield score_with(scorer, passages, study)


def score_with(scorer: Scorer, passages: pa.Table, study: Study) -> pa.Table:
    """One table of passages scored, with the study's choice of polarity and voice applied."""
    scored = [scorer.score_batch(batch) for batch in passages.combine_chunks().to_batches()]
    table = pa.Table.from_batches(scored, schema=score_schema(passages.schema, study.codebook))
    s = study.settings
    if s.polarity or s.voice:
        return select_hits(table, study.codebook, polarity=s.polarity, voice=s.voice, lexicons=study.lexicons)
    return table


def quote_batches(study: Study, *, with_words: bool = False) -> Iterator[pa.Table]:
    """The attributions of every batch of documents; `with_words` adds the reported content as a column `words`."""
    for documents in document_batches(study):
        quotes, _ = attribute_batch(documents, study)
        yield _with_words(quotes, documents) if with_words else quotes


def concordance_batches(
    study: Study, *, patterns: Sequence[str] = (), frame: str = "", window: int = 50
) -> Iterator[pa.Table]:
    """Keyword in context for patterns, or the hits of a frame (`all` for every frame)."""
    if patterns:
        for passages in passage_batches(study):
            yield find_keywords(passages, patterns, window=window)
        return
    if frame != "all":
        study.codebook.check_frame(frame, "--frame")
    for scores in score_batches(study):
        yield list_hits(scores, frame="" if frame == "all" else frame, window=window)


def compare_groups(study: Study) -> Comparison:
    """Compare speakers, or the groups that `by` names, over everything that the inputs hold."""
    return _compare(study, (_sums(scores, study) for scores in score_batches(study)))


def analyze(study: Study) -> Analysis:
    """The whole chain on texts that fit in memory."""
    scorer = Scorer(study.lexicons, study.codebook, cues=study.cues)
    scores, quotes = [], []
    for documents in document_batches(study):
        found, voices = attribute_batch(documents, study)
        quotes.append(found)
        scores.append(score_with(scorer, segment_documents(documents, voices, unit=study.settings.unit), study))
    table = pa.concat_tables(scores, promote_options="default")
    return Analysis(table, pa.concat_tables(quotes), _compare(study, [_sums(table, study)]))


def _sums(scores: pa.Table, study: Study) -> pa.Table:
    s = study.settings
    by = tuple(part.strip() for part in s.by.split(",") if part.strip())
    return aggregate_scores(scores, by=by, carry=(s.strata,) if s.strata else ())


def _compare(study: Study, sums: Iterator[pa.Table] | Sequence[pa.Table]) -> Comparison:
    s = study.settings
    plan = Plan(
        measure=s.measure,
        against=s.against,
        draws=s.draws,
        interval=s.interval,
        adjust=s.adjust,
        strata=s.strata,
        periods=s.periods,
    )
    distributions = pa.concat_tables(list(sums), promote_options="default")
    return compare_speakers(distributions, plan, rng=np.random.default_rng(s.seed))


def _with_words(quotes: pa.Table, documents: pa.Table) -> pa.Table:
    texts = dict(zip(documents["document_id"].to_pylist(), documents["text"].to_pylist(), strict=True))
    rows = quotes.select(["document_id", "spans"]).to_pylist()
    words = [" … ".join(texts[row["document_id"]][a:b] for a, b in row["spans"]) for row in rows]
    return quotes.append_column("words", pa.array(words, pa.string()))
