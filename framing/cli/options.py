"""The options that commands share, declared once, and the step from them to Settings and Output.

In: a command `f(settings, output, ...)`. Out: the same command with the shared options in its signature.
"""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import Annotated, Any

import typer

from framing import settings as study_settings
from framing.errors import FramingError
from framing.settings import Settings

FORMATS = ("table", "json", "jsonl", "csv", "parquet")
SETTINGS_FILE = "framing.toml"
# What the ending of an output file stands for, beside the formats themselves.
_ENDINGS = {"ndjson": "jsonl", "pq": "parquet", "txt": "table", "md": "table", "": "table", "model": "table"}


@dataclass(frozen=True)
class Output:
    """Where a result goes and in which form; `path` None or `-` is standard output."""

    path: Path | None
    format: str

    @property
    def to_stdout(self) -> bool:
        """True when the result goes to standard output."""
        return self.path is None or str(self.path) == "-"


def _choice(name: str, values: tuple[str, ...]) -> Any:
    return Enum(name, {value: value for value in values}, type=str)


def _option(type_: Any, *flags: str, help: str, panel: str, metavar: str | None = None) -> Any:
    return Annotated[type_ | None, typer.Option(*flags, help=help, rich_help_panel=panel, metavar=metavar)]


_READ, _WHO, _FRAMES, _STATS, _OUT = "Reading", "Who speaks", "Frames", "Uncertainty", "Output"

# Settings field -> option. Every default is None: "not given", so that a settings file can speak.
_SHARED: dict[str, Any] = {
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
_COLUMNS: dict[str, Any] = {
    f"{role}_column": _option(
        str, help=f"Column that holds the {role}. Default: guessed, and said.", panel=_READ, metavar="NAME"
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

_INPUTS = Annotated[
    list[str] | None,
    typer.Argument(
        help="Files, folders or globs (txt, md, csv, tsv, jsonl, json, parquet, gz, tgz); - is stdin.", metavar="INPUT…"
    ),
]
_CONFIG = Annotated[
    Path | None,
    typer.Option(
        "--config",
        help=f"Settings file. Default: {SETTINGS_FILE} here, if there is one.",
        rich_help_panel=_READ,
        metavar="FILE",
    ),
]
_OUTPUT = Annotated[
    Path | None, typer.Option("--output", "-o", help="Write here; - is stdout.", rich_help_panel=_OUT, metavar="FILE")
]
_FORMAT = _option(
    _choice("Format", FORMATS),
    "--format",
    "-f",
    help="Default: by the ending of --output, else table.",
    panel=_OUT,
)


def study_options(
    *names: str, inputs_help: str = "", may_lack_inputs: bool = False
) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Give a command `f(settings, output, …)` the inputs, the columns, the shared options `names` and the output."""
    argument = Annotated[list[str] | None, typer.Argument(help=inputs_help, metavar="INPUT…")]
    shared = {name: _SHARED[name] for name in names} | _COLUMNS

    def decorate(command: Callable[..., None]) -> Callable[..., None]:
        @functools.wraps(command)
        def run(**given: Any) -> None:
            output = _take_output(given)
            options = {name: given.pop(name) for name in shared}
            settings = make_settings(given.pop("inputs"), options, given.pop("config"))
            if not settings.inputs and not may_lack_inputs:
                raise typer.BadParameter(f"name an INPUT (files, folders, -), or write inputs in {SETTINGS_FILE}")
            command(settings=settings, output=output, **given)

        first: dict[str, Any] = {"inputs": argument if inputs_help else _INPUTS}
        parameters = first | shared | {"config": _CONFIG, "output": _OUTPUT, "format": _FORMAT}
        return _with_signature(run, command, parameters, hidden=("settings", "output"))

    return decorate


def output_options(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command `f(output, …)` the options --output and --format."""

    @functools.wraps(command)
    def run(**given: Any) -> None:
        command(output=_take_output(given), **given)

    return _with_signature(run, command, {"output": _OUTPUT, "format": _FORMAT}, hidden=("output",))


def make_settings(inputs: list[str] | None, options: Mapping[str, Any], config: Path | None) -> Settings:
    """Settings from a settings file and, above it, the options that were given."""
    chosen = _settings_file(config)
    Settings(**chosen)  # what is wrong in the file is the file's fault, not the options'
    columns = dict(chosen.get("columns", {}))
    for name, value in options.items():
        if value is None or value == []:
            continue
        if name in _COLUMNS:
            columns[name.removesuffix("_column")] = value
        else:
            chosen[name] = _plain(value)
    if inputs:
        chosen["inputs"] = tuple(inputs)
    try:
        return Settings(**chosen | {"columns": columns})
    except FramingError as error:
        raise typer.BadParameter(str(error)) from None


def _settings_file(config: Path | None) -> dict[str, Any]:
    from framing.files.settings import read_settings

    if config is not None:
        return read_settings(config)
    here = Path(SETTINGS_FILE)
    if not here.is_file():
        return {}
    typer.echo(f"settings from {here}", err=True)
    return read_settings(here)


def _take_output(given: dict[str, Any]) -> Output:
    path, chosen = given.pop("output"), given.pop("format")
    if chosen is not None:
        return Output(path, chosen.value)
    return Output(path, _format_of(path))


def _format_of(path: Path | None) -> str:
    if path is None or str(path) == "-":
        return "table"
    suffixes = [s.lstrip(".").lower() for s in path.suffixes]
    ending = next((s for s in reversed(suffixes) if s != "gz"), "")
    known = {name: name for name in FORMATS} | _ENDINGS
    if ending not in known:
        raise typer.BadParameter(f"the ending of {path} names no format; add --format {'|'.join(FORMATS)}")
    return known[ending]


def _plain(value: Any) -> Any:
    if isinstance(value, list):
        return tuple(_plain(v) for v in value)
    return value.value if isinstance(value, Enum) else value


def _with_signature(
    run: Callable[..., None], command: Callable[..., None], added: Mapping[str, Any], *, hidden: tuple[str, ...]
) -> Callable[..., None]:
    """`run` with the signature that Typer reads: the command's own parameters and the shared ones."""
    own = inspect.signature(command, eval_str=True).parameters
    kept = [p.replace(kind=inspect.Parameter.KEYWORD_ONLY) for name, p in own.items() if name not in hidden]
    more = [
        inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=None, annotation=annotation)
        for name, annotation in added.items()
    ]
    first, rest = (more[:1], more[1:]) if "inputs" in added else ([], more)
    parameters = [*first, *kept, *rest]
    run.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
    run.__annotations__ = {p.name: p.annotation for p in parameters}
    del run.__wrapped__  # type: ignore[attr-defined]
    return run
