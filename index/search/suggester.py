"""Completions of what is being typed: by its letters, by pinyin, by initials; each with its hits."""

from __future__ import annotations

import heapq
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from index.lexicon.lexicon import Lexicon
from index.lexicon.thesaurus import Thesaurus
from index.ranking.weights import everyday_weight
from index.results import Suggestion
from index.text.analyzer import Analyzer, is_han, name_key
from index.text.pinyin import initials, readings
from index.text.segmenter import everyday_words

Kind = Literal["title", "source", "tag", "category", "term"]

FIELD_NAMES: Mapping[Kind, str] = {"source": "来源", "tag": "标签", "category": "分类"}
"""What a value of a filter is typed with."""

TYPED, READ, INITIALS = 3.0, 1.0, 0.5
"""Worth of a completion by the letters themselves, by its pinyin, and by the first letters of that."""

SHORTEST_READING = 2
"""Letters of pinyin that are completed."""

SHORTEST_TITLE = 2
"""Characters from which whole titles are offered."""

MOST_TITLES = 2
MOST_COUNTED = 3
"""Candidates are counted for so many times as many as are wanted: some find nothing beside what was typed."""

LONGEST_PHRASE = 3
"""Words of a title that are offered together, where two titles have them."""

FEWEST_TITLES = 2


@dataclass(frozen=True, slots=True)
class Candidate:
    """Something to offer."""

    text: str
    """What stands in the box after choosing it."""

    name: str
    """What is completed."""

    kind: Kind
    weight: float
    """How common it is; of equally good completions the commoner comes first."""


class Suggester:
    """Suggestions over one snapshot. `count` tells how many hits a text has."""

    def __init__(
        self,
        titles: Callable[[], Iterable[str]],
        lexicon: Lexicon,
        analyzer: Analyzer,
        thesaurus: Thesaurus,
        vocabulary: Mapping[str, int],
        values: Callable[[str], Mapping[str, int]],
        count: Callable[[str], int],
    ) -> None:
        self._titles_of_all = titles
        self._lexicon = lexicon
        self._analyzer = analyzer
        self._thesaurus = thesaurus
        self._vocabulary = vocabulary
        self._values = values
        self._count = count

    def suggest(self, text: str, limit: int) -> tuple[Suggestion, ...]:
        """The best completions of the last word of a text, what stands before it kept; all have hits."""
        before, typed = _last_word(text)
        key = name_key(typed)
        if not key or limit < 1:
            return ()
        found: dict[str, Suggestion] = {}
        for candidate in self._best(key, limit * MOST_COUNTED):
            offered = before + candidate.text
            count = self._count(offered)
            if count:
                found.setdefault(offered, Suggestion(offered, candidate.kind, count))
            if len(found) == limit:
                break
        return tuple(found.values())

    def written(self, key: str) -> str:
        """A word as titles write it, or as it is."""
        return self._written.get(key, key)

    def _best(self, key: str, most: int) -> list[Candidate]:
        worth: dict[Candidate, float] = {}
        for name, value, candidate in self._completing(key):
            exact = 2.0 if name == key else 1.0
            worth[candidate] = max(worth.get(candidate, 0.0), exact * value * (1.0 + candidate.weight))
        best = heapq.nlargest(most, worth.items(), key=lambda item: (item[1], item[0].text))
        return [*(candidate for candidate, _ in best), *self._titles(key)]

    def _completing(self, key: str) -> Iterator[tuple[str, float, Candidate]]:
        """Candidates whose name, pinyin or initials begin with a key."""
        keys, candidates = self._sorted
        place = bisect_left(keys, key)
        while place < len(keys) and keys[place].startswith(key):
            yield keys[place], *candidates[place]
            place += 1

    def _titles(self, key: str) -> Iterator[Candidate]:
        if len(key) < SHORTEST_TITLE:
            return
        found = 0
        for folded, title in self._folded_titles:
            if key in folded:
                yield Candidate(_quoted(title), title, "title", 0.0)
                found += 1
            if found == MOST_TITLES:
                return

    @cached_property
    def _folded_titles(self) -> list[tuple[str, str]]:
        return [(name_key(title), title) for title in self._titles_of_all()]

    @cached_property
    def _sorted(self) -> tuple[list[str], list[tuple[float, Candidate]]]:
        """Keys in order, and beside each what it completes to, with the worth of such a completion."""
        entries = sorted(
            ((key, worth, candidate) for candidate in self._candidates() for key, worth in _keys(candidate)),
            key=lambda entry: entry[0],
        )
        return [key for key, _, _ in entries], [(worth, candidate) for _, worth, candidate in entries]

    def _candidates(self) -> Iterator[Candidate]:
        for kind, field in FIELD_NAMES.items():
            for value, count in self._values(kind).items():
                yield Candidate(f"{field}:{_value(value)}", value, kind, float(count))
        for key, text in self._written.items():
            count = self._vocabulary.get(key, FEWEST_TITLES)
            yield Candidate(text, text, "term", count * everyday_weight(everyday_words().get(key)))

    @cached_property
    def _written(self) -> dict[str, str]:
        """Terms as they are written: words and phrases of titles, and the lexicon's names; by key."""
        forms: dict[str, Counter[str]] = defaultdict(Counter)
        for title in self._titles_of_all():
            for key, text in dict(self._phrases(title)).items():
                forms[key][text] += 1
        written = {
            key: counted.most_common(1)[0][0]
            for key, counted in forms.items()
            if key in self._vocabulary or counted.total() >= FEWEST_TITLES
        }
        for name in self._names():
            if (key := name_key(name)) in self._vocabulary:
                written.setdefault(key, name)
        return written

    def _phrases(self, title: str) -> Iterator[tuple[str, str]]:
        """Words of a title, and runs of them with nothing but spaces between; all with a meaning."""
        words = self._analyzer.words(title)
        for first in range(len(words)):
            if words[first].key.isdigit():
                continue
            for last in range(first, min(first + LONGEST_PHRASE, len(words))):
                if self._thesaurus.is_empty(words[last]):
                    break
                between = title[words[last - 1].end : words[last].start] if last > first else ""
                if between.strip():
                    break
                text = title[words[first].start : words[last].end]
                if len(text) > 1:
                    yield name_key(text), text

    def _names(self) -> Iterator[str]:
        yield from (word for word, _ in self._lexicon.words)
        for group in self._lexicon.synonyms:
            yield from group


def _keys(candidate: Candidate) -> Iterator[tuple[str, float]]:
    key = name_key(candidate.name)
    yield key, TYPED
    if is_han(key):
        yield from ((reading, READ) for reading in readings(key) if len(reading) >= SHORTEST_READING)
        yield from ((letters, INITIALS) for letters in initials(key) if len(letters) >= SHORTEST_READING)


def _last_word(text: str) -> tuple[str, str]:
    """What stands before the last word, and that word."""
    words = text.rsplit(maxsplit=1)
    if not words or text[-1:].isspace():
        return "", ""
    return text[: len(text) - len(words[-1])], words[-1]


def _value(value: str) -> str:
    return value if not any(map(str.isspace, value)) else _quoted(value)


def _quoted(text: str) -> str:
    """A text as an exact phrase, in marks that it does not hold itself."""
    return next(
        (f"{start}{text}{end}" for start, end in ('""', "「」", "“”") if not {start, end} & set(text)), text
    )
