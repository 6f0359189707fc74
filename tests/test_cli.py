"""The shell: exit statuses, sentences for bad input, formats, standard input and output, settings files, help."""

import csv
import gzip
import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pyarrow.parquet as pq
import pytest
import typer.main
from cli_kit import TINY, Runner, make_runner

from framing.cli import app

ROOT = Path(__file__).resolve().parent.parent
TEXT = "We defend our sovereignty. There was foreign interference in Karsovia.\n"


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes], tmp_path: Path) -> Runner:
    (tmp_path / "tiny.tsv").write_text(TINY)
    (tmp_path / "a.txt").write_text(TEXT)
    monkeypatch.chdir(tmp_path)
    return make_runner(monkeypatch, capfdbinary)


BAD: dict[str, tuple[str, str]] = {
    "missing file": ("score gone.txt", "there is no file or folder gone.txt; check the path"),
    "empty file": ("score empty.txt", "empty.txt is empty; give a file with text"),
    "binary file": ("score bin.txt", "bin.txt is a binary file, not text; save it as .txt, .csv or .jsonl"),
    "no text column": ("score t.csv", "t.csv has no column for the text among a, b; name it with --text-column"),
    "column not there": ("score t.csv --text-column aa", "t.csv has no column 'aa'; it has a, b; did you mean 'a'?"),
    "unknown frame": ("score a.txt --lexicon econ.tsv", "econ.tsv:2: entry 'money': frame 'econ' is not in"),
    "undecodable bytes": ("score bytes.txt", "bytes.txt: byte 6 (0xff) is not UTF-8, and the file reads in no other"),
    "no folder for the output": (
        "score a.txt --lexicon tiny.tsv -o no/x.csv",
        "no/x.csv cannot be written: there is no folder no;",
    ),
    "output is a folder": (
        "score a.txt --lexicon tiny.tsv -o . -f csv",
        ". is a folder; give the name of a file in it",
    ),
    "unknown ending": ("score x.pdf", "x.pdf ends in '.pdf', which is not read; give .txt .md .csv"),
    "unknown lexicon": ("score a.txt --lexicon enn", "lexicon 'enn' is neither a file nor a shipped lexicon; did"),
    "bad settings": ("score a.txt --config bad.toml", "bad.toml: 'unitt' is not a setting; did you mean 'unit'?"),
    "strict": ("score rows.jsonl --strict", "rows.jsonl, line 2: 'not json' is not JSON"),
}


@pytest.mark.parametrize("case", BAD)
def test_bad_input_is_one_sentence_and_exit_1(case: str, run: Runner, tmp_path: Path) -> None:
    (tmp_path / "empty.txt").touch()
    (tmp_path / "bin.txt").write_bytes(bytes(range(256)) * 50)
    (tmp_path / "t.csv").write_text("a,b\n1,hello\n")
    (tmp_path / "econ.tsv").write_text("frame\tentry\necon\tmoney\n")
    (tmp_path / "bytes.txt").write_bytes(b"hello \xff\xfe\x81 world" * 3)
    (tmp_path / "x.pdf").write_bytes(b"%PDF-1.4")
    (tmp_path / "bad.toml").write_text('unitt = "sentence"\n')
    (tmp_path / "rows.jsonl").write_text('{"text": "Peace."}\nnot json\n{"text": "War."}\n')
    arguments, sentence = BAD[case]
    done = run(*arguments.split())
    assert done.code == 1
    assert done.out == ""
    last = done.err.strip().splitlines()[-1]
    assert last.startswith("framing: " + sentence)
    assert "Traceback" not in done.err


WRONG_USAGE = {
    "no such command": ("frobnicate",),
    "no such option": ("score", "a.txt", "--frobnicate"),
    "no input": ("score",),
    "unknown unit": ("score", "a.txt", "--unit", "chapter"),
    "too few draws": ("compare", "a.txt", "--draws", "3"),
    "an ending without a format": ("score", "a.txt", "-o", "x.xlsx"),
    "kwic without a pattern": ("kwic", "a.txt"),
}


@pytest.mark.parametrize("case", WRONG_USAGE)
def test_wrong_usage_is_exit_2(case: str, run: Runner) -> None:
    done = run(*WRONG_USAGE[case])
    assert (done.code, done.out) == (2, "")
    assert "Traceback" not in done.err


def test_bad_rows_are_counted_and_the_rest_is_done(run: Runner, tmp_path: Path) -> None:
    (tmp_path / "rows.jsonl").write_text('{"text": "Our sovereignty."}\nnot json\n{"text": "War."}\n')
    done = run("score", "rows.jsonl", "--lexicon", "tiny.tsv", "-f", "jsonl")
    assert done.code == 0
    assert [json.loads(line)["document_id"] for line in done.out.splitlines()] == ["rows:1", "rows:3"]
    assert "1 row was left out; it is rows.jsonl, line 2" in done.err
    assert "columns guessed: text" in done.err


def rows_of(name: str, data: bytes) -> list[str]:
    if name.endswith(".gz"):
        data = gzip.decompress(data)
    if "parquet" in name:
        return [r["passage_id"] for r in pq.read_table(io.BytesIO(data)).to_pylist()]
    if "csv" in name:
        return [r["passage_id"] for r in csv.DictReader(io.StringIO(data.decode()))]
    rows = json.loads(data) if name.endswith(".json") else [json.loads(line) for line in data.splitlines()]
    return [r["passage_id"] for r in rows]


