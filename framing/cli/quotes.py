"""`framing quotes`: every attribution, one row for each level of nesting."""

from __future__ import annotations

from typing import Annotated

import typer

from framing.cli.options import Output, study_options
from framing.cli.shared import ATTRIBUTING, READING
from framing.cli.write import page_width, say, write_result
from framing.settings import Settings

_EXPLAIN = Annotated[
    bool, typer.Option("--explain", help="Show the rule and the cue behind each attribution, and its words.")
]


def register(app: typer.Typer) -> None:
    """Put the command into the app."""
    app.command("quotes")(quotes)


@study_options(*READING, *(name for name in ATTRIBUTING if name != "attribute_to"))  # no quote hangs on it
def quotes(settings: Settings, output: Output, explain: _EXPLAIN = False) -> None:
    """Find who says what: reported speech, direct and indirect, with its cue and its chain.

    [bold]Examples[/bold]

    framing quotes article.txt

    framing quotes news/ --speakers people.csv --format jsonl -o quotes.jsonl

    framing quotes news/ --explain -o quotes.csv

    framing quotes news/ --attributions corrected.csv
    """
    from framing import opening, study
    from framing.report.quotes import format_quotes

    opened = opening.open_study(settings)
    found = study.quote_batches(opened, with_words=explain or output.format == "table", explain=explain)
    write_result(found, output, lambda table: format_quotes(table, width=page_width(output), explain=explain))
    say(opened.notes)
