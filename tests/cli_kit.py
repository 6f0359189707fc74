"""Runs the command line inside the test process: arguments in, exit status and what was printed out."""

import io
import sys
from collections.abc import Callable
from dataclasses import dataclass

import pytest

from framing.cli import main

# A small lexicon for tests of the shell: the shipped ones are tested where they are read.
TINY = "frame\tentry\nsovereignty\tsovereignty\nexternal_interference\tforeign interference\n"


@dataclass(frozen=True)
class Done:
    """What a command left: exit status, standard output, standard error."""

    code: int
    out: str
    err: str


Runner = Callable[..., Done]


def make_runner(monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes]) -> Runner:
    """A function `run(*arguments, stdin=b"")`."""

    def run(*arguments: object, stdin: bytes = b"") -> Done:
        monkeypatch.setattr(sys, "argv", ["framing", *map(str, arguments)])
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin)))
        capfdbinary.readouterr()
        code = 0
        try:
            main()
        except SystemExit as stop:
            code = int(stop.code or 0)
        out, err = capfdbinary.readouterr()
        return Done(code, out.decode(), err.decode())

    return run
