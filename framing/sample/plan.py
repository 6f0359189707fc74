"""What more hand codes would buy: the standard error of each corrected share for growing samples.

In: scored passages, batch by batch, and what is known of the machine's errors. Out: a table of errors to expect.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pyarrow as pa

from framing.errors import FramingError
from framing.records import Codebook
from framing.sample.design import Design, machine_says, speakers_of
from framing.stats.allocation import OPTIMAL, allocate, stratified_error
from framing.stats.ratios import Floats, jackknife_variance, ratio_of_sums

SIZES = (50, 100, 200, 400, 800, 1600)
PLAN = pa.schema(
    {
        "n_codes": pa.int64(),
        "speaker": pa.string(),
        "frame": pa.string(),
        "n_codes_speaker": pa.int64(),
        "machine_share": pa.float64(),
        "se_coding": pa.float64(),  # from coding a sample and not all
        "se_documents": pa.float64(),  # stays even when all is coded
        "se": pa.float64(),
        "half_width": pa.float64(),  # of a 95 % interval
    }
)
_NORMAL = 1.96


class Planner:
    """Counts what a plan needs while passages stream by; `expect` gives PLAN.

    error : the share of the machine's finds that are wrong; it is taken to miss as many as it invents, which leaves the
    shares as they are. measured : frame to (share of finds that are wrong, share of the rest that has the frame), from
    a first lot of hand codes; it takes the place of `error` for these frames.
    """

    def __init__(
        self, codebook: Codebook, *, error: float = 0.2, measured: Mapping[str, tuple[float, float]] | None = None
    ) -> None:
        if not 0 < error < 1:
            raise FramingError(f"error is {error}; it is the share of finds that are wrong, between 0 and 1")
        self.codebook, self.error, self.measured = codebook, error, dict(measured or {})
        self._cells: dict[tuple[str, str], Floats] = {}  # passages, then those with each frame
        self._documents: dict[tuple[str, str], Floats] = {}

    def add(self, scores: pa.Table) -> None:
        """Count scored passages."""
        frames = self.codebook.frame_ids
        says, who = machine_says(scores, self.codebook), speakers_of(scores)
        documents, found = scores["document_id"].to_pylist(), scores["frames"].to_pylist()
        for speaker, said, document, present in zip(who, says, documents, found, strict=True):
            row = np.array([1.0, *(float(f in present) for f in frames)])
            for table, key in ((self._cells, (speaker, said)), (self._documents, (speaker, document))):
                table[key] = table[key] + row if key in table else row

    def expect(self, design: Design, sizes: Sequence[int] = SIZES) -> tuple[pa.Table, list[str]]:
        """PLAN for each size and speaker: the error of a share by stratified hand codes, without and with documents."""
        if not self._cells:
            raise FramingError("there is no passage to plan for; give texts")
        keys = sorted(self._cells)
        counts = np.array([self._cells[key][0] for key in keys]).astype(np.intp)
        rows, left_out = [], []
        for size in sizes:
            try:
                taken = self._take(counts, size, design)
            except ValueError:
                left_out.append(size)
                continue
            rows += self._rows(size, keys, counts, taken)
        if not rows:
            raise FramingError(f"none of the sizes {', '.join(map(str, sizes))} has room for {len(keys)} strata")
        notes = [f"too small for {len(keys)} strata: {', '.join(map(str, left_out))}"] if left_out else []
        return pa.Table.from_pylist(rows, schema=PLAN), [*notes, *self._tell()]

    def _tell(self) -> list[str]:
        told = []
        if len(self.measured) < len(self.codebook.frames):
            told.append(
                f"assumed: {self.error:.0%} of the machine's finds are wrong and as many are missed, alike for all "
                "speakers (--error); a first lot of hand codes can measure it (--pilot)"
            )
        for frame, (wrong, missed) in self.measured.items():
            told.append(f"measured: {frame}: {wrong:.0%} of finds are wrong, {missed:.1%} of the rest has the frame")
        told.append(
            "n/a: the machine found none of the frame, and its misses are unknown; 1 doc.: it says nothing of others"
        )
        return [*told, "se_documents stays however much is coded; only more documents make it smaller"]

    def _take(self, counts: np.ndarray, size: int, design: Design) -> np.ndarray:
        if design.by != "strata":
            return np.asarray(counts * min(1.0, size / counts.sum()))
        by = "root" if design.allocation == OPTIMAL else design.allocation
        return np.asarray(allocate(counts, size, by=by))

    def _rows(
        self, size: int, keys: list[tuple[str, str]], counts: np.ndarray, taken: np.ndarray
    ) -> list[dict[str, object]]:
        rows: list[dict[str, object]] = []
        for speaker in sorted({name for name, _ in keys}):
            own = [i for i, (name, _) in enumerate(keys) if name == speaker]
            documents = np.array([row for (name, _), row in sorted(self._documents.items()) if name == speaker])
            shares = ratio_of_sums(documents[:, 1:], documents[:, 0])
            spread = np.sqrt(jackknife_variance(documents[:, 1:], documents[:, 0]))
            expected = self._expected([self._cells[keys[i]] for i in own])
            coding = stratified_error(counts[own], taken[own].astype(np.float64), expected)
            for k, frame in enumerate(self.codebook.frame_ids):
                # Where the machine found none, its misses cannot be foreseen: an error of 0 would be a false promise.
                error = float(np.hypot(coding[k], spread[k])) if shares[k] > 0 else float("nan")
                named = {"n_codes": size, "speaker": speaker, "frame": frame, "n_codes_speaker": int(taken[own].sum())}
                found = {"machine_share": shares[k], "se_coding": coding[k], "se_documents": spread[k]}
                rows.append({**named, **found, "se": error, "half_width": _NORMAL * error})
        return rows

    def _expected(self, cells: list[Floats]) -> Floats:
        """The share of hand codes with each frame in each cell, (frames, cells), with errors that balance."""
        table = np.array(cells)
        passages, found = table[:, 0], table[:, 1:]
        total_found, total = found.sum(axis=0), passages.sum()
        missed = np.divide(
            self.error * total_found, total - total_found, out=np.zeros_like(total_found), where=total > total_found
        )
        wrong = np.full(len(missed), self.error)
        for k, frame in enumerate(self.codebook.frame_ids):
            wrong[k], missed[k] = self.measured.get(frame, (wrong[k], min(missed[k], 1.0)))
        flagged = found / passages[:, None]
        return np.asarray((flagged * (1 - wrong) + (1 - flagged) * missed).T, dtype=np.float64)
