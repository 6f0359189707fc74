"""What a chain of verbs found: tables by name, and the sentences without which they must not be read.

In: tables. Out: Findings, a noun. Computes nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

import pyarrow as pa

from framing.errors import FramingError


@dataclass(frozen=True)
class Findings:
    """Tables in order, the chief one first; remarks, each once."""

    tables: Mapping[str, pa.Table]
    remarks: tuple[str, ...] = ()
    choices: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))

    def table(self, name: str = "") -> pa.Table:
        """One of the tables, "" for the chief one. Raises FramingError naming those there are."""
        if not name:
            return next(iter(self.tables.values()))
        if name not in self.tables:
            raise FramingError(f"there is no table '{name}' in this result; there are {', '.join(self.tables)}")
        return self.tables[name]
