"""Where voices change: sentences cut, or kept whole, so that each piece is in one voice or in nobody's.

In: sentences and voices as places in the texts. Out: `Units`, the pieces in order. A sentence whose only narration is
the clause that names the speaker ("…, the minister said.") stays whole and counts as the speaker's.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from framing.segment.letters import COMMA, DASH, LEADING, OPENER, QUOTE, SPACE, WORD, Letters, Places, Truths
from framing.terms import count_words

# Narration is a piece of its own when it has at least so many words and so large a share of the sentence's. Shorter, it
# is a cue: in news a clause that names the speaker and the verb has 2 to 5 words; with a title it has more, but is then
# outweighed by what is said. Chosen on invented sentences, `tests/cases/segment.json`.
MIN_NARRATION_WORDS = 6
NARRATION_SHARE = 0.4
# Fewer words of somebody (scare quotes, a single term) do not make a sentence theirs when narration prevails.
MIN_VOICE_WORDS = 3
NOBODY = -1

Piece = tuple[int, int, int]  # start, end, voice


@dataclass(frozen=True)
class Units:
    """Pieces of texts in order: start, end, paragraph, and voice (a row of the voices, or -1 for nobody).

    label: a piece that only names who speaks next, or a stage direction; no passage holds it.
    """

    start: Places
    end: Places
    paragraph: Places
    voice: Places
    label: Truths


@dataclass(frozen=True)
class Voices:
    """Voices as places in the texts, in order; `key` is equal for voices of the same speakers found the same way."""

    start: Places
    end: Places
    key: Places
    turn: Truths


def cut_sentences(letters: Letters, sentences: tuple[Places, Places, Places], voices: Voices) -> Units:
    """The sentences (start, end, paragraph), each in one voice or in nobody's, those in several cut into pieces."""
    start, end, paragraph = sentences
    low = np.searchsorted(voices.end, start, side="right")
    high = np.searchsorted(voices.start, end, side="left")
    voice = np.where(high > low, low, NOBODY)
    one = np.flatnonzero(high - low == 1)
    inside = (voices.start[low[one]] <= start[one]) & (end[one] <= voices.end[low[one]])
    mixed = np.concatenate((one[~inside], np.flatnonzero(high - low > 1)))
    if not mixed.size:
        return Units(start, end, paragraph, voice, _are_labels(letters, [start, end, paragraph, voice], voices))
    pieces: list[tuple[int, int, int, int]] = []
    for i in mixed:
        span = (int(start[i]), int(end[i]))
        cut = _divide(letters, span, voices, range(int(low[i]), int(high[i])))
        pieces += [(a, b, int(paragraph[i]), v) for a, b, v in cut]
    whole = np.ones(len(start), bool)
    whole[mixed] = False
    added = np.array(pieces, np.int64).reshape(-1, 4)
    columns = [np.concatenate((c[whole], added[:, k])) for k, c in enumerate((start, end, paragraph, voice))]
    order = np.argsort(columns[0], kind="stable")
    units = [column[order] for column in columns]
    return Units(units[0], units[1], units[2], units[3], _are_labels(letters, units, voices))


def _divide(letters: Letters, sentence: tuple[int, int], voices: Voices, which: range) -> list[Piece]:
    """Cut one sentence at the borders of its voices, then give cues and marks to the voice they belong to."""
    start, end = sentence
    pieces = _border_pieces(letters, sentence, voices, which)
    head: list[Piece] = []
    if pieces[0][2] == NOBODY and len(pieces) > 1 and voices.turn[pieces[1][2]]:
        head, pieces = [pieces[0]], pieces[1:]
        start = pieces[0][0]
    words = [count_words(letters.slice(a, b)) for a, b, _ in pieces]
    total = sum(words)
    keys = {int(voices.key[v]) for _, _, v in pieces if v != NOBODY}
    spoken = sum(n for n, piece in zip(words, pieces, strict=True) if piece[2] != NOBODY)
    if spoken < MIN_VOICE_WORDS and total - spoken >= MIN_NARRATION_WORDS:
        return [*head, (start, end, NOBODY)]
    narrated = total - spoken
    if len(keys) == 1 and (narrated < MIN_NARRATION_WORDS or narrated < NARRATION_SHARE * total):
        return [*head, (start, end, next(v for _, _, v in pieces if v != NOBODY))]
    long = [v == NOBODY and n >= MIN_NARRATION_WORDS for n, (_, _, v) in zip(words, pieces, strict=True)]
    if len(keys) > 1:
        long = [is_long and n >= NARRATION_SHARE * total for is_long, n in zip(long, words, strict=True)]
    return head + _merge(_settle_gaps(letters, pieces, long), voices)


