"""Explanations as pages: the words behind each probability, a model's features, and a list of disagreements.

In: their tables. Out: text.
"""

from __future__ import annotations

import pyarrow as pa

from framing.report.tables import format_table, wrap

# Absent frames of a smaller probability are left out of a page on all frames.
_WORTH_TELLING = 0.10


def format_explained(table: pa.Table, *, width: int = 100) -> str:
    """A block a passage: for each frame its probability, then the words with their effect in log odds."""
    parts: list[str] = []
    passage, frame = "", ""
    rows = table.to_pylist()
    several = len({row["frame"] for row in rows}) > 1
    for row in rows:
        if several and not row["present"] and row["probability"] < _WORTH_TELLING:
            continue
        if row["passage_id"] != passage:
            who = "; ".join(row["speaker"] or []) or "(nobody)"
            parts.append(f"{'' if not parts else chr(10)}{row['passage_id']}  {who}")
            passage, frame = row["passage_id"], ""
        if row["frame"] != frame:
            frame = row["frame"]
            said = "present" if row["present"] else "absent"
            parts.append(f"  {frame}: {row['probability']:.2f} ({said}, threshold {row['threshold']:.2f})")
        mark = "  in the lexicon" if row["in_lexicon"] else ""
        words = " ".join(row["words"].split())
        parts.append(f"    {row['effect']:+.2f}  {words}{mark}   without it {row['probability_without']:.2f}")
    legend = (
        "The number before the words is the log odds they add: those of the passage less those of the passage without "
        "them. Effects do not add up, since words work together."
    )
    if several:
        legend += f" Frames under {_WORTH_TELLING:.2f} are not shown; --frame or another format than table has them."
    return "\n".join([*parts, "", wrap(legend, width=width)]) if rows else "No word has an effect."


def format_features(table: pa.Table, *, width: int = 100) -> str:
    """A block a frame and part: the features for it, and those against it."""
    blocks: dict[tuple[str, str], tuple[list[str], list[str]]] = {}
    for row in table.to_pylist():
        pro, contra = blocks.setdefault((row["frame"], row["part"]), ([], []))
        (pro if row["weight"] > 0 else contra).append(f"{row['feature']} {row['weight']:+.2f}")
    parts: list[str] = []
    frame = ""
    for (name, part), (pro, contra) in blocks.items():
        if name != frame:
            frame = name
            parts.append(f"{'' if not parts else chr(10)}{frame}")
        parts.append(f"  {part}, for it:")
        parts.append(wrap(" · ".join(pro) or "none", width=width, indent="    "))
        if contra:
            parts += [f"  {part}, against it:", wrap(" · ".join(contra), width=width, indent="    ")]
    return "\n".join(parts)


def format_disagreements(table: pa.Table, *, width: int = 100) -> str:
    """One line a passage and frame, the largest disagreement first."""
    return format_table(table.select(["frame", "probability", "lexicon", "words", "passage_id", "text"]), width=width)
