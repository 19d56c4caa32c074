"""The one door to a finished archive: everything that a page, the API or the command line asks."""

from __future__ import annotations

from typing import Protocol

from index.documents import Document, Issue
from index.results import Health, SearchResults, Stats, Suggestion, Trend
from index.search_request import Search


class Library(Protocol):
    """Read side of an archive. Each call is answered from one generation of the index.

    Every method raises `EngineError` (index.errors) where the index is missing, broken or foreign;
    no answer is never dressed up as an empty one.
    """

    def search(self, search: Search) -> SearchResults:
        """A page of hits with facets, and what was searched beside what was typed."""
        ...

    def export(self, search: Search) -> tuple[Document, ...]:
        """All documents that a search finds, in its order; page and limit do not count."""
        ...

    def suggest(self, text: str, limit: int = 8) -> tuple[Suggestion, ...]:
        """Completions of what is being typed, each with hits; the best first."""
        ...

    def entry(self, key: str) -> Document | None:
        """The entry of this id; None if there is none."""
        ...

    def related(self, key: str, limit: int = 5) -> tuple[Document, ...]:
        """Entries most like this one, itself left out."""
        ...

    def appearances(self, url: str) -> tuple[Document, ...]:
        """Entries that point to this URL, after normalising (WeChat, 知乎, GitHub, arXiv); newest first."""
        ...

    def issues(self) -> tuple[Issue, ...]:
        """All issues, newest first."""
        ...

    def issue(self, name: str) -> Issue | None:
        """The issue of this name; None if there is none."""
        ...

    def trend(self, query: str) -> Trend:
        """How often a query (search language included) is met, by month."""
        ...

    def terms_of_season(self, limit: int = 12) -> tuple[str, ...]:
        """Words that the latest issues say more often than the archive does."""
        ...

    def stats(self) -> Stats:
        """What the archive holds, for people and for monitoring."""
        ...

    def health(self) -> Health:
        """Whether questions can be answered now, and why not. The one method that never raises."""
        ...