@pytest.mark.parametrize("name", ["x.json", "x.jsonl", "x.csv", "x.parquet", "x.jsonl.gz"])
def test_every_format_holds_the_same_rows(name: str, run: Runner, tmp_path: Path) -> None:
    assert run("score", "a.txt", "--lexicon", "tiny.tsv", "--unit", "sentence", "-o", name).code == 0
    assert rows_of(name, (tmp_path / name).read_bytes()) == ["a#1", "a#2"]
    assert sorted(p.name for p in tmp_path.iterdir()) == sorted(["a.txt", "tiny.tsv", name])


def test_a_row_has_what_other_tools_rely_on(run: Runner, tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text('id,text,speaker,mood\nd1,"We defend our sovereignty.",Ada Brook,grim\n')
    done = run("score", "t.csv", "--lexicon", "tiny.tsv", "--format", "jsonl")
    row = json.loads(done.out)
    hit = row.pop("hits")[0]
    assert {k: hit[k] for k in ("frame", "entry", "start", "end", "polarity", "voice")} == {
        "frame": "sovereignty",
        "entry": "sovereignty",
        "start": 14,
        "end": 25,
        "polarity": "affirmed",
        "voice": "own",
    }
    assert row["values"].pop("sovereignty") == 1.0
    assert set(row.pop("values").values()) == {0.0}
    assert row == {
        "document_id": "d1",
        "passage_id": "d1#1",
        "start": 0,
        "end": 26,
        "text": "We defend our sovereignty.",
        "language": "en",
        "speaker": "Ada Brook",
        "reporter": None,
        "attribution": "metadata",
        "n_words": 4,
        "frames": ["sovereignty"],
        "date": None,
        "translated": None,
        "method": "lexicon:tiny-0",
        "mood": "grim",
    }


def test_standard_input_and_output(run: Runner) -> None:
    done = run("score", "-", "--lexicon", "tiny.tsv", "-o", "-", "-f", "jsonl", stdin=TEXT.encode())
    assert done.code == 0
    assert json.loads(done.out)["document_id"] == "stdin"


def test_the_page_goes_to_a_file(run: Runner, tmp_path: Path) -> None:
    assert run("analyze", "a.txt", "--attribution", "none", "--lexicon", "tiny.tsv", "-o", "page.txt").code == 0
    page = (tmp_path / "page.txt").read_text()
    assert "[sovereignty]S" in page
    assert "\x1b" not in page


def test_a_settings_file_repeats_the_study(run: Runner, tmp_path: Path) -> None:
    (tmp_path / "framing.toml").write_text(
        'inputs = ["a.txt"]\nlexicons = ["tiny.tsv"]\nunit = "sentence"\nattribution = "none"\n'
    )
    done = run("score", "-f", "jsonl")
    assert "settings from framing.toml" in done.err
    assert [json.loads(line)["passage_id"] for line in done.out.splitlines()] == ["a#1", "a#2"]
    over = run("score", "-f", "jsonl", "--unit", "document")
    assert [json.loads(line)["passage_id"] for line in over.out.splitlines()] == ["a#1"]


def test_a_settings_file_elsewhere_finds_its_files(
    run: Runner, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "study.toml").write_text('inputs = ["a.txt"]\nlexicons = ["./tiny.tsv"]\nattribution = "none"\n')
    (tmp_path / "below").mkdir()
    monkeypatch.chdir(tmp_path / "below")
    assert run("score", "--config", "../study.toml", "-f", "jsonl").code == 0


def commands() -> list[tuple[str, ...]]:
    found = []
    for name, command in typer.main.get_command(app).commands.items():  # type: ignore[attr-defined]
        below = getattr(command, "commands", None)
        found += [(name, inner) for inner in below] if below else [(name,)]
    return found


@pytest.mark.parametrize("command", commands(), ids=" ".join)
def test_help_has_an_example(command: tuple[str, ...], run: Runner) -> None:
    done = run(*command, "--help")
    assert done.code == 0
    assert f"framing {' '.join(command)}" in done.out.split("Example")[1]


def test_an_error_of_ours_is_a_sentence_too(run: Runner, monkeypatch: pytest.MonkeyPatch) -> None:
    from framing import opening

    def fail(settings: object, *, threads: int) -> None:
        raise TypeError("two\nlines")

    monkeypatch.setattr(opening, "open_study", fail)
    done = run("score", "a.txt")
    assert done.code == 1
    assert done.err.startswith("framing: an error of the program itself (TypeError: two")
    monkeypatch.setenv("FRAMING_TRACEBACK", "1")
    with pytest.raises(TypeError):
        run("score", "a.txt")


def test_nobody_to_compare_is_said(run: Runner) -> None:
    done = run("compare", "a.txt", "--attribution", "none", "--lexicon", "tiny.tsv")
    assert done.code == 0
    assert "Nobody was found to speak" in done.out


def test_the_same_bytes_for_any_hash_seed(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(
        '"We defend our sovereignty," said Ada Brook. Orin Vale warned of foreign interference.\n' * 3
    )
    (tmp_path / "tiny.tsv").write_text(TINY)
    made = []
    for seed in ("1", "2"):
        command = [sys.executable, str(ROOT / "cli.py"), "analyze", "a.txt", "--lexicon", "tiny.tsv"]
        done = subprocess.run(
            command, capture_output=True, cwd=tmp_path, env={**os.environ, "PYTHONHASHSEED": seed}, check=True
        )
        made.append(done.stdout)
    assert made[0] == made[1]


def test_a_reader_that_goes_away_is_no_error(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Our sovereignty. " * 20_000)
    (tmp_path / "tiny.tsv").write_text(TINY)
    command = (
        f"{sys.executable} {ROOT / 'cli.py'} score a.txt --attribution none --lexicon tiny.tsv -f jsonl | head -c 10"
    )
    done = subprocess.run(["bash", "-c", f"set -o pipefail; {command}"], capture_output=True, text=True, cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
