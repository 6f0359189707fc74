"""Which encoding a file is in: a mark at its beginning, UTF-8 if it is valid, else the one that gives plausible text.

In: the first bytes of a file. Out: a Python codec's name. It never guesses where nothing fits: that is an error.
"""

from __future__ import annotations

import codecs
import re
from collections import Counter
from dataclasses import dataclass

from framing.errors import FramingError

# Bytes that decide; a mistake needs a file whose first megabytes are all ASCII, and then bad rows are told.
SAMPLE_BYTES = 4 << 20
# UTF-32 before UTF-16, whose mark its own begins with.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_BINARY = (
    (b"%PDF", "a PDF"),
    (b"PK\x03\x04", "a Zip archive or an Office document"),
    (b"\xd0\xcf\x11\xe0", "an old Office document"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"PAR1", "a Parquet file"),
    (b"SQLite format 3", "a database"),
    (b"7z\xbc\xaf", "an archive"),
    (b"BZh", "an archive"),
    (b"\xfd7zXZ", "an archive"),
)
# At least this share of the telling characters must be plausible in the encoding that is chosen; real text of
# each kind reaches 0.9, another encoding's text stays under 0.5 (`test_encodings_of_real_text`).
_PLAUSIBLE = 0.75
# More control characters than this share of the bytes is no text.
_CONTROLS = 0.01
_CONTROL = bytes([*range(0x09), *range(0x0E, 0x1B), *range(0x1C, 0x20), 0x7F])
# Whole Cyrillic words: a letter beside a Latin one is another encoding's accent (`cafй`).
_CYRILLIC_RUN = re.compile("(?<![A-Za-zЀ-ӿ])[Ѐ-ӿ]+(?![A-Za-zЀ-ӿ])")
_TYPOGRAPHY = frozenset("«»„“”‘’–—…№\u00a0•™©®°±§¶†‡‹›·€¬²³¹")
_HAN_PUNCTUATION = re.compile("[\u3000-\u303f\uff01-\uff5e“”‘’—…·]")


@dataclass(frozen=True)
class Encoding:
    """A codec, the bytes of the mark at the beginning, and whether it was guessed by plausibility."""

    codec: str
    mark: int = 0
    guessed: bool = False


def detect_encoding(sample: bytes, name: str) -> Encoding:
    """The encoding of a file by its first bytes (all of them, or at least SAMPLE_BYTES).

    Raises FramingError for binary files and for bytes that no known encoding makes text of.
    """
    for magic, what in _BINARY:
        if sample.startswith(magic):
            raise FramingError(f"{name} is {what}, not text; save it as .txt, .csv or .jsonl in UTF-8")
    for mark, codec in _MARKS:
        if sample.startswith(mark):
            return Encoding(codec, len(mark))
    if b"\0" not in sample and _decodes(sample, "utf-8"):
        if _count_controls(sample) > _CONTROLS * len(sample):
            raise FramingError(f"{name} is a binary file, not text; save it as .txt, .csv or .jsonl in UTF-8")
        return Encoding("utf-8")
    return _guess(sample, name)


def decode_whole(data: bytes, name: str) -> tuple[str, Encoding]:
    """The text of a whole file, without the mark at its beginning; line ends stay as they are."""
    encoding = detect_encoding(data[:SAMPLE_BYTES], name)
    try:
        return data[encoding.mark :].decode(encoding.codec), encoding
    except UnicodeDecodeError as error:
        place = encoding.mark + error.start
        raise FramingError(
            f"{name}: byte {place} (0x{data[place]:02x}) is not {display_name(encoding.codec)}; save the file in UTF-8"
        ) from None


def tell_encoding(encoding: Encoding) -> str:
    """What is said of a file that is not in UTF-8; "" for one that is."""
    if encoding.codec == "utf-8":
        return ""
    return f"read as {display_name(encoding.codec)}, by {'the look of its letters' if encoding.guessed else 'its mark'}"


def display_name(codec: str) -> str:
    """The name people know: `windows-1251` for cp1251."""
    return {"cp1251": "Windows-1251", "cp1252": "Windows-1252"}.get(codec, codec.upper())


