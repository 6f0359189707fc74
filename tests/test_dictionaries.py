"""Dictionaries of other programs: what is read, what fails with its line, and that a round trip keeps the matching."""

from pathlib import Path

import pytest
from score_kit import passages_of

from framing.errors import FramingError
from framing.files.conversion import convert_lexicon
from framing.files.dictionaries import list_faults
from framing.files.dictionaries.globs import read_glob, write_globs
from framing.files.instruments import derive_codebook, find_lexicon, load_instruments, read_any
from framing.records import Codebook, Frame, Lexicon
from framing.score import Scorer

EXAMPLES = Path(__file__).resolve().parents[2] / "shared" / "examples" / "lexicon-formats"
FORMATS = (".tsv", ".csv", ".dic", ".dicx", ".yml", ".lc3", ".ykd", ".cat")


def read(folder: Path, name: str, content: str | bytes) -> Lexicon:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return read_any(path)


def terms(lexicon: Lexicon) -> list[tuple[str, str, float, str]]:
    """What decides matching: each plain term with its frame, weight and rule."""
    return sorted((e.frame, t, e.weight, e.context) for e in lexicon.entries for t in write_globs(e.pattern))


def pairs(lexicon: Lexicon) -> list[tuple[str, str]]:
    return [(entry.frame, entry.pattern) for entry in lexicon.entries]


LIWC = "%\n1\tfunction (Function Words)\n\t2\tpronoun\n02 \tbad\n%\n"


def test_liwc_with_nested_categories_tabs_and_blanks(tmp_path: Path) -> None:
    text = "%\n1\tfunction (Function Words)\n\t2\tpronoun\n10  mood\n%\ni\t01\t2\nthey 1 2\nso  far*\t\t10  \n"
    text = text.replace("\n", "\r\n")
    lexicon = read(tmp_path, "a.dic", text)
    assert pairs(lexicon) == [
        ("function", "i"),
        ("pronoun", "i"),
        ("function", "they"),
        ("pronoun", "they"),
        ("mood", "so far*"),
    ]
    book = derive_codebook([lexicon])
    assert [frame.title for frame in book.frames] == ["Function Words", "function > pronoun", "mood"]


CONDITIONAL = (
    "%\n02\tI\n125\taffect\n131\tquant\n134\tneg\n464\tfiller\n%\n"
    "i\t02\nno\t134\nlike\t(02 134)125/464\nkind\t<of>131/125\n"
)


@pytest.mark.parametrize(
    ("text", "frames"),
    [
        ("I like it", ["I", "affect"]),
        ("it was like this", ["filler"]),
        ("kind of", ["quant"]),
        ("a kind man", ["affect"]),
    ],
)
def test_liwc_conditions_count_by_the_words_beside(text: str, frames: list[str], tmp_path: Path) -> None:
    lexicon = read(tmp_path, "a.dic", CONDITIONAL)
    scorer = Scorer([lexicon], derive_codebook([lexicon]))
    assert sorted(scorer.score_batch(passages_of([text]).to_batches()[0]).column("frames")[0].as_py()) == frames


def test_dicx_and_csv_hold_weights(tmp_path: Path) -> None:
    matrix = read(tmp_path, "a.dicx", 'DicTerm,Sov,Threat\nsovereign*,X,\nterror*,,0.75\n"border, line",0.5,X\n')
    assert terms(matrix) == [
        ("Sov", "border, line", 0.5, ""),
        ("Sov", "sovereign*", 1.0, ""),
        ("Threat", "border, line", 1.0, ""),
        ("Threat", "terror*", 0.75, ""),
    ]
    assert terms(read(tmp_path, "b.csv", "word;category;weight\nwar;threat;0,9\n")) == [("threat", "war", 0.9, "")]
    assert pairs(read(tmp_path, "c.csv", "good,bad\nglad,sad\nmerry,\n")) == [
        ("good", "glad"),
        ("bad", "sad"),
        ("good", "merry"),
    ]


def test_yaml_keeps_every_word_a_word(tmp_path: Path) -> None:
    text = "NO:\n  - no\n  - on\n  - 1.0\nA:\n  __: [one, 'two words']\n  B: {C: [three*]}\n  D: wom?n\n"
    found = read(tmp_path, "a.yml", b"\xef\xbb\xbf" + text.encode())
    assert pairs(found)[:6] == [
        ("NO", "no"),
        ("NO", "on"),
        ("NO", "1.0"),
        ("A", "one"),
        ("A", "two words"),
        ("A.B.C", "three*"),
    ]
    assert "woman" in write_globs(found.entries[-1].pattern)


