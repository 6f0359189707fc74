"""How good codes are: coders against each other, machine against hand, and shares corrected for a machine's errors."""

from framing.validate.accuracy import ACCURACY, measure_accuracy
from framing.validate.agreement import AGREEMENT, COMPARED, compare_coders, measure_agreement
from framing.validate.coded import Coded, collect_codes, group_columns
from framing.validate.errors import ERRORS, compare_errors
from framing.validate.population import NOBODY, OTHERS, Population
from framing.validate.shares import CORRECTED, DIFFERENCES, correct_shares

__all__ = [
    "ACCURACY",
    "AGREEMENT",
    "COMPARED",
    "CORRECTED",
    "DIFFERENCES",
    "ERRORS",
    "NOBODY",
    "OTHERS",
    "Coded",
    "Population",
    "collect_codes",
    "compare_coders",
    "compare_errors",
    "correct_shares",
    "group_columns",
    "measure_accuracy",
    "measure_agreement",
]
