"""The calibration in small: the default interval and test hold on clustered documents, the naive ones do not."""

import sys
from pathlib import Path

import numpy as np
import pytest

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "bench"))
calibration = pytest.importorskip("calibration")
CORPORA = 150


@pytest.fixture(scope="module")
def got() -> dict[str, np.ndarray]:
    setting = calibration.Setting("20 + 20, strong clustering", 20, 20, rho_a=0.15, rho_b=0.15)
    found: dict[str, np.ndarray] = calibration.run_setting(setting, CORPORA, seed=5)
    return found


def within(share: float, low: float, high: float) -> bool:
    """Four standard errors of the 600 (corpora and frames), which are not quite independent."""
    error = 4 * (0.05 * 0.95 / CORPORA / 2) ** 0.5
    return low - error <= share <= high + error


def test_the_default_interval_covers_and_passages_taken_as_independent_do_not(got: dict[str, np.ndarray]) -> None:
    assert within(got["share_jackknife"].mean(), 0.93, 0.97)
    assert within(got["difference_jackknife"].mean(), 0.93, 0.97)
    assert got["share_independent"].mean() < 0.75


def test_the_permutation_test_holds_its_level_and_chi_squared_does_not(got: dict[str, np.ndarray]) -> None:
    assert within((got["p"] <= 0.05).mean(), 0.03, 0.07)
    assert within((got["p_max_t"] <= 0.05).any(axis=1).mean(), 0.03, 0.07)
    assert (got["p_chi2"] <= 0.05).mean() > 0.2
    assert (got["p_word"] <= 0.05).mean() > 0.3


def test_a_true_difference_is_found_more_often_than_none(got: dict[str, np.ndarray]) -> None:
    assert (got["power_p"][:, :2] <= 0.05).mean() > 0.15


def test_eight_documents_always_carry_the_warning() -> None:
    few = calibration.run_shares(calibration.Setting("8 + 8", 8, 8), 5, seed=1)
    assert few["flag_b"].all()
