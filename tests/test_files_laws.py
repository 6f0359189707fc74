"""Laws of reading: any bytes under any name give documents or one sentence, never anything else."""

import gzip
import os
import tempfile
from pathlib import Path

import pyarrow as pa
from hypothesis import given, settings
from hypothesis import strategies as st
from test_files_documents import SAME, tarball

from framing.errors import FramingError
from framing.files.documents import read_documents
from framing.records import DOCUMENTS

ENDINGS = ("txt", "md", "csv", "tsv", "jsonl", "json", "parquet", "tgz", "txt.gz", "csv.gz", "json.gz", "tar")
SEEDS = [
    *SAME.values(),
    tarball({"RUS_77_2022.txt": "Peace."}),
    "Мир. Война.".encode("cp1251"),
    "和平".encode("gb18030"),
]
PIECES = st.sampled_from([b"text", b"id", b",", b";", b"\t", b'"', b"\n", b"\r\n", b"{", b"}", b"[", b"]", b":",
                          b"\xef\xbb\xbf", b"\xff\xfe", b"\0", b"\xe4\xb8\xad", b"PAR1", b"1", b" ", b"\\ud83d",
                          b"null", b"\x1f\x8b", "да".encode("cp1251")])  # fmt: skip


@st.composite
def damaged(draw: st.DrawFn) -> bytes:
    """A good file with some bytes cut out, changed or put in."""
    data = draw(st.sampled_from(SEEDS))
    at = draw(st.integers(0, len(data)))
    return data[:at] + draw(st.binary(max_size=4)) + data[at + draw(st.integers(0, 40)) :]


BYTES = st.one_of(st.binary(max_size=80), st.lists(PIECES, max_size=30).map(b"".join), damaged())


@given(BYTES, st.sampled_from(ENDINGS), st.booleans())
@settings(deadline=None, max_examples=100)
def test_any_bytes_give_documents_or_a_sentence(data: bytes, ending: str, packed: bool) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"x.{ending}"
        path.write_bytes(gzip.compress(data) if packed else data)
        notes: list[str] = []
        tables, refusal = _read(path, notes)
    assert "\n" not in "".join([refusal, *notes])
    assert refusal or sum(table.num_rows for table in tables) > 0
    assert all(table.schema.names[: len(DOCUMENTS)] == DOCUMENTS.names for table in tables)


def _read(path: Path, notes: list[str]) -> tuple[list[pa.Table], str]:
    try:
        return list(read_documents([os.fspath(path)], notes=notes)), ""
    except FramingError as error:
        return [], str(error)
