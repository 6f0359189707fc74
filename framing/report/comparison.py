"""A comparison as a page: how much text there is, the shares, the differences and distances, and what must be said.

In: a Comparison's tables. Out: text. Numbers are rounded here and nowhere else.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

import pyarrow as pa

from framing.records import Codebook
from framing.report.tables import cell_width, format_table, shorten, wrap

NOBODY = "(nobody found)"
# Pairs of speakers shown in full on a page; the whole table is in the other formats.
MOST_PAIRS = 12
# Speakers shown on a page, those with most text; the others are counted.
MOST_SPEAKERS = 15
# Cells that a frame needs to be known by.
_FRAME_WIDTH = 20
_METRICS = {
    "jensen_shannon": "Jensen–Shannon",
    "jensen_shannon_divergence": "Jensen–Shannon divergence",
    "hellinger": "Hellinger",
}
_BY_FRAME = ("comparison", "prevalence")


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


def format_comparison(result: ComparisonTables, *, width: int = 100, codebook: Codebook | None = None) -> str:
    """The whole page: coverage, prevalence, differences by pair with their distances, remarks.

    codebook : gives the frames their titles and their order; without it they stand by their ids.
    """
    names = ("comparison", "distances", "prevalence", "coverage", "omnibus")
    tables = {name: getattr(result, name) for name in names}
    parts = [*comparison_parts(title_frames(tables, codebook) if codebook else tables, width)]
    return "\n\n".join([*parts, "To be read with it\n" + format_remarks(result.remarks, width=width)])


def title_frames(tables: Mapping[str, pa.Table], codebook: Codebook) -> dict[str, pa.Table]:
    """The tables with frames by their titles, in the codebook's order where no other order tells something."""
    titles = {frame.id: frame.title for frame in codebook.frames}
    order = {frame: place for place, frame in enumerate(titles)}
    titled = dict(tables)
    for name in [name for name, table in tables.items() if "frame" in table.schema.names]:
        frames = tables[name]["frame"].to_pylist()
        place = tables[name].schema.get_field_index("frame")
        named = pa.array([titles.get(frame, frame) for frame in frames], pa.string())
        titled[name] = tables[name].set_column(place, "frame", named)
        if name in _BY_FRAME:
            ranks = [order.get(frame, len(order)) for frame in frames]
            rows = sorted(range(len(frames)), key=ranks.__getitem__)
            titled[name] = titled[name].take(pa.array(rows, pa.int64()))
    return titled


def comparison_parts(tables: Mapping[str, pa.Table], width: int) -> list[str]:
    """The paragraphs of a comparison's tables, without remarks."""
    coverage, prevalence = tables["coverage"], tables["prevalence"]
    ranked = sorted((row for row in coverage.to_pylist() if row["speaker"]), key=lambda row: -row["n_words"])
    largest = {row["speaker"] for row in ranked[:MOST_SPEAKERS]}
    more = f" (the {MOST_SPEAKERS} with most words of {len(ranked)})" if len(ranked) > MOST_SPEAKERS else ""
    intervals = ", with 95 % intervals over documents" if any(map(_known, prevalence["ci_low"].to_pylist())) else ""
    head = f"Frames of each speaker, all their text{intervals}{more}"
    parts = [f"Text of each speaker{more}\n{_coverage(coverage, largest, width)}"]
    parts += [f"{head}\n{_prevalence(prevalence, largest, width)}"]
    return parts + _pairs(tables, width)


def format_remarks(remarks: Sequence[str], *, width: int = 100) -> str:
    """What a result assumes and what it cannot say, one bullet each."""
    return "\n".join("• " + wrap(remark, width=width, indent="  ").lstrip() for remark in remarks)


def _coverage(coverage: pa.Table, largest: set[str], width: int) -> str:
    rows, named = [], [row for row in coverage.to_pylist() if row["speaker"] in largest]
    for row in [row for row in coverage.to_pylist() if not row["speaker"]] + named:
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
                "years": str(years or "unknown"),
            }
        )
    return format_rows(rows, width)


