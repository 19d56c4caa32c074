"""A snapshot's documents as columns in memory: what filters, counts, order and exact texts are read from.

An inverted index answers who has a word. What a document says word for word, which values it has and
where it stands in time is read for every hit of every search: columns by document number are the
quickest form of it, and at this size they are small.
"""

from __future__ import annotations

import json
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate
from sys import intern

from index.documents import Document
from index.engines.schema import texts_of, values_of
from index.query.tree import Filter
from index.search_request import Sort
from index.text.folding import fold_text, spaced, squeeze

FEW_OF_ALL = 10
"""With more than one in so many documents found, values are counted by sets, else by documents."""

BETWEEN = "\x00"
"""Stands between texts that are scanned as one; folding takes it out of every text."""


@dataclass(frozen=True, slots=True)
class Record:
    """What an engine keeps of a document beside its postings."""

    key: str
    order: int
    position: int
    values: Mapping[str, tuple[str, ...]]
    """Filter → values (index.engines.schema.values_of)."""

    texts: tuple[str, ...]
    """Folded text of each place."""

    lengths: tuple[int, ...]
    """Words of each place."""


def record_of(document: Document, lengths: tuple[int, ...]) -> Record:
    """The record of a document whose places hold so many words."""
    texts = tuple(fold_text(text) for text in texts_of(document))
    return Record(document.id, document.order, document.position, values_of(document), texts, lengths)


def dump(record: Record) -> str:
    """A record as text for an engine's stored fields."""
    parts = [record.key, record.order, record.position, record.values, record.texts, record.lengths]
    return json.dumps(parts, ensure_ascii=False, separators=(",", ":"))


def load(text: str) -> Record:
    """The record that `dump` wrote; ValueError or TypeError where the text is none."""
    key, order, position, values, texts, lengths = json.loads(text)
    frozen = {intern(name): tuple(map(intern, some)) for name, some in values.items()}
    return Record(key, order, position, frozen, tuple(texts), tuple(lengths))


class Columns:
    """Records by document number. Numbers that are not given belong to deleted documents."""

    def __init__(self, records: Mapping[int, Record]) -> None:
        self.records = records
        self.numbers = frozenset(records)
        self._spaced: dict[int, tuple[str, ...]] = {}

    @cached_property
    def exact(self) -> Mapping[int, tuple[str, ...]]:
        """Each place's text without white space."""
        return {number: tuple(map(squeeze, record.texts)) for number, record in self.records.items()}

    def spaced(self, number: int) -> tuple[str, ...]:
        """Each place's text with one space for everything that is no letter, digit or ideograph."""
        found = self._spaced.get(number)
        if found is None:
            found = self._spaced[number] = tuple(map(spaced, self.records[number].texts))
        return found

    def holding(self, run: str) -> Iterator[int]:
        """Documents that hold a squeezed run somewhere: one scan over all texts."""
        text, starts, numbers = self._scanned
        place = text.find(run)
        while place >= 0:
            at = bisect_right(starts, place) - 1
            yield numbers[at]
            place = text.find(run, starts[at + 1]) if at + 1 < len(starts) else -1

    @cached_property
    def _scanned(self) -> tuple[str, Sequence[int], Sequence[int]]:
        texts = [BETWEEN.join(self.exact[number]) for number in self.exact]
        starts = [0, *accumulate(len(text) + 1 for text in texts)][: len(texts)]
        return BETWEEN.join(texts), starts, list(self.exact)

    def matching(self, wanted: Filter) -> Set[int]:
        """Documents that pass a filter."""
        holders = self._holders.get(wanted.field, {})
        if wanted.values:
            return frozenset().union(*(holders.get(value, ()) for value in wanted.values))
        low, high = wanted.low, wanted.high or "\U0010ffff"
        return frozenset().union(*(some for value, some in holders.items() if low <= value <= high))

    @cached_property
    def _holders(self) -> Mapping[str, Mapping[str, Set[int]]]:
        holders: dict[str, dict[str, set[int]]] = defaultdict(lambda: defaultdict(set))
        for number, record in self.records.items():
            for name, values in record.values.items():
                for value in values:
                    holders[name][value].add(number)
        return holders

    def values(self, field: str) -> Mapping[str, int]:
        """Values of a filter with the number of documents that have each."""
        return {value: len(some) for value, some in self._holders.get(field, {}).items()}

    def counts(self, field: str, found: Set[int]) -> Mapping[str, int]:
        """The same among some documents; values that none of them has are left out."""
        if len(found) * FEW_OF_ALL > len(self.numbers):
            held = self._holders.get(field, {})
            shared = ((value, len(some & found)) for value, some in held.items())
            return {value: count for value, count in shared if count}
        return Counter(value for number in found for value in self.records[number].values.get(field, ()))

    def sorted(self, strengths: Mapping[int, float], sort: Sort) -> list[int]:
        """Documents in the order of a sort; of equals the newer, then the earlier in its issue."""
        if sort == "relevance":
            place = self._places
            return sorted(strengths, key=lambda number: (-strengths[number], place[number]))
        order = self._newest if sort == "newest" else self._oldest
        return [number for number in order if number in strengths]

    @cached_property
    def _newest(self) -> list[int]:
        return sorted(self.records, key=lambda number: self._age(number, -1))

    @cached_property
    def _oldest(self) -> list[int]:
        return sorted(self.records, key=lambda number: self._age(number, 1))

    def _age(self, number: int, direction: int) -> tuple[int, int]:
        record = self.records[number]
        return direction * record.order, record.position

    @cached_property
    def _places(self) -> Mapping[int, int]:
        """Where each document stands when the newest come first."""
        return {number: place for place, number in enumerate(self._newest)}


def columns_of(stored: Iterable[tuple[int, str]]) -> Columns:
    """Columns of stored records (`dump`) with their numbers."""
    return Columns({number: load(text) for number, text in stored})
