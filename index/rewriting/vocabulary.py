"""The words that an archive holds, and the ways to them: by letters, by sound."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import cached_property

from index.text.analyzer import is_han
from index.text.pinyin import blurred, readings
from index.text.spelling import Correction, Spelling

SHORTEST_READING = 4
"""Letters of typed pinyin at least: shorter ones are English words and abbreviations."""

MOST_WORDS = 4
"""Words that typed pinyin is cut into at most."""

MOST_HOMOPHONES = 3
LONGEST_NAME = 16
"""A word with digits of so many letters is an identifier."""

SHORTEST_HALF = 3
COMMON_HALF = 2
"""Letters of a word that is written together with another, and documents that hold it."""

COMMON = 5
"""Documents of a common word."""

HOMOPHONE_SHARE = 0.1
"""Of words with one reading those count that stand at least this often beside the commonest."""


class Vocabulary:
    """Words (index.text.analyzer) of one snapshot with the number of documents that hold each."""

    def __init__(self, words: Mapping[str, int]) -> None:
        self._words = words

    def count(self, word: str) -> int:
        """Documents that hold a word, whole or in part."""
        return self._words.get(word, 0)

    @cached_property
    def latin(self) -> Mapping[str, int]:
        """The words in Latin and other letters."""
        return {word: count for word, count in self._words.items() if not is_han(word[0])}

    @cached_property
    def han(self) -> Mapping[str, int]:
        """The Chinese words of two or more characters."""
        return {word: count for word, count in self._words.items() if len(word) > 1 and is_han(word)}

    def knows(self, word: str) -> bool:
        """Whether a Latin word stands in the archive: in a longer one, or as two."""
        return bool(self.joined_from(word) or self.holding(word, 1))

    def joined_from(self, word: str) -> tuple[str, str] | None:
        """Two words of the archive that a Latin word is written together from: `tensorflow|lite`.

        Of several cuts that whose rarer half is commonest; None where there is none.
        """
        cuts = [(word[:place], word[place:]) for place in range(SHORTEST_HALF, len(word) - SHORTEST_HALF + 1)]
        known = [cut for cut in cuts if min(map(self.count, cut)) >= COMMON_HALF]
        return max(known, key=lambda cut: min(map(self.count, cut)), default=None)

    def corrected(self, word: str) -> tuple[Correction, ...]:
        """Words that a misspelt one may mean."""
        return self._spelling.corrections(word)

    def holding(self, fragment: str, most: int) -> tuple[str, ...]:
        """Latin words that hold a fragment, the commonest first."""
        words = {word for word in map(self._line, self._places(fragment)) if not _is_hash(word)}
        return tuple(sorted(words, key=lambda word: (-self._words[word], word))[:most])

    def homophones(self, run: str) -> tuple[str, ...]:
        """Words that sound like a run as it is usually read, the commonest first.

        A wrong character seldom comes alone of its kind: a word that shares none with the run must be
        a common one.
        """
        usual = readings(run)[:1]
        return tuple(
            word
            for reading in usual
            for word in self.sounding(reading)
            if reading in readings(word)[:1] and (set(word) & set(run) or self._words[word] >= COMMON)
        )

    def sounding_alike(self, run: str) -> tuple[str, ...]:
        """Words that share a character with a run and sound like it to many ears, the commonest first."""
        words = [
            word
            for reading in readings(run)[:1]
            for word in self._by_blurred.get(blurred(reading), ())
            if len(word) == len(run) and set(word) & set(run)
        ]
        return tuple(sorted(words, key=lambda word: (-self._words[word], word))[:MOST_HOMOPHONES])

    def sounding(self, reading: str) -> tuple[str, ...]:
        """Chinese words with this reading, the commonest first."""
        words = sorted(self._by_reading.get(reading, ()), key=lambda word: (-self._words[word], word))
        least = HOMOPHONE_SHARE * self._words[words[0]] if words else 0
        return tuple(word for word in words[:MOST_HOMOPHONES] if self._words[word] >= least)

    def read_aloud(self, typed: str) -> tuple[tuple[str, ...], ...]:
        """Pinyin → for each word in it the words that sound so; () where it is no pinyin of known words."""
        if len(typed) < SHORTEST_READING or not (typed.isascii() and typed.isalpha()):
            return ()
        cut = self._cut(typed)
        return tuple(self.sounding(reading) for reading in cut)

    def _cut(self, typed: str) -> tuple[str, ...]:
        """The fewest known readings that put together are the typed letters."""
        best: list[tuple[str, ...] | None] = [(), *[None] * len(typed)]
        for end in range(SHORTEST_READING, len(typed) + 1):
            for start in range(end - SHORTEST_READING + 1):
                before, reading = best[start], typed[start:end]
                if before is None or len(before) >= MOST_WORDS or reading not in self._by_reading:
                    continue
                so_far = best[end]
                if so_far is None or len(before) + 1 < len(so_far):
                    best[end] = (*before, reading)
        return best[len(typed)] or ()

    @cached_property
    def _spelling(self) -> Spelling:
        return Spelling(self.latin)

    @cached_property
    def _by_reading(self) -> Mapping[str, list[str]]:
        found: dict[str, list[str]] = defaultdict(list)
        for word in self.han:
            for reading in readings(word):
                found[reading].append(word)
        return found

    @cached_property
    def _by_blurred(self) -> Mapping[str, set[str]]:
        found: dict[str, set[str]] = defaultdict(set)
        for reading, words in self._by_reading.items():
            found[blurred(reading)].update(words)
        return found

    @cached_property
    def _lines(self) -> str:
        return "\n" + "\n".join(self.latin) + "\n"

    def _places(self, fragment: str) -> Iterator[int]:
        place = self._lines.find(fragment)
        while place >= 0:
            yield place
            place = self._lines.find(fragment, self._lines.index("\n", place))

    def _line(self, place: int) -> str:
        lines = self._lines
        return lines[lines.rindex("\n", 0, place) + 1 : lines.index("\n", place)]


def _is_hash(word: str) -> bool:
    """Whether a word looks like an identifier of a machine: nobody types a fragment of it."""
    return len(word) >= LONGEST_NAME and not word.isalpha()