def _prevalence(prevalence: pa.Table, largest: set[str], width: int) -> str:
    if not prevalence.num_rows:
        return "Nobody was found to speak, so there is nothing to compare: see --attribution and --speaker-column."
    frames = list(dict.fromkeys(prevalence["frame"].to_pylist()))
    by_speaker: dict[str, dict[str, str]] = {}
    for row in prevalence.to_pylist():
        if row["speaker"] in largest:
            by_speaker.setdefault(row["speaker"], {})[row["frame"]] = _interval(row)
    rows = [{"frame": f, **{speaker: cells.get(f, "") for speaker, cells in by_speaker.items()}} for f in frames]
    if 26 * len(by_speaker) + 34 > width:
        rows = [
            {"speaker": s if f == frames[0] else "", "frame": f, "share": cells.get(f, "")}
            for s, cells in by_speaker.items()
            for f in frames
        ]
    return format_rows(rows, width)


def _interval(row: Mapping[str, Any]) -> str:
    share = format_number(row["share"])
    if row["ci_low"] != row["ci_low"] or row["ci_low"] is None:
        return share
    return f"{share} [{format_number(row['ci_low'])}, {format_number(row['ci_high'])}]"


def _pairs(tables: Mapping[str, pa.Table], width: int) -> list[str]:
    found: dict[tuple[str, str], list[dict[str, Any]]] = {}
    for row in tables["comparison"].to_pylist():
        found.setdefault((row["speaker_a"], row["speaker_b"]), []).append(row)
    pairs = _weightiest_first(found)
    distances = tables["distances"].to_pylist()
    omnibus = {(r["speaker_a"], r["speaker_b"]): r for r in tables["omnibus"].to_pylist()}
    if not any(_known(row["p_adjusted"]) or _known(row["ci_low"]) for rows in pairs.values() for row in rows):
        return _untested(pairs, distances, width)
    parts = []
    for (a, b), rows in list(pairs.items())[:MOST_PAIRS]:
        own = [d for d in distances if (d["speaker_a"], d["speaker_b"]) == (a, b)]
        body = [f"{a} minus {b}", _differences(rows, width)]
        if (a, b) in omnibus and _known(omnibus[a, b]["p"]):
            body.append(f"Any difference at all, over all frames: p {format_p(omnibus[a, b]['p'])}")
        body += [wrap(_distance(d), width=width) for d in own if _known(d["distance"])]
        parts.append("\n".join(body))
    if len(pairs) > MOST_PAIRS:
        parts.append(
            f"{len(pairs) - MOST_PAIRS} more pairs: write the result as json, csv, jsonl or parquet to see them all."
        )
    return parts


def _weightiest_first(
    pairs: dict[tuple[str, str], list[dict[str, Any]]],
) -> dict[tuple[str, str], list[dict[str, Any]]]:
    """Where not all pairs are shown, those with most documents on the poorer side come first."""
    if len(pairs) <= MOST_PAIRS:
        return pairs
    documents = {pair: min(rows[0]["n_documents_a"], rows[0]["n_documents_b"]) for pair, rows in pairs.items()}
    return {pair: pairs[pair] for pair in sorted(pairs, key=lambda pair: -documents[pair])}


def _untested(
    pairs: Mapping[tuple[str, str], Sequence[Mapping[str, Any]]], distances: Sequence[Mapping[str, Any]], width: int
) -> list[str]:
    """Pairs that nothing is inferred for, in a line or two each."""
    if not pairs:
        return []
    lines = []
    for (a, b), rows in list(pairs.items())[:MOST_PAIRS]:
        told = [f"{r['frame']} {r['difference']:+.3f}" for r in rows if _known(r["difference"]) and r["difference"]]
        own = [d for d in distances if (d["speaker_a"], d["speaker_b"]) == (a, b) and _known(d["distance"])]
        apart = [f"plug-in distance {format_number(d['distance'])}" for d in own if d["metric"] == "jensen_shannon"]
        lines.append(f"{a} minus {b}: {'; '.join([*(told or ['no difference']), *apart])}")
    head = "Differences in shares, and distances (Jensen–Shannon, 0 to 1): description only, nothing is tested"
    more = [f"{len(pairs) - MOST_PAIRS} more pairs are in the other formats"] if len(pairs) > MOST_PAIRS else []
    return [wrap(head, width=width) + "\n" + format_remarks([*lines, *more], width=width)]


