"""A query and one document: does it match, and how strongly? The meaning of the tree, read off plainly."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from index.documents import Document
from index.engines.postings import sequence_pattern
from index.engines.protocol import EngineRequest
from index.engines.schema import texts_of, values_of
from index.query.tree import (
    And,
    Boost,
    Filter,
    Flat,
    MatchAll,
    Near,
    Not,
    Or,
    Phrase,
    Prefer,
    Query,
    Some,
    Term,
    Weigh,
    Widen,
)
from index.ranking.weights import GRAM, PART, STEM, WHOLE, occurrence, rarity, strength, together
from index.text.analyzer import Analyzer, is_han
from index.text.folding import fold_text, spaced, squeeze
from index.text.stemmer import stem


@dataclass(slots=True)
class Page:
    """A document as it is read."""

    document: Document
    values: Mapping[str, tuple[str, ...]]
    words: tuple[Counter[str], ...]
    parts: tuple[Counter[str], ...]
    exact: tuple[str, ...]
    spaced: tuple[str, ...]

    @property
    def lengths(self) -> tuple[int, ...]:
        """Words of each place."""
        return tuple(words.total() for words in self.words)


def page_of(document: Document, analyzer: Analyzer) -> Page:
    """Read a document."""
    texts = texts_of(document)
    terms = [analyzer.terms(text) for text in texts]
    folded = [fold_text(text) for text in texts]
    return Page(
        document,
        values_of(document),
        tuple(Counter(text for text, whole in place if whole) for place in terms),
        tuple(Counter(text for text, whole in place if not whole) for place in terms),
        tuple(map(squeeze, folded)),
        tuple(map(spaced, folded)),
    )


@dataclass(slots=True)
class Reading:
    """One search through all pages; what is asked twice is remembered."""

    pages: list[Page]
    averages: tuple[float, ...]
    deadline: float | None
    complete: bool = True
    known: dict[tuple[Query, str], float | None] = field(default_factory=dict)

    def passes(self, page: Page, request: EngineRequest, but: str = "") -> bool:
        """Whether a page passes all filters, one left out."""
        return all(
            self.strength(query, page) is not None for name, query in request.filters.items() if name != but
        )

    def strength(self, query: Query, page: Page) -> float | None:
        """How strongly a page matches; None where it does not."""
        if self.deadline is not None and time.monotonic() > self.deadline:
            self.complete = False
        if not self.complete:
            return None
        name = (query, page.document.id)
        if name not in self.known:
            self.known[name] = self._strength(query, page)
        return self.known[name] if self.complete else None

    def weight(self, query: Query) -> float:
        """What a part weighs among its siblings."""
        match query:
            case And(parts):
                return sum(self.weight(part) for part in parts)
            case Some(parts):
                return sum(self.weight(part) for part in parts if self._found(part))
            case Boost(part) | Flat(part) | Prefer(part):
                return self.weight(part)
            case Weigh(part, factor):
                return self.weight(part) * factor
            case Widen(part, other):
                return self.weight(part if self._found(part) else other)
            case Filter() | Not() | MatchAll():
                return 0.0
            case _:
                return rarity(self._found(query), len(self.pages))

    def _found(self, query: Query) -> int:
        return sum(self.strength(query, page) is not None for page in self.pages)

    def _strength(self, query: Query, page: Page) -> float | None:
        match query:
            case Term(text):
                return self._counted(page, _occurrences(text, page))
            case Near(words):
                return self._row(words, page)
            case Phrase(text):
                return self._counted(page, [place.count(text) for place in page.exact])
            case MatchAll():
                return 0.0
            case Filter():
                return 0.0 if _passes(query, page.values.get(query.field, ())) else None
            case Not(part):
                return 0.0 if self.strength(part, page) is None else None
            case _:
                return self._combined(query, page)

    def _combined(self, query: Query, page: Page) -> float | None:
        match query:
            case And(parts):
                return self._mean(parts, page)
            case Or(parts):
                return _together(self.strength(part, page) for part in parts)
            case Widen(part, other):
                return _together((self.strength(part, page), self.strength(other, page)))
            case Some(parts, share):
                return self._share(parts, share, page)
            case Boost(part, factor):
                found = self.strength(part, page)
                return None if found is None else found * factor
            case Flat(part):
                return None if self.strength(part, page) is None else 1.0
            case Weigh(part):
                return self.strength(part, page)
            case Prefer(part, wish, factor):
                found = self.strength(part, page)
                return None if found is None else found + factor * (self.strength(wish, page) or 0.0)
        raise TypeError(query)

    def _row(self, words: tuple[str, ...], page: Page) -> float | None:
        if any(self.strength(Term(word), page) is None for word in words):
            return None
        pattern = sequence_pattern(words)
        return self._counted(page, [len(pattern.findall(text)) for text in page.spaced])

    def _mean(self, parts: tuple[Query, ...], page: Page) -> float | None:
        found = [self.strength(part, page) for part in parts]
        weights = [self.weight(part) for part in parts]
        if any(value is None for value in found):
            return None
        total = sum(weights) or 1.0
        return sum((value or 0.0) * weight / total for value, weight in zip(found, weights, strict=True))

    def _share(self, parts: tuple[Query, ...], share: float, page: Page) -> float | None:
        weighed = [(part, self.weight(part)) for part in parts if self._found(part)]
        total = sum(weight for _, weight in weighed) or 1.0
        held = [(self.strength(part, page), weight / total) for part, weight in weighed]
        found = [(value, weight) for value, weight in held if value is not None]
        reached = sum(weight for _, weight in found)
        if not found or reached < share:
            return None
        return reached * sum(value * weight for value, weight in found)

    def _counted(self, page: Page, counts: Iterable[float]) -> float | None:
        """The strength of so many occurrences in each place."""
        lengths = page.lengths
        total = sum(
            occurrence(place, count, lengths[place], self.averages[place])
            for place, count in enumerate(counts)
        )
        return strength(total) if total else None


def _occurrences(text: str, page: Page) -> list[float]:
    """How often a word stands in each place, its parts and other forms counted for less."""
    root = "" if is_han(text) else stem(text)
    found = [
        WHOLE * words[text]
        + (0 if is_han(text) else PART * parts[text])
        + STEM * sum(count for word, count in words.items() if root and stem(word) == root)
        for words, parts in zip(page.words, page.parts, strict=True)
    ]
    if not any(found) and is_han(text):
        return [GRAM * place.count(text) for place in page.exact]
    return found


def _passes(wanted: Filter, values: tuple[str, ...]) -> bool:
    if wanted.values:
        return any(value in wanted.values for value in values)
    return any(wanted.low <= value and (not wanted.high or value <= wanted.high) for value in values)


def _together(found: Iterable[float | None]) -> float | None:
    best: float | None = None
    for value in found:
        if value is not None:
            best = value if best is None else together(best, value)
    return best