def _border_pieces(letters: Letters, sentence: tuple[int, int], voices: Voices, which: range) -> list[Piece]:
    """The sentence cut at every border of a voice; marks that touch what is said go with it; no piece is empty."""
    at, end = sentence
    pieces: list[Piece] = []
    for v in which:
        a, b = max(int(voices.start[v]), at), min(int(voices.end[v]), end)
        while a > at and letters.classes[a - 1] in (OPENER, QUOTE):
            a -= 1
        limit = min(end, int(voices.start[v + 1])) if v + 1 in which else end
        while b < limit and not WORD[letters.classes[b]] and letters.classes[b] not in (SPACE, OPENER, DASH):
            b += 1
        if not _has_words(letters, a, b):
            continue
        if _has_words(letters, at, a):
            pieces.append((at, a, NOBODY))
        else:
            a = at
        pieces.append((a, b, v))
        at = b
    if _has_words(letters, at, end):
        pieces.append((at, end, NOBODY))
    elif pieces:
        pieces[-1] = (pieces[-1][0], end, pieces[-1][2])
    return [(*_trim(letters, a, b), v) for a, b, v in pieces]


def _settle_gaps(letters: Letters, pieces: list[Piece], long: list[bool]) -> list[Piece]:
    """Give each short stretch of narration to the voice before or behind it, cut at its last comma between two."""
    settled: list[Piece] = []
    for i, (a, b, v) in enumerate(pieces):
        before = pieces[i - 1][2] if i else NOBODY
        behind = pieces[i + 1][2] if i + 1 < len(pieces) else NOBODY
        if v != NOBODY or long[i] or (before == behind == NOBODY):
            settled.append((a, b, v))
        elif before != NOBODY and behind != NOBODY:
            cut = _last_comma(letters, a, b)
            settled += [(a, cut, before)] * (cut > a) + [(cut, b, behind)] * (cut < b)
        else:
            settled.append((a, b, before if before != NOBODY else behind))
    return [(*_trim(letters, a, b), v) for a, b, v in settled if _has_words(letters, a, b)]


def _last_comma(letters: Letters, start: int, end: int) -> int:
    """Where the last clause of a gap begins; marks at its very end do not count."""
    while end > start and not WORD[letters.classes[end - 1]]:
        end -= 1
    places = np.flatnonzero(np.isin(letters.classes[start:end], (COMMA, DASH)))
    return start + int(places[-1]) + 1 if places.size else start


def _merge(pieces: list[Piece], voices: Voices) -> list[Piece]:
    """Join neighbours in the same voice."""
    merged: list[Piece] = []
    for a, b, v in pieces:
        if merged and _key(voices, merged[-1][2]) == _key(voices, v):
            merged[-1] = (merged[-1][0], b, merged[-1][2])
        else:
            merged.append((a, b, v))
    return merged


def _key(voices: Voices, voice: int) -> int:
    return NOBODY if voice == NOBODY else int(voices.key[voice])


def _has_words(letters: Letters, start: int, end: int) -> bool:
    return bool(WORD[letters.classes[start:end]].any())


def _trim(letters: Letters, start: int, end: int) -> tuple[int, int]:
    """Without white space on both sides and without a comma or dash in front."""
    while start < end and letters.classes[start] in (SPACE, COMMA):
        start += 1
    while end > start and not letters.slice(end - 1, end).strip():
        end -= 1
    return start, end


def _are_labels(letters: Letters, units: list[Places], voices: Voices) -> Truths:
    """Pieces of nobody's that name the speaker of the turn right behind them, or stand in brackets in a transcript."""
    start, end, _, voice = units
    nobody = voice == NOBODY
    if not voices.turn.any():
        return np.zeros(len(start), bool)
    behind = np.searchsorted(voices.start, end, side="left")
    known = behind < len(voices.start)
    nearest = np.minimum(behind, len(voices.start) - 1)
    gap_end = np.where(known, voices.start[nearest], end)
    touching = known & (letters.skip(end, gap_end, ~WORD & (LEADING | ~WORD)) == gap_end) & voices.turn[nearest]
    colon = np.isin(letters.codes[end - 1], np.array([ord(":"), ord("：")], np.uint32))
    in_brackets = np.isin(letters.codes[start], _codes("([（【<")) & np.isin(letters.codes[end - 1], _codes(")]）】>"))
    spoken = np.zeros(len(letters.starts), bool)
    spoken[letters.text_of(voices.start[voices.turn])] = True
    found: Truths = nobody & ((touching & colon) | (in_brackets & spoken[letters.text_of(start)]))
    return found


def _codes(characters: str) -> Places:
    return np.array([ord(character) for character in characters], np.int64)
