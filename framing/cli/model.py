"""`framing model …`: the trained classifiers, their cards and what they hold."""

from __future__ import annotations

from typing import Annotated

import typer

from framing.cli.options import Output, output_options
from framing.cli.usage import App
from framing.cli.write import page_width, write_page, write_result

model_app = App(no_args_is_help=True, help="List models, and show their cards.", rich_markup_mode="rich")


def register(app: typer.Typer) -> None:
    """Put the commands into the app."""
    app.add_typer(model_app, name="model")


@model_app.command("list")
@output_options
def list_models(output: Output) -> None:
    """List the models that ship: what they read, what they learned from, how good they are.

    [bold]Example[/bold]

    framing model list
    """
    from framing.files.models import read_model, shipped_models
    from framing.report.cards import cards_table

    cards = {path.stem: dict(read_model(path)[0]["card"]) for path in shipped_models()}
    write_result([cards_table(cards)], output)


@model_app.command("show")
@output_options
def show_model(
    output: Output,
    name: Annotated[str, typer.Argument(help="A shipped model or a file. Default: the default model.")] = "",
) -> None:
    """Show the card of a model: data, scores by frame, language and source with intervals, reliability, weaknesses.

    json gives the card as it is; the other formats its table of scores.

    [bold]Example[/bold]

    framing model show frames
    """
    from framing.files.models import find_model, read_model
    from framing.files.output import write_text
    from framing.report.cards import card_json, scores_table
    from framing.report.training import format_card

    card = dict(read_model(find_model(name))[0]["card"])
    if output.format == "table":
        write_page(format_card(card, width=page_width(output)), output)
    elif output.format == "json":
        write_text(card_json(card) + "\n", output.path)
    else:
        write_result([scores_table(card)], output)
