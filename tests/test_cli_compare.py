"""compare, trend, contrast and duplicates from the command line: formats, parts, copies, bad input."""

import csv
import json
from pathlib import Path

import numpy as np
import pyarrow.parquet as pq
import pytest
from cli_kit import TINY, Runner, make_runner

NEUTRAL = "The harvest was good this year. Trade grew. The weather stayed mild and roads were mended."
SOVEREIGN = "We defend our sovereignty."
MEDDLING = "There was foreign interference again."
PEOPLE = {"Ana Orlu": 0.7, "Ben Tarsk": 0.2, "Cem Dorun": 0.3}


def speeches() -> list[dict[str, object]]:
    """Twelve speeches each, eight paragraphs a speech; Ana speaks of sovereignty most; each has words of its own."""
    rng, rows = np.random.default_rng(1), []
    for who, share in PEOPLE.items():
        own = who.split()[1].lower()
        for i in range(12):
            parts = []
            for k in range(8):
                said = [f"{NEUTRAL} The {own} counts {'northern' if k % 2 else 'southern'} villages number {own}."]
                said += [SOVEREIGN] * int(rng.random() < share) + [MEDDLING] * int(rng.random() < 0.3)
                parts.append(" ".join(rng.permutation(said)))
            rows.append(
                {
                    "id": f"{own}{i:02}",
                    "text": "\n\n".join(parts),
                    "speaker": who,
                    "date": f"{2010 + i}-05-01",
                    "source": "PQ"[i % 2],
                    "weight": 1 + i % 2,
                }
            )
    return rows


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes], tmp_path: Path) -> Runner:
    (tmp_path / "tiny.tsv").write_text(TINY)
    rows = "".join(json.dumps(row) + "\n" for row in speeches())
    (tmp_path / "s.jsonl").write_text(rows)
    monkeypatch.chdir(tmp_path)
    return make_runner(monkeypatch, capfdbinary)


LEXICON = ("--lexicon", "tiny.tsv")
FEW = ("--draws", "300")


def test_the_page_says_who_differs_and_what_must_be_read_with_it(run: Runner) -> None:
    done = run("compare", "s.jsonl", *LEXICON, *FEW, "--words", "--together")
    assert done.code == 0
    for words in (
        "Ana Orlu minus Ben Tarsk",
        "Distances of all groups",
        "Groups joined in order of mean distance",
        "Map of the distances",
        "What makes the distance of Ana Orlu and Ben Tarsk: words",
        "Frames in one passage",
        "300 rearrangements of the documents' speakers",
        "near-copies were not looked for",
    ):
        assert words in done.out
    assert any("Sovereignty" in line and "more" in line for line in done.out.splitlines())


def test_json_holds_everything(run: Runner) -> None:
    done = run("compare", "s.jsonl", *LEXICON, *FEW, "--words", "--together", "-f", "json")
    result = json.loads(done.out)
    names = ["choices", "remarks", "comparison", "distances", "prevalence", "coverage", "omnibus", "frames", "matrix"]
    assert list(result) == [*names, "tree", "map", "entries", "together"]
    assert len(result["comparison"]) == 3 * 4
    assert result["choices"]["draws"] == "300"
    assert result["remarks"][0].startswith("measure: share of passages")
    assert {r["entry"] for r in result["entries"]} == {"sovereignty", "foreign interference"}


@pytest.mark.parametrize("ending", ["csv", "jsonl", "parquet"])
def test_one_table_in_the_other_formats(run: Runner, tmp_path: Path, ending: str) -> None:
    done = run("compare", "s.jsonl", *LEXICON, *FEW, "-o", f"out.{ending}")
    assert done.out == ""
    # What a bare table assumes is said beside it.
    assert "rearrangements of the documents' speakers" in done.err
    path = tmp_path / f"out.{ending}"
    if ending == "csv":
        rows = list(csv.DictReader(path.read_text().splitlines()))
    elif ending == "jsonl":
        rows = [json.loads(line) for line in path.read_text().splitlines()]
    else:
        rows = pq.read_table(path).to_pylist()
    assert len(rows) == 3 * 4
    assert {"share_a", "ci_low", "p_adjusted", "minimum_detectable_difference"} <= set(rows[0])


