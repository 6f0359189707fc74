"""Where the lexicons and the sample data lie: packed beside the code in a wheel, one folder up in a checkout.

In: a name such as `data/codebook.toml`. Out: a path. It opens nothing.
"""

from __future__ import annotations

from pathlib import Path

from framing.errors import FramingError

_PACKAGE = Path(__file__).resolve().parent


def find_resource(name: str) -> Path:
    """The path of something shipped, by its name under `lexicons/`, `data/` or `models/`.

    Raises FramingError when it is not there (a broken installation, or a name that was never shipped).
    """
    for folder in (_PACKAGE, _PACKAGE.parent):
        if (folder / name).exists():
            return folder / name
    raise FramingError(
        f"'{name}' is not among the shipped files; install frame-compare again or give a path of your own"
    )
