"""The chain on a Spark cluster: documents in a Spark data frame, scored passages or sums out, by the same functions.

In: a data frame with a row a document, and Settings. Out: data frames, or a comparison from the small sums. Executors
need this package, and no file: instruments travel with the task. Needs the extra `spark` (pyspark 4) and Java 17.
"""

from __future__ import annotations

import dataclasses
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from framing.attribute import name_speakers
from framing.compare import Comparison
from framing.errors import FramingError
from framing.files.given import take_documents
from framing.opening import AnyScorer, Study, open_scorer, open_study
from framing.parallel import cut_table
from framing.settings import Settings
from framing.study import compare_sums, leave_out, score_item, sum_scores

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

# Text scored at a time; rows that Spark hands over at a time, few because a document may be long.
_PORTION_BYTES = 4 << 20
ROWS_AT_A_TIME = 2_000
_ROWS_OPTION = "spark.sql.execution.arrow.maxRecordsPerBatch"
# What of a Study stays on the driver: it cannot travel, or means nothing elsewhere.
_STAYS = ("notes", "meter", "attributors", "threads")
_READERS = {"parquet": "parquet", "pq": "parquet", "jsonl": "json", "ndjson": "json", "csv": "csv"}

# What an error of this package opens with in an executor's traceback.
_OURS = "framing.errors.FramingError: "

Parts = dict[str, Any]
Batches = Iterator[pa.RecordBatch]


def start_session(master: str) -> SparkSession:
    """A session on a master (`local[2]`, `spark://…`, `yarn`), for the command line.

    Raises FramingError, with the remedy, where pyspark or Java is missing.
    """
    try:
        from pyspark.errors import PySparkRuntimeError
        from pyspark.sql import SparkSession
    except ImportError:
        raise FramingError("the engine spark needs pyspark; pip install 'frame-compare[spark]'") from None
    if master.startswith("local"):
        # Else the workers are whatever `python3` is first on the path, which need not have this package.
        os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    builder = SparkSession.builder.master(master).appName("framing").config("spark.ui.enabled", "false")
    try:
        return builder.config(_ROWS_OPTION, str(ROWS_AT_A_TIME)).getOrCreate()
    except (PySparkRuntimeError, OSError) as error:
        raise FramingError(f"Spark does not start ({str(error).splitlines()[0]}); it needs Java 17 or later") from None


def read_frame(session: SparkSession, inputs: tuple[str, ...]) -> DataFrame:
    """The rows of files of one kind (Parquet, JSON Lines, CSV with a header), wherever Spark can read them.

    Raises FramingError for another ending.
    """
    endings = {name.rstrip("/").removesuffix(".gz").rsplit(".", 1)[-1].lower() for name in inputs}
    kind = _READERS.get(endings.pop(), "") if len(endings) == 1 else ""
    if not kind:
        raise FramingError("the engine spark reads files of one kind: .parquet, .jsonl or .csv; convert the others")
    reader = session.read.options(header=True, multiLine=True, escape='"') if kind == "csv" else session.read
    with told_plainly():
        frame: DataFrame = reader.format(kind).load(list(inputs))
        return frame


def collect(frame: DataFrame) -> pa.Table:
    """What a frame holds, in its input's order, as a table on the driver. Raises FramingError for what failed."""
    with told_plainly():
        table: pa.Table = frame.toArrow()
        return table


def write_frame(frame: DataFrame, path: str) -> None:
    """Write a frame as a folder of Parquet files, by the executors; it is there whole (`_SUCCESS`) or not at all.

    Raises FramingError where there is something already.
    """
    with told_plainly():
        frame.write.mode("errorifexists").parquet(path)


@contextmanager
def told_plainly() -> Iterator[None]:
    """Turn an error of Spark, or one from an executor, into its one sentence."""
    from pyspark.errors import PySparkException

    try:
        yield
    except PySparkException as error:
        lines = [line.strip() for line in str(error).splitlines() if line.strip()]
        ours = [line.split(_OURS, 1)[1] for line in lines if _OURS in line]
        raise FramingError(ours[0] if ours else f"Spark: {lines[0] if lines else type(error).__name__}") from None


