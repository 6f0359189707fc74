"""What is said of an option's value that cannot be: one sentence with the value, the rule and the remedy.

In: what Typer found wrong. Out: the same in our words. Typer's own tell of Python's types and of how it checked.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import typer
from typer.core import TyperCommand

_CHOICE = re.compile(r"(?:Value error, )?(?P<value>'.*'|\".*\") is not one of (?P<choices>.*?)\.?", re.DOTALL)
# How Typer words it, the newer by the kind of error and the older in a sentence.
_KINDS = {"int_parsing": "whole", "float_parsing": "number", "greater_than_equal": "small", "less_than_equal": "large"}
_OLDER = {
    "whole": re.compile(r"'(?P<value>.*)' is not a valid integer(?: range)?\.", re.DOTALL),
    "number": re.compile(r"'(?P<value>.*)' is not a valid float(?: range)?\.", re.DOTALL),
    "small": re.compile(r"(?P<value>\S+) is not in the range x>=(?P<bound>\S+)\."),
    "large": re.compile(r"(?P<value>\S+) is not in the range x<=(?P<bound>\S+)\."),
}
_SENTENCES = {
    "whole": "'{value}' is not a whole number; write one in digits, such as 10",
    "number": "'{value}' is not a number; write one in digits, such as 0.5",
    "small": "{value} is too small; give {bound} or more",
    "large": "{value} is too large; give {bound} or less",
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
    if found and found[0]["type"] in _KINDS:
        known = found[0].get("ctx", {})
        bound = known.get("ge", known.get("le"))
        return _SENTENCES[_KINDS[found[0]["type"]]].format(value=found[0]["input"], bound=bound)
    for kind, wording in _OLDER.items():
        if older := wording.fullmatch(error.message):
            return _SENTENCES[kind].format(**older.groupdict())
    return error.message.removeprefix("Value error, ")
