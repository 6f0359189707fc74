"""Russian reported speech: whose pronoun it is."""

import pytest

from framing.attribute.russian import find_quotes

FIRST = "Министр иностранных дел Томас Верхале заявил, что статья 5 неприемлема.\n\n"


@pytest.mark.parametrize(
    "sentence",
    [
        "Если такие проверки предложат Карвонии, добавил он, ответ будет коротким.",
        "Если проверки предложат Иванову, добавил он, ответ будет коротким.",
        "Петров приехал без приглашения, отметил он.",
        "«Петров приехал без приглашения», — сказал он.",
    ],
)
def test_a_name_in_what_is_said_is_not_the_speaker(sentence: str) -> None:
    found = find_quotes(FIRST + sentence)
    assert [a.resolved for a in found] == [("Томас Верхале",), ("Томас Верхале",)]


def test_a_subject_before_the_cue_is() -> None:
    found = find_quotes(FIRST + "Алексей Петров приехал в Сорель, где он заявил, что переговоры начнутся в мае.")
    assert found[-1].resolved == ("Алексей Петров",)
