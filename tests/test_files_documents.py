"""Reading documents: every format and encoding gives the same table; what cannot be read is a sentence."""

import datetime as dt
import gzip
import io
import json
import tarfile
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from framing.errors import FramingError
from framing.files.documents import read_documents
from framing.files.tables import write_tables
from framing.records import DOCUMENTS

ROWS = [
    {"id": "a", "text": 'He said: "Go",\nthen; left.', "speaker": "Ada Brook", "year": 2020, "party": "Left"},
    {"id": "b", "text": "Они ушли — все.", "speaker": "Orin Vale", "year": 2021, "party": ""},
    {"id": "c", "text": "他们走了。", "speaker": "Wu", "year": 2022, "party": "Right"},
]
RUSSIAN = "Министр заявил, что внешние силы не должны вмешиваться во внутренние дела Карсовии."
CHINESE = "卡尔索维亚外长表示，反对任何外部势力干涉内政，维护地区的和平与稳定。"
ENGLISH = "The minister of Karsovia said that nobody must interfere in her country's affairs."


def read(*inputs: Path | str, notes: list[str] | None = None, **more: Any) -> pa.Table:
    return pa.concat_tables(read_documents([str(one) for one in inputs], notes=notes, **more))


def put(path: Path, data: str | bytes) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data if isinstance(data, bytes) else data.encode("utf-8"))
    return path


def delimited(mark: str) -> str:
    lines = [mark.join(ROWS[0])]
    for row in ROWS:
        lines.append(mark.join('"' + str(cell).replace('"', '""') + '"' for cell in row.values()))
    return "\r\n".join(lines) + "\r\n"


def parquet(table: pa.Table) -> bytes:
    sink = io.BytesIO()
    pq.write_table(table, sink)
    return sink.getvalue()


def tarball(members: dict[str, str]) -> bytes:
    sink = io.BytesIO()
    with tarfile.open(fileobj=sink, mode="w:gz") as archive:
        for name, text in members.items():
            info = tarfile.TarInfo(name)
            info.size = len(text.encode())
            archive.addfile(info, io.BytesIO(text.encode()))
    return sink.getvalue()


SAME = {
    "x.csv": delimited(",").encode(),
    "semicolons.csv": delimited(";").encode(),
    "bars.csv": delimited("|").encode(),
    "x.tsv": delimited("\t").encode(),
    "mark.csv": delimited(",").encode("utf-8-sig"),
    "wide.csv": delimited(",").encode("utf-16"),
    "x.jsonl": "\n".join(json.dumps(row) for row in ROWS).encode(),
    "crlf.jsonl": "\r\n".join(json.dumps(row, ensure_ascii=False) for row in ROWS).encode(),
    "wide.jsonl": "\n".join(json.dumps(row, ensure_ascii=False) for row in ROWS).encode("utf-16"),
    "x.json": json.dumps(ROWS, indent=1).encode(),
    "objects.json": "\n".join(json.dumps(row, indent=1) for row in ROWS).encode(),
    "x.parquet": parquet(pa.Table.from_pylist(ROWS)),
}
SAME |= {f"{name}.gz": gzip.compress(data) for name, data in SAME.items()}


@pytest.mark.parametrize("name", SAME)
def test_every_format_gives_the_same_documents(name: str, tmp_path: Path) -> None:
    table = read(put(tmp_path / name, SAME[name]))
    rows = table.to_pylist()
    assert [row["document_id"] for row in rows] == ["a", "b", "c"]
    assert [row["text"] for row in rows] == [row["text"] for row in ROWS]
    assert [row["speaker"] for row in rows] == [["Ada Brook"], ["Orin Vale"], ["Wu"]]
    assert [(row["year"], row["date"]) for row in rows] == [(2020, "2020"), (2021, "2021"), (2022, "2022")]
    assert [row["party"] for row in rows] == ["Left", "", "Right"]
    assert [row["language"] for row in rows] == ["en", "ru", "zh"]
    assert table.schema.names[: len(DOCUMENTS)] == DOCUMENTS.names


ENCODED = {
    "utf-8": (RUSSIAN, "utf-8", ""),
    "utf-8 with a mark": (CHINESE, "utf-8-sig", ""),
    "utf-16 with a mark": (RUSSIAN, "utf-16", "UTF-16-LE, by its mark"),
    "utf-32 with a mark": (ENGLISH, "utf-32", "UTF-32-LE, by its mark"),
    "utf-16-le": (RUSSIAN, "utf-16-le", "UTF-16-LE, by the look of its letters"),
    "utf-16-be, English": (ENGLISH, "utf-16-be", "UTF-16-BE, by the look of its letters"),
    "utf-16-be, Chinese": (CHINESE, "utf-16-be", "UTF-16-BE, by the look of its letters"),
    "windows-1251": (RUSSIAN, "cp1251", "Windows-1251, by the look of its letters"),
    "windows-1252": (
        "The café’s naïve owner said “no” to the señor.",
        "cp1252",
        "Windows-1252, by the look of its letters",
    ),
    "gb18030": (CHINESE, "gb18030", "GB18030, by the look of its letters"),
}


