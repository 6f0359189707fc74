"""Reads and writes quanteda dictionaries in YAML: categories that hold terms, or categories, to any depth.

In: text. Out: a Draft, or text. Every scalar is a text (`NO`, `on`, `1.0` stay words); nothing is constructed and
nothing is copied: aliases are refused. Terms beside sub-categories stand under `__`, as quanteda writes them.
"""

from __future__ import annotations

from typing import Any

from framing.errors import FramingError
from framing.files.dictionaries.draft import Category, Draft, Term, category_path
from framing.files.dictionaries.globs import read_glob, write_globs
from framing.records import EXCLUDE, Lexicon

_OWN = "__"
_DEEPEST = 40


def read_quanteda(text: str, name: str) -> Draft:
    """The terms of a YAML dictionary."""
    draft = Draft(name, "quanteda YAML")
    root = _compose(text, draft)
    if getattr(root, "id", "") != "mapping":
        raise FramingError(f"{name}:1: the file holds no categories; write `Category: [term, term]`")
    _refuse_aliases(text, draft)
    _read_mapping(root, (), draft)
    return draft


def _compose(text: str, draft: Draft) -> Any:
    import yaml

    try:
        return yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise draft.stop(line, f"this is not YAML: {error.problem}; mend it there") from None
    except yaml.YAMLError as error:
        raise draft.stop(1, f"this is not YAML: {' '.join(str(error).split())}") from None
    except RecursionError:
        raise draft.stop(1, f"the categories are nested too deeply; at most {_DEEPEST} levels are read") from None


def _refuse_aliases(text: str, draft: Draft) -> None:
    import yaml

    for event in yaml.parse(text, Loader=yaml.SafeLoader):
        if isinstance(event, yaml.AliasEvent):
            raise draft.stop(event.start_mark.line + 1, f"'*{event.anchor}' repeats another part; write its terms out")


def _read_mapping(node: Any, path: Category, draft: Draft) -> None:
    seen: set[str] = set()
    for key, value in node.value:
        line = key.start_mark.line + 1
        if key.id != "scalar" or not key.value.strip():
            raise draft.stop(line, "a category has no name; write `Name: [term, term]`")
        name = key.value.strip()
        if name in seen:
            raise draft.stop(line, f"category '{name}' stands here twice; put its terms together")
        seen.add(name)
        if len(path) >= _DEEPEST:
            raise draft.stop(line, f"the categories are nested too deeply; at most {_DEEPEST} levels are read")
        _read_value(value, path if name == _OWN else (*path, name), draft)


def _read_value(node: Any, path: Category, draft: Draft) -> None:
    if path and path not in draft.categories and node.id != "mapping":
        draft.categories.append(path)
    if node.id == "mapping":
        _read_mapping(node, path, draft)
    elif node.id == "sequence":
        for item in node.value:
            if item.id == "sequence" and len(path) >= _DEEPEST:
                raise draft.stop(item.start_mark.line + 1, "the lists are nested too deeply")
            _read_value(item, path, draft)
    elif node.value.strip():
        _add(draft, path, node)


def _add(draft: Draft, path: Category, node: Any) -> None:
    line = node.start_mark.line + 1
    if not path:
        raise draft.stop(line, f"'{node.value}' stands in no category; write `Category: [{node.value}]`")
    try:
        draft.add(Term(path, read_glob(node.value, question_marks=True), line=line))
    except FramingError as error:
        draft.fault(line, str(error))


def write_quanteda(lexicon: Lexicon) -> str:
    """The YAML that quanteda's `dictionary(file = …)` reads. Raises FramingError for what it cannot say."""
    import yaml

    tree: dict[str, Any] = {}
    for entry in lexicon.entries:
        if entry.strength == EXCLUDE or entry.context or entry.weight != 1:
            raise FramingError(f"'{entry.pattern}' has a rule or a weight or excludes, which YAML cannot say")
        place = tree
        for name in category_path(lexicon, entry.frame):
            place = place.setdefault(name, {})
        place.setdefault(_OWN, []).extend(t for t in write_globs(entry.pattern) if t not in place.get(_OWN, ()))
    text: str = yaml.safe_dump(_simplify(tree), allow_unicode=True, sort_keys=False, width=10**6)
    return text


def _simplify(tree: dict[str, Any]) -> Any:
    """A category with terms only is a list."""
    if set(tree) == {_OWN}:
        return tree[_OWN]
    return {name: value if name == _OWN else _simplify(value) for name, value in tree.items()}
