"""Other places to run the chain than this process; the functions on batches are the same everywhere."""
