"""What a library asks of whoever answers questions about one generation."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from index.documents import Document
    from index.engines.protocol import SearchEngine
    from index.results import SearchResults, Suggestion, Trend
    from index.search_request import Search
    from index.storage.catalogue import Catalogue


class Answers(Protocol):
    """The questions of `Library` that need more than the catalogue: `index.search.searcher.Searcher`."""

    def search(self, search: Search) -> SearchResults:
        """As `Library.search`."""
        ...

    def warm(self) -> None:
        """Load what the first questions would have to wait for."""
        ...

    def export(self, search: Search) -> tuple[Document, ...]:
        """As `Library.export`."""
        ...

    def suggest(self, text: str, limit: int = 8) -> tuple[Suggestion, ...]:
        """As `Library.suggest`."""
        ...

    def related(self, key: str, limit: int = 5) -> tuple[Document, ...]:
        """As `Library.related`."""
        ...

    def trend(self, query: str) -> Trend:
        """As `Library.trend`."""
        ...

    def terms_of_season(self, limit: int = 12) -> tuple[str, ...]:
        """As `Library.terms_of_season`."""
        ...


class MakeAnswers(Protocol):
    """Makes an `Answers` for one opened generation."""

    def __call__(self, generation: str, engine: SearchEngine, catalogue: Catalogue, /) -> Answers:
        """None of the arguments changes while the result is used."""
        ...
