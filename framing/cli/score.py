"""`framing score`: every passage with its frames, its speaker and the words behind them."""

from __future__ import annotations

import typer

from framing.cli.options import ATTRIBUTING, READING, SCORING, Output, study_options
from framing.cli.write import page_width, say, write_result
from framing.settings import Settings


def register(app: typer.Typer) -> None:
    """Put the command into the app."""
    app.command("score")(score)


@study_options(*READING, *ATTRIBUTING, *SCORING)
def score(settings: Settings, output: Output) -> None:
    """Score passages for frames: who says it, which frames, and which words.

    [bold]Examples[/bold]

    framing score article.txt

    framing score speeches.csv --speaker-column name --format jsonl -o scores.jsonl
    """
    from framing import study
    from framing.report.scores import format_scores

    opened = study.open_study(settings)
    scores = study.score_batches(opened)
    write_result(scores, output, lambda table: format_scores(table, opened.codebook, width=page_width(output)))
    say(opened.notes)
