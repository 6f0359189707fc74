"""`framing explain`: the words behind a probability, the features of a model, and what to read next."""

from __future__ import annotations

from typing import Annotated

import typer

from framing.cli.options import Output, study_options
from framing.cli.shared import ATTRIBUTING, READING, SCORING
from framing.cli.write import page_width, say, write_page, write_result
from framing.settings import Settings

_PANEL = "Explanation"


def register(app: typer.Typer) -> None:
    """Put the command into the app."""
    app.command("explain")(explain)


@study_options(*READING, *ATTRIBUTING, *SCORING, may_lack_inputs=True)
def explain(
    settings: Settings,
    output: Output,
    disagree: Annotated[
        bool, typer.Option("--disagree", help="List where lexicons and classifier disagree.", rich_help_panel=_PANEL)
    ] = False,
    frame: Annotated[str, typer.Option("--frame", help="This frame only.", rich_help_panel=_PANEL)] = "",
    passage: Annotated[
        str, typer.Option("--passage", help="This passage only, by its id.", rich_help_panel=_PANEL, metavar="ID")
    ] = "",
    most: Annotated[
        int, typer.Option("--most", min=1, help="Passages, features or disagreements to show.", rich_help_panel=_PANEL)
    ] = 20,
    words: Annotated[
        int, typer.Option("--words", min=1, help="Words or phrases of each frame.", rich_help_panel=_PANEL)
    ] = 8,
) -> None:
    """Show why the classifier finds a frame: the words that push each probability, up or down.

    With texts: what leaving out each word does. With --disagree: where lexicons and classifier part, sorted by how
    much. Without texts: the strongest features of the model.

    [bold]Examples[/bold]

    framing explain article.txt --frame sovereignty

    framing explain speeches.jsonl --disagree --most 50 -o reading.csv

    framing explain --most 30
    """
    from framing.chains import explaining
    from framing.report.explaining import format_disagreements, format_explained, format_features

    opened = explaining.open_explained(settings)
    if not settings.inputs:
        table, page = explaining.list_features(opened, frame=frame, most=most), format_features
    elif disagree:
        table, page = explaining.list_disagreements(opened, frame=frame, most=most), format_disagreements
    else:
        table = explaining.explain_texts(opened, passage=passage, frame=frame, most=most, words=words)
        page = format_explained
    if output.format == "table":
        write_page(page(table, width=page_width(output)), output)
    else:
        write_result([table], output)
    say(opened.notes)
