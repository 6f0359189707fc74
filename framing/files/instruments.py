"""The instruments of a study: codebook, lexicons and polarity cues, the shipped ones or the user's own.

In: names and paths. Out: nouns. What ships is found beside the package; a user's file is found where it was named.
"""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from pathlib import Path

from framing.errors import FramingError
from framing.files.codebooks import read_codebook
from framing.files.cues import read_cues
from framing.files.dictionaries import READABLE, SKIPPED_KEY, is_dictionary, list_faults, read_dictionary
from framing.files.dictionaries.draft import PATH, TITLE_KEY, category_fact, category_path
from framing.files.lexicons import is_own_table, lint_lexicon, read_lexicon
from framing.matcher import Matcher
from framing.paths import find_resource
from framing.records import EXCLUDE, Codebook, Cues, Entry, Frame, Lexicon
from framing.terms import UNKNOWN_LANGUAGE, guess_language

SHIPPED_CODEBOOK = "data/codebook.toml"


def load_codebook(path: str = "") -> Codebook:
    """The codebook in a file, or the shipped one (four frames of sovereignty and security)."""
    return read_codebook(Path(path)) if path else read_codebook(find_resource(SHIPPED_CODEBOOK))


def load_lexicons(names: Sequence[str], codebook: Codebook) -> tuple[Lexicon, ...]:
    """The lexicons that are named, each a shipped name (`en`) or a path; none named means every shipped one.

    Raises FramingError for a lexicon that is not there or whose frames are not the codebook's.
    """
    paths = [find_lexicon(name) for name in names] or shipped_lexicons()
    return tuple(read_any(path, codebook) for path in paths)


def load_instruments(
    codebook: str, names: Sequence[str], notes: list[str] | None = None
) -> tuple[Codebook, tuple[Lexicon, ...]]:
    """The codebook and the lexicons of a study.

    Without a codebook of the user's own, a table of ours is held against the shipped one (a frame that it does not have
    is a slip), while dictionaries of other programs that share no frame with it bring theirs: their categories.
    notes collects what was left out of a dictionary, and which codebook was made.
    """
    said = [] if notes is None else notes
    if codebook or not names:
        book = load_codebook(codebook)
        lexicons = tuple(_keep_frames(read_any(find_lexicon(n), None), book, said) for n in names)
        lexicons = lexicons or load_lexicons((), book)
    else:
        paths = [find_lexicon(name) for name in names]
        book = load_codebook()
        lexicons = tuple(read_any(path, book if _is_ours(path) else None) for path in paths)
        frames = list(dict.fromkeys(frame for lexicon in lexicons for frame in lexicon.frames))
        if not set(frames) & set(book.frame_ids) and not any(map(_is_ours, paths)):
            book = derive_codebook(lexicons)
            said.append(f"no codebook given; the frames are the {len(frames)} categories of {book.name}")
    for lexicon in lexicons:
        _check_frames(lexicon, book)
        left = lexicon.metadata.get(SKIPPED_KEY, "").splitlines()
        if left:
            said.append(f"{len(left)} terms were left out; the first is {left[0]}")
    return book, lexicons


def derive_codebook(lexicons: Sequence[Lexicon]) -> Codebook:
    """A codebook whose frames are the categories of lexicons, in their order."""
    titles: dict[str, str] = {}
    for lexicon in lexicons:
        for frame in lexicon.frames:
            title = category_fact(lexicon, TITLE_KEY, frame) or PATH.join(category_path(lexicon, frame))
            titles.setdefault(frame, title)
    made = tuple(Frame(frame, title) for frame, title in titles.items())
    return Codebook("+".join(lexicon.name for lexicon in lexicons), lexicons[0].version, made)


def read_any(path: Path, codebook: Codebook | None = None, *, lenient: bool = False) -> Lexicon:
    """The lexicon in a file of any format that is read; with a codebook, its frames are held against it.

    lenient: leave out lines of another program's dictionary that cannot be used.
    """
    if _is_ours(path):
        return read_lexicon(path, codebook)
    if not is_dictionary(path):
        raise FramingError(f"'{path}' ends in '{path.suffix}'; lexicons are read from .tsv, {', '.join(READABLE)}")
    lexicon = read_dictionary(path, lenient=lenient)
    if codebook:
        _check_frames(lexicon, codebook)
    return lexicon


def _is_ours(path: Path) -> bool:
    """Whether a file is a table of frames and entries, not a dictionary of another program."""
    return path.suffix.lower() == ".tsv" or (path.suffix.lower() == ".csv" and path.is_file() and is_own_table(path))


