"""What is said of an option's value that cannot be: one sentence with the value, the rule and the remedy.

In: what Typer found wrong. Out: the same in our words. Typer's own tell of Python's types and of how it checked.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

import typer
from typer.core import TyperCommand

_CHOICE = re.compile(r"(?:Value error, )?(?P<value>'.*'|\".*\") is not one of (?P<choices>.*?)\.?", re.DOTALL)
# What is said of a value by the kind of error, with what Typer knows of it.
_SENTENCES: Mapping[str, Callable[[object, Mapping[str, Any]], str]] = {
    "int_parsing": lambda value, _: f"'{value}' is not a whole number; write one in digits, such as 10",
    "float_parsing": lambda value, _: f"'{value}' is not a number; write one in digits, such as 0.5",
    "greater_than_equal": lambda value, known: f"{value} is too small; give {known['ge']} or more",
    "less_than_equal": lambda value, known: f"{value} is too large; give {known['le']} or less",
}


class Command(TyperCommand):
    """A command that says in our words which value of an option cannot be."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """As Typer does; what it refuses, it refuses with our sentence."""
        try:
            return super().parse_args(ctx, args)
        except typer.BadParameter as error:
            error.message = say_wrong(error)
            raise


class App(typer.Typer):
    """An app whose commands speak so."""

    def command(self, name: str | None = None, **given: Any) -> Callable[[Any], Any]:
        """As Typer's."""
        return super().command(name, **{"cls": Command} | given)


def say_wrong(error: typer.BadParameter) -> str:
    """The sentence for a value that was refused; what we refused ourselves has one."""
    chosen = _CHOICE.fullmatch(error.message)
    if chosen:
        choices = [choice.strip("'") for choice in chosen["choices"].split(", ")]
        return f"{chosen['value']} is not known; choose {', '.join(choices[:-1])} or {choices[-1]}"
    found: list[dict[str, Any]] = getattr(error.__cause__, "errors", list)()
    if found and found[0]["type"] in _SENTENCES:
        return _SENTENCES[found[0]["type"]](found[0]["input"], found[0].get("ctx", {}))
    return error.message.removeprefix("Value error, ")
