"""Standoff codes and the user's own copy of the corpus, joined: passages with their codes, ready for training.

In: two places on disk. Out: Joined. It computes nothing itself and fetches nothing.
"""

from __future__ import annotations

from framing.files.corpora import read_texts
from framing.files.instruments import load_codebook
from framing.files.standoff import read_standoff
from framing.standoff import Joined, join_codes


def join_corpus(place: str, *, codes: str = "", codebook: str = "") -> Joined:
    """The coded passages with their texts, from a folder, .tar, .tgz or .zip of `NAME.txt` files.

    codes : a standoff table, "" for the shipped one (UN General Debate Corpus). Raises FramingError in a sentence.
    """
    standoff = read_standoff(codes)
    wanted = set(standoff["document_id"].to_pylist())
    return join_codes(standoff, read_texts(place, wanted), load_codebook(codebook))
