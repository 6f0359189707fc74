"""Codes from elsewhere score passages like any other method, and say what they do not cover."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from framing.cli import app
from framing.errors import FramingError
from framing.files.codes import read_codes, read_judgements
from framing.files.instruments import load_codebook
from framing.settings import Settings

TEXTS = {
    "a": "The minister of Karsovia spoke of borders.\n\nHe then spoke of bread.\n",
    "b": "The envoy of Velmark warned of armed groups.\n",
}


@pytest.fixture
def texts(tmp_path: Path) -> str:
    path = tmp_path / "texts.jsonl"
    path.write_text("".join(json.dumps({"id": i, "speaker": i.upper(), "text": t}) + "\n" for i, t in TEXTS.items()))
    return str(path)


def write_codes(tmp_path: Path, text: str, name: str = "codes.csv") -> str:
    (tmp_path / name).write_text(text)
    return str(tmp_path / name)


def score(texts: str, codes: str, *more: str) -> tuple[list[dict[str, object]], str]:
    done = CliRunner().invoke(app, ["score", texts, "--method", "codes", "--codes", codes, "-f", "jsonl", *more])
    assert done.exit_code == 0, done.stderr or str(done.exception)
    return [json.loads(line) for line in done.stdout.splitlines()], done.stderr


def test_wide_probabilities_by_passage(tmp_path: Path, texts: str) -> None:
    codes = write_codes(tmp_path, "passage_id,sovereignty,regional_stability\na#1,0.9,0.2\na#2,0.5,0\nb#1,0,1\n")
    rows, said = score(texts, codes)
    assert [row["frames"] for row in rows] == [["sovereignty"], [], ["regional_stability"]]
    assert rows[0]["values"] == {"sovereignty": 0.9, "regional_stability": 0.2}, "frames nobody coded have no column"
    assert {row["method"] for row in rows} == {"codes:codes.csv"}
    assert [row["n_words"] for row in rows] == [7, 5, 8]
    assert "no code" not in said


def test_long_codes_by_place_with_a_foreign_frame(tmp_path: Path, texts: str) -> None:
    begin, end = 0, len("The minister of Karsovia spoke of borders.")
    lines = [f"a,{begin},{end},sovereignty,yes", f"a,{begin},{end},economy,yes", "c,0,9,sovereignty,no"]
    rows, said = score(texts, write_codes(tmp_path, "document_id,start,end,frame,code\n" + "\n".join(lines) + "\n"))
    assert [(row["passage_id"], row["frames"]) for row in rows] == [("a#1", ["sovereignty"])]
    assert "not in codebook sovereignty-security-1.1 and left out: 'economy' in 1 rows" in said
    assert "2 of 3 passages have no code in codes.csv and are left out" in said
    assert "1 of 2 coded units of codes.csv are in none of the texts" in said


def test_a_language_models_lists_by_document(tmp_path: Path, texts: str) -> None:
    lines = [{"id": "a", "frames": ["sovereignty"]}, {"id": "b", "frames": []}]
    codes = write_codes(tmp_path, "".join(json.dumps(line) + "\n" for line in lines), "answers.jsonl")
    rows, _ = score(texts, codes, "--unit", "document")
    assert [row["frames"] for row in rows] == [["sovereignty"], []]


def test_several_coders_are_averaged(tmp_path: Path, texts: str) -> None:
    lines = ["b#1,x,1,1", "b#1,y,1,0", "b#1,z,1,0"]
    codes = write_codes(tmp_path, "passage_id,coder,sovereignty,regional_stability\n" + "\n".join(lines) + "\n")
    rows, _ = score(texts, codes)
    assert rows[0]["frames"] == ["sovereignty"]
    assert rows[0]["values"] == {"sovereignty": 1.0, "regional_stability": pytest.approx(1 / 3)}


def test_a_place_that_nearly_fits_is_the_same_passage(tmp_path: Path, texts: str) -> None:
    codes = write_codes(tmp_path, "id,start,end,sovereignty\na,4,40,1\n")
    rows, _ = score(texts, codes)
    assert [row["passage_id"] for row in rows] == ["a#1"]


def test_compare_measures_the_mean_probability(tmp_path: Path, texts: str) -> None:
    codes = write_codes(tmp_path, "passage_id,sovereignty,regional_stability\na#1,0.9,0.2\na#2,0.5,0\nb#1,0,1\n")
    arguments = ["compare", texts, "--method", "codes", "--codes", codes, "--measure", "probability", "-f", "jsonl"]
    done = CliRunner().invoke(app, arguments)
    assert done.exit_code == 0, done.stderr or str(done.exception)
    rows = {row["frame"]: row for row in map(json.loads, done.stdout.splitlines())}
    assert rows["sovereignty"]["difference"] == pytest.approx(0.7)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("passage_id,sovereignty\na#1,maybe\n", "row 1: code 'maybe' is no number"),
        ("passage_id,sovereignty\na#1,80\n", "'80' is no probability"),
        ("passage_id,economy\na#1,1\n", "no column 'frame' or 'frames', and none named like a frame"),
        ("passage_id,frame,code\na#1,economy,1\n", "holds no code for a frame"),
        ("start,end,sovereignty\n1,2,1\n", "has no column 'document_id'"),
    ],
)
def test_bad_codes_are_refused_in_a_sentence(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(FramingError, match=said):
        read_judgements(write_codes(tmp_path, text), load_codebook(), [])


def test_hand_codes_hold_no_probabilities_and_no_foreign_frames(tmp_path: Path) -> None:
    book = load_codebook()
    with pytest.raises(FramingError, match=r"code '0\.9' is not known"):
        read_codes(write_codes(tmp_path, "passage_id,sovereignty\na#1,0.9\n"), book)
    with pytest.raises(FramingError, match="frame 'economy' is not in codebook"):
        read_codes(write_codes(tmp_path, "passage_id,frames\na#1,economy\n"), book)


def test_numbers_with_a_decimal_comma_are_read(tmp_path: Path) -> None:
    path = write_codes(tmp_path, "passage_id;sovereignty;weight\na#1;1;26,5\n")
    assert read_codes(path, load_codebook())["weight"].to_pylist() == [26.5]


def test_settings_need_the_file_and_the_method() -> None:
    with pytest.raises(FramingError, match="--method codes --codes FILE"):
        Settings(method="codes")
    with pytest.raises(FramingError, match="polarity and voice are marks of lexicon hits"):
        Settings(method="codes", codes="x.csv", polarity=("denied",))
