"""Which column plays which role: guesses are told, names of the user win, other columns are kept under safe names."""

from pathlib import Path

import pytest
from test_files_documents import put, read

from framing.errors import FramingError
from framing.files.columns import Columns, plan_columns
from framing.files.columntypes import unify_types
from framing.files.languages import normalise_language
from framing.files.notes import Notes


def plan(found: str, **chosen: str) -> tuple[dict[str, str], dict[str, str], list[str]]:
    notes: list[str] = []
    made = plan_columns("x.csv", found.split(), Columns(**chosen), Notes(notes))
    return dict(made.roles), dict(made.own), notes


def test_guesses_are_told_with_the_column_they_come_from() -> None:
    roles, own, notes = plan("doc_id Speech speaker_name year party")
    assert roles == {"text": "Speech", "id": "doc_id", "speaker": "speaker_name", "date": "year"}
    assert own == {"speaker_name": "speaker_name", "year": "year", "party": "party"}
    assert notes == [
        "x.csv: columns guessed: text from 'Speech', document_id from 'doc_id', speaker from 'speaker_name', "
        "date from 'year'"
    ]


def test_what_the_user_names_is_no_guess() -> None:
    roles, own, notes = plan("id text body who", text="body", speaker="who", id="id")
    assert roles == {"text": "body", "id": "id", "speaker": "who"}
    assert own == {"text": "input_text", "who": "who"}
    assert notes == ["x.csv: columns named like ours: 'text' is kept as 'input_text'"]


def test_columns_named_like_ours_are_renamed_and_told(tmp_path: Path) -> None:
    notes: list[str] = []
    file = put(tmp_path / "x.csv", "text,frames,hits,start,input_hits\nPeace.,a,b,c,d\n")
    row = read(file, notes=notes).to_pylist()[0]
    assert [row[f"input_{n}"] for n in ("frames", "hits", "start")] == ["a", "b", "c"]
    assert row["input_input_hits"] == "d"
    assert "'hits' is kept as 'input_hits'" in notes[-1]
    assert "'input_hits' is kept as 'input_input_hits'" in notes[-1]


def test_a_single_column_is_the_text() -> None:
    assert plan("anything")[0] == {"text": "anything"}


@pytest.mark.parametrize(
    ("chosen", "sentence"),
    [
        ({"text": "txt"}, "x.csv has no column 'txt'; it has id, text; did you mean 'text'?"),
        ({"date": "when"}, "x.csv has no column 'when'; it has id, text; name one of these"),
    ],
)
def test_a_named_column_must_be_there(chosen: dict[str, str], sentence: str) -> None:
    with pytest.raises(FramingError) as stop:
        plan("id text", **chosen)
    assert str(stop.value) == sentence


def test_an_unknown_role_is_refused() -> None:
    with pytest.raises(FramingError, match="column role 'author' is not known; choose text, id, speaker"):
        Columns.from_mapping({"author": "x"})


def test_headers_without_a_name_or_with_one_name_twice(tmp_path: Path) -> None:
    row = read(put(tmp_path / "x.csv", "text,,n,n\nPeace.,a,b,c\n")).to_pylist()[0]
    assert (row["column_2"], row["n"], row["n_2"]) == ("a", "b", "c")


def test_speakers_are_names_and_never_cut(tmp_path: Path) -> None:
    file = put(tmp_path / "x.csv", 'text,speaker\nOne.,Ada and Bo\nTwo.,"[""Ada"", ""Bo""]"\nThree., \nFour.,[sic\n')
    assert read(file)["speaker"].to_pylist() == [["Ada and Bo"], ["Ada", "Bo"], None, ["[sic"]]


def test_language_by_column_by_option_and_by_script(tmp_path: Path) -> None:
    file = put(tmp_path / "x.csv", "text,lang\nPeace.,English\nМир.,\n和平。,zh-CN\nPaix.,français\n")
    assert read(file)["language"].to_pylist() == ["en", "ru", "zh", "fr"]
    assert read(file, language="Russian")["language"].to_pylist() == ["en", "ru", "zh", "fr"]
    plain = put(tmp_path / "y.csv", "text\nPaix.\n")
    assert read(plain)["language"].to_pylist() == ["en"]
    assert read(plain, language="fr")["language"].to_pylist() == ["fr"]


def test_years_that_are_not_all_numbers_stay_text(tmp_path: Path) -> None:
    rows = read(put(tmp_path / "x.csv", "text,year\nOne.,2020\nTwo.,c. 1990\n")).to_pylist()
    assert [(r["year"], r["date"]) for r in rows] == [("2020", "2020"), ("c. 1990", "c. 1990")]


def test_unknown_languages_stay_and_types_meet() -> None:
    import pyarrow as pa

    assert normalise_language(" Tajik ") == "tajik"
    assert unify_types([pa.int64(), pa.bool_()]) == pa.string()
    assert unify_types([pa.list_(pa.string())] * 2) == pa.list_(pa.string())
