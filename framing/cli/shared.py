"""The options that commands share, each declared once: its words, its panel, its choices.

In: nothing. Out: annotations for Typer by the name of their setting. `options.py` gives them to commands.
"""

from __future__ import annotations

from enum import Enum
from pathlib import Path
from typing import Annotated, Any

import typer

from framing import settings as study_settings

FORMATS = ("table", "json", "jsonl", "csv", "parquet")
SETTINGS_FILE = "framing.toml"


def _choice(name: str, values: tuple[str, ...]) -> Any:
    return Enum(name, {value: value for value in values}, type=str)


def _option(type_: Any, *flags: str, help: str, panel: str, metavar: str | None = None) -> Any:
    return Annotated[type_ | None, typer.Option(*flags, help=help, rich_help_panel=panel, metavar=metavar)]


_READ, _WHO, _FRAMES, _STATS, _OUT = "Reading", "Who speaks", "Frames", "Uncertainty", "Output"

# Settings field -> option. Every default is None: "not given", so that a settings file can speak.
SHARED: dict[str, Any] = {
    "language": _option(
        str, help="Language of the texts (en, ru, zh, …), where no column says. Default: by script.", panel=_READ
    ),
    "strict": _option(
        bool, "--strict/--lenient", help="Stop at the first bad row instead of counting it.", panel=_READ
    ),
    "speakers": _option(str, help="CSV of people: name, aliases (a|b), role, country.", panel=_WHO, metavar="FILE"),
    "attributions": _option(
        str, help="Attributions by hand (rows of `framing quotes`) in place of ours.", panel=_WHO, metavar="FILE"
    ),
    "attribution": _option(
        _choice("Attribution", study_settings.ATTRIBUTIONS),
        help="How speakers are found: by a column, transcript turns, reported speech. Default: auto.",
        panel=_WHO,
    ),
    "attribute_to": _option(
        _choice("AttributeTo", study_settings.ATTRIBUTE_TO),
        help="Whose words reported speech counts as. Default: speaker.",
        panel=_WHO,
    ),
    "codebook": _option(
        str, help="Codebook (TOML, YAML, JSON) in place of the four frames.", panel=_FRAMES, metavar="FILE"
    ),
    "lexicons": _option(
        list[str], "--lexicon", help="Lexicon file or name; may be repeated. Default: all shipped.", panel=_FRAMES
    ),
    "method": _option(
        _choice("Method", study_settings.METHODS), help="What codes the frames. Default: lexicon.", panel=_FRAMES
    ),
    "codes": _option(
        str,
        help="Codes of another tool or model (with --method codes), as CSV or JSONL.",
        panel=_FRAMES,
        metavar="FILE",
    ),
    "model": _option(str, help="Model (file or name) for --method classifier or both.", panel=_FRAMES, metavar="MODEL"),
    "unit": _option(
        _choice("Unit", study_settings.UNITS), help="What is scored as one. Default: passage.", panel=_FRAMES
    ),
    "polarity": _option(
        list[_choice("Polarity", study_settings.POLARITIES)],  # type: ignore[misc]
        help="Count hits of this polarity only; may be repeated.",
        panel=_FRAMES,
    ),
    "voice": _option(
        list[_choice("Voice", study_settings.VOICES)],  # type: ignore[misc]
        help="Count hits in this voice only; may be repeated.",
        panel=_FRAMES,
    ),
    "by": _option(
        str,
        help="Column that tells the groups apart, or several crossed (speaker,year). Default: speaker.",
        panel=_STATS,
        metavar="COLUMN",
    ),
    "measure": _option(
        _choice("Measure", study_settings.MEASURES),
        help="share of passages, rate per 1,000 words, composition of mentions, mean probability. Default: share.",
        panel=_STATS,
    ),
    "against": _option(
        _choice("Against", study_settings.AGAINST),
        help="Every pair, or each against the rest. Default: pairs.",
        panel=_STATS,
    ),
    "only": _option(
        list[str], "--only", help="Compare this group only; may be repeated.", panel=_STATS, metavar="NAME"
    ),
    "fewest": _option(
        int,
        help="Documents that a group must have to be compared. Default: 1; with more than 8 groups 10.",
        panel=_STATS,
    ),
    "interval": _option(
        _choice("Interval", study_settings.INTERVALS), help="Interval over documents. Default: jackknife.", panel=_STATS
    ),
    "adjust": _option(
        _choice("Adjust", study_settings.ADJUSTMENTS),
        help="How p-values are adjusted over frames and pairs. Default: max-t.",
        panel=_STATS,
    ),
    "strata": _option(
        str,
        help="Exchange labels only within equal values of this column (reporter, year).",
        panel=_STATS,
        metavar="COLUMN",
    ),
    "periods": _option(
        _choice("Periods", study_settings.PERIODS),
        help="Compare within the years that both cover, or all years. Default: common.",
        panel=_STATS,
    ),
    "weight": _option(
        str,
        help="Column by which a passage counts (1 over its chance of being sampled).",
        panel=_STATS,
        metavar="COLUMN",
    ),
    "duplicates": _option(
        _choice("Duplicates", study_settings.DUPLICATES),
        help="Near-copies: not looked for, counted, or all but the first left out. Default: keep.",
        panel=_STATS,
    ),
    "draws": _option(int, help="Bootstrap and permutation draws. Default: 2000.", panel=_STATS),
    "seed": _option(int, help="Seed of every draw. Default: 0.", panel=_STATS),
}
_HOLDS = {"translated": "says whether a text is a translation", "reporter": "says who publishes the text"}
COLUMNS: dict[str, Any] = {
    f"{role}_column": _option(
        str,
        help=f"Column that {_HOLDS.get(role, f'holds the {role}')}. Default: guessed, and said.",
        panel=_READ,
        metavar="NAME",
    )
    for role in study_settings.COLUMN_ROLES
}
READING: tuple[str, ...] = ("language", "strict")
ATTRIBUTING: tuple[str, ...] = ("speakers", "attributions", "attribution", "attribute_to")
SCORING: tuple[str, ...] = ("codebook", "lexicons", "method", "model", "codes", "unit", "polarity", "voice")
COMPARING: tuple[str, ...] = (
    "by",
    "measure",
    "against",
    "only",
    "fewest",
    "interval",
    "adjust",
    "strata",
    "periods",
    "weight",
    "duplicates",
    "draws",
    "seed",
)

INPUTS = Annotated[
    list[str] | None,
    typer.Argument(
        help="Files, folders or globs (txt, md, csv, tsv, jsonl, json, parquet, gz, tgz); - is stdin.", metavar="INPUT…"
    ),
]
CONFIG = Annotated[
    Path | None,
    typer.Option(
        "--config",
        help=f"Settings file. Default: {SETTINGS_FILE} here, if there is one.",
        rich_help_panel=_READ,
        metavar="FILE",
    ),
]
OUTPUT = Annotated[
    Path | None, typer.Option("--output", "-o", help="Write here; - is stdout.", rich_help_panel=_OUT, metavar="FILE")
]
FORMAT = _option(
    _choice("Format", FORMATS),
    "--format",
    "-f",
    help="Default: by the ending of --output, else table.",
    panel=_OUT,
)
