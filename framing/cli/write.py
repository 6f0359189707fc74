"""What every command does at the end: write the result whole, and say on stderr what was guessed and skipped.

In: tables and an Output. Out: bytes on stdout or in a file. The only place, with `__init__`, that prints.
"""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import typer

from framing.cli.options import Output
from framing.errors import ReaderGone

if TYPE_CHECKING:
    import pyarrow as pa

    from framing.chains.findings import Findings

# What a page is folded to when its reader's terminal is unknown.
_PLAIN_WIDTH = 100


def write_result(tables: Iterable[pa.Table], output: Output, render: Callable[[pa.Table], str] | None = None) -> None:
    """Write tables of one schema as one result; `render` makes the page for people (default: an aligned table)."""
    if output.format == "table":
        import pyarrow as pa

        table = pa.concat_tables(list(tables))
        write_page(render(table) if render else _as_page(table), output)
        return
    from framing.files.tables import write_tables

    write_tables(tables, output.path, output.format)


def write_findings(
    findings: Findings, output: Output, render: Callable[[Mapping[str, pa.Table], Sequence[str]], str], table: str = ""
) -> None:
    """Write a result of several tables: as a page, as one JSON object, or one of its tables in the other formats."""
    if table:
        write_result([findings.table(table)], output)
    elif output.format == "table":
        write_page(render(findings.tables, findings.remarks), output)
    elif output.format == "json":
        from framing.files.bundle import write_bundle

        write_bundle(findings.tables, output.path, remarks=findings.remarks, choices=findings.choices)
    else:
        write_result([findings.table()], output)
        # A bare table says nothing of what it assumes.
        say(findings.remarks)


def write_page(page: str, output: Output) -> None:
    """Write a page of text."""
    if output.to_stdout:
        try:
            typer.echo(page)
        except BrokenPipeError:
            raise ReaderGone from None
        return
    from framing.files.output import write_text

    write_text(page + "\n", output.path)


@contextmanager
def show_progress() -> Iterator[Callable[[str, int, int], None]]:
    """A bar on stderr, moved by `progress(step, done, total)`; nothing where stderr is no terminal."""
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), disable=not sys.stderr.isatty(), transient=True) as bars:
        tasks: dict[str, Any] = {}

        def move(step: str, done: int, total: int) -> None:
            if step not in tasks:
                tasks[step] = bars.add_task(step, total=total)
            bars.update(tasks[step], completed=done, total=total)

        yield move


def page_width(output: Output) -> int:
    """Cells that a line may take: the terminal's, or 100 in files and pipes."""
    return shutil.get_terminal_size().columns if output.to_stdout and sys.stdout.isatty() else _PLAIN_WIDTH


def in_colour(output: Output) -> bool:
    """True where the page goes to a terminal that shows colours."""
    import os

    plain = os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb"
    return output.to_stdout and sys.stdout.isatty() and not plain


def say(notes: Iterable[str]) -> None:
    """Notes on stderr, one a line, each once."""
    for note in dict.fromkeys(notes):
        typer.echo(note, err=True)


def _as_page(table: pa.Table) -> str:
    from framing.report.tables import format_table

    return format_table(table, width=page_width(Output(None, "table")))
