"""Which groups are compared: named ones, ones with enough documents; the others stay part of the rest."""

import numpy as np
import pyarrow as pa
import pytest

from framing.compare import OTHERS, choose_groups, compare_speakers, cover_all
from framing.errors import FramingError
from framing.records import DISTRIBUTIONS
from framing.settings import Settings


def sums(*cells: tuple[str, str, int]) -> pa.Table:
    """DISTRIBUTIONS of one frame: speaker, document, passages with the frame out of two."""
    rows = [
        {
            "speaker": speaker,
            "document_id": document,
            "frame": "f",
            "n_passages": 2.0,
            "n_words": 20.0,
            "passages_with": float(found),
            "mentions": float(found),
            "probability": None,
        }
        for speaker, document, found in cells
    ]
    return pa.Table.from_pylist(rows, schema=DISTRIBUTIONS)


TABLE = sums(
    ("Ada", "1", 1), ("Ada", "2", 0), ("Bo", "1", 2), ("Bo", "2", 1), ("Cy", "1", 1), ("Di", "1", 1), ("", "1", 0)
)


def test_nothing_asked_leaves_all() -> None:
    chosen, said = choose_groups(TABLE)
    assert chosen.equals(TABLE)
    assert said == []


def test_named_groups_and_nobody_stay() -> None:
    chosen, said = choose_groups(TABLE, only=["Ada", "Cy"])
    assert set(chosen["speaker"].to_pylist()) == {"Ada", "Cy", ""}
    assert said[0].startswith("2 groups were left out")


def test_groups_need_documents() -> None:
    chosen, _ = choose_groups(TABLE, fewest=2)
    assert set(chosen["speaker"].to_pylist()) == {"Ada", "Bo", ""}


def test_the_rest_keeps_who_is_not_compared() -> None:
    chosen, _ = choose_groups(TABLE, only=["Ada"], against="rest")
    others = [row for row in chosen.to_pylist() if row["speaker"] == OTHERS]
    assert {row["document_id"]: (row["n_passages"], row["passages_with"]) for row in others} == {
        "1": (6.0, 4.0),
        "2": (2.0, 1.0),
    }


def test_unknown_groups_and_empty_choices_are_told() -> None:
    with pytest.raises(FramingError, match="no group 'Eve'"):
        choose_groups(TABLE, only=["Eve"])
    with pytest.raises(FramingError, match="3 documents"):
        choose_groups(TABLE, fewest=3)
    with pytest.raises(FramingError, match="fewest is -1"):
        Settings(fewest=-1)


def test_coverage_is_of_all_the_text() -> None:
    chosen, _ = choose_groups(TABLE, only=["Ada", "Bo"])
    result = cover_all(compare_speakers(chosen, rng=np.random.default_rng(0)), TABLE)
    shares = dict(zip(*(result.coverage[name].to_pylist() for name in ("speaker", "share_of_passages")), strict=True))
    assert shares == pytest.approx({"Ada": 4 / 14, "Bo": 4 / 14, OTHERS: 4 / 14, "": 2 / 14})
    assert "14.3% of the passages belong to nobody and are not compared" in result.remarks
    assert len([remark for remark in result.remarks if "belong to nobody" in remark]) == 1


def test_many_groups_are_cut_to_those_with_enough_documents() -> None:
    often = [(name, str(d), 1) for name in ("Ada", "Bo") for d in range(10)]
    seldom = [(f"S{i}", str(i), 1) for i in range(7)]
    chosen, said = choose_groups(sums(*often, *seldom, ("", "1", 0)))
    assert set(chosen["speaker"].to_pylist()) == {"Ada", "Bo", ""}
    assert said == [
        "7 of 9 groups have little text and were left out of the comparison; "
        "--fewest 1 compares all, --only NAME those that are named"
    ]
    assert choose_groups(sums(*often, *seldom), fewest=1)[1] == []


def test_eight_groups_are_all_compared() -> None:
    table = sums(*((f"S{i}", str(d), 1) for i in range(8) for d in range(10 if i < 2 else 1)))
    assert choose_groups(table) == (table, [])


def test_where_nobody_has_enough_documents_those_with_most_words_stay() -> None:
    table = sums(*((f"S{i}", str(d), 1) for i in range(10) for d in range(1 + (i > 1))))
    assert set(choose_groups(table)[0]["speaker"].to_pylist()) == {f"S{i}" for i in range(2, 10)}
