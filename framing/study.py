"""The conductor: chains the verbs, from inputs to passages, scores and a comparison. Read it right after records.

In: Settings. Out: the tables of each step. It computes nothing itself; every step can be called alone with tables.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import TypeVar, cast

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from framing.aggregate import aggregate_scores
from framing.attribute import (
    correct_spans,
    find_voices,
    give_reasons,
    name_speakers,
    place_spans,
    split_by_hand,
)
from framing.attribute.documents import may_need_quotes
from framing.attribute.workers import Attributors
from framing.compare import OTHERS, REST, Comparison, choose_groups, compare_speakers, cover_all, remark_weights
from framing.concordance import find_keywords, list_hits
from framing.files.attributions import check_attributions
from framing.files.documents import read_documents
from framing.opening import AnyScorer, Study, groups_of, open_scorer, plan_of
from framing.parallel import cut_table, look_ahead, map_noting
from framing.records import QUOTES
from framing.score import CodeScorer, Scorer, select_hits
from framing.score.tables import score_schema
from framing.segment import segment_documents

R = TypeVar("R")

# Text of a portion of work: much, so that arrays pay; less where a parser reads it, at some 20 kB a second.
_SCORED_BYTES, _PARSED_BYTES = 1 << 21, 1 << 18


@dataclass(frozen=True)
class Analysis:
    """What the whole chain found: passages with frames and hits, attributions, and the comparison of speakers."""

    scores: pa.Table
    quotes: pa.Table
    comparison: Comparison


def document_batches(study: Study) -> Iterator[pa.Table]:
    """The documents, in batches bounded by size."""
    s = study.settings
    missing = set() if study.attributions is None else set(study.attributions["document_id"].to_pylist())
    read = partial(read_documents, s.inputs, s.columns, language=s.language, strict=s.strict)
    for documents in read(notes=study.notes, meter=study.meter):
        missing -= set(documents["document_id"].to_pylist()) if missing else set()
        kept = leave_out(name_speakers(documents, study.people, notes=study.notes), "document_id", study)
        if kept.num_rows:
            yield kept
    told = f"{len(missing)} documents of {s.attributions} are not in the inputs: {', '.join(sorted(missing)[:3])}"
    if missing and told not in study.notes:
        study.notes.append(told)


def attribute_batch(documents: pa.Table, study: Study) -> tuple[pa.Table, pa.Table]:
    """Quotes and voices of a batch of documents, by the study's choices; attributions by hand go above ours."""
    if study.attributions is None:
        return _attribute(documents, study)
    by_hand, places, others = split_by_hand(documents, study.attributions)
    given, s = study.attributions.take(places), study.settings
    check_attributions(given, by_hand, name=s.attributions, places=places.to_pylist())
    voices = find_voices(by_hand, given, attribute_to=s.attribute_to, mode="quotes")
    at = place_spans(others, study.attributions)
    spans = study.attributions.take(at)
    check_attributions(spans, others, name=s.attributions, places=at.to_pylist())
    quotes, more = correct_spans(others, *_attribute(others, study), spans, attribute_to=s.attribute_to)
    return pa.concat_tables([given.select(QUOTES.names), quotes]), pa.concat_tables([voices, more])


def _attribute(documents: pa.Table, study: Study) -> tuple[pa.Table, pa.Table]:
    s = study.settings
    quotes = study.attributors.attribute(documents, people=study.people, mode=s.attribution, notes=study.notes)
    return quotes, find_voices(documents, quotes, attribute_to=s.attribute_to, mode=s.attribution)


def passage_batches(study: Study) -> Iterator[pa.Table]:
    """The passages of every batch of documents."""
    for documents in document_batches(study):
        _, voices = attribute_batch(documents, study)
        yield leave_out(segment_documents(documents, voices, unit=study.settings.unit), "passage_id", study)


def leave_out(table: pa.Table, column: str, study: Study) -> pa.Table:
    """The table without the rows whose id is one of the study's copies."""
    if not study.copies:
        return table
    return table.filter(pc.invert(pc.is_in(table[column], pa.array(sorted(study.copies)))))


def score_batches(study: Study) -> Iterator[pa.Table]:
    """The scored passages of the documents, in tables that do not depend on threads."""
    return map_scores(study, lambda table, number: table)


def map_scores(study: Study, function: Callable[[pa.Table, int], R], *, begin: int = 0) -> Iterator[R]:
    """What a function makes of each table of scored passages and its number, in the thread that scored it.

    So no table waits for the function, and what is held does not grow. begin : the first table wanted.
    """
    scorer = open_scorer(study)
    # Codes remember which of them found their passage, so they have to see all, in order.
    skipped, threads = (0, 1) if isinstance(scorer, CodeScorer) else (begin, study.threads)
    numbered = enumerate(itertools.islice(work_items(study), skipped, None), start=skipped)
    items, threads = look_ahead(numbered, threads)
    with Attributors(threads) as attributors:

        def work(item: tuple[int, pa.Table], notes: list[str]) -> tuple[int, R | None]:
            number, documents = item
            table = score_item(documents, replace(study, notes=notes, attributors=attributors), scorer)
            return table.num_rows, function(table, number) if number >= begin else None

        results = map_noting(work, items, threads=threads, notes=study.notes)
        for rows, made in itertools.islice(results, begin - skipped, None):
            study.meter.count(rows)
            yield cast(R, made)
    study.notes.extend(() if isinstance(scorer, Scorer) else scorer.tell())


