"""Property tests draw the same examples in every run, so that a change breaks the tests or nothing does.

With HYPOTHESIS_PROFILE=search they look further; what is found becomes an example of its test.
"""

import os

from hypothesis import settings

settings.register_profile("same", derandomize=True)
settings.register_profile("search", derandomize=False, max_examples=1000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "same"))
