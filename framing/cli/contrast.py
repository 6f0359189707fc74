"""`framing contrast`: the words and phrases that set groups apart."""

from __future__ import annotations

from typing import Annotated, Literal

import typer

from framing.cli.options import Output, study_options
from framing.cli.shared import ATTRIBUTING, READING
from framing.cli.write import page_width, say, write_findings
from framing.settings import Settings

_A = Annotated[str, typer.Option("--group", help="The group that is looked at. Default: each.", metavar="NAME")]
_B = Annotated[str, typer.Option("--with", help="The group it is held against. Default: the rest.", metavar="NAME")]
_PAIRS = Annotated[bool, typer.Option("--pairs", help="Every pair of groups, not each against the rest.")]
_SIZE = Annotated[int, typer.Option("--phrase", help="Words a term has: 1, or for phrases 2 or 3.", min=1, max=6)]
_COUNT = Annotated[int, typer.Option("--min-count", help="Uses that a term must have.", min=1)]
_DOCUMENTS = Annotated[int, typer.Option("--min-documents", help="Documents that a term must be in.", min=1)]
_PRIOR = Annotated[
    Literal["pooled", "uniform"], typer.Option("--prior", help="Counts of both sides, or --alpha for every term.")
]
_PRIOR_SIZE = Annotated[
    float, typer.Option("--prior-size", help="Words that the pooled prior weighs; 0: as many as the texts.", min=0)
]
_ALPHA = Annotated[float, typer.Option("--alpha", help="Count of each term in a uniform prior.")]
_TOP = Annotated[int, typer.Option("--top", help="Terms shown on either side.", min=1)]
_TABLE = Annotated[str, typer.Option("--table", help="Write this one table (terms, texts).", metavar="NAME")]


def register(app: typer.Typer) -> None:
    """Put the command into the app."""
    app.command("contrast")(contrast)


@study_options(*READING, *ATTRIBUTING, "unit", "by", "duplicates", "draws", "seed")
def contrast(
    settings: Settings,
    output: Output,
    group: _A = "",
    held_against: _B = "",
    pairs: _PAIRS = False,
    phrase: _SIZE = 1,
    min_count: _COUNT = 5,
    min_documents: _DOCUMENTS = 3,
    prior: _PRIOR = "pooled",
    prior_size: _PRIOR_SIZE = 0.0,
    alpha: _ALPHA = 0.01,
    top: _TOP = 15,
    table: _TABLE = "",
) -> None:
    """Find the words and phrases that set groups apart, with documents, dispersion and an interval over documents.

    Log-odds with a Dirichlet prior, G², χ², log ratio with a bound; each language by itself.

    [bold]Examples[/bold]

    framing contrast speeches.jsonl --by speaker

    framing contrast speeches.jsonl --group "Ana Orlu" --with "Ben Tarsk" --phrase 2 -o terms.csv
    """
    from framing.chains.contrast import Contrast, contrast_study
    from framing.contrast import TermPlan
    from framing.opening import open_study
    from framing.report.terms import format_terms

    opened = open_study(settings)
    plan = TermPlan(prior, prior_size, alpha, min_count, min_documents, settings.draws)
    found = contrast_study(opened, Contrast(phrase, group, held_against, pairs, plan))
    width = page_width(output)
    write_findings(found, output, lambda tables, said: format_terms(tables, said, width=width, most=top), table)
    say(opened.notes)
