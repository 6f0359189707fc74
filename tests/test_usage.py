"""A value that an option cannot have is told in one sentence: the value, the rule, the remedy."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typer
from typer.testing import CliRunner

from framing.cli import app

# What Typer says by itself, in Python's terms.
OTHERS_WORDS = re.compile(r"Value error|Input should|is not one of|unable to parse|valid (integer|float)|in the range")


def commands(group: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Any]]:
    for name, command in group.commands.items():
        if hasattr(command, "commands"):
            yield from commands(command, (*path, name))
        else:
            yield (*path, name), command


def valued_options() -> list[tuple[tuple[str, ...], str, int]]:
    found = []
    for path, command in commands(typer.main.get_command(app)):
        needed = sum(p.param_type_name == "argument" and p.required for p in command.params)
        for parameter in command.params:
            if parameter.param_type_name == "option" and not parameter.is_flag and parameter.name != "help":
                found.append((path, max(parameter.opts, key=len), needed))
    return found


def said_of(*arguments: str) -> tuple[int, str]:
    result = CliRunner().invoke(app, list(arguments))
    return result.exit_code, " ".join(re.sub(r"[│╭╮╰╯─]", " ", result.output).split())


@pytest.mark.parametrize(("path", "option", "needed"), valued_options(), ids=lambda value: str(value))
def test_no_value_is_refused_in_typers_words(
    path: tuple[str, ...], option: str, needed: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    _, said = said_of(*path, *["none.txt"] * needed, option, "no-such-value")
    assert not OTHERS_WORDS.search(said), said


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["score", "--unit", "sentences"], "'sentences' is not known; choose passage, sentence, paragraph or document"),
        (["score", "--format", "xml"], "'xml' is not known; choose table, json, jsonl, csv or parquet"),
        (["score", "--engine", "it's"], '"it\'s" is not known; choose local or spark'),
        (
            ["score", "--polarity", "x"],
            "'x' is not known; choose affirmed, denied, opposed, hypothetical or questioned",
        ),
        (["score", "--threads", "two"], "'two' is not a whole number; write one in digits, such as 10"),
        (["score", "--threads", "0"], "0 is too small; give 1 or more"),
        (["compare", "--seed", "1.5"], "'1.5' is not a whole number; write one in digits, such as 10"),
    ],
)
def test_value_rule_and_remedy(arguments: list[str], sentence: str) -> None:
    command, *rest = arguments
    status, said = said_of(command, "a.txt", *rest)
    assert status == 2
    assert f"{rest[0]}" in said
    assert sentence in said


def test_a_settings_file_is_named(tmp_path: Path) -> None:
    (tmp_path / "own.toml").write_text('unit = "sentences"\n')
    result = CliRunner().invoke(app, ["score", "a.txt", "--config", str(tmp_path / "own.toml")])
    assert str(result.exception).endswith(
        "own.toml: unit 'sentences' is not known; choose passage, sentence, paragraph or document"
    )
