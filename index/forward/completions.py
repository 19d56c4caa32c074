"""What typed letters can be completed to: words and runs of words of titles, by letters and by pinyin."""

from __future__ import annotations

from collections.abc import Iterator

from index.lexicon.thesaurus import Thesaurus
from index.text.analyzer import Analyzer, is_han, name_key
from index.text.pinyin import initials, readings
from index.text.segmenter import everyday_weight

TYPED_WORTH, READING_WORTH, INITIALS_WORTH = 3.0, 1.0, 0.5
"""Worth of a completion by the letters themselves, by its pinyin, and by the first letters of that."""

BY_LETTERS, BY_PINYIN = 0, 1
"""Kinds of completions."""

MIN_READING_LENGTH = 2
"""Letters of pinyin that are completed."""

MAX_RUN_WORDS = 3
"""Words of a title that are offered together, where two titles have them."""

MIN_TITLES = 2
"""Titles that have a run of words, for it to be offered."""


class TitleRuns:
    """Words of titles, and runs of them with nothing but spaces between; all with a meaning."""

    def __init__(self, analyzer: Analyzer, thesaurus: Thesaurus) -> None:
        self._analyzer = analyzer
        self._thesaurus = thesaurus
        self.names = thesaurus.written
        """Names of the lexicon, by key."""

    def of(self, title: str) -> set[tuple[str, str]]:
        """Key (`name_key`) and written form of each run."""
        return set(self._runs(title))

    def _runs(self, title: str) -> Iterator[tuple[str, str]]:
        words = self._analyzer.words(title)
        for first in range(len(words)):
            if words[first].key.isdigit():
                continue
            for last in range(first, min(first + MAX_RUN_WORDS, len(words))):
                if self._thesaurus.is_meaningless(words[last]):
                    break
                between = title[words[last - 1].end : words[last].start] if last > first else ""
                if between.strip():
                    break
                text = title[words[first].start : words[last].end]
                if len(text) > 1:
                    yield name_key(text), text


def completions_of(
    key: str, *, titles: int, documents: int, named: bool = False
) -> Iterator[tuple[str, str, int, float]]:
    """Rows (prefix, key, kind, worth) for a run that so many titles have and so many documents hold.

    `named`: the lexicon has it, so that it is offered even where no title has it.
    """
    if not (documents if titles or named else 0) and titles < MIN_TITLES:
        return
    common = 1.0 + (documents or titles) * everyday_weight(key)
    yield from ((prefix, key, kind, worth * common) for prefix, kind, worth in prefixes_of(key))


def prefixes_of(key: str) -> Iterator[tuple[str, int, float]]:
    """What can be typed for a run, with the kind and the worth of each."""
    yield key, BY_LETTERS, TYPED_WORTH
    if is_han(key):
        for reading in readings(key):
            if len(reading) >= MIN_READING_LENGTH:
                yield reading, BY_PINYIN, READING_WORTH
        for letters in initials(key):
            if len(letters) >= MIN_READING_LENGTH:
                yield letters, BY_PINYIN, INITIALS_WORTH
