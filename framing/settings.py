"""What a study is: its inputs, columns, people, instruments and seed, as one frozen noun.

In: the command line's options or the keys of `framing.toml`. Out: checked choices. Opens no file.
"""

from __future__ import annotations

import dataclasses
import difflib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from framing.errors import FramingError

UNITS = ("passage", "sentence", "paragraph", "document")
METHODS = ("lexicon", "classifier", "both", "codes")
ATTRIBUTIONS = ("auto", "none", "column", "turns", "quotes")
ATTRIBUTE_TO = ("speaker", "holder", "reporter")
MEASURES = ("share", "rate", "composition", "probability")
POLARITIES = ("affirmed", "denied", "opposed", "hypothetical", "questioned")
VOICES = ("own", "quoted", "scare")
AGAINST = ("pairs", "rest")
INTERVALS = ("jackknife", "percentile", "bca")
ADJUSTMENTS = ("max-t", "holm", "benjamini-hochberg", "none")
PERIODS = ("common", "all")
DUPLICATES = ("keep", "count", "collapse", "collapse-passages")
COLUMN_ROLES = ("text", "id", "speaker", "date", "language", "reporter", "translated")

_CHOICES = {
    "unit": UNITS,
    "method": METHODS,
    "attribution": ATTRIBUTIONS,
    "attribute_to": ATTRIBUTE_TO,
    "measure": MEASURES,
    "polarity": POLARITIES,
    "voice": VOICES,
    "against": AGAINST,
    "interval": INTERVALS,
    "adjust": ADJUSTMENTS,
    "periods": PERIODS,
    "duplicates": DUPLICATES,
}
# Settings that name files; in a settings file they are relative to that file.
_PATHS = ("inputs", "speakers", "lexicons", "codebook", "attributions", "codes", "model")


@dataclass(frozen=True)
class Settings:
    """Every choice that changes a result; two runs with equal settings and equal texts give equal bytes.

    inputs, speakers, codebook, attributions, codes: paths as given ("" for none). lexicons: names of shipped lexicons
    or paths; none means every shipped lexicon. columns: role (text, id, speaker, …) to the column's name.
    model: a shipped model's name or a path, for the methods classifier and both; "" for the shipped one.
    polarity, voice: hits that count; none means all. only, fewest: groups that are compared (none means all), and the
    documents that a group must have. weight: column by which a passage counts, "" for 1 each.
    """

    inputs: tuple[str, ...] = ()
    columns: Mapping[str, str] = field(default_factory=dict)
    speakers: str = ""
    lexicons: tuple[str, ...] = ()
    codebook: str = ""
    attributions: str = ""
    method: str = "lexicon"
    codes: str = ""
    model: str = ""
    unit: str = "passage"
    attribution: str = "auto"
    attribute_to: str = "speaker"
    polarity: tuple[str, ...] = ()
    voice: tuple[str, ...] = ()
    by: str = "speaker"
    measure: str = "share"
    language: str = ""
    against: str = "pairs"
    only: tuple[str, ...] = ()
    fewest: int = 0
    interval: str = "jackknife"
    adjust: str = "max-t"
    strata: str = ""
    periods: str = "common"
    weight: str = ""
    duplicates: str = "keep"
    seed: int = 0
    draws: int = 2000
    strict: bool = False

    def __post_init__(self) -> None:
        for name, allowed in _CHOICES.items():
            value = getattr(self, name)
            for one in value if isinstance(value, tuple) else (value,):
                if one not in allowed:
                    raise FramingError(f"{name} '{one}' is not known; choose {_listing(allowed)}")
        for role in self.columns:
            if role not in COLUMN_ROLES:
                raise FramingError(f"column role '{role}' is not known; choose {_listing(COLUMN_ROLES)}")
        if (self.method == "codes") != bool(self.codes):
            raise FramingError(
                f"method is '{self.method}' and codes is '{self.codes}'; codes from elsewhere need both: "
                "--method codes --codes FILE"
            )
        if self.method == "codes" and (self.polarity or self.voice):
            raise FramingError("polarity and voice are marks of lexicon hits, which codes from elsewhere do not have")
        if self.fewest < 0:
            raise FramingError(f"fewest is {self.fewest}; give 1 for all groups, or more")
        if self.model and self.method not in ("classifier", "both"):
            raise FramingError(
                f"model is '{self.model}' and method is '{self.method}'; models need --method classifier"
            )
        if self.method == "classifier" and (self.polarity or self.voice):
            raise FramingError("polarity and voice are marks of lexicon hits; choose --method lexicon or both")
        if self.draws < 200:
            raise FramingError(f"draws is {self.draws}; an interval needs at least 200, and 2000 is the default")


def settings_from_table(table: Mapping[str, Any], folder: Path, name: str) -> dict[str, Any]:
    """The keyword arguments for Settings that a settings file gives, paths made relative to its folder.

    Raises FramingError naming the file, the key and the nearest known one.
    """
    known = {f.name: f for f in dataclasses.fields(Settings)}
    chosen: dict[str, Any] = {}
    for key, value in table.items():
        if key not in known:
            near = difflib.get_close_matches(key, known, n=1)
            hint = f"did you mean '{near[0]}'?" if near else f"it may hold {', '.join(known)}"
            raise FramingError(f"{name}: '{key}' is not a setting; {hint}")
        chosen[key] = _checked(key, value, folder, name)
    return chosen


def _checked(key: str, value: Any, folder: Path, name: str) -> Any:
    default = getattr(Settings(), key)
    wanted: type = type(default)
    if isinstance(default, tuple):
        value = [value] if isinstance(value, str) else value
        if not isinstance(value, list) or not all(isinstance(v, str) for v in value):
            raise FramingError(f"{name}: '{key}' must be a text or a list of texts, not {value!r}")
        return tuple(_located(v, folder) if key in _PATHS else v for v in value)
    if isinstance(default, dict):
        wanted = dict
    if not isinstance(value, wanted) or (wanted is int and isinstance(value, bool)):
        raise FramingError(f"{name}: '{key}' must be {_NAMED[wanted]}, not {value!r}")
    return _located(str(value), folder) if key in _PATHS else value


_NAMED: dict[type, str] = {str: "a text", int: "a whole number", bool: "true or false", dict: "a table of names"}


def _located(value: str, folder: Path) -> str:
    """A path of a settings file as the process sees it; the names of shipped lexicons stay names."""
    if not value or value == "-" or Path(value).is_absolute():
        return value
    looks_like_path = "/" in value or "." in value
    return str(folder / value) if looks_like_path or (folder / value).exists() else value


def _listing(words: tuple[str, ...]) -> str:
    return ", ".join(words[:-1]) + " or " + words[-1]
