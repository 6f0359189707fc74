"""`framing duplicates`: near-copies among documents or passages."""

from __future__ import annotations

from typing import Annotated, Literal

import typer

from framing.cli.options import Output, study_options
from framing.cli.shared import ATTRIBUTING, READING
from framing.cli.write import page_width, say, write_findings
from framing.settings import Settings

_OF = Annotated[Literal["documents", "passages"], typer.Option("--of", help="What may be a copy.")]
_THRESHOLD = Annotated[
    float, typer.Option("--threshold", help="Share of runs of words that copies have in common (Jaccard).")
]
_RUN = Annotated[int, typer.Option("--run", help="Words a run.", min=1, max=20)]
_TABLE = Annotated[str, typer.Option("--table", help="Write this one table (pairs, copies).", metavar="NAME")]


def register(app: typer.Typer) -> None:
    """Put the command into the app."""
    app.command("duplicates")(duplicates)


@study_options(*READING, *ATTRIBUTING, "unit", "seed")
def duplicates(
    settings: Settings,
    output: Output,
    of: _OF = "documents",
    threshold: _THRESHOLD = 0.7,
    run: _RUN = 5,
    table: _TABLE = "",
) -> None:
    """Find near-copies: wire copies, repeated readouts. Candidates by MinHash, each pair then checked exactly.

    csv, jsonl and parquet hold the pairs with their overlap, or the table that --table names.

    [bold]Examples[/bold]

    framing duplicates news/

    framing duplicates news/ --of passages --threshold 0.8 -o copies.csv
    """
    from framing.chains.repetition import list_copies
    from framing.opening import open_study
    from framing.report.repetition import format_copies

    opened = open_study(settings)
    found = list_copies(opened, of, threshold=threshold, shingle=run)
    write_findings(found, output, lambda tables, said: format_copies(tables, said, width=page_width(output)), table)
    say(opened.notes)
