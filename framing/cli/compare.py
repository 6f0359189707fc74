"""`framing compare`: how speakers (or any groups) differ in their frames, and how sure that is."""

from __future__ import annotations

from typing import Annotated

import typer

from framing.cli.options import Output, study_options
from framing.cli.running import Threads, count_threads, run_long
from framing.cli.shared import ATTRIBUTING, COMPARING, READING, SCORING
from framing.cli.write import page_width, say, write_findings
from framing.settings import Settings

_ENTRIES = Annotated[bool, typer.Option("--words", help="Show which words make each distance.")]
_TOGETHER = Annotated[bool, typer.Option("--together", help="Show which frames come together, and for whom.")]
_COVARIATES = Annotated[
    str,
    typer.Option("--covariates", help="Columns held equal in a logistic regression (source,genre).", metavar="COLUMNS"),
]
_NUMERIC = Annotated[
    str, typer.Option("--numeric", help="Covariates that are numbers, such as year.", metavar="COLUMNS")
]
_LEAVE_OUT = Annotated[
    str,
    typer.Option("--leave-out", help="Do the regression again without each value of this column.", metavar="COLUMN"),
]
_TABLE = Annotated[
    str, typer.Option("--table", help="Write this one table of the result (distances, frames, …).", metavar="NAME")
]


def register(app: typer.Typer) -> None:
    """Put the command into the app."""
    app.command("compare")(compare)


@study_options(*READING, *ATTRIBUTING, *SCORING, *COMPARING)
def compare(
    settings: Settings,
    output: Output,
    words: _ENTRIES = False,
    together: _TOGETHER = False,
    covariates: _COVARIATES = "",
    numeric: _NUMERIC = "",
    leave_out: _LEAVE_OUT = "",
    table: _TABLE = "",
    threads: Threads = None,
) -> None:
    """Compare speakers' frames: shares with intervals over documents, tests, distances, and what makes them.

    json holds every table of the result; csv, jsonl and parquet the comparison, one row a pair of speakers and frame,
    or the one that --table names.

    [bold]Examples[/bold]

    framing compare speeches.jsonl --by speaker --only "Anna Berg" --only "Olga Stein" --words

    framing compare speeches.jsonl --by country,year --measure composition --periods all --seed 7 -o compare.json

    framing compare speeches.jsonl --covariates source,genre --numeric year --leave-out source
    """
    from framing.chains.comparison import Beside, compare_study
    from framing.opening import open_study
    from framing.report.beside import format_findings
    from framing.report.comparison import title_frames

    opened = open_study(settings, threads=count_threads(threads))
    beside = Beside(words, together, _names(covariates), _names(numeric), leave_out)
    with run_long(opened.meter):
        found = compare_study(opened, beside)
    write_findings(
        found,
        output,
        lambda tables, said: format_findings(title_frames(tables, opened.codebook), said, width=page_width(output)),
        table,
    )
    say(opened.notes)


def _names(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(",") if part.strip())
