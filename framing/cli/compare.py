"""`framing compare`: how speakers (or any groups) differ in their frames, and how sure that is."""

from __future__ import annotations

import typer

from framing.cli.options import ATTRIBUTING, COMPARING, READING, SCORING, Output, study_options
from framing.cli.write import page_width, say, write_page, write_result
from framing.settings import Settings


def register(app: typer.Typer) -> None:
    """Put the command into the app."""
    app.command("compare")(compare)


@study_options(*READING, *ATTRIBUTING, *SCORING, *COMPARING)
def compare(settings: Settings, output: Output) -> None:
    """Compare speakers' frames: shares with intervals over documents, tests, distances.

    Other formats than table hold the comparison, one row a pair of speakers and frame.

    [bold]Examples[/bold]

    framing compare speeches.jsonl --by speaker

    framing compare speeches.jsonl --by country --measure composition --seed 7 -o compare.csv
    """
    from framing import study
    from framing.report.comparison import format_comparison

    opened = study.open_study(settings)
    result = study.compare_groups(opened)
    if output.format == "table":
        write_page(format_comparison(result, width=page_width(output)), output)
    else:
        write_result([result.comparison], output)
    say(opened.notes)