def test_wordstat_indents_colours_weights_and_rules(tmp_path: Path) -> None:
    text = (
        "Power [#FF0000]\r    Hard {255}\r        TANKS (1) [#00FF00]\r        AIR_FORCE* (2)\r"
        "        @R1 [BOMB NEAR (CITY OR TOWN) /C6] (1)\r    Soft\r        CULTURE\r"
        "        @R2 [AID NOT NEAR #Hard /C4]\r"
    )
    lexicon = read(tmp_path, "a.cat", text)
    assert terms(lexicon) == [
        ("Power.Hard", "AIR FORCE*", 2.0, ""),
        ("Power.Hard", "BOMB", 1.0, "near 6: CITY, TOWN"),
        ("Power.Hard", "TANKS", 1.0, ""),
        ("Power.Soft", "AID", 1.0, "not near 4: @category-hard"),
        ("Power.Soft", "CULTURE", 1.0, ""),
    ]
    assert lexicon.word_classes["category-hard"] == ("TANKS", "AIR FORCE*")


@pytest.mark.parametrize(
    "colour",
    [
        "[#FF0000]",
        "{255}",
        "[16711680]",
        "#ff0000",
        "|clRed",
        ";clNavy",
        "<#00FF00>",
        "(#00ff00)",
        "color=255",
        "$00FF8000",
    ],
)
def test_colours_behind_names_and_terms_are_dropped(colour: str, tmp_path: Path) -> None:
    text = f"Power {colour}\n\tHARD {colour}\n\t\tTANK* (1) {colour}\n\t\tBOMB {colour} (2)\n"
    assert terms(read(tmp_path, "a.cat", text)) == [("Power.HARD", "BOMB", 2.0, ""), ("Power.HARD", "TANK*", 1.0, "")]


def test_a_txt_file_is_known_by_how_it_begins(tmp_path: Path) -> None:
    assert pairs(read(tmp_path, "a.txt", "%\n1\tA\n%\nx\t1\n")) == [("A", "x")]
    assert pairs(read(tmp_path, "b.txt", "+A\nx\n")) == [("A", "x")]
    assert pairs(read(tmp_path, "c.txt", "A\n\tx (1)\n")) == [("A", "x")]
    with pytest.raises(FramingError, match="opens no dictionary"):
        read(tmp_path, "d.txt", "once upon a time\n")


def test_legacy_encodings_are_read(tmp_path: Path) -> None:
    russian = "СУВЕРЕНИТЕТ\r\n\tсуверенитет* (1)\r\n\tцелостность (0.5)\r\n"
    for codec in ("cp1251", "utf-16", "utf-8-sig"):
        found = terms(read(tmp_path, "a.cat", russian.encode(codec)))
        assert found == [("СУВЕРЕНИТЕТ", "суверенитет*", 1.0, ""), ("СУВЕРЕНИТЕТ", "целостность", 0.5, "")], codec


def test_xml_trees_of_both_programs(tmp_path: Path) -> None:
    plain = '<dictionary><cnode name="A"><pnode name=" tax*"/></cnode><cnode name="B"><pnode name="war"/></cnode>'
    plain += "</dictionary>"
    assert pairs(read(tmp_path, "a.lc3", plain)) == [("A", "tax*"), ("B", "war")]
    titled = (
        '<?xml version="1.0" encoding="UTF-16"?>\n<dictionary patternengine="regexp"><cnode name="Mine">'
        '<cnode name="x">'
        '<pnode name="\\bterror.*\\b"/><pnode name="wom[ae]n"/><pnode name="colou?r" score="2"/>'
        "</cnode></cnode></dictionary>"
    )
    lexicon = read(tmp_path, "b.ykd", titled)
    assert terms(lexicon) == [
        ("x", "color", 2.0, ""),
        ("x", "colour", 2.0, ""),
        ("x", "terror*", 1.0, ""),
        ("x", "woman", 1.0, ""),
        ("x", "women", 1.0, ""),
    ]
    assert lexicon.metadata["title"] == "Mine"