def test_one_table_by_name(run: Runner) -> None:
    rows = list(
        csv.DictReader(run("compare", "s.jsonl", *LEXICON, *FEW, "--table", "distances", "-f", "csv").out.splitlines())
    )
    assert {row["metric"] for row in rows} == {
        "jensen_shannon_divergence",
        "jensen_shannon",
        "hellinger",
        "total_variation",
    }
    done = run("compare", "s.jsonl", *LEXICON, *FEW, "--table", "distance", "-f", "csv")
    assert done.code == 1
    assert (
        done.err.strip().splitlines()[-1].startswith("framing: there is no table 'distance' in this result; there are")
    )


def test_the_same_seed_gives_the_same_bytes(run: Runner) -> None:
    arguments = ("compare", "s.jsonl", *LEXICON, *FEW, "-f", "json", "--seed")
    assert run(*arguments, 7).out == run(*arguments, 7).out != run(*arguments, 8).out


def test_groups_are_any_columns_crossed(run: Runner) -> None:
    rows = json.loads(run("compare", "s.jsonl", *LEXICON, *FEW, "--by", "speaker,source", "-f", "json").out)
    assert {r["speaker"] for r in rows["prevalence"]} == {f"{who} × {source}" for who in PEOPLE for source in "PQ"}
    done = run("compare", "s.jsonl", *LEXICON, "--by", "party")
    assert done.code == 1
    assert "there is no column 'party' to group by; there are" in done.err


def test_weights_change_the_share(run: Runner) -> None:
    plain, weighed = (
        json.loads(run("compare", "s.jsonl", *LEXICON, *FEW, "-f", "json", *more).out)
        for more in ((), ("--weight", "weight"))
    )
    passages = [sum(r["n_passages"] for r in result["coverage"]) for result in (plain, weighed)]
    assert passages[1] == pytest.approx(1.5 * passages[0])
    assert plain["prevalence"][0]["share"] != weighed["prevalence"][0]["share"]
    assert any("each passage counts by its 'weight'" in r for r in weighed["remarks"])


def test_covariates_and_leaving_out(run: Runner) -> None:
    pytest.importorskip("statsmodels")
    more = ("--covariates", "source", "--numeric", "year", "--leave-out", "source")
    result = json.loads(run("compare", "s.jsonl", *LEXICON, *FEW, *more, "-f", "json").out)
    assert len(result["adjusted"]) == 3 * 4
    assert {r["left_out"] for r in result["leave_one_out"]} == {"", "P", "Q"}
    assert any("held equal in the regression: source, year (a straight line" in r for r in result["remarks"])
    page = run("compare", "s.jsonl", *LEXICON, *FEW, *more).out
    assert "Differences in shares with the covariates held equal" in page


def test_without_statsmodels_one_sentence(run: Runner, monkeypatch: pytest.MonkeyPatch) -> None:
    import sys

    for name in ("statsmodels", "statsmodels.api"):
        monkeypatch.setitem(sys.modules, name, None)
    done = run("compare", "s.jsonl", *LEXICON, *FEW, "--covariates", "source")
    assert done.code == 1
    assert (
        done.err.strip().splitlines()[-1] == "framing: regression needs statsmodels; install frame-compare[regression]"
    )


