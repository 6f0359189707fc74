"""A mention finds its person in the speaker list, whatever title stands before the name."""

import pytest

from framing.attribute.names import NameBook
from framing.records import Person

BOOK = NameBook(
    [
        Person("Pieter Okonda", ("Okonda", "Питер Оконда", "Оконда"), "secretary-general of the Inner Sea Forum"),
        Person("Senja Aldren", ("Aldren", "Сенья Алдрен", "Алдрен"), "foreign minister", "Ruvania"),
        Person("Anna Berg", ("Berg",)),
    ]
)


@pytest.mark.parametrize(
    ("mention", "name"),
    [
        ("Secretary-General Pieter Okonda", "Pieter Okonda"),
        ("Vice-President Okonda", "Pieter Okonda"),
        ("министр иностранных дел Рувании Сенья Алдрен", "Senja Aldren"),
        ("Рувании Сенья Алдрен", "Senja Aldren"),
        ("генеральный секретарь Форума Питер Оконда", "Pieter Okonda"),
        ("Олег Алдрен", ""),
        ("Olga Berg", ""),
        ("Jean-Luc Berg", ""),
    ],
)
def test_titles_do_not_hide_a_person(mention: str, name: str) -> None:
    assert BOOK.find(mention) == name
