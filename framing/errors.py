"""The errors that the command line knows: a sentence for the user, and a reader that went away."""


class FramingError(ValueError):
    """Input or output that cannot be read, understood or written; the command line prints it and exits with 1.

    The sentence has the value, the rule and the remedy.
    """


class ReaderGone(Exception):  # noqa: N818  (it is no error)
    """Whoever read standard output (head, less) has what it wanted: no failure, and nothing more to do."""
