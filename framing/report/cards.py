"""Model cards as tables and as JSON.

In: cards as JSON has them. Out: an Arrow table, or text.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import pyarrow as pa


def cards_table(cards: Mapping[str, Mapping[str, Any]]) -> pa.Table:
    """One row a model: name, version, codebook, features, passages, languages, macro-F1 on held-out documents."""
    rows = []
    for name, card in cards.items():
        accuracy = card.get("scores", {}).get("accuracy", [])
        macro = [row["f1"] for row in accuracy if row["by"] == "all" and row["frame"] == "macro"]
        rows.append(
            {
                "model": name,
                "version": card.get("version"),
                "date": card.get("date"),
                "codebook": card.get("codebook"),
                "features": ", ".join(card.get("features", ())),
                "passages": card.get("data", {}).get("passages"),
                "languages": ", ".join(card.get("data", {}).get("language", {})),
                "macro_f1": macro[0] if macro else None,
            }
        )
    return pa.Table.from_pylist(rows)


def scores_table(card: Mapping[str, Any]) -> pa.Table:
    """The held-out scores of a card, a row a group and frame."""
    return pa.Table.from_pylist(card.get("scores", {}).get("accuracy", []))


def card_json(card: Mapping[str, Any]) -> str:
    """The card as indented JSON."""
    return json.dumps(card, ensure_ascii=False, indent=2, sort_keys=True)
