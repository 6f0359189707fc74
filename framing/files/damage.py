"""Turns what a damaged or vanished file raises while it is read into a sentence.

In: a file's name. Out: a context in which reading may fail in words. It mends nothing.
"""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Iterator
from contextlib import contextmanager

from framing.errors import FramingError


@contextmanager
def tell_damage(name: str) -> Iterator[None]:
    """Raises FramingError in place of the errors of gzip, of decoding and of the system."""
    try:
        yield
    except (EOFError, gzip.BadGzipFile, zlib.error) as error:
        raise FramingError(f"{name} is a damaged gzip file ({error}); pack it again") from None
    except UnicodeDecodeError as error:
        byte = error.object[error.start]
        raise FramingError(f"{name}: byte 0x{byte:02x} is not {error.encoding}; save the file in UTF-8") from None
    except OSError as error:
        raise FramingError(f"{name} cannot be read ({error.strerror or error}); check the file") from None
