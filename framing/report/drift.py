"""The page of `framing drift`: claim by claim what each account says and in whose mouth, then what only one has.

In: tables by name. Out: text.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pyarrow as pa

from framing.report.comparison import format_remarks
from framing.report.tables import wrap

OWN_VOICE = "(the account itself)"
Row = Mapping[str, Any]


def format_drift(tables: Mapping[str, pa.Table], remarks: Sequence[str], *, width: int = 100) -> str:
    """Claims that several accounts make, those in different mouths first; then what one account has alone."""
    claims: dict[int, list[Row]] = {}
    for row in tables["claims"].to_pylist():
        claims.setdefault(row["claim"], []).append(row)
    shared = [rows for rows in claims.values() if rows[0]["n_accounts"] > 1]
    drifted = [rows for rows in shared if rows[0]["drift"]]
    accounts = list(dict.fromkeys(row["document_id"] for rows in claims.values() for row in rows))
    parts = [
        f"{len(accounts)} accounts: {', '.join(accounts)}\n{_made(len(shared))} by more than one of them; "
        f"{len(drifted)} in different mouths"
    ]
    parts += [_claim(rows, width) for rows in [*drifted, *(rows for rows in shared if not rows[0]["drift"])]]
    parts += [_alone(account, list(claims.values()), width) for account in accounts]
    return "\n\n".join([part for part in parts if part] + [format_remarks(remarks, width=width)])


def _made(n: int) -> str:
    return "1 claim is made" if n == 1 else f"{n} claims are made"


def _claim(rows: Sequence[Row], width: int) -> str:
    mark = "IN DIFFERENT MOUTHS" if rows[0]["drift"] else "in the same mouths"
    lines = [f"── claim {rows[0]['claim']}: {mark}"]
    for row in rows:
        alike = f", similarity {row['similarity']:.2f}" if row["similarity"] is not None else ""
        lines += [f"  {row['document_id']}: {_mouth(row)}{alike}", wrap(row["text"], width=width, indent="    ")]
    return "\n".join(lines)


def _alone(account: str, claims: Sequence[Sequence[Row]], width: int) -> str:
    rows = [rows[0] for rows in claims if rows[0]["n_accounts"] == 1 and rows[0]["document_id"] == account]
    if not rows:
        return ""
    lines = [f"── only in {account}"]
    lines += [wrap(f"{_mouth(row)}: {row['text']}", width=width, indent="  ") for row in rows]
    return "\n".join(lines)


def _mouth(row: Row) -> str:
    name = " and ".join(row["speaker"]) or OWN_VOICE
    return name + (f", relayed by {row['relayed_by']}" if row["relayed_by"] else "")
