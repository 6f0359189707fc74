"""Small tables for the tests of pages, and approved outputs: whole pages that are changed only on purpose."""

import os
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pyarrow as pa

from framing.records import HIT, PASSAGES, Codebook, Frame

APPROVED = Path(__file__).parent / "approved"
ORCHARD = Codebook(
    "orchard",
    "1.2",
    (
        Frame("fruit_growing", "Growing of fruit", "Trees, blossom and harvest.\n\nWords such as apple or orchard."),
        Frame("pests", "Pests", "Whatever eats the fruit before we do."),
    ),
    title="Speech about orchards",
)
NAN = float("nan")


def check_page(name: str, page: str) -> None:
    """Hold a page against tests/approved/NAME.txt; with APPROVE=1 in the environment it becomes the approved one."""
    path = APPROVED / f"{name}.txt"
    if os.environ.get("APPROVE"):
        path.write_text(page + "\n", encoding="utf-8")
    assert page + "\n" == path.read_text(encoding="utf-8")


def hit(text: str, words: str, frame: str, base: int = 0, **more: Any) -> dict[str, Any]:
    at = base + text.index(words)
    row = {"frame": frame, "entry": words, "start": at, "end": at + len(words), "polarity": "affirmed", "voice": "own"}
    return row | {"concept": "", "weight": 1.0, "rule": None} | more


def scores_table() -> pa.Table:
    """Passages in three languages, of two speakers, a pair of speakers and nobody."""
    said: list[tuple[str, str, list[str] | None, str, list[tuple[str, str, dict[str, str]]]]] = [
        (
            "en",
            "Our orchards bloom again, and no beetle, said Ada Brook, will eat the apples that we grow in the valley.",
            ["Ada Brook"],
            "quote",
            [("orchards", "fruit_growing", {}), ("beetle", "pests", {"polarity": "denied"}),
             ("apples", "fruit_growing", {"voice": "quoted"}), ("apples", "pests", {})],
        ),
        (
            "zh",
            "韦尔马尔总理王安表示，我们的果园今年又开花了，任何害虫都不能毁坏山谷里的苹果。“让我们一起种树。”王安说。",
            ["王安"],
            "turn",
            [("果园", "fruit_growing", {}), ("害虫", "pests", {"polarity": "opposed"}), ("苹果", "fruit_growing", {})],
        ),
        ("ru", "Сады снова цветут, и жуки не съедят яблоки.", ["Ada Brook", "王安"], "metadata",
         [("Сады", "fruit_growing", {})]),
        ("en", "It rained \x1b[31mon Monday.", None, "none", []),
    ]  # fmt: skip
    rows, base = [], 0
    for number, (language, text, speaker, how, hits) in enumerate(said, 1):
        found = [hit(text, words, frame, base, **more) for words, frame, more in hits]
        frames = [f for f in ORCHARD.frame_ids if any(h["frame"] == f for h in found)]
        row = {"document_id": f"d{(number + 1) // 2}", "passage_id": f"d{(number + 1) // 2}#{number}", "start": base}
        row |= {"end": base + len(text), "text": text, "language": language, "speaker": speaker, "attribution": how}
        rows.append(row | {"n_words": len(text.split()), "frames": frames, "hits": found, "note": "invented"})
        base += len(text) + 1
    schema = [
        *PASSAGES,
        ("n_words", pa.int32()),
        ("frames", pa.list_(pa.string())),
        ("hits", pa.list_(HIT)),
        ("note", pa.string()),
    ]
    return pa.Table.from_pylist(rows, schema=pa.schema(schema))


def comparison_of(*, tested: bool) -> SimpleNamespace:
    """A comparison of two speakers, with intervals and tests or without."""

    def number(value: float) -> float:
        return value if tested else NAN

    pair = {"speaker_a": "Ada Brook", "speaker_b": "王安"}
    differences = [
        {"measure": "share", **pair, "frame": "pests", "share_a": 0.25, "share_b": 0.5, "difference": -0.25,
         "ci_low": number(-0.4), "ci_high": number(-0.1), "p": number(0.002), "p_adjusted": number(0.004),
         "minimum_detectable_difference": number(0.2)},
        {"measure": "share", **pair, "frame": "fruit_growing", "share_a": 1.0, "share_b": 0.9, "difference": 0.1,
         "ci_low": number(-0.05), "ci_high": number(0.25), "p": number(0.2), "p_adjusted": number(0.31),
         "minimum_detectable_difference": number(0.21)},
    ]  # fmt: skip
    distance = {**pair, "metric": "jensen_shannon", "distance": 0.231, "ci_low": number(0.1), "ci_high": number(0.35)}
    distance |= {"null_low": number(0.02), "null_high": number(0.11), "p": number(0.0004), "clipped": False}
    distance |= {"corrected": tested, "plug_in": 0.25}
    shares = {("Ada Brook", "fruit_growing"): 1.0, ("Ada Brook", "pests"): 0.25}
    shares |= {("王安", "fruit_growing"): 0.9, ("王安", "pests"): 0.5}
    prevalence = [
        {"speaker": who, "frame": frame, "share": share, "ci_low": number(share - 0.05), "ci_high": number(share)}
        for (who, frame), share in shares.items()
    ]
    coverage = [
        {"speaker": who, "n_documents": n, "n_passages": 2.0 * n, "n_words": 310.0 * n, "share_of_words": share,
         "first_year": first, "last_year": last}
        for who, n, share, first, last in [("", 3, 0.1, None, None), ("Ada Brook", 12, 0.75, 2004, 2023),
                                           ("王安", 4, 0.15, 2020, 2020)]
    ]  # fmt: skip
    remark = "measure: share of passages with the frame; frames are not exclusive, so that shares need not sum to 1"
    return SimpleNamespace(
        comparison=pa.Table.from_pylist(differences),
        distances=pa.Table.from_pylist([distance]),
        prevalence=pa.Table.from_pylist(prevalence),
        coverage=pa.Table.from_pylist(coverage),
        omnibus=pa.Table.from_pylist([pair | {"p": number(0.003)}]),
        remarks=(remark, "12.5% of the passages belong to nobody and are not compared"),
    )
