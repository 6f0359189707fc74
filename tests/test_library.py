"""The public names, and the whole chain on a data frame without a file or a command."""

import subprocess
import sys

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

import framing
from framing.errors import FramingError

ROWS = {
    "name": ["Ada Brook", "Ada Brook", "Orin Vale"],
    "speech": [
        "Foreign powers interfere in our internal affairs.",
        "We defend our sovereignty and territorial integrity.",
        "Terrorists threaten the stability of the region.",
    ],
    "day": pd.to_datetime(["2024-01-02", "2024-02-03", "2024-03-04"]),
    "genre": pd.Categorical(["talk", "talk", "talk"]),
}
COLUMNS = {"text": "speech", "speaker": "name", "date": "day"}


def test_every_public_name_is_there() -> None:
    assert sorted(framing._HOMES) == framing.__all__ == sorted(framing.__all__)
    for name in framing.__all__:
        assert getattr(framing, name).__name__ == name


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="no attribute 'scores'"):
        framing.scores  # noqa: B018


def test_importing_loads_nothing_heavy() -> None:
    code = "import sys, framing; print(sorted({m.split('.')[0] for m in sys.modules} & {'numpy', 'pyarrow', 'numba'}))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize(
    "make", [pd.DataFrame, lambda rows: pl.from_pandas(pd.DataFrame(rows))], ids=["pandas", "polars"]
)
def test_the_chain_on_a_data_frame(make) -> None:  # type: ignore[no-untyped-def]
    documents = framing.take_documents(make(ROWS), COLUMNS)
    assert documents["date"].to_pylist() == ["2024-01-02", "2024-02-03", "2024-03-04"]
    assert documents["genre"].to_pylist() == ["talk"] * 3
    voices = framing.find_voices(documents, framing.attribute_documents(documents, mode="column"), mode="column")
    passages = framing.segment_documents(documents, voices, unit="passage")
    codebook = framing.load_codebook()
    scores = framing.score_passages(passages, framing.load_lexicons(["en"], codebook), codebook)
    assert scores["frames"].to_pylist() == [
        ["sovereignty", "external_interference"],
        ["sovereignty"],
        ["terrorism_separatism_extremism", "regional_stability"],
    ]
    result = framing.compare_speakers(framing.aggregate_scores(scores), framing.Plan(), rng=np.random.default_rng(0))
    shares = {(r["speaker"], r["frame"]): r["share"] for r in result.prevalence.to_pylist()}
    assert shares["Ada Brook", "sovereignty"] == 1.0
    assert shares["Orin Vale", "sovereignty"] == 0.0


def test_a_frame_without_the_column_names_those_there_are() -> None:
    with pytest.raises(FramingError, match="the table has no column 'who'; it has name, speech"):
        framing.take_documents(
            pd.DataFrame({"name": ["A"], "speech": ["Peace."]}), {"text": "speech", "speaker": "who"}
        )


def test_no_text_and_no_table_are_said() -> None:
    with pytest.raises(FramingError, match="no row of the table has text in column 'text'"):
        framing.take_documents(pa.table({"text": ["", None]}))
    with pytest.raises(FramingError, match="dict is no table; give a pandas, polars or Arrow table"):
        framing.take_documents({"text": ["a"]})


def test_rows_without_text_are_counted() -> None:
    notes: list[str] = []
    documents = framing.take_documents(pa.table({"text": ["Peace.", ""]}), notes=notes)
    assert documents["document_id"].to_pylist() == ["row:1"]
    assert notes[-1].startswith("1 row was left out; it is the table, row 2")
