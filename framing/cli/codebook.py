"""`framing codebook`: what the frames mean."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from framing.cli.options import Output, output_options
from framing.cli.write import page_width, write_page, write_result

_FILE = Annotated[
    Path | None,
    typer.Argument(help="A codebook of your own (TOML, YAML, JSON). Default: the shipped one.", metavar="[FILE]"),
]


def register(app: typer.Typer) -> None:
    """Put the command into the app."""
    app.command("codebook")(codebook)


@output_options
def codebook(output: Output, file: _FILE = None) -> None:
    """Show the frames of a codebook and what they mean; a file of your own is checked by that.

    [bold]Examples[/bold]

    framing codebook

    framing codebook my_frames.toml --format json
    """
    from framing.files.instruments import load_codebook
    from framing.report.instruments import codebook_table, format_codebook

    book = load_codebook(str(file) if file else "")
    if output.format == "table":
        write_page(format_codebook(book, width=page_width(output)), output)
    else:
        write_result([codebook_table(book)], output)
