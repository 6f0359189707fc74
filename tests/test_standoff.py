"""Codes without texts find their passages again, and never take words that were changed."""

import json
import tarfile
import zipfile
from pathlib import Path

import pytest
from typer.testing import CliRunner

from framing.chains.corpus import join_corpus
from framing.cli import app
from framing.errors import FramingError
from framing.files.codes import read_codes
from framing.files.instruments import load_codebook
from framing.files.standoff import SHIPPED_CODES, read_standoff, write_standoff
from framing.paths import find_resource
from framing.standoff import detach_codes, hash_passage

# Two speeches of invented countries; a passage of each is coded.
SPEECHES = {
    "KRS_77_2022": "Mr. President,\nKarsovia will defend its\n  sovereignty against anyone. We thank the Assembly.\n",
    "VLN_78_2023": "The peace of the Ostrel valley is\nin danger. Velmark calls for a ceasefire there.\n",
}
CODED = {
    "KRS_77_2022": ("Karsovia will defend its\n  sovereignty against anyone.", ["sovereignty"]),
    "VLN_78_2023": ("Velmark calls for a ceasefire there.", ["regional_stability"]),
}
SHARED = Path(__file__).resolve().parents[2] / "shared"


def coded_rows() -> list[dict[str, object]]:
    rows = []
    for document, (words, frames) in CODED.items():
        start = SPEECHES[document].index(words)
        common = {"corpus": "Invented", "corpus_version": "1", "codebook_version": "1.1", "coder": "ana", "runs": 1}
        place = {"document_id": document, "start": start, "end": start + len(words), "text": words, "frames": frames}
        rows.append({**common, **place, "language": "en", "source": "debate", "stratum": "S", "weight": 2.5})
    return rows


@pytest.fixture
def codes(tmp_path: Path) -> str:
    write_standoff(detach_codes(coded_rows()), tmp_path / "codes.csv")
    return str(tmp_path / "codes.csv")


def write_speeches(folder: Path, speeches: dict[str, bytes]) -> str:
    (folder / "Session").mkdir(parents=True)
    for name, data in speeches.items():
        (folder / "Session" / f"{name}.txt").write_bytes(data)
    return str(folder)


def as_bytes(**changed: str) -> dict[str, bytes]:
    return {name: text.encode() for name, text in (SPEECHES | changed).items()}


def test_no_word_of_a_text_is_in_the_table(codes: str) -> None:
    page = Path(codes).read_text()
    assert "Karsovia" not in page
    assert "ceasefire" not in page


def test_the_table_reads_back_as_it_was_written(codes: str) -> None:
    assert read_standoff(codes).equals(detach_codes(reversed(coded_rows())))


@pytest.mark.parametrize("kind", ["folder", "tgz", "zip", "tgz in zip", "tgz in folder"])
def test_a_passage_is_found_in_any_form_of_the_corpus(tmp_path: Path, codes: str, kind: str) -> None:
    place = Path(write_speeches(tmp_path / "copy", as_bytes()))
    (place / "Session" / "._KRS_77_2022.txt").write_bytes(b"left by macOS")
    if "tgz" in kind:
        with tarfile.open(tmp_path / "copy.tgz", "w:gz") as archive:
            archive.add(place, "copy")
        place = tmp_path / "copy.tgz"
    if kind == "zip":
        with zipfile.ZipFile(tmp_path / "copy.zip", "w") as archive:
            for file in sorted(place.rglob("*.txt")):
                archive.write(file, file.relative_to(place))
        place = tmp_path / "copy.zip"
    if kind == "tgz in zip":
        with zipfile.ZipFile(tmp_path / "download.zip", "w") as archive:
            archive.write(place, "copy.tgz")
        place = tmp_path / "download.zip"
    if kind == "tgz in folder":
        (tmp_path / "downloads").mkdir()
        place = place.rename(tmp_path / "downloads" / "copy.tgz").parent
    joined = join_corpus(str(place), codes=codes)
    assert dict(joined.counts) == {"exact": 2, "moved": 0, "different": 0, "missing": 0}
    first = joined.passages.to_pylist()[0]
    assert first["text"] == "Karsovia will defend its sovereignty against anyone."
    assert (first["sovereignty"], first["regional_stability"], first["country"], first["year"]) == (1, 0, "KRS", 2022)


