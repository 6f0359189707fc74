"""Finding lexicon entries in text: `Matcher` takes patterns, then texts, and gives the places where they stand;
`JointMatcher` takes several sets of patterns, and gives the same for each in one scan.

In: patterns and strings (Arrow or a list). Out: arrays of matches in characters. Knows nothing of frames.
"""

from framing.matcher.compile import check_patterns
from framing.matcher.matcher import JointMatcher, Matcher, PatternSet, text_buffers
from framing.matcher.matches import Matches
from framing.matcher.pattern import parse_pattern

__all__ = [
    "JointMatcher",
    "Matcher",
    "Matches",
    "PatternSet",
    "check_patterns",
    "parse_pattern",
    "text_buffers",
]
