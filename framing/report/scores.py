"""Scored passages as a short table: who, which frames, and the passage with its hits marked."""

from __future__ import annotations

import pyarrow as pa

from framing.records import Codebook
from framing.report.passages import frame_tags, mark_hits
from framing.report.tables import format_table, wrap


def format_scores(scores: pa.Table, codebook: Codebook, *, width: int = 100) -> str:
    """One line a passage: passage, speaker, frames by their tags, words, text with `[words]TAG`."""
    tags = frame_tags(codebook)
    rows = scores.select(["passage_id", "speaker", "frames", "n_words", "text", "start", "hits"]).to_pylist()
    table = pa.table(
        {
            "passage": [row["passage_id"] for row in rows],
            "speaker": pa.array(["; ".join(row["speaker"] or []) for row in rows], pa.string()),
            "frames": pa.array([" ".join(tags[f] for f in row["frames"] if f in tags) for row in rows], pa.string()),
            "words": pa.array([row["n_words"] for row in rows], pa.int64()),
            "text": pa.array([mark_hits(row, tags) for row in rows], pa.string()),
        }
    )
    legend = "; ".join(f"{tag} = {frame.title}" for tag, frame in zip(tags.values(), codebook.frames, strict=True))
    return format_table(table, width=width) + "\n" + wrap(legend, width=width)