BAD = {
    "noperc.dic": ("a\t1\n", "noperc.dic:1: the categories do not stand between"),
    "undef.dic": ("%\n1\tA\n%\nfoo\t1\t7\n", "undef.dic:4: category 7 of 'foo' is not in the head"),
    "bare.dic": ("%\n1\tA\n%\nfoo\n", "bare.dic:4: 'foo' has no category"),
    "twice.dic": ("%\n1\tA\n01\tB\n%\nfoo\t1\n", "twice.dic:3: category 01 stands in the head twice"),
    "inner.dic": ("%\n1\tA\n%\nwom*n\t1\n", "inner.dic:4: 'wom*n' has a * inside a word"),
    "cell.dicx": ("DicTerm,A\na,X\nb,maybe\n", "cell.dicx:3: 'maybe' of 'b' is neither X nor a weight"),
    "wide.csv": ("word,category\na,x\nb,x,3\n", "wide.csv:3: the line has 3 cells for 2 columns"),
    "alias.yml": ("a: &x [one]\nb: *x\n", "alias.yml:2: '*x' repeats another part"),
    "dup.yml": ("a: [one]\na: [two]\n", "dup.yml:2: category 'a' stands here twice"),
    "open.yml": ("a: [one\nb: two]: x\n", "open.yml:2: this is not YAML"),
    "deep.yml": ("a: " + "[" * 3000 + "]" * 3000, "deep.yml:1: the categories are nested too deeply"),
    "first.lc3": ("word\n+A\n", "first.lc3:1: 'word' stands before any category"),
    "laughs.ykd": (
        '<?xml version="1.0"?>\n<!DOCTYPE l [<!ENTITY a "b">]>\n<dictionary/>',
        "laughs.ykd:2: a document type",
    ),
    "broken.ykd": ("<dictionary>\n<cnode name='a'>\n</dictionary>", "broken.ykd:3: this is not XML"),
    "rule.cat": ("A\n\t@R [FOO FOLLOWED X]\n", "rule.cat:2: the rule '@R [FOO FOLLOWED X]' cannot be read"),
    "loose.cat": ("word (1)\n", "loose.cat:1: 'word' stands in no category"),
    "empty.cat": ("", "empty.cat holds no terms"),
}


@pytest.mark.parametrize("name", BAD)
def test_what_cannot_be_read_fails_with_its_line(name: str, tmp_path: Path) -> None:
    content, sentence = BAD[name]
    with pytest.raises(FramingError) as failed:
        read(tmp_path, name, content)
    assert str(failed.value).startswith(sentence)
    assert list_faults(tmp_path / name)[0] == str(failed.value)


def test_a_yaml_tag_runs_no_code(tmp_path: Path) -> None:
    mark = tmp_path / "mark"
    found = read(tmp_path, "a.yml", f"a: !!python/object/apply:os.system ['touch {mark}', plain]\n")
    assert not mark.exists()
    assert ("a", "plain") in pairs(found)


def test_terms_without_a_letter_are_left_out_and_said(tmp_path: Path) -> None:
    notes: list[str] = []
    (tmp_path / "a.dic").write_text("%\n1\tA\n%\n:)\t1\nglad\t1\n")
    book, (lexicon,) = load_instruments("", [str(tmp_path / "a.dic")], notes)
    assert (book.frame_ids, pairs(lexicon)) == (("A",), [("A", "glad")])
    assert notes[-1] == "1 terms were left out; the first is a.dic:4: ':)' has no letter or digit"


SOURCES = {
    "tree.yml": "A:\n  __: [one, two*]\n  B: [three four, '*five']\nC: [six]\n",
    "weights.cat": "A\n\tONE (2)\n\tTWO_THREE* (0.5)\n\tB\n\t\tFOUR (1)\n",
    "rules.cat": "A\n\tTWO (1)\n\t@R [ONE NEAR (X OR Y) /C4] (1)\n\t@S [SIX NOT BEFORE SEVEN] (1)\n",
    "conditions.dic": CONDITIONAL,
    "nested.dic": "%\n1\tA (All)\n\t2\tB\n3\tC\n%\nx\t1\t2\ny*\t1\nz z\t3\n",
}


@pytest.mark.parametrize("ending", FORMATS)
@pytest.mark.parametrize("name", SOURCES)
def test_round_trips_keep_the_matching_or_refuse(name: str, ending: str, tmp_path: Path) -> None:
    """A format that cannot say a weight or a rule refuses; every other gives the same terms back."""
    weighted, ruled = name == "weights.cat", name in ("rules.cat", "conditions.dic")
    source, target = tmp_path / name, tmp_path / f"target{ending}"
    source.write_text(SOURCES[name])
    able = ending in (".tsv", ".csv") or (ending == source.suffix and name != "weights.cat") or ending == ".cat"
    if (ruled and not able) or (weighted and ending in (".dic", ".yml", ".lc3")):
        with pytest.raises(FramingError, match="cannot say"):
            convert_lexicon(str(source), target)
        convert_lexicon(str(source), target, lossy=True)
        return
    convert_lexicon(str(source), target)
    before, after = read_any(source), read_any(target)
    plain = [(f.split(".")[-1], t, w, _resolved(c, before)) for f, t, w, c in terms(before)]
    assert [(f.split(".")[-1], t, w, _resolved(c, after)) for f, t, w, c in terms(after)] == plain


