"""Finding lexicon entries in text: `Matcher` takes patterns, then texts, and gives the places where they stand.

In: patterns and strings (Arrow or a list). Out: arrays of matches in characters. Knows nothing of frames.
"""

from framing.matcher.compile import check_patterns
from framing.matcher.matcher import Matcher, Matches, keep_longest
from framing.matcher.pattern import parse_pattern

__all__ = ["Matcher", "Matches", "check_patterns", "keep_longest", "parse_pattern"]