def distinct(tmp_path: Path) -> None:
    """Speeches of random words and two copies, so that a copy is one at the usual threshold."""
    rng, rows = np.random.default_rng(2), []
    words = [f"{a}{b}" for a in "bdfglmnprst" for b in ("ana", "eno", "iri", "osu", "ula")]
    for who in ("Ana Orlu", "Ben Tarsk"):
        for i in range(10):
            text = " ".join(rng.choice(words, 60)) + ". " + SOVEREIGN
            rows.append({"id": f"{who[0]}{i}", "text": text, "speaker": who, "date": f"{2010 + i}"})
    rows += [{**rows[0], "id": "Z1", "date": "2020"}, {**rows[0], "id": "Z2", "date": "2021"}]
    (tmp_path / "d.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))


def test_copies_are_listed(run: Runner, tmp_path: Path) -> None:
    distinct(tmp_path)
    result = json.loads(run("duplicates", "d.jsonl", "-f", "json").out)
    assert {(r["first"], r["second"]) for r in result["pairs"]} == {("A0", "Z1"), ("A0", "Z2"), ("Z1", "Z2")}
    assert {r["document_id"]: r["duplicate_of"] for r in result["copies"]} == dict.fromkeys(("A0", "Z1", "Z2"), "A0")
    page = run("duplicates", "d.jsonl").out
    assert "3 near-copies of each other" in page
    passages = json.loads(run("duplicates", "d.jsonl", "--of", "passages", "-f", "json").out)
    assert {r["duplicate_of"] for r in passages["copies"]} == {"A0#1"}
    (tmp_path / "no.txt").write_text("Nothing here is said twice.")
    none = run("duplicates", "no.txt").out
    assert "No near-copies were found." in none


@pytest.mark.parametrize(
    ("choice", "documents", "said"),
    [
        ("keep", 12, "near-copies were not looked for"),
        ("count", 12, "2 of 22 documents are near-copies of 1 others"),
        ("collapse", 10, "and were left out"),
        ("collapse-passages", 10, "passages are near-copies of"),
    ],
)
def test_copies_are_kept_counted_or_left_out(
    run: Runner, tmp_path: Path, choice: str, documents: int, said: str
) -> None:
    distinct(tmp_path)
    result = json.loads(run("compare", "d.jsonl", *LEXICON, *FEW, "--duplicates", choice, "-f", "json").out)
    ana = next(r for r in result["coverage"] if r["speaker"] == "Ana Orlu")
    assert ana["n_documents"] == documents
    assert any(said in r for r in result["remarks"])
    assert result["choices"]["duplicates"] == choice


def test_copies_cannot_be_looked_for_in_a_stream(run: Runner) -> None:
    done = run("compare", "-", *LEXICON, "--duplicates", "collapse", stdin=b"We defend our sovereignty.")
    assert done.code == 1
    assert "near-copies are found by reading twice" in done.err


def test_the_trend_page_and_its_tables(run: Runner) -> None:
    done = run("trend", "s.jsonl", *LEXICON, *FEW, "--event", "2016-01-01")
    for words in (
        "Sovereignty: Ana Orlu",
        "Trends (change a year)",
        "Do the trends differ?",
        "Change points",
        "Ana Orlu from 2016-01-01 minus Ana Orlu before 2016-01-01",
        "not yet an effect of the event",
    ):
        assert words in done.out
    result = json.loads(run("trend", "s.jsonl", *LEXICON, *FEW, "--over", "month", "-f", "json").out)
    assert list(result)[2:] == ["times", "trends", "trend_differences", "changes"]
    assert {r["period"] for r in result["times"]} == {f"{year}-05" for year in range(2010, 2022)}
    bad = run("trend", "s.jsonl", *LEXICON, "--over", "week")
    assert (bad.code, "'week' is not known" in bad.err) == (2, True)


def test_contrast_finds_everybodys_own_words(run: Runner) -> None:
    result = json.loads(run("contrast", "s.jsonl", *FEW, "-f", "json").out)
    best = {}
    for row in result["terms"]:
        best.setdefault(row["speaker_a"], row["term"])
    assert best == {who: who.split()[1].lower() for who in PEOPLE}
    assert {r["speaker_b"] for r in result["terms"]} == {"the rest"}
    page = run("contrast", "s.jsonl", *FEW, "--group", "Ana Orlu", "--with", "Ben Tarsk", "--phrase", "2").out
    assert "the orlu" in page
    assert "take words as independent" in page


def test_contrast_warns_of_the_groups_that_it_contrasts_alone(run: Runner) -> None:
    Path("t.jsonl").write_text(
        Path("s.jsonl").read_text() + json.dumps({"id": "one", "text": "A word or two.", "speaker": "Zoe Lund"}) + "\n"
    )
    pair = run("contrast", "t.jsonl", *FEW, "--group", "Ana Orlu", "--with", "Ben Tarsk").out
    every = run("contrast", "t.jsonl", *FEW).out
    assert "Zoe Lund" in every[every.index("one document: description only") :]
    assert "one document: description only" not in pair


def test_contrast_takes_each_language_by_itself(run: Runner, tmp_path: Path) -> None:
    texts = {
        "en": ("peace and order", "war and order"),
        "ru": ("мир и порядок", "война и порядок"),
        "zh": ("维护和平与稳定", "反对战争与混乱"),
    }
    rows = [
        {"id": f"{lang}{who}{i}", "text": f"{text}. " * 3, "speaker": who, "language": lang}
        for lang, two in texts.items()
        for who, text in zip("AB", two, strict=True)
        for i in range(4)
    ]
    (tmp_path / "l.jsonl").write_text("".join(json.dumps(r, ensure_ascii=False) + "\n" for r in rows))
    result = json.loads(run("contrast", "l.jsonl", *FEW, "-f", "json").out)
    tops = {lang: {r["term"] for r in result["terms"] if r["language"] == lang and r["log_odds"] > 0} for lang in texts}
    assert tops["en"] == {"peace"}
    assert tops["ru"] == {"мир"}
    assert "和平" in tops["zh"]
    assert any("Chinese has no spaces" in r for r in result["remarks"])


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (
            ("contrast", "s.jsonl", "--group", "Zoe"),
            "there is no text of 'Zoe'; there are Ana Orlu, Ben Tarsk, Cem Dorun",
        ),
        (("contrast", "s.jsonl", "--alpha", "-1"), "the prior must add something: alpha above 0"),
        (("duplicates", "s.jsonl", "--threshold", "1.5"), "threshold is 1.5; it is a share above 0, at most 1"),
        (("compare", "s.jsonl", "--only", "Zoe"), "there is no group 'Zoe' to compare"),
    ],
)
def test_bad_choices_are_one_sentence(run: Runner, arguments: tuple[str, ...], sentence: str) -> None:
    done = run(*arguments)
    assert done.code == 1
    assert done.err.strip().splitlines()[-1].startswith(f"framing: {sentence}")
    assert "Traceback" not in done.err


