"""The measured lines of a lexicon's head: figures by hand, written once, stated for every shipped list."""

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest
from score_kit import ORCHARD, lexicon_of

from framing.files.instruments import load_codebook, load_lexicons

BENCH = Path(__file__).resolve().parent.parent / "bench" / "lexicon_accuracy.py"


@pytest.fixture(scope="module")
def bench() -> ModuleType:
    spec = importlib.util.spec_from_file_location("lexicon_accuracy", BENCH)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_figures_are_those_by_hand(bench: ModuleType) -> None:
    lexicon = lexicon_of(("fruit", "apple"), ("pests", "moth"), ("frost", "ice"))
    texts = {"apple": ["fruit"], "an apple": [], "a pear": ["fruit"], "moth": ["pests"], "ice": ["frost"]}
    rows = [{"text": t, "gold": g, "language": "en", "cluster": str(i)} for i, (t, g) in enumerate(texts.items())]
    lines = bench.measure_lexicon(lexicon, rows, ORCHARD)
    # Fruit: one right, one wrong, one missed.
    assert lines["fruit"].startswith("precision 0.50, recall 0.50, F1 0.50 [0.00, 1.00]; coded 2")
    assert lines["pests"].startswith("precision 1.00, recall 1.00, F1 1.00 ")
    assert lines["macro-F1"].startswith("0.83 [")
    assert lines["macro-F1"].endswith("5 passages, 5 clusters")


def test_measures_are_written_once(bench: ModuleType, tmp_path: Path) -> None:
    path = tmp_path / "a.tsv"
    path.write_text("# name: a\nframe\tentry\nfruit\tapple\n")
    for _ in range(2):
        bench.write_measures(path, "orchards", {"fruit": "precision 1.00"})
    assert path.read_text() == "# name: a\n# measured on orchards, fruit: precision 1.00\nframe\tentry\nfruit\tapple\n"


def test_every_shipped_list_states_its_figures() -> None:
    book = load_codebook()
    for lexicon in load_lexicons((), book):
        for frame in book.frame_ids:
            stated = [
                v for k, v in lexicon.metadata.items() if k.startswith("measured on") and k.endswith(f", {frame}")
            ]
            assert stated, (lexicon.name, frame)
            assert all("precision" in v and "recall" in v and "[" in v for v in stated)
