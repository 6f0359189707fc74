"""`framing lexicon …`: the instruments that a scholar reads, edits and checks."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from framing.cli import audits
from framing.cli.options import Output, output_options
from framing.cli.usage import App
from framing.cli.write import page_width, say, write_page, write_result

lexicon_app = App(
    no_args_is_help=True, help="List, show, check, convert, compare and audit lexicons.", rich_markup_mode="rich"
)

_CODEBOOK = Annotated[
    str, typer.Option("--codebook", help="Codebook that the frames are held against.", metavar="FILE")
]


def register(app: typer.Typer) -> None:
    """Put the commands into the app."""
    audits.register(lexicon_app)
    app.add_typer(lexicon_app, name="lexicon")


@lexicon_app.command("list")
@output_options
def list_lexicons(output: Output) -> None:
    """List the lexicons that ship, with their size and measured accuracy.

    [bold]Example[/bold]

    framing lexicon list
    """
    from framing.files.instruments import load_codebook, load_lexicons
    from framing.report.instruments import format_lexicons, lexicons_table

    found = lexicons_table(load_lexicons((), load_codebook()))
    write_result([found], output, lambda table: format_lexicons(table, width=page_width(output)))


@lexicon_app.command("show")
@output_options
def show_lexicon(
    output: Output,
    name: Annotated[str, typer.Argument(help="A shipped lexicon (en), a file, or an entry.", metavar="LEXICON|ENTRY")],
    codebook: _CODEBOOK = "",
    frame: Annotated[str, typer.Option("--frame", help="Entries of this frame only.")] = "",
) -> None:
    """Show a lexicon's entries, or every lexicon's entries that hold a word, with their rules in words.

    [bold]Examples[/bold]

    framing lexicon show en --frame sovereignty

    framing lexicon show "peace process"
    """
    from framing.files.instruments import find_entries, load_codebook
    from framing.report.instruments import entries_table, format_entries

    found = find_entries(name, load_codebook(codebook) if codebook else None, frame=frame)
    if output.format == "table":
        write_page(format_entries(found, width=page_width(output)), output)
    else:
        write_result([entries_table(found)], output)


@lexicon_app.command("check")
def check_lexicon(
    file: Annotated[Path, typer.Argument(help="The lexicon file.", metavar="FILE")],
    codebook: _CODEBOOK = "",
) -> None:
    """Check a lexicon file line by line; exit status 1 when something is wrong.

    [bold]Example[/bold]

    framing lexicon check my_lexicon.tsv
    """
    from framing.files.instruments import check_any, open_lexicon

    problems = check_any(file, codebook)
    if problems:
        say(problems)
        raise typer.Exit(1)
    loaded = open_lexicon(str(file))
    typer.echo(f"{file}: {len(loaded.entries)} entries, nothing wrong")


@lexicon_app.command("convert")
def convert(
    source: Annotated[str, typer.Argument(help="A lexicon file of any format, or a shipped name.", metavar="LEXICON")],
    target: Annotated[Path, typer.Argument(help="The file to write; its ending is the format.", metavar="FILE")],
    level: Annotated[int, typer.Option("--level", help="Cut nested categories to this many levels. 0 keeps all.")] = 0,
    lossy: Annotated[bool, typer.Option("--lossy", help="Leave out, and count, what cannot be read or said.")] = False,
) -> None:
    """Convert a lexicon between .tsv, .csv and LIWC, quanteda, Lexicoder, Yoshikoder and WordStat files.

    [bold]Examples[/bold]

    framing lexicon convert policy.cat policy.yml

    framing lexicon convert moral.dic moral.tsv --level 1
    """
    from framing.files.conversion import convert_lexicon

    say(convert_lexicon(source, target, level=level, lossy=lossy))
    typer.echo(f"{target} written", err=True)
