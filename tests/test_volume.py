"""Scoring at volume: the same bytes for any number of threads and however often a run was ended; nothing half."""

import errno
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from framing import opening, study
from framing.chains import volume
from framing.errors import FramingError
from framing.files import groups, growing
from framing.settings import Settings

SENTENCES = (
    "Orlu rejects any interference in its internal affairs, the minister said.",
    "Вмешательство во внутренние дела Орлу недопустимо.",
    "奥尔卢反对外部势力干涉内政。",
    "The harvest was good – İstanbul, café, 😀.",
    "Terrorism and separatism threaten the region; stability comes first.",
)
PORTION = 6_000


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    path = tmp_path / "corpus.jsonl"
    rows = [
        {"id": f"d{i}", "speaker": f"S{i % 3}", "text": "\n\n".join(SENTENCES[(i + k) % 5] for k in range(1 + i % 7))}
        for i in range(400)
    ]
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
    return path


@pytest.fixture
def portions(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(study, "_SCORED_BYTES", PORTION)
    monkeypatch.setattr(groups, "_GROUP_BYTES", 4 * PORTION)


def run(corpus: Path, target: Path, *, threads: int = 1, resume: bool = False) -> opening.Study:
    opened = opening.open_study(Settings(inputs=(str(corpus),)), threads=threads)
    volume.score_to_file(opened, target, target.name.split(".")[1], resume=resume)
    return opened


@pytest.mark.usefixtures("portions")
@pytest.mark.parametrize("name", ["o.jsonl", "o.csv", "o.parquet", "o.jsonl.gz"])
def test_same_bytes_for_any_threads(corpus: Path, tmp_path: Path, name: str) -> None:
    run(corpus, tmp_path / name)
    alone = (tmp_path / name).read_bytes()
    run(corpus, tmp_path / name, threads=4)
    assert (tmp_path / name).read_bytes() == alone
    assert sorted(p.name for p in tmp_path.iterdir()) == sorted(["corpus.jsonl", name])


@pytest.mark.usefixtures("portions")
def test_no_batch_is_lost(corpus: Path, tmp_path: Path) -> None:
    opened = opening.open_study(Settings(inputs=(str(corpus),)), threads=3)
    tables = list(study.score_batches(opened))
    assert len(tables) > 10
    ids = [one for table in tables for one in dict.fromkeys(table["document_id"].to_pylist())]
    assert ids == [f"d{i}" for i in range(400)]
    assert opened.meter.share == 1.0
    assert opened.meter.passages == sum(table.num_rows for table in tables)
    run(corpus, tmp_path / "o.parquet")
    assert pq.read_table(tmp_path / "o.parquet").num_rows == opened.meter.passages


@pytest.mark.usefixtures("portions")
@pytest.mark.parametrize("name", ["o.jsonl", "o.csv", "o.parquet", "o.jsonl.gz"])
@pytest.mark.parametrize("stops", [(1,), (4, 9), (0,)])
def test_resumed_is_the_same(
    corpus: Path, tmp_path: Path, name: str, stops: tuple[int, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "whole").mkdir()
    run(corpus, tmp_path / "whole" / name)
    append = growing.Growing.append
    for stop in stops:

        def failing(self: growing.Growing, data: bytes, notes: list[str], stop: int = stop) -> None:
            if self.state.tables == stop:
                self.stream.write(data[: len(data) // 2])  # half a batch was written when the disk was full
                self.stream.flush()
                raise FramingError("the disk is full")
            append(self, data, notes)

        monkeypatch.setattr(growing.Growing, "append", failing)
        with pytest.raises(FramingError, match=r"disk is full.*--resume" if stop else "disk is full"):
            run(corpus, tmp_path / name, threads=2, resume=True)
        assert not (tmp_path / name).exists()
    monkeypatch.setattr(growing.Growing, "append", append)
    opened = run(corpus, tmp_path / name, resume=True)
    assert (tmp_path / name).read_bytes() == (tmp_path / "whole" / name).read_bytes()
    found = "behind" if stops != (0,) else "nothing unfinished"
    assert any(found in note for note in opened.notes)
    assert sorted(p.name for p in tmp_path.iterdir()) == sorted(["corpus.jsonl", "whole", name])


@pytest.mark.usefixtures("portions")
def test_parquet_goes_on_behind_a_group_that_the_disk_did_not_take(
    corpus: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run(corpus, tmp_path / "whole.parquet")
    write = groups.Groups._write

    def failing(self: groups.Groups) -> None:
        if self._writer is not None:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        write(self)

    monkeypatch.setattr(groups.Groups, "_write", failing)
    with pytest.raises(FramingError, match=r"o\.parquet cannot be written \(No space left.*--resume goes on behind it"):
        run(corpus, tmp_path / "o.parquet")
    left = {"corpus.jsonl", "whole.parquet", ".o.parquet.part", ".o.parquet.state"}
    assert {p.name for p in tmp_path.iterdir()} == left
    monkeypatch.setattr(groups.Groups, "_write", write)
    (tmp_path / ".o.parquet.part.new").write_bytes(b"left by a run that was killed")
    run(corpus, tmp_path / "o.parquet", resume=True)
    assert (tmp_path / "o.parquet").read_bytes() == (tmp_path / "whole.parquet").read_bytes()
    assert pq.ParquetFile(tmp_path / "o.parquet").num_row_groups > 2
    assert {p.name for p in tmp_path.iterdir()} == {"corpus.jsonl", "whole.parquet", "o.parquet"}


@pytest.mark.usefixtures("portions")
def test_another_run_is_not_resumed(corpus: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    append = growing.Growing.append
    monkeypatch.setattr(growing.Growing, "finish", lambda self: (_ for _ in ()).throw(FramingError("ended")))
    with pytest.raises(FramingError, match="ended"):
        run(corpus, tmp_path / "o.jsonl")
    monkeypatch.undo()
    monkeypatch.setattr(growing.Growing, "append", append)
    corpus.write_text(corpus.read_text(encoding="utf-8") + '{"id": "new", "text": "More."}\n', encoding="utf-8")
    with pytest.raises(FramingError, match="other texts, settings or another version"):
        run(corpus, tmp_path / "o.jsonl", resume=True)
    opened = run(corpus, tmp_path / "o.jsonl")
    assert any("begun anew" in note for note in opened.notes)
    assert (tmp_path / "o.jsonl").exists()


def test_killed_and_resumed(corpus: Path, tmp_path: Path) -> None:
    code = (
        f"import framing.study as s; s._SCORED_BYTES = {PORTION}\nfrom framing.cli import main\n"
        "import framing.files.growing as g, time\nappend = g.Growing.append\n"
        "def slow(self, *a):\n    append(self, *a); time.sleep(0.05)\n"
        "if not sys.argv[-1] == '--resume': g.Growing.append = slow\nmain()"
    )
    target, whole = tmp_path / "o.jsonl", tmp_path / "whole.jsonl"

    def start(path: Path, *more: str) -> subprocess.Popen[str]:
        command = [sys.executable, "-c", "import sys\n" + code, "score", str(corpus), "-o", str(path), *more]
        return subprocess.Popen(command, stderr=subprocess.PIPE, text=True, cwd=tmp_path)

    started = start(target)
    state = tmp_path / ".o.jsonl.state"
    until = time.monotonic() + 120
    while not (state.exists() and json.loads(state.read_text())["tables"] >= 3) and time.monotonic() < until:
        time.sleep(0.01)
    os.kill(started.pid, signal.SIGKILL)
    started.communicate()
    assert not target.exists()
    resumed = start(target, "--resume")
    _, told = resumed.communicate(timeout=120)
    assert resumed.returncode == 0, told
    assert "resumed behind" in told
    uninterrupted = start(whole, "--resume")
    _, told = uninterrupted.communicate(timeout=120)
    assert uninterrupted.returncode == 0, told
    assert target.read_bytes() == whole.read_bytes()


@pytest.mark.parametrize(
    ("inputs", "path", "format"),
    [(("-",), Path("o.jsonl"), "jsonl"), (("a",), None, "jsonl"), (("a",), Path("o.json"), "json")],
)
def test_what_cannot_be_resumed(inputs: tuple[str, ...], path: Path | None, format: str) -> None:
    with pytest.raises(FramingError, match="--resume needs"):
        volume.check_resumable(inputs, path, format)


@pytest.mark.usefixtures("portions")
def test_an_input_that_goes_away(corpus: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    other = tmp_path / "other.jsonl"
    other.write_bytes(corpus.read_bytes())
    append = growing.Growing.append

    def removing(self: growing.Growing, data: bytes, notes: list[str]) -> None:
        other.unlink(missing_ok=True)
        append(self, data, notes)

    monkeypatch.setattr(growing.Growing, "append", removing)
    opened = opening.open_study(Settings(inputs=(str(corpus), str(other))))
    with pytest.raises(FramingError, match=r"other\.jsonl cannot be opened .*what was finished stays"):
        volume.score_to_file(opened, tmp_path / "o.csv", "csv")
    assert not (tmp_path / "o.csv").exists()
    assert (tmp_path / ".o.csv.state").exists()


def test_speakers_are_the_same_from_processes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Reported speech in three languages, found in this process and in two others."""
    monkeypatch.setattr(study, "_PARSED_BYTES", 600)
    texts = (
        "The minister of Orlu, Ana Brook, said that foreign interference must end. “We will not yield,” she added.",
        "Министр Орлу Иван Ленц заявил, что вмешательство недопустимо. «Мы не уступим», – сказал он.",
        "外交部发言人李明表示，反对外部势力干涉内政。",
        "Die Ministerin sagte, man werde nicht nachgeben.",
    )
    corpus = tmp_path / "news.jsonl"
    rows = [{"id": f"d{i}", "text": texts[i % 4], "language": ("en", "ru", "zh", "de")[i % 4]} for i in range(16)]
    corpus.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
    alone = run(corpus, tmp_path / "alone.jsonl")
    several = run(corpus, tmp_path / "several.jsonl", threads=2)
    assert (tmp_path / "alone.jsonl").read_bytes() == (tmp_path / "several.jsonl").read_bytes()
    assert '"attribution": "quote"' in (tmp_path / "alone.jsonl").read_text(encoding="utf-8")
    assert [note for note in alone.notes if "'de'" in note]
    assert alone.notes == several.notes


@pytest.mark.usefixtures("portions")
def test_strict_stops_at_a_bad_row_and_keeps_what_was_finished(corpus: Path, tmp_path: Path) -> None:
    lines = corpus.read_text(encoding="utf-8").splitlines()
    bad = tmp_path / "bad.jsonl"
    bad.write_text("\n".join(["", *lines, "no json", *lines[:5]]), encoding="utf-8")
    opened = opening.open_study(Settings(inputs=(str(corpus), str(bad)), strict=True))
    with pytest.raises(FramingError, match=r"bad\.jsonl, line 402: .*what was finished stays"):
        volume.score_to_file(opened, tmp_path / "o.jsonl", "jsonl")
    lenient = opening.open_study(Settings(inputs=(str(corpus), str(bad))))
    volume.score_to_file(lenient, tmp_path / "o.jsonl", "jsonl")
    assert any("line 402" in note for note in lenient.notes)


@pytest.mark.usefixtures("portions")
def test_a_full_disk_is_a_sentence(corpus: Path, tmp_path: Path) -> None:
    """A limit on the size of files stands for the end of the disk."""
    resource = pytest.importorskip("resource", reason="this system has no limits on files")
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, limits[1]))
    try:
        with pytest.raises(FramingError, match=r"o\.jsonl cannot be written .*what was finished stays"):
            run(corpus, tmp_path / "o.jsonl")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    run(corpus, tmp_path / "o.jsonl", resume=True)
    run(corpus, tmp_path / "whole.jsonl")
    assert (tmp_path / "o.jsonl").read_bytes() == (tmp_path / "whole.jsonl").read_bytes()
