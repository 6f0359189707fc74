"""The speaker list over a column of speakers."""

import pyarrow as pa
import pytest

from framing.attribute import name_speakers
from framing.files.given import take_documents
from framing.records import Person

PEOPLE = [
    Person("Ada Brook", ("Brook", "A. Brook"), "foreign minister", "Karsovia"),
    Person("Tom Vale", ("Vale",), "president", "Orland"),
    Person("Ann Vale", ("Vale",), "judge", "Orland"),
]


@pytest.mark.parametrize(
    ("form", "name"),
    [
        ("A. Brook", "Ada Brook"),
        ("Minister Brook", "Ada Brook"),
        ("Tom Vale", "Tom Vale"),
        ("Vale", "Vale"),
        ("Olga Lind", "Olga Lind"),
    ],
)
def test_every_form_leads_to_the_one_name_where_the_list_decides(form: str, name: str) -> None:
    documents = take_documents(pa.table({"text": ["Peace."], "speaker": [form]}))
    assert name_speakers(documents, PEOPLE)["speaker"].to_pylist() == [[name]]


def test_what_was_merged_is_told_once() -> None:
    documents = take_documents(pa.table({"text": ["Peace."] * 3, "speaker": ["Brook", "Ada Brook", "Brook"]}))
    notes: list[str] = []
    name_speakers(documents, PEOPLE, notes=notes)
    assert notes == ["speaker list: 'Brook' is Ada Brook"]


def test_joint_speakers_of_one_name_are_one() -> None:
    documents = take_documents(pa.table({"text": ["Peace."], "speaker": [["Brook", "Ada Brook", "Lind"]]}))
    assert name_speakers(documents, PEOPLE)["speaker"].to_pylist() == [["Ada Brook", "Lind"]]


def test_without_a_list_nothing_changes() -> None:
    documents = take_documents(pa.table({"text": ["Peace."], "speaker": ["Brook"]}))
    assert name_speakers(documents, ()).equals(documents)
