"""`framing drift`: the same claim in several accounts of one event, and in whose mouth each puts it."""

from __future__ import annotations

from typing import Annotated

import typer

from framing.cli.options import Output, study_options
from framing.cli.shared import ATTRIBUTING, READING
from framing.cli.write import page_width, say, write_findings
from framing.settings import Settings

_THRESHOLD = Annotated[
    float, typer.Option("--threshold", help="Similarity from which two sentences count as one claim, 0 to 1.")
]


def register(app: typer.Typer) -> None:
    """Put the command into the app."""
    app.command("drift")(drift)


@study_options(*READING, *ATTRIBUTING)
def drift(settings: Settings, output: Output, threshold: _THRESHOLD = 0.3) -> None:
    """Align several accounts of one event: the same claim, and who is said to have made it in each.

    Each document is an account. A row is a sentence; sentences that say the same have one claim number.

    [bold]Examples[/bold]

    framing drift agency.txt ministry.txt paper.txt

    framing drift accounts.jsonl --speakers people.csv -o drift.csv
    """
    from framing.chains.drift import find_drift
    from framing.opening import open_study
    from framing.report.drift import format_drift

    opened = open_study(settings)
    found = find_drift(opened, threshold=threshold)
    write_findings(found, output, lambda tables, said: format_drift(tables, said, width=page_width(output)))
    say(opened.notes)
