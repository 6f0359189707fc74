"""The step from the options that commands share to Settings and Output.

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

from framing.cli.shared import COLUMNS, CONFIG, FORMAT, FORMATS, INPUTS, OUTPUT, SETTINGS_FILE, SHARED
from framing.cli.startup import spare_pandas
from framing.errors import FramingError
from framing.settings import Settings

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


def study_options(
    *names: str, inputs_help: str = "", may_lack_inputs: bool = False
) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Give a command `f(settings, output, …)` the inputs, the columns, the shared options `names` and the output."""
    argument = Annotated[list[str] | None, typer.Argument(help=inputs_help, metavar="INPUT…")]
    shared = {name: SHARED[name] for name in names} | COLUMNS

    def decorate(command: Callable[..., None]) -> Callable[..., None]:
        @functools.wraps(command)
        def run(**given: Any) -> None:
            output = _take_output(given)
            options = {name: given.pop(name) for name in shared}
            settings = make_settings(given.pop("inputs"), options, given.pop("config"))
            if not settings.inputs and not may_lack_inputs:
                raise typer.BadParameter(f"name an INPUT (files, folders, -), or write inputs in {SETTINGS_FILE}")
            if given.get("engine") != "spark":
                spare_pandas()
            command(settings=settings, output=output, **given)

        first: dict[str, Any] = {"inputs": argument if inputs_help else INPUTS}
        parameters = first | shared | {"config": CONFIG, "output": OUTPUT, "format": FORMAT}
        return _with_signature(run, command, parameters, hidden=("settings", "output"))

    return decorate


def output_options(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command `f(output, …)` the options --output and --format."""

    @functools.wraps(command)
    def run(**given: Any) -> None:
        spare_pandas()
        command(output=_take_output(given), **given)

    return _with_signature(run, command, {"output": OUTPUT, "format": FORMAT}, hidden=("output",))


def make_settings(inputs: list[str] | None, options: Mapping[str, Any], config: Path | None) -> Settings:
    """Settings from a settings file and, above it, the options that were given."""
    chosen = _settings_file(config)
    try:
        Settings(**chosen)
    except FramingError as error:  # the file's fault, not the options'
        raise FramingError(f"{config or SETTINGS_FILE}: {error}") from None
    columns = dict(chosen.get("columns", {}))
    for name, value in options.items():
        if value is None or value == []:
            continue
        if name in COLUMNS:
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
