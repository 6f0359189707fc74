"""The one kind of error that a user can mend: a sentence with the value, the rule and the remedy."""


class FramingError(ValueError):
    """Input or output that cannot be read, understood or written; the command line prints it and exits with 1."""
