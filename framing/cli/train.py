"""`framing train`: a classifier for your own codes, with its card."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from framing.cli.options import Output, study_options
from framing.cli.write import page_width, say, show_progress, write_findings
from framing.errors import FramingError
from framing.settings import Settings

_PANEL = "Training"


class Feature(StrEnum):
    words = "words"
    characters = "characters"
    lexicon = "lexicon"
    embeddings = "embeddings"


def register(app: typer.Typer) -> None:
    """Put the command into the app."""
    app.command("train")(train)


@study_options(
    "codebook", "lexicons", "seed", inputs_help="Hand codes (csv, tsv, jsonl, json, parquet), such as filled sheets."
)
def train(
    settings: Settings,
    output: Output,
    save: Annotated[
        Path | None, typer.Option("--save", help="Write the model here.", metavar="FILE.model", rich_help_panel=_PANEL)
    ] = None,
    features: Annotated[
        list[Feature] | None,
        typer.Option("--features", help="May be repeated. Default: all four.", rich_help_panel=_PANEL),
    ] = None,
    folds: Annotated[int, typer.Option(help="Folds of the outer cross-validation.", rich_help_panel=_PANEL)] = 5,
    leave_out: Annotated[
        list[str] | None,
        typer.Option(
            help="Column (source, speaker, language): also hold out each of its values. May be repeated.",
            metavar="COLUMN",
            rich_help_panel=_PANEL,
        ),
    ] = None,
    without: Annotated[
        list[str] | None,
        typer.Option(
            help="Measure on passages where COLUMN is VALUE, but let the model not learn from them. May be repeated.",
            metavar="COLUMN=VALUE",
            rich_help_panel=_PANEL,
        ),
    ] = None,
    texts: Annotated[
        list[str] | None,
        typer.Option(help="Documents that the codes point to, where they carry no text.", rich_help_panel=_PANEL),
    ] = None,
    curve: Annotated[bool, typer.Option("--curve/--no-curve", help="Learning curve.", rich_help_panel=_PANEL)] = True,
    quick: Annotated[
        bool,
        typer.Option("--quick", help="Fit no pairs of folds: faster, not nested to the last.", rich_help_panel=_PANEL),
    ] = False,
    weigh: Annotated[
        bool, typer.Option("--weigh", help="Weigh passages by 1 / inclusion probability.", rich_help_panel=_PANEL)
    ] = False,
    min_documents: Annotated[
        int, typer.Option(help="Documents an n-gram must stand in; 0: 5, or 2 of few.", rich_help_panel=_PANEL)
    ] = 0,
    members: Annotated[int, typer.Option(help="Networks averaged (embeddings).", rich_help_panel=_PANEL)] = 1,
    name: Annotated[str, typer.Option(help="Name in the card.", rich_help_panel=_PANEL)] = "model",
    version: Annotated[str, typer.Option(help="Version in the card.", rich_help_panel=_PANEL)] = "1.0",
    date: Annotated[str, typer.Option(help="Date in the card.", rich_help_panel=_PANEL)] = "",
    note: Annotated[
        list[str] | None, typer.Option(help="A sentence for the card. May be repeated.", rich_help_panel=_PANEL)
    ] = None,
    table: Annotated[
        str,
        typer.Option(
            help="Write this one table: accuracy, left_out, baselines, reliability or curve.", rich_help_panel=_PANEL
        ),
    ] = "",
) -> None:
    """Train a classifier on hand-coded passages and measure it on documents it did not see.

    Prints held-out scores by frame, language, source and speaker with intervals over documents, what they are to be
    held against (the larger class, the lexicon alone, coder against coder), reliability and a learning curve.
    `-o NAME.model` or `--save` keeps the model; score with it by --method classifier --model NAME.model.

    [bold]Examples[/bold]

    framing train codes.csv --codebook mine.toml --features words --features characters -o mine.model

    framing train codes.jsonl --leave-out source --save mine.model -o report.json
    """
    from framing.chains.training import Recipe, open_training, train_model
    from framing.files.models import ENDING, write_model
    from framing.report.training import format_training

    if output.path is not None and output.path.suffix == ENDING:
        save, output = output.path, Output(None, "table")
    if folds < 2:
        raise FramingError(f"--folds is {folds}; something can be held out with 2 or more")
    recipe = Recipe(
        features=tuple(f.value for f in features) if features else Recipe.features,
        folds=folds,
        min_documents=min_documents,
        members=members,
        leave=tuple(leave_out or ()),
        without=tuple(without or ()),
        texts=tuple(texts or ()),
        curve=curve,
        quick=quick,
        weigh=weigh,
        name=name,
        version=version,
        date=date,
        notes=tuple(note or ()),
    )
    opened, recipe = open_training(settings, recipe)
    with show_progress() as progress:
        training = train_model(opened, recipe, progress=progress)
    if save is not None:
        write_model(*training.model.parts(), save)
    write_findings(training.findings, output, lambda t, r: format_training(t, r, width=page_width(output)), table=table)
    say([*opened.notes, *([f"model {training.model.label} is in {save}"] if save else [])])
