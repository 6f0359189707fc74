"""Corrected shares give the published numbers, and hold where the machine's own share fails."""

import math

import numpy as np
import pytest

from framing.stats.corrected import (
    cross_fitted_guess,
    design_adjusted,
    error_rates,
    maximised_share,
    ppi_plus,
    prediction_powered,
    rogan_gladen,
)

# A known study: 500 hand codes (TN 332, FP 50, FN 48, TP 70) and 912 more passages with machine codes only.
HAND = np.repeat([0.0, 0.0, 1.0, 1.0], [332, 50, 48, 70])
MACHINE = np.repeat([0.0, 1.0, 0.0, 1.0], [332, 50, 48, 70])
REST = np.repeat([1.0, 0.0], [344 - 120, 912 - (344 - 120)])


def test_prediction_powered_shares_of_a_known_study() -> None:
    assert prediction_powered(HAND, MACHINE, REST) == pytest.approx(0.24161, abs=5e-6)
    share, error, weight = ppi_plus(HAND, MACHINE, REST)
    assert weight == pytest.approx(0.29256, abs=5e-6)
    assert share == pytest.approx(0.23764, abs=5e-6)
    assert error == pytest.approx(0.0177, abs=5e-5)
    alone = math.sqrt(np.var(HAND, ddof=1) / 500)
    untuned = math.sqrt(np.var(np.concatenate([MACHINE, REST]), ddof=1) / 912 + np.var(HAND - MACHINE, ddof=1) / 500)
    assert (alone, untuned) == (pytest.approx(0.0190, abs=5e-5), pytest.approx(0.0244, abs=5e-5))


def test_rogan_gladen_of_a_known_study() -> None:
    tpr, fpr = error_rates(HAND, MACHINE)
    assert (tpr, fpr) == (pytest.approx(0.59322, abs=5e-6), pytest.approx(0.13089, abs=5e-6))
    assert rogan_gladen(344 / 1412, tpr, fpr) == pytest.approx(0.24384, abs=5e-6)
    assert math.isnan(rogan_gladen(0.3, 0.2, 0.2))
    assert rogan_gladen(0.1, 0.9, 0.2) == 0.0


def test_expectation_maximisation_of_a_toy() -> None:
    assert maximised_share(np.array([0.9, 0.8, 0.7, 0.4, 0.2]), 0.5) == pytest.approx(0.844198, abs=5e-7)
    with pytest.raises(ValueError, match="training share"):
        maximised_share(np.array([0.5]), 1.0)


def test_design_adjusted_mean_is_right_for_any_guess() -> None:
    # Over all samples of 1 of 3 passages, the mean of the adjusted outcomes is the share, whatever is guessed.
    y, guess = np.array([1.0, 0.0, 1.0]), np.array([0.3, 0.9, 0.1])
    means = []
    for coded in np.eye(3, dtype=bool):
        means.append(design_adjusted(y, coded, np.full(3, 1 / 3), guess).mean())
    assert np.mean(means) == pytest.approx(2 / 3)


def test_no_passage_helps_to_guess_itself() -> None:
    y, coded = np.array([1.0, 0.0, 0.0, 1.0]), np.ones(4, dtype=bool)
    cells, folds, pi = np.zeros(4, np.intp), np.array([0, 0, 1, 1]), np.ones(4)
    first = cross_fitted_guess(y, coded, pi, (cells, cells), folds)
    changed = y.copy()
    changed[:2] = 1 - changed[:2]
    second = cross_fitted_guess(changed, coded, pi, (cells, cells), folds)
    assert (first[:2] == second[:2]).all(), "the guess of a fold does not hang on its own codes"
    assert first.tolist() == pytest.approx([0.5, 0.5, 0.5, 0.5])


def test_a_sparse_cell_leans_on_its_neighbours() -> None:
    # Fold 1 has ten codes of cell 0, eight of them 1: overall and coarse share .8; one code 0 of the fine cell 1.
    y = np.array([1.0] * 8 + [0.0] * 3 + [0.0, 0.0])
    coded, pi = np.array([True] * 11 + [False] * 2), np.ones(13)
    coarse, fine = np.zeros(13, np.intp), np.array([0] * 10 + [1] + [0, 1])
    folds = np.array([1] * 11 + [0] * 2)
    overall = 8 / 11
    shares = cross_fitted_guess(y, coded, pi, (coarse, fine), folds)[11:]
    assert shares.tolist() == pytest.approx([(8 + 5 * overall) / 15, (0 + 5 * overall) / 6])
