"""The terms that set groups apart, language by language, in one reading of the inputs.

In: a Study, who is contrasted, a TermPlan. Out: Findings. It computes nothing itself.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from framing.aggregate import name_voices
from framing.chains.findings import Findings
from framing.chains.repetition import settle_copies
from framing.contrast import REST, TermCounts, TermPlan, TermTally, contrast_terms
from framing.errors import FramingError
from framing.opening import Study, choices_of, groups_of
from framing.study import passage_batches

EACH, PAIRS = "each", "pairs"
# Below this many documents a side the interval over documents is rough.
_NAMES = 6  # that a remark lists
_FEW_DOCUMENTS = 10
_LEVEL = 0.05


@dataclass(frozen=True)
class Contrast:
    """What is contrasted. size : words a term. a, b : two groups, or one and REST; both "" contrast each against the
    rest, or with `pairs` every pair."""

    size: int = 1
    a: str = ""
    b: str = ""
    pairs: bool = False
    plan: TermPlan = field(default_factory=TermPlan)


def contrast_study(study: Study, contrast: Contrast | None = None) -> Findings:
    """The terms that set the study's groups apart: table terms, as `contrast_terms` has it, with `language` in front.

    Languages are contrasted by themselves: a word of one is no word of another. Table texts: what there is of whom.
    Raises FramingError for an unknown group, and when no language has two groups.
    """
    chosen = contrast or Contrast()
    study, said = settle_copies(study)
    tallies = count_study(study, chosen.size)
    parts, texts, remarks = [], [], []
    for language, tally in sorted(tallies.items()):
        counts = tally.finish()
        texts += _texts(language, counts)
        pairs = _pairs(chosen, counts.speakers)
        if not pairs:
            remarks.append(f"language {language}: not contrasted, there is only {', '.join(counts.speakers)}")
        for a, b in pairs:
            # Each contrast has its own draws, the same whichever others are asked for.
            rng = np.random.default_rng([study.settings.seed, *f"{language}|{a}|{b}".encode()])
            try:
                table = contrast_terms(counts, a, b, chosen.plan, rng=rng)
            except FramingError as error:
                # Too little text of one pair is no reason to keep the others back.
                remarks.append(f"{a} against {b} in language {language}: not contrasted, {error}")
                continue
            parts.append(table.add_column(0, "language", pa.array([language] * len(table), pa.string())))
    if not parts and any(": not contrasted, no term" in said for said in remarks):
        raise FramingError(next(said for said in remarks if ": not contrasted, no term" in said))
    if not parts:
        known = sorted({name for tally in tallies.values() for name in tally.speakers})
        wanted = [name for name in (chosen.a, chosen.b) if name and name != REST and name not in known]
        raise FramingError(
            f"there is no text of '{wanted[0]}'; there are {', '.join(known[:10])}"
            if wanted
            else f"a contrast needs two groups with text in one language; there are {', '.join(known[:10])}"
        )
    tables = {"terms": pa.concat_tables(parts), "texts": pa.Table.from_pylist(texts)}
    remarks = [*_remarks(chosen, tables), *remarks, *said]
    return Findings(tables, tuple(dict.fromkeys(remarks)), {**choices_of(study), "size": str(chosen.size)})


def count_study(study: Study, size: int = 1) -> dict[str, TermTally]:
    """The terms of every group in every document, one tally a language; groups are what the study's `by` names."""
    tallies: dict[str, TermTally] = {}
    by = groups_of(study)
    for passages in passage_batches(study):
        rows, names = name_voices(passages, by)
        voices: dict[int, list[str]] = {}
        for row, name in zip(rows.tolist(), names.to_pylist(), strict=True):
            if name:
                voices.setdefault(row, []).append(name)
        columns = (passages[c].to_pylist() for c in ("document_id", "text", "language"))
        for row, (document, text, language) in enumerate(zip(*columns, strict=True)):
            if row in voices:
                tally = tallies.setdefault(language or "und", TermTally(size))
                tally.add(document, text or "", voices[row])
    found = {language: tally for language, tally in tallies.items() if tally.speakers}
    if not found:
        raise FramingError("no passage with words has a speaker; there is nothing to contrast")
    return found


def _pairs(chosen: Contrast, speakers: Sequence[str]) -> list[tuple[str, str]]:
    if chosen.a:
        b = chosen.b or REST
        return [(chosen.a, b)] if chosen.a in speakers and (b in speakers or (b == REST and len(speakers) > 1)) else []
    if len(speakers) < 2:
        return []
    if chosen.pairs:
        return list(itertools.combinations(speakers, 2))
    if len(speakers) == 2:
        # Either against the rest is the same contrast seen from both ends.
        return [(speakers[0], speakers[1])]
    return [(name, REST) for name in speakers]


def _texts(language: str, counts: TermCounts) -> list[dict[str, object]]:
    rows: list[dict[str, object]] = []
    for name in counts.speakers:
        cells = counts.cells_of({name})
        size = float(counts.size[cells].sum())
        rows.append({"language": language, "speaker": name, "n_documents": len(cells), "n_terms": size})
    return rows


def _remarks(chosen: Contrast, tables: dict[str, pa.Table]) -> list[str]:
    plan, terms = chosen.plan, tables["terms"]
    sizes = ", ".join(f"{size:.0f}" for size in sorted(set(terms["prior_size"].to_pylist()))[:4])
    prior = "each term's count on both sides" if plan.prior == "pooled" else f"{plan.alpha:g} for every term"
    said = [
        f"log-odds with a Dirichlet prior (Monroe, Colaresi & Quinn 2008): {prior}, {sizes} words in all",
        "z, G² and χ² take words as independent, which they are not: they rank, they do not test; p rearranges the "
        f"speakers of documents ({plan.draws} draws, studentised rates), adjusted by Benjamini–Hochberg",
        "log ratio: doublings, in brackets the nearer end of its interval; DP: 0 evenly spread, near 1 all in one text",
        f"interval of the log-odds over resampled documents; terms with at least {plan.minimum_count} uses in "
        f"{plan.minimum_documents} documents",
    ]
    compared = {name for side in ("speaker_a", "speaker_b") for name in terms[side].to_pylist()}
    texts = [row for row in tables["texts"].to_pylist() if row["speaker"] in compared]
    one = [r["speaker"] for r in texts if r["n_documents"] == 1]
    few = [r["speaker"] for r in texts if 1 < r["n_documents"] < _FEW_DOCUMENTS]
    if one:
        said.append(f"one document: description only, no inference is possible ({_listed(one)})")
    if few:
        said.append(f"fewer than {_FEW_DOCUMENTS} documents: intervals and p are rough ({_listed(few)})")
    sizes_of = terms.group_by(["language", "speaker_a", "speaker_b"]).aggregate([("term", "count")])
    longest = max(sizes_of["term_count"].to_pylist())
    if longest / (plan.draws + 1) > _LEVEL:
        said.append(
            f"with {longest} terms {plan.draws} draws cannot tell a single term from chance; several together, or more "
            "draws, can"
        )
    p = terms["p_adjusted"].drop_null()
    if len(p) and not pc.any(pc.less_equal(pc.fill_null(p, 1.0), _LEVEL)).as_py():
        said.append("no term is told from chance after adjustment; the list is a description")
    if any(language == "zh" for language in terms["language"].to_pylist()):
        said.append("Chinese has no spaces: a term is a run of characters, overlapping, and not always a word")
    return said


def _listed(names: Sequence[str]) -> str:
    return ", ".join(names[:_NAMES]) + (f" and {len(names) - _NAMES} more" if len(names) > _NAMES else "")
