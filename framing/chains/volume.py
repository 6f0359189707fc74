"""Scoring at volume: documents in, a file of scored passages out, on several threads, resumable after any end.

In: a Study, a path and a format. Out: the file. The bytes depend neither on threads nor on how often a run was ended.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

import pyarrow as pa

from framing import __version__
from framing.errors import FramingError
from framing.files.growing import GROWING, can_grow, grow_output
from framing.files.sources import date_inputs
from framing.opening import Study
from framing.study import map_scores

__all__ = ["can_grow", "check_resumable", "score_to_file"]

# Settings that name files whose content is a part of the key.
_FILES = ("speakers", "lexicons", "codebook", "attributions", "codes", "model")


def score_to_file(study: Study, path: Path, format: str, *, resume: bool = False) -> None:
    """Write the scored passages of the study's documents.

    resume : go on behind the last whole batch of a run that was ended, if it was the same run.
    Raises FramingError for what cannot be read or written; what was finished stays for `resume`.
    """
    told: list[str] = []
    with grow_output(path, format, key=run_key(study, format), resume=resume, notes=told) as growing:
        study.notes.extend(told)

        def encode(table: pa.Table, number: int) -> bytes | memoryview:
            return growing.encode(table, first=not number)

        try:
            for data in map_scores(study, encode, begin=growing.state.tables):
                growing.append(data, study.notes)
        except FramingError as error:
            if growing.state.tables:
                raise FramingError(f"{error}; what was finished stays, --resume goes on behind it") from None
            raise
        growing.finish()


def check_resumable(inputs: tuple[str, ...], path: Path | None, format: str) -> None:
    """Raise FramingError where a run cannot be resumed: it needs files at both ends, and a form that grows."""
    if not can_grow(path, format):
        raise FramingError(f"--resume needs an --output file of the format {' or '.join(GROWING)}; name one")
    if "-" in inputs:
        raise FramingError("--resume needs files: standard input cannot be read again; save it first")


def run_key(study: Study, format: str) -> str:
    """What tells runs apart: settings, the files that they name, the inputs' sizes and dates, version and format."""
    parts = [__version__, format, repr(study.settings), repr(study.codebook), *sorted(study.copies)]
    for name in _FILES:
        named = getattr(study.settings, name)
        parts += [_content(Path(one)) for one in ([named] if isinstance(named, str) else named)]
    parts += [repr(lexicon.entries) for lexicon in study.lexicons] + [repr(cues) for cues in study.cues]
    parts += [repr(part) for part in date_inputs(study.settings.inputs)]
    return hashlib.sha256("\n".join(parts).encode("utf-8", "surrogatepass")).hexdigest()


def _content(path: Path) -> str:
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else str(path)
    except OSError:
        return str(path)