@pytest.mark.parametrize("case", ENCODED)
def test_encodings_are_found_and_guesses_told(case: str, tmp_path: Path) -> None:
    text, codec, told = ENCODED[case]
    notes: list[str] = []
    file = put(tmp_path / "x.txt", text.encode(codec))
    assert read(file, notes=notes)["text"].to_pylist() == [text]
    assert notes == ([f"{file}: read as {told}"] if told else [])


def test_the_same_about_several_files_takes_one_line(tmp_path: Path) -> None:
    for name in "abc":
        put(tmp_path / "in" / f"{name}.csv", f"id;text\n{name};{RUSSIAN}\n".encode("cp1251"))
    notes: list[str] = []
    read(tmp_path / "in", notes=notes)
    first = f"{tmp_path}/in/a.csv and 2 more files: "
    assert notes == [
        first + "read as Windows-1251, by the look of its letters",
        first + "columns guessed: text, document_id from 'id'",
    ]


def test_a_windows_1251_table_with_semicolons(tmp_path: Path) -> None:
    file = put(tmp_path / "x.csv", f"id;text;speaker\n1;{RUSSIAN};Орлов\n".encode("cp1251"))
    assert read(file).to_pylist()[0]["speaker"] == ["Орлов"]


def test_names_of_the_un_debates_give_country_session_and_year(tmp_path: Path) -> None:
    members = {
        "Session 77 - 2022/RUS_77_2022.txt": "One.",
        "Session 77 - 2022/._RUS_77_2022.txt": "junk",
        "Session 66 - 2011/EU_66_2011.txt": "Two.",
        "README.txt": "About the corpus.",
        "speakers.xlsx": "x",
    }
    notes: list[str] = []
    packed = read(put(tmp_path / "un.tgz", tarball(members)), notes=notes).to_pylist()
    assert [(r["document_id"], r["country"], r["session"], r["year"], r["date"]) for r in packed] == [
        ("RUS_77_2022", "RUS", 77, 2022, "2022"),
        ("EU_66_2011", "EU", 66, 2011, "2011"),
    ]
    assert notes == [f"{tmp_path / 'un.tgz'}: 2 files were left out; only texts (.txt, .md) are read from an archive"]
    for name in ("a/RUS_77_2022.txt", "b/EU_66_2011.txt", "README.txt"):
        put(tmp_path / "un" / name, "One.")
    loose = read(tmp_path / "un").to_pylist()
    assert [(r["country"], r["session"], r["year"]) for r in loose] == [("RUS", 77, 2022), ("EU", 66, 2011)]


def test_folders_and_globs_are_sorted_and_hidden_files_passed_over(tmp_path: Path) -> None:
    for name in ("z.txt", "sub/b.txt", "sub/a.md", ".hidden.txt", "__MACOSX/x.txt", "noending"):
        put(tmp_path / "in" / name, f"Text of {name}.")
    put(tmp_path / "in" / "photo.png", b"\x89PNG")
    notes: list[str] = []
    folder = read(tmp_path / "in", notes=notes)
    assert folder["document_id"].to_pylist() == ["a", "b", "z"]
    assert notes == [f"{tmp_path / 'in'}: 2 files were left out, by name no document (noending, photo.png)"]
    assert read(f"{tmp_path}/in/**/*.txt")["document_id"].to_pylist() == ["b", "z"]
    assert read(tmp_path / "in" / "noending")["document_id"].to_pylist() == ["noending"]
    assert read(tmp_path / "in" / "z.txt", tmp_path / "in")["document_id"].to_pylist() == ["z", "a", "b"]


def test_an_empty_file_in_a_folder_is_told_and_the_rest_read(tmp_path: Path) -> None:
    put(tmp_path / "in" / "a.txt", "Peace.")
    put(tmp_path / "in" / "b.txt", " \n")
    notes: list[str] = []
    assert read(tmp_path / "in", notes=notes).num_rows == 1
    assert notes == [f"1 file was left out; it is {tmp_path}/in/b.txt is empty; give a file with text"]
    with pytest.raises(FramingError, match=r"b\.txt is empty"):
        read(tmp_path / "in", strict=True)


def test_line_ends_and_white_space_stay_as_they_are(tmp_path: Path) -> None:
    text = "\r\n  First line.\r\nSecond.\r\n"
    assert read(put(tmp_path / "x.txt", text))["text"].to_pylist() == [text]