def work_items(study: Study) -> Iterator[pa.Table]:
    """Documents in the portions that are worked on at a time, small ones where they may have to be parsed."""
    for batch in document_batches(study):
        size = _PARSED_BYTES if may_need_quotes(batch, study.settings.attribution) else _SCORED_BYTES
        yield from cut_table(batch, "text", size)


def score_item(documents: pa.Table, study: Study, scorer: AnyScorer) -> pa.Table:
    """Documents to scored passages."""
    _, voices = attribute_batch(documents, study)
    passages = leave_out(segment_documents(documents, voices, unit=study.settings.unit), "passage_id", study)
    return score_with(scorer, passages, study)


def score_with(scorer: AnyScorer, passages: pa.Table, study: Study) -> pa.Table:
    """One table of passages scored, with the study's choice of polarity and voice applied."""
    scored = [scorer.score_batch(batch) for batch in passages.combine_chunks().to_batches()]
    schema = scored[0].schema if scored else score_schema(passages.schema, study.codebook)
    table = pa.Table.from_batches(scored, schema=schema)
    s = study.settings
    if s.polarity or s.voice:
        return select_hits(table, study.codebook, polarity=s.polarity, voice=s.voice, lexicons=study.lexicons)
    return table


def quote_batches(study: Study, *, with_words: bool = False, explain: bool = False) -> Iterator[pa.Table]:
    """The attributions of every batch of documents; `with_words` adds the reported content as a column `words`.

    explain : adds a column `reason`, the rule and the cue behind each in words.
    """
    for documents in document_batches(study):
        quotes, _ = attribute_batch(documents, study)
        found = _with_words(quotes, documents) if with_words else quotes
        yield found.append_column("reason", give_reasons(quotes)) if explain else found


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
    sums = list(map_scores(study, lambda scores, number: sum_scores(scores, study)))
    return compare_chosen(pa.concat_tables(sums, promote_options="default"), study)[1]


def analyze(study: Study) -> Analysis:
    """The whole chain on texts that fit in memory."""
    scorer = open_scorer(study)
    scores, quotes = [], []
    for documents in document_batches(study):
        found, voices = attribute_batch(documents, study)
        quotes.append(found)
        passages = leave_out(segment_documents(documents, voices, unit=study.settings.unit), "passage_id", study)
        scores.append(score_with(scorer, passages, study))
    study.notes.extend(() if isinstance(scorer, Scorer) else scorer.tell())
    table = pa.concat_tables(scores, promote_options="default")
    return Analysis(table, pa.concat_tables(quotes), compare_chosen(sum_scores(table, study), study)[1])


def sum_scores(scores: pa.Table, study: Study, *, carry: Sequence[str] = ()) -> pa.Table:
    """DISTRIBUTIONS of some scored passages, by the study's groups and weights; `carry` names columns to keep."""
    s = study.settings
    strata = (s.strata,) if s.strata else ()
    return aggregate_scores(scores, by=groups_of(study), weight=s.weight, carry=(*strata, *carry))


def compare_sums(sums: Iterable[pa.Table], study: Study, *, pairs: Sequence[tuple[str, str]] = ()) -> Comparison:
    """The comparison of DISTRIBUTIONS, given in parts; of some pairs only where they are named."""
    s = study.settings
    distributions = pa.concat_tables(list(sums), promote_options="default")
    rng = np.random.default_rng(s.seed)
    result = compare_speakers(distributions, plan_of(s), rng=rng, pairs=pairs, threads=study.threads)
    return replace(result, remarks=(*result.remarks, *remark_weights(s.weight)))


def compare_chosen(distributions: pa.Table, study: Study) -> tuple[pa.Table, Comparison]:
    """The sums of the groups that the settings choose (`only`, `fewest`), and the comparison of these."""
    s = study.settings
    chosen, left = choose_groups(distributions, only=s.only, fewest=s.fewest, against=s.against)
    named = [name for name in sorted(set(chosen["speaker"].to_pylist())) if name not in ("", OTHERS)]
    pairs = [(name, REST) for name in named] if s.against == "rest" and left else ()
    result = compare_sums([chosen], study, pairs=pairs)
    result = cover_all(result, distributions) if left else result
    return chosen, replace(result, remarks=(*result.remarks, *left))


def _with_words(quotes: pa.Table, documents: pa.Table) -> pa.Table:
    texts = dict(zip(documents["document_id"].to_pylist(), documents["text"].to_pylist(), strict=True))
    rows = quotes.select(["document_id", "spans"]).to_pylist()
    words = [" … ".join(texts[row["document_id"]][a:b] for a, b in row["spans"]) for row in rows]
    return quotes.append_column("words", pa.array(words, pa.string()))
