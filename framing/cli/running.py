"""What commands share that run long: how many threads, whether to resume, and a progress bar.

In: options and a Meter. Out: a bar on a terminal's stderr, from the third second on; nothing in files and pipes.
"""

from __future__ import annotations

import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from framing.cli.startup import return_memory

if TYPE_CHECKING:
    from framing.cli.options import Output
    from framing.progress import Meter
    from framing.settings import Settings

_PANEL = "Running"
Threads = Annotated[
    int | None,
    typer.Option("--threads", min=1, help="Threads, and processes for parsing. Default: all.", rich_help_panel=_PANEL),
]
Resume = Annotated[
    bool,
    typer.Option("--resume", help="Go on where a run that was ended left off.", rich_help_panel=_PANEL),
]
Engine = Annotated[
    Literal["local", "spark"],
    typer.Option("--engine", help="Where to run: in this process, or on Spark (an extra).", rich_help_panel=_PANEL),
]
Master = Annotated[
    str,
    typer.Option("--master", help="Spark's master: local[2], spark://host:7077, yarn …", rich_help_panel=_PANEL),
]
# A run that is over sooner needs no bar.
_SECONDS_BEFORE, _SECONDS_BETWEEN = 2.0, 0.5


def score_on_spark(settings: Settings, output: Output, master: str) -> None:
    """Score on Spark: Parquet is written by the cluster as a folder of parts, other formats by this process."""
    from framing.cli.write import write_result
    from framing.engines import spark

    if output.path is None:
        raise typer.BadParameter("the engine spark writes no page; name an --output", param_hint="--output")
    scored = spark.score_documents(spark.read_frame(spark.start_session(master), settings.inputs), settings)
    if output.format == "parquet":
        spark.write_frame(scored, str(output.path))
    else:
        write_result([spark.collect(scored)], output)


def count_threads(given: int | None) -> int:
    """As many as were asked for, or one for each processor."""
    from framing.parallel import count_cores

    return given or count_cores()


@contextmanager
def run_long(meter: Meter) -> Iterator[None]:
    """A run over much: memory goes back when it is freed, and progress is shown, while the block runs."""
    return_memory()
    with show_progress(meter):
        yield


@contextmanager
def show_progress(meter: Meter) -> Iterator[None]:
    """A bar with passages, rate and time left while the block runs."""
    if not sys.stderr.isatty():
        yield
        return
    over = threading.Event()
    shown = threading.Thread(target=_show, args=(meter, over), daemon=True)
    shown.start()
    try:
        yield
    finally:
        over.set()
        shown.join()


def _show(meter: Meter, over: threading.Event) -> None:
    if over.wait(_SECONDS_BEFORE):
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

    columns = (BarColumn(), TaskProgressColumn(), TextColumn("{task.description}"), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=1.0)
        seconds = _SECONDS_BEFORE
        while not over.wait(_SECONDS_BETWEEN):
            seconds += _SECONDS_BETWEEN
            rate = meter.passages / seconds
            bar.update(task, completed=meter.share, description=f"{meter.passages:,} passages, {rate:,.0f}/s, left")