def test_columns_of_several_files_are_put_together(tmp_path: Path) -> None:
    a = put(tmp_path / "a.jsonl", '{"text": "Peace.", "n": 1, "tags": ["x"]}')
    b = put(tmp_path / "b.csv", "text,n,country\nWar.,many,Karsovia\n")
    rows = read(a, b).to_pylist()
    assert [(r["n"], r["tags"], r["country"]) for r in rows] == [("1", ["x"], None), ("many", None, "Karsovia")]


def test_repeated_ids_are_told_apart(tmp_path: Path) -> None:
    notes: list[str] = []
    file = put(tmp_path / "x.csv", "id,text\na,One.\na,Two.\na~2,Three.\na,Four.\n")
    assert read(file, notes=notes)["document_id"].to_pylist() == ["a", "a~2", "a~2~2", "a~3"]
    assert notes[-1] == "3 document ids occur again and got ~2, ~3 …; the first is 'a'"


def test_batches_are_bounded_and_ids_go_on(tmp_path: Path) -> None:
    file = put(tmp_path / "x.csv", "text\n" + "Peace in Karsovia.\n" * 50)
    batches = list(read_documents([str(file)], batch_bytes=200))
    assert len(batches) > 2
    assert pa.concat_tables(batches)["document_id"].to_pylist() == [f"x:{n}" for n in range(1, 51)]


def test_a_line_longer_than_a_batch(tmp_path: Path) -> None:
    text = "peace " * 400_000
    rows = [{"id": 1, "text": text}, {"id": 2, "text": "Short."}]
    file = put(tmp_path / "x.jsonl", "\n".join(map(json.dumps, rows)))
    assert [len(t) for t in read(file, batch_bytes=1000)["text"].to_pylist()] == [len(text), 6]


TYPES: dict[str, pa.Array] = {
    "date": pa.array([dt.date(2020, 1, 2), None]),
    "time": pa.array([dt.datetime(2020, 1, 2, 3, 4, 5, 678), None]),
    "zoned": pa.array([dt.datetime(2020, 1, 2, 3, 4, 5), None], pa.timestamp("us", "Asia/Shanghai")),
    "float": pa.array([2020.0, None]),
    "decimal": pa.array([1, None], pa.int64()).cast(pa.decimal128(25, 2)),
    "truth": pa.array([True, None]),
    "bytes": pa.array([b"ab", b"\xff"]),
    "category": pa.array(["x", None]).dictionary_encode(),
    "view": pa.array(["x", None], pa.string_view()),
    "list": pa.array([["a", "b"], None]),
    "fixed list": pa.array([["a", "b"], ["c", "d"]], pa.list_(pa.string(), 2)),
    "map": pa.array([[("k", 1)], None], pa.map_(pa.string(), pa.int64())),
    "struct": pa.array([{"a": [1]}, None]),
    "nothing": pa.nulls(2),
}


@pytest.mark.parametrize("role", ["id", "speaker", "date", "language", "reporter", "translated", "own"])
@pytest.mark.parametrize("kind", TYPES)
def test_any_type_in_any_role_is_read_and_written(kind: str, role: str, tmp_path: Path) -> None:
    file = put(tmp_path / "x.parquet", parquet(pa.table({"text": ["One.", "Two."], role: TYPES[kind]})))
    table = read(file)
    assert table["text"].to_pylist() == ["One.", "Two."]
    for format in ("json", "jsonl", "csv", "parquet"):
        write_tables([table], tmp_path / "out", format)


@pytest.mark.parametrize(
    ("kind", "date"),
    [("date", "2020-01-02"), ("time", "2020-01-02T03:04:05"), ("zoned", "2020-01-02T11:04:05"), ("float", "2020")],
)
def test_typed_dates_are_iso_text(kind: str, date: str, tmp_path: Path) -> None:
    file = put(tmp_path / "x.parquet", parquet(pa.table({"text": ["One.", "Two."], "date": TYPES[kind]})))
    assert read(file)["date"].to_pylist() == [date, None]


def test_bytes_are_text_and_what_is_no_utf8_is_told(tmp_path: Path) -> None:
    notes: list[str] = []
    file = put(tmp_path / "x.parquet", parquet(pa.table({"text": [b"Peace.", b"War."], "b": [b"ab", b"\xff"]})))
    rows = read(file, notes=notes).to_pylist()
    assert [(r["text"], r["b"]) for r in rows] == [("Peace.", "ab"), ("War.", "\\xff")]
    assert notes[-1] == f"{file}: column 'b' holds bytes that are not UTF-8; they are kept as \\xff"
