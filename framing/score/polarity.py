"""What the speaker does with a hit: the names and numbers of the polarities. Cues and their scope decide (scope.py)."""

POLARITIES = ("affirmed", "denied", "opposed", "hypothetical", "questioned")
AFFIRMED, DENIED, OPPOSED, HYPOTHETICAL, QUESTIONED = range(len(POLARITIES))
