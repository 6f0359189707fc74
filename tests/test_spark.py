"""The chain on Spark in local mode gives what the local engine gives; skipped, and said why, where it cannot run."""

import json
import shutil
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from cli_kit import Runner, make_runner

from framing import opening, study
from framing.errors import FramingError
from framing.settings import Settings

pytest.importorskip("pyspark", reason="pyspark is not installed (the extra spark)")
pytestmark = [
    pytest.mark.skipif(shutil.which("java") is None, reason="Java is not installed (default-jre-headless)"),
    pytest.mark.filterwarnings("ignore::FutureWarning:pyspark.*"),
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
    pytest.mark.filterwarnings("ignore::DeprecationWarning:pyspark.*"),
]
SENTENCES = (
    "Orlu rejects any interference in its internal affairs.",
    "Вмешательство во внутренние дела Орлу недопустимо.",
    "奥尔卢反对外部势力干涉内政。",
    "The harvest was good – İstanbul, café, 😀.",
    "Terrorism and separatism threaten the region; stability comes first.",
)


@pytest.fixture(scope="module")
def session() -> Iterator[Any]:
    from framing.engines import spark

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        started = spark.start_session("local[2]")
        started.sparkContext.setLogLevel("ERROR")
        yield started
        started.stop()


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes]) -> Runner:
    return make_runner(monkeypatch, capfdbinary)


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("spark") / "corpus.jsonl"
    rows = [
        {
            "id": f"d{i:03}",
            "speaker": f"S{i % 2}",
            "country": None if i % 5 == 0 else "Orlu",
            "text": "\n\n".join(SENTENCES[(i + k) % 5] for k in range(1 + i % 4)),
        }
        for i in range(60)
    ]
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
    return path


def settings(corpus: Path, **more: Any) -> Settings:
    return Settings(inputs=(str(corpus),), columns={"id": "id"}, **more)


def plain(table: pa.Table, names: list[str]) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = table.select(names).to_pylist()
    return sorted(rows, key=lambda row: json.dumps(row, sort_keys=True, default=str))


@pytest.mark.parametrize("unit", ["passage", "document"])
def test_scores_are_the_local_ones(session: Any, corpus: Path, unit: str) -> None:
    from framing.engines import spark

    chosen = settings(corpus, unit=unit)
    frame = spark.read_frame(session, chosen.inputs).repartition(3)
    found = spark.collect(spark.score_documents(frame, chosen))
    local = pa.concat_tables(list(study.score_batches(opening.open_study(chosen))))
    assert set(found.column_names) == set(local.column_names)
    assert plain(found, local.column_names) == plain(local, local.column_names)


def test_comparison_is_the_local_one(session: Any, corpus: Path) -> None:
    from framing.engines import spark

    chosen = settings(corpus, draws=200)
    found = spark.compare_documents(spark.read_frame(session, chosen.inputs), chosen)
    local = study.compare_groups(opening.open_study(chosen))
    assert found.comparison.equals(local.comparison)
    assert found.distances.equals(local.distances)


def test_rows_without_ids_are_numbered(session: Any) -> None:
    from framing.engines import spark

    frame = session.createDataFrame([(text,) for text in SENTENCES], "text string").repartition(2)
    found = spark.collect(spark.score_documents(frame, Settings()))
    assert len(set(found["document_id"].to_pylist())) == len(SENTENCES)


def test_the_command_writes_a_folder(session: Any, corpus: Path, tmp_path: Path, run: Runner) -> None:
    target = tmp_path / "o.parquet"
    command = ("score", str(corpus), "--id-column", "id", "--engine", "spark", "--master", "local[2]", "-o")
    done = run(*command, str(target))
    assert done.code == 0, done.err
    local = pa.concat_tables(list(study.score_batches(opening.open_study(settings(corpus)))))
    assert plain(pq.read_table(target), local.column_names) == plain(local, local.column_names)
    again = run(*command, str(target))
    assert again.code == 1
    assert "already exists" in again.err


def test_what_fails_is_a_sentence(session: Any, corpus: Path) -> None:
    from framing.engines import spark

    with pytest.raises(FramingError, match="files of one kind"):
        spark.read_frame(session, ("a.docx",))
    with pytest.raises(FramingError, match=r"Spark: .*PATH_NOT_FOUND"):
        spark.read_frame(session, ("/nowhere/a.parquet",))
    with pytest.raises(FramingError, match="codes from elsewhere"):
        spark.score_documents(session.createDataFrame([("a",)], "text string"), Settings(codes="codes.csv"))