def test_other_line_ends_and_a_new_heading_are_forgiven(tmp_path: Path, codes: str) -> None:
    speech = b"\xef\xbb\xbf" + ("General debate\n" + SPEECHES["KRS_77_2022"]).replace("\n", "\r\n").encode()
    place = write_speeches(tmp_path / "copy", as_bytes() | {"KRS_77_2022": speech})
    joined = join_corpus(place, codes=codes)
    assert dict(joined.counts) == {"exact": 1, "moved": 1, "different": 0, "missing": 0}
    row = joined.passages.to_pylist()[0]
    text = speech.decode("utf-8-sig")
    assert " ".join(text[row["start"] : row["end"]].split()) == row["text"]
    assert hash_passage(row["text"]) == hash_passage(CODED["KRS_77_2022"][0])


def test_changed_words_and_missing_texts_are_left_out_and_told(tmp_path: Path, codes: str) -> None:
    changed = SPEECHES["KRS_77_2022"].replace("anyone", "everyone")
    place = write_speeches(tmp_path / "copy", {"KRS_77_2022": changed.encode()})
    joined = join_corpus(place, codes=codes)
    assert joined.passages.num_rows == 0
    assert dict(joined.counts) == {"exact": 0, "moved": 0, "different": 1, "missing": 1}
    said = " ".join(joined.notes)
    assert "differ from what was coded (KRS_77_2022)" in said
    assert "not in the copy (VLN_78_2023)" in said


def test_what_is_written_is_read_as_codes(tmp_path: Path, codes: str) -> None:
    place = write_speeches(tmp_path / "copy", as_bytes())
    out = tmp_path / "joined.jsonl"
    done = CliRunner().invoke(app, ["corpus", place, "--codes", codes, "-o", str(out)])
    assert done.exit_code == 0, done.output
    assert "2 of 2 coded passages were found" in done.stderr
    read = read_codes(out, load_codebook()).to_pylist()
    coded = {(row["document_id"], row["frame"]) for row in read if row["code"]}
    assert coded == {("KRS_77_2022", "sovereignty"), ("VLN_78_2023", "regional_stability")}
    assert {row["weight"] for row in read} == {2.5}


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("sha256", "checksum", "no column 'sha256'"),
        ("sovereignty", "souvereignty", "did you mean 'sovereignty'"),
        (",2.5\n", ",much\n", "row 1: weight 'much' is no number"),
    ],
)
def test_a_bad_table_is_refused(tmp_path: Path, codes: str, old: str, new: str, said: str) -> None:
    Path(codes).write_text(Path(codes).read_text().replace(old, new))
    with pytest.raises(FramingError, match=said):
        join_corpus(write_speeches(tmp_path / "copy", as_bytes()), codes=codes)


def test_a_place_without_texts_is_refused(tmp_path: Path, codes: str) -> None:
    (tmp_path / "notes.csv").write_text("a,b\n1,2\n")
    with pytest.raises(FramingError, match="no readable archive"):
        join_corpus(str(tmp_path / "notes.csv"), codes=codes)
    with tarfile.open(tmp_path / "copy.tgz", "w:gz") as archive:
        archive.add(tmp_path / "notes.csv", "notes.csv")
    whole = (tmp_path / "copy.tgz").read_bytes()
    (tmp_path / "cut.tgz").write_bytes(whole[: len(whole) // 2])
    with pytest.raises(FramingError, match="no readable archive"):
        join_corpus(str(tmp_path / "cut.tgz"), codes=codes)
    (tmp_path / "empty").mkdir()
    with pytest.raises(FramingError, match=r"holds no \.txt file"):
        join_corpus(str(tmp_path / "empty"), codes=codes)


def test_shipped_codes_name_places_and_frames_only() -> None:
    table = read_standoff()
    assert table.num_rows == 2132
    assert len(set(table["document_id"].to_pylist())) == 1416
    assert set(table["codebook_version"].to_pylist()) == {load_codebook().version}
    lines = find_resource(SHIPPED_CODES).read_text().splitlines()
    assert not any(" " in line for line in lines), "no running text"


@pytest.mark.skipif(not (SHARED / "examples").is_dir(), reason="needs the sample speeches, which do not ship")
def test_shipped_codes_hold_on_whole_speeches(tmp_path: Path) -> None:
    lines = (SHARED / "examples" / "ungdc-lavrov-wang.jsonl").read_text(encoding="utf-8").splitlines()
    speeches = {row["id"]: row["text"].encode() for row in map(json.loads, lines)}
    joined = join_corpus(write_speeches(tmp_path / "copy", speeches))
    assert joined.counts["different"] == 0
    assert joined.counts["exact"] == 31
