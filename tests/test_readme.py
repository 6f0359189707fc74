"""What the readme shows works as it stands: its commands, its settings file, its Python, and what CI takes from it.

`test_docs.py` reads the commands of every other page.
"""

import re
import shlex
from pathlib import Path

import pandas as pd
import pytest
from cli_kit import Runner, make_runner

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
NEWS = (
    "Foreign powers must stay out of our internal affairs, said Ada Brook, the foreign minister of Karsovia.\n\n"
    "Orin Vale warned of terrorism and called for stability in the region.\n"
)


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", README, flags=re.M | re.S)


def shown_commands() -> list[str]:
    lines = [line.partition(" #")[0].strip() for block in blocks("sh") for line in block.splitlines()]
    return [line for line in lines if line.startswith("framing ")]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes], tmp_path: Path) -> Runner:
    (tmp_path / "article.txt").write_text(NEWS)
    (tmp_path / "news").mkdir()
    (tmp_path / "news" / "one.txt").write_text(NEWS)
    said = {
        "Ada": "Our sovereignty comes first, and our independence.",
        "Orin": "The peace process in the region comes first.",
    }
    days = [f"2024-0{1 + number % 6}-1{number % 3}" for number in range(12)]
    rows = [f'{name},{day},{day},"{words}"' for day in days for name, words in said.items()]
    (tmp_path / "speeches.csv").write_text("name,date,day,speech\n" + "\n".join(rows) + "\n")
    (tmp_path / "speakers.csv").write_text("name,aliases,role,country\nAda Brook,Ada,foreign minister,Karsovia\n")
    monkeypatch.chdir(tmp_path)
    return make_runner(monkeypatch, capfdbinary)


def test_there_are_commands_to_try() -> None:
    assert len(shown_commands()) >= 7


@pytest.mark.parametrize("command", shown_commands())
def test_a_shown_command_works(command: str, run: Runner) -> None:
    done = run(*shlex.split(command)[1:])
    assert done.code == 0, done.err
    assert done.out or " -o " in command


def test_the_shown_settings_file_is_a_study(run: Runner) -> None:
    Path("framing.toml").write_text(blocks("toml")[0])
    done = run("compare")
    assert done.code == 0, done.err
    assert "Ada Brook" in done.out


def test_the_shown_python_scores() -> None:
    frame = pd.DataFrame({"name": ["Ada Brook"], "speech": ["We defend our sovereignty."]})
    names: dict[str, object] = {"frame": frame}
    exec(blocks("python")[0], names)
    assert names["scores"]["frames"].to_pylist() == [["sovereignty"]]  # type: ignore[index]


def test_the_shown_comparison_of_codes_prints(capsys: pytest.CaptureFixture[str]) -> None:
    exec("import framing\n" + blocks("python")[1], {})
    assert "sovereignty" in capsys.readouterr().out


def test_every_page_that_is_named_is_there() -> None:
    named = re.findall(r"\]\(([^)#]+)\)", README)
    assert len(named) > 8
    assert [name for name in named if not (ROOT / name).exists()] == []


def test_the_main_job_is_the_first_command(run: Runner, monkeypatch: pytest.MonkeyPatch) -> None:
    first = blocks("sh")[0].strip()
    install, _, command = first.rpartition(" && ")
    assert install == "python3 -m venv .venv && .venv/bin/pip install ."
    monkeypatch.chdir(ROOT)
    done = run(*shlex.split(command)[1:])
    assert done.code == 0, done.err
    assert "Invented for this project" in done.out


def test_ci_finds_the_test_command() -> None:
    second = blocks("sh")[1].strip()
    assert re.fullmatch(r"python3 -m venv .* -m pytest", second)
    assert "grep -m 1 -E '^python3 -m venv .* -m pytest$' README.md" in (ROOT / ".ci" / "run").read_text()
