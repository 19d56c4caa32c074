"""What the index asks of a search engine: retrieve candidates for a query, and be written by issue.

An engine may keep its index in a folder or on other machines: nothing here knows of files or locks.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

from index.engines.budget import Budget

if TYPE_CHECKING:
    from index.forward.document_terms import IndexedDocument
    from index.query.tree import Query
    from index.search_request import Sort

MAX_CANDIDATES = 200
"""Candidates that are ranked: a flat query has 96 % of all relevant entries among its first 200."""


@dataclass(frozen=True, slots=True)
class Retrieval:
    """A query as an engine executes it: everything analysed, nothing left to interpret."""

    query: Query
    filters: Mapping[str, Query] = field(default_factory=dict)
    """Facet → what its chosen values demand. All must hold; a facet's own counts ignore its own."""

    facets: tuple[str, ...] = ()
    """Filters to count the documents by."""

    sort: Sort = "relevance"
    offset: int = 0
    limit: int = MAX_CANDIDATES
    budget: Budget = field(default_factory=Budget)
    """Spent, the engine stops with what there is."""


@dataclass(frozen=True, slots=True)
class Candidates:
    """Documents that match, in the engine's order, with the counts of the same snapshot."""

    total: int
    keys: tuple[int, ...]
    scores: tuple[float, ...]
    """The engine's own; 0.0 where the order is by date, or where all that match are among the candidates."""

    counts: Mapping[str, Mapping[str, int]]
    """Facet → value → documents, the facet's own filter left out."""

    complete: bool = True
    """False where the budget ended the search early: totals and counts are lower bounds."""


class SearchEngine(Protocol):
    """An open snapshot of one index. Safe to use from several threads."""

    def retrieve(self, retrieval: Retrieval) -> Candidates:
        """Raise `EngineError` where the index cannot be read; never an engine's own exception."""
        ...

    def gram_frequencies(self, grams: Sequence[str]) -> list[int]:
        """How many documents hold each Chinese character or pair; deleted documents may still count."""
        ...

    def values(self, field: str) -> Mapping[str, int]:
        """Values of a filter with the number of documents that have each."""
        ...

    def close(self) -> None:
        """Close everything; later calls raise EngineError."""
        ...


class IndexWriter(Protocol):
    """Writes one new snapshot. Nothing of it is seen before `commit`."""

    def drop(self, issues: Iterable[str]) -> None:
        """Leave out all documents of some issues."""
        ...

    def add(self, document: IndexedDocument) -> None:
        """Add a document."""
        ...

    def commit(self) -> None:
        """Write everything out. Raise IndexWriteError where that fails."""
        ...