def test_one_document_is_described(run: Runner, tmp_path: Path) -> None:
    (tmp_path / "one.jsonl").write_text(
        json.dumps({"id": "a", "text": SOVEREIGN + " " + MEDDLING, "speaker": "Ana"}) + "\n"
        + json.dumps({"id": "b", "text": MEDDLING, "speaker": "Ben"}) + "\n"
    )  # fmt: skip
    page = " ".join(run("compare", "one.jsonl", *LEXICON).out.split())
    assert "description only, nothing is tested" in page
    assert "plug-in" in page
    assert "one document: description only, no inference is possible (Ana, Ben)" in page
    assert "p adj." not in page
    trend = run("trend", "one.jsonl", *LEXICON)
    assert (trend.code, "no document has a date" in trend.err) == (1, True)


def test_analyze_leaves_copies_out_too(run: Runner, tmp_path: Path) -> None:
    distinct(tmp_path)
    kept, collapsed = (
        run("analyze", "d.jsonl", *LEXICON, *FEW, *more, "-f", "jsonl").out.splitlines()
        for more in ((), ("--duplicates", "collapse"))
    )
    ids = [{json.loads(line)["document_id"] for line in lines} for lines in (kept, collapsed)]
    assert ids[0] - ids[1] == {"Z1", "Z2"}
    assert "and were left out" in " ".join(run("analyze", "d.jsonl", *LEXICON, "--duplicates", "collapse").out.split())


def test_too_little_text_of_one_pair_keeps_no_other_back(run: Runner, tmp_path: Path) -> None:
    same = {"text": "peace and order. " * 3, "language": "en"}
    rows = [{"id": f"{who}{i}", "speaker": who, **same} for who in "AB" for i in range(4)]
    rows += [{"id": f"r{who}", "text": "мир", "speaker": who, "language": "ru"} for who in "AB"]
    (tmp_path / "l.jsonl").write_text("".join(json.dumps(r) + "\n" for r in rows))
    result = json.loads(run("contrast", "l.jsonl", *FEW, "-f", "json").out)
    assert {r["language"] for r in result["terms"]} == {"en"}
    assert any("A against B in language ru: not contrasted, no term occurs 5 times" in r for r in result["remarks"])
    nothing = run("contrast", "l.jsonl", *FEW, "--min-count", "99")
    assert (nothing.code, "no term occurs 99 times" in nothing.err) == (1, True)


@pytest.mark.parametrize("column", ["speaker", "date"])
def test_a_weight_that_is_no_number_is_one_sentence(run: Runner, column: str) -> None:
    done = run("compare", "s.jsonl", *LEXICON, "--weight", column)
    assert done.code == 1
    assert done.err.strip().splitlines()[-1].startswith(f"framing: column '{column}' holds no numbers to weigh")
