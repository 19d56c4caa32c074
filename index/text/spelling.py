"""Misspelt Latin words → words of the archive; how like texts are. The only module that knows RapidFuzz."""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import product
from typing import NamedTuple

from rapidfuzz import process
from rapidfuzz.distance import OSA, Indel

MIN_LENGTH = 4
"""Letters of a word that can be misspelt, and of what it may mean: shorter ones are names that differ
by a letter."""

SHORT, LONG = 6, 8
"""Words up to SHORT letters must begin right; words of LONG letters may have two mistakes."""

MAX_CANDIDATES = 200
MAX_CORRECTIONS = 2


class Correction(NamedTuple):
    """A word that may have been meant."""

    word: str
    distance: int
    """Letters left out, added, replaced, or swapped with their neighbour."""

    documents: int


@dataclass(slots=True)
class _Alike:
    """Words of one length that begin, or end, with one letter. As objects of their own the words of a large
    archive take 50 MB, most of them parts of addresses; as text they take four."""

    text: bytearray = field(default_factory=bytearray)
    """A word in each line, in UTF-8."""

    documents: array[int] = field(default_factory=lambda: array("I"))


class Spelling:
    """Corrects into the words of a vocabulary, which gives for each word how many documents hold it."""

    def __init__(self, vocabulary: Iterable[tuple[str, int]]) -> None:
        self._alike: dict[tuple[int, bool, str], _Alike] = defaultdict(_Alike)
        for word, documents in vocabulary:
            for letter in (word[0], f"{word[-1]}$") if len(word) >= MIN_LENGTH else ():
                alike = self._alike[len(word), bool(_digits(word)), letter]
                alike.text += f"{word}\n".encode()
                alike.documents.append(documents)

    def corrections(self, typed: str) -> tuple[Correction, ...]:
        """The nearest words, the commonest first; only those at the least distance.

        Distance is optimal string alignment (Damerau 1964, each letter touched once). Digits are never
        corrected: 888 is not a misspelt 865.
        """
        if len(typed) < MIN_LENGTH or not typed.isascii():
            return ()
        likely = [
            correction for correction in dict.fromkeys(self._within_distance(typed)) if correction.distance
        ]
        nearest = min((correction.distance for correction in likely), default=0)
        ranked = sorted(
            (correction for correction in likely if correction.distance == nearest),
            key=lambda correction: -correction.documents,
        )
        return tuple(ranked[:MAX_CORRECTIONS])

    def _within_distance(self, typed: str) -> Iterator[Correction]:
        """Words with few mistakes in their letters, each of which adds or leaves out one at most.

        They begin or end as typed: that leaves a tenth of the vocabulary to be compared, and whoever mistypes
        one end of a word gets the other right.
        """
        max_distance, digits = _max_distance(typed), _digits(typed)
        lengths = range(max(MIN_LENGTH, len(typed) - max_distance), len(typed) + max_distance + 1)
        letters = (typed[0],) if len(typed) <= SHORT else (typed[0], f"{typed[-1]}$")
        for length, letter in product(lengths, letters):
            alike = self._alike.get((length, bool(digits), letter))
            if alike is None:
                continue
            words = alike.text.decode().split("\n")[:-1]  # the last line is empty
            counted = zip(words, alike.documents, strict=True)
            documents = {word: count for word, count in counted if not digits or _digits(word) == digits}
            matches = process.extract(
                typed, list(documents), scorer=OSA.distance, score_cutoff=max_distance, limit=MAX_CANDIDATES
            )
            yield from (Correction(word, int(distance), documents[word]) for word, distance, _ in matches)


def likeness(first: str, second: str) -> float:
    """How much of two texts is the same, 0 … 1: of their characters the share in their longest common
    subsequence."""
    return Indel.normalized_similarity(first, second)


def _max_distance(typed: str) -> int:
    return 2 if len(typed) >= LONG else 1


def _digits(word: str) -> str:
    return "" if word.isalpha() else "".join(filter(str.isdigit, word))
