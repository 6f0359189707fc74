"""Differences between speakers with source, genre, audience, period or language held equal: logistic regression.

In: DISTRIBUTIONS with the covariates behind them. Out: marginal differences, and the same leaving each source out.
Needs the extra `regression` (statsmodels). It adjusts for what is named, and for nothing else.
"""

from __future__ import annotations

import itertools
import warnings
from collections.abc import Sequence
from typing import Any

import numpy as np
import pyarrow as pa

from framing.compare.sums import Sums, read_distributions
from framing.compare.tables import Row
from framing.errors import FramingError
from framing.stats.permute import Bools
from framing.stats.ratios import Floats, student_quantile

YEAR = "year"


def adjust_differences(
    distributions: pa.Table, covariates: Sequence[str] = (), *, numeric: Sequence[str] = (), level: float = 0.95
) -> pa.Table:
    """Average marginal differences in the share of passages with each frame, speaker by speaker.

    covariates : carried columns taken as categories. numeric : carried columns taken as numbers ("year" is cut from the
    date). Each passage is predicted as if every speaker had said it, covariates as they are; the mean difference is
    reported with a delta-method standard error from the covariance clustered by document, Student's t with documents
    less speakers. Columns: frame, speaker_a, speaker_b, difference, standard_error, ci_low, ci_high, p, n_documents,
    and `note` ("" or why a number is missing).
    Raises FramingError without statsmodels, for a missing column, or with fewer than two speakers.
    """
    sums = _named_only(read_distributions(distributions))
    return pa.Table.from_pylist(_adjusted(sums, covariates, numeric, level), schema=_ADJUSTED)


def leave_one_out(
    distributions: pa.Table,
    source: str,
    covariates: Sequence[str] = (),
    *,
    numeric: Sequence[str] = (),
    level: float = 0.95,
) -> pa.Table:
    """`adjust_differences` again and again, each time without one value of the carried column `source` (`left_out`).

    The first rows, with left_out "", are of all documents. What hangs on one source shows here.
    """
    sums = _named_only(read_distributions(distributions))
    if source not in sums.carried:
        raise FramingError(f"the distributions have no column '{source}'; carry it when aggregating")
    rows = [{"left_out": "", **r} for r in _adjusted(sums, covariates, numeric, level)]
    for value in sorted(set(sums.carried[source].tolist())):
        kept = sums.select(sums.carried[source] != value)
        if len(np.unique(kept.speaker)) > 1:
            rows += [{"left_out": value, **r} for r in _adjusted(kept, covariates, numeric, level)]
    return pa.Table.from_pylist(rows, schema=pa.schema([pa.field("left_out", pa.string()), *_ADJUSTED]))


_NUMBERS = ("difference", "standard_error", "ci_low", "ci_high", "p")
_ADJUSTED = pa.schema(
    [(n, pa.string()) for n in ("frame", "speaker_a", "speaker_b")]
    + [(n, pa.float64()) for n in _NUMBERS]
    + [("n_documents", pa.int64()), ("note", pa.string())]
)


def _adjusted(sums: Sums, covariates: Sequence[str], numeric: Sequence[str], level: float) -> list[Row]:
    present = [i for i in range(len(sums.speakers)) if (sums.speaker == i).any()]
    if len(present) < 2:
        raise FramingError("a regression compares at least two speakers; there are fewer with text")
    design = _design(sums, covariates, numeric, present)
    documents = len(np.unique(sums.document))
    rows: list[Row] = []
    for k, frame in enumerate(sums.frames):
        fitted = _fit(sums.passages_with[:, k], sums.n_passages, design, sums.document)
        for i, j in itertools.combinations(range(len(present)), 2):
            row: Row = {"frame": frame, "speaker_a": sums.speakers[present[i]], "speaker_b": sums.speakers[present[j]]}
            row |= dict.fromkeys(_NUMBERS, float("nan")) | {"n_documents": documents, "note": ""}
            if isinstance(fitted, str):
                rows.append({**row, "note": fitted})
                continue
            difference, error = _marginal(design, fitted, (i, j), len(present), sums.n_passages)
            freedom = max(documents - len(present), 1)
            reach = student_quantile(freedom, level) * error
            rows.append({**row, **_tested(difference, error, reach, freedom)})
    return rows


