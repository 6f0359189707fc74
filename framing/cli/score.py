"""`framing score`: every passage with its frames, its speaker and the words behind them."""

from __future__ import annotations

import typer

from framing.cli.options import Output, study_options
from framing.cli.running import Engine, Master, Resume, Threads, count_threads, run_long, score_on_spark
from framing.cli.shared import ATTRIBUTING, READING, SCORING
from framing.cli.write import page_width, say, write_result
from framing.settings import Settings


def register(app: typer.Typer) -> None:
    """Put the command into the app."""
    app.command("score")(score)


@study_options(*READING, *ATTRIBUTING, *SCORING)
def score(
    settings: Settings,
    output: Output,
    threads: Threads = None,
    resume: Resume = False,
    engine: Engine = "local",
    master: Master = "local[*]",
) -> None:
    """Score passages for frames: who says it, which frames, and which words.

    [bold]Examples[/bold]

    framing score article.txt

    framing score speeches.csv --speaker-column name --format jsonl -o scores.jsonl

    framing score corpus/ -o scores.parquet --resume

    framing score 'hdfs:///corpus/*.parquet' --engine spark --master yarn -o scores.parquet
    """
    if engine == "spark":
        score_on_spark(settings, output, master)
        return
    from framing import opening, study
    from framing.chains import volume
    from framing.report.scores import format_scores

    if resume:
        volume.check_resumable(settings.inputs, output.path, output.format)
    opened = opening.open_study(settings, threads=count_threads(threads))
    with run_long(opened.meter):
        if output.path is not None and volume.can_grow(output.path, output.format):
            volume.score_to_file(opened, output.path, output.format, resume=resume)
        else:
            scores = study.score_batches(opened)
            write_result(scores, output, lambda table: format_scores(table, opened.codebook, width=page_width(output)))
    say(opened.notes)