def _differences(rows: list[dict[str, Any]], width: int) -> str:
    shown = []
    for row in rows:
        shown.append(
            {
                "frame": row["frame"],
                "shares": f"{format_number(row['share_a'])} / {format_number(row['share_b'])}",
                "difference": format_signed(row),
                "p adj.": format_p(row["p_adjusted"]) if _known(row["p_adjusted"]) else "–",
                "reading (could see)": _reading(row),
            }
        )
    names = list(shown[0])[1:]
    fixed = {name: 2 + max(cell_width(str(cell)) for cell in [name, *(row[name] for row in shown)]) for name in names}
    if width - sum(fixed.values()) < _FRAME_WIDTH:
        # The shares stand in the table above; numbers are never cut.
        fixed.pop("shares")
    room = max(_FRAME_WIDTH, width - sum(fixed.values()))
    kept = [{"frame": shorten(row["frame"], room), **{name: row[name] for name in fixed}} for row in shown]
    return format_rows(kept, max(width, room + sum(fixed.values())))


def _reading(row: Mapping[str, Any]) -> str:
    if not _known(row["p_adjusted"]):
        return "description only"
    if row["p_adjusted"] <= 0.05:
        return "more" if row["difference"] > 0 else "less"
    detectable = row["minimum_detectable_difference"]
    return f"not told apart ({format_number(detectable)})" if _known(detectable) else "not told apart"


def _distance(row: Mapping[str, Any]) -> str:
    metric = _METRICS.get(row["metric"], row["metric"].replace("_", " "))
    text = f"Distance ({metric}): {format_number(row['distance'])}"
    if _known(row["ci_low"]):
        text += f" [{format_number(row['ci_low'])}, {format_number(row['ci_high'])}]"
    if row["clipped"]:
        text += f", cut off at 0: the plug-in value {format_number(row['plug_in'])} is no more than chance gives"
    elif row["corrected"]:
        text += f", what chance gives taken off the plug-in value {format_number(row['plug_in'])}"
    if not _known(row["null_low"]):
        return text + "; plug-in value, description only: what chance gives is not taken off and not known"
    text += f"; if they were alike, {format_number(row['null_low'])} to {format_number(row['null_high'])}"
    return text + (f"; p {format_p(row['p'])}" if _known(row["p"]) else "")


def _known(value: Any) -> bool:
    return value is not None and value == value


def format_number(value: float | None) -> str:
    """Three decimals, one from 10 on; `n/a` for what is not known."""
    if value is None or value != value:
        return "n/a"
    return f"{value:.3f}" if abs(value) < 10 else f"{value:.1f}"


def format_signed(row: Mapping[str, Any], name: str = "difference") -> str:
    """A difference with its interval, both signed."""
    values = [row[name], row["ci_low"], row["ci_high"]]
    told = [f"{v:+.3f}" if _known(v) else "n/a" for v in values]
    return f"{told[0]} [{told[1]}, {told[2]}]" if _known(row["ci_low"]) else told[0]


def format_p(value: float | None) -> str:
    """A p-value in three decimals."""
    if value is None or value != value:
        return "–"
    return "< .001" if value < 0.001 else f"{value:.3f}"


def format_rows(rows: Sequence[Mapping[str, Any]], width: int) -> str:
    """Rows of texts and whole numbers as an aligned table."""
    if not rows:
        return "(nothing to show)"
    cells = [{k: v if isinstance(v, int) else shorten(str(v), width) for k, v in row.items()} for row in rows]
    widest = max(cell_width(str(v)) for row in cells for v in row.values())
    return format_table(pa.Table.from_pylist(cells), width=max(width, widest))
