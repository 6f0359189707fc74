"""Compiled tables on disk: kept once, never trusted when damaged, and never a reason to fail."""

import os
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest

from framing import machine
from framing.errors import FramingError
from framing.machine import fingerprint, load
from framing.matcher import Matcher, check_patterns
from framing.matcher.store import FOLDER_VARIABLE, Arrays, cache_folder, keep_arrays


class Maker:
    """Makes the same arrays each time, and counts how often it was asked."""

    def __init__(self) -> None:
        self.times = 0

    def __call__(self) -> Arrays:
        self.times += 1
        return {"n": np.arange(5, dtype=np.int32), "links": np.zeros((0, 3), dtype=np.int32)}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv(FOLDER_VARIABLE, str(tmp_path / "kept"))
    return tmp_path / "kept"


def assert_right(arrays: Arrays) -> None:
    assert arrays["n"].tolist() == [0, 1, 2, 3, 4]
    assert arrays["n"].dtype == np.int32
    assert arrays["links"].shape == (0, 3)


def test_made_once_for_a_key(folder: Path) -> None:
    make = Maker()
    for key in (("a", "b"), ("a", "b"), ("ab",), ("ab",)):
        assert_right(keep_arrays(key, make))
    assert make.times == 2
    assert len(list(folder.glob("*.tables"))) == 2


@pytest.mark.parametrize("damage", [b"", b"x" * 10, b"x" * 4000, None])
def test_a_damaged_file_is_made_anew(folder: Path, damage: bytes | None) -> None:
    make = Maker()
    keep_arrays(("a",), make)
    place = next(folder.glob("*.tables"))
    whole = place.read_bytes()
    place.write_bytes(whole[:-1] + bytes([whole[-1] ^ 1]) if damage is None else damage)
    assert_right(keep_arrays(("a",), make))
    assert make.times == 2
    assert place.read_bytes()[:32] == whole[:32]


def test_a_folder_that_cannot_be_is_no_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_text("in the way")
    monkeypatch.setenv(FOLDER_VARIABLE, str(tmp_path / "file" / "kept"))
    make = Maker()
    assert_right(keep_arrays(("a",), make))
    monkeypatch.setenv(FOLDER_VARIABLE, "")
    assert cache_folder() is None
    assert_right(keep_arrays(("a",), make))
    assert make.times == 2


def test_old_files_go(folder: Path) -> None:
    for i in range(60):
        keep_arrays((str(i),), Maker())
    assert len(list(folder.iterdir())) == 24


def test_kept_tables_find_the_same(folder: Path) -> None:
    patterns = [f"word{i} (fire|smoke)* <=2 *{i}ward" for i in range(80)]
    text = ["word7 smokes then went 7ward, word8 fire back8ward"]
    first, second = Matcher(patterns).find(text), Matcher(patterns).find(text)
    assert list(folder.glob("*.tables"))
    assert first.pattern_index.tolist() == second.pattern_index.tolist() == [7, 8]
    assert first.end.tolist() == second.end.tolist()


def test_a_bad_pattern_is_told_each_time(folder: Path) -> None:
    good = [f"word{i}" for i in range(80)]
    check_patterns(good)
    assert len(list(folder.glob("*.tables"))) == 1
    for _ in range(2):
        with pytest.raises(FramingError, match=r"pattern 'a\*b'"):
            check_patterns([*good, "a*b"])


@pytest.mark.parametrize("fault", [RuntimeError("no place"), OSError(28, "full"), EOFError(), ImportError("gone")])
def test_a_kernel_that_cannot_be_kept_is_compiled_for_this_run(fault: Exception) -> None:
    tried: list[bool] = []

    def make(mark: int, *, cache: bool) -> str:
        tried.append(cache)
        if cache:
            raise fault
        return f"kernel {mark}"

    room = Path(__file__).parent
    assert load(make, lambda kernel: None, room) == f"kernel {fingerprint(room)}"
    assert load(make, lambda kernel: None, room) == f"kernel {fingerprint(room)}"
    assert tried == [True, False]


def test_a_fingerprint_is_of_all_its_rooms_and_files(tmp_path: Path) -> None:
    rooms = [tmp_path / "one", tmp_path / "two", tmp_path / "rules.py"]
    marks = set()
    for number, place in enumerate(("one/a.py", "two/b.py", "rules.py", "one/a.py")):
        (tmp_path / place).parent.mkdir(exist_ok=True)
        (tmp_path / place).write_text(f"x = {number}")
        fingerprint.cache_clear()
        marks.add(fingerprint(*rooms))
    assert len(marks) == 4


def test_a_kernel_that_takes_long_is_told_of_once(monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[str] = []
    monkeypatch.setattr(machine, "_PATIENCE", 0.05)
    machine.on_compiling(lambda: told.append("compiling"))

    def slow(mark: int, *, cache: bool) -> str:
        time.sleep(0.5)
        return "kernel"

    def slow_too(mark: int, *, cache: bool) -> str:
        return slow(mark, cache=cache)

    def quick(mark: int, *, cache: bool) -> str:
        return "kernel"

    for make in (quick, slow, slow_too):
        load(make, lambda kernel: None, Path(__file__).parent)
        assert told == ([] if make is quick else ["compiling"])


@pytest.mark.parametrize(("alone", "loaded"), [("1", "False"), ("", "True")])
def test_scipy_is_loaded_for_others_only(alone: str, loaded: str) -> None:
    pytest.importorskip("scipy")
    code = (
        "import sys; from framing.matcher import Matcher; print(len(Matcher(['war']).find(['a war', 'x ' * 50_000]))); "
    )
    code += "print('scipy.linalg' in sys.modules); import scipy.linalg.cython_blas"
    environment = os.environ | {"FRAMING_ALONE": alone}
    done = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["1", loaded]


def test_parts_are_known_where_nothing_can_be_kept() -> None:
    code = """
import numba, sys
from framing import machine
from framing.matcher import Matcher
kept = machine.compile_kernel

def no_place(function, *, cache):
    if cache:
        raise RuntimeError("no locator")
    return kept(function, cache=cache)

from framing.matcher import kernels
kernels.compile_kernel = no_place
print(len(Matcher(["war"]).find(["a war", "x " * 50_000])))
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["1"]
