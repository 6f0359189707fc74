"""What every reader of a format gives: rows of a file as it has them, before roles and types are decided.

In: nothing. Out: the shape of a batch and of a reader.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

import pyarrow as pa

from framing.files.sources import Source


@dataclass(frozen=True)
class RawBatch:
    """Rows of a file as it has them; `rows` counts them from 1 (bad ones too, so that ids stay when one is mended).

    share: of the file that was read when these rows were, 0 to 1, for a progress bar.
    """

    table: pa.Table
    rows: Sequence[int]
    share: float = 0.0


class RawFile(Protocol):
    """A file that can say its columns before its rows; `batches` gives tables of the schema it is handed."""

    @property
    def source(self) -> Source:
        """Where the rows come from."""

    def schema(self) -> pa.Schema:
        """The columns, by a bounded look at the beginning. Raises FramingError when the file cannot be used."""

    def batches(self, schema: pa.Schema) -> Iterator[RawBatch]:
        """The rows, batch by batch."""
