"""Who says what, in which frames, and how sure the difference between speakers is.

The verbs take tables and give tables (pyarrow). Importing this package loads nothing heavy.
"""

__version__ = "0.1.0"
