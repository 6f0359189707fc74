"""Commands that the pages and the help texts show can be read by the command line: commands, options, values exist.

Nothing is executed. `test_readme.py` runs the readme's commands as they stand.
"""

import re
import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typer

from framing.cli import app

ROOT = Path(__file__).resolve().parent.parent
PAGES = [*sorted((ROOT / "docs").glob("*.md")), *(ROOT / p for p in ("README.md", "data/sample/README.md"))]
PAGES.append(ROOT / "lexicons" / "README.md")
TOP: Any = typer.main.get_command(app)


def command_lines(text: str) -> list[str]:
    """The `framing …` commands of a shell block or an indented block: continued lines joined, `cd … &&` taken off."""
    shell = "\n".join(re.findall(r"^```sh\n(.*?)^```", text, flags=re.M | re.S))
    indented = "\n".join(re.findall(r"^ {4}(.*)$", re.sub(r"^```.*?^```", "", text, flags=re.M | re.S), flags=re.M))
    lines = f"{shell}\n{indented}".replace("\\\n", " ").splitlines()
    parts = [part.strip() for line in lines for part in re.split(r"&&|\|", line.partition(" #")[0])]
    return [re.sub(r"^\S*/framing ", "framing ", part) for part in parts if re.match(r"(\S*/)?framing ", part)]


def inline_commands(text: str) -> list[str]:
    """What stands as `framing …` inside a sentence; it may leave out what it is about."""
    prose = re.sub(r"^```.*?^```", "", text, flags=re.M | re.S)
    return [" ".join(found.split()) for found in re.findall(r"`(framing [a-z][^`]*)`", prose)]


def find_command(words: list[str]) -> tuple[Any, list[str]]:
    """The command that words name, and the words behind its name."""
    command, rest = TOP, words
    while hasattr(command, "commands") and rest and not rest[0].startswith("-"):
        assert rest[0] in command.commands, f"there is no command '{rest[0]}' in: framing {' '.join(words)}"
        command, rest = command.commands[rest[0]], rest[1:]
    return command, rest


def parse(line: str) -> None:
    """Raises where the command line would answer with a usage error."""
    command, rest = find_command(shlex.split(line)[1:])
    command.make_context(command.name, rest)


def every_command(group: Any = TOP, path: str = "framing") -> Iterator[tuple[str, Any]]:
    for name, command in group.commands.items():
        if hasattr(command, "commands"):
            yield from every_command(command, f"{path} {name}")
        else:
            yield f"{path} {name}", command


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_shown_commands_can_be_read(page: Path) -> None:
    for line in command_lines(page.read_text(encoding="utf-8")):
        parse(line)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_commands_in_sentences_exist_with_their_options(page: Path) -> None:
    for line in inline_commands(page.read_text(encoding="utf-8")):
        if "COMMAND" in line:
            continue
        command, rest = find_command(shlex.split(line)[1:])
        known = {flag for parameter in command.params for flag in (*parameter.opts, *parameter.secondary_opts)}
        assert {word for word in rest if word.startswith("--")} <= known | {"--help"}, line


@pytest.mark.parametrize(("path", "command"), list(every_command()), ids=str)
def test_the_examples_of_a_help_text_can_be_read(path: str, command: Any) -> None:
    examples = [" ".join(part.split()) for part in command.help.split("\n\n") if part.strip().startswith("framing ")]
    assert examples, f"{path} --help shows no example"
    assert all(example.startswith(path) for example in examples)
    for example in examples:
        parse(example)


def test_the_pages_show_commands() -> None:
    found = {page.name: len(command_lines(page.read_text(encoding="utf-8"))) for page in PAGES}
    assert found["attribution.md"] >= 4
    assert found["worked-example.md"] >= 4
    assert found["validation.md"] >= 7


@pytest.mark.parametrize(
    "line",
    [
        "framing scoer a.txt",
        "framing score a.txt --lexcon en",
        "framing score --unit verse a",
        "framing quotes a --attribute-to holder",
    ],
)
def test_a_slip_is_seen(line: str) -> None:
    with pytest.raises(Exception, match=r"no command|No such option|verse"):
        parse(line)


def test_the_shown_python_of_codes_and_comparisons_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    frame = {"speaker": [*"AABB"], "document_id": [*"abcd"], "sovereignty": [1, 0, 1, 1], "stability": [0, 1, 0, 1]}
    for page in ("corpus.md", "comparison.md"):
        for block in re.findall(r"^```python\n(.*?)^```", (ROOT / "docs" / page).read_text("utf-8"), flags=re.M | re.S):
            exec(block, {"df": frame})
    assert ",10,37,27," in Path("my-codes.csv").read_text("utf-8")
