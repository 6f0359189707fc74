"""One invented text in three languages gives the same frames; every shipped list passes its own lint."""

import json
from pathlib import Path

import pytest
from score_kit import passages_of

from framing.files.instruments import check_any, load_codebook, load_lexicons, shipped_lexicons
from framing.files.lexicons import lint_lexicon
from framing.files.names import read_names
from framing.paths import find_resource
from framing.records import EXCLUDE
from framing.score import Scorer

CASES = json.loads((Path(__file__).parent / "cases" / "parallel.json").read_text(encoding="utf-8"))
LANGUAGES = ("en", "ru", "zh")


@pytest.fixture(scope="module")
def scorer() -> Scorer:
    book = load_codebook()
    return Scorer(load_lexicons((), book), book)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("case", CASES, ids=[case["label"] for case in CASES])
def test_the_same_text_gives_the_same_frames(case: dict[str, str], language: str, scorer: Scorer) -> None:
    batch = passages_of([case[language]], language).to_batches()[0]
    assert set(scorer.score_batch(batch).column("frames").to_pylist()[0]) == set(case["frames"])


@pytest.mark.parametrize("path", shipped_lexicons(), ids=lambda path: path.stem)
def test_every_shipped_list_passes_the_lint(path: Path) -> None:
    assert lint_lexicon(path, load_codebook()) == []
    assert check_any(path, "") == []
    assert any(read_names(path.with_name(f"names-{path.stem}.txt")).values())


def test_names_alone_are_no_entries(tmp_path: Path) -> None:
    for name in ("names-en.txt", "places-en.txt"):
        (tmp_path / name).write_text(find_resource(f"lexicons/{name}").read_text(encoding="utf-8"), encoding="utf-8")
    head = "\n".join(f"# {key}: x" for key in ("title", "name", "version", "codebook", "licence", "reference"))
    rows = [
        "external_interference\tNATO\tcontext\tnear 5: expan*\tnato\t\tadded\t",
        "external_interference\tNATO\tstrong\t\tnato\t\tadded\t",
        "regional_stability\tAfghan(istan|s)\tcontext\tnear 5: peace\tafghan\t\tadded\t",
        "regional_stability\tneighbours\tweak\t\tneighbours\t\tadded\t",
        "terrorism_separatism_extremism\tMuslim*\tweak\t\tmuslim\t\tadded\t",
    ]
    (tmp_path / "en.tsv").write_text(
        f"{head}\n# language: en\n# word class place: in places-en.txt\n"
        "frame\tentry\tstrength\tcontext\tconcept\tweight\tprovenance\tnote\n" + "\n".join(rows) + "\n"
    )
    found = [line.partition(": ")[0] for line in lint_lexicon(tmp_path / "en.tsv", load_codebook())]
    # Line 11 is NATO alone and strong, 12 a place, 14 a faith; a context entry and a pointing word are allowed.
    assert found == ["en.tsv:12", "en.tsv:14", "en.tsv:11"]


def test_most_concepts_are_shared_between_languages() -> None:
    """A concept id is one row of a table: no id of one language is another spelling of an id of the next."""
    lexicons = load_lexicons((), load_codebook())
    ids = {x.language: {e.concept for e in x.entries if e.strength != EXCLUDE} for x in lexicons}
    plain: dict[str, set[str]] = {}
    for concepts in ids.values():
        for concept in concepts:
            plain.setdefault(concept.replace("-", "").rstrip("s"), set()).add(concept)
    assert [names for names in plain.values() if len(names) > 1] == []
    # Entries of concepts that all three languages have.
    everywhere = set.intersection(*ids.values())
    for lexicon in lexicons:
        counted = [e for e in lexicon.entries if e.strength != EXCLUDE]
        assert sum(e.concept in everywhere for e in counted) / len(counted) > 0.6, lexicon.language
