"""The house holds: imports point down, no verb imports another, start-up loads nothing heavy."""

import ast
import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "framing"
VERBS = (
    "files",
    "segment",
    "attribute",
    "score",
    "classify",
    "sample",
    "aggregate",
    "compare",
    "contrast",
    "audit",
    "drift",
    "concordance",
    "duplicates",
    "validate",
    "standoff",
    "report",
)
GROUND = (
    "errors",
    "records",
    "settings",
    "rules",
    "terms",
    "stats",
    "machine",
    "matcher",
    "paths",
    "parallel",
    "progress",
)
# The floors from the ground up: a room may import from its own floor's nouns and from below, never from above.
FLOOR = (
    dict.fromkeys(GROUND, 0) | dict.fromkeys(VERBS, 1) | {"opening": 2, "study": 2, "chains": 3, "engines": 3, "cli": 4}
)


def room_of(module: str) -> str:
    parts = module.split(".")
    return parts[1] if len(parts) > 1 else ""


def imports() -> list[tuple[str, str]]:
    found = []
    for path in sorted(PACKAGE.rglob("*.py")):
        here = room_of(".".join(path.relative_to(ROOT).with_suffix("").parts))
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = []
            if isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
                names = [node.module] if node.module != "framing" else [f"framing.{a.name}" for a in node.names]
            elif isinstance(node, ast.Import):
                names = [alias.name for alias in node.names]
            found += [(here, room_of(name)) for name in names if name.startswith("framing.")]
    return sorted({(a, b) for a, b in found if a and b and a != b and not b.startswith("__")})


def test_every_room_has_a_floor() -> None:
    rooms = {p.stem for p in PACKAGE.iterdir() if not p.name.startswith(("_", ".")) and p.suffix in ("", ".py")}
    rooms -= {"lexicons", "data", "models", "__init__", "__main__"}
    assert rooms <= set(FLOOR), f"give {rooms - set(FLOOR)} a floor"


@pytest.mark.parametrize(("here", "there"), imports())
def test_imports_point_down(here: str, there: str) -> None:
    if here in ("__init__", "__main__"):
        return
    assert FLOOR[there] <= FLOOR[here], f"framing.{here} imports framing.{there}, which is above it"
    if FLOOR[here] == 1:
        assert FLOOR[there] == 0, f"the verb {here} imports the verb {there}; study.py chains verbs"


def loaded_by(arguments: list[str], cwd: Path) -> set[str]:
    code = (
        "import sys, json\nfrom framing.cli import app\n"
        f"try:\n    app({arguments!r})\nexcept SystemExit as stop:\n    assert not stop.code, stop.code\n"
        "sys.stderr.write('MODULES' + json.dumps(sorted(m.split('.')[0] for m in sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=cwd, check=True)
    return set(json.loads(done.stderr.split("MODULES")[1]))


def test_help_loads_nothing_heavy(tmp_path: Path) -> None:
    heavy = {"spacy", "textacy", "sklearn", "scipy", "numba", "numpy", "pyarrow", "pandas", "statsmodels"}
    assert loaded_by(["--help"], tmp_path) & heavy == set()


def test_score_without_attribution_loads_no_parser(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("The minister condemned foreign interference in the affairs of Karsovia.\n")
    loaded = loaded_by(["score", "--attribution", "none", "a.txt", "-o", "out.jsonl"], tmp_path)
    assert loaded & {"spacy", "textacy", "sklearn"} == set()
    assert (tmp_path / "out.jsonl").read_text().count("\n") == 1
