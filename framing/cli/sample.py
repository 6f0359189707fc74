"""`framing sample`: passages for hand coding, or a plan of how many."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from framing.cli.options import Output, study_options
from framing.cli.shared import ATTRIBUTING, READING, SCORING
from framing.cli.write import page_width, say, write_page, write_result
from framing.settings import Settings

_PANEL = "Sample"


class By(StrEnum):
    strata = "strata"
    random = "random"
    uncertainty = "uncertainty"


class Allocation(StrEnum):
    root = "root"
    proportional = "proportional"
    equal = "equal"
    optimal = "optimal"


def register(app: typer.Typer) -> None:
    """Put the command into the app."""
    app.command("sample")(sample)


@study_options(*READING, *ATTRIBUTING, *SCORING, "seed")
def sample(
    settings: Settings,
    output: Output,
    size: Annotated[int, typer.Option("--size", "-n", help="Passages to pick.", rich_help_panel=_PANEL)] = 200,
    by: Annotated[
        By,
        typer.Option(
            help="Strata of machine frame and speaker, random, or uncertainty (for training only).",
            rich_help_panel=_PANEL,
        ),
    ] = By.strata,
    allocation: Annotated[
        Allocation,
        typer.Option(
            help="Over strata: by the root of their size, proportional, equal, or optimal (needs probabilities).",
            rich_help_panel=_PANEL,
        ),
    ] = Allocation.root,
    coder: Annotated[
        list[str] | None,
        typer.Option(help="Who codes; may be repeated. Passages go to each in turn.", rich_help_panel=_PANEL),
    ] = None,
    overlap: Annotated[
        float, typer.Option(help="Share of the passages that all coders code.", rich_help_panel=_PANEL)
    ] = 0.2,
    blind: Annotated[
        bool, typer.Option("--blind", help="Hide speaker, date and reporter from the coders.", rich_help_panel=_PANEL)
    ] = False,
    plan: Annotated[
        bool, typer.Option("--plan", help="Show the errors to expect of 50 to 1600 codes.", rich_help_panel=_PANEL)
    ] = False,
    error: Annotated[
        float, typer.Option(help="For --plan: share of the machine's finds that are wrong.", rich_help_panel=_PANEL)
    ] = 0.2,
    pilot: Annotated[
        str,
        typer.Option(
            help="For --plan: hand codes to measure the machine's errors by, instead.",
            metavar="FILE",
            rich_help_panel=_PANEL,
        ),
    ] = "",
) -> None:
    """Pick passages for hand coding, with the probability by which each was picked.

    The sheet (csv) has an empty column a frame: write 1 where it is there and 0 where it is not. Filled, it is read by
    [bold]framing validate[/bold] and [bold]framing train[/bold].

    [bold]Examples[/bold]

    framing sample speeches.jsonl -n 300 --coder ana --coder boris -o sheet.csv

    framing sample speeches.jsonl --plan --pilot sheet.csv
    """
    from framing.chains.sampling import draw_sheet, plan_sample
    from framing.opening import open_study
    from framing.report.sampling import format_plan, format_sheet
    from framing.sample import Design

    design = Design(size, by.value, allocation.value, tuple(coder or ()), overlap)
    opened = open_study(settings)
    table = plan_sample(opened, design, error=error, pilot=pilot) if plan else draw_sheet(opened, design, blind=blind)
    if output.format == "table":
        write_page((format_plan if plan else format_sheet)(table, width=page_width(output)), output)
    elif output.format == "csv" and not plan:
        from framing.files.tables import write_sheet

        write_sheet(table, output.path)
    else:
        write_result([table], output)
    say(opened.notes)
