"""How far a run has come: numbers that readers and scorers raise, and whoever shows them reads.

In: nothing. Out: a `Meter`. It shows nothing itself.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass
class Meter:
    """share: of the input's bytes or rows that were read, 0 to 1. passages: scored so far."""

    share: float = 0.0
    passages: int = 0

    def count(self, passages: int) -> None:
        """Add passages that are finished."""
        self.passages += passages
