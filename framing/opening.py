"""Opens a study: the settings with all the instruments that they name, loaded and checked.

In: Settings. Out: a Study, and what scores by it. It reads no text; `study.py` chains the verbs.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

import pyarrow as pa

from framing import __version__
from framing.attribute import name_by_list
from framing.attribute.workers import Attributors
from framing.compare import Plan
from framing.files.attributions import read_attributions
from framing.files.codes import read_judgements
from framing.files.instruments import load_codebook, load_cues, load_instruments
from framing.files.models import find_model, read_model
from framing.files.people import read_people
from framing.progress import Meter
from framing.records import Codebook, Cues, Lexicon, Person
from framing.score import CodeScorer, Scorer, coded_frames
from framing.settings import Settings

if TYPE_CHECKING:
    from framing.classify import FrameModel, ModelScorer

AnyScorer: TypeAlias = "Scorer | CodeScorer | ModelScorer"


@dataclass(frozen=True)
class Study:
    """Settings with their instruments loaded. `notes` collects, in order, what was guessed, skipped or not possible.

    copies: ids of documents and of passages that are left out as near-copies of others. threads: how many work at a
    time; no result depends on it. meter: is told how far a run has come. attributors: processes that find quotes.
    """

    settings: Settings
    codebook: Codebook
    lexicons: tuple[Lexicon, ...]
    cues: tuple[Cues, ...]
    people: tuple[Person, ...]
    codes: pa.Table | None = None
    model: FrameModel | None = None
    attributions: pa.Table | None = None
    notes: list[str] = field(default_factory=list)
    copies: frozenset[str] = frozenset()
    threads: int = 1
    meter: Meter = field(default_factory=Meter)
    attributors: Attributors = field(default_factory=lambda: Attributors(1))


def open_study(settings: Settings, *, threads: int = 1) -> Study:
    """Load the instruments that the settings name. Raises FramingError naming file and line."""
    notes: list[str] = []
    codes: pa.Table | None = None
    lexicons: tuple[Lexicon, ...] = ()
    model = open_model(settings.model) if settings.method in ("classifier", "both") else None
    if settings.codes:
        codebook = load_codebook(settings.codebook)
        codes = read_judgements(settings.codes, codebook, notes)
        codebook = coded_frames(codes, codebook)
    else:
        codebook, lexicons = open_instruments(settings, model, notes)
    people = read_people(settings.speakers) if settings.speakers else ()
    return Study(
        settings=settings,
        codebook=codebook,
        lexicons=lexicons,
        cues=load_cues(),
        people=people,
        codes=codes,
        model=model,
        attributions=_read_by_hand(settings, people),
        notes=notes,
        threads=threads,
    )


def open_instruments(
    settings: Settings, model: FrameModel | None, notes: list[str]
) -> tuple[Codebook, tuple[Lexicon, ...]]:
    """The codebook and lexicons. A model for another codebook than the shipped one brings its own, without lexicons."""
    if model is not None and not model.reads_lexicons and not settings.lexicons:
        codebook = load_codebook(settings.codebook) if settings.codebook else model.codebook
        if not set(codebook.frame_ids) <= set(load_codebook().frame_ids):
            return codebook, (Lexicon("none", "0", "", ()),)
    codebook, lexicons = load_instruments(settings.codebook, settings.lexicons, notes)
    if model is not None and model.reads_lexicons:
        notes.extend(model.tell_lexicons([lexicon.label for lexicon in lexicons]))
    return codebook, lexicons


def open_model(name: str = "") -> FrameModel:
    """A trained model by its path or shipped name; none named means the shipped one."""
    from framing.classify import model_from_parts

    return model_from_parts(*read_model(find_model(name)))


def _read_by_hand(settings: Settings, people: Sequence[Person]) -> pa.Table | None:
    return name_by_list(read_attributions(settings.attributions), people) if settings.attributions else None


def open_scorer(study: Study) -> AnyScorer:
    """What scores: the lexicons, a trained model, or codes that came from elsewhere."""
    if study.codes is not None:
        return CodeScorer(study.codes, study.codebook, name=Path(study.settings.codes).name)
    scorer = Scorer(study.lexicons, study.codebook, cues=study.cues)
    if study.model is None:
        return scorer
    from framing.classify import ModelScorer, find_encoder

    encoder = find_encoder(study.model.encoder_name)
    return ModelScorer(study.model, study.codebook, scorer, encoder=encoder, both=study.settings.method == "both")


def groups_of(study: Study) -> tuple[str, ...]:
    """The columns that the study's groups are made of."""
    return tuple(part.strip() for part in study.settings.by.split(",") if part.strip())


def choices_of(study: Study) -> dict[str, str]:
    """What was asked and with which instruments, as texts: enough to say how a result was made."""
    chosen = {name: str(value) for name, value in vars(study.settings).items() if name not in ("inputs", "columns")}
    lexicons = ", ".join(lexicon.label for lexicon in study.lexicons)
    return {**chosen, "codebook": study.codebook.label, "lexicons": lexicons, "version": __version__}


def plan_of(settings: Settings) -> Plan:
    """The plan of comparison that the settings hold."""
    names = ("measure", "against", "draws", "interval", "adjust", "strata", "periods")
    return Plan(**{name: getattr(settings, name) for name in names})
