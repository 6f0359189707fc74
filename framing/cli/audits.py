"""`framing lexicon audit`, `suggest`, `diff`, `concepts`: what entries do, what is missing, what changed."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from framing.cli.options import Output, output_options, study_options
from framing.cli.shared import ATTRIBUTING, READING
from framing.cli.write import page_width, say, write_result
from framing.settings import Settings


class View(StrEnum):
    """What an audit shows."""

    entries = "entries"
    differences = "differences"
    forms = "forms"


_SCORING = ("codebook", "lexicons", "unit", "polarity", "voice")
_CODES = Annotated[
    str, typer.Option("--codes", help="Hand codes (CSV, JSONL). Default: a column `gold`, if any.", metavar="FILE")
]
_FRAME = Annotated[str, typer.Option("--frame", help="This frame only.")]
_LEXICON = Annotated[str, typer.Argument(help="A shipped lexicon (en) or a file.", metavar="LEXICON")]


def register(app: typer.Typer) -> None:
    """Put the commands into the app of `framing lexicon`."""
    app.command("audit")(audit)
    app.command("suggest")(suggest)
    app.command("diff")(diff)
    app.command("concepts")(concepts)


@study_options(*READING, *ATTRIBUTING, *_SCORING, "by")
def audit(
    settings: Settings,
    output: Output,
    codes: _CODES = "",
    view: Annotated[
        View, typer.Option("--view", help="Entries, differences of speakers, written forms.")
    ] = View.entries,
) -> None:
    """Audit lexicons on a corpus: hits, precision and weight of every entry, those that never hit too.

    [bold]Examples[/bold]

    framing lexicon audit speeches.jsonl --lexicon en -o audit.csv

    framing lexicon audit coded.jsonl --unit document --attribution none --codes codes.csv

    framing lexicon audit speeches.jsonl --by country --view differences
    """
    from framing.chains.audit import audit_corpus
    from framing.report.audit import format_audit

    table, study = audit_corpus(settings, codes=codes, view=view.value)
    if view.value == "entries":
        write_result([table], output, lambda found: format_audit(found, width=page_width(output)))
    else:
        write_result([table], output)
    say([*study.notes, *_AUDIT_NOTES])


@study_options(*READING, *ATTRIBUTING, *_SCORING)
def suggest(
    settings: Settings,
    output: Output,
    codes: _CODES = "",
    frame: _FRAME = "",
    key_terms: Annotated[bool, typer.Option("--key-terms", help="Key terms by textacy only (English).")] = False,
    most: Annotated[int, typer.Option("--most", help="Candidates a frame.", min=1)] = 25,
) -> None:
    """Propose entries that the lexicons may lack, each with its evidence; a person decides.

    With hand codes: terms of passages that were coded for a frame and not found. Without: terms that stand near hits.

    [bold]Examples[/bold]

    framing lexicon suggest speeches.jsonl --lexicon en --frame sovereignty

    framing lexicon suggest coded.jsonl --unit document --attribution none -o candidates.csv
    """
    from framing.chains.audit import suggest_entries

    table, study = suggest_entries(settings, codes=codes, frame=frame, key_terms=key_terms, most=most)
    shown = table.select(_SUGGESTED) if output.format == "table" else table
    write_result([shown], output)
    say([*study.notes, "words of one text depend on each other: z ranks candidates and tests nothing"])


@output_options
def diff(output: Output, before: _LEXICON, after: _LEXICON) -> None:
    """Show what two lexicons, or two versions of one, have not in common.

    [bold]Example[/bold]

    framing lexicon diff en my_lexicon.tsv
    """
    from framing.audit import diff_lexicons
    from framing.files.instruments import open_lexicon

    write_result([diff_lexicons(open_lexicon(before), open_lexicon(after))], output)


@output_options
def concepts(
    output: Output,
    lexicons: Annotated[
        list[str] | None, typer.Argument(help="Lexicons, names or files. Default: all shipped.", metavar="[LEXICON]…")
    ] = None,
    frame: _FRAME = "",
) -> None:
    """Show the concepts of lexicons, a column a language: one row holds what is parallel.

    [bold]Example[/bold]

    framing lexicon concepts --frame external_interference
    """
    from framing.audit import list_concepts
    from framing.files.instruments import load_codebook, load_lexicons, open_lexicon

    chosen = [open_lexicon(name) for name in lexicons or ()] or load_lexicons((), load_codebook())
    write_result([list_concepts(chosen, frame=frame)], output)


_SUGGESTED = ["frame", "term", "passages_in", "passages_out", "documents_in", "missed", "z", "covered_by", "example"]
_AUDIT_NOTES = (
    "precision: share of coded passages with the entry that hold its frame; its interval takes passages as independent",
    "leaving an entry out takes its weight away; shorter entries under it and rules that leaned on it stay as they are",
)
