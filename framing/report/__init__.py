"""Results as a person reads them: plain text for a terminal. Nothing is computed here that is not in a table."""
