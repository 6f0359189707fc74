"""Scores passages by lexicons: passages in, passages with frames, values and traceable hits out.

`Scorer.score_batch` is the only thing that scores; tables, threads and Spark all call it. It reads no file,
and knows no frame and no language by name.
"""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from framing.errors import FramingError
from framing.matcher import Matcher, check_patterns
from framing.records import PASSAGES, Codebook, Cues, Lexicon, check_table
from framing.score.hits import FoundHits, HitFinder, Ints
from framing.score.tables import EntryTable, Part, score_columns, score_schema
from framing.terms import UNKNOWN_LANGUAGE

# Rows a batch: large enough that compiled scanning dominates, small enough for threads to share the work.
BATCH_ROWS = 4096
# The method of a passage whose language no lexicon serves: looked at, nothing to look with.
NO_LEXICON = "lexicon:none"


class Scorer:
    """Lexicons for a codebook; one may score many batches, from several threads. Each language is compiled when met.

    lexicons of language "" serve every passage, the others passages of their language (`en` serves `en-GB`);
    a passage of unknown language is served by all. cues: polarity cues a language; without any, hits are affirmed.
    """

    def __init__(self, lexicons: Sequence[Lexicon], codebook: Codebook, *, cues: Sequence[Cues] = ()) -> None:
        if not lexicons:
            raise FramingError("no lexicon is given; name at least one to score with")
        check_patterns([entry.pattern for lexicon in lexicons for entry in lexicon.entries])
        self.codebook = codebook
        self.languages = tuple(sorted({_primary(x.language) for x in lexicons} - {""}))
        self._finders: dict[str, HitFinder] = {}
        for language in ("", *self.languages):
            serving = [x for x in lexicons if not language or _primary(x.language) in ("", language)]
            marks = [c for c in cues if not language or _primary(c.language) == language]
            self._finders[language] = HitFinder(serving, codebook, _merge_cues(language, marks))
        shared = [x for x in lexicons if not x.language]
        self._fallback = HitFinder(shared, codebook, None) if shared else None
        finders = [*self._finders.values(), *([self._fallback] if self._fallback else [])]
        self._table = EntryTable([finder.entries for finder in finders])
        self._offset = dict(zip(map(id, finders), self._table.offsets, strict=True))

    def score_batch(self, batch: pa.RecordBatch) -> pa.RecordBatch:
        """The passages with n_words, frames, values, method and hits behind them, then their own columns."""
        check_table(batch, PASSAGES, "passages")
        texts, served = batch.column("text"), _by_language(batch.column("language"))
        parts = [self._score_part(language, rows, texts) for language, rows in served]
        columns = score_columns(parts, batch, self._table, self.codebook)
        return pa.RecordBatch.from_arrays(columns, schema=score_schema(batch.schema, self.codebook))

    def find_exclusions(self, batch: pa.RecordBatch) -> pa.Table:
        """What the exclusions masked: document_id, passage_id, entry, concept, start, end (of the document)."""
        check_table(batch, PASSAGES, "passages")
        parts = []
        for language, rows in _by_language(batch.column("language")):
            finder = self._finder(language)
            if finder is not None:
                text, entry, start, end = finder.find_exclusions(batch.column("text").take(pa.array(rows)))
                parts.append((rows[text], entry + self._offset[id(finder)], start, end))
        return self._table.exclusions(parts, batch)

    def _finder(self, language: str) -> HitFinder | None:
        return self._finders.get(language, self._fallback)

    def _score_part(self, language: str, rows: Ints, texts: pa.Array) -> Part:
        own = texts if len(rows) == len(texts) else texts.take(pa.array(rows))
        finder = self._finder(language)
        if finder is None:
            n_words = np.asarray(Matcher([]).find(own).n_words)
            return Part(rows, NO_LEXICON, n_words, None, 0, np.ones(len(self.codebook.frames)))
        found: FoundHits = finder.find_hits(own)
        return Part(rows, finder.label, found.n_words, found, self._offset[id(finder)], finder.minimum)


def score_passages(
    passages: pa.Table,
    lexicons: Sequence[Lexicon],
    codebook: Codebook,
    *,
    cues: Sequence[Cues] = (),
    threads: int = 1,
) -> pa.Table:
    """Every passage with its frames: PASSAGES, then SCORE_COLUMNS, then the passages' own columns.

    values: for each frame the sum of its hits' weights. frames: those with at least the minimum evidence.
    hits: characters of the document, `document.text[start:end]`. The result does not depend on `threads`.
    Raises FramingError for a lexicon that does not fit the codebook.
    """
    scorer = Scorer(lexicons, codebook, cues=cues)
    batches = passages.combine_chunks().to_batches(max_chunksize=BATCH_ROWS)
    with ThreadPoolExecutor(max_workers=max(1, threads)) as pool:
        scored = list(pool.map(scorer.score_batch, batches))
    return pa.Table.from_batches(scored, schema=score_schema(passages.schema, codebook))


def count_unscored(scores: pa.Table) -> dict[str, int]:
    """How many passages no lexicon served, by their language."""
    bare = scores.filter(pc.equal(scores.column("method"), NO_LEXICON))
    counts = bare.column("language").value_counts().to_pylist()
    return {item["values"] or "": item["counts"] for item in sorted(counts, key=lambda c: c["values"] or "")}


def _primary(language: str | None) -> str:
    primary = (language or "").replace("_", "-").split("-")[0].lower()
    return "" if primary == UNKNOWN_LANGUAGE else primary


def _by_language(languages: pa.Array) -> list[tuple[str, Ints]]:
    """Row numbers by primary language, languages in order."""
    named = languages.dictionary_encode()
    primary = [_primary(name) for name in named.dictionary.to_pylist()]
    codes = pc.fill_null(named.indices, -1).to_numpy(zero_copy_only=False)
    names = sorted(set(primary) | {""})
    number = np.array([names.index(name) for name in primary] + [names.index("")], dtype=np.int64)[codes]
    rows = [(name, np.flatnonzero(number == k)) for k, name in enumerate(names)]
    return [(name, chosen) for name, chosen in rows if len(chosen)]


def _merge_cues(language: str, cues: Sequence[Cues]) -> Cues | None:
    return Cues(language, tuple(cue for one in cues for cue in one.cues)) if cues else None
