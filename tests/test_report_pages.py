"""Whole pages against approved ones, at two widths; no line is wider than the terminal, whatever the script."""

import re
from types import SimpleNamespace

import pyarrow as pa
import pytest
from report_kit import ORCHARD, check_page, comparison_of, scores_table

from framing.concordance import list_hits
from framing.records import QUOTES, Entry, Lexicon
from framing.report.comparison import format_comparison
from framing.report.concordance import format_concordance
from framing.report.instruments import format_codebook, format_entries, format_lexicons, lexicons_table
from framing.report.page import format_page
from framing.report.quotes import format_quotes
from framing.report.scores import format_scores
from framing.report.tables import cell_width

WIDTHS = (80, 120)


def narrow(page: str, width: int) -> None:
    assert [line for line in page.split("\n") if cell_width(line) > width] == []
    assert "\x1b" not in page


@pytest.mark.parametrize("width", WIDTHS)
def test_the_page_of_analyze(width: int) -> None:
    analysis = SimpleNamespace(scores=scores_table(), comparison=comparison_of(tested=False))
    page = format_page(analysis, ORCHARD, width=width)
    narrow(page, width)
    check_page(f"page-{width}", page)


def test_colours_mark_hits_and_change_no_line() -> None:
    analysis = SimpleNamespace(scores=scores_table(), comparison=comparison_of(tested=False))
    plain = format_page(analysis, ORCHARD, width=80)
    coloured = format_page(analysis, ORCHARD, width=80, colour=True)
    assert "\x1b[1;34morchards\x1b[0m\x1b[2mFG\x1b[0m" in coloured
    bare = re.sub("\x1b\\[[0-9;]*m", "", coloured)
    assert max(map(cell_width, bare.split("\n"))) <= 80
    assert bare.split() != plain.split()
    assert re.sub(r"\s", "", bare) == re.sub(r"[\s\[\]]", "", plain).replace("�31m", "�[31m")


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("tested", [True, False], ids=["tested", "untested"])
def test_the_page_of_a_comparison(tested: bool, width: int) -> None:
    page = format_comparison(comparison_of(tested=tested), width=width, codebook=ORCHARD)
    narrow(page, width)
    check_page(f"comparison-{'tested' if tested else 'untested'}-{width}", page)


def test_without_a_codebook_frames_stand_by_their_ids() -> None:
    page = format_comparison(comparison_of(tested=True))
    assert "fruit_growing" in page
    assert "Growing of fruit" not in page


def test_a_comparison_of_nobody_has_no_pairs() -> None:
    result = comparison_of(tested=True)
    for name in ("comparison", "distances", "prevalence", "omnibus"):
        setattr(result, name, getattr(result, name).slice(0, 0))
    page = format_comparison(result, width=80, codebook=ORCHARD)
    assert "Nobody was found to speak, so there is nothing to compare" in page
    assert "minus" not in page


@pytest.mark.parametrize("width", WIDTHS)
def test_scored_passages(width: int) -> None:
    page = format_scores(scores_table(), ORCHARD, width=width)
    narrow(page, width)
    check_page(f"scores-{width}", page)


@pytest.mark.parametrize("width", WIDTHS)
def test_a_concordance(width: int) -> None:
    page = format_concordance(list_hits(scores_table(), window=60), width=width)
    narrow(page, width)
    check_page(f"concordance-{width}", page)


def test_a_concordance_of_one_frame_has_no_tags_and_of_nothing_says_so() -> None:
    page = format_concordance(list_hits(scores_table(), frame="pests"))
    assert "FG" not in page
    assert page.endswith("3 places in 2 passages of 1 document")
    assert format_concordance(list_hits(scores_table(), frame="frost")) == "nothing found"


def quotes() -> pa.Table:
    row = dict.fromkeys([*QUOTES.names, "words"]) | {"document_id": "d1", "kind": "indirect", "spans": [], "level": 0}
    row |= {"speaker": ["Tavo News"], "cue": "says", "cue_start": 30, "rule": "say:right", "parent": -1}
    row |= {"words": "that Ada Brook stressed that the orchards of the valley would bloom again in the spring to come"}
    inner = row | {"speaker": ["Ada Brook"], "speaker_text": "Ada Brook", "speaker_start": 40, "level": 1, "parent": 0}
    inner |= {"relayed_by": "Tavo News", "holder": ["Karsovia", "Velmar"], "co_holders": ["Vale"], "cue": "stressed"}
    nobody = row | {"speaker": [], "cue": None, "rule": None, "kind": "direct", "document_id": "d2"}
    nobody |= {
        "words": "“我们的果园今年又开花了，任何害虫都不能毁坏山谷里的苹果，让我们一起种树，一起收获，一起庆祝。”"
    }
    return pa.Table.from_pylist([row, inner, nobody])


@pytest.mark.parametrize("explain", [False, True], ids=["plain", "explained"])
def test_quotes(explain: bool) -> None:
    page = format_quotes(quotes(), width=80, explain=explain)
    narrow(page, 80)
    check_page(f"quotes-{'explained' if explain else 'plain'}", page)


def test_no_quotes_are_said() -> None:
    assert format_quotes(quotes().slice(0, 0)) == "no attribution found"


def lexicon() -> Lexicon:
    entries = (
        Entry("apple*", "fruit_growing", provenance="orchard book, p. 3", note="also 'apple tree'"),
        Entry("bloom", "fruit_growing", "context", "passage: @tree; not near 3: rose*", concept="bloom"),
        Entry("worm", "pests", "weak", weight=0.5),
        Entry("apple of discord", "", "exclude"),
    )
    metadata = {"name": "toy", "title": "Toy lexicon", "licence": "MIT", "reference": "Brook\nVale"}
    return Lexicon("toy", "0.3", "en", entries, metadata, {"tree": ("oak", "elm")})


def test_a_lexicon_and_a_codebook() -> None:
    found = [(lexicon(), entry) for entry in lexicon().entries]
    check_page("lexicon-few", format_entries(found, width=80))
    check_page("lexicon-many", format_entries(found * 5, width=80))
    check_page("lexicons", format_lexicons(lexicons_table([lexicon()]), width=80))
    check_page("lexicons-120", format_lexicons(lexicons_table([lexicon()]), width=120))
    check_page("codebook", format_codebook(ORCHARD, width=80))