def check_any(path: Path, codebook: str) -> list[str]:
    """What is wrong with a lexicon file of any format, a sentence each; an empty list is a clean file."""
    if not path.is_file():
        raise FramingError(f"there is no file {path}; check the path")
    if is_dictionary(path) and not _is_ours(path):
        found = list_faults(path)
        if not found and codebook:
            book = load_codebook(codebook)
            unknown = [frame for frame in read_any(path).frames if frame not in book.frame_ids]
            found = [f"{path.name}: category '{frame}' is not in codebook {book.label}" for frame in unknown]
        return found
    if codebook:
        return lint_lexicon(path, load_codebook(codebook))
    try:
        book, _ = load_instruments("", [str(path)])
    except FramingError:
        book = load_codebook()
    return lint_lexicon(path, book)


def _keep_frames(lexicon: Lexicon, codebook: Codebook, notes: list[str]) -> Lexicon:
    """A dictionary's categories that the codebook has; one that has none of them fails."""
    other = [frame for frame in lexicon.frames if frame not in codebook.frame_ids]
    if not other or len(other) == len(lexicon.frames) or "codebook" in lexicon.metadata:
        return lexicon
    notes.append(f"{lexicon.name}: {len(other)} categories are not in codebook {codebook.label} and are left out")
    kept = tuple(e for e in lexicon.entries if e.frame in codebook.frame_ids or e.strength == EXCLUDE)
    return Lexicon(lexicon.name, lexicon.version, lexicon.language, kept, lexicon.metadata, lexicon.word_classes)


def _check_frames(lexicon: Lexicon, codebook: Codebook) -> None:
    for entry in lexicon.entries:
        if entry.strength != EXCLUDE:
            codebook.check_frame(entry.frame, f"lexicon {lexicon.name}, entry '{entry.pattern}'")


def find_lexicon(name: str) -> Path:
    """Where a lexicon stands: a path as given, or a shipped lexicon by its name."""
    path = Path(name)
    if path.exists():
        return path
    shipped = {p.stem: p for p in shipped_lexicons()}
    if name in shipped:
        return shipped[name]
    near = difflib.get_close_matches(name, shipped, n=1)
    hint = f"did you mean '{near[0]}'?" if near else f"shipped are {', '.join(shipped)}"
    raise FramingError(f"lexicon '{name}' is neither a file nor a shipped lexicon; {hint}")


def shipped_lexicons() -> list[Path]:
    """The lexicon files that ship, in order of name."""
    return sorted(p for p in find_resource("lexicons").glob("*.tsv") if not p.name.endswith(".source.tsv"))


def load_cues() -> tuple[Cues, ...]:
    """The polarity cues that ship, one a language."""
    return tuple(
        read_cues(path) for path in sorted(find_resource("lexicons").glob("cues-*.txt")) if ".source" not in path.name
    )


def open_lexicon(name: str, codebook: Codebook | None = None) -> Lexicon:
    """One lexicon, by a shipped name or a path."""
    return read_any(find_lexicon(name), codebook)


def find_entries(name: str, codebook: Codebook | None = None, *, frame: str = "") -> list[tuple[Lexicon, Entry]]:
    """The entries of a lexicon, or those of the shipped ones that stand for the words `name` or hold them.

    frame: only entries of this frame. Raises FramingError when there is neither such a lexicon nor such an entry.
    """
    shipped = {path.stem for path in shipped_lexicons()}
    if name in shipped or Path(name).exists():
        lexicon = open_lexicon(name, codebook)
        found = [(lexicon, entry) for entry in lexicon.entries]
    else:
        shown = load_lexicons((), codebook or load_codebook())
        found = [(lexicon, e) for lexicon in shown for e in lexicon.entries if _stands_for(e, lexicon, name)]
    frames = list(dict.fromkeys(entry.frame for _, entry in found if entry.frame))
    if frame and found and frame not in frames:
        raise FramingError(f"no entry of '{name}' is for the frame '{frame}'; there are {', '.join(frames)}")
    chosen = [(lexicon, entry) for lexicon, entry in found if not frame or entry.frame == frame]
    if not chosen:
        raise FramingError(f"'{name}' is neither a lexicon (shipped are {', '.join(sorted(shipped))}) nor in an entry")
    return chosen


def _stands_for(entry: Entry, lexicon: Lexicon, words: str) -> bool:
    """Whether the words are in the entry as it is written, name its concept, or are what it matches from end to end."""
    if words.casefold() in entry.pattern.casefold() or words.casefold() == entry.concept:
        return True
    if lexicon.language and guess_language(words) not in (lexicon.language, UNKNOWN_LANGUAGE):
        return False
    found = Matcher([entry.pattern]).find([words])
    return bool(((found.start == 0) & (found.end == len(words))).any())