def _resolved(rule: str, lexicon: Lexicon) -> str:
    for name, words in lexicon.word_classes.items():
        rule = rule.replace(f"@{name}", ", ".join(words))
    return rule


def test_levels_can_be_cut(tmp_path: Path) -> None:
    (tmp_path / "a.yml").write_text("A:\n  B: {C: [x], D: [x, y]}\n")
    convert_lexicon(str(tmp_path / "a.yml"), tmp_path / "b.yml", level=1)
    assert (tmp_path / "b.yml").read_text() == "A:\n- x\n- y\n"


def test_categories_need_no_codebook_but_a_table_of_ours_is_held_against_one(tmp_path: Path) -> None:
    (tmp_path / "fruit.yml").write_text("fruit: [apple*]\n")
    assert load_instruments("", [str(tmp_path / "fruit.yml")])[0].frame_ids == ("fruit",)
    path = tmp_path / "a.tsv"
    path.write_text("frame\tentry\nfruit\tapple*\n")
    with pytest.raises(FramingError, match=r"a.tsv:2: entry 'apple.*': frame 'fruit' is not in codebook"):
        load_instruments("", [str(path)])
    path.write_text("frame\tentry\nsovereignty\tsovereign\nsovereignity\tindependence\n")
    with pytest.raises(FramingError, match="did you mean 'sovereignty'"):
        load_instruments("", [str(path)])


def test_a_codebook_chooses_among_categories(tmp_path: Path) -> None:
    (tmp_path / "a.yml").write_text("A: [x]\nB: [y]\n")
    (tmp_path / "book.toml").write_text('name = "b"\nframes = ["B"]\n')
    notes: list[str] = []
    book, (lexicon,) = load_instruments(str(tmp_path / "book.toml"), [str(tmp_path / "a.yml")], notes)
    assert book == Codebook("b", "0", (Frame("B", "B"),))
    assert pairs(lexicon) == [("B", "y")]
    assert "1 categories are not in codebook b-0" in notes[0]


def test_globs_both_ways() -> None:
    assert read_glob("pro-(state)  list*") == r"pro-\(state\) list*"
    assert write_globs(read_glob("a|b (c) <d")) == ["a|b (c) <d"]
    assert write_globs("(war|armed conflict) crime(s|)") == [
        "war crimes",
        "war crime",
        "armed conflict crimes",
        "armed conflict crime",
    ]
    with pytest.raises(FramingError, match="number of words between"):
        write_globs("respect <=3 sovereignty")


@pytest.mark.skipif(not EXAMPLES.is_dir(), reason="the example dictionaries are not here")
@pytest.mark.parametrize("ending", FORMATS)
def test_example_dictionaries_round_trip(ending: str, tmp_path: Path) -> None:
    for source in sorted(EXAMPLES.iterdir()):
        convert_lexicon(str(source), tmp_path / f"{source.stem}{ending}")
        assert terms(read_any(tmp_path / f"{source.stem}{ending}")) == terms(read_any(source)), source.name


def test_a_lossy_conversion_leaves_out_lines_that_cannot_be_read(tmp_path: Path) -> None:
    (tmp_path / "a.dic").write_text("%\n1\tA\n%\nwom*n\t1\nman\t1\n")
    said = convert_lexicon(str(tmp_path / "a.dic"), tmp_path / "b.tsv", lossy=True)
    assert said[0].startswith("1 lines were left out; the first is a.dic:4: 'wom*n' has a * inside a word")
    assert pairs(read_any(tmp_path / "b.tsv")) == [("A", "man")]


def test_weights_of_a_matrix_are_scored(tmp_path: Path) -> None:
    lexicon = read(tmp_path, "a.dicx", "DicTerm,Sov,Threat\nborder,0.25,X\nguard,0.5,\n")
    row = Scorer([lexicon], derive_codebook([lexicon])).score_batch(passages_of(["Border guard"]).to_batches()[0])
    assert row.column("values")[0].as_py() == {"Sov": 0.75, "Threat": 1.0}


@pytest.mark.parametrize("ending", [".tsv", ".csv"])
@pytest.mark.parametrize("name", ["en", "ru", "zh"])
def test_shipped_lexicons_survive_our_own_formats(name: str, ending: str, tmp_path: Path) -> None:
    convert_lexicon(name, tmp_path / f"copy{ending}")
    before, after = read_any(find_lexicon(name)), read_any(tmp_path / f"copy{ending}")
    assert sorted(after.entries, key=repr) == sorted(before.entries, key=repr)
    assert dict(after.word_classes) == dict(before.word_classes)
    assert dict(after.metadata) == dict(before.metadata)
