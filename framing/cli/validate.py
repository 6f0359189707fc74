"""`framing validate`: how good codes are, and shares corrected by them."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from framing.cli.options import Output, study_options
from framing.cli.shared import ATTRIBUTING, READING, SCORING
from framing.cli.write import page_width, say, write_page, write_result
from framing.errors import FramingError
from framing.settings import Settings

_PANEL = "Validation"


class Table(StrEnum):
    agreement = "agreement"
    coders = "coders"
    accuracy = "accuracy"
    errors = "errors"
    shares = "shares"
    differences = "differences"


def register(app: typer.Typer) -> None:
    """Put the command into the app."""
    app.command("validate")(validate)


@study_options(
    *READING,
    *ATTRIBUTING,
    *SCORING,
    "by",
    "only",
    "draws",
    "seed",
    inputs_help="Hand codes (csv, tsv, jsonl, json, parquet), such as filled sheets; a file a coder, or all in one.",
)
def validate(
    settings: Settings,
    output: Output,
    group: Annotated[
        list[str] | None,
        typer.Option(
            help="Column of the hand codes whose groups are told apart; may be repeated. Default: speaker, source, "
            "language.",
            rich_help_panel=_PANEL,
        ),
    ] = None,
    texts: Annotated[
        list[str] | None,
        typer.Option(
            help="Texts in which the coded passages stand, where the hand codes hold no text; may be repeated.",
            metavar="TEXTS",
            rich_help_panel=_PANEL,
        ),
    ] = None,
    shares: Annotated[
        list[str] | None,
        typer.Option(
            help="Texts that the hand codes were sampled from: their shares (by --by) are corrected; may be repeated.",
            metavar="TEXTS",
            rich_help_panel=_PANEL,
        ),
    ] = None,
    table: Annotated[
        Table, typer.Option(help="Which table other formats than table hold.", rich_help_panel=_PANEL)
    ] = Table.accuracy,
) -> None:
    """Hold hand codes, such as filled sheets of [bold]framing sample[/bold], against each other and against a machine.

    Coders against coders where there are several; the lexicons (or --method classifier, or --method codes --codes FILE)
    against the hand codes; and with --shares TEXTS the speakers' shares corrected for the machine's errors.

    [bold]Examples[/bold]

    framing validate ana.csv boris.csv

    framing validate coded.jsonl --method codes --codes answers.jsonl --group source

    framing validate codes.csv --texts speeches.jsonl

    framing validate sheet.csv --shares speeches.jsonl --by speaker
    """
    from framing.chains.validation import validate_codes
    from framing.opening import open_study
    from framing.report.validation import format_validation

    opened = open_study(settings)
    result = validate_codes(opened, by=group or (), texts=texts or (), shares=shares or ())
    if output.format == "table":
        write_page(format_validation(result.tables, result.remarks, width=page_width(output)), output)
    elif table.value in result.tables:
        write_result([result.tables[table.value]], output)
        say(result.remarks)
    else:
        raise FramingError(
            f"there is no table '{table.value}' here; there are {', '.join(result.tables) or 'none'} (agreement needs "
            "two coders, accuracy texts or --codes, shares --shares TEXTS)"
        )
    say(opened.notes)
