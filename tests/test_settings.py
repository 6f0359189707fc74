"""Settings: choices checked once, paths of a settings file relative to it, near misses named."""

from pathlib import Path

import pytest

from framing.errors import FramingError
from framing.settings import Settings, settings_from_table


def test_unknown_choice_names_what_there_is() -> None:
    with pytest.raises(FramingError, match="unit 'page' is not known; choose passage, sentence, paragraph or document"):
        Settings(unit="page")


def test_every_item_of_a_list_is_checked() -> None:
    with pytest.raises(FramingError, match="polarity 'angry'"):
        Settings(polarity=("denied", "angry"))


def test_too_few_draws_are_refused() -> None:
    with pytest.raises(FramingError, match="at least 200"):
        Settings(draws=50)


def test_paths_are_relative_to_the_file_and_names_stay_names(tmp_path: Path) -> None:
    table = {"inputs": ["a.txt", "-"], "lexicons": ["en", "own.tsv"], "speakers": "people.csv", "seed": 3}
    assert settings_from_table(table, tmp_path, "framing.toml") == {
        "inputs": (str(tmp_path / "a.txt"), "-"),
        "lexicons": ("en", str(tmp_path / "own.tsv")),
        "speakers": str(tmp_path / "people.csv"),
        "seed": 3,
    }


@pytest.mark.parametrize(
    ("table", "sentence"),
    [
        ({"lexicon": "en"}, "'lexicon' is not a setting; did you mean 'lexicons'?"),
        ({"seed": "7"}, "'seed' must be a whole number, not '7'"),
        ({"seed": True}, "'seed' must be a whole number, not True"),
        ({"inputs": [1]}, "'inputs' must be a text or a list of texts"),
        ({"columns": "text"}, "'columns' must be a table of names"),
    ],
)
def test_bad_settings_are_one_sentence(table: dict[str, object], sentence: str, tmp_path: Path) -> None:
    with pytest.raises(FramingError) as error:
        settings_from_table(table, tmp_path, "framing.toml")
    assert str(error.value).startswith("framing.toml: ")
    assert sentence in str(error.value)


def test_unknown_column_role_is_refused() -> None:
    with pytest.raises(FramingError, match="column role 'txt'"):
        Settings(columns={"txt": "body"})
