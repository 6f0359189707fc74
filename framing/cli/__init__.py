"""The command line: a shell around `framing.study`. It parses, calls once and writes; it computes nothing."""

from __future__ import annotations

import os
import sys

import typer

from framing import __version__
from framing.cli import (
    analyze,
    codebook,
    compare,
    contrast,
    corpus,
    drift,
    duplicates,
    explain,
    kwic,
    lexicon,
    model,
    quotes,
    sample,
    score,
    train,
    trend,
    validate,
)
from framing.cli.usage import App
from framing.errors import FramingError, ReaderGone
from framing.machine import ALONE, on_compiling

app = App(
    name="framing",
    help="Who says what, in which frames, and how sure the difference between speakers is.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode="rich",
)
_ROOMS = (
    analyze,
    score,
    quotes,
    compare,
    contrast,
    trend,
    drift,
    duplicates,
    kwic,
    lexicon,
    train,
    model,
    codebook,
    corpus,
    sample,
    validate,
    explain,
)
for _room in _ROOMS:
    _room.register(app)


def _show_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"framing {__version__}")
        raise typer.Exit


@app.callback()
def _root(
    version: bool = typer.Option(False, "--version", callback=_show_version, is_eager=True, help="Show the version."),
) -> None:
    pass


def _say_compiling() -> None:
    sys.stderr.write("compiling the scanner for this machine, once: some twenty seconds\n")


def main() -> None:
    """Run the command line; a mendable error is one sentence on stderr and exit status 1."""
    os.environ.setdefault(ALONE, "1")  # numba need not load SciPy, nor Arrow pandas
    on_compiling(_say_compiling)
    try:
        app()
    except FramingError as error:
        sys.stderr.write(f"framing: {error}\n")
        sys.exit(1)
    except ReaderGone:
        # Python must not complain at exit that it cannot flush.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
    except Exception as error:
        # Ours to mend: said in a sentence, with the traceback for whoever reports it.
        if os.environ.get("FRAMING_TRACEBACK"):
            raise
        kind = type(error).__name__
        sys.stderr.write(f"framing: an error of the program itself ({kind}: {error}); nothing unfinished was written. ")
        sys.stderr.write("Please report it with what FRAMING_TRACEBACK=1 shows.\n")
        sys.exit(1)
    except KeyboardInterrupt:
        sys.stderr.write("framing: stopped by the user; nothing unfinished was written\n")
        sys.exit(130)
