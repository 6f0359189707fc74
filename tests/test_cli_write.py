"""What goes to a terminal and what to a file: width and colours."""

import os
import sys
from pathlib import Path

import pytest

from framing.cli.options import Output
from framing.cli.write import in_colour, page_width

SCREEN, FILE = Output(None, "table"), Output(Path("x.txt"), "table")


@pytest.fixture
def terminal(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True, raising=False)
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("COLUMNS", "72")
    return monkeypatch


def test_colours_and_width_of_a_terminal(terminal: pytest.MonkeyPatch) -> None:
    assert (in_colour(SCREEN), page_width(SCREEN)) == (True, 72)
    assert (in_colour(FILE), page_width(FILE)) == (False, 100)


@pytest.mark.parametrize(("name", "value", "colour"), [("NO_COLOR", "1", False), ("TERM", "dumb", False)])
def test_a_user_may_want_no_colours(name: str, value: str, colour: bool, terminal: pytest.MonkeyPatch) -> None:
    terminal.setenv(name, value)
    assert in_colour(SCREEN) is colour


def test_an_empty_no_color_is_none(terminal: pytest.MonkeyPatch) -> None:
    terminal.setenv("NO_COLOR", "")
    assert in_colour(SCREEN) is True
    assert os.environ["NO_COLOR"] == ""


def test_a_pipe_has_neither(terminal: pytest.MonkeyPatch) -> None:
    terminal.setattr(sys.stdout, "isatty", lambda: False, raising=False)
    assert (in_colour(SCREEN), page_width(SCREEN)) == (False, 100)
