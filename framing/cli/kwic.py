"""`framing kwic`: a word, a phrase or a frame's hits in their context."""

from __future__ import annotations

from typing import Annotated

import typer

from framing.cli.options import Output, study_options
from framing.cli.shared import ATTRIBUTING, READING, SCORING
from framing.cli.write import page_width, say, write_result
from framing.settings import Settings

_PATTERN = Annotated[
    list[str] | None,
    typer.Option(
        "--pattern", "-p", help="Words to find (`foreign forc*`, `respect <=3 sovereignty`); may be repeated."
    ),
]
_FRAME = Annotated[str | None, typer.Option("--frame", help="Show the hits of this frame; `all` for every frame.")]
_WINDOW = Annotated[int, typer.Option("--window", help="Characters of context on each side.", min=5)]


def register(app: typer.Typer) -> None:
    """Put the command into the app."""
    app.command("kwic")(kwic)


@study_options(*READING, *ATTRIBUTING, *SCORING)
def kwic(
    settings: Settings, output: Output, pattern: _PATTERN = None, frame: _FRAME = None, window: _WINDOW = 50
) -> None:
    """Show a keyword, or the hits of a frame, in context with the speaker.

    [bold]Examples[/bold]

    framing kwic article.txt --pattern "external forc*"

    framing kwic speeches.jsonl --frame sovereignty
    """
    from framing import opening, study
    from framing.report.concordance import format_concordance

    if not pattern and not frame:
        raise typer.BadParameter("give --pattern or --frame")
    opened = opening.open_study(settings)
    lines = study.concordance_batches(opened, patterns=pattern or (), frame=frame or "", window=window)
    write_result(lines, output, lambda table: format_concordance(table, width=page_width(output)))
    say(opened.notes)
