"""Attributions as a page: who, by which cue, what; with the rule behind each where it is asked for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pyarrow as pa

from framing.report.tables import visible, wrap


def format_quotes(quotes: pa.Table, *, width: int = 100, explain: bool = False) -> str:
    """One block an attribution, nested ones indented. `quotes` has a column `words`, the reported content.

    explain : adds the column `reason`, or where there is none the rule as it stands.
    """
    rows = quotes.to_pylist()
    if not rows:
        return "no attribution found"
    lines: list[str] = []
    document = None
    for row in rows:
        if row["document_id"] != document:
            document = row["document_id"]
            lines += [f"── {document}"]
        lines.append(_block(row, width, explain))
    return "\n".join(lines)


def _block(row: Mapping[str, Any], width: int, explain: bool) -> str:
    pad = "  " * (1 + row["level"])
    who = " and ".join(row["speaker"]) or "(nobody named)"
    if row["relayed_by"]:
        who += f", relayed by {row['relayed_by']}"
    if row["holder"]:
        who += f", holder {' and '.join(row['holder'])}"
    if row["co_holders"]:
        who += f", shared by {' and '.join(row['co_holders'])}"
    cue = f" [{row['cue']}]" if row["cue"] else ""
    block = [
        wrap(visible(f"{who}{cue} ({row['kind']})"), width=width, indent=pad),
        wrap(visible(row["words"]), width=width, indent=pad + "  "),
    ]
    if explain and row.get("reason"):
        block.append(wrap(f"by {row['reason']}", width=width, indent=pad + "  "))
    elif explain:
        mention = f"'{row['speaker_text']}' at {row['speaker_start']}" if row["speaker_text"] else "no mention"
        where = f"cue '{row['cue']}' at {row['cue_start']}" if row["cue"] else "no cue"
        block.append(wrap(f"rule {row['rule'] or 'unknown'}; {where}; {mention}", width=width, indent=pad + "  "))
    return "\n".join(block)
