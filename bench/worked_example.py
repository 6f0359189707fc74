"""Every figure of docs/worked-example.md, in its order, to hold against the text when a lexicon has changed.

In: the corpus, one JSON object a line (id, text, speaker, date). Out: lines on stdout. Run it as
`python bench/worked_example.py ../shared/examples/ungdc-lavrov-wang.jsonl`; it takes a minute or two.
"""

from __future__ import annotations

import sys
from typing import Any

from framing.chains.comparison import Beside, compare_study
from framing.chains.contrast import Contrast, contrast_study
from framing.chains.findings import Findings
from framing.chains.trend import trend_study
from framing.contrast import TermPlan
from framing.opening import open_study
from framing.settings import Settings

DRAWS = 10_000


def compare(path: str, beside: Beside | None = None, **choices: Any) -> Findings:
    """One comparison of the corpus."""
    return compare_study(open_study(Settings(inputs=(path,), draws=DRAWS, **choices)), beside)


def number(value: float | None) -> str:
    """Three decimals without the leading zero."""
    if value is None or value != value:
        return "–"
    return f"{value:.3f}".replace("0.", ".", 1) if abs(value) < 1 else f"{value:g}"


def show(row: dict[str, Any], *names: str) -> str:
    """Some columns of a row."""
    return ", ".join(f"{name} {number(row[name]) if isinstance(row[name], float) else row[name]}" for name in names)


def main(path: str) -> None:
    """Print section by section."""
    beside = Beside(entries=True, together=True, numeric=("year",), leave_out="year")
    found = compare(path, beside)
    print("## Who uses what more")
    for row in found.table("prevalence").to_pylist():
        print(show(row, "speaker", "frame", "share", "ci_low", "ci_high", "design_effect", "rho", "n_passages"))
    effects = ("frame", "share_a", "share_b", "difference", "ci_low", "ci_high", "p_adjusted")
    for row in found.table("comparison").to_pylist():
        print(show(row, *effects, "minimum_detectable_difference"))
    print("omnibus p", number(found.table("omnibus")["p"][0].as_py()))
    for row in found.table("distances").to_pylist():
        print(show(row, "metric", "distance", "plug_in", "ci_low", "ci_high", "null_low", "null_high", "p"))
    print("\n## All years; another unit, another denominator")
    for choices in (
        {"periods": "all"},
        {"unit": "sentence"},
        {"unit": "paragraph"},
        {"polarity": ("affirmed",)},
        {"measure": "rate"},
        {"measure": "composition"},
    ):
        for row in compare(path, None, **choices).table("comparison").to_pylist():
            print(choices, show(row, "frame", "difference", "p_adjusted"))
    print("\n## Covariates")
    for row in found.table("adjusted").to_pylist():
        print(show(row, "frame", "difference", "ci_low", "ci_high", "p"))
    left = found.table("leave_one_out").to_pylist()
    for frame in sorted({row["frame"] for row in left}):
        some = [row["difference"] for row in left if row["frame"] == frame]
        print(frame, "one year left out:", number(min(some)), "to", number(max(some)))
    print("\n## What makes the distance")
    for row in [*found.table("frames").to_pylist(), *found.table("entries").to_pylist()[:16]]:
        print(show(row, *(["entry"] if "entry" in row else []), "frame", "mentions_a", "mentions_b", "part_share"))
    for row in found.table("together").to_pylist():
        print(show(row, "speaker", "frame_a", "frame_b", "lift", "ci_low", "ci_high"))
    print_times(path)


def print_times(path: str) -> None:
    """Trends, changes, the event, and the terms."""
    found = trend_study(open_study(Settings(inputs=(path,), draws=DRAWS)), event="2014")
    print("\n## Over time")
    for row in found.table("times").to_pylist():
        if row["frame"].startswith("terrorism"):
            print(show(row, "speaker", "period", "share"))
    for name in ("trends", "trend_differences", "changes", "comparison"):
        for row in found.table(name).to_pylist():
            wanted = ("speaker", "speaker_a", "frame", "slope", "ci_low", "ci_high", "first_after", "share_before")
            more = ("share_after", "share_a", "share_b", "p_adjusted")
            print(name, show(row, *(column for column in (*wanted, *more) if column in row)))
    print("\n## Words")
    terms = contrast_study(open_study(Settings(inputs=(path,))), Contrast(plan=TermPlan(draws=2 * DRAWS)))
    rows = terms.table("terms").to_pylist()
    for row in [*rows[:15], *rows[-15:]]:
        print(show(row, "term", "count_a", "count_b", "documents_a", "documents_b", "p_adjusted"))


if __name__ == "__main__":
    main(sys.argv[1])
