"""Misspelt Latin words → words of the archive: the only module that knows RapidFuzz."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from rapidfuzz import process
from rapidfuzz.distance import OSA

SHORTEST = 4
"""Letters of a word that can be misspelt, and of what it may mean: shorter ones are names that differ
by a letter."""

SHORT, LONG = 6, 8
"""Words up to SHORT letters must begin right; words of LONG letters may have two mistakes."""

MOST_CANDIDATES = 200
MOST_CORRECTIONS = 2


class Correction(NamedTuple):
    """A word that may have been meant."""

    word: str
    distance: int
    """Letters left out, added, replaced, or swapped with their neighbour."""

    documents: int


def corrections(typed: str, vocabulary: Mapping[str, int]) -> tuple[Correction, ...]:
    """The nearest words, the commonest first; only those at the least distance.

    Distance is optimal string alignment (Damerau 1964, each letter touched once). Digits are never
    corrected: 888 is not a misspelt 865.
    """
    if len(typed) < SHORTEST or not typed.isascii():
        return ()
    found = process.extract(
        typed, vocabulary.keys(), scorer=OSA.distance, score_cutoff=_mistakes(typed), limit=MOST_CANDIDATES
    )
    likely = [
        Correction(word, int(distance), vocabulary[word])
        for word, distance, _ in found
        if distance
        and len(word) >= SHORTEST
        and _digits(word) == _digits(typed)
        and _begins_alike(word, typed)
    ]
    nearest = min((one.distance for one in likely), default=0)
    ranked = sorted((one for one in likely if one.distance == nearest), key=lambda one: -one.documents)
    return tuple(ranked[:MOST_CORRECTIONS])


def _mistakes(typed: str) -> int:
    return 2 if len(typed) >= LONG else 1


def _digits(word: str) -> str:
    return "".join(filter(str.isdigit, word))


def _begins_alike(word: str, typed: str) -> bool:
    return len(typed) > SHORT or word[0] == typed[0]
