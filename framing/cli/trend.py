"""`framing trend`: frames over time, and whether they changed."""

from __future__ import annotations

from typing import Annotated, Literal

import typer

from framing.cli.options import Output, study_options
from framing.cli.running import Threads, count_threads, run_long
from framing.cli.shared import ATTRIBUTING, COMPARING, READING, SCORING
from framing.cli.write import page_width, say, write_findings
from framing.settings import Settings

_OVER = Annotated[Literal["year", "month", "day"], typer.Option("--over", help="Shares of each.")]
_EVENT = Annotated[
    str, typer.Option("--event", help="Compare everybody before and from this date (2022-02-24).", metavar="DATE")
]
_SEGMENT = Annotated[int, typer.Option("--segment", help="Documents on either side of a change point.", min=2)]
_TABLE = Annotated[
    str, typer.Option("--table", help="Write this one table of the result (trends, changes, …).", metavar="NAME")
]
# Speakers are held against their own earlier selves, whatever years they cover.
_SHARED = tuple(name for name in COMPARING if name not in ("against", "periods", "strata"))


def register(app: typer.Typer) -> None:
    """Put the command into the app."""
    app.command("trend")(trend)


@study_options(*READING, *ATTRIBUTING, *SCORING, *_SHARED)
def trend(
    settings: Settings,
    output: Output,
    over: _OVER = "year",
    event: _EVENT = "",
    segment: _SEGMENT = 5,
    table: _TABLE = "",
    threads: Threads = None,
) -> None:
    """Follow frames over time: shares by period, trends, change points, before and after an event.

    json holds every table of the result; csv, jsonl and parquet the shares by period, or the table --table names.

    [bold]Examples[/bold]

    framing trend speeches.jsonl --over year

    framing trend speeches.jsonl --over month --event 2022-02-24 -o trend.json
    """
    from framing.chains.trend import trend_study
    from framing.opening import open_study
    from framing.report.comparison import title_frames
    from framing.report.times import format_trend

    opened = open_study(settings, threads=count_threads(threads))
    with run_long(opened.meter):
        found = trend_study(opened, over=over, event=event, segment=segment)
    write_findings(
        found,
        output,
        lambda tables, said: format_trend(title_frames(tables, opened.codebook), said, width=page_width(output)),
        table,
    )
    say(opened.notes)
