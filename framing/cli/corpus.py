"""`framing corpus`: coded passages of a public corpus, joined to the user's own copy of it."""

from __future__ import annotations

from typing import Annotated

import typer

from framing.cli.options import Output, output_options
from framing.cli.write import page_width, say, write_page, write_result


def register(app: typer.Typer) -> None:
    """Put the command into the app."""
    app.command("corpus")(corpus)


@output_options
def corpus(
    output: Output,
    place: Annotated[str, typer.Argument(help="Folder, .tgz or .zip of NAME.txt files.", metavar="CORPUS")],
    codes: Annotated[
        str, typer.Option("--codes", help="Standoff codes. Default: the shipped ones (UN debates).", metavar="FILE")
    ] = "",
    codebook: Annotated[str, typer.Option("--codebook", help="Codebook of the codes.", metavar="FILE")] = "",
) -> None:
    """Join coded passages, shipped without their texts, to your own copy of the corpus.

    The shipped codes are of the UN General Debate Corpus, version 13 (Harvard Dataverse, doi:10.7910/DVN/0TJX8Y).
    Every passage is checked by its hash. Other formats than table hold the passages with their codes.

    [bold]Examples[/bold]

    framing corpus ungdc.zip

    framing corpus TXT/ -o un-codes.jsonl
    """
    from framing.chains.corpus import join_corpus
    from framing.files.instruments import load_codebook
    from framing.report.corpus import format_joined

    joined = join_corpus(place, codes=codes, codebook=codebook)
    if output.format == "table":
        book = load_codebook(codebook)
        write_page(format_joined(joined.passages, joined.counts, book, width=page_width(output)), output)
    else:
        write_result([joined.passages], output)
    say(joined.notes)