def _guess(sample: bytes, name: str) -> Encoding:
    zeros = sample.count(0)
    codecs_ = ("utf-16-le", "utf-16-be") if zeros else ("gb18030", "cp1251", "cp1252", "utf-16-le", "utf-16-be")
    scores = [(_score(sample, codec), codec) for codec in codecs_]
    best, codec = max(scores, key=lambda pair: pair[0])
    if best >= _PLAUSIBLE:
        return Encoding(codec, guessed=True)
    if zeros or _count_controls(sample) > _CONTROLS * len(sample):
        raise FramingError(f"{name} is a binary file, not text; save it as .txt, .csv or .jsonl in UTF-8")
    place = _first_bad(sample)
    raise FramingError(
        f"{name}: byte {place} (0x{sample[place]:02x}) is not UTF-8, and the file reads in no other encoding "
        "known here (UTF-16, Windows-1251, Windows-1252, GB18030); save it in UTF-8"
    )


def _count_controls(sample: bytes) -> int:
    return len(sample) - len(sample.translate(None, _CONTROL))


def _decodes(sample: bytes, codec: str) -> bool:
    try:
        _decode_start(sample, codec)
    except UnicodeDecodeError:
        return False
    return True


def _decode_start(sample: bytes, codec: str) -> str:
    """Text of a sample that may end inside a character."""
    whole = len(sample) < SAMPLE_BYTES
    return codecs.getincrementaldecoder(codec)().decode(sample, final=whole)


def _first_bad(sample: bytes) -> int:
    try:
        sample.decode("utf-8")
    except UnicodeDecodeError as error:
        return error.start
    return 0


def _score(sample: bytes, codec: str) -> float:
    """Share of the telling characters that are plausible when the bytes are read so; 0 where they cannot be."""
    try:
        text = _decode_start(sample, codec)
    except UnicodeDecodeError:
        return 0.0
    return _SCORERS[codec](text)


def _score_utf16(text: str) -> float:
    """Letters, digits, punctuation and spaces of the scripts that people write in, over all characters."""
    good = sum(
        len(run) for run in re.findall("[\t\n\r\x20-\x7e\u00a0-\u024fЀ-ӿ‐-⁊\u3000-ヿ一-鿿\uff01-\uff5e가-힣]+", text)
    )
    # Pairs of Latin letters read as one number look like Han characters; text has spaces or Chinese punctuation.
    spaced = re.search("[ \n\u3000-\u303f，。]", text) is not None
    return good / len(text) if text and spaced else 0.0


def _score_gb18030(text: str) -> float:
    """Characters of the first level of GB 2312 (the 3,755 most common) and Chinese punctuation, over all non-ASCII."""
    telling = [c for c in text if c > "\x7f"]
    common = sum(count for char, count in Counter(telling).items() if _is_common_han(char))
    return common / len(telling) if telling else 0.0


def _is_common_han(char: str) -> bool:
    if _HAN_PUNCTUATION.fullmatch(char):
        return True
    pair = char.encode("gb18030", "replace")
    return len(pair) == 2 and 0xB0 <= pair[0] <= 0xD7 and pair[1] >= 0xA1


def _score_cp1251(text: str) -> float:
    """Russian letters in words that do not rise to a capital inside, and typographic marks, over all non-ASCII."""
    telling = sum(1 for c in text if c > "\x7f")
    good = sum(len(run) for run in _CYRILLIC_RUN.findall(text) if run[1:].islower() or run.isupper() or len(run) == 1)
    good += sum(1 for c in text if c in _TYPOGRAPHY)
    return good / telling if telling else 0.0


def _score_cp1252(text: str) -> float:
    """Accented letters between plain ones, and typographic marks, over all non-ASCII."""
    telling = sum(1 for c in text if c > "\x7f")
    good = sum(1 for c in text if c in _TYPOGRAPHY)
    good += len(re.findall("(?<![À-ÿ])[À-ÖØ-öø-ÿŒœŠšŽžŸ](?![À-ÿ])", text))
    return good / telling if telling else 0.0


_SCORERS = {
    "utf-16-le": _score_utf16,
    "utf-16-be": _score_utf16,
    "gb18030": _score_gb18030,
    "cp1251": _score_cp1251,
    "cp1252": _score_cp1252,
}
