"""`framing analyze`: the whole chain on new text, as a page to read."""

from __future__ import annotations

import typer

from framing.cli.options import Output, study_options
from framing.cli.shared import ATTRIBUTING, COMPARING, READING, SCORING
from framing.cli.write import in_colour, page_width, say, write_page, write_result
from framing.settings import Settings


def register(app: typer.Typer) -> None:
    """Put the command into the app."""
    app.command("analyze")(analyze)


@study_options(*READING, *ATTRIBUTING, *SCORING, *COMPARING)
def analyze(settings: Settings, output: Output) -> None:
    """Read new text: who says what, in which frames, in whose words, and how the speakers differ.

    Other formats than table hold the scored passages.

    [bold]Examples[/bold]

    framing analyze article.txt

    framing analyze news/ --speakers people.csv -o page.txt
    """
    from framing.chains.repetition import analyze_once
    from framing.opening import open_study
    from framing.report.page import format_page

    opened = open_study(settings)
    analysis = analyze_once(opened)
    if output.format == "table":
        page = format_page(analysis, opened.codebook, width=page_width(output), colour=in_colour(output))
        write_page(page, output)
    else:
        write_result([analysis.scores], output)
    say(opened.notes)
