"""A comparison as a page: how much text there is, the shares, the differences and distances, and what must be said.

In: a Comparison's tables. Out: text. Numbers are rounded here and nowhere else.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol

import pyarrow as pa

from framing.report.tables import cell_width, format_table, wrap

NOBODY = "(nobody found)"
# Pairs of speakers shown in full on a page; the whole table is in the other formats.
_MOST_PAIRS = 12


class ComparisonTables(Protocol):
    """What a page needs of a comparison; `framing.compare.Comparison` has it."""

    @property
    def comparison(self) -> pa.Table: ...
    @property
    def distances(self) -> pa.Table: ...
    @property
    def prevalence(self) -> pa.Table: ...
    @property
    def coverage(self) -> pa.Table: ...
    @property
    def omnibus(self) -> pa.Table: ...
    @property
    def remarks(self) -> tuple[str, ...]: ...


def format_comparison(result: ComparisonTables, *, width: int = 100) -> str:
    """The whole page: coverage, prevalence, differences by pair with their distances, remarks."""
    parts = [
        "Text of each speaker\n" + _coverage(result.coverage, width),
        "Frames of each speaker, with 95 % intervals over documents\n" + _prevalence(result.prevalence, width),
    ]
    parts += _pairs(result, width)
    parts.append("To be read with it\n" + format_remarks(result.remarks, width=width))
    return "\n\n".join(parts)


def format_remarks(remarks: tuple[str, ...], *, width: int = 100) -> str:
    """What a result assumes and what it cannot say, one bullet each."""
    return "\n".join("• " + wrap(remark, width=width, indent="  ").lstrip() for remark in remarks)


def _coverage(coverage: pa.Table, width: int) -> str:
    rows = []
    for row in coverage.to_pylist():
        years = (
            row["first_year"] if row["first_year"] == row["last_year"] else f"{row['first_year']}–{row['last_year']}"
        )
        rows.append(
            {
                "speaker": row["speaker"] or NOBODY,
                "documents": row["n_documents"],
                "passages": f"{row['n_passages']:.0f}",
                "words": f"{row['n_words']:.0f}",
                "of all words": f"{row['share_of_words']:.0%}",
                "years": years or "unknown",
            }
        )
    return _plain(rows, width)


def _prevalence(prevalence: pa.Table, width: int) -> str:
    if not prevalence.num_rows:
        return "Nobody was found to speak, so there is nothing to compare: see --attribution and --speaker-column."
    frames = list(dict.fromkeys(prevalence["frame"].to_pylist()))
    by_speaker: dict[str, dict[str, str]] = {}
    for row in prevalence.to_pylist():
        by_speaker.setdefault(row["speaker"], {})[row["frame"]] = _interval(row)
    rows = [{"frame": f, **{speaker: cells.get(f, "") for speaker, cells in by_speaker.items()}} for f in frames]
    if 26 * len(by_speaker) + 34 > width:
        rows = [{"speaker": s, "frame": f, "share": cells[f]} for s, cells in by_speaker.items() for f in frames]
    return _plain(rows, width)


def _interval(row: Mapping[str, Any]) -> str:
    share = _number(row["share"])
    if row["ci_low"] != row["ci_low"] or row["ci_low"] is None:
        return share
    return f"{share} [{_number(row['ci_low'])}, {_number(row['ci_high'])}]"


def _pairs(result: ComparisonTables, width: int) -> list[str]:
    pairs: dict[tuple[str, str], list[dict[str, Any]]] = {}
    for row in result.comparison.to_pylist():
        pairs.setdefault((row["speaker_a"], row["speaker_b"]), []).append(row)
    distances = result.distances.to_pylist()
    omnibus = {(r["speaker_a"], r["speaker_b"]): r for r in result.omnibus.to_pylist()}
    parts = []
    for (a, b), rows in list(pairs.items())[:_MOST_PAIRS]:
        own = [d for d in distances if (d["speaker_a"], d["speaker_b"]) == (a, b)]
        body = [f"{a} minus {b}", _differences(rows, width)]
        if (a, b) in omnibus and _known(omnibus[a, b]["p"]):
            body.append(f"Any difference at all, over all frames: p {_p(omnibus[a, b]['p'])}")
        body += [_distance(d) for d in own if _known(d["distance"])]
        parts.append("\n".join(body))
    if len(pairs) > _MOST_PAIRS:
        parts.append(
            f"{len(pairs) - _MOST_PAIRS} more pairs: write the result as csv, jsonl or parquet to see them all."
        )
    return parts


def _differences(rows: list[dict[str, Any]], width: int) -> str:
    shown = []
    for row in rows:
        tested = _known(row["p_adjusted"])
        shown.append(
            {
                "frame": row["frame"],
                "difference": _signed(row["difference"]),
                "95 % interval": f"[{_signed(row['ci_low'])}, {_signed(row['ci_high'])}]"
                if _known(row["ci_low"])
                else "–",
                "p": _p(row["p"]) if tested else "–",
                "p adjusted": _p(row["p_adjusted"]) if tested else "–",
                "verdict": _verdict(row),
            }
        )
    return _plain(shown, width)


def _verdict(row: Mapping[str, Any]) -> str:
    if not _known(row["p_adjusted"]):
        return "description only"
    if row["p_adjusted"] <= 0.05:
        return "more" if row["difference"] > 0 else "less"
    detectable = row["minimum_detectable_difference"]
    return (
        f"not told from chance; could have seen {_number(detectable)}" if _known(detectable) else "not told from chance"
    )


def _distance(row: Mapping[str, Any]) -> str:
    text = f"Distance ({row['metric'].replace('_', ' ')}): {_number(row['distance'])}"
    if _known(row["ci_low"]):
        text += f" [{_number(row['ci_low'])}, {_number(row['ci_high'])}]"
    if _known(row["null_low"]):
        text += f"; if they were alike, {_number(row['null_low'])} to {_number(row['null_high'])}"
    return text + (f"; p {_p(row['p'])}" if _known(row["p"]) else "")


def _known(value: Any) -> bool:
    return value is not None and value == value


def _number(value: float | None) -> str:
    if value is None or value != value:
        return "n/a"
    return f"{value:.3f}" if abs(value) < 10 else f"{value:.1f}"


def _signed(value: float | None) -> str:
    return "n/a" if value is None or value != value else f"{value:+.3f}"


def _p(value: float) -> str:
    return "< .001" if value < 0.001 else f"{value:.3f}"


def _plain(rows: list[dict[str, Any]], width: int) -> str:
    if not rows:
        return "(nothing to show)"
    table = pa.Table.from_pylist([{k: v if isinstance(v, int) else str(v) for k, v in row.items()} for row in rows])
    widest = max(cell_width(str(v)) for row in rows for v in row.values())
    return format_table(table, width=max(width, widest))