def score_documents(documents: DataFrame, settings: Settings) -> DataFrame:
    """The scored passages of the documents, lazily; columns as `framing.study.score_batches` gives them.

    documents : a row a document, columns named or guessed as for a file; ids must be unique, and are row numbers
    where there are none. Raises FramingError for settings or columns that do not fit.
    """
    return _map(documents, settings, _score_portion)


def sum_documents(documents: DataFrame, settings: Settings) -> DataFrame:
    """DISTRIBUTIONS of the documents, lazily: the sums by speaker, document and frame are made on the cluster."""
    return _map(documents, settings, _sum_portion)


def compare_documents(documents: DataFrame, settings: Settings) -> Comparison:
    """The comparison of speakers (or what `settings.by` names) over documents that only the cluster can hold."""
    return compare_sums([collect(sum_documents(documents, settings))], open_study(settings))


Step = Callable[[pa.Table, Study, AnyScorer], pa.Table]


def _map(documents: DataFrame, settings: Settings, step: Step) -> DataFrame:
    from pyspark.sql.pandas.types import from_arrow_schema

    if settings.codes:
        raise FramingError("codes from elsewhere are joined on one machine; leave out --codes or the engine spark")
    documents = _with_ids(documents, settings)
    study = open_study(settings)
    parts = {f.name: getattr(study, f.name) for f in dataclasses.fields(Study) if f.name not in _STAYS}
    parts = {**parts, "lexicons": tuple(map(_plain_lexicon, study.lexicons))}
    schema = _make(_example(documents), _open(parts), step).schema

    def work(batches: Batches) -> Batches:
        opened = _open(parts)
        for batch in batches:
            if batch.num_rows:
                table = _make(pa.Table.from_batches([batch]), opened, step)
                yield from table.cast(schema).combine_chunks().to_batches()

    return documents.mapInArrow(work, from_arrow_schema(schema))


def _with_ids(documents: DataFrame, settings: Settings) -> DataFrame:
    """Row numbers where no column holds ids: batches cannot count over the whole."""
    from pyspark.sql import functions

    names = [name.casefold() for name in documents.columns]
    if "id" in settings.columns or {"id", "document_id", "doc_id"} & set(names):
        return documents
    number = functions.concat(functions.lit("row:"), functions.monotonically_increasing_id().cast("string"))
    return documents.withColumn("id", number)


def _example(documents: DataFrame) -> pa.Table:
    """One made-up row with the frame's columns, from which the result's columns are known before anything runs."""
    from pyspark.sql.pandas.types import to_arrow_schema

    schema = to_arrow_schema(documents.schema)
    texts = {field.name: ["x"] for field in schema if pa.types.is_string(field.type)}
    return pa.table({field.name: pa.array(texts.get(field.name, [None]), field.type) for field in schema})


def _make(rows: pa.Table, opened: tuple[Study, AnyScorer], step: Step) -> pa.Table:
    study, scorer = opened
    s = study.settings
    documents = take_documents(rows, s.columns, language=s.language, notes=study.notes)
    named = leave_out(name_speakers(documents, study.people, notes=study.notes), "document_id", study)
    return pa.concat_tables([step(portion, study, scorer) for portion in cut_table(named, "text", _PORTION_BYTES)])


def _score_portion(documents: pa.Table, study: Study, scorer: AnyScorer) -> pa.Table:
    return score_item(documents, study, scorer)


def _sum_portion(documents: pa.Table, study: Study, scorer: AnyScorer) -> pa.Table:
    return sum_scores(score_item(documents, study, scorer), study)


def _plain_lexicon(lexicon: Any) -> Any:
    """The lexicon with plain dictionaries, which travel."""
    return dataclasses.replace(
        lexicon, metadata=dict(lexicon.metadata), word_classes={k: tuple(v) for k, v in lexicon.word_classes.items()}
    )


def _open(parts: Parts) -> tuple[Study, AnyScorer]:
    """A study and its scorer, compiled once in a worker that serves many tasks."""
    return _open_once(_Held(repr(parts), parts))


class _Held:
    """Parts known by their text, so that equal ones of another task are the same."""

    def __init__(self, key: str, parts: Parts) -> None:
        self.key, self.parts = key, parts

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Held) and other.key == self.key

    def __hash__(self) -> int:
        return hash(self.key)


@lru_cache(maxsize=2)
def _open_once(held: _Held) -> tuple[Study, AnyScorer]:
    study = Study(**held.parts)
    return study, open_scorer(study)
