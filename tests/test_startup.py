"""One article is scored soon: what a process that is the command line alone does not load."""

import os
import platform
import subprocess
import sys
from pathlib import Path

import pytest

_RUN = """
import sys
sys.argv = ["framing", "score", "a.txt", "-o", "out.jsonl", "--attribution", "none"]
from framing.cli import main
try:
    main()
except SystemExit as stop:
    assert not stop.code
"""


def in_a_process(code: str, folder: Path, *, alone: str = "1") -> str:
    (folder / "a.txt").write_text("The minister condemned foreign interference in the affairs of Karsovia.\n")
    environment = os.environ | {"FRAMING_ALONE": alone}
    command = [sys.executable, "-c", _RUN + code]
    return subprocess.run(command, env=environment, cwd=folder, capture_output=True, text=True, check=True).stdout


@pytest.mark.parametrize(("alone", "loaded"), [("1", "False"), ("", "True")])
def test_pandas_is_loaded_for_others_only(alone: str, loaded: str, tmp_path: Path) -> None:
    pytest.importorskip("pandas")
    assert in_a_process("print('pandas' in sys.modules)", tmp_path, alone=alone).strip() == loaded


def test_pandas_can_be_had_after_all(tmp_path: Path) -> None:
    pytest.importorskip("pandas")
    code = """
import pyarrow as pa
table = pa.table({"a": pa.array([1, 2]), "b": pa.array(["x", None])})
frame = table.to_pandas()
import pandas
assert isinstance(frame, pandas.DataFrame)
print(pa.Table.from_pandas(frame, preserve_index=False).to_pylist() == table.to_pylist())
print(pa.array(frame["b"]).to_pylist())
"""
    assert in_a_process(code, tmp_path).splitlines() == ["True", "['x', None]"]


def test_the_parser_loads_without_its_commands(tmp_path: Path) -> None:
    pytest.importorskip("spacy")
    code = """
from framing.attribute.english.parser import load_parser
parser = load_parser()
print("spacy.cli" in sys.modules, "weasel" in sys.modules)
print(parser is None or [token.lemma_ for token in parser("He said it.")][1])
import spacy.cli
print(callable(spacy.cli.info))
"""
    told = in_a_process(code, tmp_path).splitlines()
    assert told in (["False False", "say", "True"], ["False False", "True", "True"])


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="only glibc keeps it and can be asked not to")
def test_memory_goes_back_when_it_is_freed() -> None:
    code = """
from framing.cli.startup import return_memory
return_memory()
def held():
    with open("/proc/self/statm") as stream:
        return int(stream.read().split()[1]) * 4096 >> 20
bytearray(24 << 20)  # from here on glibc by itself keeps what is smaller than this
before = held()
pieces = [(bytearray(2 << 20), bytearray(2000)) for _ in range(40)]
kept = [small for _, small in pieces]
del pieces
print(held() - before)
"""
    command = [sys.executable, "-c", code]
    environment = os.environ | {"FRAMING_ALONE": "1"}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    assert int(done.stdout) < 8  # of 80; left to itself glibc keeps 30 and more
