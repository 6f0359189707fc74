"""A model file holds plain arrays and one page; whatever else it holds, or lacks, is told in a sentence."""

import io
import json
import pickle
import zipfile
from pathlib import Path

import numpy as np
import pytest

from framing.errors import FramingError
from framing.files.models import read_model, write_model

FACTS = {"blocks": [], "card": {"name": "toy", "version": "1"}}
ARRAYS = {"stack/coef": np.arange(6, dtype=np.float64).reshape(2, 3), "block0/names": np.frombuffer(b"ab", np.uint8)}


@pytest.fixture
def file(tmp_path: Path) -> Path:
    write_model(FACTS, ARRAYS, tmp_path / "toy.model")
    return tmp_path / "toy.model"


def rewrite(file: Path, **changed: bytes | None) -> None:
    """The file with members replaced, added, or (None) left out."""
    with zipfile.ZipFile(file) as old:
        members = {name: old.read(name) for name in old.namelist()}
    members |= {name.replace("__", "/").replace("_dot_", "."): content for name, content in changed.items()}
    with zipfile.ZipFile(file, "w") as new:
        for name, content in members.items():
            if content is not None:
                new.writestr(name, content)


def page_of(file: Path) -> dict:
    with zipfile.ZipFile(file) as opened:
        return json.loads(opened.read("model.json"))


def test_round_trip_and_equal_bytes(file: Path, tmp_path: Path) -> None:
    facts, arrays = read_model(file)
    assert facts == FACTS
    assert {n: a.tolist() for n, a in arrays.items()} == {n: a.tolist() for n, a in ARRAYS.items()}
    write_model(FACTS, dict(reversed(ARRAYS.items())), tmp_path / "again.model")
    assert (tmp_path / "again.model").read_bytes() == file.read_bytes()


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9, 0.99])
def test_truncated(file: Path, share: float) -> None:
    whole = file.read_bytes()
    file.write_bytes(whole[: int(len(whole) * share)])
    with pytest.raises(FramingError, match=r"cut off|altered|damaged"):
        read_model(file)


def test_every_changed_byte_of_content_is_told(file: Path) -> None:
    whole = bytearray(file.read_bytes())
    for at in range(0, len(whole), 37):
        changed = bytearray(whole)
        changed[at] ^= 0xFF
        file.write_bytes(changed)
        try:
            facts, arrays = read_model(file)
        except FramingError:
            continue
        # a byte of the zip's own bookkeeping (a date, a flag) changes nothing that is read
        assert facts == FACTS
        assert {n: a.tobytes() for n, a in arrays.items()} == {n: a.tobytes() for n, a in ARRAYS.items()}


def test_altered_array(file: Path) -> None:
    other = io.BytesIO()
    np.save(other, np.ones((2, 3)))
    rewrite(file, stack__coef_dot_npy=other.getvalue())
    with pytest.raises(FramingError, match="'stack/coef' does not match its hash"):
        read_model(file)


def test_altered_page(file: Path) -> None:
    page = page_of(file)
    page["facts"]["card"]["name"] = "other"
    rewrite(file, model_dot_json=json.dumps(page).encode())
    with pytest.raises(FramingError, match="does not match its hash"):
        read_model(file)


def test_unlisted_member_is_not_opened(file: Path) -> None:
    rewrite(file, evil_dot_pkl=pickle.dumps({"a": 1}))
    with pytest.raises(FramingError, match=r"holds 'evil.pkl'"):
        read_model(file)


def test_missing_array(file: Path) -> None:
    rewrite(file, stack__coef_dot_npy=None)
    with pytest.raises(FramingError, match=r"lacks 'stack/coef.npy'"):
        read_model(file)


def test_objects_are_refused_though_listed_and_hashed(file: Path) -> None:
    from framing.files import models

    other = io.BytesIO()
    np.save(other, np.array([{"a": 1}], dtype=object), allow_pickle=True)
    page = page_of(file)
    for stated in ("|O", "<f8"):
        page["arrays"]["stack/coef"] = {"type": stated, "shape": [1], "sha256": models._digest(other.getvalue())}
        page["sha256"] = models._page_digest(page)
        rewrite(file, stack__coef_dot_npy=other.getvalue(), model_dot_json=json.dumps(page).encode())
        with pytest.raises(FramingError, match=r"plain numbers alone|no plain array"):
            read_model(file)


def test_version_of_the_format_is_said(file: Path) -> None:
    page = page_of(file) | {"format_version": 9}
    rewrite(file, model_dot_json=json.dumps(page).encode())
    with pytest.raises(FramingError, match=r"version 9 of the format and this program reads version 1"):
        read_model(file)


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"not a zip at all", pickle.dumps([1])])
def test_no_model_at_all(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "x.model").write_bytes(content)
    with pytest.raises(FramingError, match="no model file"):
        read_model(tmp_path / "x.model")


def test_missing_file() -> None:
    with pytest.raises(FramingError, match="there is no model file"):
        read_model("nowhere.model")
