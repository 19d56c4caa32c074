"""Misspelt Latin words → words of the archive: the only module that knows RapidFuzz."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
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


class Spelling:
    """Corrects into the words of a vocabulary, which gives for each word how many documents hold it."""

    def __init__(self, vocabulary: Mapping[str, int]) -> None:
        self._vocabulary = vocabulary
        self._by_length: dict[int, list[str]] = defaultdict(list)
        for word in vocabulary:
            self._by_length[len(word)].append(word)

    def corrections(self, typed: str) -> tuple[Correction, ...]:
        """The nearest words, the commonest first; only those at the least distance.

        Distance is optimal string alignment (Damerau 1964, each letter touched once). Digits are never
        corrected: 888 is not a misspelt 865.
        """
        if len(typed) < SHORTEST or not typed.isascii():
            return ()
        likely = [
            Correction(word, distance, self._vocabulary[word])
            for word, distance in self._near(typed)
            if distance and _digits(word) == _digits(typed) and _begins_alike(word, typed)
        ]
        nearest = min((one.distance for one in likely), default=0)
        ranked = sorted((one for one in likely if one.distance == nearest), key=lambda one: -one.documents)
        return tuple(ranked[:MOST_CORRECTIONS])

    def _near(self, typed: str) -> Iterator[tuple[str, int]]:
        """Words with few mistakes. Each adds or leaves out a letter at most, so that few lengths count."""
        most = _mistakes(typed)
        for length in range(max(SHORTEST, len(typed) - most), len(typed) + most + 1):
            words = self._by_length.get(length, ())
            found = process.extract(
                typed, words, scorer=OSA.distance, score_cutoff=most, limit=MOST_CANDIDATES
            )
            yield from ((word, int(distance)) for word, distance, _ in found)


def _mistakes(typed: str) -> int:
    return 2 if len(typed) >= LONG else 1


def _digits(word: str) -> str:
    return "".join(filter(str.isdigit, word))


def _begins_alike(word: str, typed: str) -> bool:
    return len(typed) > SHORT or word[0] == typed[0]