def _design(sums: Sums, covariates: Sequence[str], numeric: Sequence[str], present: list[int]) -> Floats:
    """One column a speaker (no common intercept), then categories but for their first, then centred numbers."""
    columns = [(sums.speaker == i).astype(np.float64) for i in present]
    for name in covariates:
        values = _carried(sums, name)
        columns += [(values == v).astype(np.float64) for v in sorted(set(values.tolist()))[1:]]
    for name in numeric:
        try:
            numbers = _carried(sums, name).astype(np.float64)
        except ValueError as error:
            raise FramingError(f"column '{name}' does not hold numbers; name it as a covariate instead") from error
        columns.append(numbers - numbers.mean())
    return np.column_stack(columns)


def _carried(sums: Sums, name: str) -> np.ndarray:
    if name == YEAR and YEAR not in sums.carried and "date" in sums.carried:
        return sums.carried["date"].astype("U4")
    if name not in sums.carried:
        known = ", ".join(sums.carried) or "none"
        raise FramingError(f"the distributions have no column '{name}' (they carry {known}); carry it when aggregating")
    return sums.carried[name]


def _fit(successes: Floats, trials: Floats, design: Floats, documents: np.ndarray) -> tuple[Floats, Floats] | str:
    """Coefficients and their clustered covariance, or why there are none."""
    try:
        import statsmodels.api as sm
    except ImportError as error:
        raise FramingError("regression needs statsmodels; install frame-compare[regression]") from error
    if np.linalg.matrix_rank(design) < design.shape[1]:
        return "the covariates tell the speakers apart completely: nothing is left to compare"
    if not 0 < successes.sum() < trials.sum():
        return "the frame is in no passage or in every passage"
    model: Any = sm.GLM(np.column_stack([successes, trials - successes]), design, family=sm.families.Binomial())
    with warnings.catch_warnings():
        # A frame that some speaker never uses separates the data; the coefficients then say so by their size.
        warnings.simplefilter("ignore")
        fitted = model.fit(cov_type="cluster", cov_kwds={"groups": documents})
    covariance = np.asarray(fitted.cov_params(), dtype=np.float64)
    if np.abs(fitted.params).max() > _SEPARATED or not np.isfinite(covariance).all():
        return "a speaker or a category never, or always, has the frame: the model has no finite answer"
    return np.asarray(fitted.params, dtype=np.float64), covariance


# On the log-odds scale: a share below 1 in 10,000,000.
_SEPARATED = 16.0


def _marginal(
    design: Floats, fitted: tuple[Floats, Floats], pair: tuple[int, int], speakers: int, weights: Floats
) -> tuple[float, float]:
    """The mean difference of predictions with everybody made the one, then the other; delta-method standard error."""
    coefficients, covariance = fitted
    share, gradient = [], []
    for who in pair:
        made = design.copy()
        made[:, :speakers] = 0.0
        made[:, who] = 1.0
        predicted = 1 / (1 + np.exp(-made @ coefficients))
        share.append(float(np.average(predicted, weights=weights)))
        gradient.append(np.average(made * (predicted * (1 - predicted))[:, None], axis=0, weights=weights))
    slope = gradient[0] - gradient[1]
    return share[0] - share[1], float(np.sqrt(slope @ covariance @ slope))


def _tested(difference: float, error: float, reach: float, freedom: float) -> Row:
    from scipy.special import stdtr

    p = float(2 * stdtr(freedom, -abs(difference) / error)) if error > 0 else float("nan")
    ends = {"ci_low": difference - reach, "ci_high": difference + reach}
    return {"difference": difference, "standard_error": error, **ends, "p": p}


def _named_only(sums: Sums) -> Sums:
    kept: Bools = np.array([bool(name) for name in sums.speakers])[sums.speaker]
    return sums.select(kept & (sums.n_passages > 0))
