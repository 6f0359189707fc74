"""Who the holders of a Chinese document are: short names to full ones, titles and pronouns to persons.

In: the text and its drafts. Out: names for each draft, () where the rules abstain. It stays inside one document.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from framing.attribute.chinese.extract import Draft, Sentence
from framing.attribute.chinese.names import Mention, is_outlet
from framing.attribute.chinese.words import TITLE_ANY, TITLE_END

_DOTTED = re.compile(r"[\u4e00-\u9fff]{1,8}(?:[·•][\u4e00-\u9fff]{1,8})+")


def name_holders(text: str, sentences: Sequence[Sentence], drafts: Sequence[Draft]) -> list[tuple[str, ...]]:
    """Names for each draft, in their order."""
    spoken: list[tuple[int, tuple[str, ...]]] = []
    titles = find_titled(drafts)
    persons = [h.name for d in drafts for h in d.holders if h.kind == "person"]
    full = sorted(
        {_bare_dotted(name) for name in _DOTTED.findall(text)} | {name for name in persons if _DOTTED.match(name)}
    )
    short = {name for name in persons if 2 <= len(name) <= 3}
    result = []
    for draft in drafts:
        names: list[str] = []
        for holder in draft.holders:
            names += _name(holder, draft, sentences, spoken, titles, full, short)
        unique = tuple(dict.fromkeys(names))
        result.append(unique)
        if unique and not is_outlet(draft.holders[0]) and draft.rule != "label":
            spoken.append((draft.sentence, unique))
    return result


def find_titled(drafts: Sequence[Draft]) -> dict[str, str]:
    """Titles with the one person who bears them in the document; a title of two persons is left out."""
    bearers: dict[str, set[str]] = {}
    for draft in drafts:
        for holder in draft.holders:
            if holder.kind == "person" and holder.title:
                last = [m.group() for m in TITLE_ANY.finditer(holder.title)][-1:]
                for title in {holder.title, *last}:
                    bearers.setdefault(title, set()).add(holder.name)
    return {title: min(names) for title, names in bearers.items() if len(names) == 1}


def _bare_dotted(name: str) -> str:
    """A dotted name without the title that runs into it: 高官恩里克·莫拉 gives 恩里克·莫拉."""
    titles = list(TITLE_ANY.finditer(re.split(r"[·•]", name)[0]))
    return name[titles[-1].end() :] if titles else name


def _name(
    holder: Mention, draft: Draft, sentences: Sequence[Sentence], spoken: Sequence[tuple[int, tuple[str, ...]]],
    titles: dict[str, str], full: Sequence[str], short: Collection[str],
) -> tuple[str, ...]:  # fmt: skip
    if holder.kind == "person":
        longer = [name for name in full if re.split(r"[·•]", name)[-1] == holder.name]
        return (longer[0],) if len(longer) == 1 else (holder.name,)
    if holder.kind == "pronoun":
        return _pronoun(holder.name, draft, sentences, spoken)
    if holder.kind == "group":
        pairs = [names for _, names in spoken if len(names) > 1]
        return pairs[-1] if pairs else (holder.name,)
    if holder.kind == "role":
        end = TITLE_END.search(holder.name)
        bare = end.group() if end and end.group() == holder.name else ""
        known = titles.get(holder.name) or (titles.get(bare, "") if bare else "")
        if not known and end and end.start() == 1:
            known = _by_surname(holder.name[0], short)
        return (known,) if known else (holder.name,)
    return (holder.name,)


def _by_surname(surname: str, persons: Collection[str]) -> str:
    """The one person of the document with this surname: "王外长" behind 王小岚."""
    found = sorted(name for name in persons if name[0] == surname)
    return found[0] if len(found) == 1 else ""


def _pronoun(
    word: str, draft: Draft, sentences: Sequence[Sentence], spoken: Sequence[tuple[int, tuple[str, ...]]]
) -> tuple[str, ...]:
    """The last who spoke in this or the paragraph before: one for 他 and 她, several for 他们."""
    here = sentences[draft.sentence].paragraph
    for at, names in reversed(spoken):
        if here - sentences[at].paragraph > 1:
            return ()
        if (len(names) > 1) == word.endswith("们"):
            return names
    return ()
